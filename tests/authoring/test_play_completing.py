"""What a line could become: tools, commands, parameters, and values with the reason why they are offered."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Annotated, Any

import pytest
from shop import SCENARIOS, shop

from funreason_sim.authoring.play.commands import COMMANDS, Player
from funreason_sim.authoring.play.completing import MOST, complete
from funreason_sim.authoring.play.session import Session
from funreason_sim.authoring.play.syntax import read_arguments
from funreason_sim.sim import Choices, Format, Space, World, space


@pytest.fixture(scope="module")
def car() -> Iterator[Player]:
    """The installed car, one zip code looked up."""
    with Session.begin(space("vehicle"), "3") as session:
        playing = Player(session, "vehicle")
        playing.do("get_zipcode_based_on_city city=Rivermist")
        yield playing


def offered(playing: Player, line: str) -> list[str]:
    """The whole lines that could come of one."""
    return [line[: found.start] + found.text for found in complete(playing.session, line)]


def test_the_first_word_is_a_tool_or_a_command(car: Player) -> None:
    """Those that begin with it, else those that contain it; letter case does not count, and none typed offers all."""
    assert offered(car, "lockd") == ["lockDoors"]
    assert offered(car, "lock") == ["lockDoors"]
    assert offered(car, "engine") == ["startEngine"]
    assert set(offered(car, "")) == {*car.session.space.tools, *COMMANDS}
    assert offered(car, "zzz") == []


def test_after_call_only_tools_are_offered(car: Player) -> None:
    """And their arguments go on as without it."""
    assert offered(car, "call lockd") == ["call lockDoors"]
    assert offered(car, "call clock") == []
    assert offered(car, "call lockDoors unl") == ["call lockDoors unlock="]


def test_parameters_that_are_not_given_yet_are_offered_required_ones_first(car: Player) -> None:
    """With what they are."""
    assert offered(car, "adjustClimateControl ") == [
        "adjustClimateControl temperature=",
        "adjustClimateControl unit=",
        "adjustClimateControl fanSpeed=",
        "adjustClimateControl mode=",
    ]
    given = "adjustClimateControl unit=celsius mode=auto "
    assert offered(car, f"{given}f") == [f"{given}fanSpeed="]
    [found] = complete(car.session, "lockDoors unl")
    assert found.about.startswith("boolean: True to unlock")
    assert "optional" in complete(car.session, "adjustClimateControl unit")[0].about


def test_choices_booleans_and_defaults_are_offered(car: Player) -> None:
    """As a person would type them."""
    assert offered(car, "startEngine ignitionMode=S") == [
        "startEngine ignitionMode=START",
        "startEngine ignitionMode=STOP",
    ]
    assert offered(car, "lockDoors unlock=") == ["lockDoors unlock=true", "lockDoors unlock=false"]
    assert complete(car.session, "adjustClimateControl fanSpeed=")[0].about == "the default"


def test_what_a_call_returned_is_offered_where_it_fits(car: Player) -> None:
    """By its format, naming the act."""
    found = complete(car.session, "estimate_distance cityA=")
    assert [(item.text, item.about) for item in found] == [
        ("83214", "returned by act 1, get_zipcode_based_on_city /zipcode")
    ]


def test_cells_of_the_world_are_offered_by_name(car: Player) -> None:
    """A column called like the parameter, or the key of a table called like it; texts with spaces are quoted."""
    destination = car.session.episode.world.value("SELECT destination FROM car")
    assert f'set_navigation destination="{destination}"' in offered(car, "set_navigation destination=")
    assert offered(car, 'set_navigation destination="19') == [f'set_navigation destination="{destination}"']
    assert complete(car.session, "lockDoors door=")[0].text == '["driver"]'
    assert complete(car.session, "lockDoors door=")[0].about == "in door.name"


def test_items_of_a_list_are_offered_inside_of_it(car: Player) -> None:
    """One after another."""
    assert offered(car, "lockDoors door=[") == [
        'lockDoors door=["driver"',
        'lockDoors door=["passenger"',
        'lockDoors door=["rear_left"',
        'lockDoors door=["rear_right"',
    ]
    assert offered(car, 'lockDoors door=["driver", "pa') == ['lockDoors door=["driver", "passenger"']


def test_every_offered_value_is_taken_as_it_is_meant(car: Player) -> None:
    """Completing any parameter of any tool gives a line that the tool's schema accepts for it."""
    seen = 0
    for tool in car.session.space.tools.values():
        properties: Any = tool.spec.parameters["properties"]
        for name in properties:
            for line in offered(car, f"{tool.name} {name}="):
                arguments = read_arguments(line.removeprefix(tool.name), tool.spec.parameters)
                assert f"{name}: " not in (tool.bind(arguments) or ""), line
                assert list(arguments) == [name]
                seen += 1
    assert seen > 80


def test_commands_complete_their_own_words(car: Player) -> None:
    """Tables and columns, branches, kinds, durations, and what there is help for."""
    assert offered(car, "rows d") == ["rows door"]
    assert offered(car, "rows door st") == ["rows door status="]
    assert offered(car, "switch ") == ["switch main"]
    assert offered(car, "save t") == ["save test", "save trace"]
    assert offered(car, "advance ") == ["advance next", "advance 1h", "advance 1d"]
    assert offered(car, "help startE") == ["help startEngine"]
    assert offered(car, "help und") == ["help undo"]
    assert offered(car, "undo ") == offered(car, "switch main ") == offered(car, "help undo ") == []


def test_nothing_is_offered_where_nothing_is_known(car: Player) -> None:
    """An unknown tool, an unknown parameter, a JSON object."""
    assert offered(car, "nothing a") == []
    assert offered(car, "lockDoors colour=") == []
    assert offered(car, 'lockDoors {"unl') == []


def wear(
    world: World, size: Annotated[int, Format("size")], colour: Annotated[str, Choices("7", "red shirt", "x")], tag: Any
) -> str:
    """Wear something.

    Args:
        size: How large
        colour: Which
        tag: What is written on it
    """
    return f"{size} {colour} {tag}"


def test_texts_that_look_like_numbers_are_quoted_where_they_would_be_read_as_numbers() -> None:
    """A parameter that takes text only needs no quotes, unless there is a space."""
    tags = SimpleNamespace(**{**vars(SCENARIOS), "known": lambda world, dice: {"wear.tag": ["7", "x"]}})
    with Session.begin(Space([shop(wear, scenarios=tags)]), "1") as session:
        playing = Player(session, "shop")
        assert [line.split("=")[1] for line in offered(playing, "wear colour=")] == ["7", '"red shirt"', "x"]
        assert "wear size=1" in offered(playing, "wear size=")
        assert [line.split("=")[1] for line in offered(playing, "wear tag=")] == ['"7"', "x"]


def test_a_mistake_in_known_does_not_disturb_typing() -> None:
    """What else is known is still offered."""

    def broken(world: World, dice: Any) -> Any:
        raise RuntimeError("not yet written")

    scenarios = SimpleNamespace(**{**vars(SCENARIOS), "known": broken})
    with Session.begin(Space([shop(scenarios=scenarios)]), "1") as session:
        playing = Player(session, "shop")
        assert "order_product product=tea" in offered(playing, "order_product product=")


def test_not_more_is_offered_than_one_can_read() -> None:
    """A large table is cut."""
    products = {f"p{number}": 1 for number in range(3 * MOST)}
    with Session.begin(Space([shop()]), "1", {"shop": {"products": products}}) as session:
        assert len(offered(Player(session, "shop"), "order_product product=")) == MOST
