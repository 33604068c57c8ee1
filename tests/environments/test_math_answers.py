"""Each tool of the calculator, call by call: what it answers or why it refuses, and that no row ever changes."""

from __future__ import annotations

import decimal
import json
from typing import Any

import mpmath
import pytest

from funreason_sim.environments.math import environment
from funreason_sim.sim import open_episode
from funreason_sim.testing import Properties, assert_effects, assert_refused

pytestmark = pytest.mark.environment(environment)

HUGE = 1.7e308
LAST = 2**63 - 1
FIRST = -(2**63)
RANGE = "(34, 'Numerical result out of range')"
LARGE = "Result is too large to represent"
UNREAL = "Result is not a real number"
UNCONVERTED = "Conversion resulted in a value too large to represent"


def metric(value: float, unit_in: str, unit_out: str) -> dict[str, Any]:
    return {"value": value, "unit_in": unit_in, "unit_out": unit_out}


def log(value: float, base: float, precision: int) -> dict[str, Any]:
    return {"value": value, "base": base, "precision": precision}


# Tool, arguments, the result as it is printed: 5 is not 5.0.
RESULTS: list[tuple[str, dict[str, Any], str]] = [
    ("logarithm", log(8, 2, 5), "3.0"),
    ("logarithm", log(0.5, 2, 5), "-1.0"),
    ("logarithm", log(1, 7, 5), "0.0"),
    ("logarithm", log(5, 0, 9), "0.0"),
    ("logarithm", log(2, 10, 1), "0.30078125"),
    ("logarithm", log(2, 10, 2), "0.30126953125"),
    ("logarithm", log(2, 10, 15), "0.30102999566398114"),
    ("logarithm", log(2, 10, 16), "0.3010299956639812"),
    ("logarithm", log(3, 10, 0), "0.375"),
    ("logarithm", log(3, 10, FIRST), "0.5"),
    ("logarithm", log(3, 10, LAST), "0.47712125471966244"),
    ("logarithm", log(LAST, 2, 40), "63.0"),
    ("mean", {"numbers": [3, 16, 60]}, "26.333333333333332"),
    ("mean", {"numbers": [37]}, "37.0"),
    ("mean", {"numbers": [0.1] * 10}, "0.09999999999999999"),
    ("mean", {"numbers": [LAST, LAST]}, "9.223372036854776e+18"),
    ("standard_deviation", {"numbers": [1, 2, 3]}, "0.816496580927726"),
    ("standard_deviation", {"numbers": [5]}, "0.0"),
    ("standard_deviation", {"numbers": [0.1, 0.2, 0.7, 1.4, 0.3]}, "0.4758150901348127"),
    ("si_unit_conversion", metric(5, "km", "cm"), "500000.0"),
    ("si_unit_conversion", metric(5, "m", "m"), "5.0"),
    ("si_unit_conversion", metric(3, "mm", "um"), "3000.0"),
    ("si_unit_conversion", metric(7, "cm", "nm"), "70000000.0"),
    ("si_unit_conversion", metric(0.7, "um", "mm"), "0.0007"),
    ("si_unit_conversion", metric(-2, "nm", "km"), "-2.0000000000000004e-12"),
    ("imperial_si_conversion", metric(10, "cm", "in"), "3.9370100000000003"),
    ("imperial_si_conversion", metric(10, "in", "cm"), "25.4"),
    ("imperial_si_conversion", metric(10, "m", "ft"), "32.8084"),
    ("imperial_si_conversion", metric(10, "ft", "m"), "3.048"),
    ("imperial_si_conversion", metric(10, "m", "yd"), "10.9361"),
    ("imperial_si_conversion", metric(10, "yd", "m"), "9.144"),
    ("imperial_si_conversion", metric(10, "km", "miles"), "6.21371"),
    ("imperial_si_conversion", metric(10, "miles", "km"), "16.0934"),
    ("imperial_si_conversion", metric(10, "kg", "lb"), "22.0462"),
    ("imperial_si_conversion", metric(10, "lb", "kg"), "4.53592"),
    ("imperial_si_conversion", metric(100, "celsius", "fahrenheit"), "212.0"),
    ("imperial_si_conversion", metric(212, "fahrenheit", "celsius"), "100.0"),
    ("imperial_si_conversion", metric(5, "furlong", "furlong"), "5"),
    ("add", {"a": 3, "b": 4}, "7"),
    ("add", {"a": 3, "b": 0.5}, "3.5"),
    ("add", {"a": LAST, "b": 0}, str(LAST)),
    ("subtract", {"a": 3, "b": 4}, "-1"),
    ("subtract", {"a": FIRST, "b": 0}, str(FIRST)),
    ("multiply", {"a": 3, "b": 4}, "12"),
    ("multiply", {"a": 1.1, "b": 3}, "3.3000000000000003"),
    ("divide", {"a": 6, "b": 4}, "1.5"),
    ("divide", {"a": 6, "b": 3}, "2.0"),
    ("power", {"base": 2, "exponent": 3}, "8"),
    ("power", {"base": 2, "exponent": 62}, str(2**62)),
    ("power", {"base": -2, "exponent": 63}, str(FIRST)),
    ("power", {"base": 2, "exponent": -1}, "0.5"),
    ("power", {"base": 2.0, "exponent": 100}, "1.2676506002282294e+30"),
    ("power", {"base": -1, "exponent": LAST}, "-1"),
    ("power", {"base": 1, "exponent": LAST}, "1"),
    ("power", {"base": 0, "exponent": LAST}, "0"),
    ("power", {"base": 0, "exponent": 0}, "1"),
    ("power", {"base": 2, "exponent": 0.5}, "1.4142135623730951"),
    ("power", {"base": 0, "exponent": 0.5}, "0.0"),
    ("power", {"base": -2, "exponent": 3.0}, "-8.0"),
    ("square_root", {"number": 2, "precision": 1}, "1.0"),
    ("square_root", {"number": 2, "precision": 10}, "1.414213562"),
    ("square_root", {"number": 2.5, "precision": 3}, "1.58"),
    ("square_root", {"number": 2, "precision": 10**18 - 1}, "1.4142135623730951"),
    ("square_root", {"number": 0, "precision": 5}, "0.0"),
    ("absolute_value", {"number": -3}, "3"),
    ("absolute_value", {"number": -2.5}, "2.5"),
    ("round_number", {"number": 2.5}, "2.0"),
    ("round_number", {"number": 3}, "3"),
    ("round_number", {"number": 2.675, "decimal_places": 2}, "2.67"),
    ("round_number", {"number": 1250, "decimal_places": -2}, "1200"),
    ("round_number", {"number": 5, "decimal_places": FIRST}, "0"),
    ("round_number", {"number": 5.5, "decimal_places": LAST}, "5.5"),
    ("percentage", {"part": 1, "whole": 3}, "33.33333333333333"),
    ("percentage", {"part": 0, "whole": -2}, "-0.0"),
    ("min_value", {"numbers": [3, 1.5, 2]}, "1.5"),
    ("min_value", {"numbers": [1, 1.0]}, "1"),
    ("max_value", {"numbers": [3, 1.5, 2]}, "3"),
    ("max_value", {"numbers": [1.0, 1]}, "1.0"),
    ("sum_values", {"numbers": [3, 1.5, 2]}, "6.5"),
    ("sum_values", {"numbers": [1, 2]}, "3"),
    ("sum_values", {"numbers": [0.1] * 10}, "0.9999999999999999"),
    ("sum_values", {"numbers": [-0.0]}, "0.0"),
    ("sum_values", {"numbers": [LAST, 1, -1]}, str(LAST)),
]
# Tool, code, arguments, the reason.
REFUSALS: list[tuple[str, str, dict[str, Any], str]] = [
    ("logarithm", "base_one", log(8, 1, 5), ""),
    ("logarithm", "infinite", log(0, 2, 5), "Result is infinite"),
    ("logarithm", "infinite", log(0, 0, 5), "Result is infinite"),
    ("logarithm", "not_real", log(-8, 2, 5), UNREAL),
    ("logarithm", "not_real", log(8, -2, 5), UNREAL),
    ("mean", "empty_list", {"numbers": []}, "Cannot calculate mean of an empty list"),
    ("mean", "too_large", {"numbers": [HUGE, HUGE]}, LARGE),
    ("standard_deviation", "empty_list", {"numbers": []}, "Cannot calculate standard deviation of an empty list"),
    ("standard_deviation", "too_large", {"numbers": [HUGE, HUGE]}, LARGE),
    ("standard_deviation", "too_large", {"numbers": [HUGE, -HUGE]}, RANGE),
    ("si_unit_conversion", "unknown_unit", metric(5, "ft", "m"), "Conversion from 'ft' to 'm' is not supported"),
    ("si_unit_conversion", "unknown_unit", metric(5, "m", "in"), "Conversion from 'm' to 'in' is not supported"),
    ("si_unit_conversion", "too_large", metric(HUGE, "km", "km"), UNCONVERTED),
    ("imperial_si_conversion", "unknown_conversion", metric(5, "km", "m"),
     "Conversion from 'km' to 'm' is not supported"),
    ("imperial_si_conversion", "too_large", metric(HUGE, "in", "cm"), UNCONVERTED),
    ("imperial_si_conversion", "too_large", metric(HUGE, "celsius", "fahrenheit"), UNCONVERTED),
    ("add", "too_large", {"a": HUGE, "b": HUGE}, LARGE),
    ("add", "too_large", {"a": LAST, "b": 1}, LARGE),
    ("subtract", "too_large", {"a": FIRST, "b": 1}, LARGE),
    ("multiply", "too_large", {"a": 2**32, "b": 2**31}, LARGE),
    ("divide", "division_by_zero", {"a": 1, "b": 0}, "Cannot divide by zero"),
    ("divide", "division_by_zero", {"a": 1, "b": 0.0}, "Cannot divide by zero"),
    ("divide", "too_large", {"a": HUGE, "b": 0.5}, LARGE),
    ("power", "zero_to_negative", {"base": 0, "exponent": -1}, "0.0 cannot be raised to a negative power"),
    ("power", "not_real", {"base": -8, "exponent": 0.5}, UNREAL),
    ("power", "not_real", {"base": -HUGE, "exponent": 1000.25}, UNREAL),
    ("power", "too_large", {"base": 10.0, "exponent": 400}, RANGE),
    ("power", "too_large", {"base": 2, "exponent": 63}, LARGE),
    ("power", "too_large", {"base": -2, "exponent": LAST}, LARGE),
    ("power", "too_large", {"base": 3, "exponent": 64}, LARGE),
    ("square_root", "negative", {"number": -0.5, "precision": 0}, "Cannot calculate square root of a negative number"),
    ("square_root", "impossible_precision", {"number": 2, "precision": 0}, "valid range for prec is [1, MAX_PREC]"),
    ("square_root", "impossible_precision", {"number": 2, "precision": 10**18},
     "valid range for prec is [1, MAX_PREC]"),
    ("absolute_value", "too_large", {"number": FIRST}, LARGE),
    ("round_number", "too_large", {"number": HUGE, "decimal_places": -308}, "rounded value too large to represent"),
    ("round_number", "too_large", {"number": LAST, "decimal_places": -1}, LARGE),
    ("percentage", "whole_zero", {"part": 1, "whole": 0}, "Whole value cannot be zero"),
    ("percentage", "too_large", {"part": HUGE, "whole": 1}, LARGE),
    ("min_value", "empty_list", {"numbers": []}, "Cannot find minimum of an empty list"),
    ("max_value", "empty_list", {"numbers": []}, "Cannot find maximum of an empty list"),
    ("sum_values", "empty_list", {"numbers": []}, "Cannot calculate sum of an empty list"),
    ("sum_values", "too_large", {"numbers": [HUGE, HUGE, -HUGE]}, LARGE),
]  # fmt: skip


