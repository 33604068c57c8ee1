"""An episode: one live world and its log, and the only thing that executes.

One episode is one SQLite database in memory. A call is one transaction: arguments validated, tool run, outcome text as
emitted, effects observed by the engine, event appended to the hash chain. Everything here is synchronous and
deterministic, and knows of no model and no graph.
"""

from __future__ import annotations

import json
import os
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import apsw

from ..errors import EpisodeOver, ToolBroken
from ..records import (
    AssistantSaid,
    Effect,
    EpisodeClosed,
    EpisodeOpened,
    Event,
    JsonValue,
    Outcome,
    Reacted,
    TimePassed,
    ToolRan,
    UserSaid,
)
from . import rows
from .boundary import STRICT, Boundary
from .chance import ChanceKind, source
from .dawn import DAWN
from .environment import Scenario, Space
from .image import GONE, Image, copy_of
from .past import Past, own
from .tool import Tool, emit
from .world import Refusal, World

T = TypeVar("T")
_STEPS = 50_000
_TICKS = 200  # of _STEPS virtual machine steps each: what one call may cost, whatever the machine


@dataclass(frozen=True)
class _Kept:
    """What stays the same throughout an episode; `image` where its database is a copy to be given back."""

    tables: dict[str, rows.Table]
    seed: str
    chance: ChanceKind
    boundary: Boundary
    image: Image | None

    def without_image(self) -> _Kept:
        """The same for a fork, whose database is its own."""
        return replace(self, image=None)


