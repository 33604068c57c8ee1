"""Images: the bytes of a database freshly made from a scenario, kept so that opening it again is a copy."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import apsw

from ..errors import EnvironmentDefect, EpisodeOver, ScenarioError
from ..records import canonical, digest_of
from . import rows
from .chance import Chance
from .dawn import DAWN
from .environment import Scenario, Space
from .world import World

_ENGINE = """
CREATE TABLE _log(seq INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE _clock(one INTEGER PRIMARY KEY CHECK (one = 1), now INTEGER NOT NULL);
CREATE TABLE _due(seq INTEGER PRIMARY KEY, due_at INTEGER NOT NULL, owner TEXT NOT NULL, handler TEXT NOT NULL,
                  arguments TEXT NOT NULL, cause INTEGER);
CREATE TABLE _chance(purpose TEXT PRIMARY KEY, state NOT NULL) WITHOUT ROWID;
"""
_DAWN = "dawn"
"""The savepoint to which a copy of an image is taken back."""
_KEPT_BYTES = 32_000_000


class Image:
    """A database at rest, its tables, and the digest of its rows; `scenario` is the digest of its document.

    Episodes run in copies. A copy that an episode is done with is taken back to how it was and kept, since the first
    statement in a new one has to read the schema, which takes longer than a call.
    """

    def __init__(self, source: apsw.Connection, scenario: str) -> None:
        self._source = source
        self.scenario = scenario
        self.tables = rows.tables(source)
        self.digest = rows.full_digest(source, self.tables)
        self.size = source.pragma("page_count") * source.pragma("page_size")

    def open(self) -> apsw.Connection:
        """A private copy; give it back with `take_back`, or close it."""
        idle = _idle.pop(self)
        if idle is not None:
            return idle
        connection = _paged(self._source)
        connection.execute(f"PRAGMA foreign_keys = ON; SAVEPOINT {_DAWN}")
        return connection

    def take_back(self, connection: apsw.Connection) -> None:
        """Undo all that was done in a copy, and keep it for the next episode."""
        if connection.in_transaction:
            connection.execute(f"ROLLBACK TO {_DAWN}")
            _idle.put(self, connection)
        else:  # a statement has rolled everything back, the savepoint too
            connection.close()


class _Idle:
    """Copies that nobody uses, by image, oldest first; the oldest are closed where they get too large together."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept: dict[int, tuple[Image, apsw.Connection]] = {}
        self._of: dict[Image, list[int]] = {}
        self._size = 0
        self._count = 0

    def pop(self, image: Image) -> apsw.Connection | None:
        """A copy of an image, if there is one."""
        numbers = self._of.get(image)
        return self._remove(numbers[-1]) if numbers else None

    def put(self, image: Image, connection: apsw.Connection) -> None:
        """Keep a copy."""
        self._count += 1
        self._kept[self._count] = (image, connection)
        self._of.setdefault(image, []).append(self._count)
        self._size += image.size
        while self._size > self._limit:
            self._remove(next(iter(self._kept))).close()

    def clear(self) -> None:
        """Close all."""
        while self._kept:
            self._remove(next(iter(self._kept))).close()

    def _remove(self, number: int) -> apsw.Connection:
        image, connection = self._kept.pop(number)
        self._of[image].remove(number)
        if not self._of[image]:
            del self._of[image]
        self._size -= image.size
        return connection


_idle = _Idle(_KEPT_BYTES)


class _Fixed:
    """Chance while a scenario is loaded: there is none, since the document says everything."""

    def integer(self, owner: str, purpose: str, low: int, high: int) -> int:
        raise EnvironmentDefect(f"environment {owner}: load must not draw {purpose} by chance")

    def uniform(self, owner: str, purpose: str, low: float, high: float) -> float:
        raise EnvironmentDefect(f"environment {owner}: load must not draw {purpose} by chance")


def image_of(space: Space, scenario: Scenario) -> Image:
    """The image of a space loaded with a scenario: `{environment name: document}`; a missing name loads `{}`.

    Raises:
        ScenarioError: when the document names another environment or one of them refuses it.
    """
    try:
        text = canonical(scenario)
    except (ValueError, TypeError, RecursionError) as error:
        raise ScenarioError(f"the scenario is not a JSON document: {error}") from error
    unknown = sorted(scenario.keys() - {environment.name for environment in space.environments})
    if unknown:
        raise ScenarioError(f"the scenario has a part for {unknown[0]!r}, which is not in {space.name}")
    return _image(space, text, _Document(scenario))


class _Document:
    """Carries the document past the cache key, which is its canonical text; key order may matter to a loader."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Document) and _ordered(self.scenario) == _ordered(other.scenario)

    def __hash__(self) -> int:
        return 0


def _ordered(value: object) -> object:
    if isinstance(value, dict):
        return [(key, _ordered(item)) for key, item in value.items()]
    if isinstance(value, list):
        return [_ordered(item) for item in value]
    return (type(value).__name__, value)


@lru_cache(maxsize=256)
def _image(space: Space, text: str, document: _Document) -> Image:
    connection = apsw.Connection(":memory:")
    connection.execute("PRAGMA foreign_keys = ON; BEGIN")
    connection.execute(_ENGINE)
    world = World(connection, _no_chance(), DAWN)
    for environment in space.environments:
        connection.execute(environment.schema)
        part = document.scenario.get(environment.name, {})
        if not isinstance(part, dict):
            raise ScenarioError(f"the scenario of {environment.name} must be an object")
        world._owner = environment.name
        _load(environment.name, environment.scenarios.load, world, part)
    connection.execute("INSERT INTO _clock VALUES (1, ?)", (DAWN,))
    connection.execute("COMMIT")
    return Image(connection, digest_of(document.scenario))


def forget_images() -> None:
    """Make every image anew from here on: for whoever changes the code that loads scenarios while it runs."""
    _image.cache_clear()
    _idle.clear()


def _no_chance() -> Chance:
    return _Fixed()


def _load(name: str, load: object, world: World, part: Scenario) -> None:
    try:
        load(world, part)  # type: ignore[operator]
    except (ScenarioError, EnvironmentDefect):
        raise
    except Exception as error:
        raise ScenarioError(f"environment {name} cannot load this scenario: {type(error).__name__}: {error}") from error


class _Gone:
    """Stands where the database of an episode was that has been let go of."""

    def __getattr__(self, name: str) -> Any:
        raise EpisodeOver("this episode has ended, and its database is gone")


GONE: Any = _Gone()


def copy_of(connection: apsw.Connection) -> apsw.Connection:
    """A private copy of a database as it is now, also in the middle of a transaction."""
    source = connection
    if connection.in_transaction:  # SQLite copies no page then, but tells them all
        source = apsw.Connection(":memory:")
        source.deserialize("main", connection.serialize("main"))
    twin = _paged(source)
    twin.execute("PRAGMA foreign_keys = ON")
    return twin


def _paged(source: apsw.Connection) -> apsw.Connection:
    """A copy that holds its own pages: one that is deserialized would be serialized as of its last commit."""
    twin = apsw.Connection(":memory:")
    with twin.backup("main", source, "main") as backup:
        backup.step()
    return twin
