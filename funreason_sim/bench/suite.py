"""All figures together, at one of two sizes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .calls import call_measures
from .figures import Figure, Measure, Tell, repeated
from .learning import learning_measures
from .samples import sample_measures
from .states import state_measures
from .walks import CALLS, SAMPLERS, TARGETS, Reach, reaches

Begin = Callable[[int], Tell]
"""Hears how many steps there will be, and gives what hears each of them."""


@dataclass(frozen=True)
class Size:
    """How much one repeat takes: calls in a row, samples, worlds to walk in, and whether graphs are learned."""

    times: int
    samples: int
    worlds: int
    graphs: bool


FULL = Size(times=400, samples=12, worlds=100, graphs=True)
QUICK = Size(times=100, samples=3, worlds=25, graphs=False)


@dataclass(frozen=True)
class Report:
    """What was measured."""

    figures: Sequence[Figure]
    reaches: Sequence[Reach]


async def measure(size: Size, repeat: int, begin: Begin) -> Report:
    """Measure everything; groups one after the other, each with all its repeats."""
    measured = groups(size)
    tell = begin(repeat * sum(map(len, measured)) + len(TARGETS) * len(CALLS) * len(SAMPLERS))
    figures = [figure for group in measured for figure in await repeated(group, repeat, tell)]
    return Report(figures, list(reaches(size.worlds, tell)))


def groups(size: Size) -> list[list[Measure]]:
    """What is measured at a size, in the order shown; nothing has been measured yet."""
    measured = [call_measures(size.times), state_measures(size.times), sample_measures(size.samples)]
    return [*measured, learning_measures()] if size.graphs else measured
