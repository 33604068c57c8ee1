"""Rows as a scenario document and back, for any schema: `{table: [{column: value}]}`, empty tables left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import apsw

from ..errors import EnvironmentDefect, ScenarioError
from .derived_schema import Cell, Shape, quoted
from .environment import Scenario
from .world import World


def dump_rows(shapes: Sequence[Shape], world: World) -> Scenario:
    """Every row of the tables, in their order."""
    found: Scenario = {}
    for shape in shapes:
        names = [column.name for column in shape.columns]
        rows = [dict(zip(names, row, strict=True)) for row in world.all(shape.select)]
        if any(isinstance(value, bytes) for row in rows for value in row.values()):
            raise EnvironmentDefect(f"table {shape.name} holds bytes, which no document can; write dump and load")
        if rows:
            found[shape.name] = rows  # type: ignore[assignment]
    return found


def load_rows(shapes: Sequence[Shape], world: World, scenario: Mapping[str, Any]) -> None:
    """Write the rows of a document into empty tables, and see that they are there as they were given.

    Raises:
        ScenarioError: for what does not fit; the sentence names table, row and column.
    """
    known = [shape.name for shape in shapes]
    for name in scenario:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            raise ScenarioError(f"there is no table {name}; there {'is' if near else 'are'} {', '.join(near or known)}")
    world.run("PRAGMA defer_foreign_keys = ON")  # rows may refer to rows that come later
    for shape in shapes:
        if shape.name in scenario:
            _load(shape, world, _rows(shape, scenario[shape.name]))
    for shape in shapes:
        lost = world.one(f"PRAGMA foreign_key_check({quoted(shape.name)})")
        if lost is not None:
            raise ScenarioError(f"a row of {shape.name} refers to a row of {lost[2]} that is not there")


def _rows(shape: Shape, given: Any) -> list[tuple[Cell, ...]]:
    if not isinstance(given, list) or not given:
        raise ScenarioError(f"{shape.name} must be a list of rows; leave it out where the table is empty")
    names = [column.name for column in shape.columns]
    found = []
    for index, row in enumerate(given):
        if not isinstance(row, dict):
            raise ScenarioError(f"{shape.name}[{index}] must be an object of columns")
        for name in [*names, *row]:
            if name not in row or name not in names:
                raise ScenarioError(
                    f"{shape.name}[{index}] {'has no' if name in names else 'has an unknown'} column {name}; "
                    f"a row has {', '.join(names)}"
                )
            if isinstance(row[name], bool) or not isinstance(row[name], int | float | str | None):
                raise ScenarioError(f"{shape.name}[{index}].{name} must be a number, a text or null")
        found.append(tuple(row[name] for name in names))
    return found


def _load(shape: Shape, world: World, rows: Sequence[tuple[Cell, ...]]) -> None:
    for index, row in enumerate(rows):
        try:
            world.run(shape.insert, *row)
        except apsw.Error as error:
            raise ScenarioError(f"{shape.name}[{index}]: {error}") from error
    stored = world.all(shape.select)
    for index, (given, kept) in enumerate(zip(rows, stored, strict=True)):
        if given == kept:
            continue
        if sorted(map(repr, rows)) == sorted(map(repr, stored)):
            raise ScenarioError(f"the rows of {shape.name} must stand in the order of their key; row {index} does not")
        for column, one, other in zip(shape.columns, given, kept, strict=True):
            if one != other:
                told = f"{shape.name}[{index}].{column.name} would be stored as {other!r}, not {one!r}"
                raise ScenarioError(told)
