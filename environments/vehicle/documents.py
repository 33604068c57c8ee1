"""Scenario documents of the car as rows: the car itself, its doors, and its tires.

A document is the benchmark's `initial_config` of the class. The number of unlocked doors may be part of it, and is no
fact of its own: it follows from the doors.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from funreason_sim.errors import ScenarioError
from funreason_sim.sim import Document, Field, Scenario, World, kinds

from . import car, facts

_UNLOCKED = "remainingUnlockedDoors"
_LOCK = kinds.one_of("locked", "unlocked")


class _Doors:
    """`doorStatus`: `{"driver": "unlocked", ..}`; a door may be left out."""

    default = dict.fromkeys(facts.DOORS, "unlocked")

    def load(self, world: World, where: str, value: Any) -> None:
        for position, (name, status) in enumerate(kinds.mapping.check(where, value).items()):
            if name not in facts.DOORS:
                raise ScenarioError(f"{where} names the door {name!r}; a car has {', '.join(facts.DOORS)}")
            world.run("INSERT INTO door VALUES (?, ?, ?)", name, position, _LOCK.check(f"{where}.{name}", status))

    def dump(self, world: World) -> dict[str, str]:
        return car.doors(world)


@dataclass(frozen=True)
class _Tire:
    """`frontLeftTirePressure` and alike: a wheel and its pressure in psi."""

    wheel: str
    default: float

    def load(self, world: World, where: str, value: Any) -> None:
        world.run("INSERT INTO tire VALUES (?, ?)", self.wheel, kinds.number.check(where, value))

    def dump(self, world: World) -> Any:
        return car.pressure(world, self.wheel)


DOCUMENT = Document(
    "car",
    {
        # Less than nothing may be in the tank: the tools have refusals for it.
        "fuelLevel": Field("fuel_level", kinds.between(-facts.TANK_GALLONS, facts.TANK_GALLONS), 0.0),
        "batteryVoltage": Field("battery_voltage", kinds.number, 12.6),
        "engineState": Field("engine_state", kinds.one_of("running", "stopped"), "stopped"),
        "acTemperature": Field("ac_temperature", kinds.number, 25.0),
        "fanSpeed": Field("fan_speed", kinds.between(0, 100), 50),
        "acMode": Field("ac_mode", kinds.text, "auto"),
        "humidityLevel": Field("humidity_level", kinds.number, 50.0),
        "headLightStatus": Field("headlights", kinds.one_of("on", "off"), "off"),
        "parkingBrakeStatus": Field("parking_brake", kinds.one_of("engaged", "released"), "released"),
        "parkingBrakeForce": Field("parking_brake_force", kinds.number, 0.0),
        "slopeAngle": Field("slope_angle", kinds.number, 0.0),
        "brakePedalStatus": Field("brake_pedal", kinds.one_of("pressed", "released"), "released"),
        "brakePedalForce": Field("brake_pedal_force", kinds.between(0, facts.FULL_BRAKE_NEWTONS), 0.0),
        "distanceToNextVehicle": Field("next_vehicle_distance", kinds.number, 50.0),
        "cruiseStatus": Field("cruise", kinds.one_of("active", "inactive"), "inactive"),
        "destination": Field("destination", kinds.text, "None"),
    },
    {
        "doorStatus": _Doors(),
        "frontLeftTirePressure": _Tire("frontLeft", 32.0),
        "frontRightTirePressure": _Tire("frontRight", 32.0),
        "rearLeftTirePressure": _Tire("rearLeft", 30.0),
        "rearRightTirePressure": _Tire("rearRight", 30.0),
    },
)


def load(world: World, scenario: Scenario) -> None:
    """Write a document into an empty world.

    Raises:
        ScenarioError: for a value of the wrong kind; the sentence names the field.
    """
    DOCUMENT.load(world, scenario)
    counted = car.unlocked_doors(world)
    given = scenario.get(_UNLOCKED, counted)
    if type(given) is not int or given != counted:
        raise ScenarioError(f"{_UNLOCKED} must be {counted}, as doorStatus has it, not {given!r:.40}")


def dump(world: World) -> Scenario:
    """The car as a document: the keys it was loaded with, and those that tools have changed since."""
    document = DOCUMENT.dump(world)
    return {**document, _UNLOCKED: car.unlocked_doors(world)} if _UNLOCKED in document else document
