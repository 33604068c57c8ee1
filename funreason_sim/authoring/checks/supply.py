"""Arguments for calls: likely ones, as a caller of this world would give them, and odd ones, to be refused.

Likely values come from what calls have returned, from what a user knows, from choices, and from the columns in which
values of the same format were seen before. Odd values come from the borders of the schema, from other rows and other
worlds, and from the constants of the code.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, zip_longest
from typing import Any

from ...records import JsonValue, ToolSpec, canonical
from ...sim import Dice, Episode, Pools, Space
from ...sim.values import Ledger
from .sources import Sources

Schema = Mapping[str, Any]
Cells = dict[tuple[str, str], list[JsonValue]]
_OPTIONAL = 0.4
_TEXTS = ("", "0", "²", "nothing of that name", "2026-01-05", "2999-12-31", "not a date")
_WHOLE = (0, 1, -1, 2, 3, 5, 10, 100, 1_000_000)
_NUMBERS = (*_WHOLE, 0.5, 2.5, -1e9, 1e9)
_LIMITS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
# The largest numbers that a call may give, whatever its schema says.
_WHOLE_EXTREMES = ((1 << 63) - 1, -(1 << 63))
_EXTREMES = (*_WHOLE_EXTREMES, 1.7e308, -1.7e308)
_STALE = 40
_NOTHING = object()


@dataclass
class Hand:
    """What there is to draw from in one state: known to a user, returned by calls, and the rows themselves."""

    known: Pools
    ledger: Ledger
    episode: Episode
    memo: dict[tuple[str, str, int, bool], Sequence[JsonValue]] = field(default_factory=dict)
    rows: Cells | None = None

    def moved(self) -> None:
        """The state is another one now: what was read of it no longer holds."""
        self.memo.clear()
        self.rows = None

    def cells(self, space: Space) -> Cells:
        """Every value of every column, as they are now."""
        if self.rows is None:
            self.rows = self._read(space)
        return self.rows

    def _read(self, space: Space) -> Cells:
        found: Cells = {}
        for environment in space.environments:
            for table in environment.tables:
                rows = self.episode.world.all(f'SELECT * FROM "{table}" LIMIT 50')
                names = self.episode.world.all("SELECT name FROM pragma_table_info(?) ORDER BY cid", table)
                for index, (name,) in enumerate(names):
                    found[table, name] = [row[index] for row in rows if isinstance(row[index], str | int | float)]
        return found


class Supply:
    """Draws arguments; `learn` makes it better at it."""

    def __init__(self, space: Space, sources: Sources) -> None:
        self._space = space
        self._stale: defaultdict[str, dict[str, JsonValue]] = defaultdict(dict)
        self._columns: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
        numbers, texts = sources.constants
        near = [n + step for n in numbers if abs(n) < 1e12 for step in (0, 1, -1)]
        self._numbers = list(dict.fromkeys(near))
        self._texts = texts

    def learn(self, hand: Hand) -> None:
        """Remember the values that calls returned here, and which columns hold values of their formats."""
        cells = hand.cells(self._space)
        for fmt in {f for tool in self._space.tools.values() for f in _formats(tool.spec)}:
            values = [item.found.value for item in hand.ledger.given(fmt)]
            values += list(hand.known.get(fmt, ()))
            for value in values[:_STALE]:
                self._stale[fmt].setdefault(_key(value), value)
            for column, held in cells.items():
                if any(isinstance(value, str) and value in held for value in values):
                    self._columns[fmt].add(column)

    def draw(self, hand: Hand, tool: str, dice: Dice, oddness: float = 0.0) -> dict[str, JsonValue]:
        """Arguments for a tool, each one odd with this probability."""
        spec = self._space.tools[tool].spec
        required: Any = spec.parameters["required"]
        properties: Any = spec.parameters["properties"]
        drawn: dict[str, JsonValue] = {}
        for name, schema in properties.items():
            if name in required or dice.chance(_OPTIONAL):
                drawn[name] = self._value(hand, tool, name, schema, dice, oddness)
        return drawn

    def strain(self, tool: str, given: Mapping[str, JsonValue], dice: Dice) -> dict[str, JsonValue]:
        """The same arguments with about half of the numbers, those in lists too, as large as a number can be."""
        properties: Any = self._space.tools[tool].spec.parameters["properties"]
        return {name: _strained(value, properties[name], dice) for name, value in given.items()}

    def around(
        self, hand: Hand, tool: str, given: Mapping[str, JsonValue], most: int
    ) -> Iterator[dict[str, JsonValue]]:
        """The same arguments with one thing different each time: another value, one left out, one more."""
        properties: Any = self._space.tools[tool].spec.parameters["properties"]
        required: Any = self._space.tools[tool].spec.parameters["required"]
        for name, schema in properties.items():
            others = [*self._odd(hand, tool, name, schema), *self._likely(hand, tool, name, schema)]
            for value in islice(_different(others, given.get(name)), most):
                yield {**given, name: value}
            if name in given and name not in required:
                yield {other: value for other, value in given.items() if other != name}

    def _value(self, hand: Hand, tool: str, name: str, schema: Schema, dice: Dice, oddness: float) -> JsonValue:
        odd = dice.chance(oddness)
        key = (tool, name, id(schema), odd)
        values = hand.memo.get(key)
        if values is None:
            values = self._odd(hand, tool, name, schema) if odd else self._likely(hand, tool, name, schema)
            hand.memo[key] = values
        if values:
            return dice.choice(values)
        return self._made(hand, tool, name, schema, dice, oddness)

    def _made(self, hand: Hand, tool: str, name: str, schema: Schema, dice: Dice, oddness: float) -> JsonValue:
        """A value built along the schema, where there is none at hand."""
        for options in (schema.get("anyOf"), schema.get("oneOf")):
            if options:
                return self._value(hand, tool, name, dice.choice(options), dice, oddness)
        if schema.get("type") == "array":
            items = schema.get("items") or {}
            count = dice.integer(int(schema.get("minItems", 0)), int(schema.get("maxItems", 3)))
            return [self._value(hand, tool, name, items, dice, oddness) for _ in range(count)]
        if schema.get("type") == "object":
            return self._object(hand, tool, schema, dice, oddness)
        generic = _border(schema) or [None]
        return dice.choice(generic)

    def _object(self, hand: Hand, tool: str, schema: Schema, dice: Dice, oddness: float) -> JsonValue:
        inner, required = schema.get("properties", {}), schema.get("required", ())
        made: dict[str, JsonValue] = {
            name: self._value(hand, tool, name, part, dice, oddness)
            for name, part in inner.items()
            if name in required or dice.chance(_OPTIONAL)
        }
        rest = schema.get("additionalProperties")
        if isinstance(rest, dict) and not inner:
            made |= {key: self._value(hand, tool, key, rest, dice, oddness) for key in ("a", "b")[: dice.integer(0, 2)]}
        return made

    def _likely(self, hand: Hand, tool: str, name: str, schema: Schema) -> Sequence[JsonValue]:
        fmt = schema.get("format", "")
        given = [item.found.value for item in hand.ledger.given(fmt)] if fmt else []
        named = hand.known.get(f"{tool}.{name}")
        known = list(named or (hand.known.get(fmt) if fmt else None) or ())
        values = [*given, *known]
        if "enum" in schema:
            values += schema["enum"]
        elif schema.get("type") == "boolean":
            values = values or [True, False]
        elif "const" in schema:
            values = [schema["const"]]
        if not given and not named:
            values += self._from_columns(hand, name, fmt, schema)
        return values or list(self._stale.get(fmt, {}).values())

    def _from_columns(self, hand: Hand, name: str, fmt: str, schema: Schema) -> list[JsonValue]:
        if schema.get("type") not in ("string", "integer", "number"):
            return []
        cells = hand.cells(self._space)
        learned = self._columns.get(fmt, set())
        named = {column for column in cells if name in (column[1], f"{column[0]}_{column[1]}", column[0])}
        chosen = learned or named
        return [value for column in sorted(chosen) for value in cells.get(column, ()) if _fits(value, schema)]

    def _odd(self, hand: Hand, tool: str, name: str, schema: Schema) -> list[JsonValue]:
        """Values that may well be refused, the most telling first."""
        if "anyOf" in schema:
            return [value for option in schema["anyOf"] for value in self._odd(hand, tool, name, option)]
        kind = schema.get("type")
        if kind == "array":
            return self._odd_lists(hand, tool, name, schema)
        if kind not in ("string", "integer", "number"):
            return _border(schema)
        columns = hand.cells(self._space).values()
        rows = [value for value in _in_turn(*columns) if _fits(value, schema)]
        stale = [value for value in self._stale.get(schema.get("format", ""), {}).values() if _fits(value, schema)]
        if kind == "string":
            return _unique([*_in_turn(_border(schema), rows, stale, self._texts)])
        near = [value + step for value in rows if isinstance(value, int | float) for step in (0, 1, -1)]
        return _unique([n for n in _in_turn(_border(schema), near, stale, self._numbers) if _fits(n, schema)])

    def _odd_lists(self, hand: Hand, tool: str, name: str, schema: Schema) -> list[JsonValue]:
        items = schema.get("items") or {}
        likely = _unique([*self._likely(hand, tool, name, items)])[:4]
        odd = self._odd(hand, tool, name, items)[:6]
        lists: list[JsonValue] = [[], [*likely], *([value] for value in odd), *([*likely[:1], value] for value in odd)]
        return [*lists, [*likely[:1], *likely[:1]]]


def _formats(spec: ToolSpec) -> set[str]:
    return set(re.findall(r'"format":\s*"([^"]+)"', canonical([spec.parameters, spec.returns])))


def _fits(value: object, schema: Schema) -> bool:
    kind = schema.get("type")
    if kind == "string":
        return isinstance(value, str)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return kind == "number" or (kind == "integer" and isinstance(value, int))


def _strained(value: JsonValue, schema: Schema, dice: Dice) -> JsonValue:
    if isinstance(value, list):
        return [_strained(item, schema.get("items") or {}, dice) for item in value]
    if not _fits(value, schema) or isinstance(value, str) or dice.chance(0.5):
        return value
    return dice.choice(_WHOLE_EXTREMES if schema["type"] == "integer" else _EXTREMES)


def _border(schema: Schema) -> list[JsonValue]:
    """What lies at and just beyond the borders that a schema draws."""
    kind = schema.get("type")
    if "enum" in schema:
        inside: list[JsonValue] = list(schema["enum"])
        return [*_TEXTS[:2], *inside] if kind == "string" else inside
    if kind in ("integer", "number"):
        limits = [schema[key] for key in _LIMITS if key in schema]
        near = [limit + step for limit in limits for step in (0, 1, -1)]
        return _unique([*near, *(_WHOLE if kind == "integer" else _NUMBERS)])
    if kind == "boolean":
        return [True, False]
    if kind == "null":
        return [None]
    return list(_TEXTS) if kind == "string" else []


def _in_turn(*sources: Sequence[JsonValue]) -> Iterator[JsonValue]:
    """One value of each source, then another one of each: no source crowds out the others."""
    for values in zip_longest(*sources, fillvalue=_NOTHING):
        yield from (value for value in values if value is not _NOTHING)  # type: ignore[misc]


def _unique(values: Sequence[JsonValue]) -> list[JsonValue]:
    return list({_key(value): value for value in values}.values())


def _different(values: Sequence[JsonValue], from_: JsonValue) -> Iterator[JsonValue]:
    return (value for value in _unique(values) if _key(value) != _key(from_))


def _key(value: JsonValue) -> str:
    return f"{type(value).__name__} {value!r}"
