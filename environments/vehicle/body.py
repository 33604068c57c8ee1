"""Tools of the rest of the car: doors, climate, lights, display and tires."""

from __future__ import annotations

import math
from typing import cast

from funreason_sim.sim import World

from . import answers as a
from . import car, facts


def lockDoors(world: World, unlock: bool, door: list[a.Door]) -> a.DoorsLocked:
    """Lock or unlock doors of the car, one or several at once.

    Args:
        unlock: True to unlock (open up), False to lock (secure)
        door: The doors meant: driver, passenger, rear_left, rear_right; name all four for the whole car
    Refuses:
        unknown_door [keeps effects]: the car has no such door; the doors named before it are done already
    """
    wanted = "unlocked" if unlock else "locked"
    doors = car.doors(world)
    for name in door:
        if name not in doors:
            world.refuse("unknown_door", repr(name))
        world.run("UPDATE door SET status = ? WHERE name = ?", wanted, name)
    return {"lockStatus": wanted, "remainingUnlockedDoors": car.unlocked_doors(world)}


def adjustClimateControl(
    world: World,
    temperature: a.Temperature,
    unit: a.TemperatureUnit = "celsius",
    fanSpeed: a.FanSpeed = 50,
    mode: a.ClimateMode = "auto",
) -> a.ClimateSet:
    """Set the air conditioning (AC, heating, cabin climate): temperature, fan and mode.

    Args:
        temperature: The temperature wanted inside the car, in degrees of the unit
        unit: celsius or fahrenheit
        fanSpeed: How hard the fan blows, from 0 (off) to 100 (full)
        mode: auto, cool for cooling, heat for heating, or defrost to clear the windshield
    Refuses:
        invalid_fan_speed: the fan speed is not from 0 to 100
        invalid_temperature: the temperature is so high that no number can hold it in degrees Celsius
    """
    if not 0 <= fanSpeed <= 100:
        world.refuse("invalid_fan_speed", "Fan speed must be between 0 and 100.")
    world.run("UPDATE car SET ac_temperature = ?", temperature)
    if unit == "fahrenheit":
        celsius = (temperature - 32) * 5 / 9
        if math.isinf(celsius):
            world.refuse("invalid_temperature", "Temperature is too large to convert.")
        world.run("UPDATE car SET ac_temperature = ?", celsius)
    world.run("UPDATE car SET fan_speed = ?, ac_mode = ?", fanSpeed, mode)
    humidity = world.value("SELECT humidity_level FROM car")
    return {"currentACTemperature": temperature, "climateMode": mode, "humidityLevel": humidity}


def setHeadlights(world: World, mode: a.HeadlightMode) -> a.HeadlightsSet:
    """Switch the headlights (front lights, headlamps) of the car on or off, or leave them to the automatic.

    Args:
        mode: on to turn the lights on, off to turn them off, auto for automatic (off in daylight)
    Refuses:
        invalid_mode: anything but on, off and auto
    """
    if mode not in ("on", "off", "auto"):
        world.refuse("invalid_mode", "Invalid headlight mode.")
    status = "on" if mode == "on" else "off"
    world.run("UPDATE car SET headlights = ?", status)
    return {"headlightStatus": status}


def displayCarStatus(world: World, option: a.StatusOption) -> a.CarStatus:
    """Show the state of one part of the car, such as how much fuel is left or which doors are locked.

    Reads only.

    Args:
        option: The part to look at: fuel (gas level), battery (voltage), doors (locked or not), climate (air
            conditioning), headlights, parkingBrake (hand brake), brakePedal, engine (running or stopped)
    Refuses:
        invalid_option: there is no such part to show
    """
    status = car.status(world, option)
    if status is None:
        world.refuse("invalid_option", "Invalid option")
    return cast(a.CarStatus, status)


def display_log(world: World, messages: list[str]) -> a.Log:
    """Show messages (notes, log lines) on the car's display.

    Reads only.

    Args:
        messages: The texts to show, in order
    """
    return {"log": messages}


def check_tire_pressure(world: World) -> a.TirePressures:
    """Check the air pressure of all four tires (tyres, wheels), in psi, and whether it is healthy.

    Reads only.
    """
    front_left, front_right, rear_left, rear_right = (car.pressure(world, wheel) for wheel in facts.WHEELS)
    low, high = facts.HEALTHY_PSI
    return {
        "frontLeftTirePressure": front_left,
        "frontRightTirePressure": front_right,
        "rearLeftTirePressure": rear_left,
        "rearRightTirePressure": rear_right,
        "healthy_tire_pressure": low <= (front_left + front_right + rear_left + rear_right) / 4 <= high,
        "car_info": {},
    }


def find_nearest_tire_shop(world: World) -> a.TireShop:
    """Find the closest tire shop (tyre service, garage) and its address.

    Reads only.
    """
    return {"shopLocation": facts.TIRE_SHOP}
