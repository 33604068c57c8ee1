"""Python's numbers on both sides: texts of mpf and Decimal, numbers of any length, and operators that take anything."""

from __future__ import annotations

import decimal
from types import SimpleNamespace
from typing import Any

import mpmath
import pytest

from funreason_sim.bfcl.dialect import Reply
from funreason_sim.bfcl.domains.math import DIALECT
from funreason_sim.bfcl.execution import Execution, opening
from funreason_sim.bfcl.official import Official

CALLS = [
    "logarithm(8, 2, 5)", "logarithm(20, 10, 2)", "logarithm(980.0, 20, 10)", "logarithm(2, 10, 60)",
    "logarithm(2, 10, 0)", "logarithm(2, 10, -7)", "logarithm(2, 10, None)", "logarithm(2, 10, '9')",
    "logarithm(2, 10, 2.5)", "logarithm('8', True, 5)", "logarithm(-8, 2, 5)", "logarithm(-2, -2, 5)",
    "logarithm(0, 2, 5)", "logarithm(0, 0, 5)", "logarithm(8, 1, 5)", "logarithm('x', 2, 5)", "logarithm([], 2, 5)",
    "logarithm(HUGE, 10, 5)", "logarithm(1e999, 10, 5)",
    "square_root(2, 10)", "square_root(2.5, 3)", "square_root(-0.0, 3)", "square_root(2, 400)", "square_root(2, 0)",
    "square_root(2, 10**18)", "square_root(2, 2.5)", "square_root('4', 3)", "square_root(-1, 0)",
    "square_root(True, 3)", "square_root(1e999, 3)", "square_root(1e999 - 1e999, 3)", "square_root(4, True)",
    "square_root(10**40, 3)",
    "add('a', 'b')", "add([1], [2])", "add('a', 1)", "add(10**30, 1)", "add(HUGE, 0.5)", "add(1j, 1)",
    "add(9223372036854775807, 1)", "add(1e308, 1e308)", "add({'a': 1}, {})", "subtract({1, 2}, {2})",
    "subtract('a', 'b')", "multiply('a', 3)", "multiply(True, 3)", "multiply(10**20, 10**20)",
    "multiply(HUGE, 0.5)", "divide(1, False)", "divide(HUGE, 1)", "divide('a', 'b')", "divide(1, '0')",
    "divide(1.7e308, 0.1)", "power(2, 64)", "power(-8, 0.5)", "power(0, -1)", "power(10.0, 400)", "power(10, 5000)",
    "power(10, 10**7)", "power(-1.7e308, 1000.25)",
    "power(True, 10**30)", "power('a', 2)", "power(2, 1j)",
    "absolute_value(-9223372036854775808)", "absolute_value(3+4j)", "absolute_value('a')", "absolute_value([])",
    "round_number(2.5)", "round_number(2.5, None)", "round_number(2.5, 1.0)", "round_number(1.7e308, -308)",
    "round_number(9223372036854775807, -1)", "round_number(1e999)", "round_number(1e999, None)",
    "round_number('a')", "round_number(10**30, -29)", "round_number(5, -300)",
    "percentage(1.7e308, 1)", "percentage('a', 2)", "percentage(1, '')", "percentage(1, False)",
    "min_value('cab')", "min_value([1, 'a'])", "min_value(5)", "min_value({2: 0, 1: 0})", "max_value([[1], [2]])",
    "max_value(None)", "sum_values(['a'])", "sum_values('ab')", "sum_values([True, True])", "sum_values((1, 2.5))",
    "sum_values([HUGE, 0.5])", "sum_values([9223372036854775807, 1])", "sum_values([1.7e308, 1.7e308])",
    "sum_values(0)", "mean([HUGE])", "mean([1j])", "mean({4, 6})", "mean('')", "mean(7)",
    "standard_deviation([1, 'a'])", "standard_deviation([1j, 2])", "standard_deviation([1.7e308, -1.7e308])",
    "standard_deviation([1.7e308, 1.7e308])", "standard_deviation([1e999, 1])", "standard_deviation([True, False])",
    "si_unit_conversion('5', 'km', 'm')", "si_unit_conversion(True, 'km', 'm')", "si_unit_conversion(5, ['km'], 'm')",
    "si_unit_conversion(5, 'x', ['m'])", "si_unit_conversion(HUGE, 'km', 'm')",
    "si_unit_conversion(1.7e308, 'km', 'm')", "imperial_si_conversion('5', 'm', 'm')",
    "imperial_si_conversion(5, ['m'], ['m'])", "imperial_si_conversion(5, ['m'], None)",
    "imperial_si_conversion(HUGE, 'm', 'ft')", "imperial_si_conversion(1.7e308, 'celsius', 'fahrenheit')",
    "imperial_si_conversion(True, 'celsius', 'fahrenheit')", "imperial_si_conversion(True, 'fahrenheit', 'celsius')",
    "add(mean([1, 2])['result'], 1)", "add(logarithm(8, 3, 7)['result'], 1)", "add(square_root(2, 9)['result'], 1)",
    "mean([logarithm(8, 3, 4)['result'], 1])", "mean()", "mean([1], 2)", "add(a=1, c=2)",
]  # fmt: skip


