"""What becomes of one index of a run, as the run store keeps it."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from ..records import Effort, JsonValue, Record

Status = Literal["kept", "rejected"]


class AttemptRecord(Record):
    """One attempt of the guided chain at one turn; `trace` is what was called and thought, for whoever asks why."""

    turn: int = Field(ge=0)
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
