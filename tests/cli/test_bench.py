"""`bench` measures everything it promises and says what it is of; no test looks at how long anything took."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bench.looked import profile
from cli.conftest import Run

from funreason_sim import bench
from funreason_sim.bench import figures, workers, writes
from funreason_sim.bench.calls import SPACE
from funreason_sim.bench.figures import Aim, Figure, Measure, awaited_rate, repeated
from funreason_sim.bench.samples import sample_measures
from funreason_sim.bench.states import played
from funreason_sim.bench.suite import Begin, groups
from funreason_sim.data.reading import open_reader
from funreason_sim.data.results import IndexResult
from funreason_sim.data.store import Store
from funreason_sim.records import ToolRan
from funreason_sim.running import crew
from funreason_sim.sim import Dice, space

TINY = bench.Size(times=2, samples=1, worlds=1, graphs=False, writes=1, workers=(0,), run=1, profiled=1)
ALL_WORKERS = replace(TINY, workers=bench.FULL.workers)
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
RUNS = {"1 worker", "2 workers", "4 workers", "in this process"}
WRITES = {
    "committed one by one",
    "in batches of 16",
    "in batches of 256",
    "a line of trajectories.jsonl",
    "a trajectory in run.db",
}
FIGURES = CALLS | STATES | SAMPLES | RUNS | WRITES
WALKS = [(tool, calls) for tool in ("book_flight", "estimate_distance") for calls in (4, 6)]


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[tuple[bench.Size, int]]:
    """The command shows figures that took no time; what it was asked to measure."""
    asked = []
    monkeypatch.setattr(workers, "cores", lambda: 2)
    figures = [Figure(one, (1, 2, 3, 4, 50)) for group in groups(ALL_WORKERS) for one in group]
    walks = [bench.Reach("somewhere", tool, calls, 50, 45, 1) for tool, calls in WALKS]
    report = bench.Report(figures, walks, profile())

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
    names = FIGURES - RUNS | {"in this process"}
    assert {figure["name"] for figure in document["figures"]} == names
    assert all(0 < figure["min"] <= figure["median"] <= figure["max"] for figure in document["figures"])
    assert [(walk["tool"], walk["calls"]) for walk in document["walks"]] == WALKS
    assert document["profile"]["trajectories"] == 1
    steps = 5 * len(names) + 2 * len(WALKS) + 1
    assert f"measuring, 0 of {steps}: " in done.err
    assert f"measuring, {steps - steps % 20} of {steps}: " in done.err


def test_the_table_has_every_row_its_command_and_the_machine(run: Run, measured: list[object]) -> None:
    """Calls, states, samples, workers, run.db, walks, and where the time goes."""
    done = run("bench", "--quick", "--repeat", "5")
    assert done.status == 0
    assert measured == [(bench.QUICK, 5)]
    lines = [line.strip() for line in done.out.splitlines()]
    assert lines[0].startswith("funreason-sim bench --repeat 5 --quick")
    for name in FIGURES:
        [row] = [line.removeprefix(name).split() for line in lines if line.startswith(f"{name} ")]
        assert row[:3] == ["3.00", "1.00", "50.0"]
    assert any("ratio ≥ 1.7 missed" in line for line in lines if line.startswith("2 workers "))
    for tool, calls in WALKS:
        assert [tool, "somewhere", str(calls), "50", "90", "%", "2", "%"] in map(str.split, lines)
    assert "CPU time of a trajectory: 10,000 ms, and 50.0 ms in the thread of run.db (10 made in this process)" in lines
    for row in ("sim 34.0 % 64.0 %", "verification 3.9 % 58.9 %", "sqlite.execute 30.0 % 30.0 %"):
        assert row.split() in map(str.split, lines)
    assert "SQLite" in lines[-1]
    assert "cores" in lines[-1]


@pytest.mark.usefixtures("measured")
def test_json_is_one_document_with_every_repeat(run: Run) -> None:
    """Each figure has its unit, values, aim and ratio."""
    document = json.loads(run("bench", "--json").out)
    assert document["command"] == "funreason-sim bench --repeat 5 --json"
    figures = {figure["name"]: figure for figure in document["figures"]}
    assert figures.keys() == FIGURES
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
        "2 workers",
    }
    assert figures["2 workers"]["aim"] == {"at_most": None, "at_least": 1.7, "of": "ratio", "met": False}
    assert [(walk["tool"], walk["calls"]) for walk in document["walks"]] == WALKS
    told = document["profile"]
    assert (told["trajectories"], told["looks"], told["seconds_of_other_threads"]) == (10, 1234, 0.5)
    assert told["rooms"][0] == {"name": "sim", "itself": 34.0, "within": 64.0}
    assert told["modules"][0] == {"name": "sim.episode", "itself": 34.0, "within": 64.0}
    assert told["functions"][0]["name"] == "json.dumps"
    assert set(document["machine"]) == {"python", "sqlite", "sqlite_of_python", "cores", "platform"}


@pytest.mark.usefixtures("measured")
def test_a_terminal_gets_the_same_table(run_on_terminal: Run) -> None:
    """There the progress is a bar."""
    done = run_on_terminal("bench", "--quick")
    assert done.status == 0
    assert "call, a row changed" in done.out
    assert "measuring," not in done.out


def test_a_picture_is_written_on_request(run: Run, measured: list[object], tmp_path: Path) -> None:
    """It names the command without the folder, which is the machine's own."""
    path = tmp_path / "where it goes.svg"
    done = run("bench", "--quick", "--picture", path)
    assert done.status == 0
    drawn = path.read_text("utf-8")
    assert drawn.startswith("<svg ")
    assert "funreason-sim bench --repeat 5 --quick --picture 'where it goes.svg'</text>" in drawn
    assert str(tmp_path) not in drawn
    assert f"--picture '{path}' (medians" in " ".join(done.out.split())


