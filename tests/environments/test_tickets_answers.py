"""Each tool of the ticket desk, call by call: what it answers or refuses, and the only rows it changes."""

from __future__ import annotations

from typing import Any

import pytest
from calls import Rows, assert_answered, declared

from funreason_sim.environments.tickets import environment
from funreason_sim.sim import Episode, open_episode
from funreason_sim.testing import Properties, added, assert_refused, changed

LEAK = {
    "id": 7,
    "title": "Leak",
    "description": "Under the sink",
    "status": "Open",
    "priority": 4,
    "created_by": "ada",
}
LAMP = {"id": 9, "title": "Lamp", "status": "Resolved", "created_by": "bo", "resolution": "New bulb"}
BLIND = {"id": 11, "title": "Blind", "status": "closed", "created_by": "ada"}
DOOR = {"id": 12, "title": "Door", "status": "Closed", "created_by": "bo"}
QUEUE = [LEAK, LAMP, BLIND, DOOR]
DESK: dict[str, Any] = {"ticket_queue": QUEUE, "ticket_counter": 20}
ADA = {**DESK, "current_user": "ada"}
NAMELESS = {"title": "Lost"}
LOST = {"ticket_queue": [NAMELESS, LEAK]}
BARE = {"ticket_queue": [{"id": 7}]}
GONE = "Ticket with ID 5 not found."
BY_ID: dict[str, dict[str, Any]] = {
    "get_ticket": {},
    "close_ticket": {},
    "resolve_ticket": {"resolution": "R"},
    "edit_ticket": {"updates": {}},
}


def opened(document: dict[str, Any]) -> Episode:
    """A desk that starts from this document."""
    return open_episode([environment], {"tickets": document}, seed=3)


def new(**fields: Any) -> dict[str, Any]:
    """A ticket that was just opened by ada."""
    return {"id": 20, "title": "T", "description": "", "status": "Open", "priority": 1, "created_by": "ada", **fields}


def opening(**cells: Any) -> Rows:
    """The rows of a ticket that is opened as the desk's fifth."""
    counted = changed(ticket_counter=(20, 21))
    return {"ticket": added(5, id=20, status="Open", created_by="ada", **cells), "ticket_desk": counted}


# Tool, scenario, arguments, what it answers, the rows that change.
CASES: list[tuple[str, dict[str, Any], dict[str, Any], Any, Rows]] = [
    ("create_ticket", ADA, {"title": "T"}, new(), opening(title="T", description="", priority=1)),
    ("create_ticket", ADA, {"title": "T", "description": "D", "priority": 5}, new(description="D", priority=5),
     opening(title="T", description="D", priority=5)),
    ("get_ticket", DESK, {"ticket_id": 7}, LEAK, {}),
    ("get_ticket", DESK, {"ticket_id": 9}, LAMP, {}),
    ("close_ticket", DESK, {"ticket_id": 7}, {"status": "Ticket 7 has been closed successfully."},
     {"ticket": changed(1, status=("Open", "Closed"))}),
    ("close_ticket", DESK, {"ticket_id": 9}, {"status": "Ticket 9 has been closed successfully."},
     {"ticket": changed(2, status=("Resolved", "Closed"))}),
    ("close_ticket", DESK, {"ticket_id": 11}, {"status": "Ticket 11 has been closed successfully."},
     {"ticket": changed(3, status=("closed", "Closed"))}),
    ("resolve_ticket", DESK, {"ticket_id": 7, "resolution": "Mended"},
     {"status": "Ticket 7 has been resolved successfully."},
     {"ticket": changed(1, status="Resolved", resolution=(None, "Mended"), shape=...)}),
    ("resolve_ticket", DESK, {"ticket_id": 12, "resolution": ""},
     {"status": "Ticket 12 has been resolved successfully."},
     {"ticket": changed(4, status=("Closed", "Resolved"), resolution=(None, ""), shape=...)}),
    ("edit_ticket", DESK, {"ticket_id": 7, "updates": {"title": "Flood", "priority": 9, "status": None}},
     {"status": "Ticket 7 has been updated successfully."},
     {"ticket": changed(1, title=("Leak", "Flood"), priority=(4, 9))}),
    ("edit_ticket", DESK, {"ticket_id": 9, "updates": {"description": "Dark", "status": "Open"}},
     {"status": "Ticket 9 has been updated successfully."},
     {"ticket": changed(2, description=(None, "Dark"), status="Open", shape=...)}),
    ("edit_ticket", DESK, {"ticket_id": 9, "updates": {}}, {"status": "Ticket 9 has been updated successfully."}, {}),
    ("ticket_login", DESK, {"username": "bo", "password": "x"}, {"success": True},
     {"ticket_desk": changed(username=(None, "bo"))}),
    ("ticket_login", ADA, {"username": "bo", "password": "x"}, {"success": True},
     {"ticket_desk": changed(username=("ada", "bo"))}),
    ("ticket_get_login_status", DESK, {}, {"login_status": False}, {}),
    ("ticket_get_login_status", {"current_user": ""}, {}, {"login_status": False}, {}),
    ("ticket_get_login_status", ADA, {}, {"login_status": True}, {}),
    ("logout", ADA, {}, {"success": True}, {"ticket_desk": changed(username=("ada", None))}),
    ("get_user_tickets", ADA, {}, [LEAK, BLIND], {}),
    ("get_user_tickets", ADA, {"status": None}, [LEAK, BLIND], {}),
    ("get_user_tickets", ADA, {"status": ""}, [LEAK, BLIND], {}),
    ("get_user_tickets", ADA, {"status": "oPEN"}, [LEAK], {}),
    ("get_user_tickets", ADA, {"status": "Closed"}, [BLIND], {}),
    ("get_user_tickets", ADA, {"status": "Lost"}, [], {}),
]  # fmt: skip

