"""One figure: what is measured, how often, and what came out. Wall clocks start in here and nowhere else."""

from __future__ import annotations

import gc
import statistics
from collections.abc import AsyncIterable, Awaitable, Callable, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Literal

Take = Callable[[], Awaitable[float]]
"""Measures once; the value is in the unit of its measure."""
Tell = Callable[[str], None]
"""Hears the name of each step of the work, just before it begins."""


@dataclass(frozen=True)
class Aim:
    """A bound that the median is to keep to, or the ratio."""

    at_most: float | None = None
    at_least: float | None = None
    of: Literal["median", "ratio"] = "median"

    def met(self, value: float) -> bool:
        """Whether it is kept to; a bound is met when it is just reached."""
        above = self.at_most is not None and value > self.at_most
        below = self.at_least is not None and value < self.at_least
        return not (above or below)


@dataclass(frozen=True)
class Measure:
    """What one figure measures, and what it is held against.

    `to` names the measure of the same group that the ratio is to, itself or one before it.
    """

    group: str
    name: str
    unit: str
    take: Take
    note: str = ""
    to: str | None = None
    aim: Aim | None = None


@dataclass(frozen=True)
class Figure:
    """A measure with the values of its repeats."""

    measure: Measure
    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """The value in the middle of the repeats."""
        return statistics.median(self.values)

    def ratio(self, figures: Sequence[Figure]) -> float | None:
        """The median over that of the figure it is compared with."""
        for other in figures:
            if (other.measure.group, other.measure.name) == (self.measure.group, self.measure.to):
                return self.median / other.median
        return None

    def met(self, figures: Sequence[Figure]) -> bool | None:
        """Whether the aim is met by the median, or by the ratio where it is of that; None without one."""
        aim = self.measure.aim
        value = self.median if aim is None or aim.of == "median" else self.ratio(figures)
        return None if aim is None or value is None else aim.met(value)


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


async def awaited_rate(items: AsyncIterable[object], lead: int) -> float:
    """How many items come a second, to the end of them; the first `lead` are waited for and not counted."""
    begun, number = perf_counter(), -lead
    async for _ in items:
        number += 1
        if number == 0:
            begun = perf_counter()
    return number / (perf_counter() - begun)
