"""Workers: the same bytes however many there are, and none of them can end a run."""

from __future__ import annotations

import json
import sqlite3
import sys
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import pytest
from witness import Witness, install

import funreason_sim.running.crew as crew_module
import funreason_sim.running.run as run_module
import funreason_sim.running.worker as worker_module
from funreason_sim.agents.chat import ChatReply, ChatRequest
from funreason_sim.agents.seats import seats_for
from funreason_sim.errors import ConfigError, EngineError
from funreason_sim.pipeline.prepare import prepare
from funreason_sim.records import RunConfig, RunEvent, WorkerLost
from funreason_sim.running import Run
from funreason_sim.running.engine import Engine
from funreason_sim.running.messages import Ask, Grant, Made, Pull, Said, Told
from funreason_sim.running.schedule import Schedule
from funreason_sim.running.tally import Tally

SMALL = RunConfig(count=8, seed=11, environments=("vehicle",), turns=1, calls=2)


def _made(out: Path | None, **changes: Any) -> list[RunEvent]:
    async def drive() -> list[RunEvent]:
        async with Run(SMALL.model_copy(update=changes), out) as going:
            return [event async for event in going.events()]

    return anyio.run(drive)


def test_the_bytes_do_not_depend_on_how_many_workers_there_are(tmp_path: Path) -> None:
    """None, one, two or four, with one episode live or many: the same file, and the same events in index order."""
    told = []
    for workers, episodes in ((0, 8), (1, 1), (2, 8), (4, 2)):
        out = tmp_path / f"{workers}"
        told.append([e for e in _made(out, workers=workers, episodes=episodes) if e.type == "index_kept"])
        assert (out / "trajectories.jsonl").read_bytes() == (tmp_path / "0" / "trajectories.jsonl").read_bytes()
    assert all(events == told[0] for events in told)
    assert [event.index for event in told[0]] == sorted(event.index for event in told[0])


def test_a_run_without_a_folder_uses_workers_too() -> None:
    """Events and samples come from them as from a folder's run."""
    assert _made(None, workers=2)[1:] == _made(None, workers=0)[1:]


def test_no_more_workers_are_started_than_there_is_work_for(tmp_path: Path) -> None:
    """Two indices are one block, so one worker is enough for them."""
    _made(tmp_path, workers=4, count=2)
    connection = sqlite3.connect(tmp_path / "run.db")
    assert connection.execute("SELECT workers, wanted, ended FROM session").fetchall() == [(1, 2, "complete")]
    connection.close()


@pytest.fixture(scope="module")
def witness(tmp_path_factory: pytest.TempPathFactory) -> Witness:
    """An environment whose scenarios can kill."""
    return install(tmp_path_factory.mktemp("witness"))


