"""Where time goes is found by looking, and put down to the right place."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from bench.looked import BUILD, CALL, JSON, LOCK, SOLVE, profile

from funreason_sim.bench.places import Frame, Place, places
from funreason_sim.bench.profile import Sampler, profiled
from funreason_sim.sim import open_episode

EVENT_LOOP = (Place("libraries", "asyncio", "event loop"),)


def _frame(module: str, function: str, line: str = "", folder: Path | None = None) -> Frame:
    """A frame that is at this line of a file."""
    if folder is None:
        return Frame(module, function, "nowhere.py", 1)
    file = folder / f"{module}.py"
    file.write_text(f"\n{line}\n", "utf-8")
    return Frame(module, function, str(file), 2)


ROOT = [
    _frame("__main__", "<module>"),
    _frame("funreason_sim.cli.bench", "bench"),
    _frame("asyncio.runners", "run"),
    _frame("funreason_sim.bench.profile", "profiled"),
]
BUILDING = _frame("funreason_sim.pipeline.build", "Builder.build")
SOLVING = _frame("funreason_sim.pipeline.chain", "solve")


@pytest.mark.parametrize(
    ("stack", "expected"),
    [
        ([BUILDING, SOLVING], (BUILD, SOLVE)),
        ([BUILDING, BUILDING, SOLVING], (BUILD, SOLVE)),
        ([BUILDING, _frame("anyio.abc", "run"), SOLVING], (BUILD, SOLVE)),
        ([BUILDING, _frame("json", "dumps"), _frame("json.encoder", "JSONEncoder.encode")], (BUILD, JSON)),
        ([_frame("asyncio.base_events", "run_forever"), _frame("selectors", "select")], EVENT_LOOP),
        ([], EVENT_LOOP),
        ([BUILDING, _frame("funreason_sim.pipeline.chain", "solve.<locals>.<genexpr>")], (BUILD, SOLVE)),
        ([BUILDING, SOLVING, _frame("funreason_sim.pipeline.chain", "solve.<locals>.<lambda>")], (BUILD, SOLVE)),
        (
            [_frame("funreason_sim.sim.rows", "__create_fn__.<locals>.__init__")],
            (Place("sim", "sim.rows", "__init__"),),
        ),
        (
            [_frame("funreason_sim.environments.vehicle.tools", "lockDoors"), _frame("funreason_simx", "f")],
            (LOCK, Place("libraries", "funreason_simx", "f")),
        ),
    ],
)
def test_a_stack_is_named_by_what_matters(stack: list[Frame], expected: tuple[Place, ...]) -> None:
    """What measures, libraries in between, recursion and inner functions are left out; a library at the end is not."""
    assert places([*ROOT, *stack]) == expected


@pytest.mark.parametrize(
    ("line", "call"),
    [
        ("return self._connection.execute(sql, values).fetchone()", "execute"),
        ("effects = observe(session.changeset(), tables)", "changeset"),
        ("connection = apsw.Connection(':memory:')", "Connection"),
        ("for change in apsw.Changeset.iter(changeset):", "Changeset"),
        ("def __init__(self, connection: apsw.Connection, chance: Chance) -> None:", None),
        ("return self._execute(tool, arguments)", None),
        ("outcome, effects = self._execute(tool)", None),
    ],
)
def test_sqlite_is_told_by_the_line_that_calls_it(line: str, call: str | None, tmp_path: Path) -> None:
    """Only where the innermost frame is the simulator's, and only at lines that call it."""
    at = _frame("funreason_sim.sim.episode", "Episode.call", line, tmp_path)
    assert places([at]) == ((CALL,) if call is None else (CALL, Place("sqlite", "sqlite", call)))
    assert places([at, SOLVING]) == (CALL, SOLVE)
    assert places([at, _frame("json", "dumps")]) == (CALL, JSON)
    elsewhere = _frame("funreason_sim.pipeline.chain", "solve", line, tmp_path)
    assert places([elsewhere]) == (SOLVE,)


def _busy(act: Callable[[], object], seconds: float) -> float:
    """Acts until so much CPU time is used; how much it was."""
    begun = time.thread_time()
    while (used := time.thread_time() - begun) < seconds:
        act()
    return used


