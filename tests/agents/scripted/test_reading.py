"""What a clause says about the parameters of a tool, whatever their types: objects, lists, names of files, flags."""

from __future__ import annotations

from typing import Any

import pytest
from agents.scripted.counter import counter, doc

from funreason_sim.agents.scripted.arguments import read
from funreason_sim.agents.scripted.asks import asks

SAID: list[tuple[str, str, dict[str, Any]]] = [
    ("edit_case", "change the urgency of my new case to 4", {"updates": {"urgency": 4}}),
    (
        "edit_case",
        'edit my case called "Cold office" so that its status is On Hold',
        {"updates": {"status": "On Hold"}},
    ),
    (
        "edit_case",
        'change the case called "Cold office" so that it has the title "Warm office" and urgency 2',
        {"updates": {"title": "Warm office", "urgency": 2}},
    ),
    ("get_case", "show me case 4711", {"case_id": 4711}),
    ("get_case", 'show me my case called "Order 66"', {}),
    (
        "settle_case",
        'settle my case called "Cold office" and note the resolution "The heating works again."',
        {"resolution": "The heating works again."},
    ),
    (
        "share_note",
        'share a note that says "All set." with the hashtags #tea and #cake and a mention of "@ada"',
        {"content": "All set.", "tags": ["#tea", "#cake"], "people": ["@ada"]},
    ),
    ("average", "compute the average of 3, 4.5 and 6", {"numbers": [3, 4.5, 6]}),
    ("convert_length", "convert 7.5 km to m", {"value": 7.5, "unit_in": "km", "unit_out": "m"}),
    ("convert_length", "convert a length of 7.5 to m from km", {"value": 7.5, "unit_in": "km", "unit_out": "m"}),
    ("convert_length", "convert 5 in into cm", {"value": 5, "unit_in": "in", "unit_out": "cm"}),
    ("cat", "show me what open_tasks.txt says", {"file_name": "open_tasks.txt"}),
    ("cat", 'show me the end of "report-2.final.csv"', {"file_name": "report-2.final.csv"}),
    ("echo", 'write "Be on time." into the file notes.txt', {"content": "Be on time.", "file_name": "notes.txt"}),
    ("ls", "list everything here, hidden files too", {"a": True}),
    ("ls", "list the folder without the hidden files", {"a": False}),
    ("ls", "show me the files", {}),
    ("wc", "count the words of notes.txt", {"file_name": "notes.txt", "mode": "w"}),
    ("follow_user", "follow bob", {"username": "bob"}),
    ("follow_user", "start to follow the user ada for me", {"username": "ada"}),
    ("follow_user", "follow the person who wrote it", {}),
    ("buy_shares", "buy 20 shares of ACME at 31.5 dollars each", {"symbol": "ACME", "price": 31.5, "amount": 20}),
    ("buy_shares", "buy 20 shares of ACME at the price of GLBX in dollars", {"symbol": "ACME", "amount": 20}),
]


@pytest.mark.parametrize(("tool", "text", "said"), SAID, ids=[text[:50] for _, text, _ in SAID])
def test_a_value_goes_to_the_parameter_it_is_said_for(tool: str, text: str, said: dict[str, Any]) -> None:
    """Nothing that is said is lost, and no value is taken for another parameter than its own."""
    assert {name: found.value for name, found in read(doc(tool), text).values.items()} == said


POINTED: list[tuple[str, str, list[str]]] = [
    ("subtract", "subtract 4 from that average", ["a"]),
    ("subtract", "subtract that average from 20", ["b"]),
]


@pytest.mark.parametrize(("tool", "text", "pointing"), POINTED)
def test_a_number_is_pointed_at_where_another_is_said(tool: str, text: str, pointing: list[str]) -> None:
    """Of two operands one may be a result from before: it keeps the place that the words give it."""
    said = read(doc(tool), text).said
    assert [name for name, found in said.items() if found.mention] == pointing
    assert len(said) == 2


MEANT = [
    ("show me the details of the case I just opened", ["get_case"]),
    ("list all my cases", ["list_own_cases"]),
    ('remove "old stuff"', ["rm"]),
    ("look up the symbol of Acme", ["get_symbol_by_name"]),
    ('settle the new case called "Cold office"; the resolution is "It is warm."', ["settle_case"]),
    ("edit the case I just opened and give it the urgency 2 and the status Open", ["edit_case"]),
    ("buy 5 shares of ACME. Then echo the contents of notes.txt", ["buy_shares", "echo"]),
    ("subtract 4 and 7.5 from one another", ["subtract"]),
]


@pytest.mark.parametrize(("request_text", "tools"), MEANT, ids=[text[:40] for text, _ in MEANT])
def test_a_request_asks_for_the_tool_that_can_take_what_it_says(request_text: str, tools: list[str]) -> None:
    """One thing or many, new or known, a name that nobody says aloud: the fitting tool is asked, once."""
    assert [ask.doc.name for ask in asks(counter(), request_text)] == tools
