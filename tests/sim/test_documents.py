"""Documents come back from rows as they went in, key by key; a wrong one is refused in a sentence with its place."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, TypeVar

import pytest

from funreason_sim.errors import ScenarioError
from funreason_sim.sim import Document, Environment, Field, RecordList, Records, World, kinds, open_episode

T = TypeVar("T")
SCHEMA = """
CREATE TABLE library(
    id INTEGER PRIMARY KEY CHECK (id = 1), town TEXT, seats ANY, is_open INTEGER, rules TEXT,
    shape TEXT NOT NULL, extra TEXT NOT NULL
) STRICT;
CREATE TABLE book(
    title TEXT PRIMARY KEY, position INTEGER NOT NULL, pages ANY, lent INTEGER, "order" TEXT, tags TEXT,
    shape TEXT NOT NULL, extra TEXT NOT NULL
) STRICT;
CREATE TABLE visit(
    position INTEGER PRIMARY KEY, name TEXT, minutes ANY, shape TEXT NOT NULL, extra TEXT NOT NULL
) STRICT;
"""
BOOKS = Records(
    "book",
    "title",
    {
        "pages": kinds.optional(kinds.number),
        "lent": kinds.boolean,
        "order": kinds.text,
        "tags": kinds.as_json(kinds.listing),
    },
)
VISITS = RecordList("visit", {"name": kinds.text, "minutes": kinds.number})
LIBRARY = Document(
    "library",
    {
        "city": Field("town", kinds.text, "Rivermist"),
        "seats": Field("seats", kinds.optional(kinds.between(0, 90))),
        "open": Field("is_open", kinds.boolean, True),
        "rules": Field("rules", kinds.as_json(kinds.listing), []),
    },
    {"books": BOOKS, "visits": VISITS},
)
FULL: dict[str, Any] = {
    "note": {"z": [1, None], "a": "b"},
    "visits": [{"minutes": 5, "name": "Ada", "mood": "good"}, {"minutes": 5.0}, {}, {"minutes": 5, "name": "Ada"}],
    "open": False,
    "rules": ["hush", {"no": "food"}],
    "books": {
        "Walden": {"shelf": [3], "lent": True, "tags": ["pond"], "pages": 352},
        "Emma": {"pages": None},
        "Ark": {"pages": 1.0, "order": "12/7", "lent": False},
        "": {},
    },
    "seats": 12,
    "city": "Oakendale",
}


def in_a_world(act: Callable[[World], T]) -> T:
    """What a function returns that works on an empty world."""
    done: list[T] = []
    scenarios: Any = SimpleNamespace(
        generate=lambda dice: {},
        load=lambda world, document: done.append(act(world)),
        dump=lambda world: {},
        known=lambda world, dice: {},
    )
    environment = Environment(name="library", summary="", schema=SCHEMA, functions=(), scenarios=scenarios)
    with open_episode([environment], {"library": {}}):
        return done[0]


def after(document: dict[str, Any], act: Callable[[World], object] = lambda world: None) -> str:
    """A document as it comes back when something has happened since, as text: key order and kinds of numbers count."""

    def loaded(world: World) -> str:
        LIBRARY.load(world, document)
        act(world)
        return json.dumps(LIBRARY.dump(world))

    return in_a_world(loaded)


def changed(sql: str) -> Callable[[World], object]:
    """A statement as something that happens."""
    return lambda world: world.run(sql)


@pytest.mark.parametrize(
    "document",
    [
        {},
        FULL,
        dict(reversed(FULL.items())),
        {"books": {}, "visits": [], "rules": []},
        {"city": "Rivermist", "seats": None, "open": True},
        {"extra": 1, "shape": 2, "position": {}},
    ],
)
def test_a_document_comes_back_as_it_was(document: dict[str, Any]) -> None:
    """Unknown keys, missing ones, nothing, defaults that were said, order, kinds of numbers: all to the letter."""
    assert after(document) == json.dumps(document)


def test_what_a_document_leaves_out_has_its_default_in_the_rows() -> None:
    """Tools read the default, though no dump shows it."""

    def row(world: World) -> object:
        LIBRARY.load(world, {})
        return world.one("SELECT town, seats, is_open, rules FROM library")

    assert in_a_world(row) == ("Rivermist", None, 1, "[]")


def test_a_key_appears_behind_the_others_once_its_value_is_another() -> None:
    """And is gone again when it has its default again, unless the document said it."""
    closed, opened = changed("UPDATE library SET is_open = 0"), changed("UPDATE library SET is_open = 1")
    said = {"zeal": 1, "city": "Ur"}
    assert after(said, closed) == json.dumps({**said, "open": False})
    assert after(said, lambda world: (closed(world), opened(world))) == json.dumps(said)
    assert after({"open": False, **said}, opened) == json.dumps({"open": True, **said})


def test_parts_appear_with_their_first_record() -> None:
    """Behind the fields, in the order of the document's own description."""

    def visited(world: World) -> None:
        VISITS.append(world, {"name": "Bo"})
        BOOKS.put(world, "Emma", {"lent": True})
        world.run("UPDATE library SET seats = 7")

    assert after({}, visited) == json.dumps({"seats": 7, "books": {"Emma": {"lent": True}}, "visits": [{"name": "Bo"}]})
    assert after({"books": {}}, visited).startswith('{"books": {"Emma"')


