"""The messenger keeps, finds and takes back messages of all shapes as the original does."""

from __future__ import annotations

import json
from typing import Any

import pytest
from calls import value

from funreason_sim.environments.messages import environment, trades
from funreason_sim.errors import ScenarioError
from funreason_sim.sim import Dice, Episode, open_episode

FIRST_IDS = [67410, 41772]
"""The ids that the benchmark's generator gives first."""
ODD: list[dict[str, Any]] = [
    {"USR009": "Hello"},
    {"USR001": {}},
    {"USR002": {"USR001": ["Hi"], "USR003": None}},
    {"USR003": ["Hi"], "USR001": ["Bye"], "USR002": 5},
    {"x": 2.0},
]


def opened(document: dict[str, Any]) -> Episode:
    """A messenger that starts from this document, with the benchmark's generator."""
    return open_episode([environment], {"messages": document}, chance="mersenne")


def dumped(office: Episode) -> Any:
    """The messenger as a document."""
    return office.dump()["messages"]


def test_entries_of_any_shape_come_back_as_they_were() -> None:
    """Lists, objects, nulls, further receivers, unknown keys, and ids that were given."""
    document = {"inbox": ODD, "note": [1], "generated_ids": [7, 3]}
    with opened(document) as office:
        assert json.dumps(dumped(office)) == json.dumps(document)


def test_only_the_first_receiver_of_an_entry_counts() -> None:
    """Further keys are kept, and no tool looks at them."""
    with opened({"inbox": ODD, "current_user": "USR001"}) as office:
        shown: Any = office.call("view_messages_sent").value
        first = {"USR009": ["Hello"], "USR001": [{}], "USR002": [ODD[2]["USR002"]]}
        assert shown == {"messages": {**first, "USR003": [["Hi"]], "x": [2.0]}}


def test_what_was_left_out_appears_once_it_has_changed() -> None:
    """A document without messages gets the key, and the ids, with the first message that is sent."""
    with opened({"current_user": "USR001"}) as office:
        office.call("send_message", {"receiver_id": "USR002", "message": "Hi"})
        state = dumped(office)
        assert list(state) == ["current_user", "message_count", "generated_ids", "inbox"]
        assert (state["message_count"], state["generated_ids"]) == (4, FIRST_IDS[:1])
        assert state["inbox"][-1] == {"USR002": "Hi"}


def test_no_id_is_given_twice() -> None:
    """The generator is asked again until an id is new, and deleting gives none free."""
    with opened({"current_user": "USR001", "generated_ids": FIRST_IDS[:1]}) as office:
        sent: Any = office.call("send_message", {"receiver_id": "USR002", "message": "Hi"}).value
        assert sent["message_id"] == {"new_id": FIRST_IDS[1]}
        office.call("delete_message", {"receiver_id": "USR002"})
        assert dumped(office)["generated_ids"] == FIRST_IDS
        assert dumped(office)["message_count"] == 4


@pytest.mark.parametrize(("seed", "past", "drawn"), [(83606, [], 21066), (22757, [27002], 70481)])
def test_ids_have_five_digits(seed: int, past: list[int], drawn: int) -> None:
    """Seeds whose generator would next give 100,000, were that allowed: it is asked again."""
    with opened({"current_user": "USR001", "generated_ids": past, "random_seed": seed}) as office:
        sent: Any = office.call("send_message", {"receiver_id": "USR002", "message": "Hi"}).value
        assert sent["message_id"] == {"new_id": drawn}


def test_of_equal_messages_the_oldest_goes() -> None:
    """The latest message to a receiver is looked for; what is removed is the first one that equals it."""
    inbox: list[dict[str, Any]] = [{"USR002": "A"}, {"USR003": "B"}, {"USR002": "A"}, {"USR003": "A"}]
    with opened({"current_user": "USR001", "inbox": inbox}) as office:
        office.call("delete_message", {"receiver_id": "USR002"})
        assert dumped(office)["inbox"] == inbox[1:]
        office.call("delete_message", {"receiver_id": "USR003"})
        assert dumped(office)["inbox"] == [{"USR003": "B"}, {"USR002": "A"}]


def test_a_user_id_that_is_taken_is_skipped() -> None:
    """The second try gets the next id."""
    with opened({"user_count": 0}) as office:
        for number in range(1, 5):
            event = office.call("add_contact", {"user_name": "Zoe"})
            assert event.value == {"error": f"User ID 'USR00{number}' already exists."}
        assert value(office, "add_contact", user_name="Zoe")["user_id"] == "USR005"
        assert value(office, "get_user_id", user="Zoe") == {"user_id": "USR005"}


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ({"inbox": {}}, "inbox must be a list, not {}"),
        ({"inbox": [{"USR001": "a"}, {}]}, "inbox[1] must be an object of a user id and a message, not {}"),
        ({"inbox": ["Hi"]}, "inbox[0] must be an object of a user id and a message, not 'Hi'"),
        ({"user_map": []}, "user_map must be an object, not []"),
        ({"user_map": {"Ada": 1}}, "user_map.Ada must be a text, not 1"),
        ({"user_count": "4"}, "user_count must be a whole number"),
        ({"message_count": 1.5}, "message_count must be a whole number"),
        ({"current_user": 5}, "current_user must be a text or null, not 5"),
        ({"generated_ids": 5}, "generated_ids must be a list, not 5"),
        ({"generated_ids": [1, "2"]}, "generated_ids[1] must be a whole number"),
    ],
)
def test_a_bad_document_is_refused_in_one_sentence(document: Any, says: str) -> None:
    """The sentence names the field and what stands in it."""
    with pytest.raises(ScenarioError) as error:
        opened(document)
    assert says in str(error.value)


def test_drawn_offices_hang_together() -> None:
    """Messages of one trade to colleagues, user ids without a gap, and the next contact gets a new one."""
    for n in range(60):
        document: Any = environment.scenarios.generate(Dice(f"office-{n}"))
        users = list(document["user_map"].values())
        assert users == [f"USR{number:03}" for number in range(1, document["user_count"] + 1)]
        receivers = {receiver for entry in document["inbox"] for receiver in entry}
        assert receivers <= set(users[1:])
        texts = [text for entry in document["inbox"] for text in entry.values()]
        assert len(texts) == document["message_count"] >= 4
        trade = trades.office_of(texts)
        assert all(trades.office_of([text]) is trade for text in texts)
        assert not any("{" in text for text in texts)


def test_what_people_say_is_of_their_office() -> None:
    """Messages and keywords are of the trade; names are those of colleagues, and of somebody who is none yet."""
    for n in range(40):
        with open_episode([environment], seed=n) as office:
            pools = environment.scenarios.known(office.world, Dice(str(n)))
            state = dumped(office)
            trade = trades.office_of([text for entry in state["inbox"] for text in entry.values()])
            assert trade is not None
            assert set(trade.keywords) < set(pools["search_messages.keyword"])
            assert len(pools["send_message.message"]) == len(trade.planned)
            assert not any("{" in str(text) for text in pools["send_message.message"])
            assert set(state["user_map"]) < set(pools["get_user_id.user"])
            assert len(set(pools["add_contact.user_name"]) - set(state["user_map"])) == 4