# Tool, code, scenario, arguments, what the caller reads.
REFUSALS: list[tuple[str, str, dict[str, Any], dict[str, Any], Any]] = [
    ("create_ticket", "not_logged_in", DESK, {"title": "T"},
     "User not authenticated. Please log in to create a ticket."),
    ("create_ticket", "invalid_priority", ADA, {"title": "T", "priority": 0},
     "Invalid priority. Priority must be between 1 and 5."),
    ("create_ticket", "invalid_priority", ADA, {"title": "T", "priority": 6},
     "Invalid priority. Priority must be between 1 and 5."),
    *((tool, "unknown_ticket", DESK, {"ticket_id": 5, **more}, GONE) for tool, more in BY_ID.items()),
    *((tool, "ticket_without_id", LOST, {"ticket_id": 7, **more}, "'id'") for tool, more in BY_ID.items()),
    ("close_ticket", "ticket_without_status", BARE, {"ticket_id": 7}, "'status'"),
    ("resolve_ticket", "ticket_without_status", BARE, {"ticket_id": 7, "resolution": "R"}, "'status'"),
    ("close_ticket", "already_closed", DESK, {"ticket_id": 12}, "Ticket with ID 12 is already closed."),
    ("resolve_ticket", "already_resolved", DESK, {"ticket_id": 9, "resolution": "R"},
     "Ticket with ID 9 is already resolved."),
    ("ticket_login", "missing_credentials", DESK, {"username": "", "password": "x"}, {"success": False}),
    ("ticket_login", "missing_credentials", DESK, {"username": "bo", "password": ""}, {"success": False}),
    ("logout", "not_logged_in", {"current_user": ""}, {}, {"success": False}),
    ("get_user_tickets", "not_logged_in", DESK, {}, "User not authenticated. Please log in to view tickets."),
    ("get_user_tickets", "ticket_without_creator", {**ADA, "ticket_queue": [LEAK, NAMELESS]}, {}, "'created_by'"),
    ("get_user_tickets", "ticket_without_status", {**ADA, "ticket_queue": [{"created_by": "ada"}]}, {"status": "Open"},
     "'status'"),
]  # fmt: skip


@pytest.mark.parametrize(("tool", "scenario", "given", "answer", "rows"), CASES)
def test_a_call_answers_and_changes_just_this(
    tool: str, scenario: dict[str, Any], given: dict[str, Any], answer: Any, rows: Rows
) -> None:
    """The whole answer, in its order, and no row but those named."""
    with opened(scenario) as desk:
        assert_answered(desk, tool, given, answer, rows)


@pytest.mark.parametrize(("tool", "code", "scenario", "given", "reads"), REFUSALS)
def test_a_refusal_says_why_and_changes_nothing(
    tool: str, code: str, scenario: dict[str, Any], given: dict[str, Any], reads: Any
) -> None:
    """The code, the words, and no row."""
    with opened(scenario) as desk:
        assert_refused(desk.call(tool, given), code, reads)


def test_every_declared_refusal_has_a_case() -> None:
    """All that the docstrings declare, but for what is said to be out of reach."""
    assert declared(environment) == {(tool, code) for tool, code, *_ in REFUSALS}


@pytest.mark.environment(environment)
def test_the_desk_stays_sound_whatever_is_called(properties: Properties) -> None:
    """Constraints hold, refusals change nothing, and the same calls give the same again."""
    properties.hold(examples=25)
