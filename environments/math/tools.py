"""A calculator: sums and means of lists, arithmetic, powers, roots and logarithms, rounding, units of measure.

Quirks kept from the benchmark:

- `standard_deviation` is that of a population: it divides by the number of values.
- Unit conversions multiply with rounded factors, so there and back is not where it began.
- `si_unit_conversion` gives a float even from a unit to itself; `imperial_si_conversion` then gives back what it got,
  for any unit, even one that does not exist.
- `round_number` rounds halves to the even neighbour; a whole number stays whole, a float stays a float.
- `logarithm` takes any precision, below 1 as the coarsest there is; `square_root` refuses those below 1.
- `logarithm` to the base 1 is refused without a word; to the base 0 it is 0.
"""

from .arithmetic import absolute_value, add, divide, multiply, percentage, round_number, subtract
from .lists import max_value, mean, min_value, standard_deviation, sum_values
from .powers import logarithm, power, square_root
from .units import imperial_si_conversion, si_unit_conversion

__all__ = [  # noqa: RUF022 - in the order in which models read them
    "logarithm",
    "mean",
    "standard_deviation",
    "si_unit_conversion",
    "imperial_si_conversion",
    "add",
    "subtract",
    "multiply",
    "divide",
    "power",
    "square_root",
    "absolute_value",
    "round_number",
    "percentage",
    "min_value",
    "max_value",
    "sum_values",
]
