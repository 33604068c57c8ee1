"""What more worker processes bring: whole runs in a folder of their own, `run.db` included.

The clock starts when each worker has made a few results, since starting a process takes as long as making several
trajectories, and a run of days pays for it once. It stops when `trajectories.jsonl` is written. All runs of one repeat
make the trajectories of one seed.
"""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Sequence
from functools import partial
from itertools import count
from pathlib import Path

from ..records import IndexKept, RunConfig
from ..running import Run
from ..running.crew import cores
from .figures import Aim, Measure, Take, awaited_rate

GROUP = "trajectories by worker processes"
_LEAD = 4
"""Results for each worker before the clock starts."""
_TWICE = Aim(at_least=1.7, of="ratio")


def worker_measures(workers: Sequence[int], number: int) -> list[Measure]:
    """One rate for each number of workers, of so many three-turn trajectories; with 0 this process makes them.

    The ratio is to the first of them. What two should bring is held against two cores only.
    """
    if not workers:
        return []
    rate = partial(Measure, GROUP, unit="a second", to=_name(workers[0]))
    two = _TWICE if cores() >= 2 else None
    return [
        rate(_name(each), take=_running(each, number), aim=two if each == 2 else None, note=_note(each, number))
        for each in workers
    ]


def _name(workers: int) -> str:
    if workers == 0:
        return "in this process"
    return f"{workers} worker{'s' if workers > 1 else ''}"


def _note(workers: int, number: int) -> str:
    return f"{number}, after the first {_LEAD * workers}" if workers else f"{number}, from the start"


def _running(workers: int, number: int) -> Take:
    seeds = count(20_000)

    async def take() -> float:
        lead = _LEAD * workers
        config = RunConfig(count=lead + number, workers=workers, seed=next(seeds), turns=3)
        with tempfile.TemporaryDirectory(prefix="funreason-sim-") as folder:
            async with Run(config, Path(folder)) as run:
                return await awaited_rate(_kept(run), lead)

    return take


async def _kept(run: Run) -> AsyncIterator[IndexKept]:
    async for event in run.events():
        if isinstance(event, IndexKept):
            yield event
