"""Looking at a world without acting on it: its tables, their rows, the clock and what is due."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from ...errors import UsageError
from ...records import JsonValue
from ...sim import Space, World

LIMIT = 50
"""Rows that are shown of one table."""


@dataclass(frozen=True)
class TableSize:
    """A table, the environment it belongs to, and how many rows it has."""

    name: str
    owner: str
    rows: int


@dataclass(frozen=True)
class Rows:
    """Rows of a table in the order of its primary key; `total` counts those that fit, shown or not."""

    table: str
    columns: tuple[str, ...]
    rows: tuple[tuple[JsonValue, ...], ...]
    total: int


@dataclass(frozen=True)
class Due:
    """Something that will happen: when, and which handler with which arguments."""

    at: datetime
    seconds: int
    """From now."""
    handler: str
    arguments: dict[str, JsonValue]


@dataclass(frozen=True)
class Clock:
    """The time of the world, and what is due, soonest first."""

    now: datetime
    due: tuple[Due, ...]


def tables(space: Space, world: World) -> tuple[TableSize, ...]:
    """Every table, by environment."""
    return tuple(
        TableSize(name, environment.name, world.value(f"SELECT count(*) FROM {_quoted(name)}"))
        for environment in space.environments
        for name in environment.tables
    )


def columns(world: World, table: str) -> tuple[str, ...]:
    """The columns of a table, in order."""
    return tuple(name for (name,) in world.all("SELECT name FROM pragma_table_info(?) ORDER BY cid", table))


def keys(world: World, table: str) -> tuple[str, ...]:
    """The columns of a table's primary key, in order."""
    return tuple(name for (name,) in world.all("SELECT name FROM pragma_table_info(?) WHERE pk ORDER BY pk", table))


def rows(space: Space, world: World, table: str, where: dict[str, JsonValue]) -> Rows:
    """Rows of a table whose columns equal the values given.

    Raises:
        UsageError: for a table or column that there is not.
    """
    names = [name for environment in space.environments for name in environment.tables]
    if table not in names:
        raise UsageError(f"there is no table {table}; there are: {', '.join(names)}")
    there = columns(world, table)
    for name in where:
        if name not in there:
            raise UsageError(f"table {table} has no column {name}; it has: {', '.join(there)}")
    values = [_cell(name, value) for name, value in where.items()]
    condition = " AND ".join(f"{_quoted(name)} IS ?" for name in where) or "1"
    found = f"FROM {_quoted(table)} WHERE {condition}"
    order = ", ".join(map(_quoted, keys(world, table)))
    shown = world.all(f"SELECT * {found} ORDER BY {order} LIMIT {LIMIT}", *values)
    return Rows(table, there, tuple(map(_json, shown)), world.value(f"SELECT count(*) {found}", *values))


def clock(world: World) -> Clock:
    """The time, and what is due."""
    now = world.now
    due = world.all("SELECT due_at, owner, handler, arguments FROM _due ORDER BY due_at, seq")
    return Clock(
        now,
        tuple(
            Due(datetime.fromtimestamp(at, now.tzinfo), at - int(now.timestamp()), f"{owner}.{name}", json.loads(given))
            for at, owner, name, given in due
        ),
    )


def _cell(name: str, value: JsonValue) -> int | float | str | None:
    if isinstance(value, dict | list):
        raise UsageError(f"a cell holds no list and no object: {name}")
    return value


def _json(row: tuple[object, ...]) -> tuple[JsonValue, ...]:
    return tuple(f"x'{cell.hex()}'" if isinstance(cell, bytes) else cell for cell in row)  # type: ignore[misc]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
