"""Tickets on both sides: records that lack something, an error in a list, and values of wrong types that are kept."""

from __future__ import annotations

from typing import Any

import pytest

from funreason_sim.bfcl.compare import same_text, unlike
from funreason_sim.bfcl.execution import Execution, opening
from funreason_sim.bfcl.official import Official

DESK = "TicketAPI"
IN = {"current_user": "ada"}
ODD = {
    **IN,
    "ticket_queue": [{"id": "T-1", "priority": "High"}, {"id": 1, "status": "Open"}, {"ticket": {"id": 2}}, {"id": 3}],
    "ticket_counter": 1,
}
OWN = {**IN, "ticket_queue": [{"id": 1, "created_by": "ada", "status": "open"}, {"id": 2, "created_by": "ada"}]}
SEQUENCES: dict[str, tuple[dict[str, Any], str]] = {
    "what a record lacks is raised where it is looked for": (
        ODD,
        """
        get_ticket('T-1')
        close_ticket('T-1')
        resolve_ticket('T-1', 'x')
        edit_ticket('T-1', {'status': 'Open'})
        close_ticket('T-1')
        get_ticket(1)
        get_ticket(True)
        get_ticket(1.0)
        get_ticket('1')
        get_ticket(3)
        close_ticket(3)
        edit_ticket(2, {})
        get_user_tickets()
        create_ticket('second with this id')
        close_ticket(1)
        get_ticket(1)
        """,
    ),
    "a list that fails is an error in a list, or raised": (
        OWN,
        """
        get_user_tickets()
        get_user_tickets('')
        get_user_tickets('OPEN')
        get_user_tickets(5)
        get_user_tickets([])
        resolve_ticket(1, 'x')
        resolve_ticket(1, 'x')
        edit_ticket(2, {'status': 7})
        get_user_tickets('open')
        edit_ticket(1, {'status': None})
        get_user_tickets('open')
        logout()
        logout()
        get_user_tickets()
        ticket_get_login_status()
        """,
    ),
    "tickets keep what they were given": (
        IN,
        """
        create_ticket(5, None, True)
        create_ticket([1], {'a': (1, 2)}, 2.5)
        create_ticket('', '', '3')
        create_ticket('', '', [3])
        create_ticket('', '', None)
        create_ticket()
        get_user_tickets()
        resolve_ticket(1, ['a'])
        resolve_ticket(2, None)
        edit_ticket(1, {'title': True, 'priority': [], 'description': {'a': 1}})
        get_user_tickets()
        close_ticket(1)
        close_ticket([1])
        close_ticket(None)
        get_ticket(1)
        """,
    ),
    "updates are looked through before they are written": (
        OWN,
        """
        edit_ticket(1, None)
        edit_ticket(1, [])
        edit_ticket(9, None)
        edit_ticket(1, {'owner': 'bo', 'title': 'T', 'id': 5})
        edit_ticket(1, {'priority': 99, 'status': ''})
        edit_ticket(1, {1: 2})
        get_ticket(1)
        """,
    ),
    "anybody can log in": (
        {},
        """
        create_ticket('x')
        ticket_login('', 'x')
        ticket_login('x', None)
        ticket_login(['ada'], {'a': 1})
        ticket_get_login_status()
        create_ticket('x')
        get_user_tickets()
        ticket_login(5, True)
        create_ticket('y')
        get_user_tickets()
        ticket_login(True, 'x')
        get_user_tickets()
        """,
    ),
}


@pytest.mark.parametrize("name", SEQUENCES)
def test_both_sides_say_and_keep_the_same(name: str) -> None:
    """Call by call the same text, but for the order of a printed set, and equal public attributes after each."""
    config, calls = SEQUENCES[name]
    ours, theirs = Execution(opening([DESK], {DESK: config})), Official([DESK], {DESK: config})
    for call in map(str.strip, calls.strip().splitlines()):
        (mine,), (wanted,) = ours.execute([call]), theirs.execute([call])
        assert same_text(mine, wanted), (call, mine, wanted)
        assert unlike(ours.attributes(), theirs.attributes()) == [], call


def test_unknown_fields_are_named_in_the_order_of_the_call() -> None:
    """The original prints a set of them, in an order of its own."""
    with Execution(opening([DESK], {DESK: OWN})) as ours:
        text = ours.execute(["edit_ticket(1, {'zeta': 1, 'title': 'T', 'alpha': 2})"])
    assert text == ['{"error": "Invalid fields for update: zeta, alpha"}']
