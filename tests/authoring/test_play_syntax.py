"""A call as a line: what is typed is what is called."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funreason_sim.authoring.play.syntax import read_arguments, written
from funreason_sim.errors import UsageError

MAYBE = {"anyOf": [{"type": "string"}, {"type": "null"}]}
TEXT = {"properties": {"city": {"type": "string"}, "count": {"type": "integer"}, "any": {}, "maybe": MAYBE}}
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.from_regex(r"[A-Za-z_]\w{0,6}", fullmatch=True), VALUES, max_size=4))
def test_what_is_written_reads_back(arguments: dict[str, object]) -> None:
    """Any JSON arguments survive being written as a line."""
    line = written("tool", arguments)  # type: ignore[arg-type]
    assert "\n" not in line
    assert read_arguments(line.removeprefix("tool"), {}) == arguments


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("", {}),
        ("  ", {}),
        ("city=Rivermist", {"city": "Rivermist"}),
        ("city=83214 count=83214", {"city": "83214", "count": 83214}),
        ("city=true any=true", {"city": "true", "any": True}),
        ('city="two words"  count=3', {"city": "two words", "count": 3}),
        ('any=["a b", {"c": [1, 2.5]}] count=1', {"any": ["a b", {"c": [1, 2.5]}], "count": 1}),
        ('{"city": "x", "count": 1}', {"city": "x", "count": 1}),
        ("any=NaN", {"any": "NaN"}),
        ("any=a=b", {"any": "a=b"}),
        ("any=null", {"any": None}),
        ("maybe=12", {"maybe": "12"}),
        ("maybe=null", {"maybe": None}),
        ('any=it"s', {"any": 'it"s'}),
    ],
)
def test_a_word_is_json_or_else_text(typed: str, means: dict[str, object]) -> None:
    """And always text where the tool takes nothing else."""
    assert read_arguments(typed, TEXT) == means


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("Rivermist", "'Rivermist' is not name=value"),
        ("city=x lost", "'lost' is not name=value"),
        ("city=", 'city has no value; write city=value, or city="" for an empty text'),
        ('city="open', "the value of city begins like JSON but is none"),
        ("any=[1,", "the value of any begins like JSON but is none"),
        ('city="a"count=1', "the value of city ends before 'count=1'"),
        ("city=x city=y", "city is given twice"),
        ('{"city": }', "the arguments begin like a JSON object but are none"),
        ("=x", "'=x' is not name=value"),
        ("any=" + "[" * 100_000, "the value of any begins like JSON but is none"),
        ("{" * 5 + '"a":' * 3, "the arguments begin like a JSON object but are none"),
    ],
)
def test_a_line_that_is_no_call_is_refused_with_what_would_be_right(typed: str, says: str) -> None:
    """The complaint quotes the place."""
    with pytest.raises(UsageError) as caught:
        read_arguments(typed, TEXT)
    assert str(caught.value).startswith(says)
