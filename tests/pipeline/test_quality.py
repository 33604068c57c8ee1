"""What the four seats make of it: queries of a person, prerequisites left implicit, honest attempts and hints."""

from __future__ import annotations

import anyio
import pytest
from made import samples

from funreason_sim.agents.chat import ChatReply, ChatRequest, Message
from funreason_sim.agents.seats import seats_for
from funreason_sim.pipeline.hints import leaks
from funreason_sim.records import Implied, Output
from funreason_sim.sim import space

SAMPLES = 24


def test_prerequisites_are_left_implicit() -> None:
    """At least half of the turns need calls that their query does not name, fed forward or implied."""
    turns = [turn for sample in samples(SAMPLES, 5) for turn in sample.turns]
    hidden = [turn for turn in turns if len(turn.asked) < len(turn.reference)]
    implied = [t for t in turns for e in t.reference for s in e.sources.values() if isinstance(s, Implied)]
    fed = [t for t in turns for e in t.reference for s in e.sources.values() if isinstance(s, Output)]
    assert len(hidden) >= len(turns) // 2
    assert implied
    assert len(fed) > len(turns) // 2


def test_queries_differ_in_style_and_words() -> None:
    """Several styles are used, and no query comes twice."""
    turns = [turn for sample in samples(SAMPLES, 5) for turn in sample.turns]
    assert len({turn.style for turn in turns}) >= 4
    assert len({turn.query for turn in turns}) == len(turns)


def test_opaque_values_are_never_said_in_generated_worlds() -> None:
    """Ids, tokens and zip codes come from calls, in the references and in the steps."""
    for sample in samples(SAMPLES, 5):
        world = space(sample.space)
        for turn in sample.turns:
            for execution in [*turn.reference, *turn.steps]:
                for name, source in execution.sources.items():
                    schema = world.tools[execution.tool].spec.parameters["properties"][name]  # type: ignore[index,call-overload]
                    if schema.get("format") in world.opaque:
                        assert isinstance(source, Output), (sample.id, execution.id, name)


def test_most_turns_are_solved_and_some_need_the_critic() -> None:
    """The scripted reasoner solves most at the first attempt; attempts and hints are counted honestly."""
    turns = [turn for sample in samples(SAMPLES, 5) for turn in sample.turns]
    assert sum(turn.attempts == 1 for turn in turns) >= 0.7 * len(turns)
    assert all(len(turn.hints) == turn.attempts - 1 for turn in turns)


def test_held_out_phrasings_are_other_words() -> None:
    """With held-out phrasings the same seed asks otherwise, and samples are kept all the same."""
    kept = samples(3, 5, phrasings="held-out")
    assert {t.query for s in kept for t in s.turns}.isdisjoint(t.query for s in samples(SAMPLES, 5) for t in s.turns)


@pytest.mark.parametrize(
    ("hint", "gives_away"),
    [
        ("Look at the card ending in 4417 again.", False),
        ("The zip code is 83214.", True),
        ("Call lockDoors first.", True),
        ("The call to startEngine was refused.", False),
    ],
)
def test_a_hint_gives_nothing_away(hint: str, gives_away: bool) -> None:
    """No value that was not seen, no tool that was not called."""
    tools = {"lockDoors": 1, "startEngine": 1}
    assert leaks(hint, "pay with the card ending in 4417", {"startEngine"}, tools) == gives_away


def test_the_reasoner_sees_only_the_request() -> None:
    """The same request gets the same answer, from a seat made anew, with no seed in it."""
    request = ChatRequest(
        role="reasoning",
        messages=(
            Message(role="system", content="You are an assistant."),
            Message(role="user", content="How far is it from Rivermist to Stonebrook?"),
        ),
        tools=space("vehicle").specs,
    )

    def reply() -> ChatReply:
        return anyio.run(seats_for("scripted")["reasoning"].reply, request)

    assert reply() == reply()
    assert [call.name for call in reply().calls] == ["get_zipcode_based_on_city"] * 2
