"""What results gave is found again by the words for it; what words describe is fetched by the tool that tells it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from agents.scripted.counter import SPECS

from funreason_sim.agents.chat import ChatRequest, Message
from funreason_sim.agents.scripted.reasoner import respond

Call = tuple[str, dict[str, Any]]
OUTCOMES: dict[str, Any] = {
    "open_case": {"id": 903},
    "list_own_cases": [{"id": 901, "title": "Cold office"}, {"id": 902, "title": "New bank account"}],
    "average": {"result": 4.5},
    "subtract": {"result": 8},
    "cat": {"result": "Be on time."},
    "get_symbol_by_name": {"result": "GLBX"},
    "tail": {"result": ""},
    "get_quote": {"result": 12.25},
}


def calls(*queries: str) -> list[Call]:
    """The calls that serve some queries, one turn each, where every tool gives what stands in `OUTCOMES`."""
    messages = [Message(role="system", content="You act for a person.")]
    made: list[Call] = []
    for query in queries:
        messages.append(Message(role="user", content=query))
        for _ in range(9):
            reply = respond(ChatRequest(role="reasoning", messages=tuple(messages), tools=SPECS))
            messages.append(Message(role="assistant", content=reply.content, calls=reply.calls))
            for call in reply.calls:
                made.append((call.name, json.loads(call.arguments)))
                outcome = json.dumps(OUTCOMES.get(call.name))
                messages.append(Message(role="tool", content=outcome, call_id=call.id))
            if not reply.calls:
                break
    return made


SERVED: list[tuple[tuple[str, ...], list[Call]]] = [
    (
        ("Show me the details of my case called 'Cold office'.",),
        [("list_own_cases", {}), ("get_case", {"case_id": 901})],
    ),
    (
        ("Open a new case titled 'Loud printer'.", "Change the urgency of the case I just opened to 5."),
        [("open_case", {"title": "Loud printer"}), ("edit_case", {"case_id": 903, "updates": {"urgency": 5}})],
    ),
    (
        ("Open a new case titled 'Loud printer'.", "Show me my case called 'New bank account'."),
        [("open_case", {"title": "Loud printer"}), ("list_own_cases", {}), ("get_case", {"case_id": 902})],
    ),
    (
        ("Compute the average of 3, 4.5 and 6. Then subtract that average from 12.5.",),
        [("average", {"numbers": [3, 4.5, 6]}), ("subtract", {"a": 12.5, "b": 4.5})],
    ),
    (
        ("Write what notes.txt says into the file copy.txt.",),
        [("cat", {"file_name": "notes.txt"}), ("echo", {"content": "Be on time.", "file_name": "copy.txt"})],
    ),
    (
        ("Show me the contents of notes.txt.", "Echo the contents of notes.txt."),
        [("cat", {"file_name": "notes.txt"}), ("echo", {"content": "Be on time."})],
    ),
    (
        ("Echo the last line of notes.txt.",),
        [("tail", {"file_name": "notes.txt"}), ("echo", {"content": ""})],
    ),
    (
        ("Buy 20 shares of the company Globex at 31.5 dollars each.",),
        [
            ("get_symbol_by_name", {"name": "Globex"}),
            ("buy_shares", {"symbol": "GLBX", "price": 31.5, "amount": 20}),
        ],
    ),
    (
        ("Buy 20 shares of ACME at the price of INIT in dollars.",),
        [("get_quote", {"symbol": "INIT"}), ("buy_shares", {"symbol": "ACME", "price": 12.25, "amount": 20})],
    ),
]


@pytest.mark.parametrize(("queries", "wanted"), SERVED, ids=[queries[-1][:40] for queries, _ in SERVED])
def test_what_is_described_is_found_or_fetched(queries: tuple[str, ...], wanted: list[Call]) -> None:
    """Just the calls that are needed, with the values of the results that the words mean."""
    assert calls(*queries) == wanted
