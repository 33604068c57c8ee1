"""Writes what the rows of a table are in `tools.py`: their types, how they are read, and the CHECKs they must keep."""

from __future__ import annotations

import json
from collections.abc import Sequence

from ..sim.derived_schema import Cell, Column, Shape
from ..sim.derived_values import words
from .draft import Draft, an, flag, noun, opaque, spoken, sql

_JSON = {"array": "list[Any]", "object": "dict[str, Any]", "any": "list[Any] | dict[str, Any]"}
_IMPORTED = frozenset({"Annotated", "Any", "Format", "Literal", "TypedDict", "World"})


def aliases(draft: Draft, body: str) -> str:
    """The types of keys, as far as the tools use them."""
    made = {}
    for shape in draft.shapes:
        for column in shape.columns:
            if _owned(shape, column) and f"{_alias(shape, column)}" in body:
                told = f'"{noun(shape.name).replace("_", "-")}-{"-".join(words(column.name))}"'
                kind = "int" if column.kind == "INTEGER" else "str"
                made[_alias(shape, column)] = (
                    f"Annotated[{kind}, Format({told}{', opaque=True' if opaque(column) else ''})]"
                )
    return "\n".join(f"{name} = {value}" for name, value in made.items())


def _owned(shape: Shape, column: Column) -> bool:
    """Whether a column gives its values a meaning of their own: those of a key stand for rows."""
    keyed = column.key and column.references is None and column.kind in ("INTEGER", "TEXT")
    return keyed and not column.limits.choices


def camel(name: str) -> str:
    """An identifier as the name of a class."""
    made = "".join(word.capitalize() for word in words(name))
    return f"{made}Row" if made in _IMPORTED else made


def _alias(shape: Shape, column: Column) -> str:
    return f"{camel(noun(shape.name))}{camel(column.name)}"


def annotation(draft: Draft, shape: Shape, column: Column) -> str:
    """The type of a column's values in a tool, without None."""
    if column.references is not None and column.references[0] in {s.name for s in draft.shapes}:
        parent = draft.shape(column.references[0])
        target = parent.column(column.references[1])
        if target is not column:
            return annotation(draft, parent, target)
    if flag(column):
        return "bool"
    if column.limits.choices:
        return f"Literal[{', '.join(map(source, column.limits.choices))}]"
    if column.limits.json:
        return _JSON[column.limits.json]
    if _owned(shape, column):
        return _alias(shape, column)
    return {"INTEGER": "int", "REAL": "float", "TEXT": "str"}.get(column.kind, "float")


def source(value: Cell) -> str:
    """A value as Python."""
    return json.dumps(value, ensure_ascii=False)


def table(draft: Draft, shape: Shape) -> str:
    """The rows of a table as tools give them."""
    fields = [
        f"    {c.name}: {annotation(draft, shape, c)}{'' if c.needed else ' | None'}"
        if c.name.isidentifier()
        else f"    # {c.name}"
        for c in shape.columns
    ]
    cells = [f'        "{c.name}": {_read(c, f"row[{index}]")},' for index, c in enumerate(shape.columns)]
    name, one = camel(noun(shape.name)), noun(shape.name)
    columns = ", ".join(sql(column.name) for column in shape.columns)
    select = f'"SELECT {columns} FROM {sql(shape.name)}"'
    parts = [
        f"class {name}(TypedDict):",
        *fields,
        "",
        "",
        f"_{one.upper()} = {select}",
        "",
        "",
        f"def _{one}(row: tuple[Any, ...]) -> {name}:",
        "    return {",
        *cells,
        "    }",
        "",
    ]
    checks = unread_checks(shape)
    if checks and any(o.table == shape.name and o.kind in ("create", "update") for o in draft.operations):
        parts += ["", *_checking(shape, checks), ""]
    return "\n".join(parts)


def _read(column: Column, cell: str) -> str:
    if flag(column):
        return f"bool({cell})" if column.needed else f"None if {cell} is None else bool({cell})"
    if column.limits.json:
        return f"json.loads({cell})" if column.needed else f"None if {cell} is None else json.loads({cell})"
    return cell


def stored(column: Column, cell: str) -> str:
    """A cell as it is written into its column."""
    if not column.limits.json:
        return cell
    return f"json.dumps({cell})" if column.needed else f"None if {cell} is None else json.dumps({cell})"


def unread_checks(shape: Shape) -> list[str]:
    """The CHECKs that the annotations of a tool do not already keep."""
    kept = {c.name for c in shape.columns if c.limits.choices or c.limits.json}
    return [check for check in shape.checks if not any(_only_about(check, name) for name in kept)]


def _only_about(check: str, column: str) -> bool:
    named = set(words(" ".join(check.split()).replace(" ", "_")))
    return check.strip().strip('"').startswith((column, f"json_valid({column}", f"json_type({column}")) and not (
        named & {"and", "or"}
    )


def _checking(shape: Shape, checks: Sequence[str]) -> list[str]:
    one = noun(shape.name)
    columns = [c for c in shape.columns if any(c.name in check for check in checks)]
    given = ", ".join(f"? AS {sql(c.name)}" for c in columns)
    rule = " AND ".join(f"({' '.join(check.split())})" for check in checks)
    cells = ", ".join(f'row["{c.name}"]' for c in columns)
    return [
        f"def _check_{one}(world: World, row: {camel(one)}) -> None:",
        f"    rule = {source(rule)}",
        f'    if world.value(f"SELECT {{rule}} FROM (SELECT {given})", {cells}) == 0:',
        f'        world.refuse("invalid_{one}", "{an(spoken(one)).capitalize()} must keep this: " + rule)',
    ]
