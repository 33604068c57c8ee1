"""What was played is saved as a test that passes, a trace that generates, and a scenario that opens."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from shop import shop

from funreason_sim.authoring.play import results as r
from funreason_sim.authoring.play.as_test import literal, source
from funreason_sim.authoring.play.commands import Player
from funreason_sim.authoring.play.saving import document
from funreason_sim.authoring.play.session import Session
from funreason_sim.errors import UsageError
from funreason_sim.pipeline.traces import read_traces
from funreason_sim.sim import Space, World, open_episode, space

TOOLS = '''"""A stall."""

from funreason_sim.sim import World


def buy(world: World, item: str, count: int = 1) -> dict[str, int]:
    """Buy some of an item.

    Args:
        item: Name of the item
        count: How many
    Refuses:
        sold_out: too few are left
        broken [keeps effects]: thirteen break the scales
    """
    if count == 13:
        world.run("UPDATE item SET stock = 0 WHERE name = ?", item)
        world.refuse("broken", {"broken": True})
    if not world.run("UPDATE item SET stock = stock - ? WHERE name = ? AND stock >= ?", count, item, count):
        world.refuse("sold_out", "Too few are left.")
    world.run("INSERT INTO sale(item, count) VALUES (?, ?)", item, count)
    world.schedule(3_600, "restock", item=item)
    return {"sold": count}


def close(world: World) -> str:
    """Close the stall."""
    world.run("DELETE FROM item")
    return "Closed."


def _restock(world: World, item: str) -> None:
    """Put one back."""
    world.run("UPDATE item SET stock = stock + 1 WHERE name = ?", item)


HANDLERS = {"restock": _restock}
'''
SCHEMA = """
CREATE TABLE item(name TEXT PRIMARY KEY, stock INTEGER NOT NULL CHECK (stock BETWEEN 0 AND 9)) STRICT;
CREATE TABLE sale(id INTEGER PRIMARY KEY, item TEXT NOT NULL, count INTEGER NOT NULL, note TEXT) STRICT;
"""
GIVEN = {"stall": {"item": [{"name": "tea", "stock": 5}, {"name": 'it\'s "jam"', "stock": 1}]}}


@pytest.fixture
def stall(tmp_path: Path) -> Path:
    """A folder of an environment."""
    place = tmp_path / "stall"
    place.mkdir()
    (place / "schema.sql").write_text(SCHEMA)
    (place / "tools.py").write_text(TOOLS)
    return place


def at(place: Path, scenario: bool = True) -> Player:
    document = GIVEN if scenario else None
    return Player(Session.begin(space(str(place)), "5", document), str(place), place)  # type: ignore[arg-type]


def pytest_passes(file: Path) -> bool:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(file)]
    done = subprocess.run(command, cwd=file.parent, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return done.returncode == 0


PLAYED = (
    "buy item=tea count=2",
    'buy item="it\'s \\"jam\\"" count=4',
    "buy item=tea count=13",
    "advance 90m",
    "close",
)


def test_a_saved_test_passes_until_a_tool_does_something_else(stall: Path) -> None:
    """It lies in the environment's tests/, and asserts rows, outcomes, refusals and what time brought."""
    playing = at(stall)
    for line in PLAYED:
        playing.do(line)
    saved = playing.do("save test selling")
    assert saved == r.Saved("test", stall / "tests" / "test_selling.py", ())
    file = stall / "tests" / "test_selling.py"
    text = file.read_text()
    assert "@pytest.mark.environment(seed=5, scenario=SCENARIO)\ndef test_selling(episode: Episode)" in text
    assert 'assert_refused(ran, "sold_out", "Too few are left.")' in text
    assert 'assert_refused(ran, "broken", {"broken": True}, item=changed("tea", stock=(3, 0)))' in text
    assert 'assert_effects(episode.advance(5400), item=changed("tea", stock=(0, 1)))' in text
    assert 'sale=added(1, item="tea", count=2, note=None)' in text
    assert 'item=[removed("it\'s \\"jam\\"", stock=1), removed("tea", stock=1)]' in text
    assert 'assert ran.text == "Closed."' in text
    assert pytest_passes(file)
    (stall / "tools.py").write_text(TOOLS.replace("stock = stock - ?", "stock = stock - ? - 1"))
    assert not pytest_passes(file)


