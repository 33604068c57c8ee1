"""Powers, roots and logarithms."""

from __future__ import annotations

from funreason_sim.sim import World

from . import answers, figures
from .results import OUT_OF_RANGE, shown

_NOT_REAL = "Result is not a real number"


def power(world: World, base: answers.Deviation, exponent: answers.Exponent) -> answers.Raised:
    """Raise a number to a power (exponent): square it, cube it, and so on.

    Reads only.

    Args:
        base: The number to raise
        exponent: The power it is raised to
    Refuses:
        zero_to_negative: zero has no negative powers
        not_real: a negative number has no real power with a fraction
        too_large: no number can hold the result
    """
    if base < 0 and exponent % 1:
        world.refuse("not_real", _NOT_REAL)
    try:
        return shown(world, figures.raised(base, exponent))
    except ZeroDivisionError:
        world.refuse("zero_to_negative", "0.0 cannot be raised to a negative power")
    except OverflowError:
        world.refuse("too_large", OUT_OF_RANGE)


def square_root(world: World, number: answers.Sum, precision: answers.Precision) -> answers.Result:
    """Compute the square root of a number, at a given precision.

    Reads only.

    Args:
        number: The number whose square root is wanted
        precision: How many significant digits the square root is computed with
    Refuses:
        negative: the number is below zero
        impossible_precision: fewer than one digit, or more than there can be
    """
    if number < 0:
        world.refuse("negative", "Cannot calculate square root of a negative number")
    try:
        return {"result": figures.root(number, precision)}
    except ValueError:
        world.refuse("impossible_precision", "valid range for prec is [1, MAX_PREC]")


def logarithm(world: World, value: answers.Product, base: answers.Base, precision: answers.Precision) -> answers.Result:
    """Compute the logarithm (log) of a number to some base, at a given precision.

    Reads only.

    Args:
        value: The number whose logarithm is wanted
        base: The base of the logarithm, such as 10
        precision: How many significant digits the logarithm is computed with
    Refuses:
        base_one: the base is 1, whose powers are all the same
        infinite: the logarithm of zero
        not_real: the value or the base is negative
    """
    try:
        result = figures.logarithm(value, base, precision)
    except ZeroDivisionError:
        world.refuse("base_one", "")
    if isinstance(result, complex):
        world.refuse("not_real", _NOT_REAL)
    if not figures.fits(result):
        world.refuse("infinite", "Result is infinite")
    return {"result": result}
