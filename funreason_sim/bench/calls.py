"""What one call costs: the tool's function alone, the engine's call, and two ways that the engine does not go.

The call is `lockDoors` on one door: three statements. Locking and unlocking in turn changes a row each time; locking
what is locked writes and changes nothing. The function alone has no validation, savepoint, effects, digest or log.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from itertools import cycle

import aiosqlite
import anyio.to_thread

from ..records import JsonValue
from ..sim import Episode, open_episode
from .figures import Aim, Measure, awaited_microseconds, microseconds

SPACE = "travel+vehicle"
GROUP = f"a call in {SPACE}"
_TOOL = "lockDoors"
_LOCK: dict[str, JsonValue] = {"unlock": False, "door": ["driver"]}
_UNLOCK: dict[str, JsonValue] = {"unlock": True, "door": ["driver"]}
_BARE, _IDLE = "function alone, a row changed", "function alone, no row changed"


def call_measures(times: int) -> list[Measure]:
    """A call with effects and without, its floors, a try, and what a hop or awaited statements would add."""
    us = partial(Measure, GROUP, unit="µs")
    return [
        us(_IDLE, take=partial(_bare, times * 5, _LOCK), to=_IDLE, note="lockDoors itself"),
        us("call, no row changed", take=partial(_called, times, _LOCK), to=_IDLE, note="validated, logged"),
        us(_BARE, take=partial(_bare, times * 5, _UNLOCK), to=_BARE, note="lockDoors itself"),
        us(
            "call, a row changed",
            take=partial(_called, times, _UNLOCK),
            to=_BARE,
            aim=Aim(at_most=60),
            note="and its effects",
        ),
        us("attempt, a row changed", take=partial(_tried, times), to=_BARE, note="taken back"),
        us("a thread hop alone", take=partial(_hop, times // 2), to=_BARE, note="anyio.to_thread"),
        us("call behind a thread hop", take=partial(_called_behind_a_hop, times // 2), to=_BARE, note="not done"),
        us("statements through aiosqlite", take=partial(_awaited, times // 2), to=_BARE, note="6 awaits, not done"),
    ]


def _locked() -> Episode:
    """A world whose door is locked."""
    episode = open_episode(SPACE, seed=1)
    episode.call(_TOOL, _LOCK)
    return episode


def _acting(call: Callable[[str, dict[str, JsonValue]], object], other: dict[str, JsonValue]) -> Callable[[], object]:
    """An act that gives `other` and locking in turn."""
    turns = cycle([other, _LOCK])
    return lambda: call(_TOOL, next(turns))


async def _bare(times: int, other: dict[str, JsonValue]) -> float:
    episode = _locked()
    function = episode.space.tools[_TOOL].function
    return microseconds(times, _acting(lambda _, arguments: function(episode.world, **arguments), other))


async def _called(times: int, other: dict[str, JsonValue]) -> float:
    return microseconds(times, _acting(_locked().call, other))


async def _tried(times: int) -> float:
    attempt = _locked().attempt
    return microseconds(times, lambda: attempt(_TOOL, _UNLOCK))


async def _hop(times: int) -> float:
    return await awaited_microseconds(times, lambda: anyio.to_thread.run_sync(int))


async def _called_behind_a_hop(times: int) -> float:
    act = _acting(_locked().call, _UNLOCK)
    return await awaited_microseconds(times, lambda: anyio.to_thread.run_sync(act))


async def _awaited(times: int) -> float:
    """The tool's statements, a savepoint and an insert into a log, each awaited."""
    async with aiosqlite.connect(":memory:", isolation_level=None) as connection:
        await connection.execute("CREATE TABLE door(name TEXT PRIMARY KEY, position INTEGER, status TEXT) STRICT")
        await connection.execute("CREATE TABLE log(seq INTEGER PRIMARY KEY, body TEXT NOT NULL)")
        await connection.execute("INSERT INTO door VALUES ('driver', 1, 'locked'), ('passenger', 2, 'locked')")
        return await awaited_microseconds(times, _statements(connection))


def _statements(connection: aiosqlite.Connection) -> Callable[[], Awaitable[None]]:
    states = cycle(["unlocked", "locked"])

    async def run() -> None:
        await connection.execute("SAVEPOINT act")
        await connection.execute_fetchall("SELECT 1 FROM door WHERE name = ?", ("driver",))
        await connection.execute("UPDATE door SET status = ? WHERE name = ?", (next(states), "driver"))
        await connection.execute_fetchall("SELECT name, status FROM door ORDER BY position")
        await connection.execute("INSERT INTO log(body) VALUES ('{}')")
        await connection.execute("RELEASE act")

    return run
