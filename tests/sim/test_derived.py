"""Scenarios that nobody wrote: rows that a schema allows, documents that round-trip, and what a user could say."""

from __future__ import annotations

from typing import Annotated, Any

import pytest

from funreason_sim.errors import EnvironmentDefect, ScenarioError
from funreason_sim.sim import Dice, Environment, Format, World, open_episode
from funreason_sim.sim.derived import Derived
from funreason_sim.sim.derived_schema import shapes
from funreason_sim.sim.derived_values import amount, singular, text, whole, words

SCHEMA = """
CREATE TABLE city(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, country TEXT) STRICT;
CREATE TABLE stay(
    guest TEXT NOT NULL REFERENCES guest(email) ON DELETE CASCADE, -- CHECK (this is a comment)
    city INTEGER NOT NULL REFERENCES City, nights INTEGER NOT NULL CHECK (nights BETWEEN 1 AND 14), note TEXT,
    PRIMARY KEY (guest, city)
) STRICT, WITHOUT ROWID;
CREATE TABLE guest(
    email TEXT PRIMARY KEY, name TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'it''s old')),
    friend TEXT REFERENCES guest(email), balance REAL NOT NULL CHECK (balance >= 0 AND balance < 5),
    born TEXT DEFAULT NULL,
    vip INTEGER NOT NULL DEFAULT 0 CHECK ("vip" = 0 OR vip = 1),
    code TEXT CHECK (length(code) = 3), tags TEXT CHECK (json_valid(tags))
) STRICT;
"""
CityId = Annotated[int, Format("city-id", opaque=True)]


def find_city(world: World, name: str) -> dict[str, int]:
    """Find a city.

    Args:
        name: Name of the city
    """
    return {"id": world.value("SELECT id FROM city WHERE name = ?", name) or 0}


def create_guest(world: World, email: str, name: str, balance: float = 0.0, vip: bool = False) -> None:
    """Create a guest.

    Args:
        email: Mail address
        name: Name
        balance: Euros
        vip: Whether important
    """


def set_nights(
    world: World, guest: str, city: CityId, new_nights: int, labels: list[str], why: str, odd: dict[str, int]
) -> None:
    """Set how long a guest stays.

    Args:
        guest: Mail address
        city: Id of the city
        new_nights: How many
        labels: Words
        why: The reason
        odd: Something else
    """


FUNCTIONS = (find_city, create_guest, set_nights)


@pytest.fixture(scope="module")
def hotel() -> Environment:
    return Environment("hotel", "A hotel.", SCHEMA, FUNCTIONS, Derived("hotel", SCHEMA, FUNCTIONS))


def test_drawn_rows_keep_every_constraint_and_round_trip(hotel: Environment) -> None:
    """In a hundred worlds: keys, references, CHECKs; the document opens, and dumping gives it back."""
    seen: set[str] = set()
    for seed in range(100):
        document = hotel.scenarios.generate(Dice(str(seed)))
        assert document == hotel.scenarios.generate(Dice(str(seed)))
        seen |= document.keys()
        with open_episode([hotel], {"hotel": document}) as episode:
            assert episode.dump() == {"hotel": document}
            assert not episode.world.all("PRAGMA foreign_key_check")
    assert seen == {"city", "guest", "stay"}


def test_drawn_values_mean_what_their_columns_are_called(hotel: Environment) -> None:
    """Cities have names of things, guests those of people, mail addresses look like ones, defaults are kept mostly."""
    guests: list[Any] = [g for n in range(9) for g in hotel.scenarios.generate(Dice(str(n)))["guest"]]  # type: ignore[union-attr]
    assert all("@" in guest["email"] and guest["email"].islower() for guest in guests)
    assert all(len(guest["name"].split()) == 2 for guest in guests)
    assert {guest["state"] for guest in guests} == {"new", "it's old"}
    assert {guest["vip"] for guest in guests} == {0, 1}
    assert all(0 <= guest["balance"] < 5 for guest in guests)
    assert {len(guest["code"] or "abc") for guest in guests} == {3}
    assert {guest["tags"] for guest in guests} == {None, "[]"}
    assert any(guest["friend"] for guest in guests)


