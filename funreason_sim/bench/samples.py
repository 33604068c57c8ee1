"""What a sample costs: making one with scripted seats on one core, its own proof included, and proving it again."""

from __future__ import annotations

import statistics
from contextlib import aclosing
from functools import partial
from itertools import count

from ..records import RunConfig, Sample
from ..running import generate
from ..sim import Dice, open_episode, space
from ..verification import verify
from .figures import Aim, Measure, Take, awaited_seconds, seconds

GROUP = "a three-turn sample, one core"
_KEPT = 256
"""As many worlds as the engine keeps ready to be opened again."""


def sample_measures(number: int) -> list[Measure]:
    """Proofs of so many samples, and the rate at which so many are made; every repeat has a seed of its own."""
    rate = partial(Measure, GROUP, unit="a second", aim=Aim(at_least=50))
    return [
        Measure(GROUP, "verify one", "ms", _verifying(number), note=f"median of {number}"),
        rate("made and verified, 1 in flight", take=_making(number, 1), note=f"{number} a repeat"),
        rate("made and verified, 8 in flight", take=_making(number, 8), note=f"{number} a repeat"),
    ]


def _verifying(number: int) -> Take:
    samples: list[Sample] = []

    async def take() -> float:
        samples.extend(() if samples else await _made(number, 1, seed=1))
        _forget()
        return statistics.median(seconds(partial(verify, sample)) for sample in samples) * 1e3

    return take


def _making(number: int, inflight: int) -> Take:
    """The two rates share no seed, since the seats remember what they have read."""
    seeds = count(1000 * inflight)

    async def take() -> float:
        return number / await awaited_seconds(partial(_made, number, inflight, next(seeds)))

    return take


async def _made(number: int, inflight: int, seed: int) -> list[Sample]:
    config = RunConfig(count=number, workers=0, episodes=inflight, seed=seed, turns=3)
    async with aclosing(generate(config)) as samples:
        return [sample async for sample in samples]


def _forget() -> None:
    """Open so many other worlds that none of a sample is kept ready: they are opened as a stranger's would be."""
    found = space("vehicle")
    for number in range(_KEPT):
        open_episode(found, found.generate(Dice(f"other {number}")))
