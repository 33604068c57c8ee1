"""The benchmark's `VehicleControlAPI`: what long contexts add to its results, and what it only compares or raises."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ...sim import Scenario, World
from ..dialect import Before, Config, Dialect, Reply, Rule
from ..official import long_context

_UNLOCKED = "remainingUnlockedDoors"
_DOORS = ("driver", "passenger", "rear_left", "rear_right")
_ZIP_CODES = (
    *("83214", "74532", "56108", "62947", "71354", "83462", "47329", "52013"),
    *("69238", "51479", "94016", "94704", "08540", "00000"),
)
_DEFAULTS: dict[str, Any] = {
    "fuelLevel": 0.0,
    "batteryVoltage": 12.6,
    "engineState": "stopped",
    "doorStatus": dict.fromkeys(_DOORS, "unlocked"),
    "acTemperature": 25.0,
    "fanSpeed": 50,
    "acMode": "auto",
    "humidityLevel": 50.0,
    "headLightStatus": "off",
    "parkingBrakeStatus": "released",
    "brakePedalStatus": "released",
    "distanceToNextVehicle": 50.0,
    "cruiseStatus": "inactive",
    "destination": "None",
    "frontLeftTirePressure": 32.0,
    "frontRightTirePressure": 32.0,
    "rearLeftTirePressure": 30.0,
    "rearRightTirePressure": 30.0,
}
"""What a configuration need not say. Forces and slope are no public attributes of the class."""


_READY = {"doorStatus": dict.fromkeys(_DOORS, "locked"), "brakePedalStatus": "pressed", "brakePedalForce": 1000.0}


def _attributes(document: Scenario, long: bool) -> dict[str, Any]:
    shown = {key: document.get(key, default) for key, default in _DEFAULTS.items()}
    locked = list(shown["doorStatus"].values()).count("locked")
    engine = shown.pop("engineState")
    return {**shown, "engine_state": engine, _UNLOCKED: len(_DOORS) - locked, "long_context": long}


def _scenario(config: Config, long: bool) -> Scenario:
    """The configuration without a number of unlocked doors: the original counts them anew."""
    return {key: value for key, value in config.items() if key != _UNLOCKED}


def _compared(*parameters: str) -> Before:
    """Parameters that are only compared with texts: whatever is no text is as unknown as an empty one."""

    def before(arguments: Mapping[str, Any], world: World) -> Mapping[str, Any]:
        return {**arguments, **{name: "" for name in parameters if not isinstance(arguments[name], str)}}

    return before


def _when_long(inflated: Rule) -> Rule:
    """A rule for long contexts; without one the reply is the original's."""
    return lambda reply: inflated(reply) if reply.long_context else reply.value


def _weather(reply: Reply) -> Any:
    return {**long_context().LONG_WEATHER_EXTENSION, **reply.value}


def _status(reply: Reply) -> Any:
    return {"metadata": long_context().CAR_STATUS_METADATA_EXTENSION, **reply.value}


def _parking_brake(reply: Reply) -> Any:
    instruction = {} if reply.code else {"parkingBrakeInstruction": long_context().PARKING_BRAKE_INSTRUCTION}
    return {**instruction, **reply.value}


def _distance(reply: Reply) -> Any:
    return {**reply.value, "intermediaryCities": long_context().INTERMEDIARY_CITIES}


def _tires(reply: Reply) -> Any:
    return {**reply.value, "car_info": long_context().CAR_STATUS_METADATA_EXTENSION}


def _liters(reply: Reply) -> Any:
    """More than a number can hold is infinite to the original."""
    return {"liter": math.copysign(math.inf, reply.arguments["gallon"])} if reply.code == "too_large" else reply.value


DIALECT = Dialect(
    environment="vehicle",
    official="VehicleControlAPI",
    attributes=_attributes,
    scenario=_scenario,
    raised={"lockDoors": frozenset({"unknown_door"})},
    results={
        "get_outside_temperature_from_google": _when_long(_weather),
        "displayCarStatus": _when_long(_status),
        "activateParkingBrake": _when_long(_parking_brake),
        "estimate_distance": _when_long(_distance),
        "check_tire_pressure": _when_long(_tires),
        "gallon_to_liter": _liters,
    },
    before={
        "displayCarStatus": _compared("option"),
        "estimate_distance": _compared("cityA", "cityB"),
        "get_zipcode_based_on_city": _compared("city"),
    },
    exact=frozenset({"adjustClimateControl", "set_navigation"}),
    tries={
        "ignitionMode": ["start", "OFF"],
        "fuelAmount": [0, 0.0, -0.0, -1, -0.001, 50, 50.001, 1e308],
        "door": [[], ["trunk"], ["driver", "trunk", "passenger"], ["driver", "driver"], "driver", [*_DOORS]],
        "temperature": [-40, 72, 451.5, 1e307],
        "unit": ["fahrenheit", "kelvin", ""],
        "fanSpeed": [0, 100, -1, 101],
        "adjustClimateControl.mode": ["party", ""],
        "setHeadlights.mode": ["ON", "dim", ""],
        "activateParkingBrake.mode": ["engaged", "released", ""],
        "option": ["tires", "Fuel", ""],
        "pedalPosition": [0, 0.0, -0.0, 1, 1.0, 0.5, 1e-9, 1.000001, -0.1],
        "speed": [0, 120, 120.5, 125, 62.5, -5, "60", "x", "nan"],
        "distanceToNextVehicle": [0, -1, 33.3, "10", "near", "nan", "inf"],
        "messages": [[], ["é", '"', "\\"], "text"],
        "distance": [0, 0.0, 20, 1e308, 10**20],
        "liter": [0, -1, 1e308],
        "gallon": [0, -1, 1e308],
        "cityA": _ZIP_CODES,
        "cityB": _ZIP_CODES,
        "city": ["rivermist", "Boston", ""],
        "destination": ["", "lockDoors (all), Rivermist"],
    },
    starts=[
        {**_READY, "fuelLevel": -3.0},
        {"fuelLevel": -50},
        {**_READY, "engineState": "running", "fuelLevel": 3, "acMode": "party", "random_seed": "x"},
        {"doorStatus": {"rear_right": "locked", "driver": "locked"}, "remainingUnlockedDoors": 4},
        {"doorStatus": {}, "fuelLevel": 50, "frontLeftTirePressure": 20, "batteryVoltage": 12},
    ],
)
