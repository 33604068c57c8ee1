"""`bench` measures everything it promises and says what it is of; no test looks at how long anything took."""

from __future__ import annotations

import json
from typing import Any

import pytest
from cli.conftest import Run

from funreason_sim import bench
from funreason_sim.bench.calls import SPACE
from funreason_sim.bench.figures import Figure, Measure, repeated
from funreason_sim.bench.states import played
from funreason_sim.bench.suite import Begin, groups
from funreason_sim.records import ToolRan
from funreason_sim.sim import Dice, space

TINY = bench.Size(times=2, samples=1, worlds=1, graphs=False)
CALLS = {
    "function alone, no row changed",
    "call, no row changed",
    "function alone, a row changed",
    "call, a row changed",
    "attempt, a row changed",
    "a thread hop alone",
    "call behind a thread hop",
    "statements through aiosqlite",
}
STATES = {
    "open from a cached image",
    "open from a fresh scenario",
    "fork at the start",
    "fork after 5 calls",
    "fork, and read a row in it",
    "open + 5 calls + digest",
    "digest kept up",
    "digest computed anew (audit)",
}
SAMPLES = {"verify one", "made and verified, 1 in flight", "made and verified, 8 in flight"}
WALKS = [(tool, calls) for tool in ("book_flight", "estimate_distance") for calls in (4, 6)]


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[tuple[bench.Size, int]]:
    """The command shows figures that took no time; what it was asked to measure."""
    asked = []
    figures = [Figure(one, (1, 2, 3, 4, 50)) for group in groups(TINY) for one in group]
    report = bench.Report(figures, [bench.Reach("somewhere", tool, calls, 50, 45, 1) for tool, calls in WALKS])

    async def measure(size: bench.Size, repeat: int, begin: Begin) -> bench.Report:
        asked.append((size, repeat))
        begin(1)("a step")
        return report

    monkeypatch.setattr(bench, "measure", measure)
    return asked


async def _one() -> float:
    return 1.0


def _figure(*values: float, **about: Any) -> Figure:
    return Figure(Measure(**{"group": "g", "name": "n", "unit": "µs", "take": _one, **about}), values)


def test_the_command_measures_all_of_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """For real, at a small size: as many steps are told as were announced, on standard error."""
    monkeypatch.setattr(bench, "QUICK", TINY)
    done = run("bench", "--quick", "--repeat", "5", "--json")
    assert done.status == 0
    document = json.loads(done.out)
    assert {figure["name"] for figure in document["figures"]} == CALLS | STATES | SAMPLES
    assert all(0 < figure["min"] <= figure["median"] <= figure["max"] for figure in document["figures"])
    assert [(walk["tool"], walk["calls"]) for walk in document["walks"]] == WALKS
    steps = 5 * len(CALLS | STATES | SAMPLES) + 2 * len(WALKS)
    assert f"measuring, 0 of {steps}: " in done.err
    assert f"measuring, {steps - steps % 20} of {steps}: " in done.err


def test_the_table_has_every_row_its_command_and_the_machine(run: Run, measured: list[object]) -> None:
    """Calls, states, samples and walks."""
    done = run("bench", "--quick", "--repeat", "5")
    assert done.status == 0
    assert measured == [(bench.QUICK, 5)]
    lines = [line.strip() for line in done.out.splitlines()]
    assert lines[0].startswith("funreason-sim bench --repeat 5 --quick")
    for name in CALLS | STATES | SAMPLES:
        [row] = [line.removeprefix(name).split() for line in lines if line.startswith(f"{name} ")]
        assert row[:3] == ["3.00", "1.00", "50.0"]
    for tool, calls in WALKS:
        assert [tool, "somewhere", str(calls), "50", "90", "%", "2", "%"] in map(str.split, lines)
    assert "SQLite" in lines[-1]
    assert "cores" in lines[-1]


@pytest.mark.usefixtures("measured")
def test_json_is_one_document_with_every_repeat(run: Run) -> None:
    """Each figure has its unit, values, aim and ratio."""
    document = json.loads(run("bench", "--json").out)
    assert document["command"] == "funreason-sim bench --repeat 5 --json"
    figures = {figure["name"]: figure for figure in document["figures"]}
    assert figures.keys() == CALLS | STATES | SAMPLES
    for figure in figures.values():
        assert len(figure["values"]) == 5
        assert (figure["min"], figure["median"], figure["max"]) == (1, 3, 50)
        assert (figure["ratio"]["value"] is None) == (figure["ratio"]["to"] is None)
    assert {name for name, figure in figures.items() if figure["aim"]["met"] is not None} == {
        "call, a row changed",
        "open from a cached image",
        "fork at the start",
        "fork after 5 calls",
        "made and verified, 1 in flight",
        "made and verified, 8 in flight",
    }
    assert [(walk["tool"], walk["calls"]) for walk in document["walks"]] == WALKS
    assert set(document["machine"]) == {"python", "sqlite", "sqlite_of_python", "cores", "platform"}


@pytest.mark.usefixtures("measured")
def test_a_terminal_gets_the_same_table(run_on_terminal: Run) -> None:
    """There the progress is a bar."""
    done = run_on_terminal("bench", "--quick")
    assert done.status == 0
    assert "call, a row changed" in done.out
    assert "measuring," not in done.out


def test_fewer_than_five_repeats_are_refused(run: Run) -> None:
    """A median of less says little."""
    done = run("bench", "--repeat", "4")
    assert (done.status, done.out) == (2, "")
    assert "--repeat" in done.complaint


def test_graphs_are_measured_unless_quick() -> None:
    """One figure for each environment, its edges told."""
    from funreason_sim.bench.learning import learning_measures

    assert (bench.FULL.graphs, bench.QUICK.graphs) == (True, False)
    measures = learning_measures()
    assert [measure.name for measure in measures] == ["travel", "vehicle"]
    assert all("supplies" in measure.note and "enables" in measure.note for measure in measures)


def test_the_five_calls_all_return() -> None:
    """An episode of refusals would be another measurement."""
    episode = played(space(SPACE).generate(Dice("1")))
    assert [event.code for event in episode.events() if isinstance(event, ToolRan)] == [None] * 5


async def test_repeats_take_turns() -> None:
    """a b a b, each step told before it is taken."""
    told: list[str] = []
    measures = [Measure("g", name, "µs", _one) for name in "ab"]
    figures = await repeated(measures, 2, told.append)
    assert told == ["a", "b", "a", "b"]
    assert [figure.values for figure in figures] == [(1.0, 1.0), (1.0, 1.0)]


def test_an_aim_is_met_by_the_median() -> None:
    """A bound is met when it is just reached; without one there is nothing to meet."""
    assert _figure(1, 2, 9, at_most=2).met is True
    assert _figure(1, 3, 9, at_most=2).met is False
    assert _figure(1, 2, 9, at_least=2).met is True
    assert _figure(1, 1, 9, at_least=2).met is False
    assert _figure(1).met is None


def test_a_ratio_is_of_medians_within_a_group() -> None:
    """Another group's figure of the same name is not meant."""
    figures = [_figure(7, group="other", name="floor"), _figure(1, 2, 3, name="floor")]
    assert _figure(6, to="floor").ratio(figures) == 3
    assert _figure(6).ratio(figures) is None