def test_some_worlds_have_seen_no_events_yet(hotel: Environment) -> None:
    """A table that only refers to others is sometimes empty, so that tools are seen before anything has happened."""
    drawn = [hotel.scenarios.generate(Dice(str(seed))) for seed in range(30)]
    assert {"stay" in document for document in drawn} == {True, False}
    assert all("city" in document and "guest" in document for document in drawn)


def test_a_table_that_no_row_fits_names_the_constraint() -> None:
    """The author is told what to write instead."""
    schema = "CREATE TABLE odd(id INTEGER PRIMARY KEY CHECK (id % 7919 = 1 AND id > 20000)) STRICT;"
    with pytest.raises(EnvironmentDefect, match=r"table odd \(.*CHECK.*write generate"):
        Derived("odd", schema, ()).generate(Dice("1"))


def test_a_table_with_room_for_one_row_has_one() -> None:
    """A pinned key is read from its CHECK."""
    schema = "CREATE TABLE till(one INTEGER PRIMARY KEY CHECK (one = 1), money REAL NOT NULL DEFAULT 2.5) STRICT;"
    assert Derived("till", schema, ()).generate(Dice("1")) == {"till": [{"one": 1, "money": 2.5}]}


LONDON: dict[str, Any] = {"id": 1, "name": "London", "country": None}


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ({"citi": [LONDON]}, "there is no table citi; there is city"),
        ({"zzz": [LONDON]}, "there are city, guest, stay"),
        ({"city": []}, "leave it out where the table is empty"),
        ({"city": {"a": 1}}, "must be a list of rows"),
        ({"city": [1]}, r"city\[0\] must be an object"),
        ({"city": [{"id": 1, "name": "London"}]}, r"city\[0\] has no column country"),
        ({"city": [{**LONDON, "mayor": "x"}]}, "has an unknown column mayor"),
        ({"city": [{**LONDON, "name": ["x"]}]}, r"city\[0\]\.name must be a number, a text or null"),
        ({"city": [{**LONDON, "id": True}]}, r"city\[0\]\.id must be"),
        ({"city": [{**LONDON, "id": "x"}]}, r"city\[0\]: "),
        ({"city": [LONDON, {**LONDON, "id": 2}]}, r"city\[1\]: .*UNIQUE"),
        ({"city": [{**LONDON, "id": 2}, {**LONDON, "name": "Rome"}]}, "in the order of their key; row 0 does not"),
        (
            {"stay": [{"guest": "a", "city": 1, "nights": 2, "note": None}]},
            "a row of stay refers to a row of (City|guest)",
        ),
    ],
)
def test_a_document_that_does_not_fit_is_refused_with_its_place(hotel: Environment, document: Any, says: str) -> None:
    """Nothing is dropped, mended or reordered in silence."""
    with pytest.raises(ScenarioError, match=says), open_episode([hotel], {"hotel": document}):
        pass


def test_a_value_that_sqlite_would_turn_into_another_is_refused() -> None:
    """A table that is not STRICT turns a number in a text column into text."""
    schema = "CREATE TABLE note(id INTEGER PRIMARY KEY, body TEXT);"
    found = Environment("notes", "Notes.", schema, (), Derived("notes", schema, ()))
    with pytest.raises(ScenarioError, match=r"note\[0\]\.body would be stored as '5', not 5"):
        open_episode([found], {"notes": {"note": [{"id": 1, "body": 5}]}})


def test_rows_keep_the_order_they_were_written_in(hotel: Environment) -> None:
    """Where a table has no order of its own, its document has."""
    row: dict[str, Any] = {"name": "A", "state": "new", "friend": None, "balance": 1.0, "born": None, "vip": 0}
    rows = [{**row, "email": mail, "code": None, "tags": None} for mail in ("b", "a")]
    rows[0]["friend"] = "a"
    document: Any = {"hotel": {"guest": rows}}
    with open_episode([hotel], document) as episode:
        assert episode.dump() == document


def test_bytes_have_no_document() -> None:
    """The author is told to write load and dump."""
    schema = "CREATE TABLE picture(id INTEGER PRIMARY KEY, pixels BLOB) STRICT;"
    found = Environment("album", "Pictures.", schema, (), Derived("album", schema, ()))
    with open_episode([found], {}) as episode:
        episode.world.run("INSERT INTO picture VALUES (1, x'00ff')")
        with pytest.raises(EnvironmentDefect, match="table picture holds bytes"):
            episode.dump()


