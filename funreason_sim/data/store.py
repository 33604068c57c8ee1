"""The run store: everything a run has done, in one SQLite file, so that it can be stopped at any moment and go on.

aiosqlite runs each statement on a thread of its own: here waiting for the disk is the point. Results go in by whole
transactions, synced before `add` returns, because a sample may have cost real money to make.
"""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path

import aiosqlite
import anyio

from ..errors import StoreError
from ..records import JsonValue, canonical, digest_of
from .alone import alone_in
from .opening import open_writable
from .reading import Reader, read_uri
from .results import AttemptRecord, Ended, IndexResult
from .words import in_words

_MINUTE = 60.0
_ADD_RESULT = "INSERT INTO result VALUES (?, ?, ?, ?, ?, ?)"
_ADD_ATTEMPT = "INSERT INTO attempt VALUES (?, ?, ?, ?, ?, ?, ?)"


class Store(Reader):
    """An open run store. Make one with `open_store`.

    Raises:
        StoreError: from every method, when the disk or the database fails; nothing is then half-written.
    """

    def __init__(self, path: Path, connection: aiosqlite.Connection) -> None:
        super().__init__(path, connection)
        self._session: int | None = None
        self._pace: deque[tuple[float, int]] = deque()

    async def begin_session(self, workers: int, wanted: int | None, first: int, end: int | None) -> None:
        """Note that a command begins to work on this run; what is added from now on is counted for it."""
        now = time.time()
        sql = "INSERT INTO session (started, seen, version, workers, wanted, first, end) VALUES (?, ?, ?, ?, ?, ?, ?)"
        row = (now, now, version("funreason_sim"), workers, wanted, first, end)
        async with self._transaction() as connection:
            self._session = (await connection.execute(sql, row)).lastrowid
        self._pace = deque([(now, 0)])

    async def end_session(self, why: Ended) -> None:
        """Note that the command ends, and why."""
        async with self._transaction() as connection:
            await connection.execute(
                "UPDATE session SET ended = ?, seen = ? WHERE id = ?", (why, time.time(), self._session)
            )

    async def add(self, results: Sequence[IndexResult]) -> None:
        """Write results with their attempts, all of them or none; cancelling it does not stop it.

        Raises:
            StoreError: also when an index is there already.
        """
        attempts = [(result.index, attempt) for result in results for attempt in result.attempts]
        aside = [(result.index,) for result in results]
        with anyio.CancelScope(shield=True):
            async with self._transaction() as connection:
                await connection.executemany(_ADD_RESULT, map(_result_row, results))
                await connection.executemany(_ADD_ATTEMPT, map(_attempt_row, attempts))
                await connection.executemany("DELETE FROM set_aside WHERE idx = ?", aside)
                await self._count(connection, results)

    async def put_aside(self, indices: Sequence[int], how: str) -> None:
        """Note that workers died with these indices in hand."""
        async with self._transaction() as connection:
            rows = [(index, how) for index in indices]
            await connection.executemany("INSERT OR REPLACE INTO set_aside VALUES (?, ?)", rows)

    async def put_artifact(self, digest: str, kind: str, body: str) -> None:
        """Write a thing named by its digest; one that is there already stays."""
        async with self._transaction() as connection:
            await connection.execute("INSERT OR IGNORE INTO artifact VALUES (?, ?, ?)", (digest, kind, body))

    async def absorb(self, path: Path) -> None:
        """Take in everything that the store at `path` holds, all of it or nothing.

        Raises:
            StoreError: when the two have an index in common.
        """
        with in_words(self.path):
            await self._connection.execute("ATTACH ? AS other", (read_uri(path),))
            try:
                async with self._transaction() as connection:
                    for table in ("result", "attempt"):
                        await connection.execute(f"INSERT INTO {table} SELECT * FROM other.{table}")
                    await connection.execute("INSERT OR IGNORE INTO set_aside SELECT * FROM other.set_aside")
                    await connection.execute("DELETE FROM set_aside WHERE idx IN (SELECT idx FROM result)")
                    await connection.execute("INSERT OR IGNORE INTO artifact SELECT * FROM other.artifact")
                    columns = "started, seen, ended, version, workers, wanted, first, end, kept, rejected, rate"
                    await connection.execute(
                        f"INSERT INTO session ({columns}) SELECT {columns} FROM other.session ORDER BY id"
                    )
            finally:
                with anyio.CancelScope(shield=True):
                    await self._connection.execute("DETACH other")

    async def _count(self, connection: aiosqlite.Connection, results: Sequence[IndexResult]) -> None:
        """Bring the session up to date: how much, when, and how fast over the last minute."""
        now, kept = time.time(), sum(result.status == "kept" for result in results)
        self._pace.append((now, kept))
        while len(self._pace) > 2 and self._pace[0][0] < now - _MINUTE:
            self._pace.popleft()
        since = max(now - self._pace[0][0], 1e-3)
        rate = sum(number for _, number in list(self._pace)[1:]) / since
        sql = "UPDATE session SET seen = ?, kept = kept + ?, rejected = rejected + ?, rate = ? WHERE id = ?"
        await connection.execute(sql, (now, kept, len(results) - kept, rate, self._session))

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[aiosqlite.Connection]:
        with in_words(self.path):
            async with self._turn:
                try:
                    await self._connection.execute("BEGIN IMMEDIATE")
                    yield self._connection
                    await self._connection.commit()
                except BaseException:
                    with anyio.CancelScope(shield=True):  # a cancelled writer must not leave its half behind
                        await self._connection.rollback()
                    raise


