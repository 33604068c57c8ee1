"""Scenario documents as rows: a document's own fields in a table of one row, its records in tables of their own.

A document comes back as it was loaded, key by key: what the tools read has a column, the rest is JSON in the column
`extra`, and `shape` holds the keys in order. Keys that a document leaves out take defaults, and `dump` leaves them out
again until a tool has changed them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from . import kinds
from .environment import Scenario
from .kinds import Kind
from .world import World


class Part(Protocol):
    """What one key of a document stands for, held in tables of its own."""

    @property
    def default(self) -> Any:
        """Its value in a document that does not say."""

    def load(self, world: World, where: str, value: Any) -> None:
        """Write a value into an empty world; `where` names its place in the document."""

    def dump(self, world: World) -> Any:
        """The value as it is now."""


@dataclass(frozen=True)
class Field:
    """A key of a document that has a column: its name, its kind of value, and the value where a document is silent."""

    column: str
    kind: Kind
    default: Any = None


class Document:
    """A document of an environment: `load` and `dump` of a module of scenarios.

    Args:
        table: a table of one row: `id INTEGER PRIMARY KEY CHECK (id = 1)`, a column for each field, and
            `shape TEXT NOT NULL, extra TEXT NOT NULL`.
        fields: the keys that have a column.
        parts: the keys that have tables of their own, in the order in which they are loaded.
    """

    def __init__(self, table: str, fields: Mapping[str, Field], parts: Mapping[str, Part] | None = None) -> None:
        self.table = table
        self.fields = fields
        self.parts = parts or {}

    def load(self, world: World, scenario: Scenario) -> None:
        """Write a document into an empty world.

        Raises:
            ScenarioError: for a value of the wrong kind; the sentence names the field.
        """
        columns = {
            field.column: field.kind.store(field.kind.check(key, scenario.get(key, field.default)))
            for key, field in self.fields.items()
        }
        known = {**self.fields, **self.parts}
        columns["shape"] = json.dumps(list(scenario))
        columns["extra"] = json.dumps({key: value for key, value in scenario.items() if key not in known})
        _insert(world, self.table, {"id": 1, **columns})
        for key, part in self.parts.items():
            part.load(world, key, scenario.get(key, part.default))

    def dump(self, world: World) -> Scenario:
        """The document as it is now."""
        names = [field.column for field in self.fields.values()]
        row = world.one(f"SELECT {', '.join(['shape', 'extra', *names])} FROM {self.table}")
        assert row is not None, "load writes the row"
        shape, extra, *cells = row
        current = {key: field.kind.read(cell) for (key, field), cell in zip(self.fields.items(), cells, strict=True)}
        current.update({key: part.dump(world) for key, part in self.parts.items()})
        keys = json.loads(shape)
        changed = [key for key, value in current.items() if key not in keys and value != self._default(key)]
        current.update(json.loads(extra))
        return {key: current[key] for key in (*keys, *changed)}

    def _default(self, key: str) -> Any:
        return self.fields[key].default if key in self.fields else self.parts[key].default


class _Rows:
    """Rows of a table as records: known fields in columns, the rest and the order of all in `extra` and `shape`."""

    def __init__(self, table: str, key: str, fields: Mapping[str, Kind]) -> None:
        self.table = table
        self.key = key
        self.fields = fields
        self._select = f"SELECT {_listed((key, 'shape', 'extra', *fields))} FROM {table}"

    def check(self, where: str, record: Any) -> None:
        """Make sure that a value is a record whose known fields are of their kinds.

        Raises:
            ScenarioError: when it is not; the sentence names the field.
        """
        for field, value in kinds.mapping.check(where, record).items():
            self.fields.get(field, kinds.anything).check(f"{where}.{field}", value)

    def _read(self, world: World, rest: str, *values: Any) -> list[tuple[Any, dict[str, Any]]]:
        rows = world.all(f"{self._select} {rest}", *values)
        return [(key, self._record(shape, extra, cells)) for key, shape, extra, *cells in rows]

    def _record(self, shape: str, extra: str, cells: Iterable[Any]) -> dict[str, Any]:
        known = dict(zip(self.fields, cells, strict=True))
        rest = json.loads(extra)
        names = json.loads(shape)
        return {name: rest[name] if name in rest else self.fields[name].read(known[name]) for name in names}

    def _write(self, world: World, where: Mapping[str, Any], record: Mapping[str, Any]) -> None:
        known = {name: kind.store(record[name]) for name, kind in self.fields.items() if name in record}
        extra = {name: value for name, value in record.items() if name not in self.fields}
        shape = {"shape": json.dumps(list(record)), "extra": json.dumps(extra)}
        _insert(world, self.table, {**where, **known, **shape})

    def _end(self, world: World) -> Any:
        """The position behind all others."""
        return world.value(f"SELECT coalesce(max(position), 0) + 1 FROM {self.table}")


class Records(_Rows):
    """A part that is an object of records by key: `{"4191922": {"travel_from": "SFO", ..}, ..}`.

    Its table has the key, `position INTEGER NOT NULL`, a column that may be NULL for each field, and
    `shape TEXT NOT NULL, extra TEXT NOT NULL`.
    """

    @property
    def default(self) -> dict[str, Any]:
        """No records."""
        return {}

    def load(self, world: World, where: str, value: Any) -> None:
        """Write the records of a document.

        Raises:
            ScenarioError: for a value of the wrong kind; the sentence names the field.
        """
        for key, record in kinds.mapping.check(where, value).items():
            self.check(f"{where}.{key}", record)
            self.put(world, key, record)

    def dump(self, world: World) -> dict[Any, Any]:
        """All records by key, oldest first."""
        return dict(self._read(world, "ORDER BY position"))

    def get(self, world: World, key: Any) -> dict[str, Any] | None:
        """The record of a key, if there is one."""
        found = self._read(world, f'WHERE "{self.key}" = ?', key)
        return found[0][1] if found else None

    def put(self, world: World, key: Any, record: Mapping[str, Any]) -> None:
        """Write a record; one with the same key is overwritten and keeps its place."""
        place = world.value(f'SELECT position FROM {self.table} WHERE "{self.key}" = ?', key)
        self._write(world, {self.key: key, "position": self._end(world) if place is None else place}, record)


class RecordList(_Rows):
    """A part that is a list of records: `[{"id": 1, "title": ..}, ..]`, in which nothing has to be unique.

    Its table has `position INTEGER PRIMARY KEY`, a column that may be NULL for each field, and
    `shape TEXT NOT NULL, extra TEXT NOT NULL`.
    """

    def __init__(self, table: str, fields: Mapping[str, Kind]) -> None:
        super().__init__(table, "position", fields)

    @property
    def default(self) -> list[Any]:
        """No records."""
        return []

    def load(self, world: World, where: str, value: Any) -> None:
        """Write the records of a document.

        Raises:
            ScenarioError: for a value of the wrong kind; the sentence names the field.
        """
        for place, record in enumerate(kinds.listing.check(where, value)):
            self.check(f"{where}[{place}]", record)
            self.append(world, record)

    def dump(self, world: World) -> list[dict[str, Any]]:
        """All records, in order."""
        return [record for _, record in self.all(world)]

    def append(self, world: World, record: Mapping[str, Any]) -> None:
        """Write a record behind all others."""
        self._write(world, {"position": self._end(world)}, record)

    def replace(self, world: World, position: int, record: Mapping[str, Any]) -> None:
        """Write a record in place of the one at a position, as `all` tells it."""
        self._write(world, {"position": position}, record)

    def all(self, world: World, where: str = "true", *values: Any) -> list[tuple[int, dict[str, Any]]]:
        """Positions and records in order; `where` is a condition of SQL on the columns, with `?` for values."""
        return self._read(world, f"WHERE {where} ORDER BY position", *values)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _insert(world: World, table: str, cells: Mapping[str, Any]) -> None:
    places = ", ".join("?" * len(cells))
    world.run(f"INSERT OR REPLACE INTO {table}({_listed(cells)}) VALUES ({places})", *cells.values())