def test_what_a_user_could_say_comes_from_the_rows(hotel: Environment) -> None:
    """Names that are there for what finds, new ones for what creates; ids never."""
    with open_episode([hotel], seed=4) as episode:
        pools = {name: list(values) for name, values in hotel.scenarios.known(episode.world, Dice("9")).items()}
        cities = [name for (name,) in episode.world.all("SELECT name FROM city")]
        mails = [mail for (mail,) in episode.world.all("SELECT email FROM guest")]
        names = [name for (name,) in episode.world.all("SELECT name FROM guest")]
    assert "set_nights.city" not in pools
    assert "create_guest.vip" not in pools
    assert sum(name in cities for name in pools["find_city.name"]) >= 4
    assert sum(name not in cities for name in pools["find_city.name"]) == 1
    assert sum(mail not in mails for mail in pools["create_guest.email"]) >= 2
    assert sum(name not in names for name in pools["create_guest.name"]) >= 2
    assert sum(mail in mails for mail in pools["set_nights.guest"]) >= 3
    assert all(isinstance(n, int) and 1 <= n <= 14 for n in pools["set_nights.new_nights"])
    assert all(isinstance(label, list) for label in pools["set_nights.labels"])
    assert all(isinstance(why, str) for why in pools["set_nights.why"])
    assert pools["set_nights.odd"] == []


def test_a_schema_is_read_as_it_was_written() -> None:
    """Parents first, references in any case, keys by default, CHECKs in any spelling, comments passed over."""
    city, guest, stay = shapes(SCHEMA)
    assert [shape.name for shape in (city, guest, stay)] == ["city", "guest", "stay"]
    assert [(r.table, r.pairs, r.guards) for r in stay.references] == [
        ("city", (("city", "id"),), True),
        ("guest", (("guest", "email"),), False),
    ]
    assert stay.order == '"guest", "city"'
    assert guest.order == "rowid"
    assert stay.checks == ("nights BETWEEN 1 AND 14",)
    assert guest.column("vip").limits.choices == [0, 1]
    assert (guest.column("balance").limits.low, guest.column("balance").limits.high) == (0, 4)
    assert city.column("name").unique
    assert not guest.column("name").unique


def test_tables_that_refer_to_each_other_have_an_order_too() -> None:
    """A ring is taken as it stands."""
    ring = "CREATE TABLE a(id INTEGER PRIMARY KEY, b REFERENCES b);"
    ring += "CREATE TABLE b(id INTEGER PRIMARY KEY, a REFERENCES a);"
    assert [shape.name for shape in shapes(ring)] == ["a", "b"]
    assert set(Derived("ring", ring, ()).generate(Dice("1"))) == {"a", "b"}


@pytest.mark.parametrize(
    ("many", "one"), [("cities", "city"), ("boxes", "box"), ("buses", "bus"), ("glass", "glass"), ("orders", "order")]
)
def test_nouns_have_a_singular(many: str, one: str) -> None:
    """By rule, so that `cities` holds a `city`."""
    assert singular(many) == one


def test_identifiers_are_words() -> None:
    """Whatever their style."""
    assert words("unitPrice") == words("unit_price") == words("unit-price") == ("unit", "price")


@pytest.mark.parametrize(
    ("name", "looks"),
    [("email", "@example.org"), ("due_date", "2026-"), ("created_at", "T"), ("time", ":"), ("phone", "555"), ("url", "https://"),
     ("sku", "-"), ("street", " "), ("author", " "), ("note", " ")],
)  # fmt: skip
def test_a_text_looks_like_its_name(name: str, looks: str) -> None:
    """So that what people say reads like what people say."""
    assert looks in text(name, Dice("1"))


def test_numbers_stay_between_their_bounds() -> None:
    """Even where the usual values of that name lie elsewhere."""
    for low, high in ((None, 3), (50, None), (300, 301), (-5, -2), (0, 0)):
        for n in range(20):
            drawn = whole("count", Dice(str(n)), low, high)
            assert (low is None or drawn >= low) is (high is None or drawn <= high) is True
            size = amount("price", Dice(str(n)), low, high)
            assert (low is None or size >= low) is (high is None or size <= high) is True
