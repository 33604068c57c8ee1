"""The benchmark's `TicketAPI`: what it raises where a record lacks something, and an error in a list."""

from __future__ import annotations

from typing import Any

from ...sim import Scenario
from ..dialect import Dialect, Reply

_DEFAULTS: dict[str, Any] = {"ticket_queue": [], "ticket_counter": 1, "current_user": None}
_SEARCHING = frozenset({"ticket_without_id"})
_CHANGING = frozenset({"ticket_without_id", "ticket_without_status"})


def _attributes(document: Scenario, long_context: bool) -> dict[str, Any]:
    return {key: document.get(key, default) for key, default in _DEFAULTS.items()}


def _listed(reply: Reply) -> Any:
    """Tickets come in a list, and so does the error in their place."""
    return [reply.value] if reply.code else reply.value


DIALECT = Dialect(
    environment="tickets",
    official="TicketAPI",
    attributes=_attributes,
    raised={
        "get_ticket": _SEARCHING,
        "close_ticket": _CHANGING,
        "resolve_ticket": _CHANGING,
        "edit_ticket": _SEARCHING,
        "get_user_tickets": frozenset({"ticket_without_creator", "ticket_without_status"}),
    },
    results={"get_user_tickets": _listed},
    exact=frozenset({"create_ticket", "resolve_ticket", "edit_ticket", "ticket_login"}),
    tries={
        "ticket_id": (0, 1, 1, 1, 2, 2, 3, 12, 7423, 987654, 1.0),
        "username": ("Michael Thompson", "John", "john", ""),
        "password": ("secret", ""),
        "priority": (0, 1, 5, 6, 2.5),
        "status": ("open", "OPEN", "Closed", "resolved", "unresolved", ""),
        "updates": (
            {},
            {"status": None, "priority": 9},
            {"title": "New", "description": "", "status": "Closed"},
            {"status": "Resolved"},
            {"owner": "me"},
        ),
    },
)
