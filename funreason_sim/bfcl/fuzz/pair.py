"""Runs one sequence of calls on both sides, until they part."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

from ..compare import same_text, unlike
from ..execution import Execution, opening
from ..official import Official
from .lines import Tracer


@dataclass(frozen=True)
class Start:
    """Where a sequence begins: an entry's classes and their initial configurations."""

    entry: str
    classes: tuple[str, ...]
    configs: dict[str, Any]
    long_context: bool


@dataclass(frozen=True)
class Parting:
    """Where the two sides part: at which call, in its result or in an attribute, and what each side has."""

    place: int
    call: str
    what: str
    ours: Any
    theirs: Any


class Pair:
    """Both sides of one sequence, ours and the official one, from the same start."""

    def __init__(self, start: Start, tracer: Tracer | None = None) -> None:
        state = opening(start.classes, start.configs, long_context=start.long_context)
        self.ours = Execution(state, entry=start.entry)
        self._tracer = tracer
        with self._watching():
            self._theirs = self._official(start)
        self._place = 0

    def step(self, call: str) -> tuple[Parting | None, str]:
        """Run a call on both sides and compare results and states; what parted, if anything, and the official text."""
        got, expected = self.ours.text(call), self._execute(call)
        place, self._place = self._place, self._place + 1
        if not same_text(got, expected):
            return Parting(place, call, "result", got, expected), expected
        if not self._only_read():
            parted = unlike(self.ours.attributes(), self._theirs.attributes())
            if parted:
                return Parting(place, call, parted[0].attribute, parted[0].ours, parted[0].theirs), expected
        return None, expected

    def repeats(self, start: Start, calls: Sequence[str]) -> bool:
        """Whether the original is as deterministic as we are: from the same start, the same calls end in equal states.

        By its own `==`, which must tell the start from the end where their attributes differ.
        """
        with self._watching():
            beginning, again = self._official(start), self._official(start)
            again.execute(calls)
            changed = beginning.attributes() != self._theirs.attributes()
            return again.equals(self._theirs) and beginning.equals(self._theirs) != changed

    def close(self) -> None:
        """Let go of our world."""
        self.ours.close()

    def _only_read(self) -> bool:
        """Whether the newest call cannot have changed a state: our tool says so, and wrote nothing."""
        ran = self.ours.newest
        return ran is not None and not ran.effects and self.ours.tool(ran.call.tool).reads_only

    def _official(self, start: Start) -> Official:
        return Official(start.classes, start.configs, long_context=start.long_context, entry=start.entry)

    def _execute(self, call: str) -> str:
        with self._watching():
            return self._theirs.execute([call])[0]

    def _watching(self) -> AbstractContextManager[None]:
        return nullcontext() if self._tracer is None else self._tracer.watching()


def parting(start: Start, calls: Sequence[str]) -> Parting | None:
    """Where a sequence of calls parts the two sides; None when it does not."""
    pair = Pair(start)
    try:
        for call in calls:
            found, _ = pair.step(call)
            if found is not None:
                return found
        return None
    finally:
        pair.close()


def shortest(start: Start, calls: Sequence[str], what: str) -> list[str]:
    """The calls without those that the difference at their end does not need, left out one after the other."""
    kept = list(calls)
    place = len(kept) - 2
    while place >= 0:
        fewer = kept[:place] + kept[place + 1 :]
        found = parting(start, fewer)
        if found is not None and found.what == what and found.place == len(fewer) - 1:
            kept = fewer
        place -= 1
    return kept