@pytest.mark.parametrize(("tool", "given", "reads"), RESULTS, ids=[f"{c[0]}-{n}" for n, c in enumerate(RESULTS)])
def test_a_call_gives_its_result(tool: str, given: dict[str, Any], reads: str) -> None:
    """The number is printed as the original prints it, on every version of Python."""
    with open_episode([environment], {"math": {}}) as episode:
        event = episode.call(tool, given)
        assert event.outcome.text == f'{{"result": {reads}}}'
        assert_effects(event)


@pytest.mark.parametrize(
    ("tool", "code", "given", "reads"), REFUSALS, ids=[f"{c[0]}-{c[1]}-{n}" for n, c in enumerate(REFUSALS)]
)
def test_a_refusal_has_its_code_and_text(tool: str, code: str, given: dict[str, Any], reads: str) -> None:
    """The caller reads the original's reason, or why the result is no JSON number."""
    with open_episode([environment], {"math": {}}) as episode:
        assert_refused(episode.call(tool, given), code, reads)


def test_every_tool_and_every_refusal_has_a_case() -> None:
    """A tool that is not called and a code that is not met would be described only."""
    assert {tool for tool, *_ in RESULTS} == set(environment.tools)
    declared = {(tool.name, code) for tool in environment.tools.values() for code in tool.refusals}
    assert declared == {(tool, code) for tool, code, *_ in REFUSALS}


