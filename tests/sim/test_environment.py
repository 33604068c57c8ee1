"""What an author writes is checked when it is loaded, and what goes together is checked when it is put together."""

from __future__ import annotations

from types import FunctionType, ModuleType
from typing import Annotated, Any

import pytest
from shop import SCENARIOS, shop

from funreason_sim.errors import EnvironmentClash, EnvironmentDefect, UnknownTool
from funreason_sim.sim import Choices, Environment, Format, Space, Tool, TypedDict, World
from funreason_sim.sim.environment import tool_functions


class Parcel(TypedDict):
    sizes: list[Annotated[float, Format("cm")]]
    owners: dict[Annotated[str, Format("owner-id", opaque=True)], dict[str, str]]


def weigh(world: World, mode: Annotated[str, Choices("fast", "slow")], note: str | None = None) -> Parcel:
    """Weigh a parcel,
    carefully.

    Args:
        mode: How to do it,
            in one word
        note: Anything to remember
    """
    return {"sizes": [1.5], "owners": {}}


def test_a_specification_says_all_a_caller_needs() -> None:
    """Description, parameters with formats, options and defaults, and what is returned, without titles."""
    spec = Tool(weigh, "post").spec
    assert spec.description == "Weigh a parcel, carefully."
    assert spec.parameters == {
        "type": "object",
        "properties": {
            "mode": {"type": "string", "enum": ["fast", "slow"], "description": "How to do it, in one word"},
            "note": {
                "anyOf": [{"type": "string"}, {"type": "null"}],
                "description": "Anything to remember",
                "default": None,
            },
        },
        "required": ["mode"],
        "additionalProperties": False,
    }
    assert spec.returns is not None
    assert spec.returns["properties"]["owners"]["propertyNames"] == {"format": "owner-id"}  # type: ignore[index,call-overload]
    assert Tool(weigh, "post").opaque == {"owner-id"}


def test_advertised_choices_are_the_tools_to_refuse() -> None:
    """The boundary lets another word pass, and stops another type."""
    tool = Tool(weigh, "post")
    assert tool.bind({"mode": "sideways"}) is None
    assert "mode" in str(tool.bind({"mode": 1}))


def _undocumented(world: World, size: int) -> None:
    """Do it."""


def _without_docstring(world: World) -> None:
    pass


def _unannotated(world: World, size) -> None:  # type: ignore[no-untyped-def]
    """Do it.

    Args:
        size: How big
    """


def _misnamed(world: World) -> None:
    """Do it.

    Args:
        size: How big
    """


def _not_json(world: World, size: World) -> None:
    """Do it.

    Args:
        size: How big
    """


@pytest.mark.parametrize(
    ("function", "says"),
    [
        (_undocumented, "size is not in Args"),
        (_without_docstring, "no docstring"),
        (_unannotated, "size has no annotation"),
        (_misnamed, "names size"),
        (_not_json, "not JSON"),
    ],
)
def test_a_tool_that_is_not_documented_is_a_defect_with_its_place(function: Any, says: str) -> None:
    """The message names file and line."""
    with pytest.raises(EnvironmentDefect, match=rf"test_environment\.py:\d+: tool \w+ .*{says}"):
        Tool(function, "post")


def test_tools_may_be_written_in_modules_of_their_own() -> None:
    """Then `__all__` names them, in the order in which models read them; nothing else that is imported is a tool."""
    module: Any = ModuleType("tools")
    own = FunctionType(_without_docstring.__code__, {"__name__": "tools"}, "own")
    module.__dict__.update(weigh=weigh, shop=shop, size=5, own=own, _own=own)
    assert tool_functions(module) == [own]
    module.__all__ = ["own", "size", "shop", "weigh"]
    assert tool_functions(module) == [own, weigh]


@pytest.mark.parametrize(
    ("schema", "says"),
    [("CREATE TABLE a(x)", "table a needs a declared primary key"), ("CREATE TABEL", "does not run")],
)
def test_a_schema_that_cannot_be_observed_is_a_defect(schema: str, says: str) -> None:
    """Without a primary key no effect could be seen."""
    with pytest.raises(EnvironmentDefect, match=says):
        Environment(name="bad", summary="", schema=schema, functions=(), scenarios=SCENARIOS)


def test_a_clash_of_tools_names_both_places() -> None:
    """Two environments with one tool name are refused with file and line of each."""
    other = shop(name="stall", schema="CREATE TABLE stall(x PRIMARY KEY)")
    with pytest.raises(
        EnvironmentClash,
        match=r"open_shop is defined twice: shop at .*shop\.py:\d+ and stall at .*test_environment\.py:\d+",
    ):
        Space([shop(), _renamed(other)])


def _renamed(environment: Environment) -> Environment:
    def open_shop(world: World) -> None:
        """Open another shop."""

    return Environment(
        name=environment.name, summary="", schema=environment.schema, functions=(open_shop,), scenarios=SCENARIOS
    )


def test_a_clash_of_tables_names_both_environments() -> None:
    """So are two with one table name."""
    with pytest.raises(EnvironmentClash, match=r"table product .* shop and of stall"):
        Space([shop(), shop(name="stall", functions=())])


def test_an_unknown_tool_is_answered_with_the_nearest() -> None:
    """A misspelt name gets a suggestion."""
    with pytest.raises(UnknownTool, match="did you mean open_shop"):
        Space([shop()]).tool("open_shp")
    with pytest.raises(UnknownTool, match="cancel_order"):
        Space([shop()]).tool("xyz")


def test_a_digest_names_what_an_environment_does() -> None:
    """Another schema or another tool is another digest."""
    digests = {shop().digest, shop(weigh).digest, shop(schema=shop().schema + ";CREATE TABLE z(x PRIMARY KEY)").digest}
    assert len(digests) == 3
    assert shop().digest == shop().digest
