"""The fuzz draws the same calls from a seed, reaches what there is, and tells a difference by its shortest calls."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from funreason_sim.bfcl import execution
from funreason_sim.bfcl.dialect import Dialect
from funreason_sim.bfcl.domains import dialect
from funreason_sim.bfcl.fuzz import Fuzz, as_document, fuzz
from funreason_sim.bfcl.oracle import DOMAINS

SAMPLE, WHOLE = 4_000, 200_000


@pytest.mark.conformance
def test_random_calls_do_what_the_official_classes_do(request: pytest.FixtureRequest) -> None:
    """Right and wrong calls of all 128 functions: the same results and states, in every domain."""
    whole = request.config.getoption("--whole")
    report = fuzz(seed=3, calls=WHOLE if whole else SAMPLE)
    assert len(report.tools) == 128
    assert report.identical >= 0.995 * report.calls, [as_document(item) for item in report.shown]
    for name, figures in report.domains.items():
        assert figures.identical >= 0.99 * figures.calls, name
        assert report.fewest(name) >= (300 if whole else 5), name
    assert sum(figures.valid for figures in report.domains.values()) >= 0.6 * report.calls
    reached = sum(len(lines.seen) for lines in report.lines.values())
    assert reached >= (0.98 if whole else 0.93) * sum(len(lines.all) for lines in report.lines.values())
    assert report.unrepeated == []


def test_a_seed_makes_the_same_calls() -> None:
    """All figures are equal the second time, and others with another seed."""

    def figures(seed: int) -> dict[str, Any]:
        report = fuzz(seed, 120, ["tickets"])
        return {**vars(report.domains["tickets"]), **report.tools}

    assert figures(1) == figures(1) != figures(2)


@pytest.fixture
def _forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dialect of the tickets that does not say who is logged in."""
    true = dialect("TicketAPI")

    def attributes(document: Any, long_context: bool) -> dict[str, Any]:
        return {**true.attributes(document, long_context), "current_user": None}

    lying = replace(true, attributes=attributes)
    monkeypatch.setattr(execution, "dialect", lambda name: lying if name == "TicketAPI" else dialect(name))
    execution.classes_of.cache_clear()


@pytest.fixture
def _remembered() -> Any:
    """Nothing of a changed dialect is kept."""
    yield
    execution.classes_of.cache_clear()


@pytest.mark.usefixtures("_remembered", "_forgetful")
def test_a_difference_is_told_by_its_shortest_calls() -> None:
    """Nobody is logged in at the start of this world; one login is enough to show it."""
    report: Fuzz = fuzz(1, 200, ["tickets"])
    shown = [item for item in report.shown if item.tool == "ticket_login"]
    assert shown
    assert report.identical < report.calls
    assert {len(item.calls) for item in shown} == {1}
    document = as_document(shown[0])
    assert document["what"] == "TicketAPI.current_user"
    assert document["ours"] is None
    assert document["official"] is not None


def test_every_class_of_the_benchmark_has_its_dialect() -> None:
    """Eight, each of its own environment."""
    dialects: list[Dialect] = [dialect(name) for name in DOMAINS]
    assert [found.environment for found in dialects] == list(DOMAINS.values())
    assert [found.official for found in dialects] == list(DOMAINS)
