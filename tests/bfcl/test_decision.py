"""Our decision is the benchmark's: on the reference, on nothing, with a call left out, and on odd results."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from funreason_sim.bfcl.agreement import official_error
from funreason_sim.bfcl.decision import Turns, judge
from funreason_sim.bfcl.oracle import answers, category_of, entries
from funreason_sim.bfcl.results import Played, judged

Truth = Sequence[Sequence[str]]


def played(entry: str, turns: Turns) -> Played:
    """Turns as a prompted model gives them."""
    return Played(entry, [[f"[{', '.join(step)}]" for step in steps] for steps in turns], "results.jsonl", 1)


def one_step(truth: Truth) -> list[list[list[str]]]:
    """The ground truth as a model that makes all calls of a turn at once."""
    return [[list(calls)] if calls else [] for calls in truth]


def official(entry: str, turns: Turns) -> str | None:
    """The official checker's kind of error, asked with the call texts themselves."""
    from funreason_sim.bfcl.official import checker, fresh

    fresh()
    verdict = checker()(turns, answers()[entry], entries()[entry], "multi_turn", "model")
    return None if verdict["valid"] else str(verdict["error_type"])


def test_the_reference_passes_every_entry() -> None:
    """Played as a model, the ground truth is right 800 times of 800."""
    decisions = [judge(entry, one_step(truth)) for entry, truth in answers().items()]
    assert len(decisions) == 800
    assert [item for item in decisions if not item.valid] == []


def test_an_empty_model_passes_none() -> None:
    """Every entry has a turn in which something must be done."""
    decisions = [judge(entry, [[] for _ in truth]) for entry, truth in answers().items()]
    assert {item.error for item in decisions} == {"multi_turn:empty_turn_model_response"}


@pytest.mark.conformance
def test_a_dropped_call_is_decided_as_the_official_checker_does(request: pytest.FixtureRequest) -> None:
    """Any one call of the base ground truth left out: the same decision, for the same kind of reason."""
    cases = [
        (entry, turn, place)
        for entry, truth in answers().items()
        if category_of(entry) == "base"
        for turn, calls in enumerate(truth)
        for place in range(len(calls))
    ]
    assert len(cases) == 1_142
    decided = []
    for entry, turn, place in cases if request.config.getoption("--whole") else cases[::6]:
        turns = one_step(answers()[entry])
        del turns[turn][0][place]
        turns[turn] = [step for step in turns[turn] if step]
        decided.append(judge(entry, turns).error)
        assert decided[-1] == official(entry, turns), (entry, turn, place)
    assert len(set(decided) - {None}) == 3, "each of the three kinds of failure"


ODD: list[tuple[str, Any]] = [
    ("a text instead of turns", "I cannot do that."),
    ("too few turns", [["[ls()]"]]),
    ("talk only", "talk"),
    ("calls of unknown tools", "unknown"),
    ("one call after the other", "steps"),
    ("more calls than needed", "more"),
    ("twice", "twice"),
]


@pytest.mark.parametrize(("name", "result"), ODD, ids=[name for name, _ in ODD])
@pytest.mark.parametrize("entry", ["multi_turn_base_0", "multi_turn_miss_func_60", "multi_turn_long_context_101"])
def test_odd_results_are_decided_as_the_official_checker_does(entry: str, name: str, result: Any) -> None:
    """Results that are no calls, too many or too few, or come in other steps."""
    truth = answers()[entry]
    shapes = {
        "talk": [["Sure, I will do so!"] for _ in truth],
        "unknown": [["[fly_to_the_moon(fast=True)]"] for _ in truth],
        "steps": [[f"[{call}]" for call in calls] for calls in truth],
        "more": [[f"[{', '.join(calls)}]", "[nothing()]", "done"] if calls else [] for calls in truth],
        "twice": [[f"[{', '.join(calls)}]", f"[{', '.join(calls)}]"] if calls else [] for calls in truth],
    }
    item = Played(entry, shapes.get(result, result) if isinstance(result, str) else result, "results.jsonl", 1)
    if name == "a text instead of turns":
        item = Played(entry, result, "results.jsonl", 1)
    assert judged(item, prompted=True).error == official_error(item, prompted=True)


def test_steps_of_a_function_calling_model_are_decided_too() -> None:
    """Calls as objects with their arguments as JSON text, and what cannot be decoded left out."""
    entry = "multi_turn_base_50"
    turns: list[Any] = [
        [[{"lockDoors": '{"unlock": false, "door": ["driver"]}'}], "I am done."] for _ in answers()[entry]
    ]
    item = Played(entry, turns, "results.jsonl", 1)
    assert judged(item, prompted=False).error == official_error(item, prompted=False) is not None


def test_a_failure_says_in_which_turn_and_what_differed() -> None:
    """The first turn that fails, with the attributes or the result that are not there."""
    turns = one_step(answers()["multi_turn_base_50"])
    turns[0] = [["get_current_speed()"]]
    decision = judge("multi_turn_base_50", turns)
    assert (decision.valid, decision.turn, decision.category) == (False, 0, "base")
    assert decision.error is not None
    assert decision.detail
