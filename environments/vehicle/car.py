"""The car's rows as the tools read them."""

from __future__ import annotations

from typing import Any

from funreason_sim.sim import World

from . import facts
from .answers import BrakePedalMoved

_SHOWN = {
    "fuel": {"fuelLevel": "fuel_level"},
    "battery": {"batteryVoltage": "battery_voltage"},
    "climate": {
        "currentACTemperature": "ac_temperature",
        "fanSpeed": "fan_speed",
        "climateMode": "ac_mode",
        "humidityLevel": "humidity_level",
    },
    "headlights": {"headlightStatus": "headlights"},
    "parkingBrake": {
        "parkingBrakeStatus": "parking_brake",
        "parkingBrakeForce": "parking_brake_force",
        "slopeAngle": "slope_angle",
    },
    "brakePedal": {"brakePedalStatus": "brake_pedal", "brakePedalForce": "brake_pedal_force"},
    "engine": {"engineState": "engine_state"},
}


def read(world: World, *columns: str) -> tuple[Any, ...]:
    """Columns of the one car."""
    row = world.one(f"SELECT {', '.join(columns)} FROM car")
    assert row is not None, "load writes the car"
    return row


def status(world: World, option: str) -> dict[str, Any] | None:
    """What the display shows of one part; None when it has no such part."""
    if option == "doors":
        return {"doorStatus": doors(world)}
    if option not in _SHOWN:
        return None
    shown = _SHOWN[option]
    return dict(zip(shown, read(world, *shown.values()), strict=True))


def doors(world: World) -> dict[str, str]:
    """Every door and whether it is locked, in the order of the scenario."""
    return dict(world.all("SELECT name, status FROM door ORDER BY position"))


def doors_that_are(world: World, wanted: str) -> list[str]:
    """The doors in this state, in the order of the scenario."""
    return [name for name, is_now in doors(world).items() if is_now == wanted]


def unlocked_doors(world: World) -> int:
    """How many of the four doors are not locked; a door that the scenario left out counts as open."""
    return len(facts.DOORS) - len(doors_that_are(world, "locked"))


def release_pedal(world: World) -> BrakePedalMoved:
    """Take the foot off the brake pedal."""
    world.run("UPDATE car SET brake_pedal = 'released', brake_pedal_force = 0.0")
    return {"brakePedalStatus": "released", "brakePedalForce": 0.0}


def pressure(world: World, wheel: str) -> Any:
    """The pressure of one tire, in psi; int or float as the scenario gave it."""
    return world.value("SELECT pressure FROM tire WHERE wheel = ?", wheel)
