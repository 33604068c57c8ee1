"""Brings a run store to the newest schema, forward only: each migration and its record in one transaction."""

from __future__ import annotations

import re
from importlib.resources import files

import aiosqlite

from ..errors import StoreError
from ..records import Record
from .words import damaged

_NAME = re.compile(r"(\d{4})_[a-z0-9_]+\.sql")
APPLICATION = 0x46554E52  # "FUNR": tells a run store from any other SQLite file


class Migration(Record):
    """One step of the schema."""

    number: int
    name: str
    sql: str


def migrations() -> list[Migration]:
    """The migrations this version ships, in order."""
    found = []
    for item in files("funreason_sim.migrations").iterdir():
        matched = _NAME.fullmatch(item.name)
        if matched:
            found.append(Migration(number=int(matched[1]), name=item.name, sql=item.read_text("utf-8")))
    return sorted(found, key=lambda migration: migration.number)


def newest() -> int:
    """The number of the newest migration that this version knows."""
    return migrations()[-1].number


async def version_of(connection: aiosqlite.Connection, known: int) -> int:
    """The number of the newest migration in the database, 0 for an empty one, at most `known`.

    Raises:
        StoreError: for a database of another program or of a newer version.
    """
    done = await _applied(connection)
    if done > known:
        raise StoreError(f"was made by a newer funreason_sim (schema {done}, this version knows {known}); upgrade it")
    return done


async def migrate(connection: aiosqlite.Connection, known: list[Migration]) -> None:
    """Apply what is missing.

    Raises:
        StoreError: for a database of another program or of a newer version.
    """
    done = await version_of(connection, known[-1].number)
    for migration in known:
        if migration.number > done:
            await _apply(connection, migration)


async def _applied(connection: aiosqlite.Connection) -> int:
    """The number of the newest migration in the database, 0 for an empty one."""
    if await _value(connection, "PRAGMA application_id") == APPLICATION:
        number = await _value(connection, "SELECT max(number) FROM migration")
        if number < 1:
            raise damaged()
        return number
    if await _value(connection, "SELECT count(*) FROM sqlite_master"):
        raise StoreError("is a SQLite database, but not one of a run")
    return 0


async def _apply(connection: aiosqlite.Connection, migration: Migration) -> None:
    try:
        await connection.executescript(
            f"""
            BEGIN IMMEDIATE;
            PRAGMA application_id = {APPLICATION};
            CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL);
            {migration.sql}
            INSERT INTO migration VALUES ({migration.number}, '{migration.name}');
            COMMIT;
            """
        )
    except BaseException:
        if connection.in_transaction:
            await connection.rollback()
        raise


async def _value(connection: aiosqlite.Connection, sql: str) -> int:
    async with connection.execute(sql) as cursor:
        row = await cursor.fetchone()
    return int(row[0] or 0) if row else 0
