"""Rows for LLaMA-Factory in its sharegpt form, and their entry in its `dataset_info.json`.

Its openai form is not used: that one throws away the thought of every message that calls tools. Here user's and
assistant's parts alternate strictly, a thought stands in a think block before the answer or before the JSON list of
calls, and the results of parallel calls are joined in one observation. Thoughts from before the last request are left
out of the context, because Qwen3's own template leaves them out when the model is used. It trains every response of a
row unless told `mask_history: true`; `tools/check_llamafactory.py` shows, with its real loader, what is trained.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from ..errors import ConfigError
from ..records import JsonValue, ToolSpec
from .conversation import Acting, Answer, Part, Request, Results
from .files import reason

Row = dict[str, JsonValue]

JOINT = "\n</tool_response>\n<tool_response>\n"
"""Between the results of parallel calls: what LLaMA-Factory's own converter puts there."""

INFO = "dataset_info.json"
OPTIONS = ("stage: sft", "template: qwen3_nothink", "mask_history: true", "cutoff_len: 16384")
"""What to train with: the loss on the last response of each row only, and thoughts where the row has them and nowhere
else (so the template is called, though thoughts are trained). The trainer's default cutoff of 2048 tokens would cut off
tools and requests without a word."""

_MARKUP = (
    *("<think>", "</think>", "<tool_call>", "</tool_call>", "<tool_response>", "</tool_response>"),
    *("<|im_start|>", "<|im_end|>", "<|endoftext|>"),
)


def row(system: str, parts: Sequence[Part], tools: Sequence[ToolSpec]) -> Row:
    """One row that learns the last of these parts.

    Raises:
        ValueError: when a text holds the form's own markup, which would be read as structure.
    """
    last = max((place for place, part in enumerate(parts) if isinstance(part, Request)), default=0)
    listed = [{"name": t.name, "description": t.description, "parameters": t.parameters} for t in tools]
    return {
        "conversations": [_message(part, thinking=place > last) for place, part in enumerate(parts)],
        "system": _plain(system),
        "tools": json.dumps(listed, ensure_ascii=False),
    }


def info_entry(out: Path) -> Row:
    """The entry that makes LLaMA-Factory find the rows of a file."""
    columns: Row = {"messages": "conversations", "system": "system", "tools": "tools"}
    return {"file_name": out.name, "formatting": "sharegpt", "columns": columns}


def merged_info(out: Path) -> bytes:
    """The `dataset_info.json` beside a file of rows, with the entry for it, named by the file's stem.

    Raises:
        ConfigError: when the file of this name is not one that LLaMA-Factory reads, or the one that is there is not
            such a document.
    """
    if out.suffix != ".jsonl" or out.name == INFO:
        raise ConfigError(f"--out {out}: LLaMA-Factory tells formats by file name, so it should end in .jsonl")
    document = {**_present(out.with_name(INFO)), out.stem: info_entry(out)}
    return json.dumps(document, indent=2).encode("ascii") + b"\n"


def _present(path: Path) -> Row:
    try:
        document = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {reason(error)}") from error
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        raise ConfigError(f"{path} should be a JSON object for the entry to go into; repair it or name another folder")
    return document


def _message(part: Part, thinking: bool) -> Row:
    match part:
        case Request():
            return {"from": "human", "value": _plain(part.text)}
        case Acting():
            calls = [{"name": step.tool, "arguments": step.arguments} for step in part.steps]
            return {
                "from": "function_call",
                "value": _thinking(part.thought if thinking else "", json.dumps(calls, ensure_ascii=False)),
            }
        case Results():
            return {"from": "observation", "value": JOINT.join(map(_plain, part.texts))}
        case Answer():
            return {"from": "gpt", "value": _thinking(part.thought if thinking else "", part.text)}


def _thinking(thought: str, rest: str) -> str:
    block = f"<think>\n{_plain(thought)}\n</think>\n\n" if thought else ""
    return block + _plain(rest)


def _plain(text: str) -> str:
    found = next((mark for mark in _MARKUP if mark in text), None)
    if found:
        raise ValueError(f"a text holds {found}, which LLaMA-Factory's form reads as structure")
    return text
