"""From an executed trace to a reference: which calls the user asks for, which are prerequisites, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..graph.pool import Known, Origin
from ..graph.walk import Walked
from ..records import Default, Implied, Output, canonical
from ..sim import Dice, Episode, Space
from ..sim.wording import refers
from ..verification.necessity import Call, breaks_without, closed, implied_by
from .rollout import Rejected

_LEFT_IMPLICIT = 0.75
"""How often a proved prerequisite that changes the state is left for the assistant to find out."""


@dataclass(frozen=True)
class Reference:
    """The calls of a turn with their origins; those not in `asked` are prerequisites that the query leaves implicit."""

    target: str | None
    steps: tuple[Walked, ...]
    asked: frozenset[str]
    state: str

    @property
    def calls(self) -> list[Call]:
        """Tool and arguments of each."""
        return [(step.event.call.tool, step.event.call.arguments) for step in self.steps]


def make_reference(before: Episode, steps: Sequence[Walked], target: str | None, dice: Dice, state: str) -> Reference:
    """Classify the calls of a trace by running it without them (the paper's logical jump, made mechanical).

    A call is left implicit when it changes nothing and only feeds a later call, with all its own values to be said
    through that one; or when a later call is refused without it and no other arguments would do something else.
    """
    calls = [(step.event.call.tool, step.event.call.arguments) for step in steps]
    feeds = {origin.call for step in steps for origin in step.origins.values() if isinstance(origin, Output)}
    made: list[Walked] = []
    asked: set[str] = set()
    for index, step in enumerate(steps):
        if step.id in feeds and not step.event.effects and _surfaces(before.space, step, steps):
            made.append(step)
            continue
        needed_by = _implicit(before, calls, index, step, feeds)
        if needed_by is not None and dice.chance(_LEFT_IMPLICIT):
            _check_consistent(step, [other for other in made if other.id in asked])
            made.append(_implied(step, steps[needed_by].id))
        else:
            made.append(step)
            asked.add(step.id)
    return Reference(target, tuple(made), frozenset(asked), state)


def _check_consistent(step: Walked, asked: Sequence[Walked]) -> None:
    """No prerequisite may undo what the user asked for in the same breath."""
    cells = {cell for other in asked for cell in _cells(other)}
    if cells & _cells(step):
        raise Rejected("contradictory", f"{step.event.call.tool} would have to undo what was asked")


def _cells(step: Walked) -> set[tuple[str, str, str]]:
    return {(e.table, canonical(e.key), column) for e in step.event.effects for column in e.after or e.key}


def _surfaces(space: Space, step: Walked, steps: Sequence[Walked]) -> bool:
    """Whether all that a person must say for this call can be said by speaking of what it returned."""
    if not any(isinstance(o, Output) and o.call == step.id for other in steps for o in other.origins.values()):
        return False
    schemas: Any = space.tools[step.event.call.tool].spec.parameters["properties"]
    spoken = {name for name, origin in step.origins.items() if isinstance(origin, Known)}
    for name, origin in step.origins.items():
        if isinstance(origin, Output) and _is_spoken_of(space, str(schemas[name].get("format"))):
            spoken.add(name)
    entry = space.wording.get(step.event.call.tool, {})
    return not spoken or any(spoken <= p.slots for fmt in entry.get("refer", {}) for p in refers(entry, fmt))


def _is_spoken_of(space: Space, fmt: str) -> bool:
    """Whether people speak of values of a format at all; of an access token they do not."""
    return any(fmt in entry.get("refer", {}) for entry in space.wording.values())


def _implicit(before: Episode, calls: list[Call], index: int, step: Walked, feeds: set[str]) -> int | None:
    if not step.event.effects or step.id in feeds:
        return None
    parameters: Any = before.space.tools[calls[index][0]].spec.parameters
    open_ones = [name for name in step.origins if not closed(parameters["properties"][name])]
    if open_ones or any(isinstance(origin, Output) for origin in step.origins.values()):
        return None
    if breaks_without(before, calls, index) is None:
        return None
    return implied_by(before, calls, index, parameters)


def _implied(step: Walked, needed_by: str) -> Walked:
    origins: dict[str, Origin] = {
        name: origin if isinstance(origin, Default) else Implied(needed_by=needed_by)
        for name, origin in step.origins.items()
    }
    return Walked(step.id, step.event, origins)
