"""The benchmark's own generators: one `random.Random` for each class, drawn from in the order of its code.

The kind of chance `mersenne`. What was drawn so far is a row of `_chance`, so that a call which is rolled back draws
nothing, and a copy of the database goes on where this one is: the generator is made anew and drawn forward.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from typing import Any

import apsw

from ..sim.chance import Chance

SEEDS = {"messages": 200191, "trading": 1053520, "travel": 141053, "vehicle": 141053}
"""The seeds of the classes that draw, by our environments; a scenario's `random_seed` comes before them."""
_SEED = "seed of "
_SEED_KEY = "random_seed"


class MersenneChance:
    """Draws of one episode; every draw of an environment moves its next, whatever the purposes are."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._made: dict[str, tuple[str, random.Random]] = {}

    def integer(self, owner: str, purpose: str, low: int, high: int) -> int:
        """As `randint`."""
        return int(self._draw(owner, ["i", low, high]))

    def uniform(self, owner: str, purpose: str, low: float, high: float) -> float:
        """As `uniform`."""
        return float(self._draw(owner, ["u", low, high]))

    def _draw(self, owner: str, draw: list[Any]) -> int | float:
        past = self._read(owner) or "[]"
        made = self._made.get(owner)
        generator = made[1] if made and made[0] == past else self._forward(owner, json.loads(past))
        value = _drawn(generator, draw)
        now = json.dumps([*json.loads(past), draw])
        self._connection.execute("INSERT OR REPLACE INTO _chance(purpose, state) VALUES (?, ?)", (owner, now))
        self._made[owner] = (now, generator)
        return value

    def _forward(self, owner: str, past: list[list[Any]]) -> random.Random:
        seed = self._read(_SEED + owner)
        generator = random.Random(SEEDS.get(owner, 0) if seed is None else json.loads(seed))
        for draw in past:
            _drawn(generator, draw)
        return generator

    def _read(self, purpose: str) -> str | None:
        row = self._connection.execute("SELECT state FROM _chance WHERE purpose = ?", (purpose,)).fetchone()
        return str(row[0]) if row else None


def _drawn(generator: random.Random, draw: list[Any]) -> int | float:
    kind, low, high = draw
    return generator.randint(low, high) if kind == "i" else generator.uniform(low, high)


class Mersenne:
    """The kind of chance: keeps the seeds that scenarios give, and opens the draws."""

    def prepare(self, connection: apsw.Connection, scenario: Mapping[str, Any]) -> None:
        """Note the seed of every environment whose document has one."""
        for owner, document in scenario.items():
            if _SEED_KEY in document:
                row = (_SEED + owner, json.dumps(document[_SEED_KEY]))
                connection.execute("INSERT INTO _chance(purpose, state) VALUES (?, ?)", row)

    def open(self, connection: apsw.Connection, seed: str) -> Chance:
        """The draws of this database; the episode's own seed says nothing here."""
        return MersenneChance(connection)


MERSENNE = Mersenne()
