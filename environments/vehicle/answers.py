"""What the vehicle tools take and give: formats, accepted values and the shapes of results."""

# ruff: noqa: D101 - the fields of a result describe themselves

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from funreason_sim.sim import Choices, Format, TypedDict

from . import facts

City = Annotated[str, Format("city"), Choices(*facts.ZIP_CODES)]
ZipCode = Annotated[str, Format("zip-code", opaque=True)]
Miles = Annotated[float, Format("miles")]
Gallons = Annotated[float, Format("gallons")]
Liters = Annotated[float, Format("liters")]
FuelLevel = Annotated[float, Format("fuel-level"), Field(description="Fuel in the tank now, in gallons")]
Address = Annotated[str, Format("street-address")]
Celsius = Annotated[float, Format("celsius")]
Psi = Annotated[float, Format("psi")]

Ignition = Annotated[str, Choices("START", "STOP"), Format("ignition-mode")]
Door = Annotated[str, Choices(*facts.DOORS), Format("car-door")]
TemperatureUnit = Annotated[str, Choices("celsius", "fahrenheit"), Format("temperature-unit")]
ClimateMode = Annotated[str, Choices("auto", "cool", "heat", "defrost"), Format("climate-mode")]
HeadlightMode = Annotated[str, Choices("on", "off", "auto"), Format("headlight-mode")]
BrakeMode = Annotated[str, Choices("engage", "release"), Format("parking-brake-mode")]
StatusOption = Annotated[
    str,
    Choices("fuel", "battery", "doors", "climate", "headlights", "parkingBrake", "brakePedal", "engine"),
    Format("car-part"),
]

Temperature = Annotated[float, Format("temperature-setting")]
FanSpeed = Annotated[int, Format("fan-speed")]
PedalPosition = Annotated[float, Format("pedal-position")]
CruiseSpeed = Annotated[float, Format("miles-per-hour")]
Gap = Annotated[float, Format("meters")]


class EngineStarted(TypedDict):
    engineState: Annotated[str, Field(description="running or stopped")]
    fuelLevel: FuelLevel
    batteryVoltage: Annotated[float, Field(description="Battery voltage, in volts")]


class Fueled(TypedDict):
    fuelLevel: FuelLevel


class DoorsLocked(TypedDict):
    lockStatus: Annotated[str, Field(description="locked or unlocked: what was done")]
    remainingUnlockedDoors: Annotated[int, Field(description="How many of the four doors are unlocked now")]


class ClimateSet(TypedDict):
    currentACTemperature: Annotated[float, Field(description="The temperature as it was asked for, in its own unit")]
    climateMode: Annotated[str, Field(description="auto, cool, heat or defrost")]
    humidityLevel: Annotated[float, Field(description="Humidity in the cabin, in percent")]


class OutsideTemperature(TypedDict):
    outsideTemperature: Annotated[Celsius, Field(description="Outdoor temperature, in degrees Celsius")]


class HeadlightsSet(TypedDict):
    headlightStatus: Annotated[str, Field(description="on or off")]


class DoorStatus(TypedDict, total=False):
    driver: str
    passenger: str
    rear_left: str
    rear_right: str


class CarStatus(TypedDict, total=False):
    fuelLevel: FuelLevel
    batteryVoltage: Annotated[float, Field(description="Battery voltage, in volts")]
    doorStatus: Annotated[DoorStatus, Field(description="locked or unlocked, for each door")]
    currentACTemperature: Annotated[float, Field(description="Air conditioning temperature, in degrees Celsius")]
    fanSpeed: Annotated[int, Field(description="Fan speed, 0 to 100")]
    climateMode: Annotated[str, Field(description="auto, cool, heat or defrost")]
    humidityLevel: Annotated[float, Field(description="Humidity in the cabin, in percent")]
    headlightStatus: Annotated[str, Field(description="on or off")]
    parkingBrakeStatus: Annotated[str, Field(description="engaged or released")]
    parkingBrakeForce: Annotated[float, Field(description="Force of the parking brake, in newtons")]
    slopeAngle: Annotated[float, Field(description="Slope that the car stands on, in degrees")]
    brakePedalStatus: Annotated[str, Field(description="pressed or released")]
    brakePedalForce: Annotated[float, Field(description="Force on the brake pedal, in newtons")]
    engineState: Annotated[str, Field(description="running or stopped")]


class ParkingBrakeSet(TypedDict):
    parkingBrakeStatus: Annotated[str, Field(description="engaged or released")]
    _parkingBrakeForce: Annotated[float, Field(description="Force of the parking brake, in newtons")]
    _slopeAngle: Annotated[float, Field(description="Slope that the car stands on, in degrees")]


class BrakePedalMoved(TypedDict):
    brakePedalStatus: Annotated[str, Field(description="pressed or released")]
    brakePedalForce: Annotated[float, Field(description="Force on the pedal, in newtons; 1000 when fully pressed")]


class CruiseSet(TypedDict):
    cruiseStatus: Annotated[str, Field(description="active or inactive")]
    currentSpeed: Annotated[float, Field(description="The speed that was set, in miles per hour")]
    distanceToNextVehicle: Annotated[float, Field(description="Distance kept to the car ahead, in meters")]


class Speed(TypedDict):
    currentSpeed: Annotated[
        float, Format("kilometers-per-hour"), Field(description="Speed right now, in kilometers per hour")
    ]


class Log(TypedDict):
    log: Annotated[list[str], Field(description="The lines that were shown")]


class Feasibility(TypedDict):
    canDrive: Annotated[bool, Field(description="Whether the fuel lasts that far")]


class InGallons(TypedDict):
    gallon: Annotated[Gallons, Field(description="The same amount in gallons")]


class InLiters(TypedDict):
    liter: Annotated[Liters, Field(description="The same amount in liters")]


class Distance(TypedDict):
    distance: Annotated[Miles, Field(description="Miles of road between the two places")]


class ZipCodeFound(TypedDict):
    zipcode: Annotated[ZipCode, Field(description="Zip code of the city; 00000 when it is not on record")]


class Navigating(TypedDict):
    status: Annotated[str, Field(description="Where the car is being guided to")]


class TirePressures(TypedDict):
    frontLeftTirePressure: Psi
    frontRightTirePressure: Psi
    rearLeftTirePressure: Psi
    rearRightTirePressure: Psi
    healthy_tire_pressure: Annotated[bool, Field(description="Whether the mean of the four is from 30 to 35 psi")]
    car_info: dict[str, str]


class TireShop(TypedDict):
    shopLocation: Annotated[Address, Field(description="Street address of the tire shop")]
