"""The status of a run: what it is doing, how fast, how long still, judged from its store alone."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import anyio
import pytest
from stores import change, kept, make_store, make_version_1, rejected

from funreason_sim.data.alone import alone_in
from funreason_sim.data.status import RunStatus, status_of, store_size


def status(folder: Path) -> RunStatus:
    return anyio.run(status_of, folder)


def live(folder: Path) -> RunStatus:
    """The status while somebody holds the folder."""
    with alone_in(folder / "run.db"):
        return status(folder)


def at_work(seconds: float, silent: float = 0, **session: Any) -> dict[str, Any]:
    """A command that began so many seconds ago and last wrote `silent` seconds ago."""
    now = time.time()
    return {"started": now - seconds, "seen": now - silent, "wanted": 100, **session}


TEN = [kept(index, walks=3, turns=1) if index % 5 else rejected(index, walks=5) for index in range(10)]


@pytest.mark.parametrize("ended", ["complete", "exhausted", "stalled", "stopped", "failed"])
def test_a_run_that_ended_is_what_its_last_command_says(tmp_path: Path, ended: str) -> None:
    """An earlier command that was killed is past."""
    found = status(make_store(tmp_path, TEN, [{}, {"ended": ended}]))
    assert (found.state, found.done, found.seconds_left) == (ended, 10, None)


def test_a_command_that_never_said_that_it_ended_was_killed(tmp_path: Path) -> None:
    """Nobody holds the folder, and its session is open."""
    assert status(make_store(tmp_path, TEN, [{"ended": "complete"}, {}])).state == "killed"


def test_a_run_is_running_while_somebody_holds_its_folder(tmp_path: Path) -> None:
    """Whatever its sessions say: a new command may not have begun one."""
    assert live(make_store(tmp_path, TEN, [{"ended": "complete"}])).state == "running"
    assert live(make_store(tmp_path / "new")).state == "running"


def test_a_run_that_ends_while_it_is_looked_at_was_not_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it is live is asked before its sessions are read, so that its last word is heard."""
    folder = make_store(tmp_path, TEN, [at_work(10)])

    def ends(path: Path) -> bool:
        change(folder, "UPDATE session SET ended = 'complete'")
        return False

    monkeypatch.setattr("funreason_sim.data.status.in_use", ends)
    assert status(folder).state == "complete"


def test_a_run_without_sessions_has_not_begun_or_is_of_version_1(tmp_path: Path) -> None:
    """Version 0.1 noted none; with results it stopped, without it is new."""
    assert status(make_store(tmp_path / "new")).state == "new"
    old = status(make_version_1(tmp_path / "old"))
    assert (old.state, old.done, old.rate, old.last) == ("stopped", 2, 0.0, None)


def test_all_that_a_run_holds_is_counted(tmp_path: Path) -> None:
    """Indices, reasons, effort, what was set aside, and the size of its files."""
    found = status(make_store(tmp_path, TEN, [{"ended": "complete"}], {12: "killed by SIGKILL"}))
    assert (found.counts.kept, found.counts.rejected, found.reasons) == (8, 2, {"unsolved": 2})
    assert (found.effort.walks, found.effort.turns) == (34, 8)
    assert found.set_aside == {12: "killed by SIGKILL"}
    assert found.store_bytes == (tmp_path / "run.db").stat().st_size
    assert (found.bytes_each, found.samples_bytes) == (found.store_bytes / 8, 0)
    (tmp_path / "trajectories.jsonl").write_bytes(b"12345")
    (tmp_path / "run.db-wal").write_bytes(b"1234567")
    assert store_size(tmp_path) == found.store_bytes + 7
    (tmp_path / "run.db-wal").unlink()
    assert status(tmp_path).samples_bytes == 5
    assert status(make_store(tmp_path / "none", TEN[:1])).bytes_each is None


def test_the_rate_of_a_live_run_is_that_of_its_last_minute(tmp_path: Path) -> None:
    """The run itself keeps it, with every commit."""
    found = live(make_store(tmp_path, TEN, [at_work(1_000, 2, kept=8, rejected=2, rate=2.5)]))
    assert (found.rate, found.paced) == (2.5, found.last)
    assert found.seconds_left == (100 - 8) / 2.5


def test_the_rate_of_a_live_run_that_was_long_silent_falls(tmp_path: Path) -> None:
    """A minute without a commit, and the rate it had then says nothing any more."""
    found = live(make_store(tmp_path, TEN, [at_work(1_000, 600, kept=8, rejected=2, rate=2.5)]))
    assert found.rate == pytest.approx(8 / 1_000, rel=0.01)
    assert found.seconds_left == pytest.approx(92 * 1_000 / 8, rel=0.01)


def test_the_rate_of_a_run_that_ended_is_that_of_the_last_command_that_made_something(tmp_path: Path) -> None:
    """A command that found nothing left to do does not make a run slow."""
    now = time.time()
    first = {"started": now - 900, "seen": now - 700, "kept": 2, "ended": "stopped"}
    second = {"started": now - 500, "seen": now - 490, "kept": 6, "rejected": 2, "ended": "stopped"}
    found = status(make_store(tmp_path, TEN, [first, second, {"ended": "complete"}]))
    assert found.rate == pytest.approx(0.6)
    assert found.paced == found.sessions[1]
    assert status(make_store(tmp_path / "none", TEN, [{"ended": "complete"}])).paced is None


def test_the_time_left_is_not_known_before_anything_is_kept(tmp_path: Path) -> None:
    """Nor while a new command has the folder and has not begun, nor where there is no goal."""
    assert live(make_store(tmp_path / "a", (), [at_work(5)])).seconds_left is None
    done = at_work(5, kept=8, rate=1.0, ended="complete")
    assert live(make_store(tmp_path / "b", TEN, [done])).seconds_left is None
    assert live(make_store(tmp_path / "c", TEN, [at_work(5, kept=8, rate=1.0, wanted=None)])).seconds_left is None
    assert live(make_store(tmp_path / "d", TEN, [at_work(5, kept=8, rate=1.0, wanted=4)])).seconds_left == 0


def test_the_time_left_of_a_range_counts_rejected_indices_too(tmp_path: Path) -> None:
    """Of 20 indices 10 are done at 1.25 indices a second, of which 1 is kept."""
    session = at_work(8, kept=8, rejected=2, rate=1.0, wanted=None, end=20)
    assert live(make_store(tmp_path / "range", TEN, [session])).seconds_left == pytest.approx(10 / 1.25)
    both = live(make_store(tmp_path / "both", TEN, [{**session, "wanted": 10}]))
    assert both.seconds_left == pytest.approx(2.0), "enough are kept before the range ends"


def test_what_the_last_command_was_asked_for_is_counted_by_itself(tmp_path: Path) -> None:
    """A command over a range is not done because of what lies outside it."""
    session = at_work(1, kept=2, rejected=1, rate=2.0, wanted=4, first=5, end=8)
    found = live(make_store(tmp_path, TEN, [session]))
    assert (found.counts.kept, found.counts.rejected) == (8, 2)
    assert (found.asked.kept, found.asked.rejected) == (2, 1)
    open_ended = live(make_store(tmp_path / "open", TEN, [{**session, "wanted": 6, "end": None}]))
    assert (open_ended.asked.kept, open_ended.seconds_left) == (4, (6 - 4) / 2.0)
    whole = status(make_store(tmp_path / "whole", TEN, [at_work(1)]))
    assert whole.asked == whole.counts
