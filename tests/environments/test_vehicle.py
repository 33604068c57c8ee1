"""The car behaves like a car, quirks of the original included."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from calls import value

from funreason_sim.environments.vehicle import environment
from funreason_sim.sim import Episode, open_episode

DOORS = ["driver", "passenger", "rear_left", "rear_right"]


@pytest.fixture
def parked() -> Iterator[Episode]:
    """A car as it stands in the street: doors open, engine off, ten gallons in the tank."""
    with open_episode([environment], {"vehicle": {"fuelLevel": 10.0}}, seed=3) as episode:
        yield episode


def start(episode: Episode) -> Any:
    """Lock up, press the brake, turn the key; what the engine says."""
    value(episode, "lockDoors", unlock=False, door=DOORS)
    value(episode, "pressBrakePedal", pedalPosition=1.0)
    return value(episode, "startEngine", ignitionMode="START")


def test_the_engine_starts_with_doors_locked_and_brake_pressed(parked: Episode) -> None:
    """Locking and braking are what starting waits for."""
    assert start(parked) == {"engineState": "running", "fuelLevel": 10.0, "batteryVoltage": 12.6}
    assert value(parked, "displayCarStatus", option="engine") == {"engineState": "running"}


def test_stopping_the_engine_stops_it_and_is_refused(parked: Episode) -> None:
    """The original stops the engine and then calls the mode invalid; both stay."""
    start(parked)
    event = parked.call("startEngine", {"ignitionMode": "STOP"})
    assert event.outcome.code == "invalid_mode"
    assert event.effects[0].after == {"engine_state": "stopped"}


def test_doors_before_an_unknown_one_stay_locked(parked: Episode) -> None:
    """What was done before the failure is done."""
    event = parked.call("lockDoors", {"unlock": False, "door": ["driver", "trunk", "passenger"]})
    assert event.outcome.text == '{"error": "\'trunk\'"}'
    assert [effect.key for effect in event.effects] == [{"name": "driver"}]


def test_a_bad_cruising_speed_still_sets_the_gap(parked: Episode) -> None:
    """The distance to the car ahead is written before the speed is looked at."""
    start(parked)
    event = parked.call("setCruiseControl", {"speed": 62, "activate": True, "distanceToNextVehicle": 33})
    assert event.outcome.code == "invalid_speed"
    assert event.effects[0].after == {"next_vehicle_distance": 33.0}


def test_numbers_keep_their_type(parked: Episode) -> None:
    """A pedal at 1 is shown as 1000, a pedal at 1.0 as 1000.0."""
    assert parked.call("pressBrakePedal", {"pedalPosition": 1}).outcome.text.endswith('"brakePedalForce": 1000.0}')
    assert parked.call("displayCarStatus", {"option": "brakePedal"}).outcome.text.endswith('"brakePedalForce": 1000}')


def test_filling_up_adds_to_the_tank(parked: Episode) -> None:
    """Ten and five are fifteen gallons."""
    event = parked.call("fillFuelTank", {"fuelAmount": 5})
    assert event.outcome.value == {"fuelLevel": 15.0}
    assert event.effects[0].before == {"fuel_level": 10.0}


def test_the_worked_case_of_the_paper_gives_its_distance(parked: Episode) -> None:
    """From Rivermist to Stonebrook through their zip codes, and the fuel does not last that far."""
    here, there = (value(parked, "get_zipcode_based_on_city", city=city) for city in ("Rivermist", "Stonebrook"))
    assert (here, there) == ({"zipcode": "83214"}, {"zipcode": "74532"})
    distance = value(parked, "estimate_distance", cityA=here["zipcode"], cityB=there["zipcode"])
    assert distance == {"distance": 750.0}
    assert value(parked, "estimate_drive_feasibility_by_mileage", **distance) == {"canDrive": False}


def test_an_unknown_city_has_the_zip_code_of_zeros(parked: Episode) -> None:
    """The sentinel of the original is an answer, not a refusal."""
    outcome = parked.call("get_zipcode_based_on_city", {"city": "Atlantis"}).outcome
    assert (outcome.code, outcome.value) == (None, {"zipcode": "00000"})


def test_unhealthy_tires_are_reported(parked: Episode) -> None:
    """The mean of the four pressures decides."""
    with open_episode([environment], {"vehicle": {"frontLeftTirePressure": 20.0}}) as flat:
        assert value(flat, "check_tire_pressure")["healthy_tire_pressure"] is False
    assert value(parked, "check_tire_pressure")["healthy_tire_pressure"] is True


def test_the_tire_shop_can_be_navigated_to(parked: Episode) -> None:
    """What one tool returns the next one takes: both speak of street addresses."""
    shop = value(parked, "find_nearest_tire_shop")["shopLocation"]
    value(parked, "set_navigation", destination=shop)
    assert parked.dump()["vehicle"] == {"fuelLevel": 10.0, "destination": shop}


def test_weather_is_the_chance_of_the_seed(parked: Episode) -> None:
    """The same seed gives the same temperature, within bounds."""
    here = value(parked, "get_outside_temperature_from_google")
    with open_episode([environment], {"vehicle": {"fuelLevel": 10.0}}, seed=3) as again:
        assert value(again, "get_outside_temperature_from_google") == here
    assert -10 <= here["outsideTemperature"] <= 40
