"""What a user of an environment could say, from its rows: each tool's parameters, matched with columns by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..records import JsonValue
from .chance import Dice
from .derived_schema import Cell, Column, Shape, quoted
from .derived_values import amount, singular, text, value, whole, words
from .tool import Tool
from .world import World

_MAKING = frozenset(("add", "create", "insert", "make", "new", "record", "register"))
_CHANGING = frozenset(("change", "edit", "modify", "move", "patch", "put", "rename", "replace", "set", "update"))
_BESIDE = frozenset(("new", "old", "from", "to", "by", "min", "max", "minimum", "maximum", "target", "source"))
_EXISTING, _INVENTED = 6, 2


@dataclass(frozen=True)
class _Slot:
    """A parameter that a user fills: its column, where it has one, and whether it speaks of rows that are there."""

    tool: str
    name: str
    schema: Mapping[str, Any]
    table: str
    column: Column | None
    finds: bool


class Sayable:
    """Works out once which parameter means which column; gives the pools of a world."""

    def __init__(self, shapes: Sequence[Shape], tools: Mapping[str, Tool]) -> None:
        self._shapes = {shape.name: shape for shape in shapes}
        self._slots = [slot for tool in tools.values() for slot in self._of(tool)]

    def pools(self, world: World, dice: Dice) -> dict[str, list[JsonValue]]:
        """By `tool.parameter`: values that are there, and some that are not (yet), the same for all of one column."""
        return {f"{slot.tool}.{slot.name}": self._values(world, slot, dice) for slot in self._slots}

    def _of(self, tool: Tool) -> list[_Slot]:
        found = []
        properties: Any = tool.spec.parameters["properties"]
        verbs = {*words(tool.name)}
        for name, schema in properties.items():
            core = _core(schema)
            if core.get("format") in tool.opaque or "enum" in core or core.get("type") == "boolean":
                continue
            table, column = self._column(tool.name, name, str(core.get("format", "")))
            identifies = column is not None and (column.unique or column.references is not None)
            makes = bool(verbs & _MAKING) and singular(words(tool.name)[-1]) == singular(_flat(table).split("_")[-1])
            fresh = makes or (bool(verbs & (_CHANGING | _MAKING)) and not identifies)
            found.append(_Slot(tool.name, name, core, table, column, finds=not fresh))
        return found

    def _column(self, tool: str, name: str, fmt: str) -> tuple[str, Column | None]:
        """The column that a parameter speaks of: by its format, by its own name, by the table its tool names."""
        wanted = [part for part in (_flat(fmt), _flat(name), _flat(_bare(name))) if part]
        about = {singular(word) for word in words(tool)}
        tables = sorted(self._shapes.values(), key=lambda shape: singular(shape.name) not in about)
        for alias in wanted:
            pointing = [(s, c) for s in tables for c in s.columns if c.references and _flat(c.name) == alias]
            named = [(s, c) for s in tables for c in s.columns if alias in _aliases(s, c)]
            if pointing or named:
                return self._pointed(*(pointing or named)[0])
        for alias in wanted:
            holding = [(shape, c) for shape in tables for c in shape.columns if _flat(c.name) == alias]
            if len(holding) == 1 or (holding and singular(holding[0][0].name) in about):
                return self._pointed(*holding[0])
        return "", None

    def _pointed(self, shape: Shape, column: Column) -> tuple[str, Column]:
        """The column itself, or the one that it refers to: what is there to be named stands in that one."""
        if column.references is not None and column.references[0] != shape.name:
            parent = self._shapes[column.references[0]]
            target = parent.column(column.references[1])
            return parent.name, Column(**{**vars(target), "references": column.references})
        return shape.name, column

    def _values(self, world: World, slot: _Slot, dice: Dice) -> list[JsonValue]:
        if slot.column is None:
            return _by_name(slot, dice.child(slot.name))
        name = quoted(slot.column.name)
        rows = world.all(f"SELECT DISTINCT {name} FROM {quoted(slot.table)} WHERE {name} IS NOT NULL ORDER BY {name}")
        there = [row[0] for row in rows]
        own = dice.child(slot.table, slot.column.name)
        drawn = [value(slot.table, slot.column, own) for _ in range(4 * _INVENTED)]
        new = [item for item in dict.fromkeys(drawn) if item not in there]
        few, many = (1, _EXISTING) if slot.finds else (2 * _INVENTED, _INVENTED)
        if slot.column.references is not None:
            few, many = 1, _EXISTING
        if slot.column.limits.choices:
            new, few = [item for item in slot.column.limits.choices if item not in there], 4
        pool = dice.child(slot.tool, slot.name).sample(there, many) + new[:few]
        return [item for item in pool if _suits(item, slot.schema)] or _by_name(slot, own)


def _core(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema of a value that may be left out."""
    options = [option for option in schema.get("anyOf", ()) if option.get("type") != "null"]
    return {**options[0], **{k: v for k, v in schema.items() if k != "anyOf"}} if len(options) == 1 else schema


def _flat(name: str) -> str:
    return "_".join(words(name)) if name else ""


def _bare(name: str) -> str:
    """A name without what says how the value is used: `new_price` speaks of a price."""
    kept = [word for word in words(name) if word not in _BESIDE]
    return "_".join(kept)


def _aliases(shape: Shape, column: Column) -> set[str]:
    """Names for a column that say which table it is in; a table's own noun means what its rows are called."""
    nouns = {_flat(shape.name), singular(_flat(shape.name))}
    found = {f"{noun}_{_flat(column.name)}" for noun in nouns}
    titles = [c for c in shape.columns if words(c.name)[-1] in ("name", "title") and c.kind == "TEXT"]
    key = [c for c in shape.columns if c.key]
    called = titles[0] if titles else key[0] if len(key) == 1 else None
    return found | (nouns if column is called else set())


def _suits(item: Cell, schema: Mapping[str, Any]) -> bool:
    kind = schema.get("type")
    if kind == "string":
        return isinstance(item, str)
    if kind in ("integer", "number"):
        return isinstance(item, int) or (kind == "number" and isinstance(item, float))
    return kind is None


def _by_name(slot: _Slot, dice: Dice) -> list[JsonValue]:
    """What the name of a parameter alone suggests."""
    kind, low, high = slot.schema.get("type"), slot.schema.get("minimum"), slot.schema.get("maximum")
    if kind == "string":
        return list(dict.fromkeys(text(slot.name, dice) for _ in range(_EXISTING)))
    if kind == "integer":
        return list(dict.fromkeys(whole(slot.name, dice, low, high) for _ in range(_EXISTING)))
    if kind == "number":
        return list(dict.fromkeys(amount(slot.name, dice, low, high) for _ in range(_EXISTING)))
    if kind == "array" and slot.schema.get("items", {}).get("type") == "string":
        drawn: list[JsonValue] = [*dict.fromkeys(text(slot.name, dice) for _ in range(_EXISTING))]
        return [*([item] for item in drawn), drawn[:2]]
    return []
