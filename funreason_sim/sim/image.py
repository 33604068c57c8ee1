"""Images: the bytes of a database freshly made from a scenario, kept so that opening it again is a copy."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import apsw

from ..errors import EnvironmentDefect, ScenarioError
from ..records import canonical
from . import rows
from .chance import Chance
from .environment import Scenario, Space
from .world import World

_ENGINE = """
CREATE TABLE _log(seq INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE _clock(one INTEGER PRIMARY KEY CHECK (one = 1), now INTEGER NOT NULL);
CREATE TABLE _due(seq INTEGER PRIMARY KEY, due_at INTEGER NOT NULL, owner TEXT NOT NULL, handler TEXT NOT NULL,
                  arguments TEXT NOT NULL, cause INTEGER);
CREATE TABLE _chance(purpose TEXT PRIMARY KEY, state NOT NULL) WITHOUT ROWID;
"""
DAWN = 1_767_603_600
"""When every episode begins: 2026-01-05 09:00:00 UTC, a Monday, in seconds since the Unix epoch."""


@dataclass(frozen=True)
class Image:
    """A database at rest, its tables, and the digest of its rows."""

    data: bytes
    tables: dict[str, rows.Table]
    digest: int


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
    world = World(connection, _no_chance())
    for environment in space.environments:
        connection.execute(environment.schema)
        part = document.scenario.get(environment.name, {})
        if not isinstance(part, dict):
            raise ScenarioError(f"the scenario of {environment.name} must be an object")
        world._owner = environment.name
        _load(environment.name, environment.scenarios.load, world, part)
    connection.execute("INSERT INTO _clock VALUES (1, ?)", (DAWN,))
    connection.execute("COMMIT")
    known = rows.tables(connection)
    return Image(connection.serialize("main"), known, rows.full_digest(connection, known))


def forget_images() -> None:
    """Make every image anew from here on: for whoever changes the code that loads scenarios while it runs."""
    _image.cache_clear()


def _no_chance() -> Chance:
    return _Fixed()


def _load(name: str, load: object, world: World, part: Scenario) -> None:
    try:
        load(world, part)  # type: ignore[operator]
    except (ScenarioError, EnvironmentDefect):
        raise
    except Exception as error:
        raise ScenarioError(f"environment {name} cannot load this scenario: {type(error).__name__}: {error}") from error


def connect(data: bytes) -> apsw.Connection:
    """A connection to a private copy, in memory, of a database at rest."""
    connection = apsw.Connection(":memory:")
    connection.deserialize("main", data)
    connection.execute("PRAGMA foreign_keys = ON")
    return connection
