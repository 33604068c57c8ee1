"""Changes one leaf of a JSON document."""

from __future__ import annotations

import json
from typing import Any

Path = tuple[str | int, ...]


def changed(value: Any) -> Any:
    """Another value, of the same type where it has one."""
    if isinstance(value, bool):
        return not value
    if value is None:
        return "x"
    if isinstance(value, int | float):
        return value + 1
    return value[:-1] + ("a" if value[-1:] != "a" else "b") if value else "x"


def with_changed(document: Any, path: Path) -> Any:
    """A copy of a document whose leaf at this path is another."""
    copy = json.loads(json.dumps(document))
    place = copy
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = changed(place[path[-1]])
    return copy