def test_a_saved_test_names_the_environment_that_it_does_not_lie_in(
    stall: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path from the test's own folder, or the name of an installed one; seed 0 goes without saying."""
    other = tmp_path / "elsewhere" / "test_it.py"
    playing = at(stall, scenario=False)
    playing.do("close")
    playing.do(f"save test {other}")
    assert '@pytest.mark.environment("../stall", seed=5)\ndef test_it(' in other.read_text()
    assert "SCENARIO" not in other.read_text()
    assert pytest_passes(other)
    monkeypatch.chdir(tmp_path)
    with Session.begin(space("vehicle"), "0") as session:
        session.call("get_current_speed", {})
        assert '@pytest.mark.environment("vehicle")\n' in source(session, "vehicle", Path("test_x.py"))
    with Session.begin(space("vehicle"), "07") as session:
        session.call("get_current_speed", {})
        assert 'environment("vehicle", seed="07")' in source(session, "vehicle", Path("test_x.py"))


def test_a_test_that_nothing_has_to_be_said_of_has_no_mark(stall: Path) -> None:
    """It lies in the environment's folder, and its world is that of seed 0."""
    playing = Player(Session.begin(space(str(stall)), "0"), str(stall), stall)
    playing.do("close")
    playing.do("save test closing")
    assert "pytest" not in (stall / "tests" / "test_closing.py").read_text()
    assert pytest_passes(stall / "tests" / "test_closing.py")


def test_a_bare_name_of_an_installed_environment_is_a_file_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is no folder of one's own to put it into."""
    monkeypatch.chdir(tmp_path)
    playing = Player(Session.begin(space("vehicle"), "3"), "vehicle")
    playing.do('lockDoors unlock=false door=["driver","passenger","rear_left","rear_right"]')
    assert playing.do("save test test_doors") == r.Saved("test", Path("test_doors.py"), ())
    assert pytest_passes(tmp_path / "test_doors.py")


@pytest.mark.parametrize("kind", ["test", "trace"])
def test_nothing_played_is_nothing_to_save(stall: Path, kind: str) -> None:
    """And nothing is written."""
    with pytest.raises(UsageError, match="nothing was done on branch main yet"):
        at(stall).do(f"save {kind} x")
    assert not (stall / "tests").exists()


def test_no_file_is_overwritten(stall: Path) -> None:
    """The complaint asks for another name."""
    playing = at(stall)
    playing.do("close")
    playing.do("save test closing")
    with pytest.raises(UsageError, match=r"test_closing.py is there already; give another name"):
        playing.do("save test closing")


def test_a_file_that_cannot_be_written_is_named(stall: Path) -> None:
    """With the reason."""
    playing = at(stall)
    playing.do("close")
    (stall / "tests").write_text("in the way")
    with pytest.raises(UsageError, match=r"test_closing.py cannot be written: "):
        playing.do("save test closing")
    with pytest.raises(UsageError, match="a test takes a name of letters"):
        playing.do("save test one-two")


def test_a_trace_holds_the_calls_that_returned(stall: Path, tmp_path: Path) -> None:
    """It is read by the reader that generation uses, and gives the same outcomes."""
    playing = at(stall)
    for line in ("buy item=tea count=2", "buy item=tea count=9", "advance 60", "buy item=tea"):
        playing.do(line)
    file = tmp_path / "t.jsonl"
    saved = playing.do(f"save trace {file}")
    assert isinstance(saved, r.Saved)
    assert saved.notes == ("left out: 1 refused call", "left out: the time that passed, which no call noticed")
    [trace] = read_traces(file)
    assert (trace.name, trace.space, trace.seed, trace.scenario) == ("t", "stall", "5", GIVEN)
    assert trace.turns == ((("buy", {"item": "tea", "count": 2}), ("buy", {"item": "tea"})),)


def test_a_trace_that_would_go_otherwise_is_not_written(stall: Path, tmp_path: Path) -> None:
    """The time that passed brought what a later call took."""
    playing = at(stall)
    for line in ("buy item=tea count=5", "advance 2h", "buy item=tea"):
        playing.do(line)
    with pytest.raises(UsageError, match='act 3, buy item="tea", returns something else; undo them, or save a test'):
        playing.do(f"save trace {tmp_path / 't.jsonl'}")
    assert not (tmp_path / "t.jsonl").exists()


def test_a_trace_of_refusals_alone_is_none(stall: Path, tmp_path: Path) -> None:
    """There is nothing to generate from."""
    playing = at(stall)
    playing.do("buy item=tea count=9")
    with pytest.raises(UsageError, match="a trace holds calls that returned, and none did"):
        playing.do(f"save trace {tmp_path / 't.jsonl'}")


def test_a_scenario_opens_the_same_world(stall: Path, tmp_path: Path) -> None:
    """And says that the clock and what is due are not in it."""
    playing = at(stall)
    for line in ("buy item=tea count=2", "advance 60"):
        playing.do(line)
    saved = playing.do(f"save scenario {tmp_path / 's.json'}")
    assert isinstance(saved, r.Saved)
    assert saved.notes == (
        "a scenario has no clock: it begins on the day on which every world does",
        "what is due is not in it: stall.restock",
    )
    document = json.loads((tmp_path / "s.json").read_text())
    with open_episode(space(str(stall)), document) as episode:
        assert episode.digest() == playing.session.episode.digest()


def test_a_scenario_that_does_not_hold_everything_says_which_table() -> None:
    """The shop of the tests dumps its products only."""
    playing = Player(Session.begin(Space([shop()]), "5"), "shop")
    playing.do("open_shop")
    playing.do("order_product product=tea")
    notes = document("scenario", playing.session, "shop", Path("s.json")).notes
    assert [note.split()[2] for note in notes] == ["product", "purchase", "till"]


def test_names_that_are_no_words_of_python_are_written_so_that_they_are() -> None:
    """Tables and columns may be called anything."""

    def mark(world: World) -> None:
        """Mark everything."""
        world.run('INSERT INTO "my table" VALUES (1, 2, 3)')

    schema = 'CREATE TABLE "my table"(id INTEGER PRIMARY KEY, "a b" INT, "class" INT) STRICT;'
    bare = SimpleNamespace(generate=lambda dice: {}, load=lambda w, s: None, dump=lambda w: {}, known=lambda w, d: {})
    environment = shop(mark, schema=schema, scenarios=bare)
    with Session.begin(Space([environment]), "1") as session:
        session.call("mark", {})
        text = source(session, "shop", Path("test_x.py"))
    ast.parse(text)
    assert 'assert_effects(ran, **{"my table": added(1, **{"a b": 2}, **{"class": 3})})' in text


def test_long_values_are_broken_into_lines_that_mean_the_same() -> None:
    """Whatever is nested how deep."""
    value = {"names": [f"name number {n}" for n in range(9)], "deep": {"x" * 40: [{"y" * 50: None, "z": [True, 1.5]}]}}
    text = literal(value, 4, 10)  # type: ignore[arg-type]
    assert ast.literal_eval(text) == value
    assert max(map(len, text.splitlines())) <= 120
    assert literal([], 0, 200) == "[]"
    assert literal({"a": 1}, 0, 0) == '{"a": 1}'
