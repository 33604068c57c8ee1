"""What a query may hold: names of files, and values that are said, once or again, are no code."""

from __future__ import annotations

import pytest

from funreason_sim.sim import space
from funreason_sim.verification.honesty import _Seen, _texts
from funreason_sim.verification.query import identifiers
from funreason_sim.verification.words import phrase

CLEAR = [
    ("Show me open_tasks.txt, please.", ()),
    ("Make a folder called old_stuff. Then go into old_stuff.", ("old_stuff",)),
    ("Sort the books, find the receipt, add it up and unlock the door.", ()),
]
CODE = ["Set the old_stuff aside.", "Use the brakePedal.", "Call find(it)."]


@pytest.mark.parametrize(("query", "said"), CLEAR)
def test_file_names_and_what_is_said_again_are_no_code(query: str, said: tuple[str, ...]) -> None:
    """A name with an underscore is code unless it is a file's, or a value that the user says somewhere."""
    spans = [span for words in said if (span := phrase(query, words))]
    assert list(identifiers(query, spans, space("vehicle"))) == []


@pytest.mark.parametrize("query", CODE)
def test_an_identifier_is_code(query: str) -> None:
    """Shapes of code are found where nothing says them."""
    assert len(list(identifiers(query, [], space("vehicle")))) == 1


def test_a_value_after_a_new_line_was_seen() -> None:
    """A text is seen as it reads: as JSON its lines would run together."""
    seen = _Seen()
    for text in _texts({"lines": ["item,count\nposters,156"]}):
        seen.add(text)
    assert seen.has("posters,156")
    assert not seen.has("posters,157")
