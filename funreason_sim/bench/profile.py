"""Where the CPU time of a trajectory goes: a run in this process, looked at a thousand times a second.

A timer that counts CPU time interrupts the main thread, and whoever it finds at work gets the time since it last did;
so a system whose timer is coarser, or a long call into C, makes fewer looks and no wrong ones. Python can be
interrupted at calls, loops and returns from C only, so a few microseconds are put down to a neighbour.
"""

from __future__ import annotations

import signal
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FrameType, TracebackType
from typing import Self

from ..records import IndexKept, RunConfig
from ..running import Run
from .places import Frame, Place, places

_TICK = 0.001
_HEAVIEST = 10
_WARM = 3
"""Trajectories made before, one of each space: nothing of a first use is looked at."""
Stack = tuple[Place, ...]


@dataclass(frozen=True)
class Share:
    """CPU seconds of what has this name: in it alone, and together with what it calls."""

    name: str
    itself: float
    within: float


@dataclass(frozen=True)
class Profile:
    """The CPU seconds that each stack, outermost place first, was found at work, for so many trajectories.

    `elsewhere` are the CPU seconds of other threads meanwhile: the one that writes `run.db`.
    """

    trajectories: int
    looks: int
    stacks: Mapping[Stack, float]
    elsewhere: float

    @property
    def seconds(self) -> float:
        """CPU seconds of the main thread."""
        return sum(self.stacks.values())

    def rooms(self) -> list[Share]:
        """The time of each room."""
        return self._shares(lambda place: place.room)

    def modules(self) -> list[Share]:
        """The time of each module."""
        return self._shares(lambda place: place.module)

    def heaviest(self) -> list[Share]:
        """The time of the functions that take most themselves, named with their modules."""
        return self._shares(lambda place: f"{place.module}.{place.function}")[:_HEAVIEST]

    def _shares(self, named: Callable[[Place], str]) -> list[Share]:
        itself: defaultdict[str, float] = defaultdict(float)
        within: defaultdict[str, float] = defaultdict(float)
        for stack, seconds in self.stacks.items():
            itself[named(stack[-1])] += seconds
            for name in set(map(named, stack)):
                within[name] += seconds
        shares = [Share(name, itself[name], seconds) for name, seconds in within.items()]
        return sorted(shares, key=lambda share: (-share.itself, share.name))


async def profiled(number: int) -> Profile:
    """Makes so many trajectories of three turns in this process, in a folder, and says where the time went."""
    sampler = Sampler()
    await _made(_WARM, 40_000, nullcontext())
    kept = await _made(number, 40_001, sampler)
    return Profile(kept, sampler.looks, sampler.stacks(), sampler.elsewhere)


async def _made(number: int, seed: int, around: AbstractContextManager[object]) -> int:
    with tempfile.TemporaryDirectory(prefix="funreason-sim-") as folder:
        async with Run(RunConfig(count=number, workers=0, seed=seed, turns=3), Path(folder)) as run:
            with around:
                return sum([isinstance(event, IndexKept) async for event in run.events()])


class Sampler:
    """Looks at the stack of the main thread, in which it has to be entered, as long as the block runs."""

    def __init__(self) -> None:
        self.looks = 0
        self.elsewhere = 0.0
        self._found: defaultdict[tuple[tuple[int, ...], int], float] = defaultdict(float)
        self._known: dict[int, tuple[CodeType, str]] = {}
        """Code and its module by identity, which is cheaper to hash than code is."""
        self._since = 0.0

    def stacks(self) -> dict[Stack, float]:
        """The CPU seconds of each stack."""
        total: defaultdict[Stack, float] = defaultdict(float)
        for (codes, line), seconds in self._found.items():
            total[places(self._frame(code, line) for code in reversed(codes))] += seconds
        return dict(total)

    def __enter__(self) -> Self:
        self._handler = signal.signal(signal.SIGPROF, self._look)
        signal.siginterrupt(signal.SIGPROF, False)
        self._others = time.process_time() - time.thread_time()
        self._since = time.thread_time()
        self._timer = signal.setitimer(signal.ITIMER_PROF, _TICK, _TICK)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)
        # A tick that is under way must not meet the default, which ends the process: being ignored takes it back.
        signal.signal(signal.SIGPROF, signal.SIG_IGN)
        signal.signal(signal.SIGPROF, self._handler)
        signal.setitimer(signal.ITIMER_PROF, *self._timer)
        self.elsewhere = max(0.0, time.process_time() - time.thread_time() - self._others)

    def _look(self, number: int, frame: FrameType | None) -> None:
        seconds = time.thread_time() - self._since
        line = (frame.f_lineno or 0) if frame is not None else 0
        codes = []
        while frame is not None:
            code = id(frame.f_code)
            codes.append(code)
            if code not in self._known:
                self._known[code] = (frame.f_code, frame.f_globals.get("__name__", ""))
            frame = frame.f_back
        self._found[tuple(codes), line] += seconds
        self.looks += 1
        self._since = time.thread_time()  # what looking takes is nobody's

    def _frame(self, code: int, line: int) -> Frame:
        known, module = self._known[code]
        return Frame(module, known.co_qualname, known.co_filename, line)
