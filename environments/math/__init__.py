"""A calculator: figures of lists, arithmetic, roots and logarithms, rounding, and units of measure.

The tools bear the names and give the results of the benchmark's `MathAPI`. Numbers are finite JSON numbers, both ways:
a result that is none is refused.
"""

from funreason_sim.sim import Environment

from . import scenarios, tools

environment = Environment.from_package(__name__, tools, scenarios)