class Episode:
    """A running world. Make one with `open_episode`; end it with `close` or a `with` block.

    Raises:
        EpisodeOver: from every method that acts, once the episode is closed or a tool broke in it.
    """

    def __init__(self, space: Space, connection: apsw.Connection, past: Past, kept: _Kept) -> None:
        self.space = space
        self._connection = connection
        self._kept = kept
        self._past = past
        self._ticks = 0
        chance = source(kept.chance).open(connection, kept.seed)
        self._world = kept.boundary.world(connection, chance, past.now)
        connection.set_progress_handler(self._tick, _STEPS)
        connection.preupdate_hook(self._saw)

    @classmethod
    def begin(
        cls,
        space: Space,
        image: Image,
        seed: str,
        chance: ChanceKind,
        scenario: Scenario,
        boundary: Boundary = STRICT,
    ) -> Episode:
        """A new episode in a copy of an image; `open_episode` is the door to it."""
        connection = image.open()
        source(chance).prepare(connection, scenario)
        kept = _Kept(image.tables, seed, chance, boundary, image)
        episode = cls(space, connection, Past(image.digest, DAWN), kept)
        episode._past.note(
            EpisodeOpened,
            environments=tuple(environment.name for environment in space.environments),
            scenario=image.scenario,
            seed=seed,
            chance=chance,
        )
        return episode

    def call(self, tool: str, arguments: dict[str, JsonValue] | None = None) -> ToolRan:
        """Run one tool as one transaction and log it; a refusal is an outcome and changes no row.

        Raises:
            ToolBroken: when the tool raised what it did not mean to; the episode is then over.
        """
        if self._past.over is not None:
            self._living()
        given = own(arguments) if arguments else {}
        return self._past.ran(tool, given, *self._called(tool, given))

    def attempt(self, tool: str, arguments: dict[str, JsonValue]) -> Outcome:
        """What `call` would say now: the same execution, taken back and not logged."""
        with self.speculate():
            return self._called(tool, arguments)[0]

    @contextmanager
    def speculate(self) -> Iterator[None]:
        """Whatever happens in this block is taken back at its end: rows, log, clock and chance."""
        self._living()
        past, self._past = self._past, self._past.copy()
        self._connection.execute("SAVEPOINT speculation")
        try:
            yield
        finally:
            self._connection.execute("ROLLBACK TO speculation; RELEASE speculation")
            self._past, self._world._now = past, past.now

    def fork(self) -> Episode:
        """An independent copy of this world and its log, as of now."""
        self._living()
        return Episode(self.space, copy_of(self._connection), self._past.copy(), self._kept.without_image())

    def advance(self, seconds: int) -> tuple[Event, ...]:
        """Move the clock, running what falls due in order of (due time, seq); the events that this made.

        Raises:
            ValueError: for a negative number of seconds.
        """
        if seconds < 0:
            raise ValueError(f"time does not run backwards: advance({seconds})")
        self._living()
        end = self._past.now + seconds
        made: list[Event] = []
        while (due := self._next_due(end)) is not None:
            made += self._react(*due)
        made += self._pass_to(end)
        return tuple(made)

    def hear(self, text: str) -> UserSaid:
        """Log what the user says."""
        self._living()
        said: UserSaid = self._past.note(UserSaid, text=text)
        return said

    def say(self, thought: str, text: str = "") -> AssistantSaid:
        """Log what the assistant thinks and says."""
        self._living()
        said: AssistantSaid = self._past.note(AssistantSaid, thought=thought, text=text)
        return said

    def digest(self) -> str:
        """The digest of the world's rows, in hexadecimal: equal for equal worlds, however they came about."""
        past = self._past
        if past.changes:
            past.digest = rows.moved(past.digest, past.changes, self._kept.tables)
            past.changes = []
        return f"{past.digest:064x}"

    def events(self) -> tuple[Event, ...]:
        """The whole log, oldest first."""
        return tuple(self._past.log)

    @property
    def head(self) -> str:
        """The id of the newest event."""
        return self._past.head

    @property
    def world(self) -> World:
        """The world as tools see it; for scenarios and tests to read."""
        return self._world

    def dump(self) -> Scenario:
        """The world as a scenario document."""
        return {environment.name: environment.scenarios.dump(self._world) for environment in self.space.environments}

    def audit(self) -> str:
        """The digest computed anew from all rows; equals `digest()` unless something wrote behind the engine."""
        return f"{rows.full_digest(self._connection, self._kept.tables):064x}"

    def serialized(self) -> bytes:
        """The whole database, log included, as the bytes of a file that any SQLite tool opens."""
        self._connection.execute("SAVEPOINT file; DELETE FROM _log; UPDATE _clock SET now = ?", (self._past.now,))
        self._connection.executemany("INSERT INTO _log VALUES (?, ?)", self._past.bodies())
        try:
            return self._connection.serialize("main")
        finally:
            self._connection.execute("ROLLBACK TO file; RELEASE file")

    def save(self, path: Path) -> None:
        """Write the database to a file, whole or not at all."""
        temporary = path.with_name(path.name + ".part")
        temporary.write_bytes(self.serialized())
        os.replace(temporary, path)

    def close(self, reason: str = "done") -> None:
        """End the episode; a second close does nothing."""
        if self._past.over is None:
            self._past.note(EpisodeClosed, reason=reason)
            self._past.over = reason

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close("failed" if kind else "done")
        self.release()

    def release(self) -> None:
        """Let go of the database; what asks for rows after this raises."""
        connection, self._connection = self._connection, GONE
        if connection is GONE:
            return
        self._world._connection = GONE
        connection.preupdate_hook(None)
        connection.set_progress_handler(None)
        if self._kept.image is None or self._world._set:
            connection.close()
        else:
            self._kept.image.take_back(connection)

    def _living(self) -> None:
        if self._past.over is not None:
            raise EpisodeOver(f"this episode has ended: {self._past.over}")

    def _acted(self, owner: str, act: Callable[..., T], *arguments: Any) -> tuple[T, tuple[Effect, ...]]:
        """Do something that writes as one transaction, all or nothing where it raises, and see what it changes."""
        world, changes = self._world, self._past.changes
        before = len(changes)
        world._owner, world._cause, self._ticks = owner, len(self._past.log), 0
        world._act()
        try:
            done = act(*arguments)
        except BaseException as error:
            world._take_back()
            del changes[before:]
            if isinstance(error, ToolBroken):
                self._past.over = str(error)
            raise
        finally:
            world._settle()
        return done, rows.effects(changes[before:], self._kept.tables) if len(changes) > before else ()

    def _called(self, name: str, arguments: dict[str, JsonValue]) -> tuple[Outcome, tuple[Effect, ...]]:
        """One call as one transaction: what it came to, and what it changed."""
        tool = self.space.tools.get(name)
        if tool is None:
            return _refused("unknown_tool", f"There is no tool called {name}."), ()
        problem = self._kept.boundary.problem(tool, arguments)
        if problem:
            return _refused("invalid_arguments", f"Invalid arguments for {name}: {problem}"), ()
        return self._acted(tool.owner, self._run, tool, arguments)

    def _run(self, tool: Tool, arguments: dict[str, JsonValue]) -> Outcome:
        changes = len(self._past.changes)
        try:
            given = self._kept.boundary.given(tool, arguments)
            returned = tool.function(self._world, **given)
            return Outcome.made(text=self._kept.boundary.text(returned), code=None)
        except Refusal as refusal:
            if refusal.code not in tool.refusals:
                raise ToolBroken(
                    tool.name, arguments, tool.place, f"refuses with {refusal.code}, not in Refuses:"
                ) from None
            if refusal.code not in tool.keeps:
                self._world._take_back()
                del self._past.changes[changes:]
            return Outcome.made(text=emit(refusal.value), code=refusal.code)
        except ToolBroken:
            raise
        except Exception as error:
            outcome = self._kept.boundary.raised(tool, error)
            if outcome is None:
                raise ToolBroken(tool.name, arguments, _place(error), f"{type(error).__name__}: {error}") from error
            return outcome

    def _saw(self, update: apsw.PreUpdate) -> None:
        """Called by SQLite before it changes a row."""
        name = update.table_name
        if name in self._kept.tables:
            self._past.changes.append(rows.Change(name, update.old, update.new))

    def _next_due(self, end: int) -> tuple[int, int, str, str, str, int | None] | None:
        row = self._connection.execute(
            "SELECT seq, due_at, owner, handler, arguments, cause FROM _due WHERE due_at <= ? ORDER BY due_at, seq",
            (end,),
        ).fetchone()
        return row

    def _react(self, seq: int, due_at: int, owner: str, handler: str, arguments: str, cause: int | None) -> list[Event]:
        made = self._pass_to(due_at)
        given = json.loads(arguments)
        reason, effects = self._acted(owner, self._fired, seq, owner, handler, given)
        made.append(
            self._past.note(
                Reacted,
                handler=f"{owner}.{handler}",
                arguments=given,
                status="skipped" if reason else "fired",
                reason=reason,
                cause=cause,
                effects=effects,
            )
        )
        return made

    def _fired(self, seq: int, owner: str, handler: str, arguments: dict[str, Any]) -> str | None:
        """Take something off the list of what is due, and run its handler."""
        self._world.run("DELETE FROM _due WHERE seq = ?", seq)
        self._connection.execute("SAVEPOINT handler")
        try:
            return self._handle(owner, handler, arguments)
        finally:
            self._connection.execute("RELEASE handler")

    def _handle(self, owner: str, name: str, arguments: dict[str, Any]) -> str | None:
        """Run a handler; the reason it gave for not doing anything, if it refused."""
        environment = next(env for env in self.space.environments if env.name == owner)
        handler = environment.handlers.get(name)
        if handler is None:
            raise ToolBroken(name, arguments, owner, "is scheduled but not among the environment's handlers")
        changes = len(self._past.changes)
        try:
            handler(self._world, **arguments)
        except Refusal as refusal:
            self._connection.execute("ROLLBACK TO handler")
            del self._past.changes[changes:]
            return refusal.code
        except Exception as error:
            raise ToolBroken(name, arguments, _place(error), f"{type(error).__name__}: {error}") from error
        return None

    def _pass_to(self, at: int) -> list[Event]:
        seconds = at - self._past.now
        if seconds <= 0:
            return []
        self._past.now = self._world._now = at
        return [self._past.note(TimePassed, seconds=seconds)]

    def _tick(self) -> bool:
        """Called every so many steps of SQLite's machine; true stops a statement that runs away."""
        self._ticks += 1
        return self._ticks > _TICKS


def _refused(code: str, text: str) -> Outcome:
    return Outcome.made(text=emit({"error": text}), code=code)


def _place(error: BaseException) -> str:
    """Where a tool was when it broke: its own line, not that of the world that it asked."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".py")]
    own = [frame for frame in frames if frame.filename not in (__file__, World.one.__code__.co_filename)]
    place = next(iter(reversed(own or frames)), None)
    return f"{place.filename}:{place.lineno}" if place else "an unknown place"
