"""What a run is asked to do, and what it reports while it does it."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field, field_validator

from .base import Record

DEFAULT_SPACES = ("travel", "vehicle", "travel+vehicle")


class RunConfig(Record):
    """Everything `generate` can be told.

    What decides content is part of the run's identity; how many samples, where they go and how fast they are made is
    not, so those may change between two calls on one folder.
    """

    environments: tuple[str, ...] = Field(default=DEFAULT_SPACES, min_length=1)
    """Spaces, `a` or `a+b`; index i uses the i-th, in turn."""
    count: int | None = Field(default=None, ge=1, le=10_000_000)
    """Kept trajectories; 10 when None, or all of `from_traces`."""
    turns: int = Field(default=3, ge=1, le=50)
    """Rounds of a trajectory (N)."""
    calls: int = Field(default=4, ge=1, le=30)
    """Calls of a turn's reference (M)."""
    target: str | None = None
    """The tool to be directed at until it has been called (T_a); drawn anew for each turn when None."""
    seed: int = 0
    """Everything drawn follows from it: the same seed, the same samples."""
    attempts: int = Field(default=3, ge=1, le=20)
    """Attempts of the guided chain (K_max)."""
    workers: int | None = Field(default=None, ge=0, le=1_000)
    """Processes that compute; one for each core unless given, and 0 computes in this process."""
    episodes: int = Field(default=8, ge=1, le=10_000)
    """Trajectories live at once in each worker."""
    in_flight: int | None = Field(default=None, ge=1, le=1_000_000)
    """Calls to seats in flight at once over all workers; no limit unless given."""
    indices: str | None = None
    """Only the indices `FIRST:END`, END excluded or left out; runs over disjoint ones can be merged."""
    model: str = "scripted"
    """Who sits in the four seats: `scripted` needs no model and no key."""
    scenarios: Literal["generated", "bfcl"] = "generated"
    """Where initial states come from: drawn, or the installed benchmark's own."""
    sampler: Literal["directed", "random"] = "directed"
    """How a turn is walked: directed at a target along the graph (Eq. 2), or at random."""
    phrasings: Literal["open", "held-out"] = "open"
    """Which of the wordings the querying seat may use."""
    from_traces: str | None = None
    """A file of executed call sequences, instead of a walk."""
    keep_episodes: bool = False
    """Also write every kept episode's database to a file."""

    @field_validator("indices")
    @classmethod
    def _is_a_range(cls, value: str | None) -> str | None:
        if value is None:
            return value
        found = re.fullmatch(r"([0-9]{1,12}):([0-9]{0,12})", value)
        if not found:
            raise ValueError("should be FIRST:END, such as 0:100 or 100:")
        if found[2] and int(found[2]) <= int(found[1]):
            raise ValueError("should be FIRST:END with END above FIRST")
        return value

    @property
    def span(self) -> tuple[int, int | None]:
        """The first index, and the one behind the last where there is an end."""
        first, _, end = (self.indices or "0:").partition(":")
        return int(first), int(end) if end else None


NOT_IDENTITY = frozenset({"count", "workers", "episodes", "in_flight", "indices", "keep_episodes", "from_traces"})
"""Fields of `RunConfig` that do not decide content; a traces file counts by its digest, not by its path."""


class RunStarted(Record):
    """A run began, with so many indices done before."""

    type: Literal["run_started"] = "run_started"
    identity: str
    wanted: int | None
    kept: int
    rejected: int


class Effort(Record):
    """What an index took: walks tried, and what became of the turns that were posed to the reasoner.

    `turns` are the accepted ones, so many walks were kept; `hidden` of them have a prerequisite that their query leaves
    implicit. Of the `posed` turns `first_attempts` were solved at once and `after_critic` after hints.
    """

    walks: int = 0
    posed: int = 0
    first_attempts: int = 0
    after_critic: int = 0
    turns: int = 0
    hidden: int = 0

    def __add__(self, other: Effort) -> Effort:
        """Both together."""
        mine, theirs = self.model_dump(), other.model_dump()
        return Effort(**{name: mine[name] + theirs[name] for name in mine})


class IndexKept(Record):
    """An index became a sample."""

    type: Literal["index_kept"] = "index_kept"
    index: int
    sample: str
    effort: Effort


class IndexRejected(Record):
    """An index became no sample, and why."""

    type: Literal["index_rejected"] = "index_rejected"
    index: int
    reason: str
    detail: str
    effort: Effort


class WorkerLost(Record):
    """A worker process ended before its work did; what it had in hand is given to another."""

    type: Literal["worker_lost"] = "worker_lost"
    indices: tuple[int, ...]
    how: str


class BlockSetAside(Record):
    """A block of indices that was in hand when two workers died; it is tried once more when all else is done."""

    type: Literal["block_set_aside"] = "block_set_aside"
    indices: tuple[int, ...]
    how: str


class RunFinished(Record):
    """A run ended: `complete`, `exhausted` (traces or indices ran out) or `stalled`.

    `set_aside` are the indices without a result, since every worker that had them in hand died.
    """

    type: Literal["run_finished"] = "run_finished"
    kept: int
    rejected: int
    why: Literal["complete", "exhausted", "stalled"]
    set_aside: tuple[int, ...] = ()


RunEvent = Annotated[
    RunStarted | IndexKept | IndexRejected | WorkerLost | BlockSetAside | RunFinished, Field(discriminator="type")
]
