"""Calls that did nothing for anybody: they changed no row, nobody asked for what they returned, and nothing used it."""

from __future__ import annotations

from collections.abc import Sequence

from ..records import Output, Step
from .outcomes import same_outcome


def idle(steps: Sequence[Step], asked: Sequence[Step]) -> list[Step]:
    """The steps of a turn without a reason; a refused call is a mistake that was repaired, and has one."""
    reasons = _asked_for(steps, asked)
    for step in reversed(steps):
        if step.id in reasons or step.effects:
            reasons |= {source.call for source in step.sources.values() if isinstance(source, Output)}
    return [s for s in steps if s.id not in reasons and not s.effects and not s.outcome.refused]


def _asked_for(steps: Sequence[Step], asked: Sequence[Step]) -> set[str]:
    """For each asked outcome the first step that obtained it."""
    left, found = list(asked), set()
    for step in steps:
        wanted = next((other for other in left if same_outcome(step.tool, step.outcome, other)), None)
        if wanted is not None:
            left.remove(wanted)
            found.add(step.id)
    return found
