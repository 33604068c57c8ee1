"""One worker: pulls blocks of indices, builds each, and sends back what became of it.

A new index is begun only while those that are live all wait for somebody, a model say; with seats that never wait, one
is done before the next is asked for, and a worker that is killed loses what it was at and nothing else.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from types import TracebackType

import anyio
from anyio.lowlevel import checkpoint

from ..agents.chat import Chat, ChatReply, ChatRequest
from ..agents.seats import seats_for
from ..pipeline.build import Builder
from ..pipeline.prepare import Prepared
from ..records import RunConfig
from .messages import Ask, Block, Grant, Made, Pull, Return, Said, Told

Say = Callable[[Said], Awaitable[None]]
Hear = Callable[[], Awaitable[Told]]


class Worker:
    """Works until it is cancelled, or until `hear` says that there is nobody left (`EndOfStream`)."""

    def __init__(self, config: RunConfig, prepared: Prepared, hear: Hear, say: Say) -> None:
        self._hear, self._say = hear, say
        self._keep_episodes = config.keep_episodes
        self._live = anyio.Semaphore(config.episodes)
        self._permits = _Permits(say)
        seats = seats_for(config.model)
        if config.in_flight is not None:
            seats = {role: _Limited(seat, self._permits) for role, seat in seats.items()}
        self._builder = Builder(config, prepared, seats)
        self._todo: deque[int] = deque()
        self._given = anyio.Event()

    async def run(self) -> None:
        """Work."""
        async with anyio.create_task_group() as group:
            group.start_soon(self._begin)
            try:
                await self._listen()
            except anyio.EndOfStream:
                group.cancel_scope.cancel()

    async def _listen(self) -> None:
        while True:
            match await self._hear():
                case Block(indices):
                    self._todo.extend(indices)
                    self._given.set()
                case Grant():
                    self._permits.grant()

    async def _begin(self) -> None:
        """Begin one index after the other, as many at a time as may be live."""
        async with anyio.create_task_group() as group:
            while True:
                await self._live.acquire()
                group.start_soon(self._build, await self._next())
                await checkpoint()  # it gets to where it first waits, if it ever does

    async def _next(self) -> int:
        if not self._todo:
            self._given = anyio.Event()
            await self._say(Pull())
            await self._given.wait()
        return self._todo.popleft()

    async def _build(self, index: int) -> None:
        try:
            result, episode = await self._builder.build(index)
            database = episode.serialized() if episode is not None and self._keep_episodes else None
            await self._say(Made(result, database))
        finally:
            self._live.release()


class _Permits:
    """Asks the parent before each call to a seat: the limit holds over all workers."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._waiting: deque[anyio.Event] = deque()

    def grant(self) -> None:
        self._waiting.popleft().set()

    async def __aenter__(self) -> None:
        granted = anyio.Event()
        self._waiting.append(granted)
        await self._say(Ask())
        await granted.wait()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self._say(Return())


class _Limited:
    """A seat that calls only with a permit."""

    def __init__(self, seat: Chat, permits: _Permits) -> None:
        self._seat = seat
        self._permits = permits

    async def reply(self, request: ChatRequest) -> ChatReply:
        async with self._permits:
            return await self._seat.reply(request)
