"""A tamperer who recomputes every hash: what changes what happened is found, and what cannot is listed and counted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from made import samples
from pydantic import ValidationError
from verify.changing import Path, with_changed

from funreason_sim.errors import FunreasonError
from funreason_sim.records import Sample, Step, ToolRan
from funreason_sim.sim import space
from funreason_sim.verification import verify
from funreason_sim.verification.checks import record_digest
from funreason_sim.verification.rerun import rerun

# The classes of changes that cannot change what happened, so that no run can show them.
HARMLESS = {
    "provenance": "where a record says it comes from",
    "system": "the system prompt",
    "seed": "the seed of an episode in which nothing was drawn",
    "scenario": "initial values that nothing in the trajectory reads or writes",
    "turns.query": "words of the query that say no value and ask for nothing else",
    "turns.style": "the name of the noise style",
    "turns.advanced_tool": "how the composite tool is named and described",
    "turns.asked": "how many of the words around it count as asking for a thing",
    "turns.responses": "the wording of a thought that speaks of nothing unseen",
    "turns.answer": "the wording of an answer that speaks of nothing unseen",
    "turns.hints": "the wording of a hint",
}


def resealed(sample: Sample) -> Sample:
    """The record with every hash in it recomputed to fit what it now says."""
    try:
        run = rerun(sample, space(sample.space))
    except FunreasonError:
        return sample.model_copy(update={"digest": record_digest(sample)})
    turns = [
        turn.turn.model_copy(
            update={
                "reference": _chained(turn.turn.reference, turn.reference),
                "steps": _chained(turn.turn.steps, turn.calls),
                "digest": turn.state,
            }
        )
        for turn in run.turns
    ]
    sealed = sample.model_copy(update={"turns": tuple(turns), "opened": run.opened, "head": run.head})
    return sealed.model_copy(update={"digest": record_digest(sealed)})


def _chained(steps: tuple[Step, ...], events: list[ToolRan]) -> tuple[Step, ...]:
    if len(steps) != len(events):
        return steps
    return tuple(step.model_copy(update={"event": event.id}) for step, event in zip(steps, events, strict=True))


def _leaves(value: Any, path: Path = ()) -> Iterator[Path]:
    if isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _leaves(item, (*path, key))
    else:
        yield path


def _found(document: Any) -> bool:
    try:
        sample = Sample.model_validate_json(json.dumps(document), strict=True)
        return not verify(resealed(sample)).ok
    except (ValidationError, FunreasonError):
        return True


def _class(path: Path) -> str:
    names = [key for key in path if isinstance(key, str)]
    return ".".join(names[:2]) if names[0] == "turns" else names[0]


@pytest.mark.parametrize("number", [0, 1, 2])
def test_only_listed_classes_of_changes_go_unfound(number: int) -> None:
    """One leaf changed, every hash made to fit: arguments, outcomes, effects, sources and order are always found."""
    document = json.loads(samples()[number].model_dump_json())
    found: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for path in list(_leaves(document))[number::3]:
        if path[0] not in ("tools", "opened", "head") and path[-1] not in ("event", "digest"):
            (found if _found(with_changed(document, path)) else missed)[_class(path)] += 1
    assert set(missed) <= set(HARMLESS), missed
    assert found["turns.steps"] > 20 < found["turns.reference"]
    assert {"turns.steps", "turns.reference"}.isdisjoint(missed)
    print(f"found {sum(found.values())}, not found {dict(missed)}")


def test_changed_order_is_found() -> None:
    """Two steps, two turns or two references in another order, ids renumbered and hashes made to fit, are found."""
    swapped = 0
    for sample in samples():
        turns = [sample.turns[1], sample.turns[0], *sample.turns[2:]]
        assert not verify(resealed(sample.model_copy(update={"turns": tuple(turns)}))).ok
        first = sample.turns[0]
        for field in ("steps", "reference"):
            steps = getattr(first, field)
            pair = [steps[1].model_copy(update={"call": steps[1].call.model_copy(update={"id": steps[0].id})})]
            pair.append(steps[0].model_copy(update={"call": steps[0].call.model_copy(update={"id": steps[1].id})}))
            turn = first.model_copy(update={field: (*pair, *steps[2:])})
            changed = resealed(sample.model_copy(update={"turns": (turn, *sample.turns[1:])}))
            swapped += not verify(changed).ok
    assert swapped >= len(samples())


def test_calls_cannot_have_seen_each_other_when_they_are_made_at_once() -> None:
    """All calls of a turn put into one response: those that take what another returned have no source any more."""
    checked = 0
    for sample in samples():
        for number, turn in enumerate(sample.turns):
            own = {step.id for step in turn.steps}
            if not any(getattr(s, "call", None) in own for step in turn.steps for s in step.sources.values()):
                continue
            at_once = turn.responses[0].model_copy(update={"calls": tuple(step.id for step in turn.steps)})
            changed = turn.model_copy(update={"responses": (at_once, turn.responses[-1])})
            turns = (*sample.turns[:number], changed, *sample.turns[number + 1 :])
            assert not verify(resealed(sample.model_copy(update={"turns": turns}))).ok
            checked += 1
    assert checked > 3


def test_a_scenario_value_that_matters_is_found() -> None:
    """Every value of the scenario that an outcome shows is found when it is changed."""
    sample = samples(3, 2, environments=("travel",), target="get_credit_card_balance")[0]
    cards = sample.scenario["travel"]["credit_card_list"]  # type: ignore[index,call-overload]
    shown = next(
        s for t in sample.turns for s in t.steps if s.tool in ("get_credit_card_balance", "get_all_credit_cards")
    )
    document = json.loads(sample.model_dump_json())
    for name, card in cards.items():  # type: ignore[union-attr]
        if str(card["balance"]) in shown.outcome.text:  # type: ignore[index,call-overload]
            assert _found(with_changed(document, ("scenario", "travel", "credit_card_list", name, "balance")))
