"""The schedule against a sequential run: whoever makes what when, and whoever dies, the same is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import funreason_sim.running.tally as tally_module
from funreason_sim.records import Effort, IndexKept, IndexRejected, RunEvent
from funreason_sim.running.schedule import Schedule
from funreason_sim.running.tally import Tally


@dataclass(frozen=True)
class Work:
    """What is to be done: index i is kept where `bits` says so, over and over; `earlier` ones are done already."""

    bits: list[bool]
    first: int
    end: int | None
    wanted: int | None
    earlier: frozenset[int]

    def status(self, index: int) -> str:
        return "kept" if self.bits[index % len(self.bits)] else "rejected"

    @property
    def recalled(self) -> list[int]:
        """Those of the earlier indices that this command is asked for."""
        return sorted(i for i in self.earlier if i >= self.first and (self.end is None or i < self.end))


@dataclass
class Sequential:
    """One index after the other: what is kept, what is built for it, and why it ends."""

    kept: list[int] = field(default_factory=list)
    built: list[int] = field(default_factory=list)
    why: str = "exhausted"


def sequential(work: Work, absent: set[int] = frozenset()) -> Sequential:  # type: ignore[assignment]
    """The run that one patient worker makes, over the indices that are not absent."""
    run, index, row = Sequential(), work.first, 0
    while work.end is None or index < work.end:
        if work.wanted is not None and len(run.kept) >= work.wanted:
            run.why = "complete"
            break
        if row >= tally_module.PATIENCE:
            run.why = "stalled"
            break
        if index not in absent:
            if index not in work.earlier:
                run.built.append(index)
            if work.status(index) == "kept":
                run.kept.append(index)
            row = 0 if work.status(index) == "kept" else row + 1
        index += 1
    else:
        if work.wanted is not None and len(run.kept) >= work.wanted:
            run.why = "complete"
        elif row >= tally_module.PATIENCE:
            run.why = "stalled"
    return run


@dataclass
class Crew:
    """Workers that take, finish and die in any order, around a schedule; notes all that happens."""

    work: Work
    schedule: Schedule
    chance: Random
    workers: int
    room: int
    window: int
    killers: dict[int, int] = field(default_factory=dict)
    """Indices that kill whoever works on them, so many times."""
    accidents: int = 0
    """Deaths that no index is to blame for."""
    hands: dict[int, list[int]] = field(default_factory=dict)
    results: dict[int, str] = field(default_factory=dict)
    events: list[RunEvent] = field(default_factory=list)
    deaths: Counter[int] = field(default_factory=Counter)
    ever_aside: set[int] = field(default_factory=set)

    def run(self) -> None:
        for index in self.work.recalled:
            self.schedule.recall(index, self.work.status(index))
        self.events += self.schedule.settled()
        names = iter(range(10**6))
        self.hands = {next(names): [] for _ in range(self.workers)}
        while not self.schedule.over:
            if not any(self.hands.values()):
                self.take_or_be_stuck()
                continue
            worker = self.chance.choice(sorted(self.hands))
            hand = self.hands[worker]
            if len(hand) < self.room and self.chance.random() < 0.5:
                self.take(worker)
            elif hand:
                index = self.chance.choice(hand)
                if self.killers.get(index, 0) > 0:
                    self.killers[index] -= 1
                    self.die(worker, next(names))
                elif self.accidents and self.chance.random() < 0.2:
                    self.accidents -= 1
                    self.die(worker, next(names))
                else:
                    self.finish(worker, index)

    def take_or_be_stuck(self) -> None:
        """Nobody has anything: then somebody can take something, or the run would never end."""
        for worker in self.hands:
            self.take(worker)
        assert any(self.hands.values()), "nobody has anything in hand, and nobody may take anything"

    def take(self, worker: int) -> None:
        lowest = self.lowest_open()
        block = self.schedule.take(worker)
        held = [index for hand in self.hands.values() for index in hand]
        for index in block:
            assert index not in held, "two workers have it"
            assert index not in self.results, "it is done"
            assert index not in self.work.earlier, "it was done before"
            assert index - lowest < self.window or self.deaths[index], "it is too far ahead"
        if any(self.deaths[index] for index in (*block, *self.hands[worker])):
            assert len(block) + len(self.hands[worker]) == 1 or not block, "what may kill is tried alone"
        self.hands[worker] += block

    def lowest_open(self) -> int:
        """The lowest index that has no result and is not set aside."""
        index = self.work.first
        while index in self.work.earlier or index in self.results or index in self.schedule.set_aside:
            index += 1
        return index

    def finish(self, worker: int, index: int) -> None:
        self.hands[worker].remove(index)
        status = self.results[index] = self.work.status(index)
        self.schedule.finished(worker, index, status, event(index, status))
        if self.chance.random() < 0.7 or not any(self.hands.values()):
            self.events += self.schedule.settled()

    def die(self, worker: int, successor: int) -> None:
        hand = self.hands.pop(worker)
        self.hands[successor] = []
        self.deaths.update(hand)
        told, aside = self.schedule.lost(worker)
        assert told == tuple(sorted(hand))
        for index in hand:
            assert (index in aside) == (self.deaths[index] >= 2), "set aside at the second death, and not before"
            assert self.deaths[index] <= 3, "after two deaths it is tried once more, and then left"
        self.ever_aside |= set(aside)
        self.events += self.schedule.settled()

    @property
    def told(self) -> list[int]:
        """The indices of the events, as they came."""
        return [event.index for event in self.events]  # type: ignore[union-attr]

    @property
    def kept(self) -> list[int]:
        """What a file of the samples wanted holds."""
        done = {**{index: self.work.status(index) for index in self.work.recalled}, **self.results}
        tally = self.schedule.tally
        return [i for i in sorted(done) if done[i] == "kept"][: tally.kept if tally.why == "stalled" else tally.wanted]


def event(index: int, status: str) -> RunEvent:
    if status == "kept":
        return IndexKept(index=index, sample=str(index), effort=Effort())
    return IndexRejected(index=index, reason="r", detail="", effort=Effort())


@contextmanager
def patience(rows: int) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tally_module, "PATIENCE", rows)
        yield


@st.composite
def works(draw: st.DrawFn) -> Work:
    bits = draw(st.lists(st.booleans(), min_size=1, max_size=12))
    first = draw(st.integers(0, 3))
    end = draw(st.none() | st.integers(first, first + 30))
    wanted = draw(st.integers(1, 15) if end is None else st.none() | st.integers(1, 15))
    if end is None:
        bits = [*bits, True]  # or it would never have enough
    return Work(bits, first, end, wanted, frozenset(draw(st.sets(st.integers(0, 40), max_size=30))))


@st.composite
def crews(draw: st.DrawFn, deaths: bool = False) -> Crew:
    work, block, window = draw(works()), draw(st.integers(1, 4)), draw(st.integers(1, 20))
    schedule = Schedule(Tally(work.wanted), work.first, work.end, block, window)
    crew = Crew(
        work,
        schedule,
        chance=draw(st.randoms(use_true_random=False)),
        workers=draw(st.integers(1, 4)),
        room=draw(st.integers(1, 5)),
        window=window,
    )
    if deaths:
        crew.killers = draw(st.dictionaries(st.integers(0, 30), st.integers(1, 4), max_size=6))
        crew.accidents = draw(st.integers(0, 6))
    return crew


@given(crew=crews())
def test_without_deaths_all_is_as_in_a_sequential_run(crew: Crew) -> None:
    """What is kept, what is built, how it ends, and the order in which it is told."""
    with patience(10**6):
        crew.run()
        expected = sequential(crew.work)
    assert crew.kept == expected.kept[: crew.work.wanted]
    assert sorted(crew.results) == expected.built
    assert crew.told == expected.built
    assert (crew.schedule.tally.why, crew.schedule.tally.kept) == (expected.why, len(expected.kept))
    assert crew.schedule.set_aside == ()


@given(crew=crews(deaths=True))
def test_deaths_change_nothing_but_what_is_set_aside(crew: Crew) -> None:
    """What is kept is what a sequential run keeps that does not have the indices which were left at last."""
    with patience(10**6):
        crew.run()
        left = set(crew.schedule.set_aside)
        expected = sequential(crew.work, left)
        around = sequential(crew.work, crew.ever_aside)
    assert left == {index for index in crew.ever_aside if index not in crew.results}
    assert all(crew.deaths[index] == 3 for index in left), "they had their last try"
    assert crew.kept == expected.kept[: crew.work.wanted]
    assert (crew.schedule.tally.why, crew.schedule.tally.kept) == (expected.why, len(expected.kept))
    assert set(crew.results) - crew.ever_aside <= set(around.built), "what nobody needed was built"
    ordered = [index for index in crew.told if index not in crew.ever_aside]
    assert ordered == sorted(ordered)
    assert sorted(crew.told) == sorted(crew.results), "each is told once"
    late = [index for index in crew.told if index in crew.ever_aside]
    assert crew.told == [*ordered, *late], "those that were set aside come last"


@given(crew=crews(), rows=st.integers(1, 6))
def test_a_run_stalls_where_a_sequential_one_does(crew: Crew, rows: int) -> None:
    """What was begun beyond that place before it was known is not more than the window, and is not told."""
    with patience(rows):
        crew.run()
        expected = sequential(crew.work)
    assert crew.schedule.tally.why == expected.why
    assert crew.kept == expected.kept
    assert crew.told == expected.built
    assert len(set(crew.results) - set(expected.built)) <= crew.window


@given(crew=crews(deaths=True))
def test_a_run_that_goes_on_ends_as_one_that_was_never_stopped(crew: Crew) -> None:
    """What was set aside is tried anew by the next command; when nothing kills any more, all is as it should be."""
    with patience(10**6):
        crew.run()
        work = crew.work
        again = Work(work.bits, work.first, work.end, work.wanted, work.earlier | set(crew.results))
        schedule = Schedule(Tally(work.wanted), work.first, work.end, 2, 20)
        second = Crew(again, schedule, crew.chance, workers=2, room=2, window=20)
        second.run()
        expected = sequential(work)
    assert second.kept == expected.kept
    assert (schedule.tally.why, schedule.set_aside) == (expected.why, ())


def schedule_of(wanted: int | None, end: int | None = None, block: int = 2, window: int = 10) -> Schedule:
    return Schedule(Tally(wanted), 0, end, block, window)


def finish(schedule: Schedule, worker: int, *indices: int) -> list[int]:
    """Finish indices as kept; the indices of the events that come of it."""
    for index in indices:
        schedule.finished(worker, index, "kept", event(index, "kept"))
    return [told.index for told in schedule.settled()]  # type: ignore[union-attr]


def test_blocks_are_handed_out_in_order_and_no_more_than_are_wanted() -> None:
    """A rejected one is made up for as soon as it is known."""
    schedule = schedule_of(wanted=3)
    assert [schedule.take(worker) for worker in (1, 2, 3)] == [(0, 1), (2,), ()]
    schedule.finished(2, 2, "rejected", event(2, "rejected"))
    assert schedule.take(3) == (3,)
    assert finish(schedule, 3, 3) == []
    assert finish(schedule, 1, 1) == []
    assert finish(schedule, 1, 0) == [0, 1, 2, 3]
    assert schedule.over
    assert schedule.tally.why == "complete"


def test_one_slow_index_holds_up_the_others_only_at_the_window() -> None:
    """What is done but not settled is bounded, and so is memory."""
    schedule = schedule_of(wanted=100, block=4, window=6)
    assert schedule.take(1) == (0, 1, 2, 3)
    assert schedule.take(2) == (4, 5)
    assert finish(schedule, 2, 4, 5) == []
    assert schedule.take(2) == ()
    assert finish(schedule, 1, 0) == [0]
    assert schedule.take(2) == (6,)


def test_what_a_dead_worker_had_is_tried_by_others_one_at_a_time() -> None:
    """Whoever has such an index gets nothing else, and whoever has something does not get one."""
    schedule = schedule_of(wanted=10)
    assert (schedule.take(1), schedule.take(2)) == ((0, 1), (2, 3))
    assert schedule.lost(1) == ((0, 1), ())
    assert schedule.take(2) == (4, 5)
    assert (schedule.take(3), schedule.take(3)) == ((0,), ())
    assert schedule.take(4) == (1,)
    assert finish(schedule, 3, 0) == [0]
    assert schedule.take(3) == (6, 7)


def test_an_index_in_hand_at_two_deaths_is_set_aside_tried_once_more_and_left() -> None:
    """The others go on without it, one more is made for it, and at the end it has its last try."""
    schedule = schedule_of(wanted=2, block=1)
    assert (schedule.take(1), schedule.take(2)) == ((0,), (1,))
    assert schedule.lost(1) == ((0,), ())
    assert schedule.take(3) == (0,)
    assert schedule.lost(3) == ((0,), (0,))
    assert schedule.set_aside == (0,)
    assert schedule.take(4) == (2,)
    assert finish(schedule, 2, 1) == [1]
    assert finish(schedule, 4, 2) == [2]
    assert not schedule.over
    assert schedule.take(4) == (0,)
    assert not schedule.over
    assert schedule.lost(4) == ((0,), (0,))
    assert schedule.over
    assert schedule.set_aside == (0,)
    assert (schedule.tally.why, schedule.tally.kept, schedule.tally.rejected) == ("complete", 2, 0)


def test_a_last_try_that_works_is_told_last() -> None:
    """It is no longer set aside, and counts where it is still wanted."""
    schedule = schedule_of(wanted=None, end=2, block=1)
    for worker in (1, 2):
        assert schedule.take(worker) == (0,)
        schedule.lost(worker)
    assert schedule.take(3) == (1,)
    assert finish(schedule, 3, 1) == [1]
    assert schedule.take(3) == (0,)
    assert finish(schedule, 3, 0) == [0]
    assert (schedule.over, schedule.set_aside, schedule.tally.kept) == (True, (), 2)


@pytest.mark.parametrize(
    ("wanted", "end", "recalled", "left"),
    [(5, None, 0, 5), (5, None, 3, 2), (5, 4, 1, 3), (None, 9, 9, 0), (2, 9, 4, 0)],
)
def test_how_much_is_left_is_known_where_there_is_a_goal(
    wanted: int | None, end: int | None, recalled: int, left: int
) -> None:
    """The fewest that have to be built, and none when enough are there."""
    schedule = schedule_of(wanted, end)
    for index in range(recalled):
        schedule.recall(index, "kept")
    assert schedule.left() == left
    list(schedule.settled())
    assert schedule.over == (left == 0)
