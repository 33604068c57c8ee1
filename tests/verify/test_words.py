"""What people say is read as values by named rules."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funreason_sim.verification.words import dates, describes, locate, numbers, phrase, spaced

DOORS = ("driver", "passenger", "rear_left", "rear_right")


@pytest.mark.parametrize(
    ("value", "text", "words", "rule"),
    [
        ("Rivermist", "from rivermist to", "rivermist", "literal"),
        ("Sunset Valley", "in Sunset  Valley.", "Sunset  Valley", "literal"),
        (1200, "about $1,200 please", "$1,200", "number"),
        (12.5, "fill 12.5 gallons", "12.5", "number"),
        (0.25, "push it to 25%", "25%", "number"),
        (2, "two of them", "two", "number"),
        ("2026-03-14", "on March 14th, 2026", "March 14th, 2026", "date"),
        ("2026-03-14", "on the 14 of March 2026", "14 of March 2026", "date"),
        ("2026-03-14", "by 3/14/2026", "3/14/2026", "date"),
        ("rear_left", "the rear left one", "rear left", "enumeration"),
        ("brakePedal", "is the brake pedal down", "brake pedal", "enumeration"),
        (["driver", "rear_left"], "the driver and rear left doors", "driver and rear left", "list"),
        (list(DOORS), "lock every door", "every", "all"),
        ({"priority": 4, "status": "Open"}, "the status Open and priority 4", "status Open and priority 4", "object"),
    ],
)
def test_words_mean_values(value: Any, text: str, words: str, rule: str) -> None:
    """Each rule gives the words and its name."""
    hit = locate(value, text, DOORS)
    assert hit is not None
    assert (text[slice(*hit.span)], hit.rule) == (words, rule)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("lock", "unlock it"),
        (5, "15 or 5.5 or 1,5 or 2026-05-05"),
        (1200, "12,00"),
        ("2026-03-14", "on March 15, 2026 or 2026-03-41"),
        (["driver", "passenger"], "the driver's door"),
        (list(DOORS), "no rush at all, and after all it is only a car"),
        (True, "true"),
        (None, "none"),
        ({"priority": 4}, "make it 4"),
        ({"priority": 4, "status": "Open"}, "priority 4, please"),
        ({}, "anything"),
        ("ZETA", "the company Zeta Corp"),
        ("", "anything"),
    ],
)
def test_what_is_not_said_is_not_found(value: Any, text: str) -> None:
    """Parts of words, other numbers and other days are not the value."""
    assert locate(value, text) is None


def test_an_entity_is_described_by_the_end_of_its_number() -> None:
    """Four characters at the end of a long number are a description; of a short one they are not."""
    hit = describes("4490857350756982", "the one ending in 6982")
    assert hit is not None
    assert hit.rule == "last four"
    assert describes("6982", "ending in 6982") is not None
    assert describes("76982", "ending in 6982") is None
    assert describes("id", "id") is None


@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)))
def test_every_day_is_read_in_every_notation(day: date) -> None:
    """What the querying seat writes, this reads."""
    for said in (day.isoformat(), f"{day:%B} {day.day}, {day.year:04}", f"{day.day} {day:%b} {day.year:04}"):
        assert day in [found for found, _ in dates(f"on {said}.")]


@given(st.text(max_size=60))
def test_no_text_breaks_reading(text: str) -> None:
    """Spans always lie in the text."""
    for span in (
        [s for _, s in numbers(text)] + [s for _, s in dates(text)] + [s for s in [phrase(text, text[:5])] if s]
    ):
        assert 0 <= span[0] < span[1] <= len(text)


def test_identifiers_are_said_as_words() -> None:
    """Underscores and inner capitals are spaces to a person."""
    assert [spaced(name) for name in ("rear_left", "rearLeft", "read_write", "plain")] == [
        "rear left", "rear left", "read write", "plain",
    ]  # fmt: skip
