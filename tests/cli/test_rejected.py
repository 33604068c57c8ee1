"""`rejected`: what came to nothing, by reason and index by index, shown safely wherever it is shown."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from cli.conftest import Run
from permissions import held, mode
from stores import attempt, change, kept, make_store, make_version_1, rejected, walk

TRACE: dict[str, Any] = {
    "k": 1,
    "steps": [{"call": {"tool": "lockDoors", "arguments": {"unlock": True}}, "outcome": {"text": '{"locked": 0}'}}],
    "answer": "Done.",
    "differences": [{"call": 0, "kind": "unasked_change"}],
    "problem": None,
}
RESULTS = [
    kept(0, walk(0, "query_unclear", "nothing says city"), attempt(0, "passed"), walks=2, posed=1, first_attempts=1),
    rejected(
        1,
        "unsolved",
        "turn 1: three attempts",
        walk(0, "unsolved", "turn 1", turn=1),
        attempt(0, "wrong_state", "Look again.", TRACE, turn=1),
        attempt(1, "no_answer", turn=1),
        walks=1,
        posed=1,
    ),
    *(rejected(n, "walk_failed", f"no tool {n}", walk(0, "walk_failed", f"none {n}"), walks=1) for n in range(2, 12)),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One index kept, one unsolved, ten without a walk."""
    return make_store(tmp_path / "run", RESULTS)


def test_everything_is_listed_by_reason_and_by_index(run: Run, folder: Path) -> None:
    """How often for each reason, then the newest of each with their sentences, and what to do next."""
    done = run("rejected", folder)
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines()[:22] == [
        "11 of 12 indices rejected; 12 walks and 2 attempts came to nothing.",
        "",
        "what     reason         times  of all",
        "index    walk_failed       10   83.3 % of 12",
        "index    unsolved           1    8.3 % of 12",
        "walk     walk_failed       10   76.9 % of 13",
        "walk     query_unclear      1    7.7 % of 13",
        "walk     unsolved           1    7.7 % of 13",
        "attempt  no_answer          1   33.3 % of 3",
        "attempt  wrong_state        1   33.3 % of 3",
        "",
        "Rejected indices",
        "index  reason       why",
        "    1  unsolved     turn 1: three attempts",
        "    2  walk_failed  no tool 2",
        "    3  walk_failed  no tool 3",
        "    4  walk_failed  no tool 4",
        "    5  walk_failed  no tool 5",
        "    6  walk_failed  no tool 6",
        "    7  walk_failed  no tool 7",
        "    8  walk_failed  no tool 8",
        "    9  walk_failed  no tool 9",
    ]
    assert done.out.splitlines()[24:32] == [
        "",
        "Walks and attempts that came to nothing",
        "index  turn  what       reason         why, or the hint that followed",
        "    0     0  walk 1     query_unclear  nothing says city",
        "    1     1  walk 1     unsolved       turn 1",
        "    1     1  attempt 1  wrong_state    Look again.",
        "    1     1  attempt 2  no_answer",
        "    2     0  walk 1     walk_failed    none 2",
    ]
    assert done.out.splitlines()[-2:] == [
        "",
        f"All that was tried at one index: funreason-sim rejected {folder} --index 11",
    ]


def test_the_newest_are_listed_and_all_on_request(run: Run, folder: Path) -> None:
    """A limit says what it leaves out; 0 is none; the default is 20."""
    out = run("rejected", folder, "--limit", 2).out
    assert "Rejected indices: the last 2 of 11 (--limit 0 lists all)" in out
    assert "Walks and attempts that came to nothing: the last 2 of 14 (--limit 0 lists all)" in out
    assert re.findall(r"no(?:ne| tool) (\d+)", out) == ["10", "11", "10", "11"]
    more = [rejected(n, "walk_failed", f"no tool {n}") for n in range(30)]
    many = make_store(folder.parent / "many", more)
    assert "the last 20 of 30" in run("rejected", many).out
    assert run("rejected", many, "--limit", 0).out.count("no tool") == 30


def test_a_reason_narrows_everything_to_itself(run: Run, folder: Path) -> None:
    """Indices, walks and attempts that have it, whichever they are."""
    out = run("rejected", folder, "--reason", "unsolved").out
    assert out.splitlines()[2:] == [
        "what   reason    times  of all",
        "index  unsolved      1    8.3 % of 12",
        "walk   unsolved      1    7.7 % of 13",
        "",
        "Rejected indices",
        "index  reason    why",
        "    1  unsolved  turn 1: three attempts",
        "",
        "Walks and attempts that came to nothing",
        "index  turn  what    reason    why, or the hint that followed",
        "    1     1  walk 1  unsolved  turn 1",
        "",
        f"All that was tried at one index: funreason-sim rejected {folder} --index 1",
    ]
    out = run("rejected", folder, "--reason", "wrong_state", "--limit", 1).out
    assert "Rejected indices" not in out
    assert out.splitlines()[-1].endswith("--index 1")


