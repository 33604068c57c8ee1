"""Rows for OpenAI's fine-tuning endpoint: chat messages with a `weight` of 1 on the one response to learn.

The format has no field for a thought, so thoughts are left out; `arguments` is JSON text. Tool parameters are plain
JSON Schema: the `format` names of this engine (`zipcode`, `order_id`, ...) mean nothing there and go.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from ..records import JsonValue, Step, ToolSpec
from .conversation import Acting, Answer, Part, Request, Results

Row = dict[str, JsonValue]

STANDARD_FORMATS = frozenset(
    {
        "date-time",
        "date",
        "time",
        "duration",
        "email",
        "idn-email",
        "hostname",
        "idn-hostname",
        "ipv4",
        "ipv6",
        "uri",
        "uri-reference",
        "iri",
        "iri-reference",
        "uuid",
        "uri-template",
        "json-pointer",
        "relative-json-pointer",
        "regex",
    }
)
"""The formats that JSON Schema 2020-12 defines."""


def row(system: str, parts: Sequence[Part], tools: Sequence[ToolSpec]) -> Row:
    """One row that learns the last of these parts."""
    last = len(parts) - 1
    messages: list[JsonValue] = [{"role": "system", "content": system}]
    for position, part in enumerate(parts):
        messages += _messages(part, weight=int(position == last))
    return {"messages": messages, "parallel_tool_calls": True, "tools": [_tool(spec) for spec in tools]}


def _messages(part: Part, weight: int) -> list[Row]:
    match part:
        case Request():
            return [{"role": "user", "content": part.text}]
        case Acting():
            return [{"role": "assistant", "weight": weight, "tool_calls": [_call(step) for step in part.steps]}]
        case Results():
            both = zip(part.ids, part.texts, strict=True)
            return [{"role": "tool", "tool_call_id": call, "content": text} for call, text in both]
        case Answer():
            return [{"role": "assistant", "weight": weight, "content": part.text}]


def _call(step: Step) -> Row:
    arguments = json.dumps(step.arguments, ensure_ascii=False)
    return {"id": step.id, "type": "function", "function": {"name": step.tool, "arguments": arguments}}


def _tool(spec: ToolSpec) -> Row:
    parameters = _schema(spec.parameters)
    return {
        "type": "function",
        "function": {"name": spec.name, "description": spec.description, "parameters": parameters},
    }


def _schema(node: JsonValue, named: bool = False) -> JsonValue:
    """A schema without the formats that only this engine knows; the keys under `properties` are names, not keywords."""
    if isinstance(node, list):
        return [_schema(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: _schema(value, named=key == "properties" and not named)
        for key, value in node.items()
        if named or key != "format" or value in STANDARD_FORMATS
    }
