"""Learns the API graph by execution: on forks of states that random walks reach, which call makes another possible?

An `enables` edge A -> B stands for a refusal of B that goes away when A runs first, seen on a live state; the trial
that showed it is kept. A refusal whose code only changes is weaker evidence, and marked so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..records import Edge, GraphRecord, JsonValue, Learned, ToolRan, Trial
from ..sim import Dice, Environment, Episode, Space, derive, open_episode
from .api import supplies
from .pool import Binding, Pool

Call = tuple[str, dict[str, JsonValue]]
_WALKS = 48
_LENGTH = 14
_TRIES = 2
_DRAWS = 6
_BLOCKED = 2
_ENOUGH = 3
_PATIENCE = 60
"""Tries of one tool against one refusal before it counts as no enabler of it."""
_DEEPER = 0.35
_FRESH = 0.5
_IDLE = 25
"""Tries of a tool that changed nothing before it counts as one that only reads."""


@dataclass
class _Probe:
    space: Space
    edges: dict[tuple[str, str, str, bool], Edge] = field(default_factory=dict)
    tried: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    idle: Counter[str] = field(default_factory=Counter)
    writers: set[str] = field(default_factory=set)

    def walk(self, seed: str) -> None:
        """One random walk; every state on it is probed."""
        dice = Dice(derive(seed, "walk"))
        scenario = self.space.generate(Dice(derive(seed, "scenario")))
        with open_episode(self.space, scenario, seed=seed) as episode:
            pool = Pool(self.space, known_values(episode, Dice(derive(seed, "known"))))
            prefix: list[Call] = []
            for number in range(_LENGTH):
                self._probe(episode, pool, dice, seed, prefix)
                chosen = self._step(episode, pool, dice, {tool for tool, _ in prefix})
                if chosen is None:
                    return
                self._record(pool, number, episode.call(*chosen))
                prefix.append(chosen)

    def _record(self, pool: Pool, number: int, event: ToolRan) -> None:
        pool.add(f"p{number}", event)
        if event.effects:
            self.writers.add(event.call.tool)

    def deepen(self, seed: str) -> None:
        """Bring about, by the edges known so far, states in which hard-won calls are legal; what do they enable?"""
        dice = Dice(derive(seed, "walk"))
        scenario = self.space.generate(Dice(derive(seed, "scenario")))
        for enabler in sorted({edge.target for edge in self.edges.values() if not edge.weak}):
            with open_episode(self.space, scenario, seed=seed) as episode:
                pool = Pool(self.space, known_values(episode, Dice(derive(seed, "known"))))
                prefix: list[Call] = []
                binding = self._made_legal(episode, pool, enabler, prefix, dice)
                if binding is None:
                    continue
                for blocked, code in self._blocked(episode, pool, dice):
                    if blocked[0] != enabler:
                        self._try(episode, seed, prefix, (enabler, binding.arguments), blocked, code)

    def _made_legal(self, episode: Episode, pool: Pool, tool: str, prefix: list[Call], dice: Dice) -> Binding | None:
        """A binding of a tool that returns, after the calls that its refusals are known to need."""
        for number in range(_LENGTH):
            codes: set[str | None] = set()
            for binding in self._tries(pool, tool, dice, _DRAWS):
                codes.add(episode.attempt(tool, binding.arguments).code)
                if None in codes:
                    return binding
            known = [e.trial.enabler for e in self.edges.values() if e.trial and e.target == tool and e.code in codes]
            step = dice.choice(known) if known else self._step(episode, pool, dice, {name for name, _ in prefix})
            if step is not None:
                self._record(pool, number, episode.call(*step))
                prefix.append(step)
        return None

    def _step(self, episode: Episode, pool: Pool, dice: Dice, called: set[str]) -> Call | None:
        """The next call: often a known enabler, often one not called yet, so that walks go deep."""
        enablers = [edge.trial.enabler for edge in self.edges.values() if edge.trial and not edge.weak]
        if enablers and dice.chance(_DEEPER):
            known = dice.choice(enablers)
            if not episode.attempt(*known).refused:
                return known
        tools = dice.shuffled(list(self.space.tools))
        if dice.chance(_FRESH):
            tools.sort(key=lambda tool: tool in called)
        for tool in tools:
            binding = pool.bind(self.space.tools[tool].spec, dice)
            if binding is not None and not episode.attempt(tool, binding.arguments).refused:
                return tool, binding.arguments
        return None

    def _probe(self, episode: Episode, pool: Pool, dice: Dice, seed: str, prefix: list[Call]) -> None:
        for blocked, code in self._blocked(episode, pool, dice):
            for enabler in self.space.tools:
                if not self._wanted(enabler, blocked[0], code):
                    continue
                for binding in self._tries(pool, enabler, dice, _TRIES):
                    self._try(episode, seed, prefix, (enabler, binding.arguments), blocked, code)

    def _blocked(self, episode: Episode, pool: Pool, dice: Dice) -> Iterator[tuple[Call, str]]:
        """Calls that are refused here, a few for each tool."""
        for name, tool in self.space.tools.items():
            seen: set[str] = set()
            for _ in range(_BLOCKED if tool.refusals else 0):
                binding = pool.bind(tool.spec, dice)
                if binding is None:
                    break
                code = episode.attempt(name, binding.arguments).code
                if code in tool.refusals and code not in seen:
                    seen.add(str(code))
                    yield (name, binding.arguments), str(code)

    def _tries(self, pool: Pool, tool: str, dice: Dice, count: int) -> list[Binding]:
        drawn = [pool.bind(self.space.tools[tool].spec, dice) for _ in range(count)]
        return [binding for binding in drawn if binding is not None]

    def _wanted(self, enabler: str, blocked: str, code: str) -> bool:
        if self.idle[enabler] >= _IDLE and enabler not in self.writers:
            return False
        edge = self.edges.get((enabler, blocked, code, False))
        if edge is not None:
            return edge.observed < _ENOUGH
        return enabler != blocked and self.tried[enabler, blocked, code] < _PATIENCE

    def _try(self, episode: Episode, seed: str, prefix: list[Call], enabler: Call, blocked: Call, code: str) -> None:
        with episode.speculate():
            ran = episode.call(*enabler)
            if ran.refused or not ran.effects:
                self.idle[enabler[0]] += not ran.refused
                return
            self.writers.add(enabler[0])
            self.tried[enabler[0], blocked[0], code] += 1
            after = episode.attempt(*blocked).code
        if after == code:
            return
        key = (enabler[0], blocked[0], code, after is not None)
        edge = self.edges.get(key)
        if edge is not None:
            self.edges[key] = edge.model_copy(update={"observed": edge.observed + 1})
            return
        trial = Trial(
            space=self.space.name,
            scenario_seed=seed,
            prefix=tuple(prefix),
            enabler=enabler,
            blocked=blocked,
            code_before=code,
            code_after=after,
        )
        self.edges[key] = Edge(
            kind="enables",
            source=enabler[0],
            target=blocked[0],
            code=code,
            weak=after is not None,
            observed=1,
            trial=trial,
        )


def known_values(episode: Episode, dice: Dice) -> dict[str, list[JsonValue]]:
    """What a user of this world could say, over all its environments."""
    pools: dict[str, list[JsonValue]] = {}
    for environment in episode.space.environments:
        drawn = environment.scenarios.known(episode.world, dice.child(environment.name))
        pools.update({name: list(values) for name, values in drawn.items()})
    return pools


def learn(environment: Environment, walks: int = _WALKS) -> Learned:
    """What execution shows of one environment; the same for the same tools."""
    space = Space([environment])
    probe = _Probe(space)
    for number in range(walks):
        probe.walk(derive(space.build, "probe", number))
    for number in range(walks // 3):
        probe.deepen(derive(space.build, "deepen", number))
    learned = sorted(probe.edges.values(), key=lambda e: (e.target, e.source, e.code or "", e.weak))
    strong = {(edge.source, edge.target) for edge in learned if not edge.weak}
    removable = {(edge.target, edge.code) for edge in learned if not edge.weak}
    edges = tuple(edge for edge in learned if not edge.weak or _telling(edge, strong, removable))
    return Learned(edges=edges, writers=tuple(sorted(probe.writers)))


def _telling(edge: Edge, strong: set[tuple[str, str]], removable: set[tuple[str, str | None]]) -> bool:
    """Whether a weak edge adds something: no strong one says as much, and the code it leads to can go too."""
    led_to = edge.trial.code_after if edge.trial else None
    return (edge.source, edge.target) not in strong and (edge.target, led_to) in removable


def graph_record(space: Space, learned: Sequence[Learned]) -> GraphRecord:
    """The graph of a space, from what was learned of its environments; `supplies` edges cross between them.

    Environments share no table, so none enables a call of another.
    """
    return GraphRecord(
        space=space.name,
        environments=space.build,
        tools=tuple(space.tools),
        writers=tuple(name for part in learned for name in part.writers),
        edges=(*supplies(space), *(edge for part in learned for edge in part.edges)),
    )


def learn_graph(space: Space, walks: int = _WALKS) -> GraphRecord:
    """The graph of a space, learned now."""
    return graph_record(space, [learn(environment, walks) for environment in space.environments])
