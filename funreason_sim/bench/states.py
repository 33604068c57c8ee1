"""What a state costs: opening it, copying it, naming it, and an episode from its opening to its digest."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import count

from ..records import JsonValue
from ..sim import Dice, Episode, Scenario, open_episode, space
from .calls import SPACE
from .figures import Aim, Measure, Take, microseconds

GROUP = f"a state of {SPACE}"
FIVE_CALLS: tuple[tuple[str, dict[str, JsonValue]], ...] = (
    ("lockDoors", {"unlock": False, "door": ["driver", "passenger", "rear_left", "rear_right"]}),
    ("pressBrakePedal", {"pedalPosition": 1}),
    ("startEngine", {"ignitionMode": "START"}),
    ("get_zipcode_based_on_city", {"city": "Rivermist"}),
    ("list_all_airports", {}),
)
_OPEN, _KEPT = "open from a cached image", "digest kept up"


def state_measures(times: int) -> list[Measure]:
    """Openings, forks and digests of one world, and a short episode."""
    scenario = space(SPACE).generate(Dice("1"))
    start, later = open_episode(SPACE, scenario, seed=1), played(scenario)
    us = partial(Measure, GROUP, unit="µs", to=_OPEN)
    return [
        us(
            _OPEN,
            take=_each(times, partial(open_episode, SPACE, scenario, seed=1)),
            aim=Aim(at_most=400),
            note=_size(start),
        ),
        us("open from a fresh scenario", take=_opening_fresh(max(1, times // 4)), note="schema, load, digest"),
        us("fork at the start", take=_each(times, start.fork), aim=Aim(at_most=300)),
        us("fork after 5 calls", take=_each(times, later.fork), aim=Aim(at_most=300)),
        us("fork, and read a row in it", take=_each(times, lambda: _read(later.fork())), note="parses its schema"),
        us("open + 5 calls + digest", take=_each(max(1, times // 2), lambda: played(scenario).digest())),
        us(_KEPT, take=_each(times * 20, later.digest), to=_KEPT, note="by each call"),
        us("digest computed anew (audit)", take=_each(times, later.audit), to=_KEPT, note="from all rows"),
    ]


def played(scenario: Scenario) -> Episode:
    """An episode after five calls, from a cached image."""
    episode = open_episode(SPACE, scenario, seed=1)
    for tool, arguments in FIVE_CALLS:
        episode.call(tool, arguments)
    return episode


def _each(times: int, act: Callable[[], object]) -> Take:
    async def take() -> float:
        return microseconds(times, act)

    return take


def _opening_fresh(times: int) -> Take:
    """Opens scenarios that were never opened before; drawing them is not counted."""
    found, numbers = space(SPACE), count()

    async def take() -> float:
        drawn = iter([found.generate(Dice(f"fresh {next(numbers)}")) for _ in range(times + 1)])
        return microseconds(times, lambda: open_episode(SPACE, next(drawn), seed=1))

    return take


def _read(episode: Episode) -> None:
    """The first statement on a database that was copied makes SQLite parse its schema."""
    episode.world.value("SELECT fuel_level FROM car")


def _size(episode: Episode) -> str:
    tables = [table for environment in episode.space.environments for table in environment.tables]
    rows = sum(episode.world.value(f'SELECT count(*) FROM "{table}"') for table in tables)
    return f"{len(tables)} tables, {rows} rows"
