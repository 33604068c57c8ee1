"""The storage tools that every table can have: get, list, create, update and delete, by its keys and its columns."""

from __future__ import annotations

from collections.abc import Iterator

from ..errors import ConfigError
from ..sim.derived_schema import Column, Shape, shapes
from .draft import Draft, Operation, Parameter, an, clocked, identifier, keys, made_up, noun, plural, spoken, title


def draft_from_schema(name: str, schema: str, origin: str) -> Draft:
    """Five tools for each table of a schema, as far as they have a use."""
    tables = shapes(schema)
    for table in tables:
        _writable(origin, table)
    notes = []
    operations = tuple(operation for table in tables for operation in _operations(table))
    several = [table.name for table in tables if len(keys(table)) > 1]
    if several:
        notes.append(f"a row of {several[0]} is named by all columns of its key; give it an id if that is too long")
    notes.append("the tools store and read; the rules of your domain (who may do what, and when) are yours to add")
    counted = f"{len(tables)} table{'s' if len(tables) != 1 else ''}"
    return Draft(name, f"{spoken(name).capitalize()}: records in {counted}.", schema, operations, tuple(notes), origin)


def _writable(origin: str, shape: Shape) -> None:
    """Refuse a table that no tools can be written for."""
    if not keys(shape):
        raise ConfigError(f"{origin}: table {shape.name} needs a declared primary key: effects are observed by key")
    for name in (shape.name, *(column.name for column in shape.columns)):
        if not (name.isidentifier() and name.isascii()) or name.startswith("_"):
            raise ConfigError(
                f"{origin}: {name!r} in table {shape.name} must be letters, digits and _, and not begin with _"
            )


def _operations(shape: Shape) -> Iterator[Operation]:
    one, many = noun(shape.name), plural(noun(shape.name))
    by = tuple(key_parameter(shape, column) for column in keys(shape))
    cells = [column for column in shape.columns if not made_up(shape, column) and not clocked(column)]
    rest = [column for column in cells if not column.key]
    yield Operation("get", f"get_{one}", shape.name, f"Get one {spoken(one)} with all its details.", by)
    filters = [c for c in shape.columns if c.references or c == title(shape)]
    yield Operation(
        "list",
        f"list_{many}",
        shape.name,
        f"List the {spoken(many)}, all of them or those that match.",
        tuple(_parameter(shape, column, needed=False) for column in filters if column not in keys(shape)),
    )
    yield Operation(
        "create",
        f"create_{one}",
        shape.name,
        f"Create a new {spoken(one)}.",
        (),
        tuple(_parameter(shape, column, needed=_must(column)) for column in cells),
    )
    if rest:
        told = f"Update details of {an(spoken(one))}; what is not given stays as it is."
        sets = tuple(_parameter(shape, column, needed=False) for column in rest)
        yield Operation("update", f"update_{one}", shape.name, told, by, sets)
    yield Operation("delete", f"delete_{one}", shape.name, f"Delete {an(spoken(one))}.", by)


def key_parameter(shape: Shape, column: Column) -> Parameter:
    """The parameter that names a row by a column of its key: `product_id`, where the column is `id`."""
    telling = column.references is not None or column.name not in (
        "id",
        "uuid",
        "key",
        "name",
        "title",
        "number",
        "code",
    )
    name = column.name if telling or "_" in column.name else f"{noun(shape.name)}_{column.name}"
    return Parameter(identifier(name), column.name, _text(shape, column), True)


def _parameter(shape: Shape, column: Column, needed: bool) -> Parameter:
    return Parameter(identifier(column.name), column.name, _text(shape, column), needed)


def _must(column: Column) -> bool:
    return column.needed and column.default is None


def _text(shape: Shape, column: Column) -> str:
    if column.references is not None and column.references[0] != shape.name:
        return f"{spoken(column.references[1]).capitalize()} of the {spoken(noun(column.references[0]))}"
    return f"{spoken(column.name).capitalize()} of the {spoken(noun(shape.name))}"
