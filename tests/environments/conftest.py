"""The benchmark's own classes and data, as the oracle; a test that asks for them fails where they are missing."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Callable
from copy import deepcopy
from importlib import resources
from typing import Any

import pytest

_CODE = "bfcl_eval.eval_checker.multi_turn_eval.func_source_code."
_CLASSES = {"travel": ("travel_booking", "TravelAPI"), "vehicle": ("vehicle_control", "VehicleControlAPI")}
_ENTRIES = ("base", "miss_func", "miss_param", "long_context")
# The original prints a set of the classes, in an order that differs between processes.
_SET = re.compile(r"(Must be one of )\{.*?\}(?=\"|$)")


class Official:
    """One instance of an official class, answering in the JSON of our own outcomes."""

    def __init__(self, name: str, scenario: dict[str, Any]) -> None:
        module, kind = _CLASSES[name]
        self._api = getattr(importlib.import_module(_CODE + module), kind)()
        self._api._load_scenario(deepcopy(scenario))

    def call(self, tool: str, arguments: dict[str, Any]) -> tuple[str, bool]:
        """The result as JSON text, and whether it is a failure in one of the originals' many ways."""
        try:
            result = getattr(self._api, tool)(**deepcopy(arguments))
        except Exception as error:
            return _SET.sub(r"\1{'economy', 'business', 'first'}", json.dumps({"error": str(error)})), True
        flags = ("booking_status", "cancel_status", "insurance_status", "verification_status")
        failed = isinstance(result, dict) and ("error" in result or any(result.get(flag) is False for flag in flags))
        return _SET.sub(r"\1{'economy', 'business', 'first'}", json.dumps(result)), failed

    def attributes(self) -> dict[str, Any]:
        """Every attribute of the state, private ones included."""
        return {name: value for name, value in vars(self._api).items() if name not in _MACHINERY}


_MACHINERY = ("_api_description", "_flight_cost_lookup", "_random", "long_context")


def _initial_configs(name: str) -> list[dict[str, Any]]:
    kind, found = _CLASSES[name][1], {}
    for part in _ENTRIES:
        text = (resources.files("bfcl_eval") / f"data/BFCL_v4_multi_turn_{part}.json").read_text("utf-8")
        for entry in map(json.loads, text.splitlines()):
            if kind in entry["involved_classes"]:
                config = entry["initial_config"].get(kind, {})
                found[json.dumps(config)] = config
    return list(found.values())


@pytest.fixture(scope="session")
def official() -> type[Official]:
    """The official classes: `official("travel", scenario).call(tool, arguments)`."""
    importlib.import_module("bfcl_eval")
    return Official


@pytest.fixture(scope="session")
def initial_configs() -> Callable[[str], list[dict[str, Any]]]:
    """Every different initial configuration of an environment in the installed benchmark."""
    return _initial_configs
