"""Writes `tools.py` from a draft: plain functions with the SQL in sight, ready to be edited."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

from ..sim.derived_schema import Column, Reference, Shape
from ..sim.derived_values import words
from .draft import Draft, Operation, Parameter, an, clocked, flag, keys, made_up, noun, spoken, sql
from .row_text import aliases, annotation, camel, source, stored, table, unread_checks

_WIDTH = 116


def tools_text(draft: Draft) -> str:
    """The module of the draft's tools."""
    used = [shape for shape in draft.shapes if any(o.table == shape.name for o in draft.operations)]
    body = "\n\n".join(
        [*(table(draft, shape) for shape in used), *(_tool(draft, operation) for operation in draft.operations)]
    )
    return f'"""{_one_line(draft.summary)}"""\n\n{_imports(body)}\n{aliases(draft, body)}\n\n\n{body}'


def _imports(body: str) -> str:
    typing = [name for name in ("Annotated", "Any", "Literal") if name in body or name == "Annotated"]
    lines = ["import json"] if "json." in body else []
    lines += [f"from typing import {', '.join(typing)}", ""]
    return "\n".join([*lines, "from funreason_sim.sim import Format, TypedDict, World", ""])


def _tool(draft: Draft, operation: Operation) -> str:
    shape = draft.shape(operation.table)
    lines, refusals = _BODIES[operation.kind](draft, operation, shape)
    parameters = "".join(f", {_signature(draft, shape, operation, p)}" for p in operation.parameters)
    returns = {"list": f"list[{camel(noun(shape.name))}]", "delete": "dict[str, bool]"}.get(
        operation.kind, camel(noun(shape.name))
    )
    head = f"def {operation.name}(world: World{parameters}) -> {returns}:"
    if len(head) > _WIDTH:
        each = "".join(f"    {_signature(draft, shape, operation, p)},\n" for p in operation.parameters)
        head = f"def {operation.name}(\n    world: World,\n{each}) -> {returns}:"
    return "\n".join([head, *_docstring(operation, refusals), *(f"    {line}" for line in lines), ""])


def _signature(draft: Draft, shape: Shape, operation: Operation, parameter: Parameter) -> str:
    kind = parameter.kind or (annotation(draft, shape, shape.column(parameter.column)) if parameter.column else "str")
    if parameter.needed:
        return f"{parameter.name}: {kind}"
    default = _default(shape, operation, parameter)
    return f"{parameter.name}: {kind}{' | None' if default == 'None' else ''} = {default}"


def _default(shape: Shape, operation: Operation, parameter: Parameter) -> str:
    column = shape.column(parameter.column) if parameter.column else None
    if operation.kind != "create" or column is None or column.default is None or column.limits.json:
        return "None"
    return str(bool(column.default)) if flag(column) else source(column.default)


def _docstring(operation: Operation, refusals: dict[str, str]) -> Iterator[str]:
    described = textwrap.wrap(operation.description.replace("\\", "/").replace('"""', "'"), _WIDTH - 8)
    yield f'    """{described[0]}'
    yield from (f"    {line}" for line in described[1:])
    if operation.kind in ("get", "list"):
        yield from ("", "    Reads only.")
    if operation.parameters:
        yield from ("", "    Args:")
        yield from (f"        {p.name}: {_one_line(p.text)}" for p in operation.parameters)
    if refusals:
        yield from ("    Refuses:",) if operation.parameters else ("", "    Refuses:")
        yield from (f"        {code}: {text}" for code, text in refusals.items())
    yield '    """'


def _one_line(text: str) -> str:
    flat = " ".join(text.split()).replace("\\", "/").replace('"""', "'")
    return flat if len(flat) <= 300 else flat[:297] + "..."


Body = tuple[list[str], dict[str, str]]


def _where(operation: Operation) -> tuple[str, str]:
    """The condition that finds the row, and its values."""
    finds = [p for p in operation.finds if p.column is not None]
    return " AND ".join(f"{sql(str(p.column))} = ?" for p in finds), ", ".join(p.name for p in finds)


def _get(draft: Draft, operation: Operation, shape: Shape) -> Body:
    one = noun(shape.name)
    where, values = _where(operation)
    lines = [
        f'row = world.one(_{one.upper()} + " WHERE {where}", {values})',
        "if row is None:",
        f'    world.refuse("unknown_{one}", "There is no such {spoken(one)}.")',
        f"return _{one}(row)",
    ]
    return lines, {f"unknown_{one}": f"there is no such {spoken(one)}"}


