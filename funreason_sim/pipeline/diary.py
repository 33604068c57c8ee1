"""What an index took, noted while it is made: every walk and attempt, and the counts of them."""

from __future__ import annotations

from collections import Counter

from ..data.results import AttemptRecord
from ..records import Effort, JsonValue


class Diary:
    """Grows by `note` and `count`; entries of one turn are numbered in order."""

    def __init__(self) -> None:
        self.entries: list[AttemptRecord] = []
        self._counts: Counter[str] = Counter()

    def note(self, turn: int, outcome: str, hint: str | None = None, trace: JsonValue = None) -> None:
        """Add an entry: what a walk or an attempt came to."""
        number = sum(entry.turn == turn for entry in self.entries)
        self.entries.append(AttemptRecord(turn=turn, attempt=number, outcome=outcome, hint=hint, trace=trace))

    def count(self, name: str, times: int = 1) -> None:
        """Count something that `Effort` has a field for."""
        self._counts[name] += times

    @property
    def effort(self) -> Effort:
        """The counts so far."""
        return Effort(**self._counts)
