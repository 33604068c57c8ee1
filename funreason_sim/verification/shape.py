"""Checks that a record hangs together, before it is run: ids in order, responses that cover the steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..records import Finding, Sample, Turn
from .spot import Spot


def shaped(sample: Sample) -> Iterator[Finding]:
    """What keeps a record from being run as one trajectory."""
    spot = Spot("record")
    if not sample.turns:
        yield spot.find("the sample has no turns", "turns")
    references = [step.id for turn in sample.turns for step in turn.reference]
    yield from spot.differ("the references are misnumbered", "reference", references, _numbered("r", references))
    steps = [step.id for turn in sample.turns for step in turn.steps]
    yield from spot.differ("the steps are misnumbered", "steps", steps, _numbered("c", steps))
    offered = [spec.name for spec in sample.tools]
    for number, turn in enumerate(sample.turns):
        here = spot.at(number)
        yield from here.differ("the turn offers other tools than are specified", "tools", list(turn.tools), offered)
        yield from _responses(here, turn)
        failed = len(turn.hints) + 1
        yield from here.differ("every failed attempt has one hint", "attempts", turn.attempts, failed)


def _numbered(letter: str, names: Sequence[str]) -> list[str]:
    return [f"{letter}{number}" for number in range(len(names))]


def _responses(spot: Spot, turn: Turn) -> Iterator[Finding]:
    made = [name for response in turn.responses for name in response.calls]
    yield from spot.differ(
        "the responses make other calls than the steps", "responses", made, [s.id for s in turn.steps]
    )
    calling = [bool(response.calls) for response in turn.responses]
    if not calling or calling[-1] or not all(calling[:-1]):
        yield spot.find("every response makes calls but the last, which answers", "responses", actual=made)
