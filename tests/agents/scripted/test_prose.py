"""How thoughts and answers read, and that no text stalls the reader."""

from __future__ import annotations

import re

import pytest
from agents.scripted.driving import login, talk

from funreason_sim.agents.chat import ChatRequest, Message
from funreason_sim.agents.scripted.prose import clean, statement, wish
from funreason_sim.agents.scripted.reasoner import respond
from funreason_sim.records import JsonValue
from funreason_sim.sim import Episode

CODE = re.compile(r"\b[a-z]+_[a-z_]+\b|\b[a-z]+[A-Z]\w+\b")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Could you lock the doors for me?, Once that's done", "lock the doors"),
        ("Oh, and please quickly check the tires?", "check the tires"),
        ("start the engine. After that", "start the engine"),
        ("turn the lights off, Oh, and please", "turn the lights off"),
        ("I'd like you to list my cards now, please.", "list my cards"),
    ],
)
def test_a_clause_is_quoted_without_what_surrounds_it(text: str, wanted: str) -> None:
    """Frames before and leads after a clause are no part of it."""
    assert clean(text) == wanted


def test_a_wish_is_told_about_the_user() -> None:
    """First persons become third ones, but not inside of quotations."""
    assert wish("tell me what I owe on my card") == "wants me to tell them what they owe on their card"
    assert wish('write to my bank: "I lost my bag" today') == 'wants me to write to their bank: "I lost my bag" today'
    assert wish("How far is it?") == 'asks: "How far is it?"'


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("can drive", False, "no, it cannot drive"),
        ("cancel status", True, "the cancellation was successful"),
        ("healthy tire pressure", True, "healthy tire pressure: yes"),
        ("distance", 750.0, "the distance is 750.0"),
        ("remaining unlocked doors", 0, "the remaining unlocked doors are 0"),
        ("expires in", 5, "it expires in 5"),
        ("airports", ["JFK", "ORD", "BOS"], "the airports are JFK, ORD and BOS"),
        ("log", ["one", "two"], "the log holds one and two"),
        ("scope", "read_write", "the scope is read write"),
    ],
)
def test_a_field_becomes_a_statement(name: str, value: JsonValue, said: str) -> None:
    """A name and a value make a short English sentence."""
    assert statement(name, value) == said


def test_an_answer_quotes_no_request_and_has_no_identifiers(world: Episode) -> None:
    """Results are told in sentences of their own, with the values as they were returned."""
    told = talk(
        world,
        login(world),
        "Show me my cards, cancel my flight to LAX on September 30, turn 18 gallons into liters and lock all doors.",
    )
    assert "685858482620 (card number 4111222233334417, card type Visa" in told.answer
    assert "18 gallons are 68.13738000000001 liters." in told.answer
    assert "Done: the cancellation was successful." in told.answer
    assert not CODE.search(told.answer), told.answer


def test_thoughts_are_short_and_begin_differently(world: Episode) -> None:
    """At most five sentences, no long outcome repeated, and not every thought alike."""
    told = talk(world, login(world), "List all airports, show my cards, check the tires and tell me the current speed.")
    thoughts = [reply.reasoning for reply in told.replies]
    assert all(len(thought) < 500 for thought in thoughts)
    assert all(len(re.findall(r"[.?!](?:\s|$)", thought)) <= 5 for thought in thoughts)
    assert len({thought.split()[0] for thought in thoughts}) > 3
    assert not any("SBK" in thought for thought in thoughts)


HOSTILE = (
    *("a", "A", "1", " ", "a ", "A ", "1 ", "a.", "a-", "a_", "a@", "1-", "1,", "1.", "1/", "A. ", "'", "' ", '"'),
    *('"a ', "(", "( ", "“", "«a", "`", "—", "; ", "\n", "? ", "- ", "$ ", "x1_", "aB", "http://", "1 Aa ", "St. "),
    *("A of the ", "tell me: ", "tell a ", "could you ", "i have booked ", "the driving ", "the ending in "),
    *("one hundred ", "and then ", "lock and ", "please ", "after that ", "cancellation of ", "May 1 ", "get a "),
    *("the way from ", "from a to b ", "turn a b c d e ", "are a worth ", "last four digits of ", "put it on "),
)


def test_no_text_stalls_the_reader(world: Episode) -> None:
    """Every pattern takes time in proportion to the text: 20,000 characters of anything get a reply."""
    for piece in HOSTILE:
        text = (piece * 20_000)[:20_000]
        message = Message(role="user", content=text)
        reply = respond(ChatRequest(role="reasoning", messages=(message,), tools=world.space.specs))
        assert reply.reasoning, piece
