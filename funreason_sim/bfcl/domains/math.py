"""The benchmark's `MathAPI`: Python's numbers, and what else its operators take, where ours are finite JSON numbers.

What our calculator answers stands, so that a wrong calculator shows. Only where it has no number, or only the nearest
float, the original's value is made of the arguments: long whole numbers, complex ones, infinity, `mpf`, `Decimal`.
"""

from __future__ import annotations

import decimal
import math
import operator
from collections.abc import Callable, Mapping
from functools import lru_cache, partial, reduce
from typing import Any

import mpmath

from ...sim import World
from ..dialect import Answer, Dialect, Reply

_MOST_DIGITS = 20_000
_MOST_BITS = 1_000_000
"""With more of them the original computes for minutes, or for ever."""
_UNPRINTABLE = 10**10_000
"""Stands for whole numbers that Python cannot hold in any reasonable time: it refuses to print both alike."""
_INTEGER = 1 << 63
_METERS = {"km": 1000, "m": 1, "cm": 0.01, "mm": 0.001, "um": 1e-6, "nm": 1e-9}
_FACTORS = {
    "cm_to_in": 0.393701,
    "in_to_cm": 2.54,
    "m_to_ft": 3.28084,
    "ft_to_m": 0.3048,
    "m_to_yd": 1.09361,
    "yd_to_m": 0.9144,
    "km_to_miles": 0.621371,
    "miles_to_km": 1.60934,
    "kg_to_lb": 2.20462,
    "lb_to_kg": 0.453592,
    "celsius_to_fahrenheit": 1.8,
    "fahrenheit_to_celsius": 5 / 9,
}
_LISTED = "All elements in the list must be numbers"
_BOTH = "Both inputs must be numbers"


class _Failed(Exception):
    """The original answers with an error."""


def _logarithm(value: Any, base: Any, precision: Any) -> Any:
    try:
        context = _context(precision) if type(precision) is int else _new_context(precision)
        return context.log(value) / context.log(base)
    except Exception as error:
        raise _Failed(str(error)) from None


def _new_context(precision: Any) -> Any:
    """Numbers of so many digits. The original sets the digits of the whole process; they show when it prints."""
    context = mpmath.mp.clone()
    context.dps = precision
    return context


_context = lru_cache(maxsize=64)(_new_context)


def _square_root(number: Any, precision: Any) -> Any:
    try:
        if number < 0:
            raise _Failed("Cannot calculate square root of a negative number")
        with decimal.localcontext(decimal.Context()) as context:
            context.prec = precision
            return decimal.Decimal(number).sqrt()
    except (TypeError, decimal.InvalidOperation):
        raise _Failed("Input must be a number or computation resulted in an invalid operation") from None


def _si_unit_conversion(value: Any, unit_in: Any, unit_out: Any) -> Any:
    if not isinstance(value, int | float):
        raise _Failed("Value must be a number")
    if unit_in not in _METERS or unit_out not in _METERS:
        raise _Failed(f"Conversion from '{unit_in}' to '{unit_out}' is not supported")
    return _converted(lambda: value * _METERS[unit_in] * (1 / _METERS[unit_out]))


def _imperial_si_conversion(value: Any, unit_in: Any, unit_out: Any) -> Any:
    if not isinstance(value, int | float):
        raise _Failed("Value must be a number")
    if unit_in == unit_out:
        return value
    way = f"{unit_in}_to_{unit_out}"
    if way not in _FACTORS:
        raise _Failed(f"Conversion from '{unit_in}' to '{unit_out}' is not supported")
    if way == "celsius_to_fahrenheit":
        return _converted(lambda: value * _FACTORS[way] + 32)
    if way == "fahrenheit_to_celsius":
        return _converted(lambda: (value - 32) * _FACTORS[way])
    return _converted(lambda: value * _FACTORS[way])


def _converted(convert: Callable[[], Any]) -> Any:
    try:
        return convert()
    except OverflowError:
        raise _Failed("Conversion resulted in a value too large to represent") from None


def _mean(numbers: Any) -> Any:
    return _sum(numbers) / len(numbers)


def _sum(numbers: Any) -> Any:
    """What `sum` gives on Python 3.11, whose sum of floats is another one than that of later versions."""
    return reduce(operator.add, numbers, 0)


def _deviation(numbers: Any) -> float:
    mean = _mean(numbers)
    return math.sqrt(_sum((number - mean) ** 2 for number in numbers) / len(numbers))


