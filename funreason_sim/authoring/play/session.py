"""What is played: branches of a world, each a line of states that acts led to.

A state is an episode that is never acted on again: every act runs on a fork of it. So undoing is looking at an earlier
state, redoing at a later one, and a new branch shares the states it begins with; nothing is ever executed a second way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from ...errors import UsageError
from ...records import Event, JsonValue, Reacted, ToolRan
from ...sim import Dice, Episode, Scenario, Space, open_episode
from .syntax import written

MAIN = "main"


@dataclass(frozen=True)
class Act:
    """One thing that was done: a call, or time that passed; with the events it made."""

    events: tuple[Event, ...]
    seconds: int = 0
    """How far the clock was advanced, by an act that is no call."""

    @property
    def call(self) -> ToolRan | None:
        """The call, if it was one."""
        first = self.events[0] if self.events else None
        return first if isinstance(first, ToolRan) else None

    @property
    def reactions(self) -> tuple[Reacted, ...]:
        """What fell due meanwhile."""
        return tuple(event for event in self.events if isinstance(event, Reacted))

    @property
    def line(self) -> str:
        """How it is written."""
        ran = self.call
        return written(ran.call.tool, ran.call.arguments) if ran else f"advance {self.seconds}"


@dataclass(frozen=True)
class State:
    """A world at rest, and the act that led to it; None at the beginning."""

    episode: Episode
    act: Act | None = None


@dataclass
class Branch:
    """A line of states; those behind `at` were undone and can be redone."""

    name: str
    states: list[State]
    at: int = 0

    @property
    def acts(self) -> tuple[Act, ...]:
        """What was done so far, undone acts left out."""
        return tuple(state.act for state in self.states[: self.at + 1] if state.act is not None)

    def grow(self, state: State) -> None:
        """Go on to a new state; what was undone before is gone."""
        self.states = [*self.states[: self.at + 1], state]
        self.at += 1


@dataclass
class Session:
    """A world being played: `with Session.begin(space, seed="7") as session: session.call("lockDoors", {...})`."""

    space: Space
    seed: str
    scenario: Scenario
    branches: dict[str, Branch] = field(default_factory=dict)
    current: str = MAIN

    @classmethod
    def begin(cls, space: Space, seed: str, scenario: Scenario | None = None) -> Session:
        """A session at the beginning of a world; the scenario is drawn from the seed when None.

        Raises:
            ScenarioError: for a document that an environment refuses.
        """
        document = space.generate(Dice(seed).child("scenario")) if scenario is None else scenario
        session = cls(space, seed, document)
        session.branches[MAIN] = Branch(MAIN, [State(open_episode(space, document, seed=seed))])
        return session

    @property
    def branch(self) -> Branch:
        """The branch that is played now."""
        return self.branches[self.current]

    @property
    def episode(self) -> Episode:
        """The world as of now; to be read, not to be acted on."""
        return self.branch.states[self.branch.at].episode

    def call(self, tool: str, arguments: dict[str, JsonValue]) -> Act:
        """Call a tool.

        Raises:
            ToolBroken: when the tool raised what it did not mean to; nothing has changed then.
        """
        return self._act(lambda episode: Act((episode.call(tool, arguments),)))

    def advance(self, seconds: int) -> Act:
        """Let time pass; what falls due happens."""
        return self._act(lambda episode: Act(episode.advance(seconds), seconds))

    def _act(self, do: Callable[[Episode], Act]) -> Act:
        episode = self.episode.fork()
        act = do(episode)
        self.branch.grow(State(episode, act))
        return act

    def undo(self, count: int = 1) -> tuple[Act, ...]:
        """Go back over so many acts; those, the latest first.

        Raises:
            UsageError: when there are not so many.
        """
        acts = self.branch.acts
        if count > len(acts):
            raise UsageError(f"there {_acts(len(acts))} to undo on branch {self.current}")
        self.branch.at -= count
        return tuple(reversed(acts[len(acts) - count :]))

    def redo(self, count: int = 1) -> tuple[Act, ...]:
        """Go forward again over so many undone acts; those, in order.

        Raises:
            UsageError: when there are not so many.
        """
        undone = [state.act for state in self.branch.states[self.branch.at + 1 :] if state.act is not None]
        if count > len(undone):
            raise UsageError(f"there {_acts(len(undone))} to redo on branch {self.current}")
        self.branch.at += count
        return tuple(undone[:count])

    def fork(self, name: str) -> None:
        """Begin a branch here and go on in it.

        Raises:
            UsageError: when there is one of that name.
        """
        if name in self.branches:
            raise UsageError(f"there is a branch {name} already; switch {name} goes to it")
        self.branches[name] = Branch(name, self.branch.states[: self.branch.at + 1], self.branch.at)
        self.current = name

    def switch(self, name: str) -> None:
        """Go to another branch, where it was left.

        Raises:
            UsageError: when there is none of that name.
        """
        if name not in self.branches:
            raise UsageError(f"there is no branch {name}; there are: {', '.join(self.branches)}")
        self.current = name

    def replayed(self, space: Space) -> Session:
        """The same acts in a space that may have changed: every branch from its beginning, undone acts left out.

        Raises:
            ToolBroken, ScenarioError: when they can no longer be done.
        """
        drawn = self.space.generate(Dice(self.seed).child("scenario")) == self.scenario
        other = Session.begin(space, self.seed, None if drawn else self.scenario)
        start = other.branch.states[0]
        for branch in self.branches.values():
            other.current = branch.name
            other.branches[branch.name] = Branch(branch.name, [start])
            for act in branch.acts:
                _again(other, act)
        other.current = self.current
        return other

    def close(self) -> None:
        """Let go of every world."""
        for branch in self.branches.values():
            for state in branch.states:
                state.episode.__exit__(None, None, None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def _again(session: Session, act: Act) -> None:
    ran = act.call
    if ran is None:
        session.advance(act.seconds)
    else:
        session.call(ran.call.tool, ran.call.arguments)


def _acts(count: int) -> str:
    return "is nothing" if count == 0 else "is 1 act" if count == 1 else f"are {count} acts"
