"""Single calls in tests of environments: what one answers, what it changes, and which refusals tools declare."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from funreason_sim.sim import Environment, Episode
from funreason_sim.testing import assert_effects
from funreason_sim.testing.effects import RowChange

Rows = Mapping[str, RowChange | list[RowChange]]
"""The rows that a call changes, by table."""


def value(episode: Episode, tool: str, **arguments: Any) -> Any:
    """The value of a call that succeeds."""
    outcome = episode.call(tool, arguments).outcome
    assert not outcome.refused, outcome.text
    return outcome.value


def assert_answered(episode: Episode, tool: str, given: dict[str, Any], answer: object, rows: Rows) -> None:
    """A call answers this, in this order and with 5 for 5 and 5.0 for 5.0, and changes no row but these."""
    __tracebackhide__ = True
    event = episode.call(tool, given)
    assert_effects(event, **rows)
    assert event.text == json.dumps(answer)


def declared(environment: Environment) -> set[tuple[str, str]]:
    """The refusals that docstrings promise, as tool and code, without those that are said to be out of reach."""
    tools = environment.tools.values()
    return {(tool.name, code) for tool in tools for code in tool.refusals if code not in tool.unreachable}
