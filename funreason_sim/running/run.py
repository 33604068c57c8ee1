"""A run: everything one command does on one folder, or on none.

It owns the store, the folder and the engine's task; what happens inside is the engine's (`engine.py`), and what becomes
of an index the builder's (`build.py`).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, suppress
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

import anyio
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream

from ..agents.seats import seats_for
from ..data.results import Ended
from ..data.store import open_store
from ..errors import StoreError, first_of
from ..pipeline.prepare import Prepared, prepare
from ..records import IndexKept, RunConfig, RunEvent, RunFinished, RunStarted, Sample
from .crew import cores, hired_here, hired_process
from .engine import Engine
from .folder import clear_halves, prepare_folder, write_config
from .ledgers import InMemory, OnDisk
from .schedule import Schedule
from .tally import Tally

BLOCK = 2
"""Indices handed out at once: few, so that the last ones are spread over all workers."""
_AHEAD = 8
"""So many times the live indices may be handed out ahead of what is settled."""
_DEFAULT_COUNT = 10
Listener = Callable[[RunEvent], None]


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
        self._ledger: InMemory | OnDisk = InMemory()
        self._prepared: Prepared
        self._schedule: Schedule
        self._workers: int
        self._engine: asyncio.Task[None]
        self._told: MemoryObjectReceiveStream[RunEvent | Exception]

    async def __aenter__(self) -> Self:
        seats_for(self.config.model)  # a model that is not there is found before any work
        self._prepared = prepare(self.config)
        first, end = self._span()
        asked = cores() if self.config.workers is None else self.config.workers
        window = _AHEAD * max(1, asked) * max(BLOCK, self.config.episodes)
        self._schedule = Schedule(Tally(self._wanted()), first, end, BLOCK, window)
        try:
            kept, rejected = await self._open(first, end)
            left = self._schedule.left()
            self._workers = asked if left is None else min(asked, max(1, -(-left // BLOCK)))
            await self._ledger.begin(self._workers, self._wanted(), first, end)
        except BaseException:
            await self._stack.aclose()
            raise
        tell, self._told = anyio.create_memory_object_stream[RunEvent | Exception](64)
        began = RunStarted(identity=self._prepared.identity.digest, wanted=self._wanted(), kept=kept, rejected=rejected)
        # A task of its own, so that all scopes of the engine open and close in it, whoever leaves the loop and where.
        self._engine = asyncio.create_task(self._drive(tell, began))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._engine.cancel()
        try:
            with anyio.CancelScope(shield=True):
                await asyncio.wait([self._engine])
        finally:  # a program that ends cancels this too
            self._told.close()
            with anyio.CancelScope(shield=True):
                await self._stack.aclose()

    async def events(self) -> AsyncGenerator[RunEvent, None]:
        """What happens, as it happens; results come in index order, and the last event is `RunFinished`."""
        async for event in self._told:
            if isinstance(event, Exception):
                raise event
            yield event

    def sample(self, event: IndexKept) -> Sample:
        """The sample of an event, once, of a run without a folder."""
        assert isinstance(self._ledger, InMemory)
        return Sample.model_validate_json(self._ledger.lines.pop(event.index))

    def _wanted(self) -> int | None:
        bounded = self._prepared.traces is not None or self.config.span[1] is not None
        return self.config.count if self.config.count is not None or bounded else _DEFAULT_COUNT

    def _span(self) -> tuple[int, int | None]:
        """The indices of this run: those asked for, as far as there are traces."""
        first, end = self.config.span
        if self._prepared.traces is None:
            return first, end
        total = len(self._prepared.traces)
        return min(first, total), total if end is None else min(end, total)

    async def _open(self, first: int, end: int | None) -> tuple[int, int]:
        """Open the folder, and take in what is there: how many were kept and rejected before."""
        if self.out is None:
            return 0, 0
        prepare_folder(self.out)
        store = await self._stack.enter_async_context(open_store(self.out / "run.db", self._prepared.identity.document))
        clear_halves(self.out)
        write_config(self.out, self._prepared.config, self._prepared.identity.digest)
        before = {"kept": 0, "rejected": 0}
        async for index, status in store.statuses(first, end):
            before[status] += 1
            self._schedule.recall(index, status)
        for graph in self._prepared.graphs.values():
            await store.put_artifact(graph.digest, "graph", graph.record.model_dump_json())
        self._ledger = OnDisk(store, self.out, self.config.keep_episodes, self._prepared.identity.digest)
        return before["kept"], before["rejected"]

    async def _drive(self, tell: MemoryObjectSendStream[RunEvent | Exception], began: RunStarted) -> None:
        """Work and tell; an error is told too, and raised where the events are read."""
        async with tell:
            try:
                await tell.send(began)
                await self._work(tell)
                await self._close(self._schedule.tally.why)
                await tell.send(self._finished())
            except BaseException as error:
                with anyio.CancelScope(shield=True), suppress(StoreError):
                    await self._close("stopped" if isinstance(error, asyncio.CancelledError) else "failed")
                if not isinstance(error, Exception):
                    raise
                await tell.send(first_of(error))

    async def _work(self, tell: MemoryObjectSendStream[RunEvent | Exception]) -> None:
        hire = partial(hired_process if self._workers else hired_here, self.config, self._prepared)
        identity = self._prepared.identity.digest
        engine = Engine(self._schedule, self._ledger, tell.send, hire, self.config.in_flight, identity)
        await engine.run(max(1, self._workers))

    async def _close(self, why: Ended) -> None:
        """Write the samples, and that this command has ended."""
        tally, (first, end) = self._schedule.tally, self._span()
        limit = tally.kept if why == "stalled" else tally.wanted
        await self._ledger.close(why, limit, first, end)

    def _finished(self) -> RunFinished:
        tally = self._schedule.tally
        return RunFinished(kept=tally.kept, rejected=tally.rejected, why=tally.why, set_aside=self._schedule.set_aside)


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
