"""The result of a calculation, as a caller can be shown it."""

from __future__ import annotations

from funreason_sim.sim import World

from . import answers, figures

OUT_OF_RANGE = "(34, 'Numerical result out of range')"
"""What Python says of a float that became too large."""


def shown(world: World, value: float, reason: str = "Result is too large to represent") -> answers.Result:
    """The result, refused as `too_large` where no number can hold it."""
    if not figures.fits(value):
        world.refuse("too_large", reason)
    return {"result": value}
