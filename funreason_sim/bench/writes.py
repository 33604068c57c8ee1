"""What `run.db` takes: results committed one by one and in batches, and the bytes of a trajectory.

The results are real ones, made before the clock starts. As in a run, each commit is synced before the next begins; the
disk is that of the user's temporary files.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from ..agents.seats import seats_for
from ..data.results import IndexResult
from ..data.status import store_size
from ..data.store import open_store
from ..pipeline.build import Builder
from ..pipeline.prepare import prepare
from ..records import RunConfig
from .figures import Measure, Take, awaited_seconds

GROUP = "results in run.db, commits synced"
BATCHES = (1, 16, 256)
_DISTINCT = 12
"""Results that are made; the others are these under other indices."""
_ONE, _LINE = "committed one by one", "a line of trajectories.jsonl"
_CONFIG = RunConfig(seed=30_000, turns=3)

Make = Callable[[int], Awaitable[list[IndexResult]]]
"""Gives so many results, of indices from 0."""


def write_measures(number: int) -> list[Measure]:
    """How many results a second are committed in batches of each size, at least so many, and how large they are."""
    make = _maker(number)
    rate = partial(Measure, GROUP, unit="a second", to=_ONE)
    size = partial(Measure, GROUP, unit="kB", to=_LINE)
    rates = []
    for batch in BATCHES:
        commits = -(-number // batch)
        name = _ONE if batch == 1 else f"in batches of {batch}"
        rates.append(rate(name, take=_committing(make, batch, commits), note=f"{commits * batch} a repeat"))
    return [
        *rates,
        size(_LINE, take=_line_size(make, min(number, _DISTINCT)), note=f"mean of {min(number, _DISTINCT)}"),
        size("a trajectory in run.db", take=_store_size(make, number), note="with its attempts"),
    ]


def _maker(number: int) -> Make:
    made: list[IndexResult] = []

    async def make(wanted: int) -> list[IndexResult]:
        if not made:
            builder = Builder(_CONFIG, prepare(_CONFIG), seats_for(_CONFIG.model))
            made.extend([(await builder.build(index))[0] for index in range(min(number, _DISTINCT))])
        return [made[index % len(made)].model_copy(update={"index": index}) for index in range(wanted)]

    return make


def _committing(make: Make, batch: int, commits: int) -> Take:
    async def take() -> float:
        results = await make(batch * commits)
        with tempfile.TemporaryDirectory(prefix="funreason-sim-") as folder:
            return len(results) / await _written(Path(folder), results, batch)

    return take


def _line_size(make: Make, number: int) -> Take:
    async def take() -> float:
        return statistics.fmean(len(result.line or b"") for result in await make(number)) / 1e3

    return take


def _store_size(make: Make, number: int) -> Take:
    async def take() -> float:
        with tempfile.TemporaryDirectory(prefix="funreason-sim-") as folder:
            await _written(Path(folder), await make(number), batch=number)
            return store_size(Path(folder)) / number / 1e3

    return take


async def _written(folder: Path, results: list[IndexResult], batch: int) -> float:
    """Seconds that it takes to write these results into a new store."""
    async with open_store(folder / "run.db", {"of": "bench"}) as store:
        await store.begin_session(0, None, 0, None)

        async def write() -> None:
            for first in range(0, len(results), batch):
                await store.add(results[first : first + batch])

        return await awaited_seconds(write)
