"""How calls reach tools: what may come in, and what becomes of an exception that no tool meant."""

from __future__ import annotations

from typing import Any, Protocol

import apsw

from ..records import JsonValue, Outcome
from .chance import Chance
from .tool import Tool, emit
from .world import World


class Boundary(Protocol):
    """What stands between a caller and the tools of one episode."""

    def problem(self, tool: Tool, arguments: dict[str, JsonValue]) -> str | None:
        """Why these arguments may not reach the tool, in one sentence; None when they may."""

    def given(self, tool: Tool, arguments: dict[str, JsonValue]) -> dict[str, Any]:
        """What the tool's function gets."""

    def text(self, value: object) -> str:
        """The text that the caller sees of what a tool returned."""

    def raised(self, tool: Tool, error: Exception) -> Outcome | None:
        """What the caller sees of an exception; None when the tool is broken and its episode over."""

    def world(self, connection: apsw.Connection, chance: Chance, now: int) -> World:
        """The world as tools see it behind this boundary."""


class Strict:
    """Arguments must fit the tool's schema, and a tool raises nothing but refusals."""

    def __repr__(self) -> str:
        return "STRICT"

    def problem(self, tool: Tool, arguments: dict[str, JsonValue]) -> str | None:
        return tool.bind(arguments)

    def given(self, tool: Tool, arguments: dict[str, JsonValue]) -> dict[str, Any]:
        return {**tool.defaults, **arguments}

    def text(self, value: object) -> str:
        return emit(value)

    def raised(self, tool: Tool, error: Exception) -> Outcome | None:
        return None

    def world(self, connection: apsw.Connection, chance: Chance, now: int) -> World:
        return World(connection, chance, now)


STRICT = Strict()
