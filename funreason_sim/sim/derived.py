"""Scenarios that nobody wrote: what a folder's `scenarios.py` leaves out, made from its schema and its tools."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from types import ModuleType, SimpleNamespace
from typing import Any, cast

import apsw

from ..errors import EnvironmentDefect
from .chance import CountedChance, Dice
from .dawn import DAWN
from .derived_draws import draw
from .derived_known import Sayable
from .derived_rows import dump_rows, load_rows
from .derived_schema import Shape, shapes
from .environment import Pools, Scenario, Scenarios
from .tool import Tool
from .world import World

PARTS = ("generate", "load", "dump", "known")


def completed(name: str, schema: str, functions: Sequence[Callable[..., Any]], given: ModuleType | None) -> Scenarios:
    """The scenarios of an environment: the functions of its module, and derived ones in place of those it lacks.

    Raises:
        EnvironmentDefect: when only one of `load` and `dump` is there: a document has one form.
    """
    own = {part: getattr(given, part) for part in PARTS if hasattr(given, part)}
    lone = {"load", "dump"} - own.keys()
    if given is not None and len(lone) == 1:
        raise EnvironmentDefect(f"{given.__file__}:1: has no {lone.pop()}: write load and dump both, or neither")
    derived = Derived(name, schema, functions)
    return cast(Scenarios, SimpleNamespace(**{part: own.get(part, getattr(derived, part)) for part in PARTS}))


class Derived:
    """Scenarios that follow from a schema. Documents are `{table: [{column: value}]}`, empty tables left out."""

    def __init__(self, name: str, schema: str, functions: Sequence[Callable[..., Any]]) -> None:
        self._name = name
        self._schema = schema
        self._functions = functions

    @cached_property
    def _shapes(self) -> tuple[Shape, ...]:
        return shapes(self._schema)

    @cached_property
    def _sayable(self) -> Sayable:
        return Sayable(self._shapes, {f.__name__: Tool(f, self._name) for f in self._functions})

    def generate(self, dice: Dice) -> Scenario:
        """A few rows in every table, that its types, keys, references and CHECKs allow."""
        connection = apsw.Connection(":memory:")
        connection.execute(self._schema)
        draw(connection, self._shapes, dice)
        return self.dump(World(connection, CountedChance(connection, ""), DAWN))

    def load(self, world: World, scenario: Scenario) -> None:
        """Write a document's rows into empty tables."""
        load_rows(self._shapes, world, scenario)

    def dump(self, world: World) -> Scenario:
        """Every row, by table."""
        return dump_rows(self._shapes, world)

    def known(self, world: World, dice: Dice) -> Pools:
        """Values of the columns that parameters speak of, and some that are not there yet."""
        return self._sayable.pools(world, dice)
