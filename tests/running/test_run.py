"""A run: the same bytes however it is made, resumable, and never ended by one bad index."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import anyio
import pytest
from data.waiting import committed, until_committed
from made import run, samples
from witness import interruptible

import funreason_sim.running.tally as tally_module
import funreason_sim.running.worker as worker_module
from funreason_sim.agents.chat import ChatReply, ChatRequest
from funreason_sim.agents.seats import seats_for
from funreason_sim.data import read_samples
from funreason_sim.errors import ConfigError, StoreError, UnknownTool
from funreason_sim.records import RunConfig, RunFinished, RunStarted
from funreason_sim.running import Run, generate
from funreason_sim.verification import verify


def _made(out: Path, **changes: Any) -> list[Any]:
    async def drive() -> list[Any]:
        async with Run(RunConfig(**{"seed": 11, "count": 4, "workers": 0, **changes}), out) as going:
            return [event async for event in going.events()]

    return anyio.run(drive)


def _bytes(out: Path) -> bytes:
    return (out / "trajectories.jsonl").read_bytes()


def test_the_bytes_do_not_depend_on_how_many_are_in_flight(tmp_path: Path) -> None:
    """One episode at a time or seven: the same samples in the same order, to the byte."""
    for name, episodes in (("one", 1), ("seven", 7)):
        _made(tmp_path / name, episodes=episodes)
    assert _bytes(tmp_path / "one") == _bytes(tmp_path / "seven")


def test_the_bytes_do_not_depend_on_the_process(tmp_path: Path) -> None:
    """Two processes with different hash seeds make the same file."""
    made = []
    for seed in ("0", "4242"):
        out = tmp_path / seed
        command = [sys.executable, "-m", "funreason_sim", "generate", "--out", str(out), "-n", "3", "--seed", "11"]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "FUNREASON_SIM_CACHE": str(tmp_path / f"cache{seed}")}
        subprocess.run(command, env=environment, check=True, capture_output=True, cwd=tmp_path)
        made.append(_bytes(out))
    assert made[0] == made[1]


def test_a_finished_run_grows(tmp_path: Path) -> None:
    """Two and then four are the same as four at once, and what was there is not made again."""
    _made(tmp_path / "grown", count=2)
    events = _made(tmp_path / "grown", count=4)
    _made(tmp_path / "whole", count=4)
    assert _bytes(tmp_path / "grown") == _bytes(tmp_path / "whole")
    assert isinstance(events[0], RunStarted)
    assert events[0].kept == 2
    assert len([event for event in events if event.type == "index_kept"]) == 2


def test_a_run_may_be_asked_for_less(tmp_path: Path) -> None:
    """The file then holds the first ones; run.db keeps all."""
    _made(tmp_path, count=4)
    whole = _bytes(tmp_path)
    events = _made(tmp_path, count=2)
    assert _bytes(tmp_path) == b"".join(whole.splitlines(keepends=True)[:2])
    assert events[-1] == RunFinished(kept=2, rejected=events[-1].rejected, why="complete")


def test_another_identity_is_refused_with_what_differs(tmp_path: Path) -> None:
    """A folder holds one run; the sentence names the fields."""
    _made(tmp_path, count=1)
    before = _bytes(tmp_path)
    with pytest.raises(StoreError, match=r"turns.*3.*2"):
        _made(tmp_path, count=1, turns=2)
    assert _bytes(tmp_path) == before


def test_a_killed_run_goes_on_to_the_same_bytes(tmp_path: Path) -> None:
    """kill -9 in the middle loses nothing that was committed, and the end is as if nothing had happened."""
    command = [
        sys.executable,
        "-m",
        "funreason_sim",
        "generate",
        "--out",
        str(tmp_path / "killed"),
        "-n",
        "8",
        "--seed",
        "11",
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until_committed(tmp_path / "killed", 2)
    process.kill()
    process.wait()
    kept = committed(tmp_path / "killed")
    events = _made(tmp_path / "killed", count=8)
    assert events[0].kept + events[0].rejected >= kept
    _made(tmp_path / "whole", count=8)
    assert _bytes(tmp_path / "killed") == _bytes(tmp_path / "whole")


def test_an_interrupted_run_says_how_to_go_on(tmp_path: Path) -> None:
    """Ctrl-C ends with 130, one sentence, and a file of what was kept."""
    command = [sys.executable, "-m", "funreason_sim", "generate", "--out", str(tmp_path / "run"), "-n", "500"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=interruptible
    )
    until_committed(tmp_path / "run", 1)
    process.send_signal(signal.SIGINT)
    said, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert "goes on" in said + errors
    kept = list(read_samples(tmp_path / "run" / "trajectories.jsonl"))
    assert kept
    assert all(verify(sample).ok for _, sample in kept[:2])


def test_the_resolved_configuration_is_written_down(tmp_path: Path) -> None:
    """config.toml holds every setting and the identity that the samples carry."""
    _made(tmp_path, count=1, environments=("vehicle",))
    config = tomllib.loads((tmp_path / "config.toml").read_text())
    sample = next(iter(read_samples(tmp_path / "trajectories.jsonl")))[1]
    assert config["run"]["environments"] == ["vehicle"]
    assert config["funreason_sim"]["identity"] == sample.provenance.configuration
    assert sample.id == f"{sample.provenance.configuration[:8]}-{sample.index:06d}"


def test_kept_episodes_are_files(tmp_path: Path) -> None:
    """With keep_episodes each kept sample has its database, with the log in it."""
    _made(tmp_path, count=2, keep_episodes=True)
    ids = [sample.id for _, sample in read_samples(tmp_path / "trajectories.jsonl")]
    assert sorted(path.stem for path in (tmp_path / "episodes").iterdir()) == sorted(ids)
    connection = sqlite3.connect(tmp_path / "episodes" / f"{ids[0]}.db")
    last = connection.execute("SELECT body FROM _log ORDER BY seq DESC LIMIT 1").fetchone()[0]
    connection.close()
    assert json.loads(last)["id"] == next(iter(read_samples(tmp_path / "trajectories.jsonl")))[1].head


@pytest.mark.parametrize(
    ("changes", "error", "says"),
    [
        ({"target": "start_engine"}, UnknownTool, "startEngine"),
        ({"target": "startEngine", "sampler": "random"}, ConfigError, "directed"),
        ({"model": "gpt"}, ConfigError, "scripted"),
        ({"from_traces": "/nowhere/traces.jsonl"}, Exception, "no such file"),
    ],
)
def test_what_cannot_be_run_is_found_before_any_work(
    tmp_path: Path, changes: dict[str, Any], error: type[Exception], says: str
) -> None:
    """One sentence, and no folder is left behind."""
    with pytest.raises(error, match=says):
        _made(tmp_path / "run", **changes)
    assert not (tmp_path / "run" / "trajectories.jsonl").exists()


def test_a_run_that_keeps_nothing_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """A target that is always refused stalls the run after a row of rejections, each with its reason."""
    monkeypatch.setattr(tally_module, "PATIENCE", 3)
    config = RunConfig(count=2, environments=("vehicle",), target="get_outside_temperature_from_weather_com", workers=0)
    kept, events = run(config)
    assert kept == ()
    assert [event.reason for event in events[1:-1]] == ["walk_failed"] * 3  # type: ignore[union-attr]
    assert events[-1] == RunFinished(kept=0, rejected=3, why="stalled")


def test_a_target_is_called_in_every_sample() -> None:
    """--target: each trajectory reaches it within the calls of its first turn, whatever must come first."""
    for sample in samples(3, 2, environments=("travel",), target="book_flight"):
        assert "book_flight" in {step.tool for step in sample.turns[0].steps}
        assert sample.turns[0].target == "book_flight"


def test_turns_and_calls_are_as_asked() -> None:
    """N rounds of references of M calls each."""
    for sample in samples(2, 3, turns=2, calls=3):
        assert [len(turn.reference) for turn in sample.turns] == [3, 3]


class _Silent:
    """A seat that has nothing to say."""

    async def reply(self, request: ChatRequest) -> ChatReply:
        return ChatReply(content="")


@pytest.mark.parametrize(
    ("role", "reason"), [("tooling", "seat_unusable"), ("querying", "query_unclear"), ("reasoning", "unsolved")]
)
def test_a_bad_seat_is_data(monkeypatch: pytest.MonkeyPatch, role: str, reason: str) -> None:
    """A seat without a usable answer rejects the index with a reason; the run goes on."""
    monkeypatch.setattr(tally_module, "PATIENCE", 2)
    monkeypatch.setattr(worker_module, "seats_for", lambda model: {**seats_for(model), role: _Silent()})
    _, events = run(RunConfig(count=1, environments=("vehicle",), turns=1, workers=0))
    assert [event.reason for event in events[1:-1]] == [reason] * 2  # type: ignore[union-attr]


class _Broken:
    """A seat with a bug in it."""

    async def reply(self, request: ChatRequest) -> ChatReply:
        raise LookupError("a bug in a seat")


@pytest.mark.parametrize("episodes", [1, 4])
def test_a_bug_is_data_with_its_place(monkeypatch: pytest.MonkeyPatch, episodes: int) -> None:
    """A fault of a seat or of the engine rejects its index, and the reason names the line that raised."""
    monkeypatch.setattr(tally_module, "PATIENCE", 2)
    monkeypatch.setattr(worker_module, "seats_for", lambda model: {**seats_for(model), "tooling": _Broken()})
    _, events = run(RunConfig(count=2, environments=("vehicle",), episodes=episodes, workers=0))
    assert [event.reason for event in events[1:-1]] == ["crashed"] * 2  # type: ignore[union-attr]
    assert events[1].detail.startswith("LookupError: a bug in a seat (test_run.py:")  # type: ignore[union-attr]


@pytest.mark.parametrize("workers", [0, 1])
def test_a_loop_over_samples_can_be_left(workers: int) -> None:
    """Breaking out, and an error in the loop's body, end quietly; closing twice is harmless."""

    async def fail() -> None:
        async for sample in generate(RunConfig(count=5, seed=11, environments=("vehicle",), workers=workers)):
            raise KeyError(sample.id)

    async def leave() -> list[str]:
        seen = []
        async for sample in generate(RunConfig(count=5, seed=11, environments=("vehicle",), workers=workers)):
            seen.append(sample.id)
            break
        with pytest.raises(KeyError):
            await fail()
        closing = generate(RunConfig(count=5, seed=11, environments=("vehicle",), workers=workers))
        seen.append((await anext(closing)).id)
        await closing.aclose()
        await closing.aclose()
        return seen

    first, second = anyio.run(leave)
    assert first == second