def test_the_time_of_a_busy_thread_is_found() -> None:
    """Nearly all of it, in the functions that were at work and in what they call of SQLite."""
    with open_episode("vehicle", seed=1) as episode, Sampler() as sampler:
        used = _busy(episode.fork, 0.3)
    found = sampler.stacks()
    assert 0.8 * used <= sum(found.values()) <= used + 0.1
    forking = {stack: seconds for stack, seconds in found.items() if stack[0].function == "Episode.fork"}
    assert sum(forking.values()) > 0.8 * sum(found.values())
    assert {stack[-1].function for stack in forking} >= {"deserialize"}


def test_a_long_call_into_c_counts_whole() -> None:
    """Python hears of many ticks once, and then gives all their time to who it finds."""
    with Sampler() as sampler:
        used = _busy(lambda: sum(range(4_000_000)), 0.2)
    assert sampler.looks < 100
    assert 0.8 * used <= sum(sampler.stacks().values()) <= used + 0.1


def test_waiting_takes_no_time() -> None:
    """It is CPU time that counts."""
    with Sampler() as sampler:
        time.sleep(0.2)
    assert sum(sampler.stacks().values()) < 0.05


async def test_the_time_of_other_threads_is_told_apart() -> None:
    """What a thread computes is not put down to the main one."""
    with Sampler() as sampler:
        used = await asyncio.to_thread(_busy, lambda: sum(range(100_000)), 0.2)
    assert 0.9 * used <= sampler.elsewhere <= used + 0.1
    assert sum(sampler.stacks().values()) < 0.1


def test_the_signal_and_its_timer_are_given_back() -> None:
    """Whoever used them before goes on, however the block ends."""
    heard: list[int] = []

    def hear(number: int, _: object) -> None:
        heard.append(number)

    before = signal.signal(signal.SIGPROF, hear)
    signal.setitimer(signal.ITIMER_PROF, 500, 400)
    try:
        with pytest.raises(ZeroDivisionError), Sampler():
            _busy(lambda: 1 // 0, 0.1)
        assert signal.getsignal(signal.SIGPROF) is hear
        assert signal.getitimer(signal.ITIMER_PROF) == pytest.approx((500, 400), abs=5)
        assert heard == []
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def test_shares_are_of_the_thing_itself_and_with_what_it_calls() -> None:
    """What is on a stack twice counts once; the most itself comes first."""
    told = profile()
    assert told.seconds == pytest.approx(100)
    rooms = {share.name: (share.itself, share.within) for share in told.rooms()}
    assert rooms == {
        "sim": pytest.approx((34, 64)),
        "sqlite": pytest.approx((30, 30)),
        "libraries": pytest.approx((30.1, 30.1)),
        "verification": pytest.approx((3.9, 58.9)),
        "pipeline": pytest.approx((2, 100)),
        "environments": pytest.approx((0, 20)),
    }
    assert list(rooms) == ["sim", "libraries", "sqlite", "verification", "pipeline", "environments"]
    assert [share.name for share in told.modules()][:2] == ["sim.episode", "json"]
    heaviest = [(share.name, round(share.itself, 1), round(share.within, 1)) for share in told.heaviest()]
    assert heaviest[:3] == [
        ("json.dumps", 30.1, 30.1),
        ("sqlite.execute", 30.0, 30.0),
        ("sim.episode.Episode._run", 25.0, 45.0),
    ]


def test_the_heaviest_are_ten() -> None:
    """Of many functions."""
    stacks = {(Place("sim", "sim.world", f"f{number}"),): 1.0 + number for number in range(30)}
    assert [share.name for share in profile(stacks=stacks).heaviest()] == [f"sim.world.f{n}" for n in range(29, 19, -1)]


async def test_a_trajectory_is_profiled() -> None:
    """For real: nearly all of it is below the builder, and the rooms that work on a sample are all there."""
    told = await profiled(2)
    assert told.trajectories == 2
    rooms = {share.name: share for share in told.rooms()}
    assert rooms.keys() >= {"agents", "sim", "sqlite", "verification", "pipeline", "libraries"}
    assert rooms["pipeline"].within > 0.9 * told.seconds
    assert sum(share.itself for share in rooms.values()) == pytest.approx(told.seconds)
    assert {"bench", "cli"}.isdisjoint(rooms)
