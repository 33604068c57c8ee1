"""The conversation as it stands: turns, the calls made in each, and how each ended."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from ...records import JsonValue
from ..chat import ChatCall, ChatRequest, Message
from .hints import Advice, advice

_FAILED = re.compile(r"^\s*(?:error|failed|failure|refused|invalid|exception)\b", re.IGNORECASE)
_GAP = re.compile(r"\s{9,}")
_MOST = 20_000
_FAILURE_KEY = re.compile(r"error|failure|failed", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Done:
    """A call that was made and what came back."""

    tool: str
    arguments: dict[str, JsonValue]
    text: str
    turn: int
    step: int

    @cached_property
    def value(self) -> JsonValue:
        """The outcome as JSON, or its text."""
        try:
            found: JsonValue = json.loads(self.text)
        except (ValueError, RecursionError):
            return self.text
        return found

    @cached_property
    def complaint(self) -> str:
        """Why it was declined, in the words of the outcome; empty when it went well."""
        value = self.value
        if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str) and value[0].startswith("{"):
            value = json.loads(value[0]) if _is_json(value[0]) else value
        if isinstance(value, dict):
            return next((str(v) for k, v in value.items() if _FAILURE_KEY.search(k) and v not in (None, "", False)), "")
        return value if isinstance(value, str) and _FAILED.match(value) else ""

    @property
    def refused(self) -> bool:
        """Whether it was declined."""
        return bool(self.complaint)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class Turn:
    """What the user said, and what was done about it."""

    query: str
    done: tuple[Done, ...] = ()


@dataclass(frozen=True, eq=False)
class Conversation:
    """All turns, the last one unfinished, and the hints of failed attempts."""

    turns: tuple[Turn, ...]
    advice: Advice = field(default_factory=Advice)

    @property
    def query(self) -> str:
        """What the user wants now."""
        return self.turns[-1].query

    @property
    def now(self) -> tuple[Done, ...]:
        """What was done about it so far."""
        return self.turns[-1].done

    @cached_property
    def all(self) -> tuple[Done, ...]:
        """Every call so far, oldest first."""
        return tuple(done for turn in self.turns for done in turn.done)


def read_conversation(request: ChatRequest) -> Conversation:
    """The conversation that a request holds."""
    system = "\n".join(m.content for m in request.messages if m.role == "system")
    outcomes = {m.call_id: m.content for m in request.messages if m.role == "tool"}
    turns: list[Turn] = []
    for message, calls in _spoken(request.messages):
        if message.role == "user":
            turns.append(Turn(_readable(message.content)))
        elif turns:
            made = [_done(call, outcomes, len(turns) - 1, n) for n, call in enumerate(calls, len(turns[-1].done))]
            turns[-1] = Turn(turns[-1].query, (*turns[-1].done, *(done for done in made if done)))
    return Conversation(tuple(turns) or (Turn(""),), advice(system))


def _readable(query: str) -> str:
    """As much of a request as a person would read, without gaps."""
    return _GAP.sub(" ", query[:_MOST])


def _spoken(messages: tuple[Message, ...]) -> Iterator[tuple[Message, tuple[ChatCall, ...]]]:
    for message in messages:
        if message.role == "user" or (message.role == "assistant" and message.calls):
            yield message, message.calls


def _done(call: ChatCall, outcomes: dict[str | None, str], turn: int, step: int) -> Done | None:
    if call.id not in outcomes:
        return None
    try:
        arguments = json.loads(call.arguments or "{}")
    except ValueError:
        arguments = {}
    return Done(call.name, arguments if isinstance(arguments, dict) else {}, outcomes[call.id], turn, step)
