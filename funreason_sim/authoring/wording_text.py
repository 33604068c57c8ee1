"""Writes `wording.toml` from a draft: how people ask for each tool, and speak of the rows that it gives."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from ..sim.derived_schema import Column, Shape
from ..sim.derived_values import words
from .draft import Draft, Operation, Parameter, an, clocked, flag, keys, noun, opaque, plural, spoken, title

_HEAD = """\
# How people ask for what a tool does. `ask` is for generation, `held_out` for evaluation, `refer` says how people speak
# of what a tool gave. A slot is an argument of the call, in `refer` an attribute of what was returned. These phrasings
# follow from the names alone; write what your users really say.
"""


def wording_text(draft: Draft) -> str:
    """The phrasings of all tools."""
    return _HEAD + "".join(f"\n{part}" for operation in draft.operations for part in _entry(draft, operation))


def _entry(draft: Draft, operation: Operation) -> Iterator[str]:
    shape = draft.shape(operation.table)
    ask, held_out = _asks(shape, operation)
    yield f"[{operation.name}]\nask = {_list(ask)}\nheld_out = {_list(held_out)}\n"
    if operation.kind != "delete":
        named = list(_refers(draft, shape, operation))
        if named:
            lines = "\n".join(f"{name} = {_list(texts)}" for name, texts in named)
            yield f"[{operation.name}.refer]\n{lines}\n"


def _list(texts: Sequence[str]) -> str:
    return "[\n" + "".join(f"  {json.dumps(text, ensure_ascii=False)},\n" for text in texts) + "]"


def _asks(shape: Shape, operation: Operation) -> tuple[list[str], list[str]]:
    thing = spoken(noun(shape.name))
    many = plural(thing)
    named = _named(shape, operation, thing)
    rest = _with([p for p in operation.sets if p.needed])
    if operation.kind == "create":
        called = next(
            (p for p in operation.sets if p.needed and p.column and shape.column(p.column) is title(shape)), None
        )
        rest = _with([p for p in operation.sets if p.needed and p is not called])
        named = f"{thing} called {{{called.name}}}" if called else thing
        made = ([f"create a new {named}{rest}", f"add {an(named)}{rest}"], [f"set up a {named}{rest}"])
    elif operation.kind == "list":
        rest = _with([p for p in operation.finds if p.needed])
        made = (
            [f"list all {many}{rest}", f"show me all the {many}{rest}"],
            [f"go through all the {many} there are{rest}"],
        )
    elif operation.kind == "get":
        made = ([f"show me the details of {named}", f"look up {named}"], [f"tell me what is on file about {named}"])
    elif operation.kind == "delete":
        made = ([f"delete {named}", f"remove {named}"], [f"get rid of {named}"])
    else:
        made = ([f"update {named}{rest}", f"change {named}{rest}"], [f"edit the record of {named}{rest}"])
    verb = _verb(operation)
    if verb is not None:
        made = ([f"{verb} {named}{rest}"], [f"please {verb} {named}{rest}"])
    return made


def _verb(operation: Operation) -> str | None:
    """The tool's own verb, where it is not one that all storage has: `cancel` of `cancel_order`."""
    first = words(operation.name)[0]
    usual = {
        "get",
        "list",
        "create",
        "add",
        "update",
        "delete",
        "find",
        "show",
        "remove",
        "search",
        "read",
        "set",
        "post",
        "put",
    }
    return (
        spoken(operation.name.removesuffix(f"_{noun(operation.table)}"))
        if operation.marks and first not in usual
        else None
    )


def _named(shape: Shape, operation: Operation, thing: str) -> str:
    """How the row is spoken of: an id by what describes it, a key that people know by its value."""
    finds = [p for p in operation.finds if p.needed]
    if len(finds) == 1 and finds[0].column is not None and _standing(shape.column(finds[0].column)):
        return f"{{{finds[0].name}}}"
    return f"the {thing}{_with(finds)}"


def _standing(column: Column) -> bool:
    """Whether a value of the column is referred to as the whole thing."""
    return column.key and opaque(column)


def _with(parameters: Sequence[Parameter]) -> str:
    said = [f"{spoken(p.name)} {{{p.name}}}" for p in parameters]
    if not said:
        return ""
    return " with " + (said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}")


def _refers(draft: Draft, shape: Shape, operation: Operation) -> Iterator[tuple[str, list[str]]]:
    """For each key that the tool's rows hold, its own or another table's: how to speak of it."""
    for column in shape.columns:
        home, target = _home(draft, shape, column)
        if not target.key or target.references or target.limits.choices or target.kind not in ("INTEGER", "TEXT"):
            continue
        name = f"{noun(home.name).replace('_', '-')}-{'-'.join(words(target.name))}"
        yield name, _phrases(shape, column, operation, own=home is shape and column is target)


def _home(draft: Draft, shape: Shape, column: Column) -> tuple[Shape, Column]:
    if column.references is None or column.references[0] == shape.name:
        return shape, column
    parent = draft.shape(column.references[0])
    return parent, parent.column(column.references[1])


def _phrases(shape: Shape, column: Column, operation: Operation, own: bool) -> list[str]:
    thing = spoken(noun(shape.name))
    described = [c for c in shape.columns if not c.key and not c.references and _sayable(c)]
    called = [f"the {thing} called {{{c.name}}}" for c in described if c is title(shape)]
    told = called or [f"the {thing} with the {spoken(c.name)} {{{c.name}}}" for c in described]
    natural = [f"the {thing} {{{c.name}}}" for c in keys(shape) if c is not column and not opaque(c)]
    told = told or natural
    fresh = {"create": [f"the new {thing}"], "update": [f"the {thing} that was just changed"]}.get(operation.kind, [])
    last = {"get": [f"that {thing}"], "list": [f"the only {thing}"]}.get(operation.kind, fresh)
    every = [*told, *fresh, *last] if told else [*fresh, *last]
    every = list(dict.fromkeys(every))
    return every if own else [f"the {spoken(_role(column))} of {text}" for text in every]


def _role(column: Column) -> str:
    """What another row is to this one: `author` where the column is `author_id`."""
    parts = words(column.name)
    return "_".join(parts[:-1] if len(parts) > 1 and parts[-1] in ("id", "key", "uuid") else parts)


def _sayable(column: Column) -> bool:
    return not (column.limits.json or flag(column) or clocked(column)) and column.kind in ("TEXT", "INTEGER", "REAL")
