"""What can be asked of a run store, by the run itself and by whoever looks on."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import aiosqlite
import anyio

from ..errors import StoreError
from ..records import Effort, JsonValue
from .alone import alone_in
from .migrate import newest, version_of
from .results import AttemptRecord, Counts, Failure, Maker, Session, Status
from .words import damaged, in_words

_LINES = 64  # samples read at once: the reader's memory, not its speed, is what matters
_ROWS = 10_000
_BUSY_SECONDS = 5.0
_LAST = 2**62
_ODD = (ValueError, TypeError, KeyError, RecursionError)
"""What reading values raises that no version of this program has written."""


class Reader:
    """An open run store, to be read. Make one with `open_reader`.

    Raises:
        StoreError: from every method, when the disk or the database fails.
    """

    def __init__(self, path: Path, connection: aiosqlite.Connection) -> None:
        self.path = path
        self._connection = connection
        self._turn = anyio.Lock()  # one connection has one transaction, whoever asks

    @asynccontextmanager
    async def one_moment(self) -> AsyncIterator[None]:
        """What is read in the block is as it was at one moment, whatever a run commits meanwhile."""
        await self._rows("BEGIN")
        try:
            yield
        finally:
            with anyio.CancelScope(shield=True):
                await self._rows("ROLLBACK")

    async def document(self) -> dict[str, JsonValue] | None:
        """Everything that decides the content of this run; None before a run has begun."""
        rows = await self._rows("SELECT document FROM run")
        with _as_written(self.path):
            return dict(json.loads(rows[0][0])) if rows else None

    async def artifact(self, digest: str) -> str | None:
        """The body of the thing of this digest, if it is there."""
        rows = await self._rows("SELECT body FROM artifact WHERE digest = ?", digest)
        return str(rows[0][0]) if rows else None

    async def statuses(self, first: int = 0, end: int | None = None) -> AsyncGenerator[tuple[int, Status], None]:
        """What became of each index that is there, in order."""
        sql = "SELECT idx, status FROM result WHERE idx >= ? AND idx < ? ORDER BY idx LIMIT ?"
        while rows := await self._rows(sql, first, _LAST if end is None else end, _ROWS):
            for index, status in rows:
                yield int(index), status
            first = int(rows[-1][0]) + 1

    async def kept(
        self, limit: int | None = None, first: int = 0, end: int | None = None
    ) -> AsyncGenerator[tuple[int, bytes], None]:
        """The kept samples' indices and lines, in the order of their indices, the first `limit` of them."""
        sql = (
            "SELECT idx, CAST(sample AS BLOB) FROM result WHERE status = 'kept' AND idx >= ? AND idx < ? "
            "ORDER BY idx LIMIT ?"
        )
        left = _LAST if limit is None else limit
        while left > 0:
            rows = await self._rows(sql, first, _LAST if end is None else end, min(left, _LINES))
            with _as_written(self.path):
                lines = [(int(index), line + b"\n") for index, line in rows]
            for item in lines:
                yield item
            if len(rows) < min(left, _LINES):
                return
            first, left = int(rows[-1][0]) + 1, left - len(rows)

    async def counts(self, first: int = 0, end: int | None = None) -> Counts:
        """How many of these indices were kept and rejected, and what they took in all."""
        sums = ", ".join(f"coalesce(sum(effort ->> '{name}'), 0)" for name in Effort.model_fields)
        counts = ", ".join(f"count(*) FILTER (WHERE status = '{status}')" for status in ("kept", "rejected"))
        # The plus keeps SQLite to the index `result_by_status`, which does not read past the samples.
        sql = f"SELECT {counts}, {sums} FROM result WHERE +idx >= ? AND +idx < ?"
        ((kept, rejected, *effort),) = await self._rows(sql, first, _LAST if end is None else end)
        with _as_written(self.path):
            taken = dict(zip(Effort.model_fields, effort, strict=True))
            return Counts(kept=kept, rejected=rejected, effort=Effort(**taken))

    async def rejections(self) -> dict[str, int]:
        """How many indices were rejected for each reason, the commonest first."""
        sql = (
            "SELECT reason, count(*) AS n FROM result WHERE status = 'rejected' GROUP BY reason ORDER BY n DESC, reason"
        )
        return {str(name): int(n) for name, n in await self._rows(sql)}

    async def rejected(self, reason: str | None = None, limit: int = _ROWS) -> list[tuple[int, str, str]]:
        """Rejected indices with their reasons and details, the newest indices last, the last `limit` of them."""
        sql = (
            "SELECT idx, reason, coalesce(detail, '') FROM result "
            "WHERE status = 'rejected' AND reason = coalesce(?, reason) ORDER BY idx DESC LIMIT ?"
        )
        return [(int(row[0]), str(row[1]), str(row[2])) for row in reversed(await self._rows(sql, reason, limit))]

    async def failure_counts(self) -> list[tuple[Maker, str, int]]:
        """How many walks and attempts came to nothing, by role and outcome: walks first, then the commonest first."""
        sql = (
            "SELECT role, outcome, count(*) AS n FROM attempt WHERE outcome <> 'passed' "
            "GROUP BY role, outcome ORDER BY role DESC, n DESC, outcome"
        )
        return [(role, str(outcome), int(n)) for role, outcome, n in await self._rows(sql)]

    async def failures(self, outcome: str | None = None, limit: int = _ROWS) -> list[Failure]:
        """Walks and attempts that came to nothing, the newest indices last, the last `limit` of them."""
        sql = (
            "SELECT idx, turn, role, attempt, outcome, iif(role = 'walk', trace ->> '$', hint) "
            "FROM attempt WHERE outcome <> 'passed' AND outcome = coalesce(?, outcome) "
            "ORDER BY idx DESC, turn DESC, role, attempt DESC LIMIT ?"
        )
        rows = await self._rows(sql, outcome, limit)
        with _as_written(self.path):
            return [Failure(**dict(zip(Failure.model_fields, row, strict=True))) for row in reversed(rows)]

    async def result(self, index: int) -> tuple[Status, str | None, str | None] | None:
        """Status, reason and detail of an index, if it is there."""
        rows = await self._rows("SELECT status, reason, detail FROM result WHERE idx = ?", index)
        return (rows[0][0], rows[0][1], rows[0][2]) if rows else None

    async def attempts(self, index: int) -> tuple[AttemptRecord, ...]:
        """Every try at an index, in order; the walks of a turn before its attempts."""
        sql = (
            "SELECT turn, role, attempt, outcome, hint, trace FROM attempt WHERE idx = ? "
            "ORDER BY turn, role DESC, attempt"
        )
        rows = await self._rows(sql, index)
        with _as_written(self.path):
            return tuple(
                AttemptRecord(
                    turn=turn, role=role, attempt=attempt, outcome=outcome, hint=hint, trace=json.loads(trace)
                )
                for turn, role, attempt, outcome, hint, trace in rows
            )

    async def sessions(self) -> list[Session]:
        """Every command that worked on this run, in order."""
        rows = await self._rows(f"SELECT {', '.join(Session.model_fields)} FROM session ORDER BY id")
        with _as_written(self.path):
            return [Session(**dict(zip(Session.model_fields, row, strict=True))) for row in rows]

    async def set_aside(self) -> dict[int, str]:
        """Indices without a result since workers died of them, and how."""
        return {int(index): str(how) for index, how in await self._rows("SELECT idx, how FROM set_aside ORDER BY idx")}

    async def _rows(self, sql: str, *values: str | int | None) -> list[sqlite3.Row]:
        with in_words(self.path):
            async with self._turn, self._connection.execute(sql, values) as cursor:
                return list(await cursor.fetchall())


