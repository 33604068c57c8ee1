"""What a schema says about the values that fit into it: types, keys, references, and the CHECKs that can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import apsw

Cell = int | float | str | None
_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_LITERAL = r"('(?:[^']|'')*'|[-+]?\d+(?:\.\d+)?)"
_ROWIDS = ("rowid", "oid", "_rowid_")


@dataclass
class Limits:
    """What CHECKs say about one column, as far as they could be read; the database has the last word."""

    choices: list[Cell] = field(default_factory=list)
    low: float | None = None
    high: float | None = None
    shortest: int | None = None
    longest: int | None = None
    json: str = ""
    """`array`, `object` or `any`, where the text has to be JSON."""


@dataclass(frozen=True)
class Column:
    """One column; `references` is the table and column that it points at, `unique` that no two rows share a value."""

    name: str
    kind: str
    needed: bool
    default: Cell
    key: bool
    unique: bool
    references: tuple[str, str] | None
    limits: Limits


@dataclass(frozen=True)
class Reference:
    """A foreign key: the other table, the pairs of own and other columns, and whether rows pointed at must stay."""

    table: str
    pairs: tuple[tuple[str, str], ...]
    guards: bool


@dataclass(frozen=True)
class Shape:
    """One table: its columns, its references, the expressions of its CHECKs, and the order of its rows."""

    name: str
    columns: tuple[Column, ...]
    references: tuple[Reference, ...]
    checks: tuple[str, ...]
    order: str

    def column(self, name: str) -> Column:
        """The column of this name."""
        return next(column for column in self.columns if column.name == name)

    @property
    def selected(self) -> str:
        """Its columns, as SQL."""
        return ", ".join(map(quoted, [column.name for column in self.columns]))

    @property
    def insert(self) -> str:
        """The statement that writes one row."""
        places = ", ".join("?" * len(self.columns))
        return f"INSERT INTO {quoted(self.name)}({self.selected}) VALUES ({places})"

    @property
    def select(self) -> str:
        """The query for all rows, in the order of the table."""
        return f"SELECT {self.selected} FROM {quoted(self.name)} ORDER BY {self.order}"


def quoted(name: str) -> str:
    """A name as SQL."""
    return '"' + name.replace('"', '""') + '"'


def shapes(schema: str) -> tuple[Shape, ...]:
    """The tables of a schema, those that others refer to first."""
    connection = apsw.Connection(":memory:")
    connection.execute(schema)
    found = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_' ORDER BY rowid"
    ).fetchall()
    return tuple(_ordered([_shape(connection, str(name), str(sql)) for name, sql in found]))


def _ordered(tables: Sequence[Shape]) -> Iterator[Shape]:
    """Parents before children; where tables refer to each other in a ring, as they stand."""
    waiting, done = list(tables), set[str]()
    while waiting:
        ready = [t for t in waiting if all(r.table in done or r.table == t.name for r in t.references)] or waiting[:1]
        yield from ready
        done |= {table.name for table in ready}
        waiting = [table for table in waiting if table.name not in done]


def _shape(connection: apsw.Connection, name: str, sql: str) -> Shape:
    info = connection.execute('SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info(?)', (name,))
    rows = info.fetchall()
    references = _references(connection, name)
    unique = _unique(connection, name, [str(row[0]) for row in rows if row[4]])
    single = {r.pairs[0][0]: (r.table, r.pairs[0][1]) for r in references if len(r.pairs) == 1}
    checks = tuple(_checks(sql))
    columns = tuple(
        Column(
            name=str(column),
            kind=_kind(str(kind)),
            needed=bool(needed) or bool(key),
            default=_literal(default) if isinstance(default, str) else None,
            key=bool(key),
            unique=str(column) in unique,
            references=single.get(str(column)),
            limits=_limits(str(column), checks),
        )
        for column, kind, needed, default, key in rows
    )
    return Shape(name, columns, references, checks, _order(connection, name, columns))


def _references(connection: apsw.Connection, name: str) -> tuple[Reference, ...]:
    found: dict[int, list[tuple[str, str]]] = {}
    tables: dict[int, tuple[str, bool]] = {}
    listed: Any = connection.execute(
        'SELECT id, "table", "from", "to", on_delete FROM pragma_foreign_key_list(?) ORDER BY id, seq', (name,)
    ).fetchall()
    for number, parent, own, other, action in listed:
        pairs = found.setdefault(number, [])
        tables[number] = (_cased(connection, parent), action in ("NO ACTION", "RESTRICT"))
        pairs.append((own, other or _keys(connection, parent)[len(pairs)]))
    return tuple(Reference(*tables[number][:1], tuple(pairs), tables[number][1]) for number, pairs in found.items())


def _cased(connection: apsw.Connection, table: str) -> str:
    """A table's name as it was declared; a reference may spell it in other case."""
    row = connection.execute("SELECT name FROM sqlite_schema WHERE name = ? COLLATE NOCASE", (table,)).fetchone()
    return str(row[0]) if row else table


