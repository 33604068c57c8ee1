"""Walks: the directed sampler of the paper (Eq. 2) and a random one, executing as they go.

Eq. 2, for a target T_a: a random legal tool once T_a has been called; T_a itself when it is legal; otherwise the legal
tool with the smallest graph distance to T_a. Legal is what an execution says: the call is tried on the live state and
taken back. Arguments are drawn, and among several draws one that makes the target legal next is preferred.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from ..records import Step, ToolRan, canonical
from ..sim import Dice, Episode
from .api import FAR, ApiGraph
from .pool import Binding, Origin, Pool

_DRAWS = 8
_LOOKAHEAD = 6
_GOING_ON = 0.6
_FED = 0.8
Sampler = Literal["directed", "random"]


class WalkFailed(Exception):
    """The walk could not go on; the message is the reason."""


@dataclass(frozen=True)
class Walked:
    """One call of a walk."""

    id: str
    event: ToolRan
    origins: dict[str, Origin]


@dataclass
class Walk:
    """The calls of one turn, in order, on the throw-away episode they ran in."""

    target: str | None
    steps: list[Walked] = field(default_factory=list)

    @property
    def reached(self) -> bool:
        """Whether the target was called."""
        return self.target is None or any(step.event.call.tool == self.target for step in self.steps)


class _Walker:
    def __init__(self, episode: Episode, graph: ApiGraph, pool: Pool, dice: Dice, past: set[str]) -> None:
        self.episode = episode
        self.graph = graph
        self.pool = pool.copy()
        self.dice = dice
        self.past = set(past)
        self.here: dict[str, int] = {}
        self.mine: set[str] = set()
        self.fed: dict[str, str] = {}
        """Parameters of the target that calls of this turn are to supply, with their formats."""

    def demand(self, target: str, calls: int) -> None:
        """Draw which prerequisites the target is to have in this turn, as far as there are calls for them."""
        inverses = self.episode.space.inverses
        opaque = self.episode.space.opaque
        options = {
            edge.parameter: edge.format
            for edge in self.graph.feedable(target, inverses)
            if edge.format not in opaque and self._taken_whole(target, str(edge.parameter), edge.format)
        }
        lacking = [fmt for fmt in self._needs(target, set()) if not self.pool.given(fmt)]
        room = calls - 1 - len(lacking)
        for parameter, fmt in self.dice.shuffled(sorted(options.items(), key=str)):
            if len(self.fed) < room and self.dice.chance(_FED):
                self.fed[str(parameter)] = str(fmt)

    def _taken_whole(self, tool: str, parameter: str, fmt: str | None) -> bool:
        """Whether a parameter takes such a value by itself, and not among others in a list."""
        properties: Any = self.episode.space.tools[tool].spec.parameters["properties"]
        return bool(properties[parameter].get("format") == fmt)

    def legal(self, tool: str, draws: int = _DRAWS, fed: Collection[str] = ()) -> list[Binding]:
        """Bindings of a tool that return when tried now and are new to the trajectory."""
        spec = self.episode.space.tools[tool].spec
        found: list[Binding] = []
        seen: set[str] = set()
        for _ in range(draws):
            binding = self.pool.bind(spec, self.dice, fed, self.mine)
            if binding is None:
                return found
            key = canonical([tool, binding.arguments])
            if key in seen or key in self.past:
                continue
            seen.add(key)
            if not self.episode.attempt(tool, binding.arguments).refused:
                found.append(binding)
        return found

    def first_legal(self, tools: Sequence[str]) -> tuple[str, Binding] | None:
        for tool in tools:
            bindings = self.legal(tool, 3)
            if bindings:
                return tool, bindings[0]
        return None

    def toward(self, target: str) -> tuple[str, Binding] | None:
        """Eq. 2's second and third case."""
        bindings = self.legal(target, fed=self.fed)
        if bindings:
            return target, bindings[0]
        near = [tool for tool in self.dice.shuffled(self.graph.record.tools) if tool != target]
        near = [tool for tool in near if self.graph.distance(tool, target) < FAR]
        near.sort(key=lambda tool: (self.graph.distance(tool, target), self.here.get(tool, 0)))
        options = [(tool, binding) for tool in near for binding in self.legal(tool, _LOOKAHEAD)]
        return next((option for option in options if self._opens(option, target)), self._useful(options, target))

    def _opens(self, option: tuple[str, Binding], target: str) -> bool:
        """Whether the target is legal right after this call."""
        tool, binding = option
        with self.episode.speculate():
            ran = self.episode.call(tool, binding.arguments)
            ahead = self.pool.copy()
            ahead.add("?", ran)
            spec = self.episode.space.tools[target].spec
            drawn = [ahead.bind(spec, self.dice, self.fed, {*self.mine, "?"}) for _ in range(_LOOKAHEAD)]
            return any(b is not None and not self.episode.attempt(target, b.arguments).refused for b in drawn)

    def _useful(self, options: list[tuple[str, Binding]], target: str) -> tuple[str, Binding] | None:
        """The nearest option that brings the target something it lacks: a format without a value, or a change."""
        lacking: set[str | None] = {fmt for fmt in self._needs(target, set()) if not self.pool.given(fmt)}
        if not lacking:
            lacking = set(self._unfed())
        for tool, binding in options:
            given = {edge.format for edge in self.graph.record.edges if edge.source == tool and edge.kind == "supplies"}
            if given & lacking:
                return tool, binding
        return options[0] if options else None

    def _unfed(self) -> list[str]:
        """The formats of which this turn has not returned enough values yet."""
        formats = list(self.fed.values())
        have = {fmt: sum(item.call in self.mine for item in self.pool.given(fmt)) for fmt in formats}
        return [fmt for fmt in formats if have[fmt] < formats.count(fmt)]

    def _needs(self, tool: str, seen: set[str]) -> set[str]:
        """The opaque formats that a tool takes, and those that their suppliers take."""
        if tool in seen:
            return set()
        seen.add(tool)
        opaque = self.episode.space.opaque
        edges = [e for e in self.graph.before(tool) if e.kind == "enables" or e.format in opaque]
        own = {edge.format for edge in edges if edge.format}
        return own.union(*(self._needs(edge.source, seen) for edge in edges))

    def run(self, name: str, tool: str, binding: Binding) -> Walked:
        event = self.episode.call(tool, binding.arguments)
        if event.refused:
            raise WalkFailed(f"{tool} was refused after it had been tried: {event.code}")
        self.past.add(canonical([tool, binding.arguments]))
        self.here[tool] = self.here.get(tool, 0) + 1
        self.pool.add(name, event)
        self.mine.add(name)
        return Walked(name, event, binding.origins)


