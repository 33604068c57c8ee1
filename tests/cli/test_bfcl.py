"""`bfcl`: its tables and documents, and how it ends; what is compared is tested with the adapter."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest
from cli.conftest import Run

from funreason_sim.bfcl.oracle import answers
from funreason_sim.errors import OracleMissing


def results(path: Path, **turns: Any) -> Path:
    """A file of results in the official shape."""
    lines = [json.dumps({"id": name, "result": result}) for name, result in turns.items()]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def _named(call: str) -> bool:
    """Whether all arguments of a call are given by name: those by position are lost where texts are decoded."""
    parsed = ast.parse(call, mode="eval").body
    return isinstance(parsed, ast.Call) and not parsed.args


ENTRY, OTHER = [name for name, truth in answers().items() if all(_named(call) for turn in truth for call in turn)][:2]


def reference(entry: str) -> list[list[str]]:
    """The ground truth as a prompted model would give it."""
    return [[f"[{', '.join(calls)}]"] if calls else [] for calls in answers()[entry]]


def test_a_replay_is_one_table_and_one_sentence(run: Run) -> None:
    """Domains by categories, and how much is identical."""
    done = run("bfcl", "replay", "--category", "base", "--limit", "3")
    assert done.status == 0
    assert done.out.splitlines()[-1].endswith("3/3 entries with equal final states.")
    assert "base" in done.out
    assert "miss_func" not in done.out


def test_a_replay_as_json_has_every_figure(run: Run) -> None:
    """Counts by category and domain, and the differences, of which there are none."""
    done = run("bfcl", "replay", "--limit", "1", "--json")
    document = json.loads(done.out)
    assert (document["entries"], document["entries_with_equal_state"], document["differences"]) == (4, 4, [])
    assert document["calls"] == document["identical"] == sum(row["calls"] for row in document["rows"])
    assert {row["category"] for row in document["rows"]} == {"base", "miss_func", "miss_param", "long_context"}


def test_a_replay_that_differs_ends_with_1_and_shows_both_sides(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first differences stand beside each other."""
    monkeypatch.setattr("funreason_sim.bfcl.execution.Execution.text", lambda self, text: "ours is other")
    done = run("bfcl", "replay", "--category", "base", "--limit", "1")
    assert done.status == 1
    assert "ours is other" in done.out
    assert "multi_turn_base_0" in done.out


def test_a_fuzz_is_one_table(run: Run) -> None:
    """A line for each domain, and what share is the same."""
    done = run("bfcl", "fuzz", "--seed", "4", "--calls", "60", "--domain", "posting", "--domain", "tickets")
    assert done.status == 0
    assert [line.split()[0] for line in done.out.splitlines()[1:3]] == ["posting", "tickets"]
    assert " all " in done.out.splitlines()[1]
    assert done.out.splitlines()[-1].endswith("calls with the same result and state on both sides, seed 4.")


def test_a_fuzz_as_json_counts_functions_and_lines(run: Run) -> None:
    """Every function of the domain, and the lines of the original that ran."""
    document = json.loads(run("bfcl", "fuzz", "--calls", "200", "--domain", "tickets", "--json").out)
    assert len(document["functions"]) == 9
    (row,) = document["domains"]
    assert row["calls"] == row["identical"] >= 200
    assert 0 < row["lines_reached"] <= row["lines"]
    assert row["lines"] - row["lines_reached"] == len(row["lines_missed"])


def test_results_are_decided_entry_by_entry(run: Run, tmp_path: Path) -> None:
    """The reference passes, silence does not, and the official checker says the same."""
    file = results(tmp_path / "r.json", **{ENTRY: reference(ENTRY), OTHER: [[] for _ in answers()[OTHER]]})
    done = run("bfcl", "check", file, "--official", "--json")
    document = json.loads(done.out)
    assert (done.status, document["entries"], document["passed"], document["disagreements"]) == (0, 2, 1, [])
    assert [item["error"] for item in document["results"]] == [None, "multi_turn:empty_turn_model_response"]
    table = run("bfcl", "check", file)
    assert table.status == 0
    assert "50.0 %" in table.out


def test_where_the_official_checker_disagrees_the_exit_code_is_1(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the entry is named."""
    monkeypatch.setattr("funreason_sim.bfcl.agreement.official_error", lambda *a, **k: "multi_turn:other")
    file = results(tmp_path / "r.json", **{ENTRY: reference(ENTRY)})
    done = run("bfcl", "check", file, "--official")
    assert done.status == 1
    assert f"{ENTRY}: ours passed, official multi_turn:other" in done.out


def test_a_folder_of_results_is_read_as_the_package_writes_it(run: Run, tmp_path: Path) -> None:
    """Every file of multi-turn results below it, and nothing else."""
    below = tmp_path / "model" / "multi_turn"
    below.mkdir(parents=True)
    results(below / "BFCL_v4_multi_turn_base_result.json", **{ENTRY: reference(ENTRY)})
    (below / "BFCL_v4_simple_result.json").write_text("not ours", "utf-8")
    assert json.loads(run("bfcl", "check", tmp_path, "--json").out)["passed"] == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "holds no results"),
        ("{", "r.json:1: is not JSON"),
        ('{"id": "multi_turn_base_0"}', 'r.json:1: must be an object with "id" and "result"'),
        ('{"id": "simple_3", "result": []}', "r.json:1: the installed benchmark has no multi-turn entry 'simple_3'"),
        ('{"id": "multi_turn_base_0", "result": [1, 2, 3, 4]}', "every turn of a result must be a list of steps"),
        ('{"id": "multi_turn_base_0", "result": []}\n' * 2, "r.json:2: entry multi_turn_base_0 comes twice"),
    ],
)
def test_a_file_that_is_none_is_told_in_one_sentence(run: Run, tmp_path: Path, text: str, says: str) -> None:
    """File, line and what would be right; exit code 2."""
    file = tmp_path / "r.json"
    file.write_text(text, "utf-8")
    done = run("bfcl", "check", file)
    assert done.status == 2
    assert says in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("replay", "--category", "simple"), "--category should be base or miss_func or miss_param or long_context"),
        (("fuzz", "--domain", "TicketAPI"), "--domain should be file_system or"),
        (("check", "nowhere.json"), "nowhere.json: cannot be read"),
    ],
)
def test_wrong_options_are_told_in_one_sentence(run: Run, arguments: tuple[str, ...], says: str) -> None:
    """What was given, and what would be right."""
    done = run("bfcl", *arguments)
    assert done.status == 2
    assert says in done.err


def test_without_the_package_it_is_told_how_to_install_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence with the command, and exit code 2."""

    def missing() -> Path:
        raise OracleMissing("the benchmark package bfcl-eval is not installed; install it with: pip install ..")

    monkeypatch.setattr("funreason_sim.bfcl.oracle._data", missing)
    from funreason_sim.bfcl import oracle

    oracle.entries.cache_clear()
    try:
        done = run("bfcl", "replay", "--limit", "1")
    finally:
        oracle.entries.cache_clear()
    assert done.status == 2
    assert "install it with" in done.err
