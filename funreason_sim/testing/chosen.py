"""Which environment a test is about: its mark says so, or the folder that it lies in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ..errors import FunreasonError
from ..sim import Environment, Episode, Scenario, Space, environment, open_episode
from ..sim.catalog import is_path
from ..sim.catalog import space as space_of
from ..sim.folder import SCHEMA

MARK = "environment"


@dataclass(frozen=True)
class Chosen:
    """An environment under test, and how its episodes begin."""

    space: Space
    seed: int | str = 0
    scenario: Scenario | None = None

    def open(self, seed: int | str | None = None) -> Episode:
        """A new episode; another seed draws another scenario where the test gives none."""
        return open_episode(self.space, self.scenario, seed=self.seed if seed is None else seed)


def chosen(item: pytest.Item) -> Chosen:
    """The environment that a test is about; the test fails where there is none."""
    marks = list(item.iter_markers(MARK))
    given = {key: value for mark in reversed(marks) for key, value in mark.kwargs.items()}
    unknown = sorted(given.keys() - {"seed", "scenario"})
    if unknown:
        pytest.fail(f"pytest.mark.{MARK} takes seed and scenario, not {unknown[0]}", pytrace=False)
    places = next((mark.args for mark in marks if mark.args), None)
    try:
        return Chosen(_space(item, places), **given)
    except FunreasonError as error:
        pytest.fail(str(error), pytrace=False)


def _space(item: pytest.Item, places: tuple[Any, ...] | None) -> Space:
    if places is None:
        return space_of(str(_home(item.path)))
    parts = [part for place in places for part in _parts(item, place)]
    return Space(parts)


def _home(test: Path) -> Path:
    """The nearest folder above a test that is an environment."""
    for folder in test.parents:
        if (folder / SCHEMA).is_file():
            return folder
    pytest.fail(
        f"no environment to test: {test.name} has no pytest.mark.{MARK}(PATH), and no folder above it holds a {SCHEMA}",
        pytrace=False,
    )


def _parts(item: pytest.Item, place: Environment | Space | str | Path) -> tuple[Environment, ...]:
    if isinstance(place, Environment):
        return (place,)
    if isinstance(place, Space):
        return place.environments
    return tuple(environment(_found(item, part)) for part in str(place).split("+"))


def _found(item: pytest.Item, name: str) -> str:
    """A path as it is from the test's own folder or else from pytest's root, never from where pytest happens to run."""
    for base in (item.path.parent, item.config.rootpath):
        if (base / name / SCHEMA).is_file():
            return str(base / name)
    return str(item.path.parent / name) if is_path(name) else name
