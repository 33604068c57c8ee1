"""Run stores made by hand: any results and sessions, and stores as other versions and strangers leave them."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
from data.sample_maker import make_sample

from funreason_sim.data import AttemptRecord, IndexResult, migrate, open_store, sample_line
from funreason_sim.records import Effort, JsonValue

IDENTITY: dict[str, JsonValue] = {"seed": 7, "turns": 3}
LINE = sample_line(make_sample())


def kept(index: int, *attempts: AttemptRecord, **effort: int) -> IndexResult:
    """An index that became a sample."""
    return IndexResult(index=index, status="kept", line=LINE, effort=Effort(**effort), attempts=attempts)


def rejected(
    index: int, reason: str = "unsolved", detail: str = "turn 0", *attempts: AttemptRecord, **effort: int
) -> IndexResult:
    """An index that became none."""
    return IndexResult(
        index=index, status="rejected", reason=reason, detail=detail, effort=Effort(**effort), attempts=attempts
    )


def walk(number: int, outcome: str, sentence: str, turn: int = 0) -> AttemptRecord:
    """A walk that came to nothing."""
    return AttemptRecord(turn=turn, role="walk", attempt=number, outcome=outcome, trace=sentence)


def attempt(
    number: int, outcome: str, hint: str | None = None, trace: JsonValue = None, turn: int = 0
) -> AttemptRecord:
    """An attempt of the reasoning seat."""
    return AttemptRecord(turn=turn, role="reasoning", attempt=number, outcome=outcome, hint=hint, trace=trace)


def make_store(
    folder: Path,
    results: Sequence[IndexResult] = (),
    sessions: Sequence[dict[str, Any]] = (),
    set_aside: dict[int, str] | None = None,
) -> Path:
    """A run in a folder, as `generate` leaves it; the folder."""

    async def make() -> None:
        async with open_store(folder / "run.db", IDENTITY) as store:
            if results:
                await store.add(results)
            for index, how in (set_aside or {}).items():
                await store.put_aside([index], how)

    with ThreadPoolExecutor(1) as beside:  # whoever asks may have an event loop already
        beside.submit(anyio.run, make).result()
    for session in sessions:
        row = {
            "started": time.time() - 100,
            "seen": time.time(),
            "version": "0.2.0",
            "workers": 2,
            "first": 0,
            **session,
        }
        change(folder, f"INSERT INTO session ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", *row.values())
    return folder


def change(folder: Path, sql: str, *values: Any) -> None:
    """Change a store as a stranger may: nothing is checked."""
    connection = sqlite3.connect(folder / "run.db", isolation_level=None)
    try:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(sql, values)
    finally:
        connection.close()


def make_version_1(folder: Path) -> Path:
    """A run as version 0.1 left it: index 0 kept after a walk that failed and a hint, index 1 rejected; the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(folder / "run.db", isolation_level=None)
    first = migrate.migrations()[0]
    connection.executescript(
        f"PRAGMA application_id = {migrate.APPLICATION};"
        f"CREATE TABLE migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL); {first.sql}"
        f"INSERT INTO migration VALUES (1, '{first.name}');"
    )
    effort = Effort(walks=2, posed=1, after_critic=1, turns=1).model_dump_json()
    connection.execute("""INSERT INTO run VALUES (1, 'i', '{"seed":7,"turns":3}', '0.1.0')""")
    connection.execute("INSERT INTO result VALUES (0, 'kept', NULL, NULL, ?, ?)", (LINE.decode().strip(), effort))
    connection.execute("INSERT INTO result VALUES (1, 'rejected', 'unsolved', 'turn 0', NULL, '{}')")
    attempts = [
        (0, 0, 0, "query_unclear", None, '"nothing says city"'),
        (0, 0, 1, "wrong_state", "Look again.", '{"k":1,"answer":"Done."}'),
        (0, 0, 2, "passed", None, '{"k":2}'),
        (1, 0, 0, "walk_failed", None, '"no legal tool"'),
    ]
    connection.executemany("INSERT INTO attempt VALUES (?, ?, ?, ?, ?, ?)", attempts)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    return folder
