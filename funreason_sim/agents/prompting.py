"""Builds what each seat gets to see; the texts are files in `prompts/`, the noise is data in `styles.toml`."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, StrictUndefined

from ..errors import ChatError
from ..records import AdvancedTool, JsonValue, ToolSpec
from .chat import ChatReply, ChatRequest, Message, Role

_FILES = resources.files(__package__)
_JINJA = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)


@cache
def _template(role: Role) -> Any:
    return _JINJA.from_string((_FILES / "prompts" / f"{role}.j2").read_text("utf-8"))


@cache
def styles() -> Mapping[str, Any]:
    """The noise styles of the querying seat by name."""
    return tomllib.loads((_FILES / "styles.toml").read_text("utf-8"))


@cache
def prompts_digest() -> str:
    """Names the prompt set: every prompt and the styles."""
    hashed = hashlib.blake2b(digest_size=16)
    prompts = sorted((_FILES / "prompts").iterdir(), key=lambda file: file.name)
    for file in [*prompts, _FILES / "styles.toml"]:
        hashed.update(file.name.encode() + b"\x1f" + file.read_bytes())
    return hashed.hexdigest()


def ask_for_json(role: Role, payload: Mapping[str, JsonValue], seed: str) -> ChatRequest:
    """A request whose user message is one JSON object."""
    return ChatRequest(
        role=role,
        messages=(
            Message(role="system", content=_template(role).render()),
            Message(role="user", content=json.dumps(payload)),
        ),
        seed=seed,
    )


def reasoning_request(
    conversation: Sequence[Message], tools: Sequence[ToolSpec], advanced: AdvancedTool | None, hints: Sequence[str]
) -> ChatRequest:
    """A request for the next assistant response (paper, phase III: Prompt_k, hints appended)."""
    system = _template("reasoning").render(advanced=advanced, hints=hints).strip()
    return ChatRequest(
        role="reasoning",
        messages=(Message(role="system", content=system), *conversation),
        tools=tuple(tools),
    )


def read_json(reply: ChatReply) -> dict[str, Any]:
    """The JSON object in a reply, bare or fenced.

    Raises:
        ChatError: when there is none.
    """
    text = reply.content
    start, end = text.find("{"), text.rfind("}")
    try:
        value = json.loads(text[start : end + 1])
    except (ValueError, RecursionError) as error:
        raise ChatError(f"the answer is not one JSON object: {error}") from error
    if not isinstance(value, dict):
        raise ChatError("the answer is not a JSON object")
    return value
