"""The run store: everything a run has done, in one SQLite file, so that it can be stopped at any moment and go on.

aiosqlite runs each statement on a thread of its own: here waiting for the disk is the point. Results go in by whole
transactions, synced before `add` returns, because a sample may have cost real money to make.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import sqlite3
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from importlib.metadata import version
from pathlib import Path

import aiosqlite
import anyio

from ..errors import StoreError
from ..records import Effort, JsonValue, canonical, digest_of
from .files import reason
from .migrate import migrate, migrations
from .results import AttemptRecord, Counts, IndexResult, Status

_PAGE = 64  # samples read at once: the reader's memory, not its speed, is what matters
_BUSY_SECONDS = 5.0


class Store:
    """An open run store. Make one with `open_store`.

    Raises:
        StoreError: from every method, when the disk or the database fails; nothing is then half-written.
    """

    def __init__(self, path: Path, connection: aiosqlite.Connection) -> None:
        self.path = path
        self._connection = connection
        self._turn = anyio.Lock()  # one connection has one transaction, whoever asks

    async def add(self, results: Sequence[IndexResult]) -> None:
        """Write results with their attempts, all of them or none.

        Raises:
            StoreError: also when an index is there already.
        """
        attempts = [(result.index, attempt) for result in results for attempt in result.attempts]
        async with self._transaction() as connection:
            await connection.executemany("INSERT INTO result VALUES (?, ?, ?, ?, ?, ?)", map(_result_row, results))
            await connection.executemany("INSERT INTO attempt VALUES (?, ?, ?, ?, ?, ?)", map(_attempt_row, attempts))

    async def put_artifact(self, digest: str, kind: str, body: str) -> None:
        """Write a thing named by its digest; one that is there already stays."""
        async with self._transaction() as connection:
            await connection.execute("INSERT OR IGNORE INTO artifact VALUES (?, ?, ?)", (digest, kind, body))

    async def artifact(self, digest: str) -> str | None:
        """The body of the thing of this digest, if it is there."""
        rows = await self._rows("SELECT body FROM artifact WHERE digest = ?", digest)
        return str(rows[0][0]) if rows else None

    async def done(self) -> dict[int, Status]:
        """What became of each index that is there, in order."""
        return {int(idx): status for idx, status in await self._rows("SELECT idx, status FROM result ORDER BY idx")}

    async def kept_lines(self, limit: int | None = None) -> AsyncIterator[bytes]:
        """The kept samples' lines in the order of their indices, the first `limit` of them."""
        last, left = -1, limit
        while left is None or left > 0:
            page = _PAGE if left is None else min(left, _PAGE)
            rows = await self._rows(
                "SELECT idx, sample FROM result WHERE status = 'kept' AND idx > ? ORDER BY idx LIMIT ?", last, page
            )
            for last, line in rows:  # noqa: B007 - the last index is where the next page starts
                yield str(line).encode("ascii") + b"\n"
            left = None if left is None else left - len(rows)
            if len(rows) < page:
                return

    async def counts(self) -> Counts:
        """How many indices were kept and rejected, and what they took in all."""
        sums = ", ".join(f"coalesce(sum(effort ->> '{name}'), 0)" for name in Effort.model_fields)
        counts = ", ".join(f"count(*) FILTER (WHERE status = '{status}')" for status in ("kept", "rejected"))
        sql = f"SELECT {counts}, {sums} FROM result"
        ((kept, rejected, *effort),) = await self._rows(sql)
        taken = dict(zip(Effort.model_fields, effort, strict=True))
        return Counts(kept=kept, rejected=rejected, effort=Effort(**taken))

    async def rejections(self) -> dict[str, int]:
        """How many indices were rejected for each reason, the commonest first."""
        sql = (
            "SELECT reason, count(*) AS n FROM result WHERE status = 'rejected' GROUP BY reason ORDER BY n DESC, reason"
        )
        return {str(name): int(n) for name, n in await self._rows(sql)}

    async def attempts(self, index: int) -> tuple[AttemptRecord, ...]:
        """Every attempt that was made at an index, in order."""
        sql = "SELECT turn, attempt, outcome, hint, trace FROM attempt WHERE idx = ? ORDER BY turn, attempt"
        return tuple(
            AttemptRecord(turn=turn, attempt=attempt, outcome=outcome, hint=hint, trace=json.loads(trace))
            for turn, attempt, outcome, hint, trace in await self._rows(sql, index)
        )

    async def _rows(self, sql: str, *values: str | int) -> list[sqlite3.Row]:
        with _in_words(self.path):
            async with self._turn, self._connection.execute(sql, values) as cursor:
                return list(await cursor.fetchall())

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[aiosqlite.Connection]:
        with _in_words(self.path):
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
    with _in_words(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    with _alone_in(path):
        connection = await _connect(path)
        try:
            store = Store(path, connection)
            await _claim(store, identity)
            yield store
        finally:
            with anyio.CancelScope(shield=True):
                await connection.close()


async def _connect(path: Path) -> aiosqlite.Connection:
    with _in_words(path):
        # A path that cannot be opened fails here: in aiosqlite it would leave a thread that outlives the event loop.
        sqlite3.connect(path).close()
        connection = await aiosqlite.connect(path, isolation_level=None, timeout=_BUSY_SECONDS)
        try:
            await connection.execute("PRAGMA foreign_keys = ON")
            await connection.execute("PRAGMA synchronous = FULL")
            await migrate(connection, migrations())
            await connection.execute("PRAGMA journal_mode = WAL")
        except BaseException:
            with anyio.CancelScope(shield=True):
                await connection.close()
            raise
    return connection


async def _claim(store: Store, identity: dict[str, JsonValue]) -> None:
    """Write whose store this is, or check that it is ours."""
    rows = await store._rows("SELECT document FROM run")
    if not rows:
        row = (1, digest_of(identity), canonical(identity), version("funreason_sim"))
        async with store._transaction() as connection:
            await connection.execute("INSERT INTO run VALUES (?, ?, ?, ?)", row)
        return
    told = differences(json.loads(rows[0][0]), json.loads(canonical(identity)))
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
    index, attempt = item
    return (index, attempt.turn, attempt.attempt, attempt.outcome, attempt.hint, canonical(attempt.trace))


@contextmanager
def _alone_in(path: Path) -> Iterator[None]:
    """Holds the folder for this process: two runs in one folder would make every sample twice.

    The system lets go of the lock when the process ends, however it ends; the folder itself is locked, so that no
    lock file stays behind.
    """
    with _in_words(path):
        folder = os.open(path.parent, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in (errno.EWOULDBLOCK, errno.EAGAIN):
                raise StoreError(f"{path} is in use by another process; wait for it or name another folder") from None
            # A file system without such locks (some network ones): go on, SQLite's own lock still guards each write.
        yield
    finally:
        os.close(folder)


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    """Turns what SQLite and the system say into one sentence that names the file."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(f"{path} {_sentence(error)}") from error
    except OSError as error:
        raise StoreError(f"{path} cannot be opened: {reason(error)}") from error
    except StoreError as error:
        if str(error).startswith(str(path)):
            raise
        raise StoreError(f"{path} {error}") from error


def _sentence(error: sqlite3.Error) -> str:
    text = str(error)
    told = {
        "file is not a database": "is not a run store: it is not a SQLite database",
        "database is locked": "is locked by another program; close that one and try again",
        "unable to open database file": "cannot be opened; it should be a file in a folder that can be written",
        "attempt to write a readonly database": "is read-only; a run needs a folder that can be written",
        "database disk image is malformed": "is damaged; name another folder, or restore this one",
        "database or disk is full": "cannot be written: the disk is full",
        "UNIQUE constraint failed: result.idx": "already holds one of these indices",
    }
    return told.get(text, f"cannot be used: {text}")
