"""Whether an attempt did what the reference did: the final state equal, and every asked outcome present."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence

from ..records import JsonValue, Outcome, Step


def missing(asked: Sequence[Step], done: Iterable[tuple[str, Outcome]]) -> list[Step]:
    """The asked calls whose outcome nothing gave: same tool and equal value (5 equals 5.0), as a sub-multiset."""
    have = Counter(_key(tool, outcome) for tool, outcome in done if not outcome.refused)
    lacking = []
    for execution in asked:
        key = _key(execution.tool, execution.outcome)
        if have[key]:
            have[key] -= 1
        else:
            lacking.append(execution)
    return lacking


def same_outcome(tool: str, outcome: Outcome, wanted: Step) -> bool:
    """Whether a call obtained what another did: same tool and equal value."""
    return not outcome.refused and _key(tool, outcome) == _key(wanted.tool, wanted.outcome)


def _key(tool: str, outcome: Outcome) -> tuple[str, str]:
    return tool, json.dumps(_even(outcome.value))


def _even(value: JsonValue) -> JsonValue:
    """The same value with whole numbers as integers; the order of members stays, as the caller saw it."""
    if isinstance(value, dict):
        return {name: _even(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_even(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
