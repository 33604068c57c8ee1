"""The whole life of a worker process: hear what to work on, work, and end when the parent does."""

from __future__ import annotations

import asyncio
import faulthandler
import os
import socket
import threading
from typing import cast

import anyio

from ..errors import FunreasonError
from ..pipeline.prepare import prepare
from .messages import HEAD_BYTES, Hello, Said, Told, Unable, frame, length, message
from .worker import Worker

SILENT = 600.0
"""Seconds for which one piece of computing may hold the process: longer, and it will never end."""


def main(descriptor: int) -> None:
    """Work for whoever holds the other end of this socket."""
    with socket.socket(fileno=descriptor) as line:
        anyio.run(_serve, line)


async def _serve(line: socket.socket) -> None:
    inbox: asyncio.Queue[Told] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    async def say(said: Said) -> None:
        try:
            line.sendall(frame(said))
        except OSError:
            os._exit(0)

    def read() -> None:
        # A thread, since it must notice that the parent is gone while the loop computes.
        while True:
            told = message(_exactly(line, length(_exactly(line, HEAD_BYTES))))
            loop.call_soon_threadsafe(inbox.put_nowait, cast(Told, told))

    threading.Thread(target=read, daemon=True, name="parent").start()
    hello = await inbox.get()
    assert isinstance(hello, Hello)
    try:
        prepared = prepare(hello.config, hello.graphs)
    except FunreasonError as error:
        return await say(Unable(str(error)))
    if prepared.identity.digest != hello.identity:
        return await say(Unable("an environment or the traces file has changed since this run began; start it again"))
    async with anyio.create_task_group() as group:
        group.start_soon(_stay_awake)
        await Worker(hello.config, prepared, inbox.get, say).run()


async def _stay_awake() -> None:
    """End the process, and show where it was, when a tool that never returns keeps the loop from turning."""
    while True:
        faulthandler.dump_traceback_later(SILENT, exit=True)
        await anyio.sleep(SILENT / 10)


def _exactly(line: socket.socket, size: int) -> bytes:
    parts = []
    while size:
        try:
            part = line.recv(min(size, 1 << 20))
        except OSError:
            part = b""
        if not part:
            os._exit(0)  # the parent is gone; this process owns nothing
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
