"""Rows as the engine observes them: effects out of changesets, and a digest that costs only what changed.

The digest is a multiset hash of cells: the sum, modulo 2**256, of one BLAKE2b per (table, key, column, value). It does
not depend on the order of rows or on SQLite's pages, and a changeset updates it cell by cell.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from typing import Literal

import apsw

from ..records import Effect, JsonValue

_MODULUS = 1 << 256
_OPS: dict[str, Literal["insert", "update", "delete"]] = {"INSERT": "insert", "UPDATE": "update", "DELETE": "delete"}
Cells = tuple[object, ...]


class Table:
    """The columns of one table and which of them are its primary key."""

    def __init__(self, name: str, columns: tuple[str, ...], keys: tuple[int, ...]) -> None:
        self.name = name
        self.columns = columns
        self.keys = keys


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


def observe(changeset: bytes, known: dict[str, Table], digest: int) -> tuple[tuple[Effect, ...], int]:
    """The effects of a changeset, sorted by table and key, and the digest after it."""
    if not changeset:
        return (), digest
    effects = []
    for change in apsw.Changeset.iter(changeset):
        table = known[change.name]
        before, after = _cells(table, change.old), _cells(table, change.new)
        key = tuple((change.old or change.new)[index] for index in table.keys)  # type: ignore[index]
        if change.op == "UPDATE":  # its old row holds the key, its new row does not: the key did not change
            before = {column: value for column, value in before.items() if column in after}
        digest -= _sum(table, key, before)
        digest += _sum(table, key, after)
        effects.append((table.name, repr(key), _effect(table, key, change.op, before, after)))
    effects.sort(key=lambda item: item[:2])
    return tuple(effect for _, _, effect in effects), digest % _MODULUS


def _cells(table: Table, row: Cells | None) -> dict[str, object]:
    if row is None:
        return {}
    return {column: value for column, value in zip(table.columns, row, strict=True) if value is not apsw.no_change}


def _sum(table: Table, key: Cells, cells: dict[str, object]) -> int:
    return sum(_cell(table.name, key, column, value) for column, value in cells.items())


def _effect(table: Table, key: Cells, op: str, before: dict[str, object], after: dict[str, object]) -> Effect:
    names = [table.columns[index] for index in table.keys]
    return Effect.model_construct(
        table=table.name,
        op=_OPS[op],
        key=dict(zip(names, map(_json, key), strict=True)),
        before=_plain(before) if op != "INSERT" else None,
        after=_plain(after) if op != "DELETE" else None,
    )


def _plain(cells: dict[str, object]) -> dict[str, JsonValue]:
    return {column: _json(value) for column, value in cells.items()}


def _json(value: object) -> JsonValue:
    if isinstance(value, bytes):
        return f"x'{value.hex()}'"
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value  # type: ignore[return-value]


def undeclared_keys(known: Iterable[Table]) -> list[str]:
    """Names of tables without a declared primary key, which no effect could be observed in."""
    return [table.name for table in known if not table.keys]
