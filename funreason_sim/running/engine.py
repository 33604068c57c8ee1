"""The engine: hands indices to workers, commits what they make, and tells it in index order.

Everything that changes goes through one task (`_settle`): it takes whatever results have arrived, commits them
together, and only then settles and tells them. So a slow disk makes larger batches, and a slow listener makes workers
wait.
"""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass
from itertools import count
from math import inf
from typing import Protocol

import anyio

from ..data.results import IndexResult
from ..errors import ConfigError, EngineError, StoreError
from ..records import BlockSetAside, IndexKept, IndexRejected, RunEvent, WorkerLost
from ..verification.checks import sample_id
from .crew import Hired
from .messages import Ask, Block, Grant, Made, Pull, Return, Said, Unable
from .schedule import Schedule

_BATCH = 256
_BARREN = 3
"""Workers in a row that end before they ask for work: then none will."""

Hire = Callable[[], AbstractAsyncContextManager[Hired]]
Tell = Callable[[RunEvent], Awaitable[None]]


class Ledger(Protocol):
    """Where results are kept; what it was given, it does not lose."""

    async def commit(self, made: list[Made]) -> None: ...

    async def put_aside(self, indices: tuple[int, ...], how: str) -> None: ...


@dataclass(frozen=True)
class _Lost:
    """A worker is gone."""

    worker: int
    how: str


class Engine:
    """Runs a schedule to its end with so many workers.

    Raises:
        StoreError: when a result cannot be kept.
        EngineError: when workers do not start.
    """

    def __init__(
        self, schedule: Schedule, ledger: Ledger, tell: Tell, hire: Hire, in_flight: int | None, identity: str
    ) -> None:
        self._schedule = schedule
        self._ledger = ledger
        self._tell = tell
        self._hire = hire
        self._identity = identity
        self._permits = anyio.Semaphore(1 if in_flight is None else in_flight)
        self._send, self._receive = anyio.create_memory_object_stream[tuple[int, Made] | _Lost](inf)
        self._numbers = count()
        self._working: dict[int, Hired] = {}
        self._hungry: deque[int] = deque()
        self._barren = 0

    async def run(self, workers: int) -> None:
        """Work until the schedule is over; results that have arrived are committed however this ends."""
        with self._send, self._receive:
            try:
                async with anyio.create_task_group() as group:
                    for _ in range(workers):
                        group.start_soon(self._employ)
                    await self._settle()
                    group.cancel_scope.cancel()
            except BaseException:
                with suppress(StoreError):  # what failed is told already
                    while arrived := self._arrived():
                        await self._commit(arrived)
                raise

    async def _settle(self) -> None:
        """Commit what has arrived, settle what can be, and tell it, until all is over."""
        for event in self._schedule.settled():
            await self._tell(event)
        while not self._schedule.over:
            arrived = [await self._receive.receive(), *self._arrived()]
            await self._commit(arrived)
            for item in arrived:
                await self._take(item)
            for event in self._schedule.settled():
                await self._tell(event)
            await self._feed()

    def _arrived(self) -> list[tuple[int, Made] | _Lost]:
        """What waits to be taken in, at most a batch of it."""
        waiting = self._receive.statistics().current_buffer_used
        return [self._receive.receive_nowait() for _ in range(min(waiting, _BATCH))]

    async def _commit(self, arrived: list[tuple[int, Made] | _Lost]) -> None:
        made = [item[1] for item in arrived if isinstance(item, tuple)]
        if made:
            await self._ledger.commit(made)

    async def _take(self, item: tuple[int, Made] | _Lost) -> None:
        if isinstance(item, tuple):
            worker, made = item
            self._schedule.finished(worker, made.result.index, made.result.status, self._event(made.result))
            return
        hand, aside = self._schedule.lost(item.worker)
        await self._tell(WorkerLost(indices=hand, how=item.how))
        if aside:
            await self._ledger.put_aside(aside, item.how)
            await self._tell(BlockSetAside(indices=aside, how=item.how))

    async def _feed(self) -> None:
        """Give blocks to the workers that wait for one."""
        for _ in range(len(self._hungry)):
            worker = self._hungry.popleft()
            block = self._schedule.take(worker) if worker in self._working else ()
            if block:
                await self._working[worker].tell(Block(block))
            elif worker in self._working:
                self._hungry.append(worker)

    async def _employ(self) -> None:
        """Keep one place filled: when a worker is lost, hire another."""
        while True:
            worker = next(self._numbers)
            async with self._hire() as hired:
                self._working[worker] = hired
                asked = await self._converse(worker, hired)
                del self._working[worker]
                how = await hired.how()
            self._barren = 0 if asked else self._barren + 1
            if self._barren >= _BARREN:
                raise EngineError(f"worker processes do not start: the last of {_BARREN} ended with {how}")
            self._send.send_nowait(_Lost(worker, how))

    async def _converse(self, worker: int, hired: Hired) -> bool:
        """Listen to a worker until it is gone; whether it ever asked for work."""
        asked = False
        async with self._leases(hired) as leases:
            while (said := await hired.hear()) is not None:
                asked = asked or isinstance(said, Pull)
                await self._answer(worker, said, leases)
        return asked

    async def _answer(self, worker: int, said: Said, leases: _Leases) -> None:
        match said:
            case Pull():
                self._hungry.append(worker)
                await self._feed()
            case Made():
                self._send.send_nowait((worker, said))
            case Ask():
                leases.ask()
            case Return():
                leases.give_back()
            case Unable():
                raise ConfigError(said.sentence)

    @asynccontextmanager
    async def _leases(self, hired: Hired) -> AsyncIterator[_Leases]:
        """The permits of one worker; when it is gone, they are given back."""
        async with anyio.create_task_group() as group:
            leases = _Leases(self._permits, hired, group)
            try:
                yield leases
            finally:
                group.cancel_scope.cancel()
                leases.give_all_back()

    def _event(self, result: IndexResult) -> RunEvent:
        if result.status == "kept":
            sample = sample_id(self._identity, result.index)
            return IndexKept(index=result.index, sample=sample, effort=result.effort)
        reason, detail = result.reason or "", result.detail or ""
        return IndexRejected(index=result.index, reason=reason, detail=detail, effort=result.effort)


class _Leases:
    """Permits for calls in flight that one worker holds."""

    def __init__(self, permits: anyio.Semaphore, hired: Hired, group: anyio.abc.TaskGroup) -> None:
        self._permits = permits
        self._hired = hired
        self._group = group
        self._held = 0

    def ask(self) -> None:
        """Grant one as soon as there is one."""
        self._group.start_soon(self._grant)

    async def _grant(self) -> None:
        await self._permits.acquire()
        self._held += 1
        await self._hired.tell(Grant())

    def give_back(self) -> None:
        """One call has ended."""
        self._held -= 1
        self._permits.release()

    def give_all_back(self) -> None:
        """The worker is gone, and its calls with it."""
        while self._held:
            self.give_back()
