"""One figure: what is measured, how often, and what came out. Clocks start in here and nowhere else."""

from __future__ import annotations

import gc
import statistics
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from time import perf_counter

Take = Callable[[], Awaitable[float]]
"""Measures once; the value is in the unit of its measure."""
Tell = Callable[[str], None]
"""Hears the name of each step of the work, just before it begins."""


@dataclass(frozen=True)
class Measure:
    """What one figure measures, and what it is held against.

    `to` names the measure of the same group that the ratio is to, itself or one before it. At most one aim is set.
    """

    group: str
    name: str
    unit: str
    take: Take
    note: str = ""
    to: str | None = None
    at_most: float | None = None
    at_least: float | None = None


@dataclass(frozen=True)
class Figure:
    """A measure with the values of its repeats."""

    measure: Measure
    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """The value in the middle of the repeats."""
        return statistics.median(self.values)

    @property
    def met(self) -> bool | None:
        """Whether the median keeps to the aim; None without one."""
        if self.measure.at_most is not None:
            return self.median <= self.measure.at_most
        if self.measure.at_least is not None:
            return self.median >= self.measure.at_least
        return None

    def ratio(self, figures: Sequence[Figure]) -> float | None:
        """The median over that of the figure it is compared with."""
        for other in figures:
            if (other.measure.group, other.measure.name) == (self.measure.group, self.measure.to):
                return self.median / other.median
        return None


async def repeated(measures: Sequence[Measure], repeat: int, tell: Tell) -> list[Figure]:
    """The figures of these measures; every repeat takes each in turn, so that a busy moment hits all alike.

    Garbage of one measure is not collected on the clock of the next; its own is.
    """
    values: list[list[float]] = [[] for _ in measures]
    for _ in range(repeat):
        for measure, taken in zip(measures, values, strict=True):
            tell(measure.name)
            gc.collect()
            taken.append(await measure.take())
    return [Figure(measure, tuple(taken)) for measure, taken in zip(measures, values, strict=True)]


def microseconds(times: int, act: Callable[[], object]) -> float:
    """What one act takes on average, after one that is not counted."""
    act()
    begun = perf_counter()
    for _ in range(times):
        act()
    return (perf_counter() - begun) / times * 1e6


async def awaited_microseconds(times: int, act: Callable[[], Awaitable[object]]) -> float:
    """The same for an act that is awaited."""
    await act()
    begun = perf_counter()
    for _ in range(times):
        await act()
    return (perf_counter() - begun) / times * 1e6


def seconds(act: Callable[[], object]) -> float:
    """What one act takes."""
    begun = perf_counter()
    act()
    return perf_counter() - begun


async def awaited_seconds(act: Callable[[], Awaitable[object]]) -> float:
    """The same for an act that is awaited."""
    begun = perf_counter()
    await act()
    return perf_counter() - begun
