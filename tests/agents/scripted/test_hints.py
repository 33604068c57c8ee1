from __future__ import annotations

import json
from typing import Any

import anyio
import pytest
from agents.scripted.driving import talk

from funreason_sim.agents.chat import ChatRequest, Message
from funreason_sim.agents.scripted import ScriptedCritic
from funreason_sim.agents.scripted.hints import Advice, advice
from funreason_sim.sim import Episode

CALLS = [
    {"tool": "lockDoors", "arguments": {"unlock": False, "door": ["driver"]}, "outcome": "{}"},
    {"tool": "get_zipcode_based_on_city", "arguments": {"city": "Rivermist"}, "outcome": '{"zipcode": "83214"}'},
    {"tool": "pressBrakePedal", "arguments": {"pedalPosition": 1.0}, "outcome": "{}"},
]


def critic(differences: list[dict[str, Any]], calls: list[dict[str, Any]] | None = None) -> str:
    attempt = {"query": "Lock the driver door.", "calls": CALLS if calls is None else calls, "answered": True}
    message = Message(role="user", content=json.dumps({**attempt, "differences": differences}))
    return anyio.run(ScriptedCritic().reply, ChatRequest(role="critic", messages=(message,))).content


def heard(hint: str) -> Advice:
    return advice(f"Act.\n\nHint: {hint}")


@pytest.mark.parametrize(
    ("difference", "read"),
    [
        ({"kind": "missing", "words": "check the tires"}, Advice(missed=("check the tires",))),
        ({"kind": "missing", "words": "lock all doors"}, Advice(avoid=(("lock all doors", "lockDoors"),))),
        ({"kind": "unasked_change", "call": 2}, Advice(unasked=("pressBrakePedal",))),
        ({"kind": "wrong_value", "call": 1, "parameter": "city"},
         Advice(wrong=(("get_zipcode_based_on_city", "city", '"Rivermist"'),))),
        ({"kind": "ungrounded", "call": 0, "parameter": "door"}, Advice(wrong=(("lockDoors", "door", '["driver"]'),))),
        ({"kind": "refused", "call": 2}, Advice(refused=(("pressBrakePedal", '{"pedalPosition": 1.0}'),))),
        ({"kind": "unfinished"}, Advice(unfinished=1)),
    ],
)  # fmt: skip
def test_the_reasoner_understands_what_the_critic_says(difference: dict[str, Any], read: Advice) -> None:
    """Each kind of difference becomes a sentence that says just that."""
    assert heard(critic([difference])) == read


def test_a_hint_is_short_and_names_only_what_was_called() -> None:
    """Many differences give one to three sentences about the attempt's own calls and values."""
    every = [{"kind": "unasked_change", "call": n} for n in range(3)] + [{"kind": "missing", "words": "open the trunk"}]
    hint = critic(every)
    assert 1 <= hint.count(". ") + 1 <= 4
    assert critic([{"kind": "wrong_value", "call": 9, "parameter": "x"}], calls=[])


def test_a_hint_changes_the_tool(world: Episode) -> None:
    """A tool that did not deliver what some words ask for is not chosen for them again."""
    hint = critic(
        [{"kind": "missing", "words": "show the status of the doors"}],
        [{"tool": "displayCarStatus", "arguments": {"option": "doors"}, "outcome": ""}],
    )
    assert "displayCarStatus" in hint
    assert "displayCarStatus" not in talk(world, "Show the status of the doors.", hints=[hint]).tools


def test_a_hint_takes_back_what_nobody_asked_for(world: Episode) -> None:
    """A prerequisite that was not called for is left out, and the wanted call is tried as it is."""
    assert talk(world.fork(), "Start the engine.").tools[0] == "lockDoors"
    hint = critic([{"kind": "unasked_change", "call": 0}])
    assert talk(world, "Start the engine.", hints=[hint]).tools[0] == "pressBrakePedal"


def test_a_hint_rejects_a_value(world: Episode) -> None:
    """A value said to be wrong does not come again."""
    hint = critic([{"kind": "wrong_value", "call": 2, "parameter": "pedalPosition"}])
    told = talk(world, "Press the brake pedal all the way down.", hints=[hint])
    assert {"pedalPosition": 1.0} not in told.made("pressBrakePedal")
