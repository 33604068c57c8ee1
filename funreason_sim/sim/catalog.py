"""Finds environments: the installed ones by name, through entry points, and any folder that a person names by its path.

A record can name an environment but never a path: what comes out of a file goes through `recorded_space`, which loads
no code that is not installed or was not handed to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from ..errors import EnvironmentDefect, UnknownEnvironment
from .environment import Environment, Space
from .folder import SCHEMA, environment_from_folder

GROUP = "funreason_sim.environments"


def names() -> list[str]:
    """The names of all installed environments, sorted."""
    return sorted(_entries())


def environment(name: str) -> Environment:
    """The environment that a person means: an installed one, or a folder by its path (`./my_shop`).

    A path has a `/` or begins with a `.`; a bare word is a folder only where nothing of that name is installed.

    Raises:
        UnknownEnvironment: when there is none; the message lists those there are.
        EnvironmentDefect: when what is there is not an environment.
    """
    return environment_from_folder(Path(name)) if is_path(name) else _installed(name)


def space(name: str) -> Space:
    """The space that a person means by `a`, `a+b` or `./my_shop+b`.

    Raises:
        UnknownEnvironment: when one of the names is no environment, or is named twice.
        EnvironmentClash: when two of them do not go together.
    """
    parts = name.split("+")
    if not _entries().keys() >= set(parts) and is_path(name) and (Path(name) / SCHEMA).is_file():
        parts = [name]  # the path itself holds a +
    return _space(name, tuple(map(environment, parts)))


def recorded_space(name: str, offered: Iterable[Environment] = ()) -> Space:
    """The space that a record names: among the environments offered by a person, then the installed ones; never a path.

    Raises:
        UnknownEnvironment: when one of the names is neither, or is named twice.
        EnvironmentClash: when two of them do not go together.
    """
    named = {item.name: item for item in offered}
    for part in name.split("+"):
        if part not in named and not _is_installed(part):
            raise UnknownEnvironment(
                f"no environment {part!r} is installed or given; where it is a folder, "
                f"give its path: -e ./{part if part.isidentifier() else 'my_shop'}"
            )
    return _space(name, tuple(named.get(part) or _installed(part) for part in name.split("+")))


def is_path(name: str) -> bool:
    """Whether a person who writes this means a folder, and not an installed environment."""
    if "/" in name or name.startswith("."):
        return True
    return not _is_installed(name) and (Path(name) / SCHEMA).is_file()


def _is_installed(name: str) -> bool:
    if name not in _entries():
        _entries.cache_clear()  # it may have been installed since
    return name in _entries()


@cache
def _entries() -> dict[str, EntryPoint]:
    """What is installed, read once: looking for it takes milliseconds."""
    return {entry.name: entry for entry in reversed(tuple(entry_points(group=GROUP)))}


@cache
def _installed(name: str) -> Environment:
    if not _is_installed(name):
        raise UnknownEnvironment(
            f"no environment is called {name!r}; installed are: {', '.join(names()) or 'none'}; "
            f"a folder is named by its path, as in ./my_shop"
        )
    try:
        found = _entries()[name].load()
    except (ImportError, AttributeError, SyntaxError) as error:
        raise EnvironmentDefect(f"environment {name} is installed but cannot be loaded: {error}") from error
    if not isinstance(found, Environment):
        raise EnvironmentDefect(f"entry point {name} of {GROUP} is not an Environment")
    return found


def _space(name: str, environments: tuple[Environment, ...]) -> Space:
    if len({item.name for item in environments}) != len(environments):
        raise UnknownEnvironment(f"{name!r} names an environment twice")
    return _together(environments)


@lru_cache(maxsize=256)
def _together(environments: tuple[Environment, ...]) -> Space:
    return Space(environments)
