"""Draws an initial state for any schema: rows that types, keys, references and CHECKs allow, tried in a database."""

from __future__ import annotations

from collections.abc import Sequence

import apsw

from ..errors import EnvironmentDefect
from .chance import Dice
from .derived_schema import Cell, Column, Reference, Shape, quoted
from .derived_values import value

_TRIES = 40
_KEPT_DEFAULT = 0.6
_NULL = 0.3
_NONE = 0.4


def draw(connection: apsw.Connection, shapes: Sequence[Shape], dice: Dice) -> None:
    """Fill the empty tables of a connection.

    Raises:
        EnvironmentDefect: when a table's constraints let none of the drawn rows in.
    """
    connection.execute("PRAGMA foreign_keys = ON")
    pointed = {reference.table for shape in shapes for reference in shape.references}
    for shape in shapes:
        own = dice.child("rows", shape.name)
        wanted = own.integer(6, 9) if shape.name in pointed or not shape.references else _events(own)
        _fill(connection, shape, wanted, own)


def _events(dice: Dice) -> int:
    """Rows of a table that others do not refer to and that refers to others: things that happened, or have not yet."""
    return 0 if dice.chance(_NONE) else dice.integer(2, 5)


def _fill(connection: apsw.Connection, shape: Shape, wanted: int, dice: Dice) -> None:
    """Draw so many rows, or as many as there is room for."""
    made, failed, why = 0, 0, ""
    while made < wanted and failed < _TRIES:
        row = _row(connection, shape, dice)
        try:
            connection.execute(shape.insert, [row[column.name] for column in shape.columns])
            made, failed = made + 1, 0
        except apsw.Error as error:  # the database knows constraints that nothing here can read
            failed, why = failed + 1, str(error)
    if wanted and not made:
        raise EnvironmentDefect(
            f"schema.sql: no row could be drawn for table {shape.name} ({why}); write generate(dice) in scenarios.py"
        )


def _row(connection: apsw.Connection, shape: Shape, dice: Dice) -> dict[str, Cell]:
    row: dict[str, Cell] = {column.name: _cell(shape, column, dice) for column in shape.columns}
    for reference in shape.references:
        row.update(_pointing(connection, shape, reference, row, dice))
    return row


def _cell(shape: Shape, column: Column, dice: Dice) -> Cell:
    if column.default is not None and (not column.limits.choices or dice.chance(_KEPT_DEFAULT)):
        return column.default
    if not column.needed and column.references is None and dice.chance(_NULL):
        return None
    return value(shape.name, column, dice)


def _pointing(
    connection: apsw.Connection, shape: Shape, reference: Reference, row: dict[str, Cell], dice: Dice
) -> dict[str, Cell]:
    """The columns of one reference: those of a row that is there, else empty where that is allowed."""
    pairs = reference.pairs
    optional = not any(shape.column(own).needed for own, _ in pairs)
    names = ", ".join(quoted(other) for _, other in pairs)
    there = connection.execute(f"SELECT {names} FROM {quoted(reference.table)} ORDER BY {names}").fetchall()
    if optional and (not there or dice.chance(_NULL)):
        return {own: None for own, _ in pairs}
    if not there:  # the first row of a table that refers to itself
        return {own: row.get(other) for own, other in pairs} if reference.table == shape.name else {}
    return dict(zip([own for own, _ in pairs], dice.choice(there), strict=True))
