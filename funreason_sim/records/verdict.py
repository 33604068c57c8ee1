"""What verification found."""

from __future__ import annotations

from .base import JsonValue, Record


class Finding(Record):
    """One divergence: where, what the record claims (`expected`) and what was found (`actual`)."""

    check: str
    message: str
    turn: int | None = None
    step: str | None = None
    """Id of the call, or a step's number."""
    field: str | None = None
    expected: JsonValue = None
    actual: JsonValue = None


class Verdict(Record):
    """The checks that ran and what they found; `ok` when they found nothing."""

    checks: tuple[str, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether every check held."""
        return not self.findings
