"""`probe` and `explain`: the graph with its figures, and why an edge is there, from the command line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from cli.conftest import Run

from funreason_sim.authoring.explain import Explanation
from funreason_sim.authoring.probe import ProbeReport
from funreason_sim.cli.graph_views import FEW, as_html
from funreason_sim.records import Edge, GraphRecord

TOOLS = '''"""A stall that has to be opened."""

from typing import Annotated

from funreason_sim.sim import Format, TypedDict, World

Name = Annotated[str, Format("item-name")]


class Shown(TypedDict):
    name: Name


def open_stall(world: World) -> bool:
    """Open the stall."""
    world.run("UPDATE stall SET open = 1")
    return True


def show_item(world: World) -> Shown:
    """Show the first thing there is."""
    return {"name": str(world.value("SELECT name FROM item ORDER BY name"))}


def sell(world: World, name: Name) -> bool:
    """Sell something.

    Args:
        name: What
    Refuses:
        closed: the stall is closed
        unknown: there is no such thing
    """
    if not world.value("SELECT open FROM stall"):
        world.refuse("closed", "Closed.")
    if not world.run("DELETE FROM item WHERE name = ?", name):
        world.refuse("unknown", "No such thing.")
    return True


def locked_drawer(world: World) -> bool:
    """Open the drawer.

    Refuses:
        locked: always
    """
    world.refuse("locked", "Locked.")
'''
SCENARIOS = '''"""Closed stalls."""


def generate(dice):
    return {"items": dice.sample(("tea", "jam", "rope"), 3)}


def load(world, scenario):
    world.run("INSERT INTO stall VALUES (1, 0)")
    for name in scenario["items"]:
        world.run("INSERT INTO item VALUES (?)", name)


def dump(world):
    return {"items": [name for (name,) in world.all("SELECT name FROM item ORDER BY rowid")]}


def known(world, dice):
    return {"item-name": ["tea", "jam", "rope"]}
'''


@pytest.fixture(scope="module")
def stall(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of an environment."""
    place = tmp_path_factory.mktemp("environments") / "stall"
    place.mkdir()
    (place / "schema.sql").write_text(
        "CREATE TABLE stall(one INTEGER PRIMARY KEY, open INTEGER NOT NULL) STRICT;\n"
        "CREATE TABLE item(name TEXT PRIMARY KEY) STRICT;\n"
    )
    (place / "tools.py").write_text(TOOLS)
    (place / "scenarios.py").write_text(SCENARIOS)
    return place


def words(text: str) -> str:
    return " ".join(text.split())


def test_probing_the_car_finds_what_the_engine_needs(run: Run) -> None:
    """Locked doors and the pressed pedal, each with the refusals that they take away."""
    done = run("probe", "vehicle")
    assert (done.status, done.err) == (0, "")
    assert re.search(r"^enables +lockDoors +startEngine +takes away doors_unlocked", done.out, re.MULTILINE)
    assert re.search(r"^enables +pressBrakePedal +startEngine +takes away brake_", done.out, re.MULTILINE)
    assert re.search(r"^startEngine +doors_unlocked +[\d,]+ +lockDoors *$", done.out, re.MULTILINE)
    assert re.search(r"^startEngine +tank_empty +0 +never met *$", done.out, re.MULTILINE)


def test_a_folder_is_probed_with_its_figures(run: Run, stall: Path) -> None:
    """Edges, refusals that nothing takes away, tools that never returned, and what to do next."""
    done = run("probe", stall, "--walks", "6")
    told = words(done.out)
    assert "enables open_stall sell takes away closed" in told
    assert "supplies show_item sell /name is name (item-name)" in told
    assert "locked_drawer locked" in told
    assert "no other tool" in told
    assert "Learned on 8 worlds by" in told
    assert "Never returned, so nothing is known of what comes after them: locked_drawer." in told
    assert f"funreason-sim probe {stall} --out graph.html" in told


def test_a_probe_is_one_json_document_with_short_evidence(run: Run, stall: Path, tmp_path: Path) -> None:
    """The graph with trials that hold no needless call, and every count; the picture is written as well."""
    done = run("probe", stall, "--walks", "6", "--json", "--out", tmp_path / "g.html")
    report = ProbeReport.model_validate_json(done.out)
    [edge] = [edge for edge in report.graph.edges if edge.kind == "enables"]
    assert edge.trial is not None
    assert edge.trial.prefix == ()
    assert report.silent == ("locked_drawer",)
    assert (tmp_path / "g.html").read_text().startswith("<!doctype html>")


