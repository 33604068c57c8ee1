"""What a walk can bind a parameter to: what the user could know, and what earlier calls returned."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from ..records import Default, JsonValue, Output, Source, ToolRan, ToolSpec
from ..sim import Dice, Pools, Space
from ..sim.values import Given, Ledger

_OPTIONAL = 0.35
_LOOKED_UP = 0.6


@dataclass(frozen=True)
class Known:
    """The user could say this; where in the query follows when there is a query."""


Origin = Source | Known


@dataclass(frozen=True)
class Binding:
    """Arguments for one call, and the origin of each."""

    arguments: dict[str, JsonValue]
    origins: dict[str, Origin]


class Pool:
    """The values at hand at one moment of a walk."""

    def __init__(self, space: Space, known: Pools, ledger: Ledger | None = None) -> None:
        self._space = space
        self._known = known
        self._ledger = ledger or Ledger({name: tool.spec.returns for name, tool in space.tools.items()})

    def copy(self) -> Pool:
        """The same values, to add others to."""
        return Pool(self._space, self._known, self._ledger.copy())

    def add(self, call: str, event: ToolRan) -> None:
        """Take in what a call returned."""
        self._ledger.add(call, event.call.tool, event.call.arguments, event.outcome)

    def given(self, fmt: str) -> list[Given]:
        """All returned values of a format, newest first."""
        return self._ledger.given(fmt)

    def bind(
        self,
        spec: ToolSpec,
        dice: Dice,
        fed: Collection[str] = (),
        by: Collection[str] = (),
        given: Mapping[str, JsonValue] = MappingProxyType({}),
    ) -> Binding | None:
        """Draw arguments for a tool; None when a required one has no value at hand.

        Parameters in `fed` take what the calls `by` have returned, and nothing else; those in `given` are not drawn.
        """
        arguments: dict[str, JsonValue] = dict(given)
        origins: dict[str, Origin] = {}
        required: Any = spec.parameters["required"]
        properties: Any = spec.parameters["properties"]
        for name, schema in properties.items():
            if name in given or (name not in required and name not in fed and not dice.chance(_OPTIONAL)):
                continue
            if name in fed:
                drawn = self._drawn_from(by, schema, arguments, dice)
            else:
                drawn = self._draw(spec.name, name, schema, arguments, properties, dice)
            if drawn is not None:
                arguments[name], origins[name] = drawn
            elif name in required or name in fed:
                return None
        return Binding(arguments, origins)

    def _drawn_from(
        self, calls: Collection[str], schema: Mapping[str, Any], taken: Mapping[str, JsonValue], dice: Dice
    ) -> tuple[JsonValue, Origin] | None:
        given = [item for item in self.given(schema["format"]) if item.call in calls]
        given = [item for item in given if item.found.value not in taken.values()]
        if not given:
            return None
        item = dice.choice(given)
        return item.found.value, Output(call=item.call, path=item.found.path)

    def _draw(
        self,
        tool: str,
        name: str,
        schema: Mapping[str, Any],
        taken: Mapping[str, JsonValue],
        properties: Mapping[str, Any],
        dice: Dice,
    ) -> tuple[JsonValue, Origin] | None:
        fmt = schema.get("format")
        used = [v for other, v in taken.items() if fmt and properties[other].get("format") == fmt]
        given = [item for item in self.given(fmt) if item.found.value not in used] if fmt else []
        given = [item for item in given if (item.tool, tool) not in self._space.inverses]
        opaque = fmt in self._space.opaque
        if given and (opaque or dice.chance(_LOOKED_UP)):
            item = dice.choice(given)
            return item.found.value, Output(call=item.call, path=item.found.path)
        values = [] if opaque else [v for v in self.sayable(tool, name, schema) if v not in used]
        if not values:
            return None
        value = dice.choice(values)
        return value, Default() if "default" in schema and _same(value, schema["default"]) else Known()

    def sayable(self, tool: str, name: str, schema: Mapping[str, Any]) -> Sequence[JsonValue]:
        """What a user could say for a parameter: the environment's pools, else what the schema allows by itself."""
        pool = self._known.get(f"{tool}.{name}") or self._known.get(schema.get("format", "")) or ()
        return pool or _from_schema(schema)


def _same(a: JsonValue, b: JsonValue) -> bool:
    return a == b and type(a) is type(b)


def _from_schema(schema: Mapping[str, Any]) -> Sequence[JsonValue]:
    if "enum" in schema:
        return list(schema["enum"])
    kind = schema.get("type")
    if kind == "boolean":
        return [True, False]
    if kind == "integer":
        return [1, 2, 3, 5, 10]
    if kind == "number":
        return [1, 2.5, 5, 10, 40]
    if kind == "array":
        items = _from_schema(schema.get("items", {}))
        return [[item] for item in items] + ([list(items)] if len(items) > 1 else [])
    return []