def _of_list(name: str, function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A function of a list, which must not be empty."""

    def call(numbers: Any) -> Any:
        if not numbers:
            raise _Failed(f"Cannot {name} of an empty list")
        return _or(_LISTED, function, numbers)

    return call


def _or(reason: str, function: Callable[..., Any], *arguments: Any) -> Any:
    """What a function gives, or the reason why not where Python finds an argument of a wrong type."""
    try:
        return function(*arguments)
    except TypeError:
        raise _Failed(reason) from None


def _multiply(a: Any, b: Any) -> Any:
    if not isinstance(a, int | float) or not isinstance(b, int | float):
        raise _Failed(_BOTH)
    return a * b


def _divide(a: Any, b: Any) -> Any:
    if b == 0:
        raise _Failed("Cannot divide by zero")
    return _or(_BOTH, operator.truediv, a, b)


def _percentage(part: Any, whole: Any) -> Any:
    if whole == 0:
        raise _Failed("Whole value cannot be zero")
    return _or(_BOTH, lambda: (part / whole) * 100)


def _power(base: Any, exponent: Any) -> Any:
    return _UNPRINTABLE if _is_long(base, exponent) else _or(_BOTH, operator.pow, base, exponent)


def _is_long(base: Any, exponent: Any) -> bool:
    """Whether a power is a whole number that takes its time."""
    whole = isinstance(base, int) and isinstance(exponent, int)
    return whole and base.bit_length() > 1 and exponent * base.bit_length() > _MOST_BITS


def _round_number(number: Any, decimal_places: Any) -> Any:
    return _or("First input must be a number, second input must be an integer", round, number, decimal_places)


_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "logarithm": _logarithm,
    "mean": _of_list("calculate mean", _mean),
    "standard_deviation": _of_list("calculate standard deviation", _deviation),
    "si_unit_conversion": _si_unit_conversion,
    "imperial_si_conversion": _imperial_si_conversion,
    "add": lambda a, b: _or(_BOTH, operator.add, a, b),
    "subtract": lambda a, b: _or(_BOTH, operator.sub, a, b),
    "multiply": _multiply,
    "divide": _divide,
    "power": _power,
    "square_root": _square_root,
    "absolute_value": lambda number: _or("Input must be a number", abs, number),
    "round_number": _round_number,
    "percentage": _percentage,
    "min_value": _of_list("find minimum", min),
    "max_value": _of_list("find maximum", max),
    "sum_values": _of_list("calculate sum", _sum),
}


def _asked(tool: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """What the original returns; raises what it raises. Whatever the process has set, decimals have 28 digits."""
    with decimal.localcontext(decimal.Context()):
        try:
            return {"result": _FUNCTIONS[tool](**arguments)}
        except _Failed as failed:
            return {"error": str(failed)}


def _before(tool: str, arguments: Mapping[str, Any], world: World) -> Answer:
    return Answer(_asked(tool, arguments))


def _same(reply: Reply) -> Any:
    """Our answer, but where no JSON number is the original's."""
    if reply.code not in ("too_large", "not_real", "infinite"):
        return reply.value
    try:
        made = _asked(reply.tool, reply.arguments)
    except OverflowError as error:
        # Our text is that of Python 3.11 on Linux; others may have another one.
        raise (OverflowError(reply.value["error"]) if reply.code == "too_large" else error) from None
    return made if "result" in made and not _is_json(made["result"]) else reply.value


def _precise(reply: Reply) -> Any:
    """The number in all its digits, where the nearest float is what we answered."""
    if reply.code is not None:
        return _same(reply)
    if reply.arguments["precision"] > _MOST_DIGITS:
        return reply.value
    made = _asked(reply.tool, reply.arguments)
    return made if _is_json(made.get("result")) and float(made["result"]) == reply.value["result"] else reply.value


def _is_json(value: Any) -> bool:
    """Whether our calculator could have answered so."""
    if isinstance(value, int):
        return -_INTEGER <= value < _INTEGER
    real = isinstance(value, float | decimal.Decimal) or hasattr(value, "_mpf_")
    return real and math.isfinite(value)


def _is_endless(tool: str, arguments: Mapping[str, Any]) -> bool:
    digits, places = arguments.get("precision"), arguments.get("decimal_places")
    return (
        _is_long(arguments.get("base"), arguments.get("exponent"))
        or (isinstance(digits, int) and digits > _MOST_DIGITS)
        or (isinstance(places, int) and places < -_MOST_DIGITS)
    )


_NUMBERS = (0, -0.0, 1, 1.0, -7, 0.1, 1e-320, 1.7e308, -1.7e308, _INTEGER - 1, -_INTEGER, 10**25, 10**400)
_LISTS: tuple[list[float], ...] = (
    [],
    [0.1] * 10,
    [1, 1.0, 2],
    [1.7e308, 1.7e308],
    [1.7e308, -1.7e308],
    [_INTEGER - 1, 1],
    [-0.0],
    [5, 5],
)
_PRECISIONS = (0, 1, 2, 5, 15, 16, 28, 60, 400, -1, -30)

DIALECT = Dialect(
    environment="math",
    official="MathAPI",
    attributes=lambda document, long: {},
    raised={"power": frozenset({"zero_to_negative"}), "square_root": frozenset({"impossible_precision"})},
    results={**dict.fromkeys(_FUNCTIONS, _same), "logarithm": _precise, "square_root": _precise},
    before={tool: partial(_before, tool) for tool in _FUNCTIONS},
    tries={
        **dict.fromkeys(("value", "base", "a", "b", "exponent", "number", "part", "whole"), _NUMBERS),
        "numbers": _LISTS,
        "precision": _PRECISIONS,
        "decimal_places": (0, 1, 2, 5, 20, 400, -1, -2, -19, -308, -400),
        "exponent": (*_NUMBERS[:8], 0.5, -0.5, 2, 3, -2, 62, 64, 300, 5000, 20_000),
        "unit_in": ("km", "m", "in", "celsius", "fahrenheit", "furlong", ""),
        "unit_out": ("nm", "m", "cm", "celsius", "fahrenheit", "furlong", ""),
    },
    endless=_is_endless,
)
