"""Messages on both sides: entries that are no texts, ids in draw order, and values of wrong types that are kept."""

from __future__ import annotations

from typing import Any

import pytest

from funreason_sim.bfcl.compare import unlike
from funreason_sim.bfcl.execution import Execution, opening
from funreason_sim.bfcl.official import Official

OFFICE = "MessageAPI"
IN = {"current_user": "USR001"}
ODD = {
    **IN,
    "inbox": [{"USR002": ["a"]}, {"USR003": {"USR001": 1}, "USR002": "b"}, {"USR002": "a"}, {"x": 1.0}, {"x": 1}],
    "user_map": {"Ada": "USR001", "Bo": "USR002", "Twin": "USR002"},
    "user_count": 1,
}
SEQUENCES: dict[str, tuple[dict[str, Any], str]] = {
    "entries that are no texts": (
        ODD,
        """
        view_messages_sent()
        search_messages('a')
        search_messages(5)
        get_message_stats()
        delete_message('x')
        delete_message('USR002')
        delete_message('USR002')
        delete_message('USR002')
        delete_message('USR003')
        search_messages('')
        view_messages_sent()
        """,
    ),
    "ids in draw order, from a seed of the configuration": (
        {**IN, "random_seed": 5},
        """
        send_message('USR002', 'a')
        send_message('USR009', 'a')
        send_message('USR003', 'b')
        delete_message('USR003')
        send_message('USR003', 'b')
        """,
    ),
    "messages keep what they were given": (
        IN,
        """
        send_message('USR002', 5)
        send_message('USR002', True)
        send_message('USR002', None)
        send_message('USR002', ['a', 1.5])
        send_message('USR002', {'a': {}})
        send_message(['USR002'], 'a')
        send_message(None, 'a')
        view_messages_sent()
        search_messages('a')
        delete_message('USR002')
        delete_message(5)
        delete_message([])
        view_messages_sent()
        """,
    ),
    "names of any kind that can be a key": (
        {**ODD, "user_count": 0},
        """
        add_contact('Zoe')
        add_contact('Zoe')
        add_contact('Ada')
        add_contact(['Zoe'])
        add_contact('Zoe')
        add_contact(7)
        add_contact(7.0)
        add_contact(None)
        add_contact(True)
        get_user_id(7)
        get_user_id(7.0)
        get_user_id('7')
        get_user_id({})
        get_user_id(None)
        get_user_id(True)
        list_users()
        message_login('USR003')
        message_login(['USR003'])
        message_login(None)
        message_get_login_status()
        """,
    ),
    "without a login nothing is looked at": (
        {"current_user": "", "inbox": [{"USR002": []}]},
        """
        send_message('USR009', 1)
        delete_message('USR009')
        view_messages_sent()
        search_messages(5)
        get_message_stats()
        add_contact('Zoe')
        get_user_id('Zoe')
        """,
    ),
}


@pytest.mark.parametrize("name", SEQUENCES)
def test_both_sides_say_and_keep_the_same(name: str) -> None:
    """Call by call the same text, and equal public attributes after each."""
    config, calls = SEQUENCES[name]
    ours, theirs = Execution(opening([OFFICE], {OFFICE: config})), Official([OFFICE], {OFFICE: config})
    for call in map(str.strip, calls.strip().splitlines()):
        assert ours.execute([call]) == theirs.execute([call]), call
        assert unlike(ours.attributes(), theirs.attributes()) == [], call


def test_ids_that_were_given_are_drawn_again() -> None:
    """As the original's set holds them; a document lists them."""
    config: dict[str, Any] = {**IN, "generated_ids": [67410]}
    theirs = Official([OFFICE], {OFFICE: {**config, "generated_ids": {67410}}})
    with Execution(opening([OFFICE], {OFFICE: config})) as ours:
        assert ours.execute(["send_message('USR002', 'a')"]) == theirs.execute(["send_message('USR002', 'a')"])
        assert ours.attributes() == theirs.attributes()