def test_a_part_that_is_left_out_has_its_default_in_the_rows() -> None:
    """It is loaded like a value that was said, and not shown until it is another."""
    founded: Any = SimpleNamespace(default={"Emma": {"lent": False}}, load=BOOKS.load, dump=BOOKS.dump)
    document = Document("library", {}, {"books": founded})

    def dumped(world: World) -> list[Any]:
        document.load(world, {})
        before, emma = document.dump(world), BOOKS.get(world, "Emma")
        BOOKS.put(world, "Emma", {"lent": True})
        return [before, emma, document.dump(world)]

    assert in_a_world(dumped) == [{}, {"lent": False}, {"books": {"Emma": {"lent": True}}}]


def test_a_record_that_is_written_again_keeps_its_place_and_nothing_else() -> None:
    """Not the fields of the old one, known or unknown."""

    def again(world: World) -> None:
        BOOKS.put(world, "Walden", {"order": "1", "dust": 0})
        BOOKS.put(world, "Zen", {})

    books = {**FULL["books"], "Walden": {"order": "1", "dust": 0}, "Zen": {}}
    assert after({"books": FULL["books"]}, again) == json.dumps({"books": books})


def test_a_record_is_found_by_its_key() -> None:
    """As it would be dumped; what is not there is None."""

    def found(world: World) -> list[Any]:
        LIBRARY.load(world, FULL)
        return [BOOKS.get(world, title) for title in (*FULL["books"], "walden")]

    assert json.dumps(in_a_world(found)) == json.dumps([*FULL["books"].values(), None])


def test_what_is_read_by_columns_is_what_the_record_says() -> None:
    """A field has its value in its own column, and NULL where the record does not say."""

    def rows(world: World) -> object:
        LIBRARY.load(world, FULL)
        return world.all('SELECT title, position, pages, lent, "order", tags FROM book ORDER BY position')

    assert in_a_world(rows) == [
        ("Walden", 1, 352, 1, None, '["pond"]'),
        ("Emma", 2, None, None, None, None),
        ("Ark", 3, 1.0, 0, "12/7", None),
        ("", 4, None, None, None, None),
    ]


