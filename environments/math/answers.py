"""What the calculator's tools take and give: formats, accepted units and the shapes of results.

A format stands for one kind of result, so that calculations lead to what people go on with: an average is rounded or
subtracted from a total, a deviation squared, two squares added and their sum put under a root. Where a result is mostly
spoken of with a word (`that product`), its format is another one: a format's words are its parameter's own.
"""

# ruff: noqa: D101 - the fields of a result describe themselves

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from funreason_sim.sim import Choices, Format, TypedDict

from . import facts

Numbers = list[float]
Average = Annotated[float, Format("arithmetic-mean")]
Deviation = Annotated[float, Format("deviation")]
Total = Annotated[float, Format("total")]
Sum = Annotated[float, Format("sum-of-two")]
Difference = Annotated[float, Format("subtraction")]
Product = Annotated[float, Format("multiplication")]
Power = Annotated[float, Format("power")]
Converted = Annotated[float, Format("in-other-unit")]

Measure = Annotated[float, Format("measure")]
Factor = Annotated[float, Format("factor")]
Part = Annotated[float, Format("part")]
Divisor = Annotated[float, Format("divisor")]
Base = Annotated[float, Format("base")]
Exponent = Annotated[float, Format("exponent")]
Precision = Annotated[int, Format("significant-digits")]
Places = Annotated[int, Format("decimal-places")]
MetricUnit = Annotated[str, Choices(*facts.METERS), Format("metric-unit")]
Unit = Annotated[str, Choices(*facts.UNITS), Format("unit")]


class Result(TypedDict):
    result: Annotated[float, Field(description="What comes out")]


class Mean(TypedDict):
    result: Annotated[Average, Field(description="The mean")]


class Spread(TypedDict):
    result: Annotated[Deviation, Field(description="The standard deviation")]


class InUnit(TypedDict):
    result: Annotated[Converted, Field(description="The same amount in the other unit")]


class Added(TypedDict):
    result: Annotated[Sum, Field(description="The sum")]


class Subtracted(TypedDict):
    result: Annotated[Difference, Field(description="The difference")]


class Multiplied(TypedDict):
    result: Annotated[Product, Field(description="The product")]


class Raised(TypedDict):
    result: Annotated[Power, Field(description="The power")]


class Summed(TypedDict):
    result: Annotated[Total, Field(description="The sum of the numbers")]