LEAVING = """
import asyncio
from funreason_sim import RunConfig, generate

async def main():
    async for sample in generate(RunConfig(environments=("vehicle",), count=5, seed=11, workers=1)):
        print(sample.id)
        break

asyncio.run(main())
"""


def test_a_program_may_end_inside_a_loop(tmp_path: Path) -> None:
    """Nothing is left open, and nobody complains, when the event loop ends with a run in it."""
    command = [sys.executable, "-W", "error", "-c", LEAVING]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert (len(done.stdout.split()), done.stderr) == (1, "")


@pytest.mark.parametrize("there", ["notes.txt", "trajectories.jsonl"])
def test_a_folder_that_is_no_run_is_left_alone(tmp_path: Path, there: str) -> None:
    """Other people's files are not mixed with a run's."""
    (tmp_path / there).write_text("mine")
    with pytest.raises(StoreError, match=rf"is not a run: it holds {there} and no run\.db"):
        _made(tmp_path, count=1)
    assert [path.name for path in tmp_path.iterdir()] == [there]


def test_a_folder_must_be_one(tmp_path: Path) -> None:
    """A file, or a path through one, is no folder."""
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "file", tmp_path / "file" / "run"):
        with pytest.raises(StoreError, match="file"):
            _made(path, count=1)
