"""What an index took, noted while it is made: every walk and attempt, and the counts of them."""

from __future__ import annotations

from collections import Counter

from ..data.results import AttemptRecord, Maker
from ..records import Effort, JsonValue


class Diary:
    """Grows by `note` and `count`; entries of one turn and role are numbered in order."""

    def __init__(self) -> None:
        self.entries: list[AttemptRecord] = []
        self._counts: Counter[str] = Counter()

    def note(self, turn: int, role: Maker, outcome: str, hint: str | None = None, trace: JsonValue = None) -> None:
        """Add an entry: what a walk or an attempt came to."""
        number = sum((entry.turn, entry.role) == (turn, role) for entry in self.entries)
        entry = AttemptRecord(turn=turn, role=role, attempt=number, outcome=outcome, hint=hint, trace=trace)
        self.entries.append(entry)

    def count(self, name: str, times: int = 1) -> None:
        """Count something that `Effort` has a field for."""
        self._counts[name] += times

    @property
    def effort(self) -> Effort:
        """The counts so far."""
        return Effort(**self._counts)