def _list(draft: Draft, operation: Operation, shape: Shape) -> Body:
    one = noun(shape.name)
    filters = [p for p in operation.finds if p.column is not None]
    limit = next(
        (p for p in operation.finds if p.column is None and p.name in ("limit", "per_page", "page_size")), None
    )
    tests = [f"(?{n} IS NULL OR {sql(str(p.column))} = ?{n})" for n, p in enumerate(filters, start=1)]
    where = f" WHERE {' AND '.join(tests)}" if tests else ""
    order = ", ".join(sql(column.name) for column in keys(shape))
    values = "".join(f", {p.name}" for p in filters)
    query = f'_{one.upper()} + "{where} ORDER BY {order}"'
    if limit is None:
        return [f"return [_{one}(row) for row in world.all({query}{values})]"], {}
    every = f"world.all({query}{values})"
    return [f"rows = {every}", f"return [_{one}(row) for row in rows[: {limit.name}]]"], {}


def _create(draft: Draft, operation: Operation, shape: Shape) -> Body:
    one = noun(shape.name)
    given = {p.column: p.name for p in operation.sets if p.column is not None}
    refusals: dict[str, str] = {}
    lines: list[str] = []
    cells = []
    for column in shape.columns:
        if column.name in given:
            value = given[column.name]
        elif made_up(shape, column) or (column.key and len(keys(shape)) == 1):
            lines += _new_id(shape, column)
            value = column.name if column.name.isidentifier() else "new"
        elif clocked(column):
            value = "world.now.isoformat()" if column.kind == "TEXT" else "int(world.now.timestamp())"
        else:
            value = _filled(column)
        cells.append(f'    "{column.name}": {value},')
    lines += [f"row: {camel(one)} = {{", *cells, "}"]
    lines += _guards(draft, operation, shape, refusals)
    names = ", ".join(sql(column.name) for column in shape.columns)
    written = ", ".join(stored(column, f'row["{column.name}"]') for column in shape.columns)
    places = ", ".join("?" * len(shape.columns))
    lines += _run(f'"INSERT INTO {sql(shape.name)}({names}) VALUES ({places})"', written)
    return [*lines, "return row"], refusals


def _run(sql: str, values: str) -> list[str]:
    line = f"world.run({sql}, {values})"
    return [line] if len(line) <= _WIDTH else ["world.run(", f"    {sql},", f"    {values},", ")"]


def _filled(column: Column) -> str:
    """What a column holds that the tool does not ask for."""
    if column.limits.json:
        return "None" if not column.needed else "{}" if column.limits.json == "object" else "[]"
    if column.default is not None:
        return str(bool(column.default)) if flag(column) else source(column.default)
    if not column.needed:
        return "None"
    if column.limits.choices:
        return "False" if flag(column) else source(column.limits.choices[0])
    return {"INTEGER": str(int(column.limits.low or 0)), "TEXT": '""'}.get(column.kind, "0.0")


def _new_id(shape: Shape, column: Column) -> list[str]:
    name = column.name if column.name.isidentifier() else "new"
    table, key, one = sql(shape.name), sql(column.name), noun(shape.name)
    if column.kind == "INTEGER":
        return [f'{name} = world.value("SELECT coalesce(max({key}), 1000) + 1 FROM {table}")']
    prefix = "".join(word[0] for word in words(one)).upper()
    return [
        f'{name} = "{prefix}-" + str(world.integer("{one}", 1000, 9999))',
        f'while world.one("SELECT 1 FROM {table} WHERE {key} = ?", {name}):',
        f'    {name} = "{prefix}-" + str(world.integer("{one}", 1000, 9999))',
    ]


def _guards(draft: Draft, operation: Operation, shape: Shape, refusals: dict[str, str]) -> list[str]:
    """The refusals that keep a write from breaking a constraint, which would be a bug of the tool."""
    one = noun(shape.name)
    written = {p.column for p in operation.sets}
    lines: list[str] = []
    for reference in shape.references:
        if written & {own for own, _ in reference.pairs}:
            lines += _pointing(shape, reference, refusals)
    if any(re.search(rf"\b{re.escape(str(name))}\b", check) for check in unread_checks(shape) for name in written):
        refusals[f"invalid_{one}"] = f"a value is not allowed for {an(spoken(one))}"
        lines.append(f"_check_{one}(world, row)")
    others = " AND ".join(f"{sql(c.name)} IS NOT ?" for c in keys(shape)) if operation.kind == "update" else ""
    own = "".join(f', row["{c.name}"]' for c in keys(shape)) if operation.kind == "update" else ""
    groups = [[c.name] for c in shape.columns if c.unique and c.name in written]
    if operation.kind == "create" and len(keys(shape)) > 1:
        groups.append([c.name for c in keys(shape)])
    for group in groups:
        test = " AND ".join([*(f"{sql(name)} = ?" for name in group), *([others] if others else [])])
        values = ", ".join(f'row["{name}"]' for name in group)
        refusals[f"{one}_exists"] = f"there is {an(spoken(one))} with this {spoken(group[-1])} already"
        lines += [
            f'if world.one("SELECT 1 FROM {sql(shape.name)} WHERE {test}", {values}{own}):',
            f'    world.refuse("{one}_exists", "There is such a {spoken(one)} already.")',
        ]
    return lines


