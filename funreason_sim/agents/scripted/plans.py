"""Plans: a call with the source of each argument, and what has to come before it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal

from ...records import JsonValue
from .harvest import Fact
from .parameters import Parameter
from .toolbox import ToolDoc

How = Literal["said", "found", "again", "context", "implied"]


@dataclass(frozen=True)
class Source:
    """Where an argument comes from: the user's words, or a fact of an earlier call."""

    how: How
    value: JsonValue
    words: str = ""
    fact: Fact | None = None


@dataclass(frozen=True)
class Planned:
    """A call to make, with the source of each argument; `reason` says what it is good for."""

    doc: ToolDoc
    sources: dict[str, Source]
    purpose: Literal["ask", "lookup", "condition", "repair"] = "ask"
    reason: str = ""

    @property
    def arguments(self) -> dict[str, JsonValue]:
        """The arguments as the call takes them."""
        return {name: source.value for name, source in self.sources.items()}

    @property
    def key(self) -> str:
        """Equal for equal calls."""
        return key_of(self.doc.name, self.arguments)


@dataclass(frozen=True)
class Plan:
    """The wanted call as far as it is known, the calls that must go first, and what nothing can supply."""

    call: Planned
    first: tuple[Planned, ...] = ()
    missing: tuple[Parameter, ...] = ()


@dataclass(frozen=True)
class Want:
    """What a call is made for: the words, those around them, and the whole request."""

    text: str
    context: str = ""
    request: str = ""
    mentioned: str = ""


def key_of(tool: str, arguments: dict[str, JsonValue]) -> str:
    """A call as one text."""
    return f"{tool} {json.dumps(arguments, sort_keys=True)}"


def shown(value: JsonValue) -> str:
    """A value as text, for comparing."""
    return json.dumps(value, sort_keys=True)
