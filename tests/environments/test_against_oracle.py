"""Differential fuzz: random calls, valid and invalid, give what the official classes give, and leave their state."""

from __future__ import annotations

import json
import random
from collections import Counter
from typing import Any

import pytest

from funreason_sim.environments.travel import environment as travel
from funreason_sim.environments.travel import facts as travel_facts
from funreason_sim.environments.vehicle import environment as vehicle
from funreason_sim.environments.vehicle import facts as vehicle_facts
from funreason_sim.sim import Dice, Environment, Episode, open_episode

CALLS = 30
GENERATED = 120

# What a driver may try, beyond the pools of the environment: boundaries and nonsense that fits the schema.
ODD: dict[str, list[Any]] = {
    "ignitionMode": ["START", "STOP", "start", ""],
    "fuelAmount": [0, 0.0, 5, 7.25, 50, 50.5, -1, -0.0],
    "unlock": [True, False],
    "door": [[], ["driver"], list(vehicle_facts.DOORS), ["rear_left", "trunk", "driver"], ["driver", "driver"]],
    "temperature": [20, 21.5, 72, -40],
    "unit": ["celsius", "fahrenheit", "kelvin"],
    "fanSpeed": [0, 100, 101, -1, 33],
    "pedalPosition": [0, 0.0, 1, 1.0, 0.5, 1.01, -0.1],
    "speed": [0, 65, 65.0, 62.5, 120, 125, -5],
    "activate": [True, False],
    "distanceToNextVehicle": [10, 33.3, -1],
    "messages": [[], ["a", "b"], ["é"]],
    "distance": [0, 100, 305.0, 900.5],
    "liter": [0, 10, 2.5],
    "gallon": [0, 10, 2.5],
    "cityA": [*vehicle_facts.ZIP_CODES.values(), "94704", "08540", "00000"],
    "cityB": [*vehicle_facts.ZIP_CODES.values(), "94704", "08540", "00000"],
    "city": [*vehicle_facts.ZIP_CODES, "Atlantis", ""],
    "destination": ["1 Elm Court, Rivermist, CA", ""],
    "option": ["fuel", "battery", "doors", "climate", "headlights", "parkingBrake", "brakePedal", "engine", "roof"],
    "mode": ["on", "off", "auto", "engage", "release", "cool", "heat", "defrost", "x"],
    "client_id": ["c"],
    "client_secret": ["s"],
    "refresh_token": ["r"],
    "grant_type": ["read_write", "read", "write", "all"],
    "user_first_name": ["Ada", "Michael"],
    "user_last_name": ["Okafor", "Thompson"],
    "first_name": ["Ada", "Michael"],
    "last_name": ["Okafor", "Thompson"],
    "lastModifiedAfter": ["2016-03-29T16:12:20", None],
    "includeRemoved": ["true", None],
    "card_number": ["4111111111111111"],
    "expiration_date": ["12/2028"],
    "cardholder_name": ["Ada Okafor"],
    "card_verification_number": [123],
    "travel_from": [*travel_facts.AIRPORTS, "SFO", "LAX", "JFK", "RMS", "XXX"],
    "travel_to": [*travel_facts.AIRPORTS, "PVG", "YYY"],
    "travel_date": ["2026-03-04", "2026-3-4", "2026-02-30", "03/04/2026", "2026-11-10", "soon", "²"],
    "travel_class": ["economy", "business", "first", "premium"],
    "base_currency": [*travel_facts.CURRENCIES, "USD", "USD", "CHF"],
    "target_currency": [*travel_facts.CURRENCIES, "USD", "USD", "CHF"],
    "value": [0, 10, 99.99, 12345.678, -3],
    # Ages that do not depend on whether today is the world's day or the machine's.
    "date_of_birth": ["1990-01-01", "1955-2-3", "2021-05-05", "1990-13-01", "yesterday"],
    "passport_number": ["US123", "us1", "CA9", ""],
    "budget_limit": [0, 50, 1000, 2500.5, 1e6, -1],
    "location": [*travel_facts.AIRPORT_OF, "Atlantis"],
    "insurance_type": ["basic"],
    "insurance_cost": [0, 10, 99.5, 5000, -10],
    "message": ["Hello?", ""],
}
TRAVEL_STATES: list[dict[str, Any]] = [
    {},
    {"access_token": "A", "token_expires_in": 0, "booking_record": {"B": {"cost": 3.0}}},
    {
        "access_token": "A",
        "token_expires_in": 5,
        "credit_card_list": {"C": {"card_number": 77, "expiry": "x"}, "4111111111111111": {"balance": 90000}},
        "booking_record": {
            "no card": {"travel_cost": 3.0},
            "no cost": {"card_id": "C"},
            "gone": {"card_id": "Z", "travel_cost": 3},
            "penniless": {"card_id": "C", "travel_cost": 3},
            "whole": {
                "note": "n",
                "travel_cost": 3,
                "card_id": "4111111111111111",
                "travel_date": "d",
                "travel_from": "f",
                "travel_to": "t",
                "travel_class": "c",
                "transaction_id": "x",
            },
        },
    },
    # What an earlier episode left: the generator draws the same ids once more, and they are overwritten.
    {"credit_card_list": {"391310425148": {"balance": 1}}, "booking_record": {"4191922": {"travel_cost": 1.0}}},
]
VEHICLE_STATES: list[dict[str, Any]] = [
    {},
    {
        "fuelLevel": -3.0,
        "brakePedalStatus": "pressed",
        "brakePedalForce": 1000,
        "doorStatus": dict.fromkeys(vehicle_facts.DOORS, "locked"),
    },
    {"doorStatus": {"rear_right": "locked", "driver": "locked"}, "remainingUnlockedDoors": 2},
    {"doorStatus": {}, "fuelLevel": 50, "frontLeftTirePressure": 20},
    {
        "doorStatus": dict.fromkeys(vehicle_facts.DOORS, "locked"),
        "brakePedalStatus": "pressed",
        "brakePedalForce": 1000.0,
        "engineState": "running",
        "fuelLevel": 3,
        "acMode": "party",
    },
]
RENAMED = {
    "engine_state": "engineState",
    "_parkingBrakeForce": "parkingBrakeForce",
    "_slopeAngle": "slopeAngle",
    "_brakePedalForce": "brakePedalForce",
}