def test_reasons_are_the_originals(official_math: Any) -> None:
    """Where the original answers with an error, ours has its text; where it raises, the exception's."""
    for tool, code, given, reads in REFUSALS:
        said = official_math(tool, given)
        if isinstance(said, str) and said != "complex exponentiation":
            assert said == reads, (tool, given)
        else:
            assert code in ("too_large", "not_real", "infinite"), (tool, given, said)


@pytest.fixture
def official_math() -> Any:
    """Calls the original: its reason for a failure, or the result that no JSON number is."""
    from bfcl_eval.eval_checker.multi_turn_eval.func_source_code.math_api import MathAPI

    def call(tool: str, given: dict[str, Any]) -> Any:
        if abs(given.get("base", 0)) > 1 and given.get("exponent") == LAST:
            return {"result": "a number that does not fit into memory"}
        with mpmath.workdps(15), decimal.localcontext():  # the original leaves its precision behind
            try:
                answer = getattr(MathAPI(), tool)(**given)
            except Exception as error:
                return str(error)
        return answer.get("error", answer)

    return call


def test_results_are_those_of_the_original(official_math: Any) -> None:
    """Numbers of the original, where it can compute them in reasonable time, to the nearest float."""
    for tool, given, reads in RESULTS:
        if abs(given.get("precision", 0)) > 100 or given.get("decimal_places") == FIRST:
            continue
        said = official_math(tool, given)["result"]
        exact = type(said) in (int, float)
        assert (json.dumps(said) if exact else json.dumps(float(said))) == reads, (tool, given)


def test_the_calculator_stays_sound(properties: Properties) -> None:
    """No tool breaks and nothing changes, whatever is called in whatever order."""
    properties.hold()
