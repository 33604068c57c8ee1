"""Each tool of the car, call by call: what it answers, and the only rows it changes."""

from __future__ import annotations

from typing import Any

import pytest
from calls import Rows, assert_answered

from funreason_sim.environments.vehicle import environment
from funreason_sim.sim import Episode, open_episode
from funreason_sim.testing import Properties, assert_refused, changed

LOCKED = dict.fromkeys(["driver", "passenger", "rear_left", "rear_right"], "locked")
HALF_OPEN = {**LOCKED, "passenger": "unlocked", "rear_left": "unlocked"}
READY = {"doorStatus": LOCKED, "brakePedalStatus": "pressed", "brakePedalForce": 1000.0}
RUNNING = {**READY, "engineState": "running", "fuelLevel": 10.0}
BRAKED = {"parkingBrakeStatus": "engaged", "parkingBrakeForce": 500.0, "slopeAngle": 10.0}
FLAT = {
    "frontLeftTirePressure": 31,
    "frontRightTirePressure": 29.5,
    "rearLeftTirePressure": 28,
    "rearRightTirePressure": 31.5,
}
FIRM = {
    "frontLeftTirePressure": 36,
    "frontRightTirePressure": 34.5,
    "rearLeftTirePressure": 33,
    "rearRightTirePressure": 36.5,
}

Case = tuple[str, dict[str, Any], dict[str, Any], Any, Rows]


def car(**cells: Any) -> Rows:
    """The one car changes in these columns."""
    return {"car": changed(**cells)}


def climate(**given: Any) -> dict[str, Any]:
    return {"temperature": 21, **given}


def cruise(speed: float, activate: bool = True) -> dict[str, Any]:
    return {"speed": speed, "activate": activate, "distanceToNextVehicle": 33}


def cruising(speed: float, status: str = "active") -> dict[str, Any]:
    return {"cruiseStatus": status, "currentSpeed": speed, "distanceToNextVehicle": 33.0}


