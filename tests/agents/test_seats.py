"""The tooling and querying seats, and what seats get to see."""

from __future__ import annotations

from typing import Any

import anyio
import pytest

from funreason_sim.agents.chat import ChatReply
from funreason_sim.agents.prompting import ask_for_json, prompts_digest, read_json, reasoning_request, styles
from funreason_sim.agents.scripted.querying import ScriptedQuerying
from funreason_sim.agents.scripted.rendering import say
from funreason_sim.agents.scripted.tooling import ScriptedTooling
from funreason_sim.errors import ChatError
from funreason_sim.records import AdvancedTool
from funreason_sim.sim import Dice
from funreason_sim.verification.words import locate

PLAIN = {"openers": ["Hi,"], "frames": ["Could you {ask}?"], "links": ["Then {ask}."], "asides": [""], "closers": [""]}
ZIP = {"format": "zip", "type": "string"}


def _ask(tool: str, said: dict[str, Any] | None = None, refers: dict[str, Any] | None = None) -> dict[str, Any]:
    given = {name: {"value": value, "schema": schema} for name, (value, schema) in (said or {}).items()}
    return {
        "call": "r0",
        "tool": tool,
        "description": "Weigh (measure) a parcel. More.",
        "arguments": {name: item["value"] for name, item in given.items()},
        "said": given,
        "refers": refers or {},
    }


def _query(asks: list[dict[str, Any]], wording: dict[str, Any], seed: str = "s", style: Any = None) -> dict[str, Any]:
    payload: dict[str, Any] = {
        "advanced": {},
        "asks": asks,
        "style": style or PLAIN,
        "wording": wording,
        "phrasings": "ask",
    }
    reply = anyio.run(ScriptedQuerying().reply, ask_for_json("querying", payload, seed))
    return read_json(reply)


def test_a_query_frames_each_ask_and_says_which_words_ask_for_it() -> None:
    """Fragments stand in the message word for word; an opener with a comma is followed by a small letter."""
    wording = {"fly": {"ask": ["book a {kind} flight to {city}"]}, "rest": {"ask": ["find me a hotel"]}}
    asks = [
        _ask("fly", {"kind": ("economy", {}), "city": ("Rome", {"format": "city"})}),
        {**_ask("rest"), "call": "r1"},
    ]
    answer = _query(asks, wording)
    assert answer["query"] == "Hi, could you book an economy flight to Rome? Then find me a hotel."
    assert answer["asks"] == [
        {"call": "r0", "words": "book an economy flight to Rome"},
        {"call": "r1", "words": "find me a hotel"},
    ]


def test_words_that_imply_a_flag_are_used_for_that_flag_only() -> None:
    """`when` chooses the phrasing: the verb says whether the door is locked."""
    wording = {
        "lock": {
            "ask": [{"text": "lock it", "when": {"unlock": False}}, {"text": "unlock it", "when": {"unlock": True}}]
        }
    }
    for value, words in ((False, "lock it"), (True, "unlock it")):
        for seed in "abc":
            answer = _query([_ask("lock", {"unlock": (value, {"type": "boolean"})})], wording, seed)
            assert answer["asks"][0]["words"] == words


def _card(number: str, **more: Any) -> dict[str, Any]:
    return {"number": number, "argument user": "me", **more}


def _refers(chosen: dict[str, Any], *others: dict[str, Any], newest: bool = False) -> dict[str, Any]:
    return {
        "card": {"tool": "cards", "format": "card-id", "attributes": chosen, "others": list(others), "newest": newest}
    }


def test_a_reference_means_one_entity() -> None:
    """Words that fit another one too are not used; without words that do not, there is no query."""
    wording = {
        "pay": {"ask": ["pay with {card}"]},
        "cards": {"refer": {"card-id": ["my {brand} card", "the card ending in {number:last4}"]}},
    }
    visa, other = _card("11114417", brand="Visa"), _card("22228080", brand="Visa")
    for seed in "abcd":
        words = _query([_ask("pay", None, _refers(visa, other))], wording, seed)["asks"][0]["words"]
        assert words == "pay with the card ending in 4417"
    with pytest.raises(ChatError, match="no phrasing of pay"):
        _query([_ask("pay", None, _refers(visa, _card("99994417", brand="Visa")))], wording)


def test_an_id_among_the_arguments_is_itself_only_referred_to() -> None:
    """The distance that two zip codes gave is spoken of by the cities behind them."""
    lookup = {"tool": "zip", "format": "zip", "attributes": {"argument city": "Rome"}, "others": [], "newest": True}
    distance = {"tool": "far", "format": "miles", "attributes": {"argument a": lookup}, "others": [], "newest": True}
    wording = {
        "drive": {"ask": ["drive {miles} miles"]},
        "far": {"refer": {"miles": ["the distance to {a} in"]}},
        "zip": {"refer": {"zip": ["{city}"]}},
    }
    assert _query([_ask("drive", None, {"miles": distance})], wording)["asks"][0]["words"] == (
        "drive the distance to Rome in miles"
    )