def test_all_that_was_tried_at_an_index_is_told_in_order(run: Run, folder: Path) -> None:
    """Of one that was rejected: walks, then attempts with what they called, answered and got wrong, and the hints."""
    assert run("rejected", folder, "--index", 1).out.splitlines() == [
        "index 1: rejected (unsolved: turn 1: three attempts)",
        "  turn 1, walk 1: unsolved",
        "    turn 1",
        "  turn 1, attempt 1: wrong_state",
        '    lockDoors {"unlock": true} → {"locked": 0}',
        "    answer: Done.",
        '    difference: {"call": 0, "kind": "unasked_change"}',
        "    hint: Look again.",
        "  turn 1, attempt 2: no_answer",
    ]


def test_an_index_that_was_kept_can_be_looked_at_too(run: Run, folder: Path, tmp_path: Path) -> None:
    """What came to nothing on the way, and what passed."""
    assert run("rejected", folder, "--index", 0).out.splitlines() == [
        "index 0: kept",
        "  turn 0, walk 1: query_unclear",
        "    nothing says city",
        "  turn 0, attempt 1: passed",
    ]
    plain = make_store(tmp_path / "plain", [kept(0)])
    assert run("rejected", plain, "--index", 0).out == "index 0: kept\n  nothing was noted of how\n"


def test_programs_get_one_document(run: Run, folder: Path) -> None:
    """Counts, lists and an index as JSON, with the same limits."""
    document = json.loads(run("rejected", folder, "--json", "--limit", 1).out)
    assert (document["folder"], document["kept"], document["rejected"]) == (str(folder), 1, 11)
    assert document["reasons"] == {"walk_failed": 10, "unsolved": 1}
    assert document["failures"][0] == {"role": "walk", "outcome": "walk_failed", "count": 10}
    assert document["indices"] == [{"index": 11, "reason": "walk_failed", "detail": "no tool 11"}]
    failed = {"index": 11, "turn": 0, "role": "walk", "attempt": 0, "outcome": "walk_failed", "detail": "none 11"}
    assert document["tries"] == [failed]
    assert len(json.loads(run("rejected", folder, "--json", "--limit", 0).out)["tries"]) == 14
    one = json.loads(run("rejected", folder, "--json", "--index", 1).out)
    assert (one["index"], one["status"], one["reason"]) == (1, "rejected", "unsolved")
    assert [tried["outcome"] for tried in one["attempts"]] == ["unsolved", "wrong_state", "no_answer"]
    assert one["attempts"][1]["trace"] == TRACE


def test_what_is_not_there_is_one_sentence_that_says_what_is(run: Run, folder: Path, tmp_path: Path) -> None:
    """A reason that nothing has, an index that is not done or was set aside, a number out of range."""
    made = make_store(tmp_path / "made", [kept(0)], set_aside={3: "killed by SIGKILL"})
    reasons = "no_answer, query_unclear, unsolved, walk_failed, wrong_state"
    died = "it was set aside, since every worker that had it in hand died (killed by SIGKILL)"
    for where, options, says in (
        (folder, ("--reason", "x\n"), f"--reason x\\n: nothing in {folder} has this reason; there are: {reasons}"),
        (made, ("--reason", "x"), f"--reason x: nothing in {made} has this reason; nothing was rejected"),
        (folder, ("--index", 12), f"--index 12: {folder} has no result for it; 12 indices are done"),
        (made, ("--index", 1, "--json"), f"--index 1: {made} has no result for it; 1 index is done"),
        (made, ("--index", 3), f"--index 3: {made} has no result for it; {died}"),
        (tmp_path, (), f"{tmp_path} holds no run: there is no run.db in it; name the --out of a generate"),
    ):
        done = run("rejected", where, *options)
        assert (done.status, done.out, done.complaint) == (2, "", says)
    for options in (("--index", 10**19), ("--index", -1), ("--limit", 10**19), ("--limit", -1)):
        done = run("rejected", folder, *options)
        assert (done.status, done.out) == (2, "")
        assert f"Invalid value for '{options[0]}'" in done.complaint


def test_nothing_rejected_is_said(run: Run, tmp_path: Path) -> None:
    """Of a run in which all went well, and of one that has done nothing yet; and where to look next."""
    well = make_store(tmp_path / "all well", [kept(0, attempt(0, "passed")), kept(1)])
    done = run("rejected", well)
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines() == [
        "Nothing was rejected: all of 2 kept, at the first try.",
        f"How far the run is: funreason-sim status '{well}'",
    ]
    new = make_store(tmp_path / "new")
    assert run("rejected", new).out.splitlines()[0] == "Nothing was rejected: nothing is done yet."
    assert json.loads(run("rejected", new, "--json").out)["indices"] == []


