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
CATEGORIES = ("base", "miss_func", "miss_param", "long_context")


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
    return {str(entry["id"]): entry for name in CATEGORIES for entry in _read(f"BFCL_v4_multi_turn_{name}.json")}


@cache
def answers() -> dict[str, list[list[str]]]:
    """The ground truth of all multi-turn entries by id: call texts, turn by turn.

    Raises:
        OracleMissing: when the package is not installed, or lacks a file.
    """
    return {
        str(answer["id"]): answer["ground_truth"]
        for name in CATEGORIES
        for answer in _read(f"possible_answer/BFCL_v4_multi_turn_{name}.json")
    }


def category_of(entry: str) -> str:
    """The category of an entry: `multi_turn_miss_func_12` is of `miss_func`."""
    return entry.rsplit("_", 1)[0].removeprefix("multi_turn_")


def is_long(entry: str) -> bool:
    """Whether an entry is played with inflated contexts."""
    return category_of(entry) == "long_context"


def pairs() -> tuple[str, ...]:
    """The spaces of two environments that the benchmark has entries for, in the order in which they first come."""
    found = ("+".join(DOMAINS[name] for name in entry["involved_classes"]) for entry in entries().values())
    return tuple(dict.fromkeys(name for name in found if "+" in name))


def _read(name: str) -> list[dict[str, Any]]:
    path = _data() / name
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise OracleMissing(f"the installed bfcl-eval lacks {path.name}; install it again with: {INSTALL}") from error
    return [json.loads(line) for line in filter(None, lines)]


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
