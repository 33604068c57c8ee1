"""Scenario documents come back as they went in, bad ones are refused by name, and drawn worlds make sense."""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from copy import deepcopy
from typing import Any

import pytest

from funreason_sim.environments.travel import environment as travel
from funreason_sim.environments.travel import facts
from funreason_sim.environments.vehicle import environment as vehicle
from funreason_sim.errors import ScenarioError
from funreason_sim.sim import Dice, Environment, Episode, Tool, open_episode
from funreason_sim.sim.values import harvest

JUNK: list[Any] = [None, True, -1, 0, 2.5, "", "x", [], [1], {}, {"a": None}, 1 << 70, -(1 << 63), 1e308]


def opened(environment: Environment, document: Any, seed: int = 0) -> Episode:
    """An episode that starts from this document."""
    return open_episode([environment], {environment.name: document}, seed=seed)


def dumped(environment: Environment, document: Any) -> str:
    """The document as it comes back, as text: key order and number types count."""
    with opened(environment, document) as episode:
        return json.dumps(episode.dump()[environment.name])


def test_real_documents_come_back_as_they_were(environment: Environment, initial_configs: Any) -> None:
    """Every initial configuration of the benchmark, byte for byte."""
    documents = initial_configs(environment.name)
    assert len(documents) >= 10
    assert all(dumped(environment, document) == json.dumps(document) for document in documents)


def test_drawn_documents_come_back_as_they_were(environment: Environment) -> None:
    """200 of them, and the empty one, which the defaults fill without showing."""
    documents: list[Any] = [environment.scenarios.generate(Dice(f"round-{n}")) for n in range(200)]
    assert len({json.dumps(document) for document in documents}) == 200
    assert all(dumped(environment, document) == json.dumps(document) for document in [*documents, {}])


def test_a_dump_starts_an_equal_world(environment: Environment) -> None:
    """After calls, too, the dumped state loads into the same rows."""
    for n in range(20):
        document = environment.scenarios.generate(Dice(f"again-{n}"))
        with opened(environment, document, n) as episode:
            wander(episode, environment, random.Random(n))
            assert_opens_again(episode, environment)


def assert_opens_again(episode: Episode, environment: Environment) -> None:
    """The state is a document that starts the same state."""
    with opened(environment, episode.dump()[environment.name]) as again:
        assert json.dumps(again.dump()) == json.dumps(episode.dump())


def test_a_missing_key_appears_once_it_has_a_value() -> None:
    """A document without bookings gets the key with the first booking; a car without pedal, with the first press."""
    with opened(vehicle, {"fuelLevel": 1.0}) as car:
        car.call("pressBrakePedal", {"pedalPosition": 1.0})
        assert car.dump()["vehicle"] == {"fuelLevel": 1.0, "brakePedalStatus": "pressed", "brakePedalForce": 1000.0}
    with opened(
        travel, {"access_token": "T", "token_expires_in": 9, "credit_card_list": {"1": {"balance": 9e9}}}
    ) as desk:
        flight = {"travel_from": "SFO", "travel_to": "LAX", "travel_date": "2026-03-01", "travel_class": "first"}
        desk.call("book_flight", {"access_token": "T", "card_id": "1", **flight})
        state: Any = desk.dump()["travel"]
        assert list(state) == ["access_token", "token_expires_in", "credit_card_list", "booking_record"]