def _keys(connection: apsw.Connection, table: str) -> list[str]:
    rows = connection.execute("SELECT name FROM pragma_table_info(?) WHERE pk ORDER BY pk", (table,)).fetchall()
    return [str(name) for (name,) in rows] or [""]


def _unique(connection: apsw.Connection, name: str, keys: Sequence[str]) -> set[str]:
    """Columns that are unique by themselves."""
    listed = connection.execute('SELECT name FROM pragma_index_list(?) WHERE "unique"', (name,)).fetchall()
    found = [[str(c) for (c,) in connection.execute("SELECT name FROM pragma_index_info(?)", i)] for i in listed]
    return {columns[0] for columns in [*found, keys] if len(columns) == 1}


def _order(connection: apsw.Connection, name: str, columns: Sequence[Column]) -> str:
    """By age where rows have an age, so that a document keeps the order in which it was written; else by key."""
    without = connection.execute("SELECT wr FROM pragma_table_list WHERE name = ?", (name,)).fetchone()
    taken = {column.name.lower() for column in columns}
    hidden = next((alias for alias in _ROWIDS if alias not in taken), None)
    if (without and without[0]) or hidden is None:
        return ", ".join(quoted(column.name) for column in columns if column.key)
    return hidden


def _kind(declared: str) -> str:
    """The affinity of a declared type; `ANY` for none."""
    text = declared.upper()
    if "INT" in text:
        return "INTEGER"
    if any(part in text for part in ("CHAR", "CLOB", "TEXT")):
        return "TEXT"
    if any(part in text for part in ("REAL", "FLOA", "DOUB")):
        return "REAL"
    return "BLOB" if "BLOB" in text else "ANY" if text in ("", "ANY") else "REAL"


def _literal(text: str) -> Cell:
    """The value of an SQL literal; None for an expression, which only the database can work out."""
    text = text.strip()
    if text.startswith("'") and text.endswith("'"):
        return text[1:-1].replace("''", "'")
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return None


def _checks(sql: str) -> Iterator[str]:
    """The expressions of a table's CHECKs."""
    text = _COMMENT.sub(" ", sql)
    for found in re.finditer(r"\bCHECK\s*\(", text, re.IGNORECASE):
        depth, start = 1, found.end()
        for index in range(start, len(text)):
            depth += {"(": 1, ")": -1}.get(text[index], 0)
            if not depth:
                yield text[start:index]
                break


def _limits(column: str, checks: Sequence[str]) -> Limits:
    limits = Limits()
    named = rf"(?<![\w.]){_either(column)}"
    for check in checks:
        for listed in re.findall(rf"{named}\s+IN\s*\(([^()]*)\)", check, re.IGNORECASE):
            limits.choices = [_literal(item) for item in re.findall(_LITERAL, listed)]
        for value in re.findall(rf"{named}\s*==?\s*{_LITERAL}", check, re.IGNORECASE):
            limits.choices.append(_literal(value))
        for low, high in re.findall(rf"{named}\s+BETWEEN\s+{_LITERAL}\s+AND\s+{_LITERAL}", check, re.IGNORECASE):
            _narrow(limits, ">=", low)
            _narrow(limits, "<=", high)
        for sign, value in re.findall(rf"{named}\s*(>=|<=|>|<)\s*{_LITERAL}", check):
            _narrow(limits, sign, value)
        for sign, value in re.findall(rf"length\s*\(\s*{_either(column)}\s*\)\s*(==?|>=|<=|>|<)\s*(\d+)", check, re.I):
            _measure(limits, sign, int(value))
        if re.search(rf"json_valid\s*\(\s*{_either(column)}", check, re.IGNORECASE):
            limits.json = limits.json or "any"
        for kind in re.findall(rf"json_type\s*\(\s*{_either(column)}\s*\)\s*==?\s*'(array|object)'", check, re.I):
            limits.json = kind
    return limits


def _either(column: str) -> str:
    """The column's name as a pattern, quoted or bare."""
    return rf"[\"`\[]?\b{re.escape(column)}\b[\"`\]]?"


def _narrow(limits: Limits, sign: str, value: str) -> None:
    bound = _literal(value)
    if not isinstance(bound, int | float):
        return
    if sign.startswith(">"):
        limits.low = bound + (sign == ">") * (1 if isinstance(bound, int) else 0.5)
    else:
        limits.high = bound - (sign == "<") * (1 if isinstance(bound, int) else 0.5)


def _measure(limits: Limits, sign: str, length: int) -> None:
    if sign != "<=" and sign != "<":
        limits.shortest = length + (sign == ">")
    if sign != ">=" and sign != ">":
        limits.longest = length - (sign == "<")
