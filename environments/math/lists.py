"""Figures of a list of numbers: mean, deviation, smallest, largest, sum."""

from __future__ import annotations

from funreason_sim.sim import World

from . import answers, figures
from .results import OUT_OF_RANGE, shown


def mean(world: World, numbers: answers.Numbers) -> answers.Mean:
    """Calculate the mean (average) of a list of numbers.

    Reads only.

    Args:
        numbers: The numbers to average
    Refuses:
        empty_list: there are no numbers
        too_large: no number can hold the result
    """
    if not numbers:
        world.refuse("empty_list", "Cannot calculate mean of an empty list")
    return shown(world, figures.average(numbers))


def standard_deviation(world: World, numbers: answers.Numbers) -> answers.Spread:
    """Calculate the standard deviation (spread, how much values vary) of a list of numbers.

    Reads only.

    Args:
        numbers: The numbers whose standard deviation is wanted
    Refuses:
        empty_list: there are no numbers
        too_large: no number can hold the result
    """
    if not numbers:
        world.refuse("empty_list", "Cannot calculate standard deviation of an empty list")
    try:
        result = figures.deviation(numbers)
    except OverflowError:
        world.refuse("too_large", OUT_OF_RANGE)
    return shown(world, result)


def min_value(world: World, numbers: answers.Numbers) -> answers.Result:
    """Find the minimum (smallest, lowest) value in a list of numbers.

    Reads only.

    Args:
        numbers: The numbers to look through
    Refuses:
        empty_list: there are no numbers
    """
    if not numbers:
        world.refuse("empty_list", "Cannot find minimum of an empty list")
    return {"result": min(numbers)}


def max_value(world: World, numbers: answers.Numbers) -> answers.Result:
    """Find the maximum (largest, biggest, highest) value in a list of numbers.

    Reads only.

    Args:
        numbers: The numbers to look through
    Refuses:
        empty_list: there are no numbers
    """
    if not numbers:
        world.refuse("empty_list", "Cannot find maximum of an empty list")
    return {"result": max(numbers)}


def sum_values(world: World, numbers: answers.Numbers) -> answers.Summed:
    """Calculate the sum (total) of a list of numbers, all of them added up.

    Reads only.

    Args:
        numbers: The numbers to sum up
    Refuses:
        empty_list: there are no numbers
        too_large: no number can hold the result
    """
    if not numbers:
        world.refuse("empty_list", "Cannot calculate sum of an empty list")
    return shown(world, figures.total(numbers))
