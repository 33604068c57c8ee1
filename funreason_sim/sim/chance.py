"""Chance that belongs to the episode: counted draws, keyed by (seed, purpose, n).

Dropping one draw moves no other, and no generator state has to be stored. A second kind, `mersenne`, is there for the
benchmark's recorded episodes only: it draws in the order of Python's own generator, and lives beside the benchmark.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import entry_points
from typing import Any, Literal, Protocol, TypeVar

import apsw

from ..errors import EnvironmentDefect

T = TypeVar("T")
ChanceKind = Literal["counter", "mersenne"]
GROUP = "funreason_sim.chance"
_RESOLUTION = 1 << 53


def bits(seed: str, purpose: str, n: int) -> int:
    """The n-th 128-bit draw for a purpose."""
    key = f"{seed}\x1f{purpose}\x1f{n}".encode()
    return int.from_bytes(hashlib.blake2b(key, digest_size=16).digest(), "big")


def derive(seed: str, *purpose: object) -> str:
    """A named seed below another one."""
    return hashlib.blake2b("\x1f".join([seed, *map(str, purpose)]).encode(), digest_size=16).hexdigest()


class Dice:
    """A stream of draws from one seed, for what happens outside of episodes: scenarios, walks, wording."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._n = 0

    def _bits(self) -> int:
        self._n += 1
        return bits(self._seed, "dice", self._n)

    def integer(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + self._bits() % (high - low + 1)

    def uniform(self, low: float, high: float) -> float:
        """A number in [low, high)."""
        return low + (high - low) * ((self._bits() % _RESOLUTION) / _RESOLUTION)

    def chance(self, probability: float) -> bool:
        """True with this probability."""
        return self.uniform(0.0, 1.0) < probability

    def choice(self, items: Sequence[T]) -> T:
        """One of the items."""
        return items[self.integer(0, len(items) - 1)]

    def sample(self, items: Sequence[T], count: int) -> list[T]:
        """`count` different items, in drawn order."""
        pool = list(items)
        return [pool.pop(self.integer(0, len(pool) - 1)) for _ in range(min(count, len(pool)))]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """All items in drawn order."""
        return self.sample(items, len(items))

    def digits(self, count: int) -> str:
        """A string of decimal digits that does not start with 0."""
        return str(self.integer(10 ** (count - 1), 10**count - 1))

    def child(self, *purpose: object) -> Dice:
        """An independent stream named by its purpose."""
        return Dice(derive(self._seed, *purpose))


class Chance(Protocol):
    """Where a world's draws come from; `owner` is the environment that draws."""

    def integer(self, owner: str, purpose: str, low: int, high: int) -> int: ...

    def uniform(self, owner: str, purpose: str, low: float, high: float) -> float: ...


class CountedChance:
    """Draws keyed by (seed, owner and purpose, n); n is a row of `_chance`, so a rolled back call draws nothing."""

    def __init__(self, connection: apsw.Connection, seed: str) -> None:
        self._connection = connection
        self._seed = seed

    def _bits(self, owner: str, purpose: str) -> int:
        key = f"{owner}.{purpose}"
        (n,) = self._connection.execute(
            "INSERT INTO _chance(purpose, state) VALUES (?, 1) "
            "ON CONFLICT(purpose) DO UPDATE SET state = state + 1 RETURNING state",
            (key,),
        ).fetchall()[0]
        return bits(self._seed, key, int(str(n)))

    def integer(self, owner: str, purpose: str, low: int, high: int) -> int:
        return low + self._bits(owner, purpose) % (high - low + 1)

    def uniform(self, owner: str, purpose: str, low: float, high: float) -> float:
        return low + (high - low) * ((self._bits(owner, purpose) % _RESOLUTION) / _RESOLUTION)


class Source(Protocol):
    """A kind of chance: what an episode needs at its beginning, and what draws in it."""

    def prepare(self, connection: apsw.Connection, scenario: Mapping[str, Any]) -> None:
        """Write to `_chance` what a fork or a copy of the database must know besides the seed."""

    def open(self, connection: apsw.Connection, seed: str) -> Chance:
        """The draws of the world in this database."""


class Counted:
    """The kind `counter`."""

    def prepare(self, connection: apsw.Connection, scenario: Mapping[str, Any]) -> None: ...

    def open(self, connection: apsw.Connection, seed: str) -> Chance:
        return CountedChance(connection, seed)


@cache
def source(kind: ChanceKind) -> Source:
    """The kind of chance of this name; kinds besides `counter` are found through entry points.

    Raises:
        EnvironmentDefect: when no kind of this name is installed.
    """
    if kind == "counter":
        return Counted()
    for entry in entry_points(group=GROUP, name=kind):
        found: Source = entry.load()
        return found
    raise EnvironmentDefect(f"no kind of chance is called {kind!r}: the group {GROUP} of entry points lacks it")
