"""Units of measure: metric lengths, and from the imperial system to the metric one and back."""

from __future__ import annotations

from funreason_sim.sim import World

from . import answers, facts
from .results import shown

_UNCONVERTED = "Conversion resulted in a value too large to represent"


def si_unit_conversion(
    world: World, value: answers.Measure, unit_in: answers.MetricUnit, unit_out: answers.MetricUnit
) -> answers.InUnit:
    """Convert a length between metric (SI) units: from kilometers, meters, centimeters and the like into another.

    Reads only.

    Args:
        value: The length to convert
        unit_in: Metric unit to convert from: km, m, cm, mm, um or nm
        unit_out: Target unit, the metric one that is wanted: km, m, cm, mm, um or nm
    Refuses:
        unknown_unit: one of the units is none of these
        too_large: no number can hold the result
    """
    if unit_in not in facts.METERS or unit_out not in facts.METERS:
        world.refuse("unknown_unit", f"Conversion from '{unit_in}' to '{unit_out}' is not supported")
    # The reciprocal is rounded before it is multiplied with, which shows in the last digits.
    return shown(world, value * facts.METERS[unit_in] * (1 / facts.METERS[unit_out]), _UNCONVERTED)


def imperial_si_conversion(
    world: World, value: answers.Measure, unit_in: answers.Unit, unit_out: answers.Unit
) -> answers.InUnit:
    """Convert between imperial (US) and metric units: inches, feet, yards, miles, pounds, Fahrenheit and the like.

    Reads only.

    Args:
        value: The amount to convert
        unit_in: Unit to convert from: cm, in, m, ft, yd, km, miles, kg, lb, celsius or fahrenheit
        unit_out: Target unit, the one that is wanted: cm, in, m, ft, yd, km, miles, kg, lb, celsius or fahrenheit
    Refuses:
        unknown_conversion: there is no way from the first unit to the second
        too_large: no number can hold the result
    """
    if unit_in == unit_out:
        return {"result": value}
    factor = facts.FACTORS.get((unit_in, unit_out))
    if factor is None:
        world.refuse("unknown_conversion", f"Conversion from '{unit_in}' to '{unit_out}' is not supported")
    if unit_in == facts.CELSIUS:
        return shown(world, value * factor + facts.FREEZING_FAHRENHEIT, _UNCONVERTED)
    if unit_in == facts.FAHRENHEIT:
        return shown(world, (value - facts.FREEZING_FAHRENHEIT) * factor, _UNCONVERTED)
    return shown(world, value * factor, _UNCONVERTED)
