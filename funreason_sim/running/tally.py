"""Counts results in index order, and says when a run is over and why."""

from __future__ import annotations

from typing import Literal

PATIENCE = 200
"""Rejections in a row after which a run is given up."""

Why = Literal["complete", "exhausted", "stalled"]


class Tally:
    """Kept and rejected so far; over when enough are kept, or too many in a row were rejected."""

    def __init__(self, wanted: int | None) -> None:
        self.wanted = wanted
        self.kept = self.rejected = self._row = 0
        self.why: Why = "exhausted"

    def take(self, kept: bool) -> None:
        """Count the next index."""
        self.kept, self.rejected = self.kept + kept, self.rejected + (not kept)
        self._row = 0 if kept else self._row + 1
        if self.wanted is not None and self.kept >= self.wanted:
            self.why = "complete"
        elif self._row >= PATIENCE:
            self.why = "stalled"

    @property
    def over(self) -> bool:
        """Whether what was counted ends the run."""
        return self.why != "exhausted"
