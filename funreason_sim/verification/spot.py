"""Where a check looks, so that what it finds names the place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from ..records import Finding, canonical


@dataclass(frozen=True)
class Spot:
    """A check at a turn (0-based) and a step; `find` and `differ` give findings there."""

    check: str
    turn: int | None = None
    step: str | None = None

    def at(self, turn: int | None, step: str | None = None) -> Spot:
        """The same check elsewhere."""
        return replace(self, turn=turn, step=step)

    def find(self, message: str, field: str | None = None, expected: Any = None, actual: Any = None) -> Finding:
        """One divergence here."""
        return Finding(
            check=self.check,
            message=message,
            turn=self.turn,
            step=self.step,
            field=field,
            expected=expected,
            actual=actual,
        )

    def differ(self, message: str, field: str, expected: Any, actual: Any) -> Iterator[Finding]:
        """A finding when two JSON values are not the same to the letter: 5 is not 5.0 here, and 1 not true."""
        if canonical(expected) != canonical(actual):
            yield self.find(message, field, expected, actual)