def test_a_list_is_looked_through_appended_to_and_replaced_in_place() -> None:
    """Positions are those that `all` tells; equal records are several."""

    def changed_visits(world: World) -> list[Any]:
        LIBRARY.load(world, FULL)
        ada = VISITS.all(world, "name = ? AND minutes = ?", "Ada", 5)
        places = [place for place, _ in ada]
        VISITS.replace(world, places[1], {"minutes": 9, "left": "early"})
        VISITS.append(world, {"name": "Cy"})
        return [list(ada), VISITS.dump(world), [place for place, _ in VISITS.all(world)]]

    first, middle = FULL["visits"][0], FULL["visits"][1:3]
    found, visits, places = in_a_world(changed_visits)
    assert found == [(1, first), (4, FULL["visits"][3])]
    assert visits == [first, *middle, {"minutes": 9, "left": "early"}, {"name": "Cy"}]
    assert places == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ({"city": 5}, "city must be a text, not 5"),
        ({"city": None}, "city must be a text, not None"),
        ({"open": 1}, "open must be true or false, not 1"),
        ({"seats": 91}, "seats must be a number from 0 to 90 or null, not 91"),
        ({"rules": {}}, "rules must be a list, not {}"),
        ({"books": []}, "books must be an object, not []"),
        ({"books": {"Emma": "thick"}}, "books.Emma must be an object, not 'thick'"),
        ({"books": {"Emma": {"lent": None}}}, "books.Emma.lent must be true or false, not None"),
        ({"books": {"Ark": {}, "Emma": {"order": 1}}}, "books.Emma.order must be a text, not 1"),
        ({"visits": {}}, "visits must be a list, not {}"),
        ({"visits": [{}, 5]}, "visits[1] must be an object, not 5"),
        (
            {"visits": [{"minutes": True}]},
            "visits[0].minutes must be a finite number of at most 64 bits, not True",
        ),
        ({"city": ["x" * 50]}, f"city must be a text, not ['{'x' * 35}..."),
        ({"city": ["x" * 36]}, f"city must be a text, not ['{'x' * 36}']"),
    ],
)
def test_a_wrong_value_is_refused_with_its_place(document: dict[str, Any], says: str) -> None:
    """In one sentence: where it stands, what must be there, and what is, cut to a length that can be read."""
    with pytest.raises(ScenarioError, match=f"{re.escape(says)}$"):
        after(document)


LONGEST = (1 << 63) - 1
KINDS: dict[str, tuple[kinds.Kind, list[Any], list[Any]]] = {
    "anything": (kinds.anything, [None, True, [], {}], []),
    "text": (kinds.text, ["", "a"], [None, 1, ["a"]]),
    "number": (
        kinds.number,
        [0, -1, 2.5, LONGEST, -LONGEST - 1, 1.7e308],
        [True, None, "1", LONGEST + 1, -LONGEST - 2, float("inf"), float("nan")],
    ),
    "integer": (kinds.integer, [0, -1, LONGEST, -LONGEST - 1], [True, 1.0, "1", LONGEST + 1, -LONGEST - 2]),
    "boolean": (kinds.boolean, [True, False], [0, 1, None, "true"]),
    "mapping": (kinds.mapping, [{}, {"a": 1}], [[], None, "{}"]),
    "listing": (kinds.listing, [[], [1]], [{}, None, "[]", ()]),
    "one of": (kinds.one_of("on", "off"), ["on", "off"], ["", "o", None, ["on"], "ON"]),
    "between": (kinds.between(-1, 2.5), [-1, -1.0, 0, 2.5], [-1.1, 3, 2.6, True, "0", float("nan")]),
    "optional": (kinds.optional(kinds.boolean), [None, True, False], [0, "", []]),
    "either": (kinds.either(kinds.text, kinds.number), ["", 5, 5.0], [None, True, []]),
    "as JSON": (kinds.as_json(kinds.mapping), [{}, {"a": [1, None]}], [[], None]),
}


@pytest.mark.parametrize(("kind", "fitting", "others"), KINDS.values(), ids=KINDS)
def test_a_kind_takes_its_own_values_and_gives_them_back(
    kind: kinds.Kind, fitting: list[Any], others: list[Any]
) -> None:
    """Through a cell that SQLite can hold, with their types; values of other kinds do not fit."""
    for value in fitting:
        read = kind.read(kind.store(kind.check("here", value)))
        assert (read, type(read)) == (value, type(value))
    for value in others:
        with pytest.raises(ScenarioError, match="here must be"):
            kind.check("here", value)


def test_cells_hold_what_sqlite_can() -> None:
    """A boolean is a number there, an object its JSON text, and nothing is NULL."""
    assert [type(kinds.boolean.store(value)) for value in (True, False)] == [int, int]
    assert kinds.as_json(kinds.listing).store([1, "a"]) == '[1, "a"]'
    assert kinds.optional(kinds.as_json(kinds.mapping)).store(None) is None


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        (kinds.one_of("on", "off"), "one of on, off"),
        (kinds.optional(kinds.text), "a text or null"),
        (kinds.either(kinds.text, kinds.boolean), "a text or true or false"),
        (kinds.integer, "a whole number of at most 64 bits"),
    ],
)
def test_a_kind_says_what_is_wanted(kind: kinds.Kind, wanted: str) -> None:
    """In words that stand in the sentence of a refusal."""
    assert kind.wanted == wanted
