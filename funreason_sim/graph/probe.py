"""Learns the API graph by execution: on forks of states that random walks reach, which call makes another possible?

An `enables` edge A -> B stands for a refusal of B that goes away when A runs first, seen on a live state; the trial
that showed it is kept. A refusal whose code only changes is weaker evidence, and marked so. What was tried in vain is
counted as well: an edge that is not there has evidence too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..records import Edge, GraphRecord, JsonValue, Learned, ToolRan, Trial
from ..sim import Dice, Environment, Episode, Space, derive, open_episode
from .api import placed, supplied, supplies
from .pool import Binding, Pool
from .tally import Tally

Call = tuple[str, dict[str, JsonValue]]
WALKS = 48
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


@dataclass(frozen=True)
class Probed:
    """What probing one environment gave: the edges that it showed, and how often everything was tried."""

    learned: Learned
    tally: Tally


@dataclass
class _Probe:
    space: Space
    edges: dict[tuple[str, str, str, bool], Edge] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)
    writers: set[str] = field(default_factory=set)
    suppliers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By tool, those to call for values that it takes, where a call of it is to be brought about."""

    def walk(self, seed: str) -> None:
        """One random walk; every state on it is probed."""
        dice = Dice(derive(seed, "walk"))
        scenario = self.space.generate(Dice(derive(seed, "scenario")))
        with open_episode(self.space, scenario, seed=seed) as episode:
            pool = Pool(self.space, known_values(episode, Dice(derive(seed, "known"))))
            prefix: list[Call] = []
            self.tally.worlds += 1
            for _ in range(_LENGTH):
                self._probe(episode, pool, dice, seed, prefix)
                chosen = self._step(episode, pool, dice, {tool for tool, _ in prefix})
                if chosen is None:
                    return
                self._call(episode, pool, chosen, prefix)

    def _call(self, episode: Episode, pool: Pool, call: Call, prefix: list[Call]) -> ToolRan:
        event = episode.call(*call)
        pool.add(f"p{len(prefix)}", event)
        prefix.append(call)
        self.tally.outcomes[call[0]][event.code] += 1
        if event.effects:
            self.writers.add(call[0])
        return event

    def _attempt(self, episode: Episode, tool: str, arguments: dict[str, JsonValue]) -> str | None:
        """The code that a call is refused with here; None when it returns."""
        code = episode.attempt(tool, arguments).code
        self.tally.outcomes[tool][code] += 1
        return code

    def deepen(self, seed: str) -> None:
        """Bring about, by the edges known so far, states in which hard-won calls are legal; what do they enable?"""
        dice = Dice(derive(seed, "walk"))
        scenario = self.space.generate(Dice(derive(seed, "scenario")))
        self.tally.worlds += 1
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

    def supply(self, edge: Edge, seed: str) -> list[Call] | None:
        """Calls of which the last takes what one of the source returned, as an edge says; None when none were found."""
        dice = Dice(derive(seed, "walk"))
        with open_episode(self.space, seed=seed) as episode:
            pool = Pool(self.space, known_values(episode, Dice(derive(seed, "known"))))
            prefix: list[Call] = []
            binding = self._made_legal(episode, pool, edge.source, prefix, dice)
            if binding is None:
                return None
            ran = self._call(episode, pool, (edge.source, binding.arguments), prefix)
            returns = self.space.tools[edge.source].spec.returns
            values = dict.fromkeys(item.value for item in supplied(edge, returns, ran.value))
            fitting = [placed(edge, self.space.tools[edge.target].spec.parameters, value) for value in values]
            for given in fitting[:_TRIES]:
                taken = self._made_legal(episode, pool, edge.target, prefix, dice, given) if given else None
                if taken is not None:
                    return [*prefix, (edge.target, taken.arguments)]
        return None

    def _made_legal(
        self,
        episode: Episode,
        pool: Pool,
        tool: str,
        prefix: list[Call],
        dice: Dice,
        given: Mapping[str, JsonValue] | None = None,
    ) -> Binding | None:
        """A binding of a tool that returns, after the calls that its refusals are known to need."""
        for _ in range(_LENGTH):
            codes: set[str | None] = set()
            for binding in self._tries(pool, tool, dice, _DRAWS, given):
                codes.add(self._attempt(episode, tool, binding.arguments))
                if None in codes:
                    return binding
            known = [e.trial.enabler for e in self.edges.values() if e.trial and e.target == tool and e.code in codes]
            step = (
                dice.choice(known) if known else self._toward(tool, episode, pool, dice, {name for name, _ in prefix})
            )
            if step is not None:
                self._call(episode, pool, step, prefix)
        return None

    def _toward(self, tool: str, episode: Episode, pool: Pool, dice: Dice, called: set[str]) -> Call | None:
        """A call that supplies a tool with what it takes, where one is known and legal; any next call otherwise."""
        for name in dice.shuffled(self.suppliers.get(tool, ())):
            binding = pool.bind(self.space.tools[name].spec, dice)
            if binding is not None and self._attempt(episode, name, binding.arguments) is None:
                return name, binding.arguments
        return self._step(episode, pool, dice, called)

    def _step(self, episode: Episode, pool: Pool, dice: Dice, called: set[str]) -> Call | None:
        """The next call: often a known enabler, often one not called yet, so that walks go deep."""
        enablers = [edge.trial.enabler for edge in self.edges.values() if edge.trial and not edge.weak]
        if enablers and dice.chance(_DEEPER):
            known = dice.choice(enablers)
            if self._attempt(episode, *known) is None:
                return known
        tools = dice.shuffled(list(self.space.tools))
        if dice.chance(_FRESH):
            tools.sort(key=lambda tool: tool in called)
        for tool in tools:
            binding = pool.bind(self.space.tools[tool].spec, dice)
            if binding is not None and self._attempt(episode, tool, binding.arguments) is None:
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
                code = self._attempt(episode, name, binding.arguments)
                if code in tool.refusals and code not in seen:
                    seen.add(str(code))
                    yield (name, binding.arguments), str(code)

    def _tries(
        self, pool: Pool, tool: str, dice: Dice, count: int, given: Mapping[str, JsonValue] | None = None
    ) -> list[Binding]:
        drawn = [pool.bind(self.space.tools[tool].spec, dice, given=given or {}) for _ in range(count)]
        return [binding for binding in drawn if binding is not None]

    def _wanted(self, enabler: str, blocked: str, code: str) -> bool:
        if self.tally.idle[enabler] >= _IDLE and enabler not in self.writers:
            return False
        edge = self.edges.get((enabler, blocked, code, False))
        if edge is not None:
            return edge.observed < _ENOUGH
        return enabler != blocked and self.tally.tried[enabler, blocked, code] < _PATIENCE

    def _try(self, episode: Episode, seed: str, prefix: list[Call], enabler: Call, blocked: Call, code: str) -> None:
        with episode.speculate():
            ran = episode.call(*enabler)
            if ran.refused or not ran.effects:
                self.tally.idle[enabler[0]] += not ran.refused
                return
            self.writers.add(enabler[0])
            self.tally.tried[enabler[0], blocked[0], code] += 1
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


