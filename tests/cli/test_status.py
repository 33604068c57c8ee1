"""`status`: on a live run and on every kind of run that is not, for people and for programs."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from cli.conftest import Run
from data.waiting import until_committed
from permissions import held, mode
from stores import change, kept, make_store, make_version_1, rejected

from funreason_sim.cli.units import bytes_told, counted, duration, share
from funreason_sim.data.alone import alone_in

TEN = [kept(n, walks=2, posed=1, first_attempts=1, turns=1) if n % 5 else rejected(n, walks=5) for n in range(10)]
COMPLETE: dict[str, Any] = {"started": 1_000, "seen": 1_016, "ended": "complete", "kept": 8, "rejected": 2, "wanted": 8}


def rows(text: str) -> dict[str, str]:
    """The values by their labels."""
    return dict(re.findall(r"^([a-z][a-z ]*?) {2,}(\S.*)$", text, re.MULTILINE))


def test_a_live_run_can_be_watched_then_killed_and_finished(run: Run, tmp_path: Path) -> None:
    """Running: done grows, with a rate and the time left. Then killed, and after the same command complete."""
    folder = tmp_path / "run"
    small = ("generate", "--out", folder, "-e", "vehicle", "--turns", 1, "--calls", 2, "--workers")
    command = [sys.executable, "-m", "funreason_sim", *map(str, small), "1", "-n", "100000"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        until_committed(folder, 3)
        first = json.loads(run("status", folder, "--json").out)
        until_committed(folder, first["done"] + 5)
        told = rows(run("status", folder).out)
        then = json.loads(run("status", folder, "--json").out)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert (first["state"], first["wanted"], first["workers"]) == ("running", 100_000, 1)
    assert first["done"] == first["kept"] + first["rejected"] >= 3
    assert then["done"] > first["done"]
    assert then["rate"] > 0
    assert 100 < then["seconds_left"] == pytest.approx((100_000 - then["kept"]) / then["rate"])
    assert told["state"] == "running"
    assert re.fullmatch(r"\d+ of 100,000 \(0\.\d %\)", told["kept"])
    assert re.fullmatch(r"\d+\.\d\d kept a second over the last minute, 1 worker", told["rate"])
    assert re.fullmatch(r"(\d+ d )?\d+ (h|min)( \d+ (min|s))?", told["time left"])
    killed = json.loads(run("status", folder, "--json").out)
    assert (killed["state"], killed["seconds_left"]) == ("killed", None)
    assert killed["done"] >= then["done"]
    assert "goes on" in rows(run("status", folder).out)["state"]
    assert run(*small, 0, "-n", killed["kept"] + 1).status == 0
    done = json.loads(run("status", folder, "--json").out)
    assert (done["state"], done["kept"]) == ("complete", killed["kept"] + 1)
    assert [session["ended"] for session in done["sessions"]] == [None, "complete"]


def test_a_run_of_another_user_can_be_watched(tmp_path: Path) -> None:
    """A live run in a folder that the one who looks may not write."""
    folder = make_store(tmp_path / "run", TEN)
    with alone_in(folder / "run.db"), mode(folder, 0o555):
        done = held("status", folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert rows(done.stdout)["state"] == "running"


@pytest.mark.parametrize(
    ("ended", "state"),
    [
        ("complete", "complete"),
        ("exhausted", "used up: there are no more indices or traces"),
        ("stalled", "stalled: too many indices in a row were rejected"),
        ("stopped", "stopped; the same generate command goes on"),
        ("failed", "failed; once the cause is gone, the same generate command goes on"),
        (None, "killed; nothing committed is lost, and the same generate command goes on"),
    ],
)
def test_how_the_last_command_ended_is_said_with_what_to_do(
    run: Run, tmp_path: Path, ended: str | None, state: str
) -> None:
    """In words for people, in one word for programs; looking at a run never fails because of how it is."""
    folder = make_store(tmp_path, TEN, [{**COMPLETE, "ended": ended}])
    done = run("status", folder)
    assert (done.status, done.err) == (0, "")
    assert rows(done.out)["state"] == state
    document = json.loads(run("status", folder, "--json").out)
    assert document["state"] == (ended or "killed")


def test_everything_is_told_in_aligned_lines(run: Run, tmp_path: Path) -> None:
    """One label and one value a line, no blanks at the end, and what to do next."""
    (folder := tmp_path / "my run").mkdir()
    (folder / "trajectories.jsonl").write_bytes(b"x" * 1_500)
    make_store(folder, TEN, [COMPLETE], {12: "killed by SIGKILL", 13: "exit code 3"})
    size = (folder / "run.db").stat().st_size
    assert run("status", folder).out.splitlines() == [
        "state             complete",
        "done              10 indices",
        "kept              8 of 8 (100.0 %)",
        "rejected          2 (unsolved 2)",
        "set aside         index 12: every worker that had it in hand died (killed by SIGKILL)",
        "set aside         index 13: every worker that had it in hand died (exit code 3)",
        "rate              0.50 kept a second by the last command, 2 workers",
        f"size              run.db {bytes_told(size)} ({bytes_told(size / 8)} for each trajectory), "
        "trajectories.jsonl 1.5 kB",
        "walks kept        30.8 % (8 of 26)",
        "first attempt     100.0 % (8 of 8)",
        "after the critic  0.0 % (0 of 8)",
        "",
        f"What was rejected, and why: funreason-sim rejected '{folder}'",
    ]


def test_a_command_over_a_range_is_told_with_its_range(run: Run, tmp_path: Path) -> None:
    """What it was asked for is counted apart from what the run holds."""
    folder = make_store(tmp_path / "a", TEN, [{**COMPLETE, "wanted": None, "first": 5, "end": 15}])
    told = rows(run("status", folder).out)
    assert (told["kept"], told["asked for"]) == ("8", "5 of 10 done (50.0 %), indices 5 to 14")
    folder = make_store(tmp_path / "b", TEN, [{**COMPLETE, "wanted": 6, "first": 5}])
    assert rows(run("status", folder).out)["asked for"] == "4 of 6 kept (66.6 %), indices from 5 on"


@pytest.mark.parametrize(
    ("session", "rate"),
    [
        ({}, "not known: nothing has been made yet"),
        (
            {"workers": 0, "started": 0, "seen": 8, "kept": 2, "ended": "stopped"},
            "0.25 kept a second by the last command",
        ),
    ],
)
def test_a_run_with_nothing_in_it_says_so(run: Run, tmp_path: Path, session: dict[str, Any], rate: str) -> None:
    """No shares of nothing, and no hint at what was not rejected."""
    done = run("status", make_store(tmp_path, (), [session]))
    told = rows(done.out)
    assert (told["done"], told["rejected"], "walks kept" in told) == ("0 indices", "0", False)
    assert told["rate"].startswith(rate)
    assert done.out.splitlines()[-1].startswith("size ")


def test_a_command_that_found_nothing_to_do_does_not_hide_the_rate(run: Run, tmp_path: Path) -> None:
    """The rate is that of the last command that made something, and says so."""
    folder = make_store(tmp_path, TEN, [COMPLETE, {"ended": "complete", "wanted": 8, "workers": 0}])
    assert rows(run("status", folder).out)["rate"] == "0.50 kept a second by the last command that made any, 2 workers"


def test_a_live_run_that_was_long_silent_says_since_when_its_rate_is(run: Run, tmp_path: Path) -> None:
    """Not over the last minute, in which nothing was kept; a rate of nothing gives no time left."""
    now = time.time()
    session = {"started": now - 1_000, "seen": now - 500, "kept": 8, "rate": 1.0, "wanted": 10, "workers": 0}
    folder = make_store(tmp_path, TEN, [session])
    with alone_in(folder / "run.db"):
        told = rows(run("status", folder).out)
        assert told["rate"] == "0.01 kept a second since it began, in one process"
        assert told["time left"] == "4 min 10 s"
        change(folder, "UPDATE session SET kept = 0")
        assert rows(run("status", folder).out)["time left"] == "not known yet"


def test_programs_get_everything_as_one_document(run: Run, tmp_path: Path) -> None:
    """Every count, every session, and numbers as numbers."""
    folder = make_store(tmp_path, TEN, [COMPLETE], {12: "killed by SIGKILL"})
    out = run("status", folder, "--json").out
    assert out.count("\n") == 1
    document = json.loads(out)
    size = (folder / "run.db").stat().st_size
    [session] = document.pop("sessions")
    assert session == {**COMPLETE, "version": "0.2.0", "workers": 2, "first": 0, "end": None, "rate": 0.0}
    assert document == {
        "folder": str(folder),
        "state": "complete",
        "wanted": 8,
        "done": 10,
        "kept": 8,
        "rejected": 2,
        "reasons": {"unsolved": 2},
        "set_aside": [{"index": 12, "how": "killed by SIGKILL"}],
        "rate": 0.5,
        "seconds_left": None,
        "workers": 2,
        "store_bytes": size,
        "store_bytes_each": size / 8,
        "samples_bytes": 0,
        "effort": {"walks": 26, "posed": 8, "first_attempts": 8, "after_critic": 0, "turns": 8, "hidden": 0},
    }


def test_a_run_of_version_1_is_told_from_what_it_has(run: Run, tmp_path: Path) -> None:
    """It noted no sessions: it can go on, its rate is not known, and nothing is asked of it."""
    folder = make_version_1(tmp_path / "old")
    document = json.loads(run("status", folder, "--json").out)
    assert (document["state"], document["kept"], document["wanted"], document["workers"]) == ("stopped", 1, None, None)
    told = rows(run("status", folder).out)
    assert told["state"] == "stopped; the same generate command goes on"
    assert (told["kept"], told["rejected"]) == ("1", "1 (unsolved 1)")
    assert told["rate"] == "not known: an older version made all of it"


def test_an_archived_run_can_be_looked_at(tmp_path: Path) -> None:
    """Its folder and its file cannot be written, and nothing is left in it."""
    folder = make_store(tmp_path / "run", TEN, [COMPLETE])
    with mode(folder / "run.db", 0o444), mode(folder, 0o555):
        done = held("status", folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert rows(done.stdout)["kept"] == "8 of 8 (100.0 %)"
    assert [path.name for path in folder.iterdir()] == ["run.db"]


def test_what_cannot_be_read_is_one_sentence(run: Run, tmp_path: Path) -> None:
    """A folder without a run, one that is not there, a file, another file called run.db, a newer version, no rights."""
    (tmp_path / "file").touch()
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "run.db").write_text("my notes")
    newer = make_store(tmp_path / "newer")
    change(newer, "INSERT INTO migration VALUES (9, '0009_later.sql')")
    for folder, says in (
        (tmp_path, f"{tmp_path} holds no run: there is no run.db in it; name the --out of a generate"),
        (tmp_path / "no", f"{tmp_path}/no holds no run: there is no run.db in it; name the --out of a generate"),
        (tmp_path / "file", f"{tmp_path}/file holds no run: there is no run.db in it; name the --out of a generate"),
        (tmp_path / "notes", f"{tmp_path}/notes/run.db is not a run store: it is not a SQLite database"),
        (newer, f"{newer}/run.db was made by a newer funreason_sim (schema 9, this version knows 2); upgrade it"),
    ):
        for options in ((), ("--json",)):
            done = run("status", folder, *options)
            assert (done.status, done.out, done.complaint) == (2, "", says)
    with mode(newer / "run.db", 0):
        done = held("status", newer)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert f"{newer}/run.db cannot be opened" in done.stderr


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A run whose texts are markup and control characters."""
    folder = make_store(tmp_path / "run", [rejected(0, "[red]\x1b[2J\n\u202ex")], [COMPLETE], {3: "[b]\x07\r"})
    return folder


