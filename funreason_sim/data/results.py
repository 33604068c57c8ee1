"""What becomes of one index of a run, as the run store keeps it, and what a command did on a run."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from ..records import Effort, JsonValue, Record

Status = Literal["kept", "rejected"]
Ended = Literal["complete", "exhausted", "stalled", "stopped", "failed"]
Maker = Literal["walk", "tooling", "querying", "reasoning", "critic"]


class AttemptRecord(Record):
    """One try at one turn: a walk that came to nothing and why, or an attempt of a seat and what it came to.

    Tries are counted from 0 for each turn and role. `trace` is a sentence for a walk, and what was thought and called
    for an attempt of the reasoning seat that failed.
    """

    turn: int = Field(ge=0)
    role: Maker
    attempt: int = Field(ge=0)
    outcome: str
    hint: str | None = None
    trace: JsonValue = None


class IndexResult(Record):
    """All that one index left behind: a sample's line when it was kept, a reason when it was not."""

    index: int = Field(ge=0)
    status: Status
    reason: str | None = None
    detail: str | None = None
    line: bytes | None = None
    """The sample as `sample_line` writes it."""
    effort: Effort = Effort()
    attempts: tuple[AttemptRecord, ...] = ()

    @model_validator(mode="after")
    def _is_one_or_the_other(self) -> Self:
        if self.status == "kept" and (self.line is None or self.reason is not None):
            raise ValueError("a kept index has a line and no reason")
        if self.status == "rejected" and (self.line is not None or not self.reason):
            raise ValueError("a rejected index has a reason and no line")
        return self


class Counts(Record):
    """How far a run is: indices kept and rejected, and what they took in all."""

    kept: int
    rejected: int
    effort: Effort


class Session(Record):
    """One command's work on a run. Times are seconds since 1970, `rate` is kept a second over its last minute.

    `ended` says why it ended; it is None while the command works, and for good when it was killed.
    """

    started: float
    seen: float
    ended: Ended | None = None
    version: str
    workers: int
    wanted: int | None
    first: int
    end: int | None
    kept: int = 0
    rejected: int = 0
    rate: float = 0.0


class Failure(Record):
    """A walk or an attempt that came to nothing, as it is listed."""

    index: int
    turn: int
    role: Maker
    attempt: int
    outcome: str
    detail: str | None
    """A walk's sentence; an attempt's hint."""
