"""A car's controls: doors, engine, brakes, fuel, climate, lights, tires, navigation and trip distances."""

from __future__ import annotations

from typing import cast

from funreason_sim.sim import World

from . import answers as a
from . import car, facts


def startEngine(world: World, ignitionMode: a.Ignition) -> a.EngineStarted:
    """Start the engine of the car (switch the ignition on), or stop it (turn the motor off).

    To start, all four doors must be locked and the brake pedal fully pressed first. Stopping always ends with an
    error report, although the engine is off then.

    Args:
        ignitionMode: START to start the engine, STOP to stop it
    Refuses:
        doors_unlocked [keeps effects]: a door is unlocked
        brake_released [keeps effects]: the brake pedal is not pressed
        brake_partly_pressed [keeps effects]: the brake pedal is pressed, but not fully
        tank_empty [keeps effects]: there is less than no fuel
        invalid_mode [keeps effects]: anything but START; STOP has stopped the engine by then
    """
    if ignitionMode == "STOP":
        world.run("UPDATE car SET engine_state = 'stopped'")
    if car.unlocked_doors(world) > 0:
        names = ", ".join(car.doors_that_are(world, "unlocked"))
        reason = "All doors must be locked before starting the engine. Here are the unlocked doors: " + names
        world.refuse("doors_unlocked", reason)
    pedal, force, fuel, voltage = car.read(world, "brake_pedal", "brake_pedal_force", "fuel_level", "battery_voltage")
    if pedal != "pressed":
        world.refuse("brake_released", "Brake pedal needs to be pressed when starting the engine.")
    if force != facts.FULL_BRAKE_NEWTONS:
        world.refuse("brake_partly_pressed", "Must press the brake fully before starting the engine.")
    if fuel < facts.EMPTY_GALLONS:
        world.refuse("tank_empty", "Fuel tank is empty.")
    if ignitionMode != "START":
        world.refuse("invalid_mode", "Invalid ignition mode.")
    world.run("UPDATE car SET engine_state = 'running'")
    return {"engineState": "running", "fuelLevel": fuel, "batteryVoltage": voltage}


def fillFuelTank(world: World, fuelAmount: a.Gallons) -> a.Fueled:
    """Fill up the car: add fuel (gas, gasoline, petrol) to the tank, which holds 50 gallons in all.

    Args:
        fuelAmount: How many gallons of fuel to add to what is in the tank already
    Refuses:
        negative_amount: the amount is below zero
        tank_overflow: the tank would hold more than 50 gallons
        tank_empty: the tank would still hold less than nothing
    """
    if fuelAmount < 0:
        world.refuse("negative_amount", "Fuel amount cannot be negative.")
    level = world.value("SELECT fuel_level FROM car") + fuelAmount
    if level > facts.TANK_GALLONS:
        world.refuse("tank_overflow", "Cannot fill gas above the tank capacity.")
    if level < facts.EMPTY_GALLONS:
        world.refuse("tank_empty", "Fuel tank is empty. Min fuel level is 0 gallons.")
    world.run("UPDATE car SET fuel_level = ?", level)
    return {"fuelLevel": level}


