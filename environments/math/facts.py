"""What the calculator knows of units: lengths of the metric system, and pairs of units with the factor between them."""

from __future__ import annotations

METERS = {"km": 1000, "m": 1, "cm": 0.01, "mm": 0.001, "um": 1e-6, "nm": 1e-9}
"""How many meters a unit is."""

CELSIUS = "celsius"
FAHRENHEIT = "fahrenheit"
FREEZING_FAHRENHEIT = 32

FACTORS: dict[tuple[str, str], float] = {
    ("cm", "in"): 0.393701,
    ("in", "cm"): 2.54,
    ("m", "ft"): 3.28084,
    ("ft", "m"): 0.3048,
    ("m", "yd"): 1.09361,
    ("yd", "m"): 0.9144,
    ("km", "miles"): 0.621371,
    ("miles", "km"): 1.60934,
    ("kg", "lb"): 2.20462,
    ("lb", "kg"): 0.453592,
    (CELSIUS, FAHRENHEIT): 1.8,
    (FAHRENHEIT, CELSIUS): 5 / 9,
}
"""What a number of the first unit is multiplied by to give a number of the second; temperatures are also shifted."""

UNITS = tuple(dict.fromkeys(unit for unit, _ in FACTORS))
