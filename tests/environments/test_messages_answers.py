"""Each tool of the messenger, call by call: what it answers or refuses, and the only rows it changes."""

from __future__ import annotations

from typing import Any

import pytest
from calls import Rows, assert_answered, declared

from funreason_sim.environments.messages import environment
from funreason_sim.sim import Episode, open_episode
from funreason_sim.testing import Properties, added, assert_refused, changed, removed

OFFICE: dict[str, Any] = {
    "user_count": 12,
    "user_map": {"Ada": "USR001", "Bo": "USR002", "Cy": "desk-3"},
    "inbox": [{"USR002": "Lunch?"}, {"desk-3": "The PLAN is ready"}, {"USR002": "Bring the plan"}, {"USR009": "Bye"}],
    "message_count": 8,
}
ADA = {**OFFICE, "current_user": "USR001"}
LISTED = {**ADA, "inbox": [{"USR002": ["Lunch?", "Now?"]}, {"USR002": "Lunch?"}]}
CROWDED = {**OFFICE, "user_map": {"Ada": "USR013"}}
SILENT = "No user is currently logged in."


def opened(document: dict[str, Any]) -> Episode:
    """A messenger that starts from this document."""
    return open_episode([environment], {"messages": document}, chance="mersenne")


def sent(receiver: str) -> dict[str, Any]:
    """The answer to the first message that is sent; its id is the benchmark's."""
    return {
        "sent_status": True,
        "message_id": {"new_id": 67410},
        "message": f"Message sent to '{receiver}' successfully.",
    }


def sending(receiver: str, content: str) -> Rows:
    """The rows of the first message that is sent."""
    return {
        "message": added(5, receiver_id=receiver, content=content, is_text=1, rest="{}"),
        "message_id": added(1, id=67410),
        "messenger": changed(message_count=(8, 9)),
    }


def deleted(receiver: str) -> dict[str, Any]:
    """The answer when a message was deleted."""
    said = f"Receiver {receiver}'s latest message deleted successfully."
    return {"deleted_status": True, "receiver_id": receiver, "message": said}


def login(user_id: str) -> dict[str, Any]:
    """The answer to a login."""
    return {"login_status": True, "message": f"User '{user_id}' logged in successfully."}


def found(*places: int) -> dict[str, Any]:
    """The answer to a search that finds the messages at these places."""
    entries = [OFFICE["inbox"][place] for place in places]
    return {"results": [{"receiver_id": key, "message": text} for entry in entries for key, text in entry.items()]}


# Tool, scenario, arguments, what it answers, the rows that change.
CASES: list[tuple[str, dict[str, Any], dict[str, Any], Any, Rows]] = [
    ("list_users", OFFICE, {}, {"user_list": ["Ada", "Bo", "Cy"]}, {}),
    ("list_users", {}, {}, {"user_list": ["Alice", "Bob", "Catherine", "Daniel"]}, {}),
    ("get_user_id", OFFICE, {"user": "Cy"}, {"user_id": "desk-3"}, {}),
    ("message_login", OFFICE, {"user_id": "desk-3"}, login("desk-3"), {"messenger": changed(user_id=(None, "desk-3"))}),
    ("message_login", ADA, {"user_id": "USR002"}, login("USR002"),
     {"messenger": changed(user_id=("USR001", "USR002"))}),
    ("message_get_login_status", OFFICE, {}, {"login_status": False}, {}),
    ("message_get_login_status", {"current_user": ""}, {}, {"login_status": False}, {}),
    ("message_get_login_status", ADA, {}, {"login_status": True}, {}),
    ("send_message", ADA, {"receiver_id": "desk-3", "message": "Hi"}, sent("desk-3"), sending("desk-3", "Hi")),
    ("send_message", ADA, {"receiver_id": "USR001", "message": ""}, sent("USR001"), sending("USR001", "")),
    ("delete_message", ADA, {"receiver_id": "USR002"}, deleted("USR002"), {"message": removed(3)}),
    ("delete_message", ADA, {"receiver_id": "USR009"}, deleted("USR009"), {"message": removed(4)}),
    ("delete_message", LISTED, {"receiver_id": "USR002"}, deleted("USR002"), {"message": removed(2)}),
    ("view_messages_sent", ADA, {},
     {"messages": {"USR002": ["Lunch?", "Bring the plan"], "desk-3": ["The PLAN is ready"], "USR009": ["Bye"]}}, {}),
    ("view_messages_sent", LISTED, {}, {"messages": {"USR002": [["Lunch?", "Now?"], "Lunch?"]}}, {}),
    ("add_contact", OFFICE, {"user_name": "Di"},
     {"added_status": True, "user_id": "USR013", "message": "Contact 'Di' added successfully."},
     {"contact": added(4, name="Di", user_id="USR013"), "messenger": changed(user_count=(12, 13))}),
    ("add_contact", {**OFFICE, "user_count": 4321}, {"user_name": "Di"},
     {"added_status": True, "user_id": "USR4322", "message": "Contact 'Di' added successfully."},
     {"contact": added(4, user_id="USR4322"), "messenger": changed(user_count=4322)}),
    ("search_messages", ADA, {"keyword": "pLan"}, found(1, 2), {}),
    ("search_messages", ADA, {"keyword": ""}, found(0, 1, 2, 3), {}),
    ("search_messages", ADA, {"keyword": "dinner"}, {"results": []}, {}),
    ("get_message_stats", ADA, {}, {"stats": {"received_count": 4, "total_contacts": 3}}, {}),
    ("get_message_stats", {**ADA, "inbox": []}, {}, {"stats": {"received_count": 0, "total_contacts": 0}}, {}),
]  # fmt: skip

