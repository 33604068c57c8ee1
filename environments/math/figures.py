"""Arithmetic that comes out alike on every version of Python, and that is never long."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Context, Decimal
from functools import reduce
from operator import add

import mpmath

# Nobody could tell more digits from these: the nearest float is the same.
_ENOUGH_DIGITS = 1_000
_MOST_DIGITS = 999_999_999_999_999_999
_INTEGER_BITS = 63


def fits(value: float) -> bool:
    """Whether a result is a finite number that JSON can hold, in 64 bits if it is whole."""
    if isinstance(value, float):
        return math.isfinite(value)
    return -(1 << _INTEGER_BITS) <= value < 1 << _INTEGER_BITS


def total(numbers: Sequence[float]) -> float:
    """The sum from left to right; what `sum` makes of floats depends on the version of Python."""
    return reduce(add, numbers, 0)


def average(numbers: Sequence[float]) -> float:
    """The mean."""
    return total(numbers) / len(numbers)


def deviation(numbers: Sequence[float]) -> float:
    """The standard deviation of a whole population.

    Raises:
        OverflowError: when the square of a distance from the mean is too large for a float.
    """
    mean = average(numbers)
    return math.sqrt(average([(number - mean) ** 2 for number in numbers]))


def raised(base: float, exponent: float) -> float:
    """The base to the power of the exponent, which is real; infinite for a whole number that would be far too long.

    Raises:
        OverflowError: when it is too large for a float.
        ZeroDivisionError: for a negative power of zero.
    """
    if isinstance(base, int) and isinstance(exponent, int) and abs(base) > 1 and exponent > _INTEGER_BITS:
        return math.inf
    power: float = base**exponent
    return power


def rounded(number: float, places: int) -> float:
    """The number at so many decimal places; negative ones blank out digits before the point.

    Raises:
        OverflowError: when it is too large for a float.
    """
    if isinstance(number, int) and places < -_INTEGER_BITS:
        return 0
    return round(number, places)


def root(number: float, precision: int) -> float:
    """The square root at so many significant digits, as the nearest float.

    Raises:
        ValueError: for a number of digits that there cannot be.
    """
    if not 1 <= precision <= _MOST_DIGITS:
        raise ValueError(precision)
    return float(Context(prec=min(precision, _ENOUGH_DIGITS)).sqrt(Decimal(number)))


def logarithm(value: float, base: float, precision: int) -> complex:
    """The logarithm at so many significant digits, as the nearest float; complex where there is no real one.

    Raises:
        ZeroDivisionError: for a base whose own logarithm is zero.
    """
    with mpmath.workdps(min(precision, _ENOUGH_DIGITS)):
        quotient = mpmath.log(value) / mpmath.log(base)
    return float(quotient) if isinstance(quotient, mpmath.mpf) else complex(quotient)