@pytest.mark.parametrize("call", CALLS)
def test_both_sides_say_the_same(call: str) -> None:
    """The texts of a call are identical, each side beginning with the settings of a new process."""
    call, texts = call.replace("HUGE", str(10**400)), []
    for begin in (lambda: Execution(opening(["MathAPI"], {})), lambda: Official(["MathAPI"], {})):
        with mpmath.workdps(15), decimal.localcontext():
            texts += begin().execute([call])
    assert texts[0] == texts[1]


def test_there_is_no_state() -> None:
    """Neither side has a public attribute, whatever the configuration says."""
    config = {"MathAPI": {"base": 10, "value": 1000}}
    ours, theirs = Execution(opening(["MathAPI"], config)), Official(["MathAPI"], config)
    assert ours.attributes() == theirs.attributes() == {"MathAPI": {}}
    assert ours.episode.dump() == {"math": {"base": 10, "value": 1000}}


def test_precision_does_not_leak() -> None:
    """A number is printed with the digits of its own call, and the process's settings are left alone."""
    digits, places = decimal.getcontext().prec, mpmath.mp.dps
    with Execution(opening(["MathAPI"], {})) as ours:
        said = ours.execute(["logarithm(2, 10, 3)", "square_root(2, 3)", "logarithm(2, 10, 6)", "square_root(2, 6)"])
    assert said == [
        "{'result': mpf('0.301025')}",
        "{'result': Decimal('1.41')}",
        "{'result': mpf('0.30102998')}",
        "{'result': Decimal('1.41421')}",
    ]
    assert (decimal.getcontext().prec, mpmath.mp.dps) == (digits, places)


WRONG: list[tuple[str, dict[str, Any], dict[str, Any], str | None]] = [
    ("logarithm", {"value": 8, "base": 2, "precision": 5}, {"result": 3.1}, None),
    ("logarithm", {"value": -8, "base": 2, "precision": 5}, {"result": 3.0}, None),
    ("logarithm", {"value": 8, "base": 2, "precision": 5}, {"error": "Result is infinite"}, "infinite"),
    ("logarithm", {"value": 8, "base": 2, "precision": 5}, {"error": "Result is not a real number"}, "not_real"),
    ("square_root", {"number": 4, "precision": 5}, {"result": 2.1}, None),
    ("square_root", {"number": -4, "precision": 5}, {"result": 2.0}, None),
    ("add", {"a": 1, "b": 2}, {"result": 4}, None),
    ("add", {"a": 1, "b": 2}, {"error": "Result is too large to represent"}, "too_large"),
    ("divide", {"a": 1, "b": 0}, {"error": "Result is too large to represent"}, "too_large"),
]


@pytest.mark.parametrize(("tool", "arguments", "value", "code"), WRONG)
def test_a_wrong_calculator_would_show(
    tool: str, arguments: dict[str, Any], value: dict[str, Any], code: str | None
) -> None:
    """A number or a refusal that is not the original's is shown as our environment gave it."""
    world: Any = SimpleNamespace()
    assert DIALECT.results[tool](Reply(tool, arguments, value, code, False, world)) == value


def test_too_many_digits_are_not_computed() -> None:
    """Where the original would not come to an end, the calculator's own number stands, and no fuzz asks for it."""
    with Execution(opening(["MathAPI"], {})) as ours:
        assert ours.text("logarithm(2, 10, 10**15)") == '{"result": 0.3010299956639812}'
        assert ours.text("square_root(2, 10**15)") == '{"result": 1.4142135623730951}'
    assert DIALECT.endless("logarithm", {"value": 2, "base": 10, "precision": 10**15})
    assert DIALECT.endless("round_number", {"number": 5, "decimal_places": -(10**9)})
    assert DIALECT.endless("power", {"base": 7, "exponent": 10**9})
    assert not DIALECT.endless("power", {"base": 7, "exponent": -(10**9)})
    assert not DIALECT.endless("power", {"base": 1, "exponent": 10**9})
    assert not DIALECT.endless("power", {"base": 7.5, "exponent": 10**9})
