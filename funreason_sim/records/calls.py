"""A tool, a call to it, what came back, and what it changed."""

from __future__ import annotations

import json
from functools import cached_property
from typing import Literal

from .base import JsonValue, Record


class ToolSpec(Record):
    """What anybody may know about a tool: the model, the reader, the trainer.

    `parameters` and `returns` are JSON Schemas of objects; a value's domain stands in their `format`.
    """

    name: str
    description: str
    parameters: dict[str, JsonValue]
    returns: dict[str, JsonValue] | None = None


class ToolCall(Record):
    """A request to run one tool; `arguments` is a JSON object."""

    tool: str
    arguments: dict[str, JsonValue]


class Outcome(Record):
    """What the caller saw: the exact text, and the refusal's code where it was one."""

    text: str
    code: str | None = None

    @property
    def refused(self) -> bool:
        """Whether the tool declined; a refusal changes no row."""
        return self.code is not None

    @cached_property
    def value(self) -> JsonValue:
        """The JSON value of the text; the text itself where it is not JSON."""
        try:
            parsed: JsonValue = json.loads(self.text)
        except (ValueError, RecursionError):
            return self.text
        return parsed


class Effect(Record):
    """One row changed by one call, as the engine observed it.

    `key` holds the primary key. An update's `before` and `after` hold the changed columns only;
    an insert has no `before`, a delete no `after`.
    """

    table: str
    op: Literal["insert", "update", "delete"]
    key: dict[str, JsonValue]
    before: dict[str, JsonValue] | None = None
    after: dict[str, JsonValue] | None = None