@pytest.fixture(scope="module")
def whole(witness: Witness, tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """The lines of a run of twelve whose workers live."""
    out = tmp_path_factory.mktemp("whole") / "run"
    assert witness.generate(out, 12, "--workers", 0)[0] == 0
    return (out / "trajectories.jsonl").read_bytes().splitlines(keepends=True)


def _lines(out: Path) -> list[bytes]:
    return (out / "trajectories.jsonl").read_bytes().splitlines(keepends=True)


@pytest.mark.parametrize("times", [1, 2])
def test_an_index_that_kills_and_then_does_not_is_no_loss(
    witness: Witness, whole: list[bytes], tmp_path: Path, times: int
) -> None:
    """Once: another worker gets its block. Twice: it is set aside, and made at the end. The bytes are the same."""
    witness.mark(json.loads(whole[3]), times)
    status, said = witness.generate(tmp_path / "run", 10, "--workers", 2)
    assert status == 0
    assert said.count("killed by SIGKILL") == times
    assert "set aside" not in said
    assert _lines(tmp_path / "run") == whole[:10]


def test_a_block_that_goes_on_killing_is_set_aside_and_named(
    witness: Witness, whole: list[bytes], tmp_path: Path
) -> None:
    """The run goes on without it; when the cause is gone, the same command makes it, and the bytes are the same."""
    witness.mark(json.loads(whole[3]), 1000)
    status, said = witness.generate(tmp_path / "run", 10, "--workers", 2)
    assert status == 0, said
    assert said.count("killed by SIGKILL") >= 3
    index = json.loads(whole[3])["index"]
    assert f"Index {index} was set aside: every worker that had it in hand died (killed by SIGKILL)." in said
    assert _lines(tmp_path / "run") == [*whole[:3], *whole[4:11]]
    connection = sqlite3.connect(tmp_path / "run" / "run.db")
    assert connection.execute("SELECT idx, how FROM set_aside").fetchall() == [(index, "killed by SIGKILL")]
    connection.close()
    witness.mark(json.loads(whole[3]), 0)
    assert witness.generate(tmp_path / "run", 10, "--workers", 2)[0] == 0
    assert _lines(tmp_path / "run") == whole[:10]


def test_a_tool_that_never_returns_costs_its_index_only(
    witness: Witness,
    whole: list[bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """A worker that hangs in it ends after a while and shows where it was; the index is set aside, the run goes on."""
    for name, value in witness.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.path", [str(witness.folder / "site"), *sys.path])
    impatient = "import funreason_sim.running.process as process\nprocess.SILENT = 1.5\nmain(int"
    monkeypatch.setattr(crew_module, "_CODE", crew_module._CODE.replace("main(int", impatient))
    sample = json.loads(whole[1])
    witness.mark(sample, "sleep")
    events = _made(tmp_path / "run", environments=("witness",), turns=2, calls=3, count=4, workers=1)
    witness.mark(sample, 0)
    assert [event.how for event in events if isinstance(event, WorkerLost)] == ["exit code 1"] * 3
    assert events[-1].set_aside == (sample["index"],)  # type: ignore[union-attr]
    assert _lines(tmp_path / "run") == [whole[0], *whole[2:5]]
    assert "Timeout (0:00:01.500000)!" in capfd.readouterr().err


def test_workers_that_do_not_start_end_the_run_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hiring more of them would not end."""
    monkeypatch.setattr(crew_module, "_CODE", "raise SystemExit(3)")
    with pytest.raises(EngineError, match="worker processes do not start: the last of 3 ended with exit code 3"):
        _made(None, workers=1)


def test_a_system_without_room_for_processes_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit of processes is the machine's; fewer workers may fit."""

    def full(*arguments: object, **options: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("subprocess.Popen", full)
    with pytest.raises(EngineError, match="no worker process can be started: resource temporarily unavailable"):
        _made(None, workers=1)


def test_an_environment_that_changes_under_a_run_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that does not know the run's identity would make samples of another run."""
    monkeypatch.setattr(
        run_module, "prepare", lambda config: prepare(config.model_copy(update={"turns": config.turns + 1}))
    )
    with pytest.raises(ConfigError, match="has changed since this run began; start it again"):
        _made(None, workers=1)


class _Crowd:
    """Counts how many calls are in flight at once, over all seats and workers."""

    def __init__(self) -> None:
        self.now = self.most = 0

    def seat(self, inner: Any) -> Any:
        crowd = self

        class Slow:
            async def reply(self, request: ChatRequest) -> ChatReply:
                crowd.now += 1
                crowd.most = max(crowd.most, crowd.now)
                await anyio.sleep(0.001)
                crowd.now -= 1
                reply: ChatReply = await inner.reply(request)
                return reply

        return Slow()


@pytest.mark.parametrize(("in_flight", "most"), [(1, 1), (3, 3), (None, 8)])
def test_calls_in_flight_are_limited_over_all_workers(
    monkeypatch: pytest.MonkeyPatch, in_flight: int | None, most: int
) -> None:
    """Two workers with four live episodes each would have eight calls in flight; --in-flight bounds their sum."""
    crowd = _Crowd()
    monkeypatch.setattr(
        worker_module, "seats_for", lambda model: {role: crowd.seat(seat) for role, seat in seats_for(model).items()}
    )
    config = SMALL.model_copy(update={"count": 12, "episodes": 4, "in_flight": in_flight})
    prepared = prepare(config)
    kept = []

    class Ledger:
        async def commit(self, made: list[Made]) -> None:
            kept.extend(made)

        async def put_aside(self, indices: tuple[int, ...], how: str) -> None:
            raise AssertionError("nobody dies here")

    async def tell(event: RunEvent) -> None:
        """Nobody listens."""

    schedule = Schedule(Tally(12), 0, None, 2, 64)
    hire = partial(crew_module.hired_here, config, prepared)
    anyio.run(Engine(schedule, Ledger(), tell, hire, in_flight, "identity").run, 2)
    assert crowd.most == most
    assert len(kept) == 12


class _Mortal:
    """A worker that asks for a permit and dies with it, or lives and gets one."""

    def __init__(self, dies: bool, granted: anyio.Event) -> None:
        self._says: list[Said] = [Pull(), Ask()]
        self._dies = dies
        self._granted = granted

    async def hear(self) -> Said | None:
        if self._says:
            return self._says.pop(0)
        if not self._dies:
            await anyio.sleep_forever()
        await anyio.sleep(0.01)
        return None

    async def tell(self, message: Told) -> None:
        if isinstance(message, Grant) and not self._dies:
            self._granted.set()

    async def how(self) -> str:
        return "killed by SIGKILL"


async def test_a_worker_that_dies_gives_its_permits_back() -> None:
    """The only permit goes to a worker that dies with it, and then to the next."""
    from contextlib import asynccontextmanager

    granted, hired, told = anyio.Event(), 0, []

    @asynccontextmanager
    async def hire() -> Any:
        nonlocal hired
        hired += 1
        yield _Mortal(dies=hired == 1, granted=granted)

    async def tell(event: RunEvent) -> None:
        told.append(event)

    engine = Engine(Schedule(Tally(1), 0, None, 1, 8), None, tell, hire, 1, "identity")  # type: ignore[arg-type]
    with anyio.move_on_after(5):
        async with anyio.create_task_group() as group:
            group.start_soon(engine.run, 1)
            await granted.wait()
            group.cancel_scope.cancel()
    assert granted.is_set()
    assert told == [WorkerLost(indices=(0,), how="killed by SIGKILL")]
