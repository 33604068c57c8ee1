"""Notebooks of somebody who measures things, and what that person could ask a calculator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import JsonValue

from funreason_sim.sim import Dice, Document, Pools, Scenario, World

from . import facts

_DOCUMENT = Document("calculator", {})
load = _DOCUMENT.load
dump = _DOCUMENT.dump


@dataclass(frozen=True)
class _Subject:
    """What somebody measures: in which unit, from which to which value, in which steps of a unit."""

    name: str
    unit: str
    low: int
    high: int
    steps: int


_SUBJECTS = (
    _Subject("trail lengths", "km", 3, 24, 10),
    _Subject("morning runs", "km", 4, 16, 10),
    _Subject("bike commutes", "miles", 5, 22, 10),
    _Subject("flower bed lengths", "m", 2, 14, 20),
    _Subject("curtain widths", "m", 1, 5, 100),
    _Subject("ribbon lengths", "cm", 12, 95, 2),
    _Subject("seedling heights", "cm", 3, 28, 10),
    _Subject("shelf widths", "in", 14, 72, 4),
    _Subject("room lengths", "ft", 8, 26, 2),
    _Subject("lawn strips", "yd", 10, 65, 2),
    _Subject("parcel weights", "kg", 1, 30, 100),
    _Subject("pumpkin weights", "lb", 6, 85, 10),
    _Subject("noon temperatures", "celsius", 4, 33, 10),
    _Subject("kiln temperatures", "fahrenheit", 180, 960, 2),
)
_SMALLER = {"km": ("m", "cm"), "m": ("cm", "mm", "km"), "cm": ("mm", "m"), "mm": ("cm", "um"), "um": ("mm", "nm")}


def generate(dice: Dice) -> Scenario:
    """A notebook with a page of readings of one kind."""
    subject = dice.choice(_SUBJECTS)
    steps = dice.sample(range(subject.low * subject.steps, subject.high * subject.steps + 1), dice.integer(8, 12))
    readings: list[JsonValue] = [_plain(step / subject.steps) for step in steps]
    return {"subject": subject.name, "unit": subject.unit, "numbers": readings}


def known(world: World, dice: Dice) -> Pools:
    """What somebody with this notebook could ask for; with another document, somebody with a drawn one."""
    page = {**generate(dice.child("page")), **dump(world)}
    readings = _numbers(page["numbers"]) or _numbers(generate(dice.child("readings"))["numbers"])
    unit = page["unit"] if page["unit"] in facts.UNITS else "km"
    metric = unit if unit in _SMALLER else dice.choice(tuple(_SMALLER))
    lists: list[JsonValue] = [[*dice.sample(readings, dice.integer(3, 6))] for _ in range(6)]
    few = dice.sample(readings, 4)
    return {
        **{f"{tool}.numbers": lists for tool in ("mean", "standard_deviation", "min_value", "max_value", "sum_values")},
        "logarithm.value": [*dice.sample((20, 64, 100, 250, 500, 630, 1000, 4096), 4), *few[:2]],
        "logarithm.base": dice.sample((2, 3, 4, 5, 8, 10, 16, 20), 4),
        "significant-digits": dice.sample((3, 4, 5, 6, 8, 10, 12), 4),
        "si_unit_conversion.value": few,
        "si_unit_conversion.unit_in": [metric],
        "si_unit_conversion.unit_out": [*_SMALLER[metric]],
        "imperial_si_conversion.value": few,
        "imperial_si_conversion.unit_in": [unit],
        "imperial_si_conversion.unit_out": [out for (start, out) in facts.FACTORS if start == unit],
        "add.a": few,
        "add.b": _amounts(dice),
        "subtract.a": dice.sample((150, 200, 240.5, 300, 360, 425.75, 500, 1000), 4),
        "subtract.b": few,
        "multiply.a": few,
        "multiply.b": dice.sample((2, 3, 4, 5, 6, 7, 8, 12, 1.5, 2.5), 4),
        "divide.a": dice.sample((90, 125, 180, 256.5, 340, 480, 720, 999), 4),
        "divide.b": [*dice.sample((3, 4, 5, 6, 7, 8, 12, 2.5, 0.5), 4), 0],
        "power.base": dice.sample((1.05, 1.5, 2, 3, 4, 5, 6, 7.5, 9, 12, -3, 0), 5),
        "power.exponent": dice.sample((2, 3, 4, 5, 6, 8, 0.5, -1), 4),
        "square_root.number": [*dice.sample((2, 3, 7, 50, 90, 144, 200, 625, 1750), 4), -16],
        "absolute_value.number": [-value for value in dice.sample(readings, 5)],
        "round_number.number": [_long(dice) for _ in range(5)],
        "round_number.decimal_places": dice.shuffled((2, 3, 4)),
        "percentage.part": dice.sample((12, 18, 27.5, 36, 45, 58, 64.5, 80), 4),
        "percentage.whole": dice.sample((50, 75, 120, 160, 200, 250, 340, 500, 640), 4),
    }


def _plain(value: float) -> float:
    """A whole number without a point, as people write it."""
    return int(value) if value.is_integer() else value


def _numbers(values: Any) -> list[float]:
    """The different numbers of a document that can be measured with; its other values are nobody's readings."""
    listed = values if isinstance(values, list) else []
    return list(dict.fromkeys(v for v in listed if type(v) in (int, float) and 0 < v < 1e6))


def _amounts(dice: Dice) -> list[float]:
    return [_plain(dice.integer(10, 990) / dice.choice((2, 4, 10))) for _ in range(4)]


def _long(dice: Dice) -> float:
    """A number with more decimal places than anybody wants; the last one is not 0."""
    return round(dice.integer(10_000, 999_999) / 1_000 + dice.integer(1, 9) / 100_000, 5)