def test_a_picture_of_an_unknown_kind_is_refused_before_anything_is_learned(run: Run) -> None:
    """The complaint names the endings."""
    done = run("probe", "vehicle", "--out", "g.png")
    assert done.status == 2
    assert "a file that ends in" in done.complaint


def test_an_edge_is_explained_by_its_execution(run: Run, stall: Path) -> None:
    """The refused try, the call that changes it with its row, the try again, and how to go on by hand."""
    done = run("explain", "open_stall", "sell", "-e", stall)
    assert (done.status, done.err) == (0, "")
    told = words(done.out)
    assert "open_stall → sell enables: takes away closed" in told
    places = [told.index(step) for step in ("tried, and taken back", "refused [closed]", "stall one=1 open 0 1")]
    assert places == sorted(places)
    assert f"funreason-sim play {stall} --seed " in told


def test_a_supply_is_explained_by_what_was_returned_and_taken(run: Run, stall: Path) -> None:
    """Which step's field became which parameter."""
    told = words(run("explain", "show_item", "sell", "-e", stall).out)
    assert re.search(r'Step \d returned "\w+" at /name; step \d took it as name\.', told)


def test_without_an_edge_the_exit_code_is_1(run: Run, stall: Path) -> None:
    """What was tried, and the way round where there is one."""
    done = run("explain", "sell", "open_stall", "-e", stall)
    assert done.status == 1
    told = words(done.out)
    assert "No edge leads from sell to open_stall." in told
    assert "Nothing has to come before open_stall." in told
    assert "No way leads from sell to open_stall through other tools either." in told
    done = run("explain", "lockDoors", "setCruiseControl")
    assert done.status == 1
    assert "The nearest way is lockDoors → startEngine → setCruiseControl." in done.out


def test_a_weak_edge_is_told_with_why_there_is_no_stronger_one(run: Run) -> None:
    """It is an edge, so the exit code is 0."""
    done = run("explain", "releaseBrakePedal", "startEngine")
    assert done.status == 0
    assert "enables (weak evidence)" in done.out
    assert "Why there is no stronger edge:" in done.out


def test_an_explanation_is_one_json_document(run: Run, stall: Path) -> None:
    """With the execution in it."""
    done = run("explain", "open_stall", "sell", "-e", stall, "--json")
    found = Explanation.model_validate_json(done.out)
    assert [step.tool for step in found.proofs[0].steps] == ["sell", "open_stall", "sell"]
    assert json.loads(done.out)["space"] == "stall"


def test_without_an_environment_the_installed_ones_are_searched(run: Run) -> None:
    """Both tools in one, or in two that then share a world."""
    assert run("explain", "lockDoors", "startEngine").status == 0
    done = run("explain", "lockDoors", "book_flight", "--json")
    assert Explanation.model_validate_json(done.out).space == "vehicle+travel"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("nothing", "startEngine"), "has a tool nothing; name yours with -e PATH"),
        (("startEngin", "lockDoors", "-e", "vehicle"), "no tool startEngin in vehicle; did you mean startEngine?"),
        (("lockDoors", "startEngine", "-e", "atlantis"), "no environment is called 'atlantis'"),
    ],
)
def test_unknown_tools_and_environments_are_bad_input(run: Run, arguments: tuple[str, ...], says: str) -> None:
    """Exit code 2 and one sentence."""
    done = run("explain", *arguments)
    assert done.status == 2
    assert says in done.complaint


def test_a_tool_that_several_environments_have_needs_an_environment(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The complaint names them."""
    monkeypatch.setattr("funreason_sim.sim.names", lambda: ["travel", "vehicle", "./vehicle"])
    monkeypatch.setattr("funreason_sim.sim.environment", _called)
    done = run("explain", "lockDoors", "startEngine")
    assert done.status == 2
    assert done.complaint == "./vehicle and vehicle have such tools; say which with -e"


def _called(name: str) -> object:
    from funreason_sim.sim.catalog import environment

    return environment(name.removeprefix("./"))


def _page(count: int) -> GraphRecord:
    edges = [Edge(kind="enables", source="a", target=f"b{n}", code="a_code_that_is_rather_long") for n in range(count)]
    tools = ("a", *(edge.target for edge in edges))
    return GraphRecord(space="s", environments="0", tools=tools, writers=(), edges=tuple(edges))


def test_columns_stand_apart_so_that_few_lines_can_be_written_on() -> None:
    """What a line carries fits between them; where there are many lines, columns stand close."""

    def right(count: int) -> float:
        found = re.search(r'<script type="application/json" id="data">(.*?)</script>', as_html(_page(count)), re.DOTALL)
        assert found
        return max(node["x"] for node in json.loads(found[1])["nodes"])

    assert right(3) > right(FEW + 1) + 60
