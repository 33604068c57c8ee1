"""Phase II: the trace becomes one advanced tool, and the advanced tool a hard query that is checked mechanically."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from ..agents.prompting import ask_for_json, read_json, styles
from ..agents.seats import Seats
from ..errors import ChatError
from ..graph.pool import Known
from ..graph.walk import Walked
from ..records import AdvancedTool, Ask, Call, Implied, JsonValue, Output, Source, Step, Turn
from ..sim import Dice, Space, derive
from ..sim.values import Given, Ledger
from ..sim.wording import refers
from ..verification.checks import query_findings
from ..verification.query import EDGES, ids_in
from ..verification.words import phrase
from .reference import Reference
from .rollout import Rejected, Rollout

_TRIES = 4
_STYLE_OF = {"plain": 3, "chatty": 2, "terse": 1, "polite": 2, "hurried": 1}


async def ask(rollout: Rollout, reference: Reference, seats: Seats, seed: str, phrasings: str) -> Turn:
    """A turn that has its query, its advanced tool and a grounded reference, and no steps yet.

    Raises:
        Rejected: when no query passes its checks.
        ChatError: when a seat's answers cannot be used.
    """
    advanced = await _advanced(rollout, reference, seats, seed)
    problem = "the querying seat gave nothing usable"
    for number in range(_TRIES):
        at = derive(seed, "asking", number)
        style = Dice(derive(at, "style")).choice([name for name, weight in _STYLE_OF.items() for _ in range(weight)])
        payload = _payload(rollout, reference, advanced, style, phrasings)
        try:
            return _turn(
                rollout,
                reference,
                advanced,
                style,
                read_json(await seats["querying"].reply(ask_for_json("querying", payload, at))),
            )
        except (_Unclear, ChatError) as error:
            problem = str(error)
    raise Rejected("query_unclear", problem)


class _Unclear(Exception):
    """This query does not say what it must, or says what it must not."""


async def _advanced(rollout: Rollout, reference: Reference, seats: Seats, seed: str) -> AdvancedTool:
    calls: list[JsonValue] = []
    for step in reference.steps:
        spec = rollout.episode.space.tools[step.event.call.tool].spec
        properties: Any = spec.parameters["properties"]
        arguments: dict[str, JsonValue] = {
            name: {"value": value, "schema": properties.get(name, {}), "from": _from(step.origins[name])}
            for name, value in step.event.call.arguments.items()
        }
        calls.append(
            {
                "id": step.id,
                "tool": spec.name,
                "description": spec.description,
                "arguments": arguments,
                "asked": step.id in reference.asked,
            }
        )
    answer = read_json(await seats["tooling"].reply(ask_for_json("tooling", {"calls": calls}, derive(seed, "tooling"))))
    try:
        return AdvancedTool(**answer, composes=tuple(step.id for step in reference.steps))
    except (ValidationError, TypeError) as error:
        raise ChatError(f"the advanced tool is not usable: {error}") from error


def _from(origin: object) -> str:
    if isinstance(origin, Known):
        return "user"
    if isinstance(origin, Output):
        return f"call {origin.call}"
    return "implied" if isinstance(origin, Implied) else "default"


def _payload(
    rollout: Rollout, reference: Reference, advanced: AdvancedTool, style: str, phrasings: str
) -> dict[str, JsonValue]:
    space = rollout.episode.space
    ledger = rollout.ledger.copy()
    asks: list[JsonValue] = []
    for step in reference.steps:
        call = step.event.call
        if step.id in reference.asked:
            asks.append(_wish(step, space, ledger))
        ledger.add(step.id, call.tool, call.arguments, step.event.outcome)
    wording = {step.event.call.tool: space.wording.get(step.event.call.tool, {}) for step in reference.steps}
    wording |= {step.tool: space.wording.get(step.tool, {}) for step in rollout.steps}
    return {
        "advanced": advanced.model_dump(mode="json"),
        "asks": asks,
        "style": styles()[style],
        "wording": wording,
        "phrasings": "ask" if phrasings == "open" else "held_out",
    }


def _wish(step: Walked, space: Space, ledger: Ledger) -> dict[str, JsonValue]:
    """One thing the person wants: what must be said, and what must be referred to."""
    call, spec = step.event.call, space.tools[step.event.call.tool].spec
    properties: Any = spec.parameters["properties"]
    said: dict[str, JsonValue] = {}
    refers: dict[str, JsonValue] = {}
    for name, origin in step.origins.items():
        if isinstance(origin, Known):
            said[name] = {"value": call.arguments[name], "schema": properties[name]}
        elif isinstance(origin, Output):
            refers[name] = _reference_to(properties[name], call.arguments[name], ledger, space)
    return {
        "call": step.id,
        "tool": call.tool,
        "description": spec.description,
        "arguments": call.arguments,
        "said": said,
        "refers": refers,
    }


def _reference_to(
    schema: dict[str, Any], value: JsonValue, ledger: Ledger, space: Space, before: int | None = None
) -> dict[str, JsonValue]:
    """What describes a returned value, and what describes the others it could be taken for; of calls `before` one."""
    given = _given(ledger, schema["format"], before)
    chosen = next(item for item in given if item.found.value == value)
    others: list[JsonValue] = [_describing(item, ledger, space) for item in given if item is not chosen]
    newest = chosen.order == max(item.order for item in given)
    alone = sum(item.order == chosen.order for item in given) == 1
    return {
        "tool": chosen.tool,
        "format": schema["format"],
        "attributes": _describing(chosen, ledger, space),
        "others": others,
        "newest": newest and alone,
    }


def _given(ledger: Ledger, fmt: str, before: int | None) -> list[Given]:
    return [item for item in ledger.given(fmt) if before is None or item.order < before]


def _describing(item: Given, ledger: Ledger, space: Space) -> dict[str, JsonValue]:
    """What a person could describe a value by; an id among the arguments of its call is itself only referred to.

    Such an id is described by what was known before that call, since a call may give back the very id it was given,
    and only where a phrase would speak of it.
    """
    properties: Any = space.tools[item.tool].spec.parameters["properties"]
    phrases = refers(space.wording.get(item.tool, {}), item.found.format)
    spoken = frozenset[str]().union(*(phrase.slots for phrase in phrases))
    found = dict(item.attributes)
    for name, value in item.arguments.items():
        fmt = properties[name].get("format")
        if fmt in space.opaque:
            found.pop(f"argument {name}")
            if name in spoken and any(other.found.value == value for other in _given(ledger, fmt, item.order)):
                found[f"argument {name}"] = _reference_to(properties[name], value, ledger, space, item.order)
    return found


def _turn(rollout: Rollout, reference: Reference, advanced: AdvancedTool, style: str, answer: dict[str, Any]) -> Turn:
    query = answer.get("query")
    if not isinstance(query, str) or not 1 <= len(query) <= 8000:
        raise _Unclear("the answer has no query")
    asked = tuple(
        _ask(name, query, answer.get("asks")) for name in (s.id for s in reference.steps) if name in reference.asked
    )
    turn = Turn(
        query=query,
        style=style,
        tools=tuple(rollout.episode.space.tools),
        advanced_tool=advanced,
        target=reference.target,
        reference=tuple(_grounded(rollout, reference, query)),
        asked=asked,
        steps=(),
        responses=(),
        answer="",
        attempts=1,
        digest=reference.state,
    )
    space = rollout.episode.space
    ids = rollout.ids | ids_in([(step.event.call.tool, step.event.outcome) for step in reference.steps], space)
    finding = next(query_findings(len(rollout.turns), turn, space, ids), None)
    if finding:
        raise _Unclear(f"{finding.message}: {finding.actual}")
    return turn


def _ask(name: str, query: str, asks: Any) -> Ask:
    words = next(
        (str(item.get("words", "")) for item in asks or () if isinstance(item, dict) and item.get("call") == name), ""
    )
    whole = query.strip(EDGES)
    start = query.index(whole)
    span = phrase(query, words.strip(EDGES)) or (start, start + len(whole))
    return Ask(call=name, span=span)


def _grounded(rollout: Rollout, reference: Reference, query: str) -> list[Step]:
    """The reference with the words and outputs that every argument comes from."""
    ledger = rollout.ledger.copy()
    queries = [*rollout.queries, query]
    names = {step.id for step in reference.steps}
    made = []
    for step in reference.steps:
        call = step.event.call
        sources: dict[str, Source] = {}
        for name, origin in step.origins.items():
            found = (
                origin
                if isinstance(origin, Implied)
                else rollout.grounder.source(call.tool, name, call.arguments[name], queries, ledger)
            )
            if found is None:
                raise _Unclear(f"nothing says {name} = {call.arguments[name]!r} of {call.tool}")
            hidden = isinstance(origin, Output) and origin.call in names - reference.asked
            if hidden and not isinstance(found, Output):
                raise _Unclear(
                    f"the query says {name} = {call.arguments[name]!r}, which a hidden call is there to return"
                )
            sources[name] = found
        event = step.event
        made.append(
            Step(
                call=Call(id=step.id, tool=call.tool, arguments=call.arguments),
                outcome=event.outcome,
                effects=event.effects,
                sources=sources,
                event=event.id,
            )
        )
        ledger.add(step.id, call.tool, call.arguments, event.outcome)
    return made
