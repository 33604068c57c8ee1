"""An episode: one live world and its log, and the only thing that executes.

One episode is one SQLite database in memory. A call is one transaction: arguments validated, tool run, outcome text as
emitted, effects observed by the engine, event appended to the hash chain. Everything here is synchronous and
deterministic, and knows of no model and no graph.
"""

from __future__ import annotations

import json
import os
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import apsw
from pydantic_core import PydanticSerializationError

from ..errors import EpisodeOver, ToolBroken
from ..records import (
    EVENT,
    GENESIS,
    AssistantSaid,
    Effect,
    EpisodeClosed,
    EpisodeOpened,
    Event,
    JsonValue,
    Outcome,
    Reacted,
    Record,
    TimePassed,
    ToolCall,
    ToolRan,
    UserSaid,
    digest_of,
    link,
)
from . import rows
from .boundary import STRICT, Boundary
from .chance import ChanceKind, source
from .environment import Scenario, Space
from .image import Image, connect
from .tool import Tool, emit
from .world import Refusal, World

_STEPS = 50_000
_TICKS = 200  # of _STEPS virtual machine steps each: what one call may cost, whatever the machine


class Episode:
    """A running world. Make one with `open_episode`; end it with `close` or a `with` block.

    Raises:
        EpisodeOver: from every method that acts, once the episode is closed or a tool broke in it.
    """

    def __init__(
        self,
        space: Space,
        connection: apsw.Connection,
        tables: dict[str, rows.Table],
        digest: int,
        chance: ChanceKind = "counter",
        seed: str = "",
        boundary: Boundary = STRICT,
    ) -> None:
        self.space = space
        self._connection = connection
        self._tables = tables
        self._digest = digest
        self._head = GENESIS
        self._seq = 0
        self._seed = seed
        self._chance = chance
        self._boundary = boundary
        self._over: str | None = None
        self._ticks = 0
        self._world = boundary.world(connection, source(chance).open(connection, seed))
        connection.set_progress_handler(self._tick, _STEPS)

    @classmethod
    def begin(
        cls,
        space: Space,
        image: Image,
        scenario: Scenario,
        seed: str,
        chance: ChanceKind,
        boundary: Boundary = STRICT,
    ) -> Episode:
        """A new episode in a copy of an image; `open_episode` is the door to it."""
        connection = connect(image.data)
        source(chance).prepare(connection, scenario)
        episode = cls(space, connection, image.tables, image.digest, chance, seed, boundary)
        with episode._transaction():
            episode._append(
                EpisodeOpened,
                environments=tuple(environment.name for environment in space.environments),
                scenario=digest_of(scenario),
                seed=seed,
                chance=chance,
            )
        return episode

    def call(self, tool: str, arguments: dict[str, JsonValue] | None = None) -> ToolRan:
        """Run one tool as one transaction and log it; a refusal is an outcome and changes no row.

        Raises:
            ToolBroken: when the tool raised what it did not mean to; the episode is then over.
        """
        with self._transaction():
            outcome, effects = self._execute(tool, arguments or {})
            call = ToolCall.model_construct(tool=tool, arguments=arguments or {})
            ran: ToolRan = self._append(ToolRan, call=call, outcome=outcome, effects=effects)
        return ran

    def attempt(self, tool: str, arguments: dict[str, JsonValue]) -> Outcome:
        """What `call` would say now: the same execution, taken back and not logged."""
        with self.speculate():
            return self._execute(tool, arguments)[0]

    @contextmanager
    def speculate(self) -> Iterator[None]:
        """Whatever happens in this block is taken back at its end: rows, log, clock and chance."""
        self._living()
        kept = (self._digest, self._head, self._seq, self._over)
        self._connection.execute("SAVEPOINT speculation")
        try:
            yield
        finally:
            self._connection.execute("ROLLBACK TO speculation; RELEASE speculation")
            self._digest, self._head, self._seq, self._over = kept

    def fork(self) -> Episode:
        """An independent copy of this world and its log, as of now."""
        self._living()
        connection = connect(self._connection.serialize("main"))
        twin = Episode(self.space, connection, self._tables, self._digest, self._chance, self._seed, self._boundary)
        twin._head, twin._seq = self._head, self._seq
        return twin

    def advance(self, seconds: int) -> tuple[Event, ...]:
        """Move the clock, running what falls due in order of (due time, seq); the events that this made.

        Raises:
            ValueError: for a negative number of seconds.
        """
        if seconds < 0:
            raise ValueError(f"time does not run backwards: advance({seconds})")
        self._living()
        end = self._world._seconds() + seconds
        made: list[Event] = []
        while (due := self._next_due(end)) is not None:
            made += self._react(*due)
        made += self._pass_to(end)
        return tuple(made)

    def hear(self, text: str) -> UserSaid:
        """Log what the user says."""
        with self._transaction():
            said: UserSaid = self._append(UserSaid, text=text)
        return said

    def say(self, thought: str, text: str = "") -> AssistantSaid:
        """Log what the assistant thinks and says."""
        with self._transaction():
            said: AssistantSaid = self._append(AssistantSaid, thought=thought, text=text)
        return said

    def digest(self) -> str:
        """The digest of the world's rows, in hexadecimal: equal for equal worlds, however they came about."""
        return f"{self._digest:064x}"

    def events(self) -> tuple[Event, ...]:
        """The whole log, oldest first."""
        bodies = self._connection.execute("SELECT body FROM _log ORDER BY seq").fetchall()
        return tuple(EVENT.validate_python(json.loads(str(body))) for (body,) in bodies)

    @property
    def head(self) -> str:
        """The id of the newest event."""
        return self._head

    @property
    def world(self) -> World:
        """The world as tools see it; for scenarios and tests to read."""
        return self._world

    def dump(self) -> Scenario:
        """The world as a scenario document."""
        return {environment.name: environment.scenarios.dump(self._world) for environment in self.space.environments}

    def audit(self) -> str:
        """The digest computed anew from all rows; equals `digest()` unless something wrote behind the engine."""
        return f"{rows.full_digest(self._connection, self._tables):064x}"

    def serialized(self) -> bytes:
        """The whole database, log included, as the bytes of a file that any SQLite tool opens."""
        return self._connection.serialize("main")

    def save(self, path: Path) -> None:
        """Write the database to a file, whole or not at all."""
        temporary = path.with_name(path.name + ".part")
        temporary.write_bytes(self.serialized())
        os.replace(temporary, path)

    def close(self, reason: str = "done") -> None:
        """End the episode; a second close does nothing."""
        if self._over is None:
            with self._transaction():
                self._append(EpisodeClosed, reason=reason)
            self._over = reason

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close("failed" if kind else "done")
        self._connection.close()

    def _living(self) -> None:
        if self._over is not None:
            raise EpisodeOver(f"this episode has ended: {self._over}")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._living()
        kept = (self._digest, self._head, self._seq)
        self._connection.execute("SAVEPOINT act")
        try:
            yield
        except BaseException as error:
            self._connection.execute("ROLLBACK TO act; RELEASE act")
            self._digest, self._head, self._seq = kept
            if isinstance(error, ToolBroken):
                self._over = str(error)
            raise
        self._connection.execute("RELEASE act")

    def _append(self, kind: type[Any], **body: Any) -> Any:
        at = self._world._seconds()
        self._head = link(
            self._head, {"seq": self._seq, "at": at, **{n: _plain(v) for n, v in body.items() if n != "effects"}}
        )
        event = kind.model_construct(id=self._head, seq=self._seq, at=at, **body)
        self._connection.execute("INSERT INTO _log VALUES (?, ?)", (self._seq, _text(event)))
        self._seq += 1
        return event

    def _execute(self, name: str, arguments: dict[str, JsonValue]) -> tuple[Outcome, tuple[Effect, ...]]:
        tool = self.space.tools.get(name)
        if tool is None:
            return _refused("unknown_tool", f"There is no tool called {name}."), ()
        problem = self._boundary.problem(tool, arguments)
        if problem:
            return _refused("invalid_arguments", f"Invalid arguments for {name}: {problem}"), ()
        return self._observed(tool.owner, lambda: self._run(tool, arguments))

    def _run(self, tool: Tool, arguments: dict[str, JsonValue]) -> Outcome:
        try:
            given = self._boundary.given(tool, arguments)
            return Outcome.model_construct(text=emit(tool.function(self._world, **given)))
        except Refusal as refusal:
            if refusal.code not in tool.refusals:
                raise ToolBroken(
                    tool.name, arguments, tool.place, f"refuses with {refusal.code}, not in Refuses:"
                ) from None
            if refusal.code not in tool.keeps:
                self._connection.execute("ROLLBACK TO observed")
            return Outcome.model_construct(text=emit(refusal.value), code=refusal.code)
        except ToolBroken:
            raise
        except Exception as error:
            outcome = self._boundary.raised(tool, error)
            if outcome is None:
                raise ToolBroken(tool.name, arguments, _place(error), f"{type(error).__name__}: {error}") from error
            return outcome

    def _observed(self, owner: str, act: Any) -> tuple[Any, tuple[Effect, ...]]:
        """Run something that writes, under the session extension."""
        self._world._owner, self._world._cause, self._ticks = owner, self._seq, 0
        self._connection.execute("SAVEPOINT observed")
        session = apsw.Session(self._connection, "main")
        try:
            for name in self._tables:
                session.attach(name)
            result = act()
            effects, self._digest = rows.observe(session.changeset(), self._tables, self._digest)
        finally:
            session.close()
            self._connection.execute("RELEASE observed")
        return result, effects

    def _next_due(self, end: int) -> tuple[int, int, str, str, str, int | None] | None:
        row = self._connection.execute(
            "SELECT seq, due_at, owner, handler, arguments, cause FROM _due WHERE due_at <= ? ORDER BY due_at, seq",
            (end,),
        ).fetchone()
        return row

    def _react(self, seq: int, due_at: int, owner: str, handler: str, arguments: str, cause: int | None) -> list[Event]:
        made = self._pass_to(due_at)
        given = json.loads(arguments)
        with self._transaction():
            self._connection.execute("DELETE FROM _due WHERE seq = ?", (seq,))
            reason, effects = self._observed(owner, lambda: self._handle(owner, handler, given))
            made.append(
                self._append(
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

    def _handle(self, owner: str, name: str, arguments: dict[str, Any]) -> str | None:
        """Run a handler; the reason it gave for not doing anything, if it refused."""
        environment = next(env for env in self.space.environments if env.name == owner)
        handler = environment.handlers.get(name)
        if handler is None:
            raise ToolBroken(name, arguments, owner, "is scheduled but not among the environment's handlers")
        try:
            handler(self._world, **arguments)
        except Refusal as refusal:
            self._connection.execute("ROLLBACK TO observed")
            return refusal.code
        except Exception as error:
            raise ToolBroken(name, arguments, _place(error), f"{type(error).__name__}: {error}") from error
        return None

    def _pass_to(self, at: int) -> list[Event]:
        seconds = at - self._world._seconds()
        if seconds <= 0:
            return []
        with self._transaction():
            self._connection.execute("UPDATE _clock SET now = ?", (at,))
            return [self._append(TimePassed, seconds=seconds)]

    def _tick(self) -> bool:
        """Called every so many steps of SQLite's machine; true stops a statement that runs away."""
        self._ticks += 1
        return self._ticks > _TICKS


def _plain(value: object) -> object:
    """A record as the mapping of its fields: cheaper to hash than through its model."""
    return {name: getattr(value, name) for name in type(value).model_fields} if isinstance(value, Record) else value


def _text(event: Record) -> str:
    """An event as JSON; by the slower way where a caller's text is no valid Unicode."""
    try:
        return event.model_dump_json()
    except PydanticSerializationError:
        return json.dumps(event.model_dump(mode="json"))


def _refused(code: str, text: str) -> Outcome:
    return Outcome.model_construct(text=emit({"error": text}), code=code)


def _place(error: BaseException) -> str:
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".py")]
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "an unknown place"