@pytest.mark.parametrize(("name", "complaint"), [("a.png", "ends in .svg"), ("missing/a.svg", "there is no folder")])
def test_a_picture_that_cannot_be_written_is_refused_at_once(
    name: str, complaint: str, run: Run, measured: list[object], tmp_path: Path
) -> None:
    """Before minutes are spent on measuring."""
    done = run("bench", "--quick", "--picture", tmp_path / name)
    assert (done.status, done.out, measured) == (2, "", [])
    assert complaint in done.complaint


def test_fewer_than_five_repeats_are_refused(run: Run) -> None:
    """A median of less says little."""
    done = run("bench", "--repeat", "4")
    assert (done.status, done.out) == (2, "")
    assert "--repeat" in done.complaint


def test_graphs_and_workers_are_measured_unless_quick() -> None:
    """One figure for each environment, its edges told; quick leaves whole groups out."""
    from funreason_sim.bench.learning import learning_measures

    assert (bench.FULL.graphs, bench.QUICK.graphs) == (True, False)
    assert (bench.FULL.workers, bench.QUICK.workers) == ((1, 2, 4, 0), ())
    assert all(groups(bench.QUICK))
    assert {workers.GROUP} == {one.group for group in groups(bench.FULL) for one in group if one.name in RUNS}
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
    assert _figure(1, 2, 9, aim=Aim(at_most=2)).met([]) is True
    assert _figure(1, 3, 9, aim=Aim(at_most=2)).met([]) is False
    assert _figure(1, 2, 9, aim=Aim(at_least=2)).met([]) is True
    assert _figure(1, 1, 9, aim=Aim(at_least=2)).met([]) is False
    assert _figure(1).met([]) is None


def test_an_aim_may_be_of_the_ratio() -> None:
    """Then the median alone does not matter, and where there is no ratio nothing is met or missed."""
    floor = _figure(10, name="floor")
    twice = Aim(at_least=1.7, of="ratio")
    assert _figure(17, to="floor", aim=twice).met([floor]) is True
    assert _figure(16, to="floor", aim=twice).met([floor]) is False
    assert _figure(17, aim=twice).met([floor]) is None


@pytest.mark.parametrize(("lead", "rate"), [(0, 5 / 50), (2, 3 / 3), (4, 1 / 1)])
async def test_a_rate_is_counted_behind_the_lead(lead: int, rate: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first ones take long, and are waited for only; without a lead the clock starts before the first."""
    now = 0.0

    async def items() -> AsyncIterator[int]:
        nonlocal now
        for number in range(5):
            now += 23.5 if number < 2 else 1
            yield number

    monkeypatch.setattr(figures, "perf_counter", lambda: now)
    assert await awaited_rate(items(), lead) == pytest.approx(rate)


async def test_samples_are_timed_on_one_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are made in this process, where a worker process would have to be started first."""

    def started(_: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(crew, "_started", started)
    for measure in sample_measures(1):
        assert await measure.take() > 0


async def test_two_workers_are_two_processes_on_a_real_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each makes a few before the clock starts; the run is kept in a folder that is gone in the end."""
    seen: list[tuple[Any, Path, int]] = []

    class Watched(workers.Run):
        async def __aexit__(self, *how: Any) -> None:
            assert self.out is not None
            async with open_reader(self.out / "run.db") as reader:
                seen.append((self.config, self.out, (await reader.sessions())[0].workers))
            await super().__aexit__(*how)

    monkeypatch.setattr(workers, "Run", Watched)
    monkeypatch.setattr(workers, "_LEAD", 1)
    [measure] = workers.worker_measures((2,), 2)
    assert await measure.take() > 0
    [(config, folder, processes)] = seen
    assert (config.workers, config.count, processes) == (2, 4, 2)
    assert not folder.exists()


def test_what_two_workers_bring_is_an_aim_on_two_cores_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """On one core there is nothing to bring; other numbers are shown without an aim."""
    for cores, expected in ((1, [None] * 4), (2, [None, Aim(at_least=1.7, of="ratio"), None, None])):
        monkeypatch.setattr(workers, "cores", lambda cores=cores: cores)
        measures = workers.worker_measures((1, 2, 4, 0), 3)
        assert [measure.aim for measure in measures] == expected
        assert {measure.to for measure in measures} == {"1 worker"}


async def test_results_are_committed_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """So many at a time, at least as many as asked for: real results, each under an index of its own."""
    add, added = Store.add, []

    async def watched(store: Store, results: list[IndexResult]) -> None:
        assert all(result.line and result.attempts for result in results)
        added.append([result.index for result in results])
        await add(store, results)

    monkeypatch.setattr(Store, "add", watched)
    monkeypatch.setattr(writes, "_DISTINCT", 2)
    one, sixteen, many, line, each = writes.write_measures(20)
    for measure, batch, number in ((one, 1, 20), (sixteen, 16, 32), (many, 256, 256)):
        added.clear()
        assert await measure.take() > 0
        assert added == [list(range(first, first + batch)) for first in range(0, number, batch)]
    assert 10 < await line.take() < await each.take() < 200


def test_a_ratio_is_of_medians_within_a_group() -> None:
    """Another group's figure of the same name is not meant."""
    figures = [_figure(7, group="other", name="floor"), _figure(1, 2, 3, name="floor")]
    assert _figure(6, to="floor").ratio(figures) == 3
    assert _figure(6).ratio(figures) is None
