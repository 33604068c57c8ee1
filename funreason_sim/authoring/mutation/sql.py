"""Faults in SQL text: a condition that is dropped, a column for another, a boundary moved, an order reversed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import apsw

from ...sim import Environment

Columns = Mapping[str, Mapping[str, str]]
"""By table: its columns and the type that each is declared with."""

_STATEMENT = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|REPLACE|WITH)\b", re.IGNORECASE)
_TOKEN = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|\x00\d+\x00|\d+(?:\.\d+)?|\w+|<=|>=|<>|!=|==|\|\||\S")
_END = {"ORDER", "GROUP", "LIMIT", "RETURNING", "HAVING", "WINDOW", "UNION", "ON", ")"}
_OTHER = {
    "<": ("<=",),
    "<=": ("<",),
    ">": (">=",),
    ">=": (">",),
    "<>": ("=",),
    "!=": ("=",),
    "+": ("-",),
    "-": ("+",),
    "MAX": ("min",),
    "MIN": ("max",),
}


@dataclass(frozen=True)
class Token:
    """A word of a statement and where it stands."""

    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        """In capitals, as keywords are compared."""
        return self.text.upper()


def is_statement(text: str) -> bool:
    """Whether a text is an SQL statement."""
    return _STATEMENT.match(text) is not None


def columns_of(environment: Environment) -> Columns:
    """The columns of the environment's tables."""
    connection = apsw.Connection(":memory:")
    connection.execute(environment.schema)
    query = "SELECT name, type FROM pragma_table_info(?) ORDER BY cid"
    return {
        table: {str(n): str(t) for n, t in connection.execute(query, (table,)).fetchall()}
        for table in environment.tables
    }


def faulty(text: str, tables: Columns) -> Iterator[tuple[str, str]]:
    """Each fault of a statement: what kind it is, and the statement with it."""
    tokens = [Token(found[0], found.start(), found.end()) for found in _TOKEN.finditer(text)]
    for kind, start, end, instead in (
        *_conditions(text, tokens),
        *_columns(tokens, tables),
        *_values(tokens),
        *_order(tokens),
    ):
        yield kind, text[:start] + instead + text[end:]


Cut = tuple[str, int, int, str]


def _conditions(text: str, tokens: list[Token]) -> Iterator[Cut]:
    """Each condition of a WHERE made true whatever it says; its parameters stay bound."""
    for first, last in _wheres(tokens):
        parts = _conjuncts(tokens[first:last])
        for part in parts:
            start, end = part[0].start, part[-1].end
            yield "dropped condition", start, end, f"({text[start:end]} OR 1)"


def _wheres(tokens: list[Token]) -> Iterator[tuple[int, int]]:
    for index, token in enumerate(tokens):
        if token.word == "WHERE":
            depth, last = 0, index + 1
            while last < len(tokens) and (depth or tokens[last].word not in _END):
                depth += (tokens[last].text == "(") - (tokens[last].text == ")")
                last += 1
            if last > index + 1:
                yield index + 1, last


def _conjuncts(tokens: list[Token]) -> list[list[Token]]:
    """The parts of a condition between its ANDs; the whole where OR or BETWEEN makes that unsafe."""
    if any(token.word in ("OR", "BETWEEN") for token in tokens):
        return [tokens]
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token.text == "(") - (token.text == ")")
        if token.word == "AND" and depth == 0:
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]


def _columns(tokens: list[Token], tables: Columns) -> Iterator[Cut]:
    """Each column for another one of its table, of the same type where there is one."""
    words = [token.text for token in tokens]
    named = [columns for table, columns in tables.items() if table in words]
    for index, token in enumerate(tokens):
        if index and tokens[index - 1].word in ("FROM", "INTO", "UPDATE", "JOIN", "AS"):
            continue
        columns = next((columns for columns in named if token.text in columns), None)
        other = columns and _neighbour(token.text, columns, words)
        if other:
            yield "swapped column", token.start, token.end, other


def _neighbour(column: str, columns: Mapping[str, str], words: list[str]) -> str | None:
    names = list(columns)
    at = names.index(column)
    others = [*names[at + 1 :], *names[:at]]
    alike = [name for name in others if columns[name] == columns[column]]
    unused = [name for name in alike if name not in words]
    return next(iter([*unused, *alike, *others]), None)


def _values(tokens: list[Token]) -> Iterator[Cut]:
    """Operators, numbers and texts, each for another."""
    where = False
    for index, token in enumerate(tokens):
        where = where or token.word == "WHERE"
        for other in _OTHER.get(token.word, ()):
            yield "changed SQL operator", token.start, token.end, other
        if where and token.text == "=":
            yield "flipped comparison", token.start, token.end, "<>"
        elif where and token.word == "AND" and not any(t.word == "BETWEEN" for t in tokens):
            yield "and for or", token.start, token.end, "OR"
        elif token.text[0].isdecimal() and not (index and tokens[index - 1].word in ("SELECT", "LIMIT")):
            number = float(token.text) if "." in token.text else int(token.text)
            yield "off-by-one constant", token.start, token.end, str(number + 1)
        elif token.text.startswith("'"):
            yield "changed text", token.start, token.end, f"{token.text[:-1]}!'"


def _order(tokens: list[Token]) -> Iterator[Cut]:
    """An order the other way round."""
    for index, token in enumerate(tokens[:-1]):
        if token.word == "BY" and index and tokens[index - 1].word == "ORDER":
            column = tokens[index + 1]
            after = tokens[index + 2] if index + 2 < len(tokens) else None
            if after is not None and after.word == "DESC":
                yield "reversed order", after.start, after.end, "ASC"
            elif after is None or after.text not in (".", "("):
                yield "reversed order", column.end, column.end, " DESC"
