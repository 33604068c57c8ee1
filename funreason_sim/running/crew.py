"""Hires workers: as processes that can be killed without harm, or as a task of this process.

Each process has one socket to its parent and nothing else. It ends when the socket does, so none outlives its parent,
however that ends. The interrupt key reaches only the parent, which then lets its workers go.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from typing import Protocol, cast

import anyio
import anyio.to_thread
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream

from ..data.files import reason
from ..errors import EngineError
from ..pipeline.prepare import Prepared
from ..records import RunConfig
from .messages import HEAD_BYTES, Hello, Said, Told, frame, length, message
from .worker import Worker

_STDERR = 2
_SECONDS_TO_DIE = 5.0
# The child looks for modules where its parent does, and nowhere else: a folder called `math` here must not be found.
_CODE = """
import sys
sys.path[:] = sys.argv[2:]
from funreason_sim.running.process import main
main(int(sys.argv[1]))
"""


class Hired(Protocol):
    """A worker as its parent sees it."""

    async def hear(self) -> Said | None:
        """What it says next; None when it is gone."""

    async def tell(self, message: Told) -> None:
        """Say something to it; in vain when it is gone."""

    async def how(self) -> str:
        """How it ended, once it is gone."""


def cores() -> int:
    """The cores that this process may use, where the platform says so."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@asynccontextmanager
async def hired_process(config: RunConfig, prepared: Prepared) -> AsyncIterator[Hired]:
    """A worker in a process of its own, for as long as the block runs."""
    ours, theirs = socket.socketpair()
    with theirs:
        reader, writer = await asyncio.open_connection(sock=ours)
        with closing(writer):
            process = _started(theirs)
            theirs.close()
            try:
                worker = _Process(process, reader, writer)
                graphs = {name: graph.record for name, graph in prepared.graphs.items()}
                await worker.tell(Hello(config, prepared.identity.digest, graphs))
                yield worker
            finally:
                process.kill()  # it owns nothing, so nothing is lost
                with anyio.CancelScope(shield=True):
                    await anyio.to_thread.run_sync(process.wait)


def _started(line: socket.socket) -> subprocess.Popen[bytes]:
    """A new worker process at the other end of the line, deaf to the interrupt key.

    Raises:
        EngineError: when the system starts no more processes.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return subprocess.Popen(
            [sys.executable, "-P", "-c", _CODE, str(line.fileno()), *sys.path],
            stdin=subprocess.DEVNULL,
            stdout=_STDERR,  # a tool that prints must not write among results
            pass_fds=(line.fileno(),),
        )
    except OSError as error:
        raise EngineError(f"no worker process can be started: {reason(error)}; try fewer --workers") from error
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Process:
    def __init__(
        self, process: subprocess.Popen[bytes], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._process = process
        self._reader = reader
        self._writer = writer

    async def hear(self) -> Said | None:
        try:
            head = await self._reader.readexactly(HEAD_BYTES)
            body = await self._reader.readexactly(length(head))
        except (asyncio.IncompleteReadError, ConnectionError):
            return None
        return cast(Said, message(body))

    async def tell(self, message: Told) -> None:
        with suppress(ConnectionError):
            self._writer.write(frame(message))
            await self._writer.drain()

    async def how(self) -> str:
        try:
            status = await anyio.to_thread.run_sync(self._process.wait, _SECONDS_TO_DIE)
        except subprocess.TimeoutExpired:
            return "silent, with its socket closed"
        if status < 0:
            return f"killed by {signal.Signals(-status).name}"
        return f"exit code {status}"


@asynccontextmanager
async def hired_here(config: RunConfig, prepared: Prepared) -> AsyncIterator[Hired]:
    """A worker as a task of this process, for as long as the block runs."""
    say, heard = anyio.create_memory_object_stream[Said](config.episodes + 1)
    tell, told = anyio.create_memory_object_stream[Told](config.episodes + 1)
    worker = Worker(config, prepared, told.receive, say.send)
    async with say, heard, tell, told, anyio.create_task_group() as group:
        group.start_soon(worker.run)
        yield _Here(heard, tell)
        group.cancel_scope.cancel()


class _Here:
    def __init__(self, heard: MemoryObjectReceiveStream[Said], tell: MemoryObjectSendStream[Told]) -> None:
        self._heard = heard
        self._tell = tell

    async def hear(self) -> Said | None:
        return await self._heard.receive()

    async def tell(self, message: Told) -> None:
        await self._tell.send(message)

    async def how(self) -> str:
        return "ended"
