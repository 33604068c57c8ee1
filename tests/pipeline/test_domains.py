"""Every installed environment is generated from: most turns are solved at once; the benchmark's worlds serve too."""

from __future__ import annotations

import pytest
from made import samples

from funreason_sim.records import Said, Sample

NAMES = ("file_system", "math", "messages", "posting", "tickets", "trading", "travel", "vehicle")
COUNT = 4


def _made(name: str, scenarios: str = "generated") -> tuple[Sample, ...]:
    return samples(COUNT, 5, environments=(name,), scenarios=scenarios)


@pytest.mark.parametrize("name", NAMES)
def test_most_turns_of_a_domain_are_solved_at_the_first_attempt(name: str) -> None:
    """The seats know no environment by name: each one's own phrasings are understood."""
    turns = [turn for sample in _made(name) for turn in sample.turns]
    assert sum(turn.attempts == 1 for turn in turns) >= 0.8 * len(turns)


@pytest.mark.parametrize("name", NAMES)
def test_a_benchmark_state_is_said_to_be_one(name: str) -> None:
    """A sample that starts from the benchmark's data can be told by its origin."""
    assert {sample.origin for sample in _made(name, "bfcl")} == {"benchmark"}


def test_values_of_every_shape_are_said() -> None:
    """Lists, objects, texts and names of files are grounded in words, by rules that verification reads again."""
    rules: dict[str, set[str]] = {}
    for name in ("math", "tickets", "file_system", "posting"):
        for sample in _made(name):
            for turn in sample.turns:
                for step in turn.steps:
                    for source in step.sources.values():
                        if isinstance(source, Said):
                            rules.setdefault(name, set()).add(source.rule)
    assert "list" in rules["math"]
    assert rules["tickets"] & {"object", "wording"}
    assert "literal" in rules["file_system"]
    assert "list" in rules["posting"]
