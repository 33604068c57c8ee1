"""All environments one by one, and the benchmark's data; a test that asks for it fails where it is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from funreason_sim import sim
from funreason_sim.bfcl.oracle import initial_states

NAMES = ("file_system", "math", "messages", "posting", "tickets", "trading", "travel", "vehicle")


@pytest.fixture(params=NAMES)
def environment(request: pytest.FixtureRequest) -> sim.Environment:
    """Every environment, one at a time."""
    return sim.environment(request.param)


@pytest.fixture(scope="session")
def initial_configs() -> Callable[[str], Sequence[dict[str, Any]]]:
    """Every different initial configuration of an environment in the installed benchmark."""
    return initial_states
