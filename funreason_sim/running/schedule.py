"""Which index is built next, by whom, and when there are enough: bookkeeping alone, without clocks, processes or files.

Indices are handed out in order, in blocks. What is kept depends on that order alone: results are settled by index,
whoever made them and whenever. An index begins only while it may be one of those wanted, so that nothing is made in
vain; and never far ahead of what is settled, so that memory stays flat when one index takes long.

A worker that dies gives its indices back. Each is then tried alone, and one that was in hand at two deaths is set
aside, to be tried once more when all else is done: the machine may have been at fault.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence

from ..records import RunEvent
from .tally import Tally

_ASIDE = "set aside"


class Schedule:
    """The indices from `first` to `end` (None: without end) until `tally` is over.

    `block` is how many are handed out at once, `window` how far ahead of what is settled.
    """

    def __init__(self, tally: Tally, first: int, end: int | None, block: int, window: int) -> None:
        self.tally = tally
        self._end = end
        self._block = block
        self._window = window
        self._settled = self._next = first
        self._known: dict[int, tuple[str, RunEvent | None]] = {}
        """What became of indices that are not settled yet, with the event to tell."""
        self._candidates = 0
        """Indices below `_next` that are kept, or may still be."""
        self._hands: dict[int, set[int]] = {}
        self._again: deque[int] = deque()
        self._deaths: Counter[int] = Counter()
        self._aside: set[int] = set()
        self._last_tries = False
        self._late: list[RunEvent] = []

    def recall(self, index: int, status: str) -> None:
        """Take in what an earlier command left, index by index in order; its events are not told again."""
        if not self._done():
            self._known[index] = (status, None)
            self._skip()
            list(self.settled())

    @property
    def over(self) -> bool:
        """Whether nothing more is to be built."""
        return self._done() and self._last_tries and not self._again and not self._suspects()

    @property
    def set_aside(self) -> tuple[int, ...]:
        """The indices that are set aside now."""
        return tuple(sorted(self._aside))

    def left(self) -> int | None:
        """How many indices may have to be built, those known already among them; None where that is not known."""
        wanted = None if self.tally.wanted is None else self.tally.wanted - self._candidates
        range_ = None if self._end is None else self._end - self._next
        known = [number for number in (wanted, range_) if number is not None]
        return max(0, min(known)) if known else None

    def take(self, worker: int) -> tuple[int, ...]:
        """The next block for a worker; empty when there is nothing that it may begin now."""
        hand = self._hands.setdefault(worker, set())
        if any(self._deaths[index] for index in hand):
            return ()  # what may kill it is tried alone
        if self._again and not hand:
            block = [self._again.popleft()]
        else:
            block = list(self._fresh())
        hand.update(block)
        return tuple(block)

    def finished(self, worker: int, index: int, status: str, event: RunEvent) -> None:
        """Take in the result of an index; it is told when all before it are settled, or at once after a last try."""
        self._hands[worker].discard(index)
        if index in self._aside:
            self._aside.discard(index)
            self._late.append(event)
            if not self.tally.over:
                self.tally.take(status == "kept")
        else:
            self._candidates -= status != "kept"
            self._known[index] = (status, event)

    def settled(self) -> Iterator[RunEvent]:
        """Settle what can be, in index order; the events to tell."""
        while not self._done() and self._settled in self._known:
            status, event = self._known.pop(self._settled)
            self._settled += 1
            if status != _ASIDE:
                self.tally.take(status == "kept")
            if event is not None:
                yield event
        yield from self._late
        self._late.clear()
        if self._done() and not self._last_tries:
            self._last_tries = True
            self._again = deque(sorted(self._aside))

    def lost(self, worker: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """A worker died: the indices it had in hand, and those of them that are set aside now."""
        hand = sorted(self._hands.pop(worker, ()))
        self._deaths.update(hand)
        again = [index for index in hand if self._deaths[index] < 2 and not self._last_tries]
        aside = tuple(index for index in hand if index not in again)
        self._again.extend(again)
        for index in aside:
            if index not in self._aside:
                self._aside.add(index)
                self._candidates -= 1
                self._known[index] = (_ASIDE, None)
        return tuple(hand), aside

    def _done(self) -> bool:
        return self.tally.over or (self._end is not None and self._settled >= self._end)

    def _suspects(self) -> bool:
        return any(index in self._aside for hand in self._hands.values() for index in hand)

    def _fresh(self) -> Sequence[int]:
        block: list[int] = []
        while len(block) < self._block and self._may_begin():
            block.append(self._next)
            self._candidates += 1
            self._next += 1
            self._skip()
        return block

    def _may_begin(self) -> bool:
        if self._done() or self._next - self._settled >= self._window:
            return False
        if self._end is not None and self._next >= self._end:
            return False
        return self.tally.wanted is None or self._candidates < self.tally.wanted

    def _skip(self) -> None:
        """Pass over indices that are known already."""
        while self._next in self._known:
            self._candidates += self._known[self._next][0] == "kept"
            self._next += 1