def probe(environment: Environment, walks: int = WALKS) -> Probed:
    """What execution shows of one environment, and how often what was tried; the same for the same tools."""
    space = Space([environment])
    probing = _Probe(space)
    for number in range(walks):
        probing.walk(derive(space.build, "probe", number))
    for number in range(walks // 3):
        probing.deepen(derive(space.build, "deepen", number))
    learned = sorted(probing.edges.values(), key=lambda e: (e.target, e.source, e.code or "", e.weak))
    strong = {(edge.source, edge.target) for edge in learned if not edge.weak}
    removable = {(edge.target, edge.code) for edge in learned if not edge.weak}
    edges = tuple(edge for edge in learned if not edge.weak or _telling(edge, strong, removable))
    return Probed(Learned(edges=edges, writers=tuple(sorted(probing.writers))), probing.tally)


def learn(environment: Environment, walks: int = WALKS) -> Learned:
    """The edges that execution shows of one environment."""
    return probe(environment, walks).learned


def supply(space: Space, known: Sequence[Edge], edge: Edge, seed: str) -> list[Call] | None:
    """Calls on the world of a seed in which a `supplies` edge is seen to hold, led there by the edges known."""
    enables = {(e.source, e.target, str(e.code), e.weak): e for e in known if e.kind == "enables"}
    suppliers: dict[str, list[str]] = {}
    for e in known:
        if e.kind == "supplies":
            suppliers.setdefault(e.target, []).append(e.source)
    return _Probe(space, enables, suppliers=suppliers).supply(edge, seed)


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


def learn_graph(space: Space, walks: int = WALKS) -> GraphRecord:
    """The graph of a space, learned now."""
    return graph_record(space, [learn(environment, walks) for environment in space.environments])
