"""Rows as the engine observes them: effects out of changes, and a digest that costs only what changed.

The digest is a multiset hash of cells: the sum, modulo 2**256, of one BLAKE2b per (table, key, column, value). It does
not depend on the order of rows or on SQLite's pages, and changes update it cell by cell.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import apsw

from ..records import Effect, JsonValue

_MODULUS = 1 << 256
Cells = tuple[object, ...]


class Table:
    """The columns of one table and which of them are its primary key."""

    def __init__(self, name: str, columns: tuple[str, ...], keys: tuple[int, ...]) -> None:
        self.name = name
        self.columns = columns
        self.keys = keys
        self.key_names = tuple(columns[index] for index in keys)

    def key_of(self, row: Cells | None) -> Cells:
        """The primary key of a row; empty for no row."""
        return () if row is None else tuple([row[index] for index in self.keys])


def tables(connection: apsw.Connection) -> dict[str, Table]:
    """The world's tables by name; engine tables, which begin with `_`, are left out."""
    names = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(name, 1, 1) <> '_' "
        "AND substr(name, 1, 7) <> 'sqlite_' ORDER BY name"
    ).fetchall()
    return {str(name): _table(connection, str(name)) for (name,) in names}


def _table(connection: apsw.Connection, name: str) -> Table:
    info = connection.execute("SELECT name, pk FROM pragma_table_info(?) ORDER BY cid", (name,)).fetchall()
    keys = sorted((int(pk), index) for index, (_, pk) in enumerate(info) if pk)
    return Table(name, tuple(str(column) for column, _ in info), tuple(index for _, index in keys))


def _cell(table: str, key: object, column: str, value: object) -> int:
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # equal numbers are equal states: 5 and 5.0 differ in text only
    text = f"{table}\x1f{key!r}\x1f{column}\x1f{value!r}".encode(errors="surrogatepass")
    return int.from_bytes(hashlib.blake2b(text, digest_size=32).digest(), "big")


def full_digest(connection: apsw.Connection, known: dict[str, Table]) -> int:
    """The digest of all rows, read from the start."""
    total = 0
    for table in known.values():
        for row in connection.execute(f'SELECT * FROM "{table.name}"'):
            total += _row(table, row)
    return total % _MODULUS


def _row(table: Table, row: Cells) -> int:
    key = tuple(row[index] for index in table.keys)
    return sum(_cell(table.name, key, column, row[index]) for index, column in enumerate(table.columns))


class Change(NamedTuple):
    """One row as one statement changed it: `old` is None for an insert, `new` for a delete."""

    table: str
    old: Cells | None
    new: Cells | None


def effects(changes: Sequence[Change], known: Mapping[str, Table]) -> tuple[Effect, ...]:
    """What changes come to, row by row, sorted by table and key; what was taken back in the end is no effect."""
    found = [effect for row in _net(changes, known) if (effect := _effect(*row)) is not None]
    if len(found) > 1:
        found.sort(key=lambda effect: (effect.table, repr(tuple(effect.key.values()))))
    return tuple(found)


def moved(digest: int, changes: Sequence[Change], known: Mapping[str, Table]) -> int:
    """The digest after changes, cell by cell."""
    for table, key, old, new in _net(changes, known):
        for index in range(len(table.columns)) if old is None or new is None else _parted(old, new):
            if old is not None:
                digest -= _cell(table.name, key, table.columns[index], old[index])
            if new is not None:
                digest += _cell(table.name, key, table.columns[index], new[index])
    return digest % _MODULUS


def _net(
    changes: Sequence[Change], known: Mapping[str, Table]
) -> Iterator[tuple[Table, Cells, Cells | None, Cells | None]]:
    """Each row that was touched: its table, its key, and how it was and is."""
    if len(changes) == 1 and (only := _one(changes[0], known)):
        yield only
        return
    rows: dict[tuple[str, Cells], list[Cells | None]] = {}
    for name, old, new in changes:
        table = known[name]
        was, now = table.key_of(old), table.key_of(new)
        if old is not None:
            rows.setdefault((name, was), [old, None])[1] = None
        if new is not None:
            rows.setdefault((name, now), [None, None])[1] = new
    for (name, key), (first, last) in rows.items():
        if first is not None or last is not None:
            yield known[name], key, first, last


def _one(change: Change, known: Mapping[str, Table]) -> tuple[Table, Cells, Cells | None, Cells | None] | None:
    """A single change as a touched row; None for one that moves a row to another key."""
    name, old, new = change
    table = known[name]
    key = table.key_of(new if old is None else old)
    if old is not None and new is not None and table.key_of(new) != key:
        return None
    return table, key, old, new


def _parted(old: Cells, new: Cells) -> list[int]:
    """The columns whose cells differ, in value or in type: 5 is not 5.0 in a text."""
    pairs = enumerate(zip(old, new, strict=True))
    return [at for at, (was, now) in pairs if was is not now and (type(was) is not type(now) or was != now)]


def _effect(table: Table, key: Cells, old: Cells | None, new: Cells | None) -> Effect | None:
    """The effect on one row; None where it is as it was."""
    before: dict[str, JsonValue] | None = None
    after: dict[str, JsonValue] | None = None
    if old is not None and new is not None:
        parted = _parted(old, new)
        if not parted:
            return None
        before = {table.columns[index]: _json(old[index]) for index in parted}
        after = {table.columns[index]: _json(new[index]) for index in parted}
    elif old is not None:
        before = dict(zip(table.columns, map(_json, old), strict=True))
    elif new is not None:
        after = dict(zip(table.columns, map(_json, new), strict=True))
    return Effect.made(
        table=table.name,
        op="insert" if old is None else "delete" if new is None else "update",
        key=dict(zip(table.key_names, map(_json, key), strict=True)),
        before=before,
        after=after,
    )


def _json(value: object) -> JsonValue:
    if isinstance(value, bytes):
        return f"x'{value.hex()}'"
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value  # type: ignore[return-value]


def undeclared_keys(known: Iterable[Table]) -> list[str]:
    """Names of tables without a declared primary key, which no effect could be observed in."""
    return [table.name for table in known if not table.keys]