def test_only_walks_that_came_to_nothing_are_listed_too(run: Run, tmp_path: Path) -> None:
    """No index was rejected, and the list begins with what there is."""
    out = run("rejected", make_store(tmp_path, [kept(5, walk(0, "walk_failed", "none"), walks=2)])).out
    assert out.startswith("0 of 1 index rejected; 1 walk and 0 attempts came to nothing.\n")
    assert "Rejected indices" not in out
    assert out.splitlines()[-1].endswith("--index 5")


HOSTILE = "[red]\x1b[2J\n\u202ex[/red] \x07漢"
ESCAPED = "[red]\\x1b[2J\\n\\u202ex[/red] \\x07漢"


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A run all of whose texts are markup and control characters."""
    trace: dict[str, Any] = {
        "steps": [{"call": {"tool": HOSTILE, "arguments": {HOSTILE: HOSTILE}}, "outcome": {"text": HOSTILE}}],
        "answer": HOSTILE,
        "problem": HOSTILE,
        "differences": [HOSTILE],
    }
    tries = [walk(0, HOSTILE, HOSTILE), attempt(0, HOSTILE, HOSTILE, trace)]
    return make_store(tmp_path / "run", [rejected(0, HOSTILE, HOSTILE, *tries, walks=1)])


def test_hostile_texts_are_shown_as_escapes_on_a_pipe(run: Run, hostile: Path) -> None:
    """One row a line, whatever its texts hold."""
    lines = run("rejected", hostile).out.splitlines()
    assert lines[2] == f"what     {'reason':{len(ESCAPED) + 1}}  times  of all", "the last letter is two cells wide"
    assert lines[3:6] == [f"{what:7}  {ESCAPED}      1  {100:5.1f} % of 1" for what in ("index", "walk", "attempt")]
    assert f"    0     0  attempt 1  {ESCAPED}  {ESCAPED}" in lines
    one = run("rejected", hostile, "--index", 0).out
    assert len(one.splitlines()) == 9
    assert one.count(ESCAPED) == 10
    for out in ("\n".join(lines), one):
        assert not re.search(r"[^\n\x20-\x7e漢→]", out)
    assert run("rejected", hostile, "--reason", HOSTILE).status == 0


@pytest.mark.parametrize("columns", [20, 44, 80, 120])
def test_hostile_texts_are_shown_as_escapes_on_a_terminal(
    run_on_terminal: Run, hostile: Path, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    """However narrow: the last column is folded, beside the others or below them, and nothing of it is lost."""
    monkeypatch.setenv("COLUMNS", str(columns))
    out = re.sub(r"\x1b\[[0-9;]*m", "", run_on_terminal("rejected", hostile).out)
    assert not re.search(r"[^\r\n\x20-\x7e漢]", out)
    lines = out.split("\r\n")
    assert all(line == line.rstrip() for line in lines)
    assert "".join(out.split()).count("".join(ESCAPED.split())) == 9
    if columns >= 80:
        assert max(map(len, lines[:-2])) <= columns


def test_a_long_text_is_cut_with_a_note(run: Run, tmp_path: Path) -> None:
    """A detail of a page and a reason of a page do not fill the screen."""
    out = run("rejected", make_store(tmp_path, [rejected(0, "r" * 500, "d" * 500)])).out
    assert re.search(r"\b0  r{60}… \(440 more characters\)  d{300}… \(200 more characters\)\n", out)


def test_a_trace_of_another_shape_is_shown_as_it_is(run: Run, tmp_path: Path) -> None:
    """A stranger may have written it; none fails."""
    steps: list[Any] = [1, "a", {"call": None}, {"call": {"tool": "t"}}, {"call": {"tool": "t", "arguments": {}}}]
    traces: list[Any] = [7, ["a"], {"steps": 5}, {"differences": True}, *({"steps": [step]} for step in steps)]
    folder = make_store(tmp_path, [rejected(0, "a", "b", *(attempt(n, "x", None, t) for n, t in enumerate(traces)))])
    done = run("rejected", folder, "--index", 0)
    assert (done.status, done.err) == (0, "")
    assert [json.loads(line) for line in done.out.splitlines() if line.startswith("    ")] == traces


def test_runs_of_version_1_and_archived_runs_are_listed(run: Run, folder: Path, tmp_path: Path) -> None:
    """The same as others; an archive is left as it is."""
    out = run("rejected", make_version_1(tmp_path / "old")).out
    assert out.startswith("1 of 2 indices rejected; 2 walks and 1 attempt came to nothing.\n")
    with mode(folder, 0o555):
        done = held("rejected", folder, "--index", 0)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("index 0: kept\n")


def test_a_damaged_run_is_one_sentence(run: Run, folder: Path) -> None:
    """Also where it is damaged by meaning only."""
    change(folder, "UPDATE attempt SET trace = '{' WHERE role = 'reasoning'")
    for options in ((), ("--json",)):
        assert run("rejected", folder, *options).status == 0, "the list does not read traces of attempts"
    done = run("rejected", folder, "--index", 1)
    assert (done.status, done.out) == (2, "")
    assert done.complaint == f"{folder}/run.db is damaged; restore it from a copy, or name another folder"
