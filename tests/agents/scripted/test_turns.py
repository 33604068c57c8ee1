from __future__ import annotations

import json
import re
import time

import anyio
from agents.scripted.driving import Talk, login, singles, talk

from funreason_sim.agents.chat import ChatRequest, Message
from funreason_sim.agents.scripted import ScriptedReasoner
from funreason_sim.agents.scripted.reasoner import respond
from funreason_sim.sim import Episode, open_episode

CODE = re.compile(r"\b[a-z]+_[a-z_]+\b|\b[a-z]+[A-Z]\w+\b")


def test_what_an_earlier_turn_returned_is_used_again(world: Episode) -> None:
    """The token, the card and the new booking of earlier turns serve a later one, with no second login or look-up."""
    told = talk(
        world,
        login(world),
        "Book an economy flight from JFK to BOS on 2 June 2026 with my Visa card.",
        "Now insure the flight I just booked with 'basic' cover for $49.50, on the same card.",
    )
    booked = json.loads(next(r for r in told.calls if r.call.tool == "book_flight").outcome.text)["booking_id"]
    bought = told.made("purchase_insurance")[0]
    assert bought["booking_id"] == booked
    assert bought["card_id"] == "685858482620"
    assert told.tools.count("authenticate_travel") == told.tools.count("get_all_credit_cards") == 1


def test_look_ups_that_do_not_wait_for_each_other_are_made_at_once(world: Episode) -> None:
    """Two cities are looked up in one response."""
    told = talk(world, "How far is Rivermist from Stonebrook?")
    assert [call.name for call in told.replies[0].calls] == ["get_zipcode_based_on_city"] * 2
    assert [call.name for call in told.replies[1].calls] == ["estimate_distance"]


def test_a_condition_that_was_settled_is_not_settled_again(world: Episode) -> None:
    """Locking the doors first leaves only the brake to be pressed before the engine starts."""
    told = talk(world, "Lock all doors.", "Start the engine.")
    assert told.tools == ["lockDoors", "pressBrakePedal", "startEngine"]


def test_a_refusal_is_read_settled_and_the_call_made_again(world: Episode) -> None:
    """The cruise control asks for the engine, the engine for doors and brake; then all is done, each once."""
    told = talk(world, "Set the cruise control to 50 mph, 40 meters behind the car ahead.")
    refused = [ran.call.tool for ran in told.calls if ran.outcome.refused]
    assert refused == ["setCruiseControl"]
    assert told.tools[-1] == "setCruiseControl"
    assert not told.calls[-1].outcome.refused
    assert {"lockDoors", "pressBrakePedal", "startEngine"} < set(told.tools)


def test_stopping_needs_nothing_that_starting_needs(world: Episode) -> None:
    """The complaint about unlocked doors belongs to starting: nobody asked for locked doors here."""
    assert talk(world, "Shut the engine down.").tools == ["startEngine"]


def test_a_refused_call_is_not_repeated_unchanged(world: Episode) -> None:
    """What cannot be helped is tried once and told."""
    told = talk(world, "Fill the tank with 90 gallons of gas.")
    assert told.tools == ["fillFuelTank"]
    assert "tank capacity" in told.answer


def test_what_nobody_said_is_not_made_up(world: Episode) -> None:
    """Without credentials there is no token, without a city no distance; both are told."""
    told = talk(world, "Show me all my bookings.")
    assert told.calls == []
    assert "do not know" in told.answer
    assert "estimate_distance" not in talk(world.fork(), "How far is it to Silverpine?").tools


def test_noise_asks_for_nothing(world: Episode) -> None:
    """Greetings, thanks and small talk make no call."""
    told = talk(world, "Hello there! It has been one of those mornings. Thank you so much for your help so far!")
    assert told.calls == []


def test_the_same_request_gets_the_same_reply(world: Episode) -> None:
    """The seat is a function of the request; nothing of another conversation shows."""
    request = ChatRequest(
        role="reasoning",
        messages=(Message(role="system", content="Act."), Message(role="user", content="Start the engine.")),
        tools=world.space.specs,
    )
    first = respond(request)
    talk(world, "Lock all doors.", "Press the brake pedal fully.")
    assert respond(request) == first
    assert anyio.run(ScriptedReasoner().reply, request) == first


def test_a_thought_speaks_of_nothing_unseen(world: Episode) -> None:
    """Every number in a thought stands in the request, in a call made so far or in an outcome seen so far."""
    told = talk(
        world, login(world), "Book a first class flight from SFO to JFK on 2026-10-05 with the card ending in 9090."
    )
    seen = ""
    spoken = iter(told.messages[1:])
    for message in spoken:
        if message.role == "assistant":
            now = seen + " ".join(call.arguments for call in message.calls)
            assert all(n in now for n in re.findall(r"\d{3,}", message.reasoning)), message.reasoning
            assert not re.search(r"\b(?:hint|attempt|template)\b", message.reasoning, re.IGNORECASE)
        seen += message.content + " ".join(call.arguments for call in message.calls)


def test_an_answer_has_the_values_and_no_code(world: Episode) -> None:
    """The answer tells what came out, in words."""
    told = talk(world, "How far is it from Rivermist to Stonebrook? Also check the tire pressure.")
    assert "750.0" in told.answer
    assert "32.0" in told.answer
    assert not CODE.search(told.answer), told.answer


def test_a_reply_takes_little_time(world: Episode) -> None:
    """On average a reply takes milliseconds, so that a script is no bottleneck."""
    talk(world.fork(), login(world), "Check the balance of my Visa.")
    before = time.perf_counter()
    told = [
        talk(world.fork(), login(world), f"Put {n} gallons in the tank and start the engine.") for n in range(2, 12)
    ]
    assert (time.perf_counter() - before) / sum(len(t.replies) for t in told) < 0.02


def test_a_long_text_does_not_stall_the_reader(world: Episode) -> None:
    """No pattern runs away on odd text."""
    before = time.perf_counter()
    for text in (
        "a, " * 2000,
        "Tell me: " + "x1 " * 2500,
        "A" * 7000,
        "(" * 3000,
        "1 Aa " * 1500,
        "'" * 3000,
        "and " * 2000,
    ):
        talk(world.fork(), text)
    assert time.perf_counter() - before < 20


def test_most_single_requests_are_served_in_both_lists_of_phrasings() -> None:
    """Of the phrasings for generation and of those held out, more than nine in ten give the right call at once."""
    for which in ("ask", "held_out"):
        right = [_serves(seed, which) for seed in (1, 2)]
        good, asked = sum(g for g, _ in right), sum(n for _, n in right)
        assert asked > 150
        assert good / asked > 0.9, (which, good / asked)


def _serves(seed: int, which: str) -> tuple[int, int]:
    base = open_episode("travel+vehicle", seed=seed)
    good = asked = 0
    for single in singles(base, which, str(seed)):
        told = talk(base.fork(), login(base), f"Please {single.text}.")
        asked += 1
        good += _has(told, single.tool, single.expected)
    return good, asked


def _has(told: Talk, tool: str, expected: dict[str, object]) -> bool:
    return any(all(_same(made.get(name), value) for name, value in expected.items()) for made in told.made(tool))


def _same(one: object, other: object) -> bool:
    if isinstance(one, list) and isinstance(other, list):
        return sorted(map(str, one)) == sorted(map(str, other))
    return one == other
