"""Finds installed environments by name, through entry points; a record can name one but never a path."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points

from ..errors import EnvironmentDefect, UnknownEnvironment
from .environment import Environment, Space

GROUP = "funreason_sim.environments"


def names() -> list[str]:
    """The names of all installed environments, sorted."""
    return sorted({entry.name for entry in entry_points(group=GROUP)})


@cache
def environment(name: str) -> Environment:
    """The installed environment of this name.

    Raises:
        UnknownEnvironment: when there is none; the message lists those there are.
        EnvironmentDefect: when its entry point does not give an environment.
    """
    for entry in entry_points(group=GROUP):
        if entry.name == name:
            found = entry.load()
            if not isinstance(found, Environment):
                raise EnvironmentDefect(f"entry point {name} of {GROUP} is not an Environment")
            return found
    raise UnknownEnvironment(f"no environment is called {name!r}; installed are: {', '.join(names()) or 'none'}")


@cache
def space(name: str) -> Space:
    """The space of environments named `a` or `a+b`.

    Raises:
        UnknownEnvironment: when one of the names is not installed, or is named twice.
        EnvironmentClash: when two of them do not go together.
    """
    parts = name.split("+")
    if len(set(parts)) != len(parts):
        raise UnknownEnvironment(f"{name!r} names an environment twice")
    return Space([environment(part) for part in parts])
