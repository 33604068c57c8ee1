"""Cars to start from, and what their drivers could say."""

from __future__ import annotations

from pydantic import JsonValue

from funreason_sim.sim import Dice, Pools, Scenario, World

from . import facts
from .documents import dump, load

__all__ = ["dump", "generate", "known", "load"]

_STREETS = (
    "Harbor Street",
    "Juniper Lane",
    "Mill Road",
    "Quarry Avenue",
    "Lakeview Drive",
    "Station Square",
    "Elm Court",
)
# Every two cities of a set (or nearly) have a distance on record, so that most questions about it have an answer.
_TRIPS = (
    ("San Francisco", "Rivermist", "Stonebrook"),
    ("San Francisco", "Silverpine", "Maplecrest"),
    ("San Francisco", "Silverpine", "Oakendale"),
    ("Silverpine", "Oakendale", "Willowbend"),
    ("Rivermist", "Stonebrook", "San Francisco"),
)
_NOTES = (
    "Oil change is due next week",
    "Washer fluid is low",
    "Picked up a nail in the rear tire",
    "Parked on level 3",
    "Battery was replaced in December",
    "Leaving for the airport at noon",
    "Remember the charger for the dashcam",
    "Left wiper squeaks",
    "Tires were rotated today",
)


def generate(dice: Dice) -> Scenario:
    """A car in some everyday state: parked, waiting or running, with more or less fuel and air."""
    running = dice.chance(0.3)
    return {
        "fuelLevel": dice.choice((dice.integer(4, 90) / 2, float(dice.integer(2, 45)), 0.0 if not running else 6.5)),
        "batteryVoltage": dice.choice((12.1, 12.4, 12.6, 12.8, 13.1)),
        "engineState": "running" if running else "stopped",
        "doorStatus": _doors(dice, running),
        **_climate(dice),
        "headLightStatus": dice.choice(("on", "off", "off")),
        **_brakes(dice, running),
        "distanceToNextVehicle": float(dice.choice((20, 30, 50, 80, 100))),
        "cruiseStatus": "inactive",
        "destination": _address(dice) if dice.chance(0.4) else "None",
        **_tires(dice),
    }


def known(world: World, dice: Dice) -> Pools:
    """What the driver of this car could say."""
    fuel = world.value("SELECT fuel_level FROM car")
    room = max(facts.TANK_GALLONS - fuel, 1)
    cities = dice.choice(_TRIPS)
    return {
        "startEngine.ignitionMode": ["START", "START", "START", "STOP"],
        "fillFuelTank.fuelAmount": _amounts(dice, room),
        "lockDoors.unlock": [False, False, True],
        "lockDoors.door": _door_lists(dice),
        "adjustClimateControl.temperature": dice.sample((18, 19.5, 20, 21, 21.5, 22, 23, 24, 25.5), 5),
        # Temperatures above are Celsius, so this driver says nothing else.
        "adjustClimateControl.unit": ["celsius"],
        "adjustClimateControl.fanSpeed": dice.sample((20, 30, 40, 55, 60, 75, 90, 100), 5),
        "adjustClimateControl.mode": dice.shuffled(("auto", "cool", "heat", "defrost")),
        "setHeadlights.mode": dice.shuffled(("on", "off", "auto")),
        "displayCarStatus.option": dice.shuffled(
            ("fuel", "battery", "doors", "climate", "headlights", "parkingBrake", "brakePedal", "engine")
        ),
        "activateParkingBrake.mode": dice.shuffled(("engage", "release")),
        "pressBrakePedal.pedalPosition": [1.0, 1.0, 1.0, dice.choice((0.25, 0.4, 0.5, 0.75))],
        "setCruiseControl.speed": [*dice.sample((35, 45, 50, 55, 60, 65, 70, 75), 5), dice.choice((62, 125))],
        "setCruiseControl.activate": [True, True, False],
        "setCruiseControl.distanceToNextVehicle": dice.sample((30, 40, 50, 60, 75, 100, 120), 4),
        "display_log.messages": [_notes(dice) for _ in range(4)],
        "estimate_drive_feasibility_by_mileage.distance": _ranges(dice, fuel),
        "liter_to_gallon.liter": dice.sample((10, 12.5, 15, 20, 25, 30, 38, 40), 5),
        "gallon_to_liter.gallon": dice.sample((2, 5, 7.5, 8, 10, 12.5, 15, 18), 5),
        "get_zipcode_based_on_city.city": dice.shuffled(cities),
        "set_navigation.destination": [_address(dice) for _ in range(5)],
    }


def _doors(dice: Dice, running: bool) -> Scenario:
    if running or dice.chance(0.25):
        status = "locked" if running else "unlocked"
        return {door: status for door in facts.DOORS}  # noqa: C420 - fromkeys is not a JSON object to mypy
    return {door: dice.choice(("locked", "unlocked")) for door in facts.DOORS}


def _climate(dice: Dice) -> Scenario:
    return {
        "acTemperature": dice.choice((18.0, 20.0, 21.5, 22.0, 24.0, 25.0)),
        "fanSpeed": dice.choice((20, 40, 50, 60, 70)),
        "acMode": dice.choice(("auto", "auto", "cool", "heat", "defrost")),
        "humidityLevel": float(dice.integer(30, 65)),
    }


def _brakes(dice: Dice, running: bool) -> Scenario:
    engaged = not running and dice.chance(0.5)
    # Nobody got an engine running without the pedal all the way down, and the car has not moved off yet.
    pressed = running or dice.chance(0.15)
    force = 1000.0 if running else dice.choice((300.0, 500.0, 1000.0))
    return {
        "parkingBrakeStatus": "engaged" if engaged else "released",
        "parkingBrakeForce": facts.PARKING_BRAKE_NEWTONS if engaged else 0.0,
        "slopeAngle": facts.PARKING_SLOPE_DEGREES if engaged else 0.0,
        "brakePedalStatus": "pressed" if pressed else "released",
        "brakePedalForce": force if pressed else 0.0,
    }


def _tires(dice: Dice) -> Scenario:
    pressures = {f"{wheel}TirePressure": dice.integer(60, 70) / 2 for wheel in facts.WHEELS}
    for wheel in dice.sample(facts.WHEELS, dice.choice((0, 0, 1, 2, 4))):
        pressures[f"{wheel}TirePressure"] = dice.integer(36, 56) / 2
    return {**pressures}


def _address(dice: Dice) -> str:
    city = dice.choice(tuple(facts.ZIP_CODES))
    return f"{dice.integer(2, 1980)} {dice.choice(_STREETS)}, {city}, CA"


def _amounts(dice: Dice, room: float) -> list[float]:
    fitting: list[float] = [amount for amount in (2, 3.5, 5, 7.5, 8, 10, 12.5, 15, 20) if amount <= room]
    return [*dice.sample(fitting or [1.0], 4), facts.TANK_GALLONS if dice.chance(0.3) else 1.5]


def _notes(dice: Dice) -> JsonValue:
    return [*dice.sample(_NOTES, dice.integer(1, 3))]


def _door_lists(dice: Dice) -> list[JsonValue]:
    part = dice.choice((["driver"], ["passenger"], ["driver", "passenger"], ["rear_left", "rear_right"]))
    return [[*facts.DOORS], [*facts.DOORS], [*facts.DOORS], [*part]]


def _ranges(dice: Dice, fuel: float) -> list[float]:
    reach = int(fuel * facts.MILES_PER_GALLON)
    return [*dice.sample((60, 120, 180, 240, 300, 420, 560), 3), max(reach - 20, 10), reach + 40]
