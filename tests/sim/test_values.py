"""Values are found by format along a schema, and found again by pointer."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funreason_sim.records import Outcome
from funreason_sim.sim import Dice, derive
from funreason_sim.sim.values import Ledger, harvest, resolve

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "zip": {"type": "string", "format": "zip"},
        "cards": {
            "type": "object",
            "propertyNames": {"format": "card"},
            "additionalProperties": {"type": "object", "properties": {"holder": {"type": "string", "format": "name"}}},
        },
        "codes": {"type": "array", "items": {"anyOf": [{"type": "string", "format": "code"}, {"type": "null"}]}},
    },
}
VALUE: Any = {"zip": "1", "cards": {"a/b": {"holder": "Ann"}, "c~": {"holder": "Bo"}}, "codes": ["x", None]}


def test_every_formatted_value_is_found_with_its_entity() -> None:
    """Members, keys of maps and items of lists; a map's entries share a collection."""
    found = [(f.format, f.value, f.path, f.entity, f.collection) for f in harvest(SCHEMA, VALUE)]
    assert found == [
        ("zip", "1", "/zip", VALUE, None),
        ("card", "a/b", "/cards/a~1b#", {"holder": "Ann"}, "/cards"),
        ("name", "Ann", "/cards/a~1b/holder", {"holder": "Ann"}, "/cards"),
        ("card", "c~", "/cards/c~0#", {"holder": "Bo"}, "/cards"),
        ("name", "Bo", "/cards/c~0/holder", {"holder": "Bo"}, "/cards"),
        ("code", "x", "/codes/0", {}, "/codes"),
    ]


def test_what_is_found_is_found_again() -> None:
    """The pointer of every value found resolves to that value."""
    assert all(resolve(VALUE, f.path) == f.value for f in harvest(SCHEMA, VALUE))


@pytest.mark.parametrize(
    "pointer", ["/zap", "/codes/7", "/codes/x", "/codes/0#", "/cards/zz#", "/zip/0", "/codes/99999999999999"]
)
def test_a_pointer_to_nothing_is_an_error(pointer: str) -> None:
    """Neither a wrong name nor a wrong index passes."""
    with pytest.raises(KeyError):
        resolve(VALUE, pointer)


@given(
    st.recursive(
        st.none() | st.text(max_size=3), lambda x: st.lists(x) | st.dictionaries(st.text(max_size=3), x), max_leaves=8
    ),
    st.text("/ab#0~", max_size=6),
)
def test_no_pointer_breaks_resolving(value: Any, pointer: str) -> None:
    """Any text against any value gives a value or KeyError."""
    with suppress(KeyError):
        resolve(value, "/" + pointer)


def test_a_ledger_gives_the_newest_first_and_nothing_of_refusals() -> None:
    """A value that comes back again counts where it came last."""
    ledger = Ledger({"find": SCHEMA})
    for name, zip_code in (("c0", "1"), ("c1", "2"), ("c2", "1")):
        ledger.add(name, "find", {"city": name}, Outcome(text=f'{{"zip": "{zip_code}"}}'))
    ledger.add("c3", "find", {}, Outcome(text='{"zip": "3"}', code="no"))
    ledger.add("c4", "other", {}, Outcome(text='{"zip": "4"}'))
    assert [(g.call, g.found.value) for g in ledger.given("zip")] == [("c2", "1"), ("c1", "2")]
    assert ledger.given("zip")[0].attributes["argument city"] == "c2"


def test_dice_are_named_streams() -> None:
    """One seed gives one stream; children are independent of how often the parent was thrown."""
    one, two = Dice("a"), Dice("a")
    assert [one.integer(1, 6) for _ in range(9)] == [two.integer(1, 6) for _ in range(9)]
    assert Dice("a").child("x").digits(8) == one.child("x").digits(8) != one.child("y").digits(8)
    assert sorted(one.shuffled(range(20))) == list(range(20)) != one.shuffled(range(20))
    assert derive("a", 1) != derive("a", "1", "")