def _pointing(shape: Shape, reference: Reference, refusals: dict[str, str]) -> list[str]:
    other = noun(reference.table)
    where = " AND ".join(f"{sql(name)} = ?" for _, name in reference.pairs)
    values = ", ".join(f'row["{own}"]' for own, _ in reference.pairs)
    optional = [own for own, _ in reference.pairs if not shape.column(own).needed]
    there = "".join(f'row["{own}"] is not None and ' for own in optional)
    refusals[f"unknown_{other}"] = f"there is no such {spoken(other)}"
    return [
        f'if {there}not world.one("SELECT 1 FROM {sql(reference.table)} WHERE {where}", {values}):',
        f'    world.refuse("unknown_{other}", "There is no such {spoken(other)}.")',
    ]


def _update(draft: Draft, operation: Operation, shape: Shape) -> Body:
    one = noun(shape.name)
    found, refusals = _get(draft, operation, shape)
    sets = [p for p in operation.sets if p.column is not None]
    lines = [found[0].replace("row =", "old =", 1), "if old is None:", found[2], f"row = _{one}(old)"]
    if sets and not any(p.needed for p in sets) and not operation.marks:
        refusals["nothing_to_change"] = "no new value is given"
        lines += [
            f"if {' and '.join(f'{p.name} is None' for p in sets)}:",
            '    world.refuse("nothing_to_change", "Say what is to be changed.")',
        ]
    for parameter in sets:
        if parameter.needed or (len(sets) == 1 and not operation.marks):
            lines.append(f'row["{parameter.column}"] = {parameter.name}')
        else:
            lines += [f"if {parameter.name} is not None:", f'    row["{parameter.column}"] = {parameter.name}']
    lines += [f'row["{mark}"] = True' for mark in operation.marks]
    clock = [c for c in shape.columns if clocked(c) and c.name != "created_at"]
    now = {"TEXT": "world.now.isoformat()", "INTEGER": "int(world.now.timestamp())"}
    lines += [f'row["{c.name}"] = {now[c.kind]}' for c in clock]
    lines += _guards(draft, operation, shape, refusals) if sets else []
    columns = [*(str(p.column) for p in sets), *operation.marks, *(c.name for c in clock)]
    where, values = _where(operation)
    cells = ", ".join(stored(shape.column(name), f'row["{name}"]') for name in columns)
    if columns:
        assigned = ", ".join(f"{sql(name)} = ?" for name in columns)
        lines += _run(f'"UPDATE {sql(shape.name)} SET {assigned} WHERE {where}"', f"{cells}, {values}")
    return [*lines, "return row"], refusals


def _delete(draft: Draft, operation: Operation, shape: Shape) -> Body:
    one = noun(shape.name)
    where, values = _where(operation)
    refusals = {f"unknown_{one}": f"there is no such {spoken(one)}"}
    lines = [
        f'if not world.one("SELECT 1 FROM {sql(shape.name)} WHERE {where}", {values}):',
        f'    world.refuse("unknown_{one}", "There is no such {spoken(one)}.")',
    ]
    for child in draft.shapes:
        for reference in [r for r in child.references if r.table == shape.name and r.guards]:
            other = spoken(noun(child.name))
            both = f"{sql(child.name)} c JOIN {sql(shape.name)} t"
            joined = " AND ".join(f"c.{sql(own)} = t.{sql(other)}" for own, other in reference.pairs)
            mine = " AND ".join(f"t.{sql(str(p.column))} = ?" for p in operation.finds if p.column is not None)
            refusals[f"{one}_in_use"] = f"{an(other)} refers to it"
            lines += [
                f'if world.one("SELECT 1 FROM {both} ON {joined} WHERE {mine}", {values}):',
                f'    world.refuse("{one}_in_use", "{an(other).capitalize()} refers to this {spoken(one)}.")',
            ]
    return [
        *lines,
        f'world.run("DELETE FROM {sql(shape.name)} WHERE {where}", {values})',
        'return {"deleted": True}',
    ], refusals


_BODIES = {"get": _get, "list": _list, "create": _create, "update": _update, "delete": _delete}
