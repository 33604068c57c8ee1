"""Samples made once for all tests: a small run of the real pipeline."""

from __future__ import annotations

from functools import cache
from typing import Any

import anyio

from funreason_sim.records import RunConfig, RunEvent, Sample
from funreason_sim.running import generate
from funreason_sim.verification.checks import record_digest


@cache
def samples(count: int = 6, seed: int = 11, **changes: Any) -> tuple[Sample, ...]:
    """The samples of a run."""
    return run(RunConfig(count=count, seed=seed, workers=0, **changes))[0]


def run(config: RunConfig) -> tuple[tuple[Sample, ...], list[RunEvent]]:
    """Samples and events of a run without a folder, in this process unless told otherwise."""
    told: list[RunEvent] = []

    here = config.model_copy(update={"workers": config.workers or 0})

    async def collect() -> tuple[Sample, ...]:
        return tuple([sample async for sample in generate(here, told.append)])

    return anyio.run(collect), told


def resealed(sample: Sample) -> Sample:
    """A record that somebody changed and put a fitting digest on: only re-execution can tell."""
    return sample.model_copy(update={"digest": record_digest(sample)})
