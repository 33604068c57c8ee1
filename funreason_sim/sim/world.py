"""The world as a tool sees it: SQL on its tables, the episode's clock and chance, and refusing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, NoReturn

import apsw

from .chance import Chance

Cell = int | float | str | None


class Refusal(Exception):
    """Raised by `World.refuse`, caught by the episode."""

    def __init__(self, code: str, value: object) -> None:
        super().__init__(code)
        self.code = code
        self.value = value


class World:
    """One live state. Tools get it as their first argument and keep nothing of it."""

    def __init__(self, connection: apsw.Connection, chance: Chance, now: int) -> None:
        self._connection = connection
        self._chance = chance
        self._owner = ""
        self._cause: int | None = None
        self._now = now
        self._acting = False
        self._begun = False
        self._set = False
        """Whether a setting of the connection was changed, which outlives all that is taken back."""

    def one(self, sql: str, *values: Cell) -> tuple[Any, ...] | None:
        """The first row, or None."""
        if word := _word(sql):
            self._prepare(word)
        return self._connection.execute(sql, values).fetchone()

    def value(self, sql: str, *values: Cell) -> Any:
        """The first column of the first row, or None."""
        row = self.one(sql, *values)
        return row[0] if row else None

    def all(self, sql: str, *values: Cell) -> list[tuple[Any, ...]]:
        """All rows; give an ORDER BY, since tables have no order of their own."""
        if word := _word(sql):
            self._prepare(word)
        return self._connection.execute(sql, values).fetchall()

    def run(self, sql: str, *values: Cell) -> int:
        """Run a statement that writes; the number of rows it changed.

        Raises:
            ValueError: for a statement of transactions, which are the engine's.
        """
        if word := _word(sql):
            self._prepare(word)
        self._connection.execute(sql, values)
        return self._connection.changes()

    def refuse(self, code: str, reason: str | Mapping[str, object]) -> NoReturn:
        """Decline: the call's writes are taken back and the caller sees `reason`.

        A text is shown as `{"error": text}`, a mapping as it is. The code must be listed under `Refuses:`.
        """
        raise Refusal(code, {"error": reason} if isinstance(reason, str) else dict(reason))

    @property
    def now(self) -> datetime:
        """The episode's time, in UTC."""
        return datetime.fromtimestamp(self._now, UTC)

    @property
    def today(self) -> date:
        """The episode's day, in UTC."""
        return self.now.date()

    def integer(self, purpose: str, low: int, high: int) -> int:
        """A drawn whole number from low to high, both included; `purpose` names what it is for."""
        self._begin()
        return self._chance.integer(self._owner, purpose, low, high)

    def uniform(self, purpose: str, low: float, high: float) -> float:
        """A drawn number between low and high."""
        self._begin()
        return self._chance.uniform(self._owner, purpose, low, high)

    def schedule(self, seconds: int, handler: str, **arguments: Cell) -> int:
        """Have the environment's handler of this name run after so many seconds; a number to cancel it by."""
        self._begin()
        self._connection.execute(
            "INSERT INTO _due(due_at, owner, handler, arguments, cause) VALUES (?, ?, ?, ?, ?)",
            (self._now + seconds, self._owner, handler, json.dumps(arguments), self._cause),
        )
        return self._connection.last_insert_rowid()

    def cancel(self, due: int) -> bool:
        """Take back what was scheduled; False when it has already happened."""
        return self.run("DELETE FROM _due WHERE seq = ?", due) > 0

    def _act(self) -> None:
        """From here to `_settle` all writes are one savepoint, which is opened by the first of them."""
        self._acting, self._begun = True, False

    def _prepare(self, word: str) -> None:
        """Get ready for a statement that does not only read."""
        self._set = self._set or word in _SETTINGS
        self._begin()

    def _begin(self) -> None:
        if self._acting and not self._begun:
            self._connection.execute("SAVEPOINT act")
            self._begun = True

    def _take_back(self) -> None:
        """Undo all writes since `_act`."""
        if self._begun:
            self._connection.execute("ROLLBACK TO act")

    def _settle(self) -> None:
        """Keep what was written since `_act`."""
        if self._begun:
            self._connection.execute("RELEASE act")
        self._acting = self._begun = False


_READS = ("SELECT", "VALUES")
_TRANSACTIONS = ("BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE")
_SETTINGS = ("PRAGMA", "ATTACH", "DETACH")


@lru_cache(maxsize=4096)
def _word(sql: str) -> str:
    """The word that a statement begins with; empty for one that only reads and needs no savepoint.

    Raises:
        ValueError: for a statement of transactions, which are the engine's.
    """
    word = sql.split(maxsplit=1)[0].upper().rstrip(";") if sql.split() else ""
    if word in _TRANSACTIONS:
        raise ValueError(f"{word} is the engine's: a call is one transaction, and a refusal takes back what it wrote")
    return "" if word in _READS else word
