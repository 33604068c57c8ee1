"""Testing an environment: what makes a plain pytest test of a tool read like a sentence.

The fixtures (`episode`, `space`, `walk_snapshot`, `properties`) come from the pytest plugin; the words of a test come
from here. Names are loaded when they are first used: pytest imports this file wherever the package is installed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .effects import added, assert_effects, assert_refused, changed, removed
    from .soundness import Properties
    from .walk_file import WalkSnapshot, written

_HOMES = {
    "Properties": "soundness",
    "WalkSnapshot": "walk_file",
    "added": "effects",
    "assert_effects": "effects",
    "assert_refused": "effects",
    "changed": "effects",
    "removed": "effects",
    "written": "walk_file",
}

__all__ = [
    "Properties",
    "WalkSnapshot",
    "added",
    "assert_effects",
    "assert_refused",
    "changed",
    "removed",
    "written",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
