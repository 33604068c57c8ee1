"""The wording can ask for every call that a walk makes, like a person, and evaluation has phrases of its own."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest

from funreason_sim.sim import Dice, Environment, open_episode

SLOT = re.compile(r"\{(\w+)(?::last4)?\}")
IDENTIFIER = re.compile(r"\b\w+_\w+\b|\b[a-z]+[A-Z]\w*\b")


def phrases(environment: Environment, tool: str, kind: str) -> list[tuple[str, dict[str, Any]]]:
    """The texts of one kind with what they imply."""
    entries = environment.wording[tool][kind]
    return [(entry, {}) if isinstance(entry, str) else (entry["text"], entry["when"]) for entry in entries]


def every(environment: Environment) -> list[tuple[str, str, str, dict[str, Any]]]:
    """Tool, kind, text and implied values of every phrase."""
    kinds = ("ask", "held_out")
    return [
        (tool, kind, *entry)
        for tool in environment.wording
        for kind in kinds
        for entry in phrases(environment, tool, kind)
    ]


def parameters(environment: Environment, tool: str) -> Any:
    """The parameters of a tool, by name."""
    return environment.tools[tool].spec.parameters["properties"]


def test_every_tool_has_wording(environment: Environment) -> None:
    """At least four ways to ask, and two that generation never uses."""
    assert set(environment.wording) == set(environment.tools)
    for tool in environment.tools:
        ask, held = ({text for text, _ in phrases(environment, tool, kind)} for kind in ("ask", "held_out"))
        assert len(ask) >= 4
        assert len(held) >= 2
        assert not ask & held


def test_phrases_are_fragments_that_people_say(environment: Environment) -> None:
    """Lower case at the beginning, no full stop at the end, no identifier in between, no token."""
    for tool, _, text, _ in every(environment):
        plain = SLOT.sub("x", text)
        assert plain[0].islower(), text
        assert plain[-1] not in ".!?,;:", text
        assert not IDENTIFIER.search(plain), text
        assert "access token" not in plain or tool == "authenticate_travel", text


def test_slots_are_arguments_of_the_call(environment: Environment) -> None:
    """What a phrase says or implies is a parameter of its tool, and never the access token."""
    for tool, _, text, when in every(environment):
        names = set(parameters(environment, tool))
        slots = set(SLOT.findall(text))
        assert slots <= names - {"access_token"}, text
        assert set(when) <= names - slots, text


def test_what_is_referred_to_is_returned(environment: Environment) -> None:
    """Each format under `refer` stands in what its tool returns; its slots are arguments or attributes of records."""
    for tool, entry in environment.wording.items():
        spec = environment.tools[tool].spec
        attributes = set(re.findall(r"'(\w+)': \{", repr(spec.returns)))
        for form, texts in entry.get("refer", {}).items():
            assert f"'format': '{form}'" in repr(spec.returns), (tool, form)
            arguments = set(parameters(environment, tool))
            assert all(set(SLOT.findall(text)) <= arguments | attributes for text in texts), (tool, texts)


def test_every_opaque_value_can_be_referred_to(environment: Environment) -> None:
    """What nobody knows by heart is spoken of by where it came from; the access token is never spoken of."""
    takers = {
        part["format"]
        for tool in environment.tools.values()
        for schema in parameters(environment, tool.name).values()
        for part in [schema, *schema.get("anyOf", [])]
        if part.get("format") in tool.opaque
    }
    referred = {form for entry in environment.wording.values() for form in entry.get("refer", {})}
    assert takers - {"access-token"} <= referred


@pytest.mark.parametrize("kind", ["ask", "held_out"])
def test_any_call_can_be_asked_for(environment: Environment, kind: str) -> None:
    """Whatever values and optional arguments a walk takes from the pools, some phrase covers them."""
    with open_episode([environment], seed=1) as episode:
        for n in range(200):
            rng, pools = random.Random(n), environment.scenarios.known(episode.world, Dice(str(n)))
            for tool in environment.tools:
                given = drawn(environment, tool, pools, rng)
                assert any(covers(text, when, given) for text, when in phrases(environment, tool, kind)), (tool, given)


def drawn(environment: Environment, tool: str, pools: Any, rng: random.Random) -> dict[str, Any]:
    """What has to be said: values from the pools; an insurance goes with its booking."""
    spec: Any = environment.tools[tool].spec
    names = [n for n in spec.parameters["properties"] if n in spec.parameters["required"] or rng.random() < 0.5]
    if tool == "retrieve_invoice" and "booking_id" not in names:
        names.append("booking_id")
    given = {}
    for name in names:
        schema = spec.parameters["properties"][name]
        form = schema.get("format") or next(
            (part["format"] for part in schema.get("anyOf", []) if "format" in part), ""
        )
        pool = pools.get(f"{tool}.{name}") or pools.get(form) or ["an id"]
        if name != "access_token":
            given[name] = rng.choice(list(pool))
    return given


def covers(text: str, when: dict[str, Any], given: dict[str, Any]) -> bool:
    """Whether a phrase says or implies exactly these arguments."""
    slots = set(SLOT.findall(text))
    return slots | set(when) == set(given) and all(given[name] == wanted for name, wanted in when.items())