NEEDING_LOGIN: dict[str, dict[str, Any]] = {
    "send_message": {"receiver_id": "USR002", "message": "Hi"},
    "delete_message": {"receiver_id": "USR002"},
    "view_messages_sent": {},
    "search_messages": {"keyword": "plan"},
    "get_message_stats": {},
}

# Tool, code, scenario, arguments, what the caller reads, the rows that change all the same.
REFUSALS: list[tuple[str, str, dict[str, Any], dict[str, Any], Any, Rows]] = [
    ("get_user_id", "unknown_user", OFFICE, {"user": "ada"}, "User 'ada' not found in the workspace.", {}),
    ("message_login", "unknown_user", OFFICE, {"user_id": "Ada"},
     {"login_status": False, "message": "User ID 'Ada' not found."}, {}),
    *((tool, "not_logged_in", OFFICE, given, SILENT, {}) for tool, given in NEEDING_LOGIN.items()),
    ("send_message", "not_logged_in", {**OFFICE, "current_user": ""}, NEEDING_LOGIN["send_message"], SILENT, {}),
    ("send_message", "unknown_receiver", ADA, {"receiver_id": "USR009", "message": "Hi"},
     "Receiver ID 'USR009' not found.", {}),
    ("delete_message", "nothing_sent", ADA, {"receiver_id": "USR001"}, "Receiver ID USR001 not found.", {}),
    ("add_contact", "name_taken", OFFICE, {"user_name": "Bo"}, "User name 'Bo' already exists.", {}),
    ("add_contact", "id_taken", CROWDED, {"user_name": "Di"}, "User ID 'USR013' already exists.",
     {"messenger": changed(user_count=(12, 13))}),
    ("search_messages", "not_a_text", LISTED, {"keyword": "x"}, "'list' object has no attribute 'lower'", {}),
    ("search_messages", "not_a_text", {**ADA, "inbox": [{"USR002": {}}]}, {"keyword": "x"},
     "'dict' object has no attribute 'lower'", {}),
]  # fmt: skip


@pytest.mark.parametrize(("tool", "scenario", "given", "answer", "rows"), CASES)
def test_a_call_answers_and_changes_just_this(
    tool: str, scenario: dict[str, Any], given: dict[str, Any], answer: Any, rows: Rows
) -> None:
    """The whole answer, in its order, and no row but those named."""
    with opened(scenario) as office:
        assert_answered(office, tool, given, answer, rows)


@pytest.mark.parametrize(("tool", "code", "scenario", "given", "reads", "rows"), REFUSALS)
def test_a_refusal_says_why_and_changes_nothing_else(
    tool: str, code: str, scenario: dict[str, Any], given: dict[str, Any], reads: Any, rows: Rows
) -> None:
    """The code, the words, and no row but the counter of a contact that was counted in vain."""
    with opened(scenario) as office:
        assert_refused(office.call(tool, given), code, reads, **rows)


def test_every_declared_refusal_has_a_case() -> None:
    """All that the docstrings declare."""
    assert declared(environment) == {(tool, code) for tool, code, *_ in REFUSALS}


@pytest.mark.environment(environment)
def test_the_messenger_stays_sound_whatever_is_called(properties: Properties) -> None:
    """Constraints hold, refusals change nothing that they do not keep, and the same calls give the same again."""
    properties.hold(examples=25)