@pytest.mark.parametrize(
    ("environment", "document", "says"),
    [
        (travel, {"credit_card_list": []}, "credit_card_list must be an object, not []"),
        (travel, {"credit_card_list": {"1": 5}}, "credit_card_list.1 must be an object, not 5"),
        (
            travel,
            {"credit_card_list": {"1": {"balance": "5"}}},
            "credit_card_list.1.balance must be a finite number of at most 64 bits, not '5'",
        ),
        (
            travel,
            {"credit_card_list": {"1": {"balance": True}}},
            "credit_card_list.1.balance must be a finite number of at most 64 bits, not True",
        ),
        (travel, {"booking_record": {"b": {"travel_to": None}}}, "booking_record.b.travel_to must be a text, not None"),
        (travel, {"access_token": 5}, "access_token must be a text or null, not 5"),
        (
            travel,
            {"budget_limit": 1 << 64},
            "budget_limit must be a finite number of at most 64 bits or null, not 18446744073709551616",
        ),
        (vehicle, {"fuelLevel": "full"}, "fuelLevel must be a number from -50 to 50, not 'full'"),
        (vehicle, {"fanSpeed": None}, "fanSpeed must be a number from 0 to 100, not None"),
        (
            vehicle,
            {"slopeAngle": 1 << 64},
            "slopeAngle must be a finite number of at most 64 bits, not 18446744073709551616",
        ),
        (vehicle, {"fuelLevel": 1e308}, "fuelLevel must be a number from -50 to 50, not 1e+308"),
        (vehicle, {"fanSpeed": 101}, "fanSpeed must be a number from 0 to 100, not 101"),
        (vehicle, {"engineState": "on"}, "engineState must be one of running, stopped, not 'on'"),
        (vehicle, {"destination": 5}, "destination must be a text, not 5"),
        (vehicle, {"doorStatus": None}, "doorStatus must be an object, not None"),
        (vehicle, {"doorStatus": {"driver": 1}}, "doorStatus.driver must be one of locked, unlocked, not 1"),
        (vehicle, {"doorStatus": {"trunk": "locked"}}, "doorStatus names the door 'trunk'"),
        (vehicle, {"remainingUnlockedDoors": 3}, "remainingUnlockedDoors must be 4, as doorStatus has it, not 3"),
        (
            vehicle,
            {"rearLeftTirePressure": []},
            "rearLeftTirePressure must be a finite number of at most 64 bits, not []",
        ),
    ],
)
def test_a_bad_document_is_refused_in_one_sentence(environment: Environment, document: Any, says: str) -> None:
    """The sentence names the field and what stands in it."""
    with pytest.raises(ScenarioError, match=re.escape(says)):
        opened(environment, document)


def test_a_tampered_document_is_refused_or_kept(environment: Environment) -> None:
    """Whatever stands in whatever place: a ScenarioError, or a world that dumps it and whose tools break neither."""
    for n in range(300):
        rng = random.Random(n)
        document = tampered(environment.scenarios.generate(Dice(f"tamper-{n}")), rng)
        try:
            episode = opened(environment, document)
        except ScenarioError:
            continue
        with episode:
            assert json.dumps(episode.dump()[environment.name]) == json.dumps(document)
            wander(episode, environment, rng)
            assert_opens_again(episode, environment)


def tampered(document: Any, rng: random.Random) -> Any:
    """A document with one value, somewhere, replaced, removed or added."""
    changed = deepcopy(document)
    place = changed
    while isinstance(inner := place[key := rng.choice(list(place))], dict) and inner and rng.random() < 0.7:
        place = inner
    act = rng.choice(["replace", "remove", "add"])
    if act == "remove":
        del place[key]
    else:
        place["added" if act == "add" else key] = rng.choice(JUNK)
    return changed


def wander(episode: Episode, environment: Environment, rng: random.Random, number: float | None = None) -> None:
    """Call every tool twice with values from the pools, and with what earlier calls returned.

    A number stands in for all numbers that a call takes.
    """
    pools = environment.scenarios.known(episode.world, Dice(str(rng.random())))
    returned: defaultdict[str, list[Any]] = defaultdict(list)
    tools = list(environment.tools.values())
    for tool in [*tools, *rng.sample(tools, len(tools))]:
        given = arguments(tool, {**returned, **pools}, rng)
        if number is not None:
            numeric = (p for p, s in parameters(tool).items() if s.get("type") in ("number", "integer"))
            given |= dict.fromkeys(numeric, number)
        event = episode.call(tool.name, given)
        if event.code is None:
            for found in harvest(tool.spec.returns, event.value):
                returned[found.format].append(found.value)


def parameters(tool: Tool) -> dict[str, Any]:
    """The schemas of a tool's parameters, by name."""
    properties: Any = tool.spec.parameters["properties"]
    return dict(properties)


