"""The benchmark's boundary: Python's call semantics, under which any value reaches a tool and anything may be raised.

Tools get the values as they are, so that what Python would raise is raised. A value that no cell can hold goes into the
database as a token, a text that says what it stands for, and comes out as the value: see `restored`.
"""

from __future__ import annotations

import json
import math
import re
from ast import literal_eval
from collections.abc import Mapping
from typing import Any

import apsw

from ..records import JsonValue, Outcome
from ..sim import Tool, World
from ..sim.chance import Chance

RAISED = "raised"
"""The code of an outcome whose text is that of a Python exception."""
_OPEN, _CLOSE = "\ue000", "\ue001"
_TOKEN = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")
_INTEGER = 1 << 63


def cell(value: Any) -> Any:
    """A value as a cell can hold it."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int) and -_INTEGER <= value < _INTEGER:
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    return f"{_OPEN}{value!r}{_CLOSE}"


def has_token(text: str) -> bool:
    """Whether a text, as JSON or not, holds a token."""
    return _OPEN in text or "\\ue000" in text


def restored(value: Any) -> Any:
    """A value in which every token is the value that it stands for; within a longer text, that value's own text."""
    if isinstance(value, str):
        whole = _TOKEN.fullmatch(value)
        if whole:
            return _meant(whole[1])
        return _TOKEN.sub(lambda token: str(_meant(token[1])), value) if _OPEN in value else value
    if isinstance(value, list):
        return [restored(item) for item in value]
    if isinstance(value, dict):
        return {restored(key): restored(item) for key, item in value.items()}
    return value


def _meant(text: str) -> Any:
    try:
        return literal_eval(text)
    except (ValueError, SyntaxError):
        return {"inf": math.inf, "-inf": -math.inf, "nan": math.nan}.get(text, text)


def plain(value: Any) -> JsonValue:
    """A Python value for the log: JSON as far as it goes, a token from there on."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {key: plain(item) for key, item in value.items()}
    if value is None or isinstance(value, str | bool):
        return value
    held = cell(value)
    return held if isinstance(held, str | int | float) else str(held)


class Python:
    """The boundary of one episode. Before a call it is told what the tool gets, since the log holds JSON only.

    Args:
        hashed: by tool, the parameters that the original uses as keys of dictionaries.
        exact: tools whose booleans and None are kept as such, where a cell would make a number or nothing of them.

    Attributes:
        rough: whether the arguments of the newest call may be anything.
        tokens: whether a token may be in the database.
    """

    def __init__(self, hashed: Mapping[str, frozenset[str]], exact: frozenset[str] = frozenset()) -> None:
        self._hashed = hashed
        self._exact = exact
        self._given: Mapping[str, Any] = {}
        self._keys: tuple[Any, ...] = ()
        self._exactly = False
        self.rough = False
        self.tokens = False

    def announce(self, tool: Tool, arguments: Mapping[str, Any], *, rough: bool) -> None:
        """The arguments of the next call, as Python has them; `rough` where they do not fit the tool's schema."""
        self._given = arguments
        self.rough = rough
        self._exactly = tool.name in self._exact
        self._keys = tuple(arguments[name] for name in self._hashed.get(tool.name, ()) if name in arguments)

    def problem(self, tool: Tool, arguments: dict[str, JsonValue]) -> str | None:
        """Nothing: Python calls with what there is."""
        return None

    def given(self, tool: Tool, arguments: dict[str, JsonValue]) -> dict[str, Any]:
        """The arguments announced, and the tool's defaults."""
        return {**tool.defaults, **self._given}

    def text(self, value: object) -> str:
        """JSON, in which a token stands for what is none."""
        return value if isinstance(value, str) else json.dumps(value, default=cell)

    def raised(self, tool: Tool, error: Exception) -> Outcome | None:
        """The exception's text, which is what the benchmark shows; what was written before it stays."""
        return Outcome.made(text=json.dumps({"error": str(error)}), code=RAISED)

    def world(self, connection: apsw.Connection, chance: Chance, now: int) -> World:
        """A world into whose cells any value goes."""
        return _PythonWorld(connection, chance, now, self)

    def cell(self, value: Any) -> Any:
        """A value as a cell can hold it, where it is not used as a key that Python cannot hash.

        Raises:
            TypeError: Python's own, for such a key.
        """
        if isinstance(value, list | dict | set | tuple) and any(value is key for key in self._keys):
            hash(value)
        if self._exactly and (value is None or isinstance(value, bool)):
            held: Any = f"{_OPEN}{value!r}{_CLOSE}"
        else:
            held = cell(value)
        self.tokens = self.tokens or (isinstance(held, str) and held is not value)
        return held


class _PythonWorld(World):
    """The world behind the boundary `Python`."""

    def __init__(self, connection: apsw.Connection, chance: Chance, now: int, boundary: Python) -> None:
        super().__init__(connection, chance, now)
        self._boundary = boundary

    def one(self, sql: str, *values: Any) -> tuple[Any, ...] | None:
        row = super().one(sql, *self._cells(values))
        return tuple(map(_read, row)) if row and self._boundary.tokens else row

    def all(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        rows = super().all(sql, *self._cells(values))
        return [tuple(map(_read, row)) for row in rows] if self._boundary.tokens else rows

    def run(self, sql: str, *values: Any) -> int:
        try:
            return super().run(sql, *self._cells(values))
        except OverflowError:  # a whole number that a well-typed call has made too long for a cell
            return super().run(sql, *map(self._boundary.cell, values))

    def _cells(self, values: tuple[Any, ...]) -> tuple[Any, ...]:
        here = self._boundary
        return tuple(map(here.cell, values)) if here.rough or here.tokens else values


def _read(held: Any) -> Any:
    """What a tool gets of a cell: the value of a token, if it is one that JSON shows as it is, so no list or object."""
    value = restored(held)
    return value if value is None or isinstance(value, bool | int | float | str) else held
