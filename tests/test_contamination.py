"""What is in the evaluation set is found in samples, and worlds that we draw have none of it."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from data.sample_maker import make_sample, write_samples

from funreason_sim.bfcl.oracle import answers, entries, scenario_of
from funreason_sim.records import Sample
from funreason_sim.sim import Dice, environment, names, open_episode


def load(root: Path) -> Any:
    """The tool as a module."""
    spec = importlib.util.spec_from_file_location("check_contamination", root / "tools" / "check_contamination.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["check_contamination"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def tool(repo_root: Path) -> Any:
    """The tool as a module, and what it must not find, once for all tests."""
    module = load(repo_root)
    module.benchmark = module.evaluation()
    return module


def asking(query: str) -> Sample:
    """A sample whose user says this."""
    sample = make_sample()
    return make_sample(turns=tuple(turn.model_copy(update={"query": query}) for turn in sample.turns))


def calling(arguments: dict[str, Any], name: str) -> Sample:
    """A sample whose first call is this one."""
    turn, *others = make_sample().turns
    first, *rest = turn.steps
    step = first.model_copy(update={"call": first.call.model_copy(update={"tool": name, "arguments": arguments})})
    return make_sample(turns=(turn.model_copy(update={"steps": (step, *rest)}), *others))


def kinds(tool: Any, sample: Sample) -> set[str]:
    """In which ways a sample has something of the evaluation set."""
    return {shared.kind for shared in tool.of_sample(tool.benchmark, sample)}


def test_a_sample_of_ours_shares_nothing(tool: Any) -> None:
    """The handmade sample, which flies between cities that the benchmark knows too."""
    assert kinds(tool, make_sample()) == set()


def test_every_state_of_the_benchmark_is_found(tool: Any) -> None:
    """A sample that starts from an initial configuration with any text of its own has that text in common."""
    found = {name for name in entries() if kinds(tool, make_sample(scenario=scenario_of(entries()[name])))}
    telling = {
        name
        for name, entry in entries().items()
        if any(text in tool.benchmark.states for text in map(tool.plain, tool.texts(list(scenario_of(entry).values()))))
    }
    assert found == telling
    assert len(found) > 500


def test_every_question_of_the_benchmark_is_found(tool: Any) -> None:
    """As it is, and for those of eight words or more in other letters and between other words."""
    said = {message["content"] for entry in entries().values() for turn in entry["question"] for message in turn}
    assert len(said) > 1000
    for query in said:
        assert "questions" in kinds(tool, asking(query)), query
        if len(tool.plain(query).split()) >= 8:
            assert "questions" in kinds(tool, asking(f"Hello! {query.upper()} And then stop.")), query


def test_seven_words_in_a_row_are_no_overlap(tool: Any) -> None:
    """People say the same few words; eight in a row are a quotation."""
    words = next(run for run, (kind, _) in tool.benchmark.runs.items() if kind == "questions").split()
    assert kinds(tool, asking(" ".join(words)))
    assert not kinds(tool, asking(" ".join([*words[:7], "zebra"])))


def test_free_text_of_a_call_is_found_in_calls_of_its_tool(tool: Any) -> None:
    """What the ground truth posts, writes and sends; another tool may say the same."""
    for (name, text), entry in list(tool.benchmark.calls.items())[::10]:
        assert entry in answers()
        assert "calls" in kinds(tool, calling({"content": text}, name)), text
        if len(text.split()) < 8:
            assert "calls" not in kinds(tool, calling({"content": text}, "other")), text


def test_what_the_tools_say_themselves_is_no_evaluation_data(tool: Any) -> None:
    """Names of fields, and the cities and airports of their tables."""
    car = {"remainingUnlockedDoors": 4, "frontLeftTirePressure": 32.0, "destination": "San Francisco"}
    assert kinds(tool, make_sample(scenario={"vehicle": car})) == set()


@pytest.mark.parametrize("name", names())
def test_drawn_worlds_share_nothing(tool: Any, name: str) -> None:
    """Neither the states that `generate` draws nor what their users could say to any tool."""
    drawn = environment(name)
    for n in range(60):
        scenario = drawn.scenarios.generate(Dice(f"own-{n}"))
        with open_episode([drawn], {name: scenario}) as episode:
            pools = drawn.scenarios.known(episode.world, Dice(f"own-{n}"))
        said = [[*values] for values in pools.values()]
        calls = [(each, said) for each in drawn.tools]
        assert tool.benchmark.shared("drawn", [scenario, said], [], calls) == set()


def run(root: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """The tool as a command."""
    command = [sys.executable, str(root / "tools" / "check_contamination.py"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_command_says_what_is_shared(repo_root: Path, tmp_path: Path) -> None:
    """Exit status 0 for nothing, 1 for something, which is named with its sample and its entry."""
    clean = write_samples(tmp_path / "clean.jsonl", make_sample())
    done = run(repo_root, clean)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "1 samples compared with 800 entries of the benchmark: nothing is shared.\n"
    entry = entries()["multi_turn_base_0"]
    spoilt = make_sample(id="bad-1", scenario=scenario_of(entry))
    mixed = write_samples(tmp_path / "mixed.jsonl", make_sample(), spoilt)
    done = run(repo_root, clean, mixed)
    assert done.returncode == 1
    assert done.stdout.startswith("3 samples compared with 800 entries of the benchmark: 1 share something.\n")
    assert "bad-1 has of multi_turn_base_0: " in done.stdout
    shared = json.loads(run(repo_root, mixed, "--json").stdout)["shared"]
    assert {(item["sample"], item["kind"]) for item in shared} == {("bad-1", "states")}


def test_a_file_that_cannot_be_read_is_told(repo_root: Path, tmp_path: Path) -> None:
    """Exit status 2 and one sentence, so that a slip is never taken for a clean bill."""
    done = run(repo_root, tmp_path / "none.jsonl")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("check_contamination: ")
    (tmp_path / "empty.jsonl").write_text("")
    assert run(repo_root, tmp_path / "empty.jsonl").returncode == 2
