"""The car on both sides: long contexts, values of wrong types that are kept, and what is written before it fails."""

from __future__ import annotations

from typing import Any

import pytest

from funreason_sim.bfcl.compare import unlike
from funreason_sim.bfcl.execution import Execution, opening
from funreason_sim.bfcl.official import Official, long_context

CAR = "VehicleControlAPI"
DOORS = ["driver", "passenger", "rear_left", "rear_right"]
LOCKED = {"doorStatus": dict.fromkeys(DOORS, "locked")}
RUNNING = {**LOCKED, "engineState": "running", "brakePedalStatus": "pressed", "brakePedalForce": 1000, "fuelLevel": 5}
SEQUENCES: dict[str, tuple[dict[str, Any], str]] = {
    "a temperature is kept before it fails": (
        RUNNING,
        """
        adjustClimateControl('hot', 'fahrenheit')
        displayCarStatus('climate')
        adjustClimateControl([1], 'fahrenheit')
        displayCarStatus('climate')
        """,
    ),
    "nothing and truth are kept as such": (
        RUNNING,
        """
        adjustClimateControl(None, None, True, None)
        displayCarStatus('climate')
        adjustClimateControl(True, 'fahrenheit', False)
        displayCarStatus('climate')
        set_navigation(None)
        set_navigation(True)
        set_navigation(5)
        set_navigation(['a'])
        """,
    ),
    "what is no JSON is kept and shown": (
        RUNNING,
        """
        adjustClimateControl({1})
        displayCarStatus('climate')
        adjustClimateControl(b'a', mode={})
        displayCarStatus('climate')
        display_log({1})
        display_log([None, {1: 2}, (1,)])
        """,
    ),
    "no number stays none": (
        RUNNING,
        """
        fillFuelTank(float('nan'))
        displayCarStatus('fuel')
        fillFuelTank(3)
        displayCarStatus('fuel')
        estimate_drive_feasibility_by_mileage(5)
        setCruiseControl(65, 'a', 'inf')
        setCruiseControl('nan', 1, 2)
        startEngine('START')
        """,
    ),
    "numbers grow as long as they like": (
        RUNNING,
        """
        adjustClimateControl(1180591620717411303424)
        displayCarStatus('climate')
        setCruiseControl(5, 0, 10000000000000000000)
        adjustClimateControl(1e307, 'fahrenheit')
        displayCarStatus('climate')
        """,
    ),
    "doors are names, and whatever can be one": (
        LOCKED,
        """
        lockDoors('no', 'driver')
        lockDoors(True, ['driver', ['x'], 'passenger'])
        displayCarStatus('doors')
        lockDoors(1, [5, None])
        lockDoors(0, {'rear_left': 1})
        lockDoors(1, None)
        lockDoors(0, [None])
        """,
    ),
    "lists are unknown where texts are compared": (
        {},
        """
        displayCarStatus(['fuel'])
        estimate_distance(['83214'], '74532')
        get_zipcode_based_on_city({})
        setHeadlights(['on'])
        activateParkingBrake({})
        startEngine([])
        """,
    ),
    "the number of unlocked doors is counted anew": (
        {**LOCKED, "remainingUnlockedDoors": 3},
        """
        lockDoors(True, ['driver'])
        """,
    ),
    "everything that long contexts add to": (
        {},
        """
        displayCarStatus('doors')
        displayCarStatus('roof')
        activateParkingBrake('engage')
        activateParkingBrake('x')
        estimate_distance('83214', '74532')
        estimate_distance('1', '2')
        check_tire_pressure()
        get_outside_temperature_from_google()
        get_current_speed()
        get_outside_temperature_from_google()
        """,
    ),
}


@pytest.mark.parametrize("long", [False, True])
@pytest.mark.parametrize(("config", "calls"), SEQUENCES.values(), ids=SEQUENCES)
def test_both_sides_say_and_keep_the_same(config: dict[str, Any], calls: str, long: bool) -> None:
    """Call by call the same text, and after each call equal public attributes."""
    ours = Execution(opening([CAR], {CAR: config}, long_context=long))
    theirs = Official([CAR], {CAR: config}, long_context=long)
    for call in filter(None, map(str.strip, calls.splitlines())):
        assert ours.execute([call]) == theirs.execute([call]), call
        assert unlike(ours.attributes(), theirs.attributes()) == [], call


def test_what_long_contexts_are_filled_with_is_never_written_to() -> None:
    """The original adds temperatures to its own table of the weather, for all entries to come."""
    Official([CAR], {}, long_context=True).execute(["get_outside_temperature_from_google()"])
    with Execution(opening([CAR], {}, long_context=True)) as ours:
        ours.execute(["get_outside_temperature_from_google()"])
    assert "outsideTemperature" not in long_context().LONG_WEATHER_EXTENSION