@contextmanager
def _as_written(path: Path) -> Iterator[None]:
    """Values that are not as this program writes them are damage, whoever did it."""
    with in_words(path):
        try:
            yield
        except _ODD as error:
            raise damaged() from error


@asynccontextmanager
async def open_reader(path: Path) -> AsyncIterator[Reader]:
    """The run store at `path`, to be read; a run may be at work on it. One of an older version is migrated first.

    Raises:
        StoreError: when it is not there, cannot be read, or is of a newer version.
    """
    connection = await _opened(path)
    try:
        yield Reader(path, connection)
    finally:
        await _close(connection)


def read_uri(path: Path) -> str:
    """How SQLite is to open a store that is only read."""
    if os.access(path.parent, os.W_OK):
        mode = "mode=rw"  # whoever closes a store last clears its side files away, and that takes more than reading
    elif path.with_name(f"{path.name}-wal").exists():
        mode = "mode=ro"
    else:
        mode = "immutable=1"  # an archive: there are no side files, and none can be made
    return f"{path.absolute().as_uri()}?{mode}"


async def _opened(path: Path) -> aiosqlite.Connection:
    _check_there(path)
    with in_words(path):
        connection = await _connect(path)
        try:
            known = newest()
            with _as_written(path):
                old = await version_of(connection, known) < known
        except BaseException:
            await _close(connection)
            raise
        if not old:
            return connection
        await _close(connection)
        await _migrated(path)
        return await _connect(path)


def _check_there(path: Path) -> None:
    with in_words(path):
        try:
            there = stat.S_ISREG(path.stat().st_mode)
        except (FileNotFoundError, NotADirectoryError):
            there = False
    if not there:
        raise StoreError(f"{path.parent} holds no run: there is no {path.name} in it; name the --out of a generate")


async def _connect(path: Path) -> aiosqlite.Connection:
    uri = read_uri(path)
    sqlite3.connect(uri, uri=True).close()  # what cannot be opened fails here, where no thread has been started
    return await aiosqlite.connect(uri, uri=True, isolation_level=None, timeout=_BUSY_SECONDS)


async def _close(connection: aiosqlite.Connection) -> None:
    with anyio.CancelScope(shield=True):
        await connection.close()


async def _migrated(path: Path) -> None:
    from .opening import open_writable

    if not os.access(path.parent, os.W_OK):
        raise StoreError("was made by an older version and has to be migrated; copy its folder to one you can write")
    with alone_in(path):
        await _close(await open_writable(path))