def lockDoors(world: World, unlock: bool, door: list[a.Door]) -> a.DoorsLocked:
    """Lock or unlock doors of the car, one or several at once.

    Args:
        unlock: True to unlock (open up), False to lock (secure)
        door: The doors meant: driver, passenger, rear_left, rear_right; name all four for the whole car
    Refuses:
        unknown_door [keeps effects]: the car has no such door; the doors named before it are done already
    """
    wanted = "unlocked" if unlock else "locked"
    for name in door:
        if not car.has_door(world, name):
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
    """
    if not 0 <= fanSpeed <= 100:
        world.refuse("invalid_fan_speed", "Fan speed must be between 0 and 100.")
    celsius = (temperature - 32) * 5 / 9 if unit == "fahrenheit" else temperature
    world.run("UPDATE car SET ac_temperature = ?, fan_speed = ?, ac_mode = ?", celsius, fanSpeed, mode)
    humidity = world.value("SELECT humidity_level FROM car")
    return {"currentACTemperature": temperature, "climateMode": mode, "humidityLevel": humidity}


def get_outside_temperature_from_google(world: World) -> a.OutsideTemperature:
    """Find out from Google how warm or cold it is outside: the outdoor weather temperature, in degrees Celsius."""
    return {"outsideTemperature": world.uniform("outside temperature", -10.0, 40.0)}


def get_outside_temperature_from_weather_com(world: World) -> a.OutsideTemperature:
    """Ask the website weather.com for the outdoor temperature; the site has been out of service lately.

    Refuses:
        site_not_found [always]: the site does not answer
    """
    world.refuse("site_not_found", {"error": 404})


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


def activateParkingBrake(world: World, mode: a.BrakeMode) -> a.ParkingBrakeSet:
    """Engage or release the parking brake (hand brake, emergency brake) of the car.

    Args:
        mode: engage to put the brake on, release to take it off
    Refuses:
        invalid_mode: anything but engage and release
    """
    if mode not in ("engage", "release"):
        world.refuse("invalid_mode", "Invalid mode")
    status, force = ("engaged", facts.PARKING_BRAKE_NEWTONS) if mode == "engage" else ("released", 0.0)
    slope = facts.PARKING_SLOPE_DEGREES
    world.run("UPDATE car SET parking_brake = ?, parking_brake_force = ?, slope_angle = ?", status, force, slope)
    return {"parkingBrakeStatus": status, "_parkingBrakeForce": force, "_slopeAngle": slope}


def pressBrakePedal(world: World, pedalPosition: a.PedalPosition) -> a.BrakePedalMoved:
    """Press the brake pedal with the foot and keep it down; fully pressed is what starting the engine needs.

    Args:
        pedalPosition: Position of the pedal from 0 (released) to 1 (fully pressed, all the way down); 0.5 is halfway
    Refuses:
        invalid_position: the position is not from 0 to 1
    """
    if not 0 <= pedalPosition <= 1:
        world.refuse("invalid_position", "Pedal position must be between 0 and 1.")
    if pedalPosition == 0:
        return car.release_pedal(world)
    force = pedalPosition * facts.FULL_BRAKE_NEWTONS
    world.run("UPDATE car SET brake_pedal = 'pressed', brake_pedal_force = ?", force)
    return {"brakePedalStatus": "pressed", "brakePedalForce": float(force)}


def releaseBrakePedal(world: World) -> a.BrakePedalMoved:
    """Let go of the brake pedal: take the foot off it, so that it is released."""
    return car.release_pedal(world)


def setCruiseControl(world: World, speed: a.CruiseSpeed, activate: bool, distanceToNextVehicle: a.Gap) -> a.CruiseSet:
    """Switch cruise control on at a steady speed, or off. The engine must be running first.

    Args:
        speed: The speed to hold in miles per hour: from 0 to 120, in steps of 5
        activate: True to switch cruise control on, False to switch it off
        distanceToNextVehicle: The gap to keep to the car ahead, in meters
    Refuses:
        engine_stopped: the engine is not running
        invalid_speed [keeps effects]: the speed is not allowed; the new gap to the car ahead is set already
    """
    gap, speed = float(distanceToNextVehicle), float(speed)
    if world.value("SELECT engine_state FROM car") == "stopped":
        world.refuse("engine_stopped", "Start the engine before activating the cruise control.")
    world.run("UPDATE car SET next_vehicle_distance = ?", gap)
    if activate and not (0 <= speed <= facts.TOP_CRUISE_SPEED and speed % facts.CRUISE_STEP == 0):
        world.refuse("invalid_speed", "Invalid speed")
    status = "active" if activate else "inactive"
    world.run("UPDATE car SET cruise = ?", status)
    return {"cruiseStatus": status, "currentSpeed": speed, "distanceToNextVehicle": gap}


def get_current_speed(world: World) -> a.Speed:
    """Read the speedometer: how fast the car is going right now, in kilometers per hour."""
    return {"currentSpeed": world.uniform("speed", 0.0, 120.0)}


def display_log(world: World, messages: list[str]) -> a.Log:
    """Show messages (notes, log lines) on the car's display.

    Args:
        messages: The texts to show, in order
    """
    return {"log": messages}


def estimate_drive_feasibility_by_mileage(world: World, distance: a.Miles) -> a.Feasibility:
    """Say whether the car can drive a distance with the fuel (gas) that is in its tank, without refueling.

    Args:
        distance: How far to drive, in miles
    """
    return {"canDrive": world.value("SELECT fuel_level FROM car") * facts.MILES_PER_GALLON >= distance}


def liter_to_gallon(world: World, liter: a.Liters) -> a.InGallons:
    """Convert liters to gallons, for instance an amount of fuel.

    Args:
        liter: The amount in liters
    """
    return {"gallon": liter * facts.GALLONS_PER_LITER}


def gallon_to_liter(world: World, gallon: a.Gallons) -> a.InLiters:
    """Convert gallons to liters, for instance an amount of fuel.

    Args:
        gallon: The amount in gallons
    """
    return {"liter": gallon * facts.LITERS_PER_GALLON}


def estimate_distance(world: World, cityA: a.ZipCode, cityB: a.ZipCode) -> a.Distance:
    """Estimate how far two cities are from each other by road; the cities are given by their zip codes.

    Args:
        cityA: Zip code of the city where the way begins
        cityB: Zip code of the city where the way ends
    Refuses:
        unknown_distance: no distance is on record for the two
    """
    distance = facts.distance(cityA, cityB)
    if distance is None:
        world.refuse("unknown_distance", "distance not found in database.")
    return {"distance": distance}


def get_zipcode_based_on_city(world: World, city: a.City) -> a.ZipCodeFound:
    """Look up the zip code (postal code) of a city.

    Args:
        city: Name of the city, such as Rivermist
    """
    return {"zipcode": facts.ZIP_CODES.get(city, facts.UNKNOWN_ZIP_CODE)}


def set_navigation(world: World, destination: a.Address) -> a.Navigating:
    """Set the navigation (GPS, route guidance) of the car to a destination: take me to this address.

    Args:
        destination: Where to go: street, city and state
    """
    world.run("UPDATE car SET destination = ?", destination)
    return {"status": "Navigating to " + destination}


def check_tire_pressure(world: World) -> a.TirePressures:
    """Check the air pressure of all four tires (tyres, wheels), in psi, and whether it is healthy."""
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
    """Find the closest tire shop (tyre service, garage) and its address."""
    return {"shopLocation": facts.TIRE_SHOP}
