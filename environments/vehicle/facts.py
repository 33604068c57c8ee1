"""What is true of every car and every road here, whatever the scenario: limits, zip codes, distances.

The figures are those of the benchmark's world, restated; they are interface facts, since results are made of them.
"""

from __future__ import annotations

DOORS = ("driver", "passenger", "rear_left", "rear_right")
WHEELS = ("frontLeft", "frontRight", "rearLeft", "rearRight")

TANK_GALLONS = 50
EMPTY_GALLONS = 0.0
MILES_PER_GALLON = 20.0
FULL_BRAKE_NEWTONS = 1000
PARKING_BRAKE_NEWTONS = 500.0
PARKING_SLOPE_DEGREES = 10.0
TOP_CRUISE_SPEED = 120
CRUISE_STEP = 5
HEALTHY_PSI = (30, 35)

GALLONS_PER_LITER = 0.264172
LITERS_PER_GALLON = 3.78541

TIRE_SHOP = "456 Oakwood Avenue, Rivermist, 83214"

ZIP_CODES = {
    "Rivermist": "83214",
    "Stonebrook": "74532",
    "Maplecrest": "56108",
    "Silverpine": "62947",
    "Shadowridge": "71354",
    "Sunset Valley": "83462",
    "Oakendale": "47329",
    "Willowbend": "52013",
    "Crescent Hollow": "69238",
    "Autumnville": "51479",
    "San Francisco": "94016",
}
UNKNOWN_ZIP_CODE = "00000"

_ROADS = """
83214 74532  750
56108 62947  320
71354 83462  450
47329 52013  290
69238 51479  630
94016 83214  980
94016 94704  600
94704 08540 2550
94016 08540 1950
62947 47329 1053
94016 62947  780
74532 94016  880
"""
DISTANCES = {
    frozenset(ends): float(distance) for *ends, distance in (line.split() for line in _ROADS.strip().splitlines())
}


def distance(zip_a: str, zip_b: str) -> float | None:
    """How far two zip codes are from each other, either way round; None where no road is on record."""
    return DISTANCES.get(frozenset((zip_a, zip_b)))
