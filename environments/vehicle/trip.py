"""Tools for the trip: distances, destinations, weather and amounts."""

from __future__ import annotations

import math

from funreason_sim.sim import World

from . import answers as a
from . import facts


def get_outside_temperature_from_google(world: World) -> a.OutsideTemperature:
    """Find out from Google how warm or cold it is outside: the outdoor weather temperature, in degrees Celsius."""
    return {"outsideTemperature": world.uniform("outside temperature", -10.0, 40.0)}


def get_outside_temperature_from_weather_com(world: World) -> a.OutsideTemperature:
    """Ask the website weather.com for the outdoor temperature; the site has been out of service lately.

    Reads only.

    Refuses:
        site_not_found [always]: the site does not answer
    """
    world.refuse("site_not_found", {"error": 404})


def estimate_drive_feasibility_by_mileage(world: World, distance: a.Miles) -> a.Feasibility:
    """Say whether the car can drive a distance with the fuel (gas) that is in its tank, without refueling.

    Reads only.

    Args:
        distance: How far to drive, in miles
    """
    return {"canDrive": not world.value("SELECT fuel_level FROM car") * facts.MILES_PER_GALLON < distance}


def liter_to_gallon(world: World, liter: a.Liters) -> a.InGallons:
    """Convert liters to gallons, for instance an amount of fuel.

    Reads only.

    Args:
        liter: The amount in liters
    """
    return {"gallon": liter * facts.GALLONS_PER_LITER}


def gallon_to_liter(world: World, gallon: a.Gallons) -> a.InLiters:
    """Convert gallons to liters, for instance an amount of fuel.

    Reads only.

    Args:
        gallon: The amount in gallons
    Refuses:
        too_large: no number can hold so many liters
    """
    liters = gallon * facts.LITERS_PER_GALLON
    if math.isinf(liters):
        world.refuse("too_large", "Amount is too large to convert.")
    return {"liter": liters}


def estimate_distance(world: World, cityA: a.ZipCode, cityB: a.ZipCode) -> a.Distance:
    """Estimate how far two cities are from each other by road; the cities are given by their zip codes.

    Reads only.

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

    Reads only.

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
