"""Tools to drive with: engine, fuel, pedals, brakes and cruise control."""

from __future__ import annotations

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