def arguments(tool: Tool, pools: Any, rng: random.Random) -> dict[str, Any]:
    """A value for every parameter."""
    return {name: said(tool, name, schema, pools, rng) for name, schema in parameters(tool).items()}


def said(tool: Tool, name: str, schema: Any, pools: Any, rng: random.Random) -> Any:
    """A value from the pools; for what no user could say, an id that nothing has."""
    form = schema.get("format") or next((part["format"] for part in schema.get("anyOf", []) if "format" in part), "")
    pool = pools.get(f"{tool.name}.{name}") or pools.get(form)
    if not pool:
        assert form in tool.opaque, f"a user cannot say {name} of {tool.name}"
        return 1 if schema.get("type") == "integer" else "1"
    return rng.choice(list(pool))


def test_a_user_can_say_every_value_that_is_not_opaque(environment: Environment) -> None:
    """Each parameter that no call has to supply has a pool, and its values fit the schema."""
    for n in range(30):
        with opened(environment, environment.scenarios.generate(Dice(f"known-{n}"))) as episode:
            pools = environment.scenarios.known(episode.world, Dice(f"known-{n}"))
            for tool in environment.tools.values():
                assert tool.bind(arguments(tool, pools, random.Random(n))) is None
            assert not [form for form in pools if form in {f for t in environment.tools.values() for f in t.opaque}]


def test_pools_are_drawn_by_dice(environment: Environment) -> None:
    """Equal dice give equal pools, others give others."""
    with opened(environment, environment.scenarios.generate(Dice("a"))) as episode:
        first, again, other = (environment.scenarios.known(episode.world, Dice(seed)) for seed in ("1", "1", "2"))
        assert first == again != other


def test_drawn_travelers_are_coherent() -> None:
    """Cards differ where people name them, bookings fit fares and cards, and nobody is logged in yet."""
    for n in range(100):
        world: Any = travel.scenarios.generate(Dice(f"t{n}"))
        cards, bookings = world["credit_card_list"], world["booking_record"]
        assert world["access_token"] is None
        assert 1 <= len(cards) <= 4
        assert len({card["card_number"][-4:] for card in cards.values()}) == len(cards)
        assert all(2000 <= card["balance"] <= 40000 and isinstance(card["balance"], float) for card in cards.values())
        assert world["budget_limit"] is None or all(c["balance"] >= world["budget_limit"] for c in cards.values())
        assert len({booking["travel_to"] for booking in bookings.values()}) == len(bookings) <= 3
        assert all(fits(booking, cards) for booking in bookings.values())


def fits(booking: Any, cards: Any) -> bool:
    """Whether a booking has a fare and a card that exist."""
    base = facts.BASE_FARES[booking["travel_from"], booking["travel_to"]]
    return booking["card_id"] in cards and booking["travel_cost"] / base in (1, 2, 4, 5, 10)


def test_drawn_cars_are_coherent() -> None:
    """A running engine has locked doors and the pedal down; drawn cars are both running and stopped."""
    cars: list[Any] = [vehicle.scenarios.generate(Dice(f"v{n}")) for n in range(100)]
    running = [car for car in cars if car["engineState"] == "running"]
    assert 10 < len(running) < 60
    assert all(set(car["doorStatus"].values()) == {"locked"} and car["brakePedalForce"] == 1000.0 for car in running)
    assert all(0 <= car["fuelLevel"] <= 50 for car in cars)


@pytest.mark.parametrize("number", [2**63 - 1, -(2**63), 1.7e308, -1.7e308, 0, 5e-324])
def test_extreme_numbers_break_no_tool_and_no_state(environment: Environment, number: float) -> None:
    """Every numeric parameter takes what the boundary lets through, and what is left is a document."""
    for n in range(5):
        with opened(environment, environment.scenarios.generate(Dice(f"extreme-{n}"))) as episode:
            wander(episode, environment, random.Random(n), number)
            assert episode.audit() == episode.digest()
            assert_opens_again(episode, environment)
