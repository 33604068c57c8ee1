"""Arithmetic with one or two numbers: the four operations, percentages, and rounding."""

from __future__ import annotations

from funreason_sim.sim import World

from . import answers, figures
from .results import shown


def add(world: World, a: answers.Power, b: answers.Power) -> answers.Added:
    """Add two numbers (plus): what one and the other make together.

    Reads only.

    Args:
        a: One of the numbers
        b: The other number
    Refuses:
        too_large: no number can hold the result
    """
    return shown(world, a + b)


def subtract(world: World, a: answers.Total, b: answers.Average) -> answers.Subtracted:
    """Subtract one number from another (minus): the difference, what is left when the second is taken away.

    Reads only.

    Args:
        a: The number from which something is taken
        b: How much to subtract (take away)
    Refuses:
        too_large: no number can hold the result
    """
    return shown(world, a - b)


def multiply(world: World, a: answers.Converted, b: answers.Factor) -> answers.Multiplied:
    """Multiply two numbers (times): their product.

    Reads only.

    Args:
        a: The first factor
        b: The second factor
    Refuses:
        too_large: no number can hold the result
    """
    return shown(world, a * b)


def divide(world: World, a: answers.Difference, b: answers.Divisor) -> answers.Result:
    """Divide one number by another (over, split): their quotient or ratio.

    Reads only.

    Args:
        a: The number to divide
        b: The number to divide by
    Refuses:
        division_by_zero: the second number is zero
        too_large: no number can hold the result
    """
    if b == 0:
        world.refuse("division_by_zero", "Cannot divide by zero")
    return shown(world, a / b)


def absolute_value(world: World, number: answers.Difference) -> answers.Result:
    """Give the absolute value (magnitude) of a number: how large it is without its sign.

    Reads only.

    Args:
        number: The number whose absolute value is wanted
    Refuses:
        too_large: no number can hold the result
    """
    return shown(world, abs(number))


def round_number(world: World, number: answers.Average, decimal_places: answers.Places = 0) -> answers.Result:
    """Round a number (up or down, off) to a whole number or to some decimal places.

    Reads only.

    Args:
        number: The number to round
        decimal_places: How many decimal places to keep after the point; none by default
    Refuses:
        too_large: no number can hold the result
    """
    try:
        return shown(world, figures.rounded(number, decimal_places))
    except OverflowError:
        world.refuse("too_large", "rounded value too large to represent")


def percentage(world: World, part: answers.Part, whole: answers.Total) -> answers.Result:
    """Calculate what percentage (percent, share) one number is of another.

    Reads only.

    Args:
        part: The number that is a part, a share
        whole: The number that it is a part of, the total
    Refuses:
        whole_zero: nothing is a part of zero
        too_large: no number can hold the result
    """
    if whole == 0:
        world.refuse("whole_zero", "Whole value cannot be zero")
    return shown(world, (part / whole) * 100)
