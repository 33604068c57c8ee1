"""The ground truth does on our environments what it does on the official classes, and differences are told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from funreason_sim.bfcl import replay as module
from funreason_sim.bfcl.execution import Opening, entry_opening
from funreason_sim.bfcl.oracle import answers, entries, pairs
from funreason_sim.bfcl.replay import chosen
from funreason_sim.bfcl.replay import replay as compare
from funreason_sim.sim import Scenario


def test_all_calls_of_the_ground_truth_have_identical_results_and_states() -> None:
    """4,625 calls and 800 final states, none of them different."""
    report = compare(chosen((), None))
    assert report.differences == []
    assert (sum(report.calls.values()), sum(report.identical.values())) == (4_625, 4_625)
    assert (report.entries, report.equal_entries) == (800, 800)
    assert len({domain for _, domain in report.calls}) == 8


def test_entries_are_chosen_by_category_and_number() -> None:
    """A limit counts for each category."""
    assert chosen(("miss_func",), 2) == ["multi_turn_miss_func_0", "multi_turn_miss_func_1"]
    assert len(chosen((), 3)) == 12
    assert len(pairs()) >= 10
    assert entries().keys() == answers().keys()


@pytest.fixture
def _lying_vehicle(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dialect that tells a wrong fuel level, and hides where the car goes."""
    from funreason_sim.bfcl.domains import vehicle

    true = vehicle.DIALECT

    def attributes(document: Scenario, long_context: bool) -> dict[str, Any]:
        return {**true.attributes(document, long_context), "destination": "nowhere"}

    told = {**true.results, "displayCarStatus": lambda reply: {"fuelLevel": -1}}
    lying = replace(true, attributes=attributes, results=told)

    def opened(entry: str) -> Opening:
        opening = entry_opening(entry)
        tools = {name: (tool, lying) for name, (tool, _) in opening.classes.tools.items()}
        return replace(opening, classes=replace(opening.classes, dialects=(lying,), tools=tools))

    monkeypatch.setattr(module, "entry_opening", opened)


@pytest.mark.usefixtures("_lying_vehicle")
def test_a_difference_names_its_place_and_both_sides() -> None:
    """A wrong result at its call, a wrong attribute at the end of its entry."""
    report = compare([_entry_with("displayCarStatus")])
    whats = [difference.what for difference in report.differences]
    assert whats == ["result", "VehicleControlAPI.destination"]
    result, state = report.differences
    assert result.call is not None
    assert result.call.startswith("displayCarStatus")
    assert result.ours == '{"fuelLevel": -1}'
    assert result.theirs != result.ours
    assert (state.turn, state.ours) == (None, "nowhere")
    assert not report.clean
    assert report.equal_entries == 0


def _entry_with(tool: str) -> str:
    """An entry of the car alone that calls this tool once."""
    return next(
        name
        for name, entry in entries().items()
        if entry["involved_classes"] == ["VehicleControlAPI"] and str(answers()[name]).count(f"{tool}(") == 1
    )
