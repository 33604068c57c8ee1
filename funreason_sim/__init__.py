"""An async, event-driven simulator of stateful tool environments that makes tool-use training data with proof.

The public face. Synchronous: `open_episode`, `verify`. Asynchronous: `generate`, `Run`. Names are loaded when they are
first used, so that importing the package brings in neither the model client nor the graph library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .data import read_samples
    from .errors import FunreasonError, UsageError
    from .records import RunConfig, Sample, Verdict
    from .running import Run, generate
    from .sim import Environment, Episode, Space, World, open_episode
    from .verification import verify

_HOMES = {
    "Environment": "sim",
    "Episode": "sim",
    "FunreasonError": "errors",
    "Run": "running",
    "RunConfig": "records",
    "Sample": "records",
    "Space": "sim",
    "UsageError": "errors",
    "Verdict": "records",
    "World": "sim",
    "generate": "running",
    "open_episode": "sim",
    "read_samples": "data",
    "verify": "verification",
}

__all__ = [
    "Environment",
    "Episode",
    "FunreasonError",
    "Run",
    "RunConfig",
    "Sample",
    "Space",
    "UsageError",
    "Verdict",
    "World",
    "generate",
    "open_episode",
    "read_samples",
    "verify",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
