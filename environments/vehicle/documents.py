"""Scenario documents of the car: read into rows and back, key by key.

A document is the benchmark's `initial_config` of the class. Keys that it leaves out take the car's defaults, and
`dump` leaves them out again until a tool has changed them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

from funreason_sim.errors import ScenarioError
from funreason_sim.sim import Scenario, World

from . import car, facts

Check = Callable[[Any], str | None]


def _number(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return "a finite number"
    return "a number of 64 bits" if isinstance(value, int) and not -(1 << 63) <= value < 1 << 63 else None


def _between(low: float, high: float) -> Check:
    def check(value: Any) -> str | None:
        return _number(value) or (None if low <= value <= high else f"a number from {low} to {high}")

    return check


def _text(value: Any) -> str | None:
    return None if isinstance(value, str) else "a text"


def _one_of(*values: str) -> Check:
    return lambda value: None if isinstance(value, str) and value in values else "one of " + ", ".join(values)


# Document key: (column of car, value where the document is silent, what it must be).
FIELDS: dict[str, tuple[str, Any, Check]] = {
    # Less than nothing may be in the tank: the tools have refusals for it.
    "fuelLevel": ("fuel_level", 0.0, _between(-facts.TANK_GALLONS, facts.TANK_GALLONS)),
    "batteryVoltage": ("battery_voltage", 12.6, _number),
    "engineState": ("engine_state", "stopped", _one_of("running", "stopped")),
    "acTemperature": ("ac_temperature", 25.0, _number),
    "fanSpeed": ("fan_speed", 50, _between(0, 100)),
    "acMode": ("ac_mode", "auto", _text),
    "humidityLevel": ("humidity_level", 50.0, _number),
    "headLightStatus": ("headlights", "off", _one_of("on", "off")),
    "parkingBrakeStatus": ("parking_brake", "released", _one_of("engaged", "released")),
    "parkingBrakeForce": ("parking_brake_force", 0.0, _number),
    "slopeAngle": ("slope_angle", 0.0, _number),
    "brakePedalStatus": ("brake_pedal", "released", _one_of("pressed", "released")),
    "brakePedalForce": ("brake_pedal_force", 0.0, _between(0, facts.FULL_BRAKE_NEWTONS)),
    "distanceToNextVehicle": ("next_vehicle_distance", 50.0, _number),
    "cruiseStatus": ("cruise", "inactive", _one_of("active", "inactive")),
    "destination": ("destination", "None", _text),
}
TIRES: dict[str, tuple[str, float]] = {
    "frontLeftTirePressure": ("frontLeft", 32.0),
    "frontRightTirePressure": ("frontRight", 32.0),
    "rearLeftTirePressure": ("rearLeft", 30.0),
    "rearRightTirePressure": ("rearRight", 30.0),
}
DOORS = "doorStatus"
UNLOCKED = "remainingUnlockedDoors"
_ALL_UNLOCKED = dict.fromkeys(facts.DOORS, "unlocked")
_is_lock = _one_of("locked", "unlocked")


def load(world: World, scenario: Scenario) -> None:
    """Write a document into an empty world.

    Raises:
        ScenarioError: for a value of the wrong kind; the sentence names the field.
    """
    _load_doors(world, scenario.get(DOORS, _ALL_UNLOCKED))
    for key, (wheel, default) in TIRES.items():
        pressure = _checked(key, scenario.get(key, default), _number)
        world.run("INSERT INTO tire VALUES (?, ?)", wheel, pressure)
    columns: dict[str, Any] = {}
    for key, (column, default, check) in FIELDS.items():
        columns[column] = _checked(key, scenario.get(key, default), check)
    columns["shape"] = json.dumps(list(scenario))
    columns["extra"] = json.dumps({key: value for key, value in scenario.items() if key not in _KNOWN})
    places = ", ".join("?" * len(columns))
    world.run(f"INSERT INTO car(id, {', '.join(columns)}) VALUES (1, {places})", *columns.values())
    _check_count(world, scenario)


def dump(world: World) -> Scenario:
    """The car as a document: the keys it was loaded with, and those that tools have changed since."""
    current = _current(world)
    shape, extra = map(json.loads, car.read(world, "shape", "extra"))
    current.update(extra)
    keys = [*shape, *(key for key in _DEFAULTS if key not in shape and current[key] != _DEFAULTS[key])]
    return {key: current[key] for key in keys}


def _load_doors(world: World, doors: Any) -> None:
    if not isinstance(doors, dict):
        raise ScenarioError(f"{DOORS} must be an object of doors, not {_shown(doors)}")
    for position, (name, status) in enumerate(doors.items()):
        if name not in facts.DOORS:
            raise ScenarioError(f"{DOORS} names the door {name!r}; a car has {', '.join(facts.DOORS)}")
        _checked(f"{DOORS}.{name}", status, _is_lock)
        world.run("INSERT INTO door VALUES (?, ?, ?)", name, position, status)


def _check_count(world: World, scenario: Scenario) -> None:
    """The number of unlocked doors is not a fact of its own: it follows from the doors."""
    counted = car.unlocked_doors(world)
    given = scenario.get(UNLOCKED, counted)
    if type(given) is not int or given != counted:
        raise ScenarioError(f"{UNLOCKED} must be {counted}, as {DOORS} has it, not {_shown(given)}")


def _current(world: World) -> dict[str, Any]:
    values = car.read(world, *(column for column, _, _ in FIELDS.values()))
    current: dict[str, Any] = dict(zip(FIELDS, values, strict=True))
    current.update({key: car.pressure(world, wheel) for key, (wheel, _) in TIRES.items()})
    current[DOORS] = car.doors(world)
    current[UNLOCKED] = car.unlocked_doors(world)
    return current


def _checked(key: str, value: Any, check: Check) -> Any:
    wanted = check(value)
    if wanted:
        raise ScenarioError(f"{key} must be {wanted}, not {_shown(value)}")
    return value


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:37] + "..."


_DEFAULTS: dict[str, Any] = {
    **{key: default for key, (_, default, _) in FIELDS.items()},
    DOORS: _ALL_UNLOCKED,
    **{key: default for key, (_, default) in TIRES.items()},
}
_KNOWN = {*_DEFAULTS, UNLOCKED}