def test_hostile_texts_are_shown_as_escapes(run: Run, hostile: Path) -> None:
    """Nothing that a terminal obeys comes out of a store, and markup is text."""
    told = rows(run("status", hostile).out)
    assert told["rejected"] == "1 ([red]\\x1b[2J\\n\\u202ex 1)"
    assert told["set aside"] == "index 3: every worker that had it in hand died ([b]\\x07\\r)"


@pytest.mark.parametrize("columns", [20, 30, 80, 120])
def test_on_a_terminal_there_is_a_bar_and_lines_end_where_it_does(
    run_on_terminal: Run, hostile: Path, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    """Long values go on below themselves; nothing is cut, and nothing stands beyond the edge."""
    change(hostile, "UPDATE session SET wanted = 2, kept = 0")
    monkeypatch.setenv("COLUMNS", str(columns))
    out = re.sub(r"\x1b\[[0-9;]*m", "", run_on_terminal("status", hostile).out)
    lines = out.split("\r\n")
    table = lines[: lines.index("")]
    assert max(map(len, table)) <= columns
    assert all(line == line.rstrip() for line in lines)
    bar = next(line for line in table if "─" in line)
    assert len(bar.strip()) == min(40, max(10, columns - 18))
    words = " ".join(" ".join(table).split())
    assert "index 3: every worker that had it in hand died ([b]\\x07\\r)" in words
    assert "\x07" not in out


def test_quantities_are_told_as_people_read_them() -> None:
    """Bytes in decimal units, times in their two largest, shares with their counts, and no unit is ever exceeded."""
    sizes = {0: "0 B", 999.4: "999 B", 999.6: "1.0 kB", 1_000: "1.0 kB", 999_949: "999.9 kB", 999_950: "1.0 MB"}
    sizes |= {3.25e9: "3.2 GB", 999.96e9: "1.0 TB", 2e15: "2000.0 TB"}
    assert {size: bytes_told(size) for size in sizes} == sizes
    times = {0.4: "0 s", 59.4: "59 s", 59.6: "1 min 0 s", 3_599: "59 min 59 s", 3_600: "1 h 0 min"}
    times |= {86_399.6: "1 d 0 h", 90_061: "1 d 1 h", 1e9: "11,574 d 1 h"}
    assert {seconds: duration(seconds) for seconds in times} == times
    assert share(1, 3) == "33.3 % (1 of 3)"
    assert share(1_000, 20_000) == "5.0 % (1,000 of 20,000)"
    assert share(0, 0) == "0.0 % (0 of 0)"
    assert [counted(n, "index", "indices") for n in (0, 1, 2_000)] == ["0 indices", "1 index", "2,000 indices"]
    assert counted(2, "walk") == "2 walks"
