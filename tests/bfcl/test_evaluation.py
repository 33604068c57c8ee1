"""Call texts mean what they mean to the benchmark's executor, whatever is written in them."""

from __future__ import annotations

import pytest

from funreason_sim.bfcl.execution import Execution, opening
from funreason_sim.bfcl.official import Official

CLASSES = ("MathAPI", "VehicleControlAPI")
TEXTS = [
    "fillFuelTank(5)",
    "fillFuelTank(fuelAmount=2.5)",
    " liter_to_gallon(10)",
    "fillFuelTank('x')",
    "fillFuelTank()",
    "fillFuelTank(1, 2)",
    "fillFuelTank(amount=1)",
    "fillFuelTank(fuelAmount=1, fuelAmount=2)",
    "fillFuelTank(5",
    "fillFuelTank 5",
    "fly()",
    "cd('x')",
    "fillFuelTank",
    "5 + 3",
    "",
    "'text'",
    "[1, 2.0]",
    "add(1, 2)['result']",
    "add(add(1, 2)['result'], 2 * -3)",
    "add(*[1, 2])",
    "add(**{'a': 1, 'b': 2})",
    "add(a=len('abc'), b=round(2.6))",
    "mean(numbers=(1, 2, 6))",
    "display_log(messages=['call fillFuelTank(3) now', 'see  (here)'])",
    "display_log(messages={'a': 1})",
    "set_navigation('lock the doors (all)')",
    "set_navigation(5)",
    "set_navigation(destination=None)",
    "kill(5)",
    "exit",
    "remove('f')",
    "os.unlink('f')",
    "a.run(1)",
    "lockDoors(unlock=False, door=['boot'])",
    "lockDoors(unlock=0, door=['driver', 'driver'])",
    "lockDoors(door=['driver'], unlock=not True)",
    "add(a=1, b=nothing)",
    "add(a=2 ** 3, b=7 // 2)",
    "add(1, {'b'})",
    "display_log(messages=[{fillFuelTank(1)['fuelLevel']: fillFuelTank(2)['fuelLevel']}])",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_gives_what_the_executor_gives(text: str) -> None:
    """Right and wrong ones, with positions, names, nesting, and names of tools in their arguments."""
    with Execution(opening(CLASSES, {}), entry="e-1") as ours:
        assert ours.text(text) == Official(CLASSES, {}, entry="e-1").execute([text])[0]


def test_arguments_of_one_call_are_not_those_of_the_next() -> None:
    """A text is parsed once, but its lists are made anew for every call."""
    call = "display_log(messages=['a'])"
    with Execution(opening(CLASSES, {})) as ours:
        assert ours.text(call) == '{"log": ["a"]}'
        assert ours.newest is not None
        ours.newest.call.arguments["messages"].append("b")  # type: ignore[union-attr]
        assert ours.text(call) == '{"log": ["a"]}'


@pytest.mark.parametrize(
    "text", ["open('/etc/passwd')", "__import__('os')", "add.__class__", "(lambda: 1)()", "9**9**9"]
)
def test_nothing_of_the_machine_is_reached(text: str) -> None:
    """What the executor would evaluate with all of Python's power is an error here."""
    with Execution(opening(CLASSES, {})) as ours:
        assert ours.text(text).startswith("Error during execution: ")
