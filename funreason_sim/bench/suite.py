"""All figures together, at one of two sizes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .calls import call_measures
from .figures import Figure, Measure, Tell, repeated
from .learning import learning_measures
from .profile import Profile, profiled
from .samples import sample_measures
from .states import state_measures
from .walks import CALLS, SAMPLERS, TARGETS, Reach, reaches
from .workers import worker_measures
from .writes import write_measures

Begin = Callable[[int], Tell]
"""Hears how many steps there will be, and gives what hears each of them."""


@dataclass(frozen=True)
class Size:
    """How much one repeat takes, and whether graphs are learned.

    Calls in a row, samples, worlds to walk in, results that are committed, numbers of workers and the trajectories of
    a run with each, and trajectories to be profiled, once.
    """

    times: int
    samples: int
    worlds: int
    graphs: bool
    writes: int
    workers: tuple[int, ...]
    run: int
    profiled: int


FULL = Size(times=400, samples=12, worlds=100, graphs=True, writes=512, workers=(1, 2, 4, 0), run=64, profiled=60)
QUICK = Size(times=100, samples=3, worlds=25, graphs=False, writes=64, workers=(), run=0, profiled=12)


@dataclass(frozen=True)
class Report:
    """What was measured."""

    figures: Sequence[Figure]
    reaches: Sequence[Reach]
    profile: Profile


async def measure(size: Size, repeat: int, begin: Begin) -> Report:
    """Measure everything; groups one after the other, each with all its repeats."""
    measured = groups(size)
    tell = begin(repeat * sum(map(len, measured)) + len(TARGETS) * len(CALLS) * len(SAMPLERS) + 1)
    figures = [figure for group in measured for figure in await repeated(group, repeat, tell)]
    walks = list(reaches(size.worlds, tell))
    tell(f"a profile of {size.profiled} trajectories")
    return Report(figures, walks, await profiled(size.profiled))


def groups(size: Size) -> list[list[Measure]]:
    """What is measured at a size, in the order shown; nothing has been measured yet."""
    measured = [
        call_measures(size.times),
        state_measures(size.times),
        sample_measures(size.samples),
        worker_measures(size.workers, size.run),
        write_measures(size.writes),
    ]
    return [group for group in [*measured, learning_measures() if size.graphs else []] if group]
