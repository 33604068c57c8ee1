"""`merge`: what is said of runs that become one, of those that do not, and of indices that nobody has made."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from cli.conftest import Run
from permissions import held, mode
from stores import change, make_store, rejected

from funreason_sim.errors import EngineError
from funreason_sim.records import Finding
from funreason_sim.running.merge import Doubt, Merged, Part

SMALL = ("-e", "vehicle", "--turns", 1, "--calls", 2, "--seed", 11, "--workers", 0)


def generate(run: Run, out: Path, *options: object) -> None:
    done = run("generate", "--out", out, *SMALL, *options)
    assert done.status == 0, done.err


def test_runs_over_ranges_become_the_run_of_one_command(run: Run, tmp_path: Path) -> None:
    """With a hole that is named, the command that fills it, and in the end the bytes of a whole run."""
    whole, first, last, out = (tmp_path / name for name in ("whole", "first", "last", "my out"))
    generate(run, whole, "-n", 6)
    generate(run, first, "--indices", "0:2")
    generate(run, last, "--indices", "4:6")
    done = run("merge", last, first, "--out", out)
    assert (done.status, done.err) == (0, "")
    lines = done.out.splitlines()
    assert re.fullmatch(r"2 runs of identity [0-9a-f]{12} merged, all 4 samples verified\.", lines[0])
    assert lines[1:] == [
        "4 kept, 0 rejected; indices 0–1, 4–5.",
        "Nobody has made 2–3.",
        f"The same generate command with --out '{out}' --indices 0:6 makes them.",
        f"The samples are in {out / 'trajectories.jsonl'}.",
    ]
    told = run("status", out).out
    assert "stopped; the same generate command goes on" in told
    assert "4 of 6 done (66.6 %), indices 0 to 5" in told
    generate(run, out, "--indices", "0:6")
    assert (out / "trajectories.jsonl").read_bytes() == (whole / "trajectories.jsonl").read_bytes()


def test_a_merged_run_without_holes_is_complete(run: Run, tmp_path: Path) -> None:
    """Nothing is asked of it, and nothing is missing."""
    for first in (0, 1):
        generate(run, tmp_path / str(first), "--indices", f"{first}:{first + 1}")
    lines = run("merge", tmp_path / "0", tmp_path / "1", "--out", tmp_path / "out").out.splitlines()
    assert lines[1] == "2 kept, 0 rejected; indices 0–1."
    assert len(lines) == 3
    assert re.search(r"^kept +2 of 2 \(100\.0 %\)$", run("status", tmp_path / "out").out, re.MULTILINE)


def test_a_tampered_sample_is_named_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    """Folder, index and finding on one line; exit code 1."""
    generate(run, tmp_path / "run", "-n", 2)
    change(tmp_path / "run", "UPDATE result SET sample = replace(sample, 'vehicle', 'véhicle\x1b') WHERE idx = 1")
    done = run("merge", tmp_path / "run", "--out", tmp_path / "out")
    assert (done.status, done.err) == (1, "")
    line, summary = done.out.splitlines()
    assert line.startswith(f"{tmp_path / 'run'}: index 1: not ")
    assert line.endswith(" (record)")
    assert "\x1b" not in line
    assert summary == "Nothing was merged: 1 of 2 samples does not hold."
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_what_cannot_be_merged_is_one_sentence_and_exit_code_2(run: Run, tmp_path: Path) -> None:
    """Indices that two have, other runs, the same folder twice, a place that is taken, a folder without a run."""
    one, two = (make_store(tmp_path / name, [rejected(3), rejected(number)]) for number, name in ((4, "1"), (5, "2")))
    other = make_store(tmp_path / "other", [rejected(9)])
    change(other, """UPDATE run SET document = '{"seed":8,"turns":3}'""")
    out = tmp_path / "out"
    for folders, place, says in (
        ((one, two), out, f"{one} and {two} both have index 3; merge runs over disjoint --indices"),
        ((one, other), out, f"{other} holds another run than {one} (seed: had 7, now 8); merge runs of one kind"),
        ((one, one), out, "the same folder is named twice; name each run once"),
        ((one, tmp_path), out, f"{tmp_path} holds no run: there is no run.db in it; name the --out of a generate"),
        ((one,), two, f"{two} is there already; --out names a new folder or an empty one"),
    ):
        done = run("merge", *folders, "--out", place)
        assert (done.status, done.out, done.complaint) == (2, "", says)
    assert not out.exists()


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    """It is found before anything is verified."""
    folder = make_store(tmp_path / "run", [rejected(3)])
    (tmp_path / "closed").mkdir()
    with mode(tmp_path / "closed", 0o555):
        done = held("merge", folder, "--out", tmp_path / "closed" / "out")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"funreason-sim: {tmp_path}/closed/out cannot be written: permission denied\n"


def test_archived_runs_can_be_merged(tmp_path: Path) -> None:
    """Their folders cannot be written, and nothing is left in them."""
    one, two = (make_store(tmp_path / str(number), [rejected(number)]) for number in (1, 2))
    with mode(one, 0o555), mode(two, 0o555):
        done = held("merge", one, two, "--out", tmp_path / "out")
    assert (done.returncode, done.stderr) == (0, "")
    assert [path.name for path in one.iterdir()] == ["run.db"]


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Sets what merging comes to."""

    def set_it(outcome: Merged | BaseException, *progress: tuple[int, int]) -> None:
        async def merging(folders: object, out: Path, tell: Any, environments: object) -> Merged:
            for done, total in progress:
                tell(done, total)
            if isinstance(outcome, BaseException):
                raise outcome
            return outcome

        monkeypatch.setattr("funreason_sim.running.merge.merge", merging)

    return set_it


