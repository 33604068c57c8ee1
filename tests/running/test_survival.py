"""A run survives kill -9 of anything at any moment, and ends in the bytes that it would have had.

`make test` tries a few moments of each kind; `make conformance` tries thirty.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from data.waiting import committed, until_committed
from witness import Witness, install, kill

COUNT = 40
WORKERS = 2
BLOCK = 2


@pytest.fixture(scope="module")
def witness(tmp_path_factory: pytest.TempPathFactory) -> Witness:
    """The environment whose processes can be watched."""
    return install(tmp_path_factory.mktemp("witness"))


@pytest.fixture(scope="module")
def whole(witness: Witness, tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, float]:
    """The bytes of a run that nobody interrupts, and how long it takes."""
    out = tmp_path_factory.mktemp("whole") / "run"
    witness.generate(out, 1, "--workers", 0)  # learns the graph
    began = time.monotonic()
    status, said = witness.generate(out, COUNT, "--workers", WORKERS)
    assert status == 0, said
    return (out / "trajectories.jsonl").read_bytes(), time.monotonic() - began


def _workers(witness: Witness, parent: int) -> list[int]:
    return [pid for pid in witness.processes() if pid != parent]


def _gone(witness: Witness) -> bool:
    """Whether all processes end by themselves, soon."""
    deadline = time.monotonic() + 10
    while witness.processes() and time.monotonic() < deadline:
        time.sleep(0.02)
    return not witness.processes()


def _kill_parent(witness: Witness, process: subprocess.Popen[str]) -> None:
    kill(process.pid)


def _kill_all(witness: Witness, process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)


def _moments(pytestconfig: pytest.Config) -> range:
    return range(30 if pytestconfig.getoption("--whole") else 3)


@pytest.mark.conformance
@pytest.mark.parametrize("strike", [_kill_parent, _kill_all])
def test_a_killed_run_goes_on_to_the_same_bytes(
    witness: Witness,
    whole: tuple[bytes, float],
    tmp_path: Path,
    pytestconfig: pytest.Config,
    strike: Callable[[Witness, subprocess.Popen[str]], None],
) -> None:
    """Of the parent or of all processes: nothing is left behind, and only what was in hand is computed again."""
    chance = random.Random(f"moments of {strike.__name__}")
    expected, seconds = whole
    for moment in _moments(pytestconfig):
        out = tmp_path / str(moment)
        witness.forget()
        process = witness.start(out, COUNT, "--workers", WORKERS)
        time.sleep(chance.uniform(0, seconds))
        strike(witness, process)
        process.communicate(timeout=60)
        assert _gone(witness), "a process outlived its run"
        lost = witness.begun(process.pid) - committed(out)
        assert lost <= WORKERS * BLOCK, f"{lost} indices are computed again"
        status, said = witness.generate(out, COUNT, "--workers", WORKERS)
        assert status == 0, said
        assert (out / "trajectories.jsonl").read_bytes() == expected
        assert sorted(path.name for path in out.iterdir()) == ["config.toml", "run.db", "trajectories.jsonl"]


@pytest.mark.conformance
def test_killed_workers_are_replaced_and_the_bytes_are_the_same(
    witness: Witness, whole: tuple[bytes, float], tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    """One worker after the other is killed while the run goes on; its block is given to another."""
    chance = random.Random("moments of workers")
    expected, seconds = whole
    for moment in _moments(pytestconfig):
        witness.forget()
        process = witness.start(tmp_path / str(moment), COUNT, "--workers", WORKERS)
        time.sleep(chance.uniform(0.3, 0.9) * seconds)
        victims = _workers(witness, process.pid)[:1]
        kill(*victims)
        _, complained = process.communicate(timeout=60)
        assert process.returncode == 0, complained
        assert (tmp_path / str(moment) / "trajectories.jsonl").read_bytes() == expected
        assert witness.begun(process.pid) - committed(tmp_path / str(moment)) <= BLOCK * len(victims)
        assert _gone(witness)


def test_many_kills_of_one_run_do_no_harm(witness: Witness, whole: tuple[bytes, float], tmp_path: Path) -> None:
    """A run that is killed again and again on its way ends in the same bytes."""
    chance = random.Random("again and again")
    expected, seconds = whole
    for _ in range(6):
        process = witness.start(tmp_path / "run", COUNT, "--workers", WORKERS)
        time.sleep(0.5 + chance.uniform(0, seconds / 3))
        _kill_all(witness, process)
        process.communicate(timeout=60)
    status, said = witness.generate(tmp_path / "run", COUNT, "--workers", WORKERS)
    assert status == 0, said
    assert (tmp_path / "run" / "trajectories.jsonl").read_bytes() == expected


@pytest.mark.parametrize(("signal_", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 130)])
def test_a_stopped_run_leaves_no_process_and_goes_on(
    witness: Witness, whole: tuple[bytes, float], tmp_path: Path, signal_: signal.Signals, status: int
) -> None:
    """Ctrl-C reaches every process of a terminal, SIGTERM one: both stop cleanly and say how to go on."""
    process = witness.start(tmp_path / "run", COUNT, "--workers", WORKERS)
    until_committed(tmp_path / "run", 3)
    if signal_ == signal.SIGINT:
        os.killpg(process.pid, signal_)
    else:
        process.send_signal(signal_)
    said, complained = process.communicate(timeout=60)
    assert process.returncode == status
    assert "the same command goes on from there" in said
    assert "Traceback" not in complained
    assert _gone(witness)
    assert len((tmp_path / "run" / "trajectories.jsonl").read_bytes().splitlines()) == committed(tmp_path / "run")
    assert witness.generate(tmp_path / "run", COUNT)[0] == 0
    assert (tmp_path / "run" / "trajectories.jsonl").read_bytes() == whole[0]
