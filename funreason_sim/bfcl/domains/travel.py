"""The benchmark's `TravelAPI`: what long contexts add to its results, and what it raises."""

from __future__ import annotations

from typing import Any

from ...sim import Scenario
from ..dialect import Dialect

_DEFAULTS: dict[str, Any] = {}


def _attributes(document: Scenario, long_context: bool) -> dict[str, Any]:
    return {**document, "long_context": long_context}


DIALECT = Dialect(environment="travel", official="TravelAPI", attributes=_attributes)
