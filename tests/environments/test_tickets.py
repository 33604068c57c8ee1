"""The ticket desk keeps, finds and changes tickets of all shapes as the original does."""

from __future__ import annotations

import json
from typing import Any

import pytest
from calls import value

from funreason_sim.environments.tickets import cases, environment
from funreason_sim.errors import ScenarioError
from funreason_sim.sim import Dice, Episode, open_episode
from funreason_sim.sim.world import Refusal

ODD: list[dict[str, Any]] = [
    {"id": 3, "subject": "Odd", "status": "Open", "created_at": "2023-10-01", "tags": ["a", {"b": None}]},
    {"priority": "High", "id": "T-1"},
    {"ticket_001": {"title": "Inside"}},
]


def opened(document: dict[str, Any]) -> Episode:
    """A desk that starts from this document."""
    return open_episode([environment], {"tickets": document}, seed=3)


def dumped(desk: Episode) -> Any:
    """The desk as a document."""
    return desk.dump()["tickets"]


def test_records_of_any_shape_come_back_in_their_order() -> None:
    """Unknown fields, missing ones, words for a priority, and no id at all."""
    document = {"note": 1, "ticket_queue": ODD}
    with opened(document) as desk:
        assert json.dumps(dumped(desk)) == json.dumps(document)


def test_a_changed_record_keeps_its_order_and_gets_new_fields_behind() -> None:
    """Resolving adds the resolution at the end; what no tool knows stays."""
    with opened({"ticket_queue": ODD[:1]}) as desk:
        desk.call("resolve_ticket", {"ticket_id": 3, "resolution": "Done"})
        desk.call("edit_ticket", {"ticket_id": 3, "updates": {"title": "Even", "status": "Pending"}})
        expected = {**ODD[0], "status": "Pending", "resolution": "Done", "title": "Even"}
        assert json.dumps(dumped(desk)) == json.dumps({"ticket_queue": [expected]})


def test_of_two_tickets_with_one_id_the_first_counts() -> None:
    """A counter that lags behind gives an id for the second time."""
    with opened({"ticket_queue": [{"id": 2, "status": "Open"}], "ticket_counter": 2, "current_user": "ada"}) as desk:
        assert value(desk, "create_ticket", title="Again")["id"] == 2
        desk.call("close_ticket", {"ticket_id": 2})
        assert [ticket["status"] for ticket in dumped(desk)["ticket_queue"]] == ["Closed", "Open"]
        assert dumped(desk)["ticket_counter"] == 3


def test_a_ticket_before_the_one_without_id_is_found() -> None:
    """The search ends where it has found what it looks for."""
    with opened({"ticket_queue": [{"id": 2, "status": "Open"}, {"title": "Lost"}]}) as desk:
        assert desk.call("get_ticket", {"ticket_id": 2}).value == {"id": 2, "status": "Open"}


def test_who_logs_out_opens_no_ticket() -> None:
    """A new login is what it takes, and the ticket is the new user's."""
    with opened({}) as desk:
        desk.call("ticket_login", {"username": "bo", "password": "x"})
        desk.call("logout")
        assert desk.call("create_ticket", {"title": "T"}).code == "not_logged_in"
        desk.call("ticket_login", {"username": "ada", "password": "x"})
        assert value(desk, "create_ticket", title="T")["created_by"] == "ada"
        assert dumped(desk)["current_user"] == "ada"


@pytest.mark.parametrize("field", ["owner", "id", "resolution"])
def test_an_edit_of_another_field_is_refused(field: str) -> None:
    """By the schema for callers, and in the desk's own words for who gets past it."""
    with opened({"ticket_queue": [{"id": 2}]}) as desk:
        arguments: Any = {"ticket_id": 2, "updates": {"title": "T", field: "x"}}
        assert desk.call("edit_ticket", arguments).code == "invalid_arguments"
        with pytest.raises(Refusal, match="unknown_field") as refusal:
            environment.tools["edit_ticket"].function(desk.world, **arguments)
        assert refusal.value.value == {"error": f"Invalid fields for update: {field}"}


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ({"ticket_queue": {}}, "ticket_queue must be a list, not {}"),
        ({"ticket_queue": [5]}, "ticket_queue[0] must be an object, not 5"),
        ({"ticket_queue": [{}, {"id": None}]}, "ticket_queue[1].id must be a text or a finite number"),
        ({"ticket_queue": [{"priority": True}]}, "ticket_queue[0].priority must be a text or a finite number"),
        ({"ticket_queue": [{"title": 5}]}, "ticket_queue[0].title must be a text, not 5"),
        ({"ticket_queue": [{"status": None}]}, "ticket_queue[0].status must be a text, not None"),
        ({"ticket_counter": 1.5}, "ticket_counter must be a whole number"),
        ({"current_user": 5}, "current_user must be a text or null, not 5"),
    ],
)
def test_a_bad_document_is_refused_in_one_sentence(document: Any, says: str) -> None:
    """The sentence names the field and what stands in it."""
    with pytest.raises(ScenarioError) as error:
        opened(document)
    assert says in str(error.value)


def test_drawn_desks_hang_together() -> None:
    """One team's tickets, ids below the counter, creators who can log in, and a resolution where it is over."""
    for n in range(60):
        document: Any = environment.scenarios.generate(Dice(f"desk-{n}"))
        queue = document["ticket_queue"]
        ids = [ticket["id"] for ticket in queue]
        assert 4 <= len(ids) == len(set(ids))
        assert max(ids) < document["ticket_counter"]
        team = cases.team_of([ticket["title"] for ticket in queue])
        assert team is not None
        assert {ticket["title"] for ticket in queue} <= {problem.title for problem in team.problems}
        assert all(("resolution" in ticket) == cases.is_solved(ticket["status"]) for ticket in queue)
        assert not any("{" in ticket["description"] for ticket in queue)


def test_what_people_say_is_of_their_desk() -> None:
    """The new problem and the solutions are of the team's trade; the users are those of the queue."""
    for n in range(40):
        with open_episode([environment], seed=n) as desk:
            pools = environment.scenarios.known(desk.world, Dice(str(n)))
            titles = [ticket["title"] for ticket in dumped(desk)["ticket_queue"]]
            team = cases.team_of(titles)
            assert team is not None
            assert str(pools["create_ticket.title"][0]) in {problem.title for problem in team.problems} - set(titles)
            assert set(pools["resolve_ticket.resolution"]) <= set(team.solutions)
            creators = {ticket["created_by"] for ticket in dumped(desk)["ticket_queue"]}
            assert set(pools["ticket-user-name"]) == creators
