"""Runs samples again in processes of their own, as many as there are cores.

A juror reads a sample from its standard input, says what it found, and ends when nobody is there to ask: none outlives
its parent, however that ends. It is deaf to the interrupt key, and runs no code of the program that started it.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import cast

import anyio
from anyio.streams.buffered import BufferedByteReceiveStream
from anyio.streams.memory import MemoryObjectReceiveStream

from ..data.files import parse_sample, reason, sample_line
from ..errors import EngineError, UsageError, first_of
from ..records import Finding
from ..sim import space
from ..verification import verify
from ..verification.checks import sample_id
from .crew import cores
from .messages import HEAD_BYTES, frame, length

_GONE = (anyio.BrokenResourceError, anyio.IncompleteRead, anyio.EndOfStream)
_CODE = """
import sys
sys.path[:] = sys.argv[1:]
from funreason_sim.running.jury import main
main()
"""


@dataclass(frozen=True)
class Case:
    """A stored sample, where it is stored, and what it should be: that index of the run of that identity."""

    file: str
    index: int
    line: bytes
    identity: str
    environments: tuple[str, ...] = ()
    """Those that a person has named by path: a record names none that is not installed."""


Hear = Callable[[Case, Finding | None], None]
"""Hears what is wrong with a sample, or None; in any order."""
Judge = Callable[[Case], Awaitable[Finding | None]]


async def examine(cases: AsyncIterator[Case], hear: Hear) -> None:
    """Run every sample again; only those being run are in memory.

    Raises:
        EngineError: when a juror does not start, or dies.
        Exception: whatever getting the cases raises.
    """
    send, receive = anyio.create_memory_object_stream[Case](0)
    try:
        async with anyio.create_task_group() as group:
            for _ in range(cores()):
                group.start_soon(_sit, receive.clone(), hear)
            receive.close()
            async with send:
                async for case in cases:
                    await send.send(case)
    except ExceptionGroup as several:
        raise first_of(several) from several


async def _sit(cases: MemoryObjectReceiveStream[Case], hear: Hear) -> None:
    """Pass cases on to a juror, who comes when there is a first one."""
    async with cases, AsyncExitStack() as stack:
        judge: Judge | None = None
        async for case in cases:
            if judge is None:
                judge = await stack.enter_async_context(_juror())
            hear(case, await judge(case))


@asynccontextmanager
async def _juror() -> AsyncIterator[Judge]:
    command = [sys.executable, "-P", "-c", _CODE, *sys.path]
    try:
        process = await anyio.open_process(command, stderr=None, start_new_session=True)
    except OSError as error:
        raise EngineError(f"no process that verifies can be started: {reason(error)}") from error
    async with process:
        questions, answers = process.stdin, BufferedByteReceiveStream(process.stdout)  # type: ignore[arg-type]
        assert questions is not None

        async def judge(case: Case) -> Finding | None:
            try:
                await questions.send(pickle.dumps(case))
                size = length(await answers.receive_exactly(HEAD_BYTES))
                return cast(Finding | None, pickle.loads(await answers.receive_exactly(size)))
            except _GONE:
                raise EngineError(f"a process that verified index {case.index} of {case.file} was killed") from None

        yield judge


def main() -> None:
    """Answer until nobody asks any more."""
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)  # a tool that prints must not write among answers
        with suppress(EOFError, BrokenPipeError):
            while True:
                answers.write(frame(finding(pickle.load(sys.stdin.buffer))))
                answers.flush()


def finding(case: Case) -> Finding | None:
    """What is wrong with a stored sample, if anything."""
    try:
        sample = parse_sample(case.file, 0, case.line)
        offered = [environment for name in case.environments for environment in space(name).environments]
        verdict = verify(sample, offered)
    except UsageError as error:
        return Finding(check="record", message=str(error).removeprefix(f"{case.file}: "))
    if verdict.findings:
        return verdict.findings[0]
    if sample_line(sample) != case.line:
        return Finding(check="record", message="not written as samples are, so its bytes would differ")
    actual = (sample.provenance.configuration, sample.index, sample.id)
    expected = (case.identity, case.index, sample_id(case.identity, case.index))
    if actual != expected:
        return Finding(check="record", message="another run's sample", expected=list(expected), actual=list(actual))
    return None
