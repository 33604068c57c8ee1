"""The place where an environment is tried out: opens worlds, does things in them, and remembers what came of it.

Every call that the search makes goes through `Lab.act`, and every one is looked at by the checks of single calls.
"""

from __future__ import annotations

import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from typing import TypeVar

from ...errors import FunreasonError, ToolBroken
from ...records import Effect, Event, Reacted, ToolRan
from ...sim import Dice, Environment, Episode, Scenario, Space, open_episode
from ...sim.values import Ledger
from .report import Fault
from .sources import Place, Sources
from .supply import Hand
from .trail import Act, Call, Start, Trail, Wait
from .watching import Watch

_Key = TypeVar("_Key")
_SPOILING = ("constraints", "observed")
"""Checks whose faults stay in the state, so that whatever comes after them would be blamed for them."""
_CHANGE = 6
_TOLD = 256
"""How many acts lie between two reports of progress."""


class Unopened(Exception):
    """A scenario could not be opened; `place` is where in the environment, as far as that is known."""

    def __init__(self, problem: str, place: Place | None) -> None:
        super().__init__(problem)
        self.place = place


@dataclass
class State:
    """A live episode, how it came to be, and what there is to draw arguments from. `over`: it cannot go on."""

    episode: Episode
    trail: Trail
    hand: Hand
    over: bool = False


@dataclass(frozen=True)
class Seen:
    """One act and all that was seen of it.

    `code` is the refusal's, `broken` what was raised with its place, `out` what it reached for outside the world;
    `fresh` says that it ran code that nothing had run before, or had an outcome that nothing had had before.
    `episode` is as the act left it while checks look at it, and not to be used later.
    """

    act: Act
    episode: Episode
    effects: tuple[Effect, ...] = ()
    code: str | None = None
    event: ToolRan | None = None
    broken: tuple[Exception, Place | None] | None = None
    out: tuple[tuple[Place, str], ...] = ()
    faults: tuple[Fault, ...] = ()
    fresh: bool = False
    kept: bool = False
    """Whether it was done in earnest, and not only tried."""

    @property
    def tool(self) -> str:
        """The tool that was called; empty when time passed."""
        return self.act.tool if isinstance(self.act, Call) else ""

    @property
    def returned(self) -> bool:
        """Whether it went well."""
        return self.event is not None and self.code is None


@dataclass
class Evidence:
    """What all acts have shown. `out` is what the functions of the scenarios reached for outside the world."""

    faults: dict[tuple[str, str, str, int], Fault] = field(default_factory=dict)
    returned: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    returns: dict[str, Trail] = field(default_factory=dict)
    reached: dict[tuple[str, str], Trail] = field(default_factory=dict)
    kept: set[tuple[str, str]] = field(default_factory=set)
    tables: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    out: dict[tuple[Place, str], tuple[str, Start]] = field(default_factory=dict)