def state(episode: Episode) -> Any:
    """The document of the episode's only environment."""
    (document,) = episode.dump().values()
    return document


def attributes(scenario: dict[str, Any], defaults: dict[str, Any]) -> dict[str, Any]:
    """A dumped document as the attributes of the official class."""
    values = {**defaults, **scenario}
    if "doorStatus" in values:
        values["remainingUnlockedDoors"] = 4 - list(values["doorStatus"].values()).count("locked")
    return {name: values[RENAMED.get(name, name)] for name in defaults}


def arguments(spec: Any, now: dict[str, Any], pools: Any, rng: random.Random) -> dict[str, Any]:
    """Arguments that fit the schema: mostly of this world, sometimes odd; optional ones now and then."""
    required = spec.parameters["required"]
    names = [name for name in spec.parameters["properties"] if name in required or rng.random() < 0.5]
    return {name: _value(spec, name, now, pools, rng) for name in names}


def _value(spec: Any, name: str, now: dict[str, Any], pools: Any, rng: random.Random) -> Any:
    ids = {
        "access_token": [now.get("access_token") or "none"],
        "card_id": list(now.get("credit_card_list", {})) or ["none"],
        "booking_id": list(now.get("booking_record", {})) or ["none"],
        "insurance_id": ["289492003"],
    }
    if name in ids:
        return rng.choice(ids[name]) if rng.random() < 0.9 else "nothing-like-it"
    schema = spec.parameters["properties"][name]
    pool = pools.get(f"{spec.name}.{name}") or pools.get(schema.get("format"))
    return rng.choice(list(pool) if pool and rng.random() < 0.6 else ODD[name])


def compare(environment: Environment, kind: Any, scenario: dict[str, Any], seed: int) -> Counter[str]:
    """Run one sequence on both sides; what happened, by tool and by failure."""
    rng, seen = random.Random(seed), Counter[str]()
    original = kind(environment.name, scenario)
    names = list(original.attributes())
    pristine = kind(environment.name, {}).attributes()
    defaults = {RENAMED.get(name, name): pristine[name] for name in names}
    episode = open_episode([environment], {environment.name: scenario}, chance="mersenne")
    pools = environment.scenarios.known(episode.world, Dice(str(seed)))
    for _ in range(CALLS):
        tool = _pick(environment, rng)
        given = arguments(environment.tools[tool].spec, state(episode), pools, rng)
        _step(episode, original, tool, given, seen)
        ours = attributes(state(episode), defaults)
        theirs = {RENAMED.get(name, name): value for name, value in original.attributes().items()}
        assert json.dumps(ours) == json.dumps(theirs), (tool, given)
    assert episode.audit() == episode.digest()
    return seen


def _pick(environment: Environment, rng: random.Random) -> str:
    eager = {"travel": "authenticate_travel book_flight register_credit_card", "vehicle": "lockDoors pressBrakePedal"}
    if rng.random() < 0.25:
        return rng.choice(eager[environment.name].split())
    return rng.choice(list(environment.tools))


def _step(episode: Episode, original: Any, tool: str, given: dict[str, Any], seen: Counter[str]) -> None:
    outcome = episode.call(tool, given).outcome
    text, failed = original.call(tool, given)
    assert outcome.text == text, (tool, given)
    assert outcome.refused == failed, (tool, given, text)
    seen[f"{tool} {outcome.code or 'ok'}"] += 1


@pytest.mark.conformance
@pytest.mark.parametrize(
    ("environment", "odd"),
    [(travel, TRAVEL_STATES), (vehicle, VEHICLE_STATES)],
    ids=["travel", "vehicle"],
)
def test_random_calls_do_what_the_official_class_does(
    environment: Environment,
    odd: list[dict[str, Any]],
    official: Any,
    initial_configs: Any,
) -> None:
    """Results, failures and state are equal after every call, from real, generated and odd initial states."""
    drawn = [environment.scenarios.generate(Dice(f"fuzz-{n}")) for n in range(GENERATED)]
    states = [*initial_configs(environment.name), *drawn, *(state for state in odd for _ in range(20))]
    seen: Counter[str] = Counter()
    for seed, scenario in enumerate(states):
        seen += compare(environment, official, scenario, seed)
    declared = {f"{tool.name} {code}" for tool in environment.tools.values() for code in tool.refusals}
    successes = {f"{name} ok" for name in environment.tools if name != "get_outside_temperature_from_weather_com"}
    assert sum(seen.values()) == CALLS * len(states)
    assert declared | successes <= set(seen)
