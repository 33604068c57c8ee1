"""Draws calls for a fuzz: mostly such that work in this world, now and then wrong ones, written as call texts.

Values come from what the world's user knows, from results so far by their formats, from the dialects' own suggestions,
and from nowhere at all. A call that should work is tried on a copy first, so that sequences get somewhere.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from ...records import ToolRan
from ...sim import Dice, Tool
from ...sim.values import harvest
from ..domains import dialect
from ..execution import Execution, names_of

_NOWHERE: dict[str, tuple[Any, ...]] = {
    "string": ("", "a", "zz", "No such thing", "été", "0", "a b", "USR009", "2024-01-15"),
    "integer": (0, 1, -1, 2, 5, 99, 12345, 10**6),
    "number": (0, 1, -1, 0.0, 0.5, 2.5, 100, 1000.25, -3.5, 10**6),
    "boolean": (True, False),
    "array": ([], ["a"], [1, 2], [0.5, -1, 3]),
    "object": ({}, {"a": 1}),
}
_WRONG: tuple[Any, ...] = (None, 5, "5", 2.5, True, [], ["a"], {}, {"a": 1}, "", -1)
_TRIES = 6
"""How many calls are tried, at most, for one that works."""


class Drawer:
    """Draws the calls of one sequence, in a world that it looks at and never changes."""

    def __init__(self, rng: random.Random, classes: Sequence[str], world: Execution, counts: Counter[str]) -> None:
        self._rng = rng
        self._world = world
        self._counts = counts
        self._tools = [world.tool(name) for cls in classes for name in names_of(dialect(cls))]
        self._tries = {key: values for cls in classes for key, values in dialect(cls).tries.items()}
        self._endless = [dialect(cls).endless for cls in classes]
        self._found: defaultdict[str, list[Any]] = defaultdict(list)
        self._known: dict[str, Sequence[Any]] = {}
        dice = Dice(str(rng.random()))
        for environment in world.episode.space.environments:
            self._known.update(environment.scenarios.known(world.episode.world, dice))

    def learn(self, ran: ToolRan | None) -> None:
        """Remember the values of an outcome by their formats."""
        if ran is not None and not ran.outcome.refused:
            for found in harvest(self._world.tool(ran.call.tool).spec.returns, ran.outcome.value):
                self._found[found.format].append(found.value)

    def call(self) -> tuple[str, str]:
        """The name of a tool, and the text of a call of it that the original comes to an end with."""
        while True:
            tool, arguments = self._drawn()
            if not any(endless(tool.name, arguments) for endless in self._endless):
                return tool.name, self._text(tool, arguments)

    def _drawn(self) -> tuple[Tool, dict[str, Any]]:
        tool = self._pick()
        chance = self._rng.random()
        if chance < 0.08:
            return tool, self._malformed(tool)
        if chance < 0.14:
            return tool, self._arguments(tool, self._rng.choice((0.05, 0.6)))
        return self._spoilt(tool) if chance < 0.24 else self._working(tool)

    def _pick(self) -> Tool:
        """A tool, those seldom called so far before others."""
        few = self._rng.sample(self._tools, min(3, len(self._tools)))
        return min(few, key=lambda tool: self._counts[tool.name]) if self._rng.random() < 0.6 else few[0]

    def _working(self, tool: Tool) -> tuple[Tool, dict[str, Any]]:
        """A call that our environment does not refuse now, if one is found in a few tries; of this tool at first."""
        arguments: dict[str, Any] = {}
        for attempt in range(_TRIES):
            tool = tool if attempt < _TRIES // 2 else self._pick()
            arguments = self._arguments(tool, 0.05)
            if tool.bind(arguments) is None and not self._world.refuses(tool.name, arguments):
                break
        return tool, arguments

    def _spoilt(self, tool: Tool) -> tuple[Tool, dict[str, Any]]:
        """A call that would work but for one argument."""
        tool, arguments = self._working(tool)
        if arguments:
            name = self._rng.choice(list(arguments))
            properties: dict[str, Any] = tool.spec.parameters["properties"]  # type: ignore[assignment]
            tries = self._tries.get(f"{tool.name}.{name}") or self._tries.get(name) or ()
            arguments[name] = self._rng.choice([*tries, *_NOWHERE[self._kind(properties[name])]])
        return tool, arguments

    def _arguments(self, tool: Tool, odd: float) -> dict[str, Any]:
        properties: dict[str, Any] = tool.spec.parameters["properties"]  # type: ignore[assignment]
        wanted = [name for name in properties if name not in tool.defaults or self._rng.random() < 0.5]
        return {name: self._value(tool, name, properties[name], odd) for name in wanted}

    def _value(self, tool: Tool, name: str, schema: Mapping[str, Any], odd: float) -> Any:
        rng = self._rng
        pools = [
            self._known.get(f"{tool.name}.{name}") or self._known.get(schema.get("format", "")) or (),
            self._found.get(schema.get("format", ""), ())[-8:],
            self._tries.get(f"{tool.name}.{name}") or self._tries.get(name) or (),
            schema.get("enum") or (),
        ]
        filled = [pool for pool in pools if pool]
        if filled and rng.random() >= odd:
            return rng.choice(list(rng.choice(filled)))
        return rng.choice(_NOWHERE[self._kind(schema)])

    def _kind(self, schema: Mapping[str, Any]) -> str:
        kinds = [schema, *schema.get("anyOf", ())]
        return next((kind["type"] for kind in kinds if kind.get("type") in _NOWHERE), "string")

    def _malformed(self, tool: Tool) -> dict[str, Any]:
        """Arguments one of which is of a wrong type, too few or too many of them, or one of another name."""
        arguments = self._arguments(tool, 0.1)
        names = list(arguments)
        fault = self._rng.random()
        if names and fault < 0.7:
            arguments[self._rng.choice(names)] = self._rng.choice(_WRONG)
        elif names and fault < 0.85:
            del arguments[self._rng.choice(names)]
        else:
            arguments[self._rng.choice(("extra", "name", "self_"))] = 1
        return arguments

    def _text(self, tool: Tool, arguments: Mapping[str, Any]) -> str:
        """The call as a text; some arguments are given by position, as some of the benchmark's are."""
        names = list(tool.spec.parameters["properties"])  # type: ignore[arg-type]
        positional = 0
        if self._rng.random() < 0.15 and list(arguments) == names[: len(arguments)]:
            positional = self._rng.randint(0, len(arguments))
        parts = [
            repr(value) if place < positional else f"{name}={value!r}"
            for place, (name, value) in enumerate(arguments.items())
        ]
        return f"{tool.name}({', '.join(parts)})"
