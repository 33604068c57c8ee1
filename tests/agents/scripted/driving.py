"""Drives the scripted reasoner through an episode, and makes single requests out of an environment's wording."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from funreason_sim.agents.chat import ChatReply, ChatRequest, Message
from funreason_sim.agents.scripted.reasoner import respond
from funreason_sim.records import ToolRan
from funreason_sim.sim import Dice, Episode

SYSTEM = "You are an assistant that works with tools."


@dataclass
class Talk:
    """What was said and done: calls in order, the last answer, and all replies."""

    messages: list[Message] = field(default_factory=list)
    calls: list[ToolRan] = field(default_factory=list)
    replies: list[ChatReply] = field(default_factory=list)
    answer: str = ""

    def made(self, tool: str) -> list[dict[str, Any]]:
        return [ran.call.arguments for ran in self.calls if ran.call.tool == tool]

    @property
    def tools(self) -> list[str]:
        return [ran.call.tool for ran in self.calls]


def talk(episode: Episode, *queries: str, hints: Sequence[str] = (), steps: int = 20) -> Talk:
    """Let the reasoner serve the queries, one turn each, with real outcomes."""
    system = "\n".join([SYSTEM, *(f"Hint: {hint}" for hint in hints)])
    told = Talk([Message(role="system", content=system)])
    for query in queries:
        told.messages.append(Message(role="user", content=query))
        for _ in range(steps):
            if _stepped(episode, told):
                break
        else:
            raise AssertionError(f"no answer after {steps} steps: {query}")
    return told


def _stepped(episode: Episode, told: Talk) -> bool:
    reply = respond(ChatRequest(role="reasoning", messages=tuple(told.messages), tools=episode.space.specs))
    told.replies.append(reply)
    told.messages.append(Message(role="assistant", content=reply.content, reasoning=reply.reasoning, calls=reply.calls))
    for call in reply.calls:
        ran = episode.call(call.name, json.loads(call.arguments))
        told.calls.append(ran)
        told.messages.append(Message(role="tool", content=ran.outcome.text, call_id=call.id))
    told.answer = reply.content
    return not reply.calls


@dataclass(frozen=True)
class Single:
    """One request for one call, made from a phrase of an environment's wording."""

    tool: str
    phrase: str
    text: str
    arguments: dict[str, Any]
    expected: dict[str, Any]


def singles(episode: Episode, which: str, seed: str) -> Iterator[Single]:
    """A request for every phrase of a list (`ask` or `held_out`), its slots filled from what the user may know."""
    pools: dict[str, Sequence[Any]] = {}
    for environment in episode.space.environments:
        pools.update(environment.scenarios.known(episode.world, Dice(seed)))
    for tool, entry in episode.space.wording.items():
        for n, phrase in enumerate(entry.get(which, [])):
            made = _single(episode, tool, phrase, pools, Dice(f"{seed}{tool}{n}"))
            if made:
                yield made


def _single(episode: Episode, tool: str, phrase: Any, pools: dict[str, Sequence[Any]], dice: Dice) -> Single | None:
    text, when = (phrase, {}) if isinstance(phrase, str) else (phrase["text"], phrase.get("when", {}))
    properties = episode.space.tool(tool).spec.parameters["properties"]
    expected = dict(when)
    for slot in dict.fromkeys(re.findall(r"\{(\w+)\}", text)):
        drawn = _draw(episode, tool, slot, properties[slot], pools, dice)
        if drawn is None:
            return None
        value, words = drawn
        if slot in when:
            value = when[slot]
        expected[slot] = value
        text = text.replace("{" + slot + "}", words)
    return Single(tool, json.dumps(phrase), text, {}, expected)


def _draw(
    episode: Episode, tool: str, slot: str, schema: dict[str, Any], pools: dict[str, Sequence[Any]], dice: Dice
) -> Any:
    form = schema.get("format") or next((o["format"] for o in schema.get("anyOf", []) if "format" in o), None)
    form = form or schema.get("items", {}).get("format")
    described = _entity(episode, form, dice)
    if described:
        return described
    pool = pools.get(f"{tool}.{slot}") or pools.get(form or "")
    if not pool:
        return None
    value = dice.choice(pool)
    return value, _said(value, form)


def _entity(episode: Episode, form: str | None, dice: Dice) -> tuple[str, str] | None:
    """How a user speaks of a card or a booking, whose ids nobody knows by heart."""
    document: Any = episode.dump().get("travel", {})
    if form == "card-id" and document.get("credit_card_list"):
        key = dice.choice(sorted(document["credit_card_list"]))
        return key, f"my card ending in {str(document['credit_card_list'][key]['card_number'])[-4:]}"
    if form == "booking-id" and document.get("booking_record"):
        key = dice.choice(sorted(document["booking_record"]))
        booking = document["booking_record"][key]
        return key, f"my flight to {_city(booking['travel_to'])} on {_day(booking['travel_date'])}"
    return None


def _said(value: Any, form: str | None) -> str:
    if form == "airport-code":
        return _city(value)
    if form in ("date", "birth-date"):
        return _day(value)
    if isinstance(value, list):
        parts = [f'"{v}"' if " " in v else v.replace("_", " ") for v in value]
        return " and ".join(parts) if len(parts) < 3 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    if form is None and isinstance(value, str) and len(value.split()) > 3:
        return f'"{value}"'
    if form == "usd" and isinstance(value, float):
        return f"{value:g}"
    return str(value)


def _city(code: str) -> str:
    from funreason_sim.environments.travel.facts import CITY_OF

    return CITY_OF.get(code, code)


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day:%B} {day.day}, {day.year}"


def login(episode: Episode) -> str:
    """A request that logs the user in."""
    person: Any = episode.dump()["travel"]
    name = f"{person['user_first_name']} {person['user_last_name']}"
    return (
        f"Log me in to the travel service as {name} with client id trip-desk-31, client secret maple-2210, "
        "refresh token renew-88412 and read_write access."
    )
