"""Opens the file of a run store to be written: checked, migrated, and set to lose nothing."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import aiosqlite
import anyio

from .migrate import migrate, migrations
from .words import damaged, in_words

_BUSY_SECONDS = 5.0
_TABLES = {"artifact", "attempt", "result", "run", "session", "set_aside"}


async def open_writable(path: Path) -> aiosqlite.Connection:
    """A connection to the newest schema; a file that is damaged is not written to.

    Raises:
        StoreError: when it cannot be used.
    """
    with in_words(path):
        # A path that cannot be opened fails here: in aiosqlite it would leave a thread that outlives the event loop.
        sqlite3.connect(path).close()
        uri = path.absolute().as_uri()
        connection = await aiosqlite.connect(uri, uri=True, isolation_level=None, timeout=_BUSY_SECONDS)
        try:
            await _check_pages(connection)
            await connection.execute("PRAGMA foreign_keys = ON")
            await connection.execute("PRAGMA synchronous = FULL")
            await migrate(connection, migrations())
            await _check_tables(connection)
            await connection.execute("PRAGMA journal_mode = WAL")
        except BaseException:
            with anyio.CancelScope(shield=True):
                await connection.close()
            raise
    return connection


async def _check_pages(connection: aiosqlite.Connection) -> None:
    """Reads every page, so that damage is found before anything is added to it."""
    async with connection.execute("PRAGMA quick_check(1)") as cursor:
        row = await cursor.fetchone()
    if row is None or row[0] != "ok":
        raise damaged()


async def _check_tables(connection: aiosqlite.Connection) -> None:
    async with connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'") as cursor:
        names = {str(row[0]) for row in await cursor.fetchall()}
    if not names >= _TABLES:
        raise damaged()
