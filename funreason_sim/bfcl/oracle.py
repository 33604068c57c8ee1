"""Reads the data files of the installed benchmark package, without importing it."""

from __future__ import annotations

import importlib.util
import json
from functools import cache
from pathlib import Path
from typing import Any

from ..errors import OracleMissing
from ..records import JsonValue
from ..sim import Scenario

INSTALL = "pip install --no-deps bfcl-eval==2026.3.23"
DOMAINS = {
    "GorillaFileSystem": "file_system",
    "MathAPI": "math",
    "MessageAPI": "messages",
    "TwitterAPI": "posting",
    "TicketAPI": "tickets",
    "TradingBot": "trading",
    "TravelAPI": "travel",
    "VehicleControlAPI": "vehicle",
}
"""The benchmark's classes and our environments."""
_CATEGORIES = ("base", "miss_func", "miss_param", "long_context")


def _data() -> Path:
    found = importlib.util.find_spec("bfcl_eval")
    if found is None or not found.submodule_search_locations:
        raise OracleMissing(f"the benchmark package bfcl-eval is not installed; install it with: {INSTALL}")
    return Path(next(iter(found.submodule_search_locations))) / "data"


@cache
def entries() -> dict[str, dict[str, Any]]:
    """All multi-turn entries by id.

    Raises:
        OracleMissing: when the package is not installed, or lacks a file.
    """
    found = {}
    for category in _CATEGORIES:
        path = _data() / f"BFCL_v4_multi_turn_{category}.json"
        try:
            lines = path.read_text("utf-8").splitlines()
        except OSError as error:
            raise OracleMissing(
                f"the installed bfcl-eval lacks {path.name}; install it again with: {INSTALL}"
            ) from error
        for line in filter(None, lines):
            entry = json.loads(line)
            found[str(entry["id"])] = entry
    return found


@cache
def initial_states(environment: str) -> tuple[dict[str, JsonValue], ...]:
    """The different initial configurations that the benchmark has for one of our environments, in file order."""
    name = next((cls for cls, ours in DOMAINS.items() if ours == environment), None)
    seen: dict[str, dict[str, JsonValue]] = {}
    for entry in entries().values():
        if name in entry["involved_classes"]:
            part = entry["initial_config"].get(name, {})
            seen.setdefault(json.dumps(part), part)
    return tuple(seen.values())


def scenario_of(entry: dict[str, Any]) -> Scenario:
    """An entry's initial state as a scenario document."""
    return {DOMAINS[cls]: entry["initial_config"].get(cls, {}) for cls in entry["involved_classes"]}