def part(*spans: tuple[int, int], kept: int = 1_000, rejected: int = 0) -> Part:
    return Part(Path("a"), spans, kept, rejected)


def test_many_ranges_are_cut_with_a_count(run: Run, found: Any, tmp_path: Path) -> None:
    """Thousands of holes do not fill the screen; single indices have no dash."""
    found(Merged("0123456789abcdef", [part(*((n, n) for n in range(0, 40, 2)), kept=20, rejected=1_234)]))
    lines = run("merge", "a", "--out", tmp_path / "m").out.splitlines()
    assert lines == [
        "1 run of identity 0123456789ab merged, all 20 samples verified.",
        "20 kept, 1,234 rejected; indices 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, and 10 more ranges.",
        "Nobody has made 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, and 9 more ranges.",
        f"The same generate command with --out {tmp_path / 'm'} --indices 0:39 makes them.",
        f"The samples are in {tmp_path / 'm' / 'trajectories.jsonl'}.",
    ]
    found(Merged("0123456789abcdef", [part((5, 5), kept=1), part(kept=0)]))
    lines = run("merge", "a", "b", "--out", tmp_path / "m").out.splitlines()
    assert lines[0] == "2 runs of identity 0123456789ab merged, its sample verified."
    assert lines[1] == "1 kept, 0 rejected; indices 5."
    found(Merged("0123456789abcdef", [part(kept=0)]))
    assert "0 kept, 0 rejected; indices none." in run("merge", "a", "--out", tmp_path / "m").out


def test_findings_are_told_with_their_place_and_values(run: Run, found: Any, tmp_path: Path) -> None:
    """One line each, whatever they hold."""
    wrong = Finding(check="replay", message="differs\n", turn=1, step="c2", expected="\x1b[2J", actual=None)
    doubts = [Doubt(Path("a"), 3, wrong), Doubt(Path("b"), 12, Finding(check="record", message="not a sample"))]
    found(Merged("i", [part((0, 9))], doubts))
    done = run("merge", "a", "--out", tmp_path / "m")
    assert done.status == 1
    assert done.out.splitlines() == [
        'a: index 3, turn 1, call c2: differs\\n (replay): expected "\\u001b[2J", actual null',
        "b: index 12: not a sample (record)",
        "Nothing was merged: 2 of 1,000 samples do not hold.",
    ]


def test_an_interruption_and_a_fault_of_the_machine_have_their_exit_codes(run: Run, found: Any, tmp_path: Path) -> None:
    """130 and 1, with one sentence each."""
    found(KeyboardInterrupt())
    done = run("merge", "a", "--out", tmp_path / "m")
    assert (done.status, done.err) == (130, "")
    assert done.out == "Interrupted: nothing was merged, and nothing was left behind.\n"
    found(EngineError("a process was killed"))
    done = run("merge", "a", "--out", tmp_path / "m")
    assert (done.status, done.out, done.complaint) == (1, "", "a process was killed")


def test_on_a_terminal_there_is_a_bar_and_it_goes_away(run_on_terminal: Run, found: Any, tmp_path: Path) -> None:
    """While samples are verified; what stays is what was found."""
    found(Merged("0123456789abcdef", [part((0, 999))]), (500, 1_000), (1_000, 1_000))
    out = run_on_terminal("merge", "a", "--out", tmp_path / "m").out
    assert "verifying" in out
    assert "1000/1000" in out
    assert "\x1b[2K" in out
    assert "1,000 kept, 0 rejected; indices 0–999." in out


def test_runs_of_an_environment_that_is_a_folder_are_merged_when_it_is_pointed_at(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A record names it and never where it lies; without the path nothing is merged, and the way is said."""
    monkeypatch.chdir(tmp_path)
    run("new-environment", "my_shop")
    for name, indices in (("a", "0:4"), ("b", "4:8")):
        small = ("--turns", 1, "--calls", 2, "--workers", 0)
        assert run("generate", "-e", "./my_shop", "--out", name, "--indices", indices, *small).status == 0
    without = run("merge", "a", "b", "--out", "both")
    assert without.status == 1
    assert "give its path: -e ./my_shop" in without.out
    assert not Path("both").exists()
    assert run("merge", "a", "b", "--out", "both", "-e", "./my_shop").status == 0
    parts = b"".join(Path(name, "trajectories.jsonl").read_bytes() for name in ("a", "b"))
    assert Path("both", "trajectories.jsonl").read_bytes() == parts
