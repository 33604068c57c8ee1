"""Learned edges, kept between runs: they are named by the environment they were learned on, so they never go stale."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from pydantic import ValidationError

from ..graph import ApiGraph, graph_record, learn
from ..records import Learned, digest_of
from ..sim import Environment, Space

_VERSION = 2
"""Raise it when learning changes, so that graphs learned before are learned anew."""


def graph_of(space: Space) -> ApiGraph:
    """The graph of a space; what was learned of each environment comes from the cache when it is there and sound.

    The cache is `$FUNREASON_SIM_CACHE`, else `$XDG_CACHE_HOME/funreason-sim`, else `~/.cache/funreason-sim`; where it
    cannot be written, graphs are learned each time.
    """
    return ApiGraph(graph_record(space, [_learned(environment) for environment in space.environments]))


def _learned(environment: Environment) -> Learned:
    path = _folder() / f"graph-{digest_of([_VERSION, environment.name, environment.build])}.json"
    with suppress(OSError, ValidationError):
        learned = Learned.model_validate_json(path.read_bytes())
        named = {name for edge in learned.edges for name in (edge.source, edge.target)} | set(learned.writers)
        if named <= environment.tools.keys():
            return learned
    learned = learn(environment)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f"{path.name}.{os.getpid()}")
        temporary.write_text(learned.model_dump_json(), "utf-8")
        os.replace(temporary, path)
    return learned


def _folder() -> Path:
    chosen = os.environ.get("FUNREASON_SIM_CACHE")
    if chosen:
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "funreason-sim"