# Tool, scenario, arguments, what it answers, the rows that change.
CASES: list[Case] = [
    ("startEngine", {**READY, "fuelLevel": 0, "batteryVoltage": 12.1}, {"ignitionMode": "START"},
     {"engineState": "running", "fuelLevel": 0, "batteryVoltage": 12.1}, car(engine_state="running")),
    ("fillFuelTank", {"fuelLevel": 3}, {"fuelAmount": 0}, {"fuelLevel": 3}, {}),
    ("fillFuelTank", {"fuelLevel": 3}, {"fuelAmount": 0.5}, {"fuelLevel": 3.5}, car(fuel_level=(3, 3.5))),
    ("fillFuelTank", {"fuelLevel": 3}, {"fuelAmount": 47}, {"fuelLevel": 50}, car(fuel_level=50)),
    ("fillFuelTank", {"fuelLevel": -2.0}, {"fuelAmount": 2}, {"fuelLevel": 0.0}, car(fuel_level=0)),
    ("lockDoors", {"doorStatus": HALF_OPEN}, {"unlock": False, "door": ["passenger"]},
     {"lockStatus": "locked", "remainingUnlockedDoors": 1},
     {"door": changed("passenger", status=("unlocked", "locked"))}),
    ("lockDoors", {"doorStatus": HALF_OPEN}, {"unlock": True, "door": ["driver", "rear_right"]},
     {"lockStatus": "unlocked", "remainingUnlockedDoors": 4},
     {"door": [changed("driver", status="unlocked"), changed("rear_right", status="unlocked")]}),
    ("lockDoors", {"doorStatus": HALF_OPEN}, {"unlock": True, "door": []},
     {"lockStatus": "unlocked", "remainingUnlockedDoors": 2}, {}),
    ("adjustClimateControl", {"humidityLevel": 41.0},
     {"temperature": 50, "unit": "fahrenheit", "fanSpeed": 0, "mode": "cool"},
     {"currentACTemperature": 50, "climateMode": "cool", "humidityLevel": 41.0},
     car(ac_temperature=(25.0, 10.0), fan_speed=(50, 0), ac_mode=("auto", "cool"))),
    ("adjustClimateControl", {"fanSpeed": 20}, climate(fanSpeed=100),
     {"currentACTemperature": 21, "climateMode": "auto", "humidityLevel": 50.0},
     car(ac_temperature=21, fan_speed=100)),
    ("setHeadlights", {"headLightStatus": "off"}, {"mode": "on"}, {"headlightStatus": "on"},
     car(headlights=("off", "on"))),
    ("setHeadlights", {"headLightStatus": "on"}, {"mode": "off"}, {"headlightStatus": "off"}, car(headlights="off")),
    ("setHeadlights", {"headLightStatus": "on"}, {"mode": "auto"}, {"headlightStatus": "off"}, car(headlights="off")),
    ("activateParkingBrake", {}, {"mode": "engage"},
     {"parkingBrakeStatus": "engaged", "_parkingBrakeForce": 500.0, "_slopeAngle": 10.0},
     car(parking_brake=("released", "engaged"), parking_brake_force=(0.0, 500.0), slope_angle=(0.0, 10.0))),
    ("activateParkingBrake", BRAKED, {"mode": "release"},
     {"parkingBrakeStatus": "released", "_parkingBrakeForce": 0.0, "_slopeAngle": 10.0},
     car(parking_brake="released", parking_brake_force=0.0)),
    ("pressBrakePedal", {}, {"pedalPosition": 1}, {"brakePedalStatus": "pressed", "brakePedalForce": 1000.0},
     car(brake_pedal=("released", "pressed"), brake_pedal_force=(0.0, 1000))),
    ("pressBrakePedal", {}, {"pedalPosition": 0.25}, {"brakePedalStatus": "pressed", "brakePedalForce": 250.0},
     car(brake_pedal="pressed", brake_pedal_force=250.0)),
    ("pressBrakePedal", READY, {"pedalPosition": 0}, {"brakePedalStatus": "released", "brakePedalForce": 0.0},
     car(brake_pedal="released", brake_pedal_force=(1000.0, 0.0))),
    ("releaseBrakePedal", READY, {}, {"brakePedalStatus": "released", "brakePedalForce": 0.0},
     car(brake_pedal=("pressed", "released"), brake_pedal_force=0.0)),
    ("setCruiseControl", RUNNING, cruise(0), cruising(0.0), car(cruise="active", next_vehicle_distance=(50.0, 33.0))),
    ("setCruiseControl", RUNNING, cruise(5), cruising(5.0), car(cruise="active", next_vehicle_distance=33.0)),
    ("setCruiseControl", RUNNING, cruise(120), cruising(120.0), car(cruise="active", next_vehicle_distance=33.0)),
    ("setCruiseControl", {**RUNNING, "cruiseStatus": "active"}, cruise(62, activate=False), cruising(62.0, "inactive"),
     car(cruise=("active", "inactive"), next_vehicle_distance=33.0)),
    ("get_outside_temperature_from_google", {}, {}, {"outsideTemperature": 22.71298151744209}, {}),
    ("get_current_speed", {}, {}, {"currentSpeed": 81.65431061455386}, {}),
    ("display_log", {}, {"messages": ["Low washer fluid", "é"]}, {"log": ["Low washer fluid", "é"]}, {}),
    ("estimate_drive_feasibility_by_mileage", {"fuelLevel": 6.5}, {"distance": 130}, {"canDrive": True}, {}),
    ("estimate_drive_feasibility_by_mileage", {"fuelLevel": 6.5}, {"distance": 130.5}, {"canDrive": False}, {}),
    ("liter_to_gallon", {}, {"liter": 10}, {"gallon": 2.6417200000000003}, {}),
    ("gallon_to_liter", {}, {"gallon": 10}, {"liter": 37.8541}, {}),
    ("estimate_distance", {}, {"cityA": "83214", "cityB": "74532"}, {"distance": 750.0}, {}),
    ("estimate_distance", {}, {"cityA": "74532", "cityB": "83214"}, {"distance": 750.0}, {}),
    ("get_zipcode_based_on_city", {}, {"city": "Sunset Valley"}, {"zipcode": "83462"}, {}),
    ("set_navigation", {}, {"destination": "2 Mill Road, Oakendale, CA"},
     {"status": "Navigating to 2 Mill Road, Oakendale, CA"}, car(destination="2 Mill Road, Oakendale, CA")),
    ("check_tire_pressure", FLAT, {}, {**FLAT, "healthy_tire_pressure": True, "car_info": {}}, {}),
    ("check_tire_pressure", FIRM, {}, {**FIRM, "healthy_tire_pressure": True, "car_info": {}}, {}),
    ("check_tire_pressure", {**FLAT, "rearLeftTirePressure": 27}, {},
     {**FLAT, "rearLeftTirePressure": 27, "healthy_tire_pressure": False, "car_info": {}}, {}),
    ("check_tire_pressure", {**FIRM, "rearLeftTirePressure": 34}, {},
     {**FIRM, "rearLeftTirePressure": 34, "healthy_tire_pressure": False, "car_info": {}}, {}),
    ("find_nearest_tire_shop", {}, {}, {"shopLocation": "456 Oakwood Avenue, Rivermist, 83214"}, {}),
]  # fmt: skip

