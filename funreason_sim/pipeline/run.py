"""The engine: indices built in a task group, results committed and told in index order.

Indices are tried in order until enough are kept. Several are in flight at once, but what is kept depends on their order
alone: a result is taken in only after all before it, and what was begun beyond the last one wanted is dropped.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import AsyncExitStack
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import anyio
from anyio.lowlevel import checkpoint
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream

from ..agents.seats import Seats, seats_for
from ..data.files import replacing
from ..data.results import IndexResult
from ..data.store import Store, open_store
from ..records import IndexKept, IndexRejected, RunConfig, RunEvent, RunFinished, RunStarted, Sample
from ..sim import Episode
from .build import Builder
from .folder import prepare_folder, save_episode, write_config
from .prepare import Prepared, prepare

PATIENCE = 200
"""Rejections in a row after which a run is given up."""
_DEFAULT_COUNT = 10
Listener = Callable[[RunEvent], None]
Built = tuple[IndexResult, Episode | None]


class Run:
    """One run: an async context manager whose `events()` are iterated once.

    With a folder, the run is kept in `run.db`, and one that is there already goes on; without, nothing is written.

    Raises:
        UsageError: on entering, for a configuration, folder or traces file that cannot be used.
    """

    def __init__(self, config: RunConfig, out: Path | None = None) -> None:
        self.config = config
        self.out = out
        self._stack = AsyncExitStack()
        self._store: Store | None = None
        self._prepared: Prepared
        self._seats: Seats
        self._engine: asyncio.Task[None]
        self._told: MemoryObjectReceiveStream[RunEvent | Exception]
        self._done: dict[int, str] = {}
        self._lines: dict[int, bytes] = {}

    async def __aenter__(self) -> Self:
        self._seats = seats_for(self.config.model)
        self._prepared = prepare(self.config)
        try:
            await self._open()
        except BaseException:
            await self._stack.aclose()
            raise
        tell, self._told = anyio.create_memory_object_stream[RunEvent | Exception](self.config.episodes)
        # A task of its own, so that all scopes of the engine open and close in it, whoever leaves the loop and where.
        self._engine = asyncio.create_task(self._drive(tell))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._engine.cancel()
        with anyio.CancelScope(shield=True):
            await asyncio.wait([self._engine])
            self._told.close()
            await self._stack.aclose()

    async def events(self) -> AsyncGenerator[RunEvent, None]:
        """What happens, in index order, as it happens; the last is `RunFinished`."""
        async for event in self._told:
            if isinstance(event, Exception):
                raise event
            yield event

    def sample(self, event: IndexKept) -> Sample:
        """The sample of an event, once, of a run without a folder."""
        return Sample.model_validate_json(self._lines.pop(event.index))

    async def _open(self) -> None:
        if self.out is None:
            return
        prepare_folder(self.out)
        opened = open_store(self.out / "run.db", self._prepared.identity.document)
        self._store = await self._stack.enter_async_context(opened)
        self._stack.push_async_callback(self._write_samples)
        write_config(self.out, self.config, self._prepared.identity.digest)
        self._done = dict(await self._store.done())
        for graph in self._prepared.graphs.values():
            await self._store.put_artifact(graph.digest, "graph", graph.record.model_dump_json())

    @property
    def _wanted(self) -> int | None:
        if self.config.count is not None or self._prepared.traces is not None:
            return self.config.count
        return _DEFAULT_COUNT

    @property
    def _total(self) -> int | None:
        return None if self._prepared.traces is None else len(self._prepared.traces)

    def _indices(self) -> Iterator[int]:
        return iter(count() if self._total is None else range(self._total))

    async def _drive(self, tell: MemoryObjectSendStream[RunEvent | Exception]) -> None:
        """Build, settle in order, tell; an error is told too, and raised where the events are read."""
        async with tell:
            try:
                await self._run(tell)
            except* Exception as group:
                await tell.send(_first(group))

    async def _run(self, tell: MemoryObjectSendStream[RunEvent | Exception]) -> None:
        tally = _Tally(self._wanted)
        before = list(self._done.values())
        await tell.send(
            RunStarted(
                identity=self._prepared.identity.digest,
                wanted=self._wanted,
                kept=before.count("kept"),
                rejected=before.count("rejected"),
            )
        )
        gate = _Gate(self.config.episodes, tally)
        send, receive = anyio.create_memory_object_stream[Built](self.config.episodes)
        todo = (index for index in self._indices() if index not in self._done)
        async with anyio.create_task_group() as workers, receive:
            async with send:
                for _ in range(self.config.episodes):
                    workers.start_soon(self._work, todo, gate, send.clone())
            await self._settle(receive, tell, gate, tally)
            workers.cancel_scope.cancel()
        await self._write_samples()
        await tell.send(RunFinished(kept=tally.kept, rejected=tally.rejected, why=tally.why))

    async def _work(self, todo: Iterator[int], gate: _Gate, send: MemoryObjectSendStream[Built]) -> None:
        builder = Builder(self.config, self._prepared, self._seats)
        async with send:
            while True:
                await gate.enter()
                index = next(todo, None)
                if index is None:
                    return
                await send.send(await builder.build(index))
                await checkpoint()

    async def _settle(
        self,
        receive: MemoryObjectReceiveStream[Built],
        tell: MemoryObjectSendStream[RunEvent | Exception],
        gate: _Gate,
        tally: _Tally,
    ) -> None:
        """Take results in, in index order, until there are enough."""
        early: dict[int, Built] = {}
        before = frozenset(self._done)
        for index in self._indices():
            if index not in self._done:
                while index not in early:
                    result, episode = await receive.receive()
                    early[result.index] = (result, episode)
                result, episode = early.pop(index)
                await self._commit(result, episode)
                await tell.send(_event(result))
            if tally.over(self._done[index]):
                return
            await gate.leave(index not in before)

    async def _commit(self, result: IndexResult, episode: Episode | None) -> None:
        """Write a result down; only then does it count."""
        if self._store is not None:
            if episode is not None and self.config.keep_episodes and self.out is not None:
                save_episode(self.out, _sample_id(result), episode)
            await self._store.add([result])
        elif result.line is not None:
            self._lines[result.index] = result.line
        self._done[result.index] = result.status

    async def _write_samples(self) -> None:
        """Write `trajectories.jsonl` whole, from what is committed."""
        if self._store is None or self.out is None:
            return
        with replacing(self.out / "trajectories.jsonl") as file:
            async for line in self._store.kept_lines(self._wanted):
                file.write(line)


class _Gate:
    """Lets an index begin when fewer than the limit are unsettled, and never more than are still wanted.

    So nothing is made in vain towards the end of a run: each index in flight may be one of those wanted.
    """

    def __init__(self, limit: int, tally: _Tally) -> None:
        self._limit = limit
        self._tally = tally
        self._inside = 0
        self._changed = anyio.Condition()

    def _open(self) -> bool:
        wanted = self._tally.wanted
        return self._inside < (self._limit if wanted is None else min(self._limit, wanted - self._tally.kept))

    async def enter(self) -> None:
        async with self._changed:
            while not self._open():
                await self._changed.wait()
            self._inside += 1

    async def leave(self, was_inside: bool) -> None:
        async with self._changed:
            self._inside -= was_inside
            self._changed.notify_all()


class _Tally:
    """Counts results in index order, and says when a run is over and why."""

    def __init__(self, wanted: int | None) -> None:
        self.wanted = wanted
        self.kept = self.rejected = self._row = 0
        self.why: Literal["complete", "exhausted", "stalled"] = "exhausted"

    def over(self, status: str) -> bool:
        kept = status == "kept"
        self.kept, self.rejected = self.kept + kept, self.rejected + (not kept)
        self._row = 0 if kept else self._row + 1
        if self.wanted is not None and self.kept >= self.wanted:
            self.why = "complete"
        elif self._row >= PATIENCE:
            self.why = "stalled"
        return self.why != "exhausted"


def _event(result: IndexResult) -> RunEvent:
    if result.status == "kept":
        return IndexKept(index=result.index, sample=_sample_id(result), effort=result.effort)
    reason, detail = result.reason or "", result.detail or ""
    return IndexRejected(index=result.index, reason=reason, detail=detail, effort=result.effort)


def _sample_id(result: IndexResult) -> str:
    return str(Sample.model_validate_json(result.line or b"{}").id)


def _first(group: BaseExceptionGroup[Exception]) -> Exception:
    """The error that a group is about: a stream that ended is only what follows from it."""
    leaves = [e.exceptions if isinstance(e, BaseExceptionGroup) else (e,) for e in group.exceptions]
    flat = [error for part in leaves for error in part if isinstance(error, Exception)]
    return next((error for error in flat if not isinstance(error, anyio.EndOfStream)), flat[0])


async def generate(config: RunConfig, listener: Listener | None = None) -> AsyncGenerator[Sample, None]:
    """Verified samples in index order: `async for sample in generate(RunConfig(count=5, seed=7))`.

    Nothing is written. `listener` hears every `RunEvent`. The loop may be left at any time.

    Raises:
        UsageError: for a configuration that cannot be used.
    """
    async with Run(config) as run:
        async for event in run.events():
            if listener is not None:
                listener(event)
            if isinstance(event, IndexKept):
                yield run.sample(event)
