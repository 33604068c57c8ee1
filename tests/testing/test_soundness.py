"""What every environment promises is tried on generated calls; a broken promise is told by its shortest sequence."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shop import SCENARIOS, SCHEMA, shop

from funreason_sim.records import ToolSpec
from funreason_sim.sim import Environment, Space, World, environment
from funreason_sim.sim.values import Ledger
from funreason_sim.testing import Properties
from funreason_sim.testing.arguments import arguments, from_schema
from funreason_sim.testing.chosen import Chosen

CALLS = {"count": 0}


def polish_shelf(world: World) -> str:
    """Polish the shelf."""
    return "clean"


def count_calls(world: World) -> int:
    """Count the calls of this process, which no record can know."""
    CALLS["count"] += 1
    return CALLS["count"]


def overdraw(world: World) -> str:
    """Sell what is not there."""
    world.run("PRAGMA ignore_check_constraints = ON")
    world.run("UPDATE product SET stock = -1")
    world.run("PRAGMA ignore_check_constraints = OFF")
    return "sold"


def write_unseen(world: World) -> str:
    """Write two rows whose keys are NULL, which nobody can tell apart."""
    world.run("INSERT INTO note VALUES (NULL, 'x'), (NULL, 'y')")
    return "noted"


def keep_what_was_refused(world: World) -> str:
    """Make a write final and then refuse.

    Refuses:
        no: always
    """
    world.run("UPDATE product SET stock = stock - 1")
    world._connection.execute("RELEASE act; SAVEPOINT act")
    world.refuse("no", "No.")


def hold(*tools: Any, **changes: Any) -> None:
    """Try the promises of a shop with these tools only."""
    made = Environment(name="shop", **{
        "summary": "", "schema": SCHEMA, "functions": (polish_shelf, *tools), "scenarios": SCENARIOS, **changes,
    })  # fmt: skip
    Properties(Chosen(Space([made]))).hold(examples=8, calls=4)


def broken(*tools: Any, **changes: Any) -> list[str]:
    """The lines of the failure."""
    with pytest.raises(pytest.fail.Exception) as failure:
        hold(*tools, **changes)
    return str(failure.value).splitlines()


def test_a_sound_environment_holds() -> None:
    """Tools that keep their promises pass, with time passing where things fall due."""
    hold()
    Properties(Chosen(environment_with_time())).hold(examples=8)
    Properties(Chosen(Space([environment("vehicle")]), scenario={"vehicle": {"fuelLevel": 3}})).hold(examples=3)


def environment_with_time() -> Space:
    def known(world: World, dice: Any) -> dict[str, Any]:
        return {"order_product.product": ["tea", "jam"], "order_product.count": [1, 2]}

    return Space([shop(scenarios=SimpleNamespace(**{**vars(SCENARIOS), "known": known}), functions=(polish_shelf,))])


@pytest.mark.parametrize(
    ("tool", "says"),
    [
        (count_calls, "the same calls in the same world gave something else"),
        (overdraw, "a constraint of the schema does not hold"),
        (keep_what_was_refused, "keep_what_was_refused refused with 'no' but changed rows"),
    ],
)
def test_a_broken_promise_is_told_with_the_shortest_sequence(tool: Any, says: str) -> None:
    """The promise, the world, and the one call that breaks it."""
    lines = broken(tool)
    assert lines[:4] == [
        says,
        "The shortest sequence that shows it:",
        "  in a new world of seed 0",
        f"  {tool.__name__}()",
    ]


def test_rows_written_behind_the_engine_are_noticed() -> None:
    """The digest is what the rows say."""
    lines = broken(write_unseen, schema=SCHEMA + "CREATE TABLE note(id TEXT PRIMARY KEY, text TEXT);")
    assert lines[0] == "rows were written behind the engine"


def test_a_tool_that_breaks_is_a_broken_promise() -> None:
    """The failure is the engine's own sentence."""

    def crash(world: World) -> str:
        """Break at once."""
        raise KeyError("boom")

    assert broken(crash)[0].startswith("tool crash broke at ")


def test_a_dump_that_forgets_is_noticed() -> None:
    """The world's dump has to open the same world again."""
    scenarios = SimpleNamespace(**{**vars(SCENARIOS), "load": lambda world, scenario: None, "dump": forgetting()})
    assert "the world's dump opens another world than it was" in broken(scenarios=scenarios)[0]


def forgetting() -> Any:
    """A dump that says something new each time."""
    return lambda world: {"shop": CALLS.update(count=CALLS["count"] + 1) or CALLS["count"]}


@pytest.mark.parametrize(
    "schema",
    [
        {"const": 3},
        {"enum": ["a", "b"]},
        {"anyOf": [{"type": "string"}, {"type": "null"}]},
        {"type": "integer", "minimum": 2, "maximum": 4},
        {"type": "integer", "exclusiveMinimum": 2, "exclusiveMaximum": 4},
        {"type": "number", "exclusiveMinimum": 0},
        {"type": "string", "minLength": 2, "maxLength": 3},
        {"type": "string", "pattern": "^[a-c]+$"},
        {"type": "boolean"},
        {"type": "null"},
        {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 2},
        {"type": "object", "properties": {"a": {"type": "null"}, "b": {"type": "integer"}}, "required": ["a"]},
        {"type": "object", "additionalProperties": {"type": "boolean"}},
        {"type": "object"},
        {},
    ],
)
@given(data=st.data())
def test_generated_values_fit_their_schema(schema: dict[str, Any], data: Any) -> None:
    """Whatever is drawn, the schema allows."""
    import jsonschema

    jsonschema.validate(data.draw(from_schema(schema)), schema)


@given(data=st.data())
def test_arguments_come_from_the_pools_too(data: Any) -> None:
    """A call has all that is required, and what a user could say is among what is drawn."""
    schema: Any = {
        "properties": {"city": {"type": "string", "format": "city"}, "note": {"type": "string"}}, "required": ["city"],
    }  # fmt: skip
    spec = ToolSpec(name="go", description="", parameters=schema)
    drawn = data.draw(arguments(spec, {"city": ["Rome"], "go.note": ["soon"]}, Ledger({})))
    assert "city" in drawn
    assert set(drawn) <= {"city", "note"}