class Lab:
    """One environment under watch. `spent` counts acts against `budget`."""

    def __init__(
        self,
        environment: Environment,
        checks: Sequence[Callable[[Lab, Seen], Iterable[Fault]]],
        budget: int,
        progress: Callable[[int], None],
    ) -> None:
        self.environment = environment
        self.sources = Sources(environment)
        self.watch = Watch(self.sources)
        self.watched = self.watch.environment()
        self.space = Space([self.watched])
        self.evidence = Evidence()
        self.budget = budget
        self.spent = 0
        self._checks = checks
        self._progress = progress

    @property
    def exhausted(self) -> bool:
        """Whether the budget is spent."""
        return self.spent >= self.budget

    def draw(self, seed: int) -> Start:
        """The start that `open_episode(environment, seed=seed)` has.

        Raises:
            Unopened: when no scenario can be drawn.
        """
        with self._opening(Start(seed, {}), "generate"):
            whole = self.space.generate(Dice(str(seed)).child("scenario"))
        part = whole[self.environment.name]
        return Start(seed, part if isinstance(part, dict) else {})

    def open(self, start: Start, space: Space | None = None) -> State:
        """A state at the start of a trail; in a space of its own, nothing is taken from an earlier opening.

        Raises:
            Unopened: when the scenario cannot be loaded.
        """
        space = space or self.space
        with self._opening(start, "load"):
            episode = open_episode(space, {self.environment.name: start.scenario}, seed=start.seed)
        with self._opening(start, "known"):
            known = self.watched.scenarios.known(episode.world, Dice(f"known {start.seed}"))
        ledger = Ledger({name: tool.spec.returns for name, tool in self.space.tools.items()})
        return State(episode, Trail(start), Hand(known, ledger, episode))

    def dump(self, state: State) -> Scenario:
        """The state as a document.

        Raises:
            Unopened: when it cannot be dumped.
        """
        with self._opening(state.trail.start, "dump"):
            return self.watched.scenarios.dump(state.episode.world)

    def afresh(self) -> Space:
        """A space of the same environment that has opened nothing yet."""
        return Space([self.watched])

    def fork(self, state: State) -> State:
        """An independent copy."""
        episode = state.episode.fork()
        return State(episode, state.trail, Hand(state.hand.known, state.hand.ledger.copy(), episode))

    def act(self, state: State, act: Act, *, keep: bool = True) -> Seen:
        """Do it, and remember what came of it; without `keep` it is taken back afterwards."""
        self.spent += 1
        if self.spent % _TOLD == 0:
            self._progress(self.spent)
        known = len(self.evidence.returns) + len(self.evidence.reached) + self.watch.reach
        seen = self.look(state, act, keep=keep)
        self._remember(seen, state.trail.then(act))
        if keep:
            _move(state, seen)
        now = len(self.evidence.returns) + len(self.evidence.reached) + self.watch.reach
        return replace(seen, fresh=now > known)

    def look(self, state: State, act: Act, *, keep: bool = True) -> Seen:
        """Do it, and see what came of it; nothing of it is remembered."""
        self.watch.drain()
        try:
            with nullcontext() if keep else state.episode.speculate():
                seen = self._done(state, act, keep)
            spoiled = seen.broken is not None or any(fault.check in _SPOILING for fault in seen.faults)
            state.over = keep and spoiled
            return seen
        except Exception as error:  # a tool that meddles with transactions breaks the engine itself
            state.over = True
            return self._judged(Seen(act, state.episode, broken=(error, self.blamed(error)), out=self._out()))

    def follow(self, trail: Trail) -> list[Seen]:
        """Go a trail again from its start, as far as it goes; nothing of it is remembered.

        Raises:
            Unopened: when its scenario cannot be loaded.
        """
        state = self.open(trail.start)
        seen: list[Seen] = []
        for act in trail.acts:
            if not state.over:
                seen.append(self.look(state, act))
                _move(state, seen[-1])
        return seen

    def blamed(self, error: BaseException) -> Place | None:
        """The innermost line of the environment that an error came through."""
        chain: list[BaseException] = [error]
        while (inner := chain[-1].__cause__ or chain[-1].__context__) is not None and inner not in chain:
            chain.append(inner)
        frames = [frame for part in chain for frame in traceback.extract_tb(part.__traceback__)]
        own = [(frame.filename, frame.lineno or 1) for frame in frames if frame.filename in self.sources.files]
        return own[-1] if own else None

    def _done(self, state: State, act: Act, keep: bool) -> Seen:
        try:
            events = _perform(state.episode, act)
        except ToolBroken as error:
            return self._judged(Seen(act, state.episode, broken=(error, self.blamed(error)), out=self._out()))
        ran = events[0] if isinstance(events[0], ToolRan) else None
        effects = tuple(e for event in events if isinstance(event, ToolRan | Reacted) for e in event.effects)
        code = ran.code if ran else None
        return self._judged(Seen(act, state.episode, effects, code, ran, out=self._out(), kept=keep))

    def _out(self) -> tuple[tuple[Place, str], ...]:
        return tuple(self.watch.drain())

    def _judged(self, seen: Seen) -> Seen:
        return replace(seen, faults=tuple(fault for check in self._checks for fault in check(self, seen)))

    def _remember(self, seen: Seen, trail: Trail) -> None:
        evidence = self.evidence
        for fault in seen.faults:
            known = evidence.faults.get(fault.key)
            if known is None or known.trail is None or _told(known.trail) > _told(trail):
                evidence.faults[fault.key] = replace(fault, trail=trail)
        if seen.event is None:
            return
        evidence.tables[seen.tool].update(effect.table for effect in seen.effects)
        if seen.code is None:
            evidence.returned[seen.tool] += 1
            _shorter(evidence.returns, seen.tool, trail)
            return
        evidence.refused[seen.tool] += 1
        _shorter(evidence.reached, (seen.tool, seen.code), trail)
        if seen.effects:
            evidence.kept.add((seen.tool, seen.code))

    @contextmanager
    def _opening(self, start: Start, what: str) -> Iterator[None]:
        self.watch.drain()
        try:
            yield
        except Exception as error:
            cause = error.__cause__ if isinstance(error, FunreasonError) and error.__cause__ else error
            told = str(cause) if isinstance(cause, FunreasonError) else f"{type(cause).__name__}: {cause}"
            raise Unopened(f"{what} does not work: {told}", self.blamed(error)) from error
        finally:
            for place, done in self.watch.drain():
                self.evidence.out.setdefault((place, done), (what, start))


def _perform(episode: Episode, act: Act) -> tuple[Event, ...]:
    return episode.advance(act.seconds) if isinstance(act, Wait) else (episode.call(act.tool, dict(act.arguments)),)


def _move(state: State, seen: Seen) -> None:
    state.trail = state.trail.then(seen.act)
    state.hand.moved()
    if seen.event is not None:
        call = seen.event.call
        state.hand.ledger.add(f"c{len(state.trail.acts)}", call.tool, call.arguments, seen.event.outcome)


def _shorter(known: dict[_Key, Trail], key: _Key, trail: Trail) -> None:
    """Remember the trail if it is the shortest; of equal ones, one that starts from what was drawn."""
    if key not in known or _length(known[key]) > _length(trail):
        known[key] = trail


def _length(trail: Trail) -> tuple[int, bool]:
    return len(trail.acts), bool(trail.start.change)


def _told(trail: Trail) -> int:
    """How much there is to tell: a scenario that nothing draws is worth several calls."""
    return len(trail.acts) + (_CHANGE if trail.start.change else 0)