def walk_turn(
    episode: Episode,
    graph: ApiGraph,
    pool: Pool,
    dice: Dice,
    *,
    target: str | None,
    calls: int,
    first: int = 0,
    sampler: Sampler = "directed",
    past: Sequence[Step] = (),
) -> Walk:
    """Walk one turn of `calls` calls on an episode that may be thrown away.

    Args:
        pool: the values at hand; not changed.
        target: the tool to be directed at (T_a); the random sampler ignores it.
        first: number of the first call: ids are `r{first}`, ...
        past: what ran before, not to be repeated.

    Raises:
        WalkFailed: when no legal call is left before there are enough.
    """
    walker = _Walker(episode, graph, pool, dice, {canonical([e.tool, e.arguments]) for e in past})
    walk = Walk(target if sampler == "directed" else None)
    if walk.target is not None:
        walker.demand(walk.target, calls)
    while len(walk.steps) < calls:
        called = walk.target is None or walk.target in walker.here
        chosen = walker.first_legal(_fillers(walker)) if called else walker.toward(str(walk.target))
        if chosen is None:
            raise WalkFailed(f"no legal call leads on to {walk.target}" if not called else "no legal call is left")
        walk.steps.append(walker.run(f"r{first + len(walk.steps)}", *chosen))
    return walk


def _fillers(walker: _Walker) -> list[str]:
    """All tools in drawn order, those not yet called in this turn first; often those first that go on from it."""
    tools = sorted(walker.dice.shuffled(walker.graph.record.tools), key=lambda tool: walker.here.get(tool, 0))
    if walker.dice.chance(_GOING_ON):
        next_ones = {edge.target for edge in walker.graph.record.edges if edge.source in walker.here and not edge.weak}
        tools.sort(key=lambda tool: tool in walker.here or tool not in next_ones)
    return tools
