"""A small valid sample made by hand, so that these tests stand on the records alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from funreason_sim.data import sample_line
from funreason_sim.records import (
    AdvancedTool,
    Ask,
    Call,
    Default,
    Edge,
    Effect,
    EnvironmentRef,
    Finding,
    GraphRecord,
    Implied,
    Outcome,
    Output,
    Pick,
    Provenance,
    Response,
    Said,
    Sample,
    Step,
    ToolSpec,
    Trial,
    Turn,
    Verdict,
    digest_of,
)

QUERY = "Buy me air tickets from Rivermist to Stonebrook, please."
SPECS = (
    ToolSpec(
        name="get_zipcode",
        description="Gives the zip code of a city.",
        parameters={
            "type": "object",
            "properties": {"city": {"type": "string", "format": "city", "description": "Its name."}},
            "required": ["city"],
            "additionalProperties": False,
        },
    ),
    ToolSpec(
        name="buy_tickets",
        description="Buys tickets between two places.",
        parameters={
            "type": "object",
            "properties": {
                "start": {"type": "string", "format": "zipcode", "description": "Zip code."},
                "end": {"type": "string", "format": "zipcode", "description": "Zip code."},
                "day": {"type": "string", "format": "date", "description": "The day."},
                "format": {"type": "string", "default": "pdf", "description": "A parameter that is called format."},
            },
            "required": ["start", "end", "day"],
            "additionalProperties": False,
        },
    ),
)

TOOLS = tuple(spec.name for spec in SPECS)
SYSTEM = "You are a helpful assistant."


def zipcode(name: str, city: str, code: str) -> Step:
    span = (QUERY.index(city), QUERY.index(city) + len(city))
    return Step(
        call=Call(id=name, tool="get_zipcode", arguments={"city": city}),
        outcome=Outcome(text=json.dumps({"zipcode": code})),
        effects=(),
        sources={"city": Said(turn=0, span=span, rule="literal")},
        event=f"{name:0>32}",
    )


def purchase(name: str, first: str, second: str) -> Step:
    return Step(
        call=Call(
            id=name,
            tool="buy_tickets",
            arguments={"start": "83214", "end": "74532", "day": "2025-01-01", "format": "pdf"},
        ),
        outcome=Outcome(text='{"order": "14589", "price": 12.50}'),
        effects=(
            Effect(table="orders", op="insert", key={"id": "14589"}, after={"id": "14589", "price": 12.5}),
            Effect(table="wallets", op="update", key={"user": "me"}, before={"money": 20}, after={"money": 7.5}),
            Effect(table="carts", op="delete", key={"user": "me"}, before={"user": "me"}),
        ),
        sources={
            "start": Output(call=first, path="/zipcode"),
            "end": Output(
                call=second, path="/zipcode", picks=(Pick(attribute="city", turn=0, span=(38, 48), rule="literal"),)
            ),
            "day": Implied(needed_by=name),
            "format": Default(),
        },
        event=f"{name:0>32}",
    )


def refusal(name: str) -> Step:
    return Step(
        call=Call(id=name, tool="get_zipcode", arguments={"city": "Nowhere"}),
        outcome=Outcome(text='{"error": "No city is called Nowhere."}', code="unknown_city"),
        effects=(),
        sources={},
        event=f"{name:0>32}",
    )


def turns() -> tuple[Turn, ...]:
    first = Turn(
        query=QUERY,
        style="plain",
        tools=TOOLS,
        advanced_tool=AdvancedTool(
            name="buy_tickets_adv",
            description="Buys tickets between cities.",
            parameters={},
            composes=("r0", "r1", "r2"),
        ),
        target="buy_tickets",
        reference=(
            zipcode("r0", "Rivermist", "83214"),
            zipcode("r1", "Stonebrook", "74532"),
            purchase("r2", "r0", "r1"),
        ),
        asked=(Ask(call="r2", span=(0, 20)),),
        steps=(
            zipcode("c0", "Rivermist", "83214"),
            zipcode("c1", "Stonebrook", "74532"),
            purchase("c2", "c0", "c1"),
        ),
        responses=(
            Response(thought="I need both zip codes.", calls=("c0", "c1")),
            Response(thought="Now I can buy.", calls=("c2",)),
            Response(thought="It is bought."),
        ),
        answer="Done: your order is 14589.",
        attempts=2,
        hints=("Something that the purchase needs was not looked up.",),
        digest="0" * 64,
    )
    second = Turn(
        query="And what is the zip code of Nowhere?",
        style="plain",
        tools=TOOLS,
        advanced_tool=AdvancedTool(name="get_zipcode_adv", description="Gives it.", parameters={}, composes=("r3",)),
        target=None,
        reference=(refusal("r3"),),
        asked=(Ask(call="r3", span=(0, 10)),),
        steps=(refusal("c3"),),
        responses=(Response(thought="I look it up.", calls=("c3",)), Response(thought="There is none.")),
        answer="There is no such city – sorry.",
        attempts=1,
        digest="0" * 64,
    )
    return first, second


def make_sample(**changes: Any) -> Sample:
    """A valid sample of two turns: parallel calls, a refusal, every kind of effect and of source."""
    fields: dict[str, Any] = {
        "id": "demo-00000",
        "index": 0,
        "origin": "generated",
        "environments": (EnvironmentRef(name="travel", digest="a" * 32),),
        "seed": "7",
        "chance": "counter",
        "scenario": {"travel": {"cities": ["Rivermist", "Stonebrook"]}},
        "tools": SPECS,
        "system": SYSTEM,
        "provenance": Provenance(
            seats={"reasoning": "scripted"},
            models={},
            package="0.1.0",
            configuration="a" * 32,
            graph="b" * 32,
            prompts="c" * 32,
        ),
        "turns": turns(),
        "error_tool_response": True,
        "opened": "d" * 32,
        "head": "e" * 32,
        "verdict": Verdict(checks=("replay", "grounded")),
        **changes,
    }
    return Sample(**fields, digest=digest_of(fields))


def diverging() -> Verdict:
    """A verdict that does not hold, in two places."""
    return Verdict(
        checks=("replay",),
        findings=(
            Finding(
                check="replay",
                message="the outcome differs",
                turn=0,
                step="c1",
                field="outcome",
                expected="a",
                actual="b",
            ),
            Finding(check="replay", message="the state differs", turn=1),
        ),
    )


def write_samples(path: Path, *samples: Sample) -> Path:
    path.write_bytes(b"".join(map(sample_line, samples)))
    return path


def make_graph() -> GraphRecord:
    """A small graph with both kinds of edges, a weak one, and a name that is not harmless in HTML."""
    trial = Trial(
        space="travel",
        scenario_seed="7",
        prefix=(),
        enabler=("lock_doors", {"all": True}),
        blocked=("start_engine", {"mode": "</script><b>START"}),
        code_before="doors_open",
        code_after=None,
    )
    supplies = Edge(
        kind="supplies",
        source="get_zipcode",
        target="buy_tickets",
        format="zipcode",
        path="/zipcode",
        parameter="start",
        observed=12,
    )
    return GraphRecord(
        space="travel+vehicle",
        environments="f" * 32,
        tools=("get_zipcode", "buy_tickets", "lock_doors", "start_engine", "press_brake", "honk"),
        writers=("lock_doors",),
        edges=(
            supplies,
            supplies.model_copy(update={"parameter": "end", "observed": 9}),
            Edge(
                kind="enables", source="lock_doors", target="start_engine", code="doors_open", observed=4, trial=trial
            ),
            Edge(
                kind="enables", source="press_brake", target="start_engine", code="brake_needed", weak=True, observed=1
            ),
            Edge(kind="enables", source="start_engine", target="buy_tickets", code="too_far", observed=2),
            Edge(kind="enables", source="buy_tickets", target="get_zipcode", code="cycle", weak=True, observed=1),
        ),
    )