FULL = {
    "fuelLevel": 7.5,
    "batteryVoltage": 12.1,
    "engineState": "running",
    "doorStatus": HALF_OPEN,
    "acTemperature": 19.5,
    "fanSpeed": 70,
    "acMode": "heat",
    "humidityLevel": 38.0,
    "headLightStatus": "on",
    **BRAKED,
    "brakePedalStatus": "pressed",
    "brakePedalForce": 300.0,
}
DISPLAY = {
    "fuel": {"fuelLevel": 7.5},
    "battery": {"batteryVoltage": 12.1},
    "doors": {"doorStatus": HALF_OPEN},
    "climate": {"currentACTemperature": 19.5, "fanSpeed": 70, "climateMode": "heat", "humidityLevel": 38.0},
    "headlights": {"headlightStatus": "on"},
    "parkingBrake": BRAKED,
    "brakePedal": {"brakePedalStatus": "pressed", "brakePedalForce": 300.0},
    "engine": {"engineState": "running"},
}


def opened(document: dict[str, Any]) -> Episode:
    """A car that starts from this document."""
    return open_episode([environment], {"vehicle": document}, seed=3)


@pytest.mark.parametrize(("tool", "scenario", "given", "answer", "rows"), CASES)
def test_a_call_answers_and_changes_just_this(
    tool: str, scenario: dict[str, Any], given: dict[str, Any], answer: Any, rows: Rows
) -> None:
    """The whole answer, in its order, and no row but those named."""
    with opened(scenario) as driven:
        assert_answered(driven, tool, given, answer, rows)


@pytest.mark.parametrize("option", DISPLAY)
def test_the_display_shows_one_part(option: str) -> None:
    """Every part of the car is shown as it is, and nothing else."""
    with opened(FULL) as driven:
        assert driven.call("displayCarStatus", {"option": option}).value == DISPLAY[option]


def test_all_unlocked_doors_are_named() -> None:
    """A car that does not start says which doors are open, in order."""
    with opened({**READY, "doorStatus": HALF_OPEN}) as driven:
        reason = (
            "All doors must be locked before starting the engine. Here are the unlocked doors: passenger, rear_left"
        )
        assert_refused(driven.call("startEngine", {"ignitionMode": "START"}), "doors_unlocked", reason)


def test_doors_keep_the_order_of_the_document() -> None:
    """Doors that a document names the other way round are shown the other way round."""
    with opened({"doorStatus": {**dict(reversed(LOCKED.items())), "rear_right": "unlocked"}}) as driven:
        shown: Any = driven.call("displayCarStatus", {"option": "doors"}).value
        assert list(shown["doorStatus"]) == ["rear_right", "rear_left", "passenger", "driver"]


@pytest.mark.parametrize(
    ("tool", "scenario", "given", "code"),
    [
        ("fillFuelTank", {"fuelLevel": 3.0}, {"fuelAmount": -0.5}, "negative_amount"),
        ("fillFuelTank", {"fuelLevel": 3.0}, {"fuelAmount": 47.5}, "tank_overflow"),
        ("fillFuelTank", {"fuelLevel": -2.0}, {"fuelAmount": 1.5}, "tank_empty"),
        ("startEngine", {**READY, "fuelLevel": -0.5}, {"ignitionMode": "START"}, "tank_empty"),
        ("adjustClimateControl", {}, climate(fanSpeed=-1), "invalid_fan_speed"),
        ("pressBrakePedal", {}, {"pedalPosition": -0.1}, "invalid_position"),
        ("pressBrakePedal", {}, {"pedalPosition": 1.1}, "invalid_position"),
    ],
)
def test_one_step_beyond_a_limit_is_refused(
    tool: str, scenario: dict[str, Any], given: dict[str, Any], code: str
) -> None:
    """Limits hold on both sides."""
    with opened(scenario) as driven:
        assert_refused(driven.call(tool, given), code)


@pytest.mark.parametrize("speed", [-5, 125, 61])
def test_a_speed_that_cannot_be_held_is_refused(speed: float) -> None:
    """Below zero, above 120 or between the steps of five; the gap to the car ahead is set all the same."""
    with opened(RUNNING) as driven:
        assert_refused(
            driven.call("setCruiseControl", cruise(speed)), "invalid_speed", car=changed(next_vehicle_distance=33.0)
        )


@pytest.mark.environment(environment)
def test_the_car_stays_sound_whatever_is_called(properties: Properties) -> None:
    """Constraints hold, refusals change nothing they do not keep, and the same calls give the same again."""
    properties.hold(examples=25)