@asynccontextmanager
async def open_store(path: Path, identity: dict[str, JsonValue]) -> AsyncIterator[Store]:
    """The run store at `path`, made if it is not there, for the run of this identity and no other.

    `identity` holds everything that decides content. The folder belongs to one process at a time while it is open.

    Raises:
        StoreError: when the file cannot be used, is in use, is of a newer version, or holds another run; the message
            then names the fields that differ.
    """
    with in_words(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    with alone_in(path):
        connection = await open_writable(path)
        try:
            store = Store(path, connection)
            await _claim(store, identity)
            yield store
        finally:
            with anyio.CancelScope(shield=True):
                await connection.close()


async def _claim(store: Store, identity: dict[str, JsonValue]) -> None:
    """Write whose store this is, or check that it is ours."""
    had = await store.document()
    if had is None:
        row = (1, digest_of(identity), canonical(identity), version("funreason_sim"))
        async with store._transaction() as connection:
            await connection.execute("INSERT INTO run VALUES (?, ?, ?, ?)", row)
        return
    told = differences(had, json.loads(canonical(identity)))
    if told:
        raise StoreError(f"{store.path} holds another run ({'; '.join(told)}); name another folder or the same options")


def differences(had: JsonValue, now: JsonValue, field: str = "") -> list[str]:
    """Where two documents differ: `field: had X, now Y`, nested fields dotted."""
    if had == now and canonical(had) == canonical(now):
        return []
    if isinstance(had, dict) and isinstance(now, dict):
        names = [*had, *(name for name in now if name not in had)]
        inner = (differences(had.get(name), now.get(name), f"{field}.{name}".lstrip(".")) for name in names)
        return [line for lines in inner for line in lines]
    return [f"{field or 'identity'}: had {_short(had)}, now {_short(now)}"]


def _short(value: JsonValue) -> str:
    text = canonical(value) if value is not None else "none"
    return text if len(text) <= 80 else f"{text[:80]}…"


def _result_row(result: IndexResult) -> tuple[str | int | None, ...]:
    line = None if result.line is None else result.line.decode("ascii").rstrip("\n")
    effort = result.effort.model_dump_json()
    return (result.index, result.status, result.reason, result.detail, line, effort)


def _attempt_row(item: tuple[int, AttemptRecord]) -> tuple[str | int | None, ...]:
    index, tried = item
    return (index, tried.turn, tried.role, tried.attempt, tried.outcome, tried.hint, canonical(tried.trace))