def test_a_tool_without_wording_is_asked_for_in_its_own_words() -> None:
    """Its description, without what stands in brackets, and the values by their parameters' names."""
    answer = _query([_ask("weigh", {"parcelSize": (5, {"type": "integer"}), "note": ("be careful", {})})], {})
    assert answer["query"] == 'Hi, could you weigh a parcel with parcel size 5 and note "be careful"?'


def test_the_same_seed_writes_the_same_words() -> None:
    """Phrasings and noise follow from the request."""
    wording = {"rest": {"ask": ["find me a hotel", "look for a hotel", "get me a room"]}}
    made = [
        [_query([_ask("rest")], wording, seed, styles()["chatty"])["query"] for seed in "abcdefgh"] for _ in range(2)
    ]
    assert made[0] == made[1]
    assert len(set(made[0])) > 4


def test_the_tooling_seat_abstracts_the_whole_trace() -> None:
    """The paper's worked case: two lookups and a purchase become one tool that takes two cities."""
    city = {"type": "string", "format": "city"}

    def call(tool: str, claim: str, asked: bool, **arguments: Any) -> dict[str, Any]:
        return {"id": tool, "tool": tool, "description": claim, "asked": asked, "arguments": arguments}

    calls = [
        call("get_zip", "Look up.", False, city={"value": name, "schema": city, "from": "user"})
        for name in ("Rivermist", "Stonebrook")
    ]
    buy = call("buyTickets", "Buy tickets. Quickly.", True, a={"value": "8", "schema": ZIP, "from": "call r0"})
    reply = anyio.run(ScriptedTooling().reply, ask_for_json("tooling", {"calls": [*calls, buy]}, ""))  # type: ignore[dict-item]
    made = read_json(reply)
    assert made["name"] == "buy_tickets_adv"
    assert made["description"] == "Buy tickets."
    assert list(made["parameters"]["properties"]) == ["city", "city_2"]


@pytest.mark.parametrize(
    ("value", "schema", "name"),
    [
        (1200.0, {"type": "number", "format": "usd"}, "price"),
        (99.5, {"type": "number", "format": "usd"}, "price"),
        (12.5, {"type": "number"}, "amount"),
        (40, {"type": "integer"}, "amount"),
        ("2026-03-02", {"type": "string"}, "day"),
        ("rear_left", {"type": "string", "enum": ["rear_left", "driver"]}, "door"),
        ("USD", {"type": "string", "enum": ["USD"]}, "currency"),
        (["driver", "rear_left"], {"type": "array", "items": {"enum": ["driver", "rear_left", "x"]}}, "door"),
        (["driver", "x"], {"type": "array", "items": {"enum": ["driver", "x"]}}, "door"),
        (["Oil is low", "Tires are fine"], {"type": "array", "items": {"type": "string"}}, "messages"),
        ('Say "hi", please', {"type": "string"}, "message"),
        ({"urgency": 4, "status": "On Hold"}, {"type": "object", "properties": {"urgency": {}}}, "updates"),
        ({"title": "Cold office"}, {"type": "object"}, "updates"),
        ([[1, 2.5], [3, 4]], {"type": "array", "items": {"type": "array"}}, "rows"),
    ],
)
def test_what_is_said_is_read_again(value: Any, schema: dict[str, Any], name: str) -> None:
    """Every way of saying a value is found by the rules that ground it."""
    enum = tuple(schema.get("items", schema).get("enum", ()))
    for seed in range(6):
        said = say(value, schema, name, Dice(str(seed)))
        assert locate(value, f"please do {said}.", enum), said


@pytest.mark.parametrize("content", ["", "no json", "[1]", '{"a": ', "{" * 9999])
def test_an_answer_without_an_object_is_no_answer(content: str) -> None:
    """The error says what is wrong with it."""
    with pytest.raises(ChatError, match="JSON"):
        read_json(ChatReply(content=content))
    assert read_json(ChatReply(content=f'```json\n{{"a": "{len(content)}"}}\n```')) == {"a": str(len(content))}


def test_hints_are_appended_to_the_prompt() -> None:
    """Prompt_{k+1} = Prompt_k + Error_k, after the description of the advanced tool."""
    advanced = AdvancedTool(name="x_adv", description="Buy tickets.", parameters={}, composes=())
    prompts = [reasoning_request([], [], advanced, ["one", "two"][:k]).messages[0].content for k in range(3)]
    assert "Buy tickets." in prompts[0]
    assert prompts[1].startswith(prompts[0])
    assert prompts[2] == f"{prompts[1]}\nHint: two"
    assert "amounts to" not in reasoning_request([], [], None, []).messages[0].content


def test_every_style_is_whole_and_the_prompt_set_has_a_name() -> None:
    """Each style has its parts, each frame and link takes an ask, and the digest is stable."""
    for name, style in styles().items():
        assert set(style) == {"openers", "frames", "links", "asides", "closers"}, name
        assert all(frame.count("{ask}") == 1 for frame in [*style["frames"], *style["links"]])
    assert len(prompts_digest()) == 32
