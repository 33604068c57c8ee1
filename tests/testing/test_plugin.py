"""The pytest plugin as people use it: a folder of tests, run by pytest itself in this process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

SCHEMA = "CREATE TABLE cart(item TEXT PRIMARY KEY, count INTEGER NOT NULL CHECK (count > 0)) STRICT;"
TOOLS = '''
"""A shop."""
from funreason_sim.sim import World

def add_to_cart(world: World, item: str, count: int = 1) -> dict[str, int]:
    """Put something into the cart.

    Args:
        item: What to buy
        count: How many
    Refuses:
        bad_count: fewer than one, or more than a shelf holds
    """
    if not 0 < count < 100:
        world.refuse("bad_count", "Buy at least one.")
    world.run("INSERT INTO cart VALUES (?, ?) ON CONFLICT DO UPDATE SET count = excluded.count", item, count)
    return {"count": count}
'''
SCENARIOS = """
def generate(dice):
    return {"cart": {"soap": dice.integer(1, 9)}}

def load(world, scenario):
    for item, count in scenario.get("cart", {}).items():
        world.run("INSERT INTO cart VALUES (?, ?)", item, count)

def dump(world):
    return {"cart": dict(world.all("SELECT item, count FROM cart ORDER BY rowid"))}

def known(world, dice):
    return {"add_to_cart.item": ["tea", "soap"], "add_to_cart.count": [1, 2, 3]}
"""
HEAD = """
import pytest
from funreason_sim.testing import added, assert_effects, assert_refused, changed
"""


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    """A folder that holds an environment, my_shop, and room for tests."""
    folder = pytester.mkdir("my_shop")
    for name, text in (("schema.sql", SCHEMA), ("tools.py", TOOLS), ("scenarios.py", SCENARIOS)):
        (folder / name).write_text(text)
    (folder / "tests").mkdir()
    (pytester.path / "pytest.ini").write_text(
        "[pytest]\naddopts = --strict-markers --import-mode=importlib\nasyncio_default_fixture_loop_scope = function\n"
    )
    return pytester


def run(project: pytest.Pytester, file: str, text: str, *options: str) -> pytest.RunResult:
    """Run one file of tests."""
    path = project.path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD + text)
    return project.runpytest_inprocess(*options, file)


SENTENCE = """
def test_tea(episode):
    assert_effects(episode.call("add_to_cart", {"item": "tea", "count": 2}), cart=added(item="tea", count=2))
"""


@pytest.mark.parametrize(
    ("file", "mark"),
    [
        ("my_shop/tests/test_it.py", ""),
        ("my_shop/tests/deep/test_it.py", ""),
        ("test_it.py", 'pytestmark = pytest.mark.environment("./my_shop", seed=4)'),
        ("tests/test_it.py", 'pytestmark = pytest.mark.environment("../my_shop")'),
        ("tests/test_it.py", 'pytestmark = pytest.mark.environment("./my_shop+vehicle")'),
        ("tests/test_it.py", 'pytestmark = pytest.mark.environment("vehicle", "my_shop")'),
    ],
)
def test_a_test_finds_its_environment(project: pytest.Pytester, file: str, mark: str) -> None:
    """By the folder it lies in, or by a mark: a path from its own folder or from pytest's, or an installed name."""
    run(project, file, mark + SENTENCE).assert_outcomes(passed=1)


def test_a_mark_says_how_the_episode_begins(project: pytest.Pytester) -> None:
    """Seed and scenario come from the nearest mark that gives them; the place from the nearest that names one."""
    text = """
from funreason_sim.sim import Space, environment
pytestmark = pytest.mark.environment("./my_shop", seed=4)
SHOP = {"my_shop": {"cart": {"tea": 5}}}

@pytest.mark.environment(scenario=SHOP)
def test_scenario(episode):
    assert episode.dump() == SHOP
    assert episode.events()[0].seed == "4"

@pytest.mark.environment(seed=7)
def test_seed(episode, space):
    assert episode.events()[0].seed == "7"
    assert space.name == "my_shop"

@pytest.mark.environment(environment("vehicle"))
def test_object(space):
    assert space.name == "vehicle"

@pytest.mark.environment(Space([environment("travel")]), environment("vehicle"))
def test_space(space):
    assert space.name == "travel+vehicle"
"""
    run(project, "test_it.py", text).assert_outcomes(passed=4)


@pytest.mark.parametrize(
    ("mark", "says"),
    [
        ("", "*no environment to test: test_it.py has no pytest.mark.environment(PATH)*"),
        ('pytestmark = pytest.mark.environment("./nothing")', "*nothing is no environment*"),
        ('pytestmark = pytest.mark.environment("boat")', "*no environment is called 'boat'*"),
        ('pytestmark = pytest.mark.environment("my_shop", start=1)', "*takes seed and scenario, not start*"),
    ],
)
def test_a_test_without_an_environment_fails_in_one_sentence(project: pytest.Pytester, mark: str, says: str) -> None:
    """No traceback, and what would be right."""
    result = run(project, "test_it.py", mark + SENTENCE)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([says])
    result.stdout.no_fnmatch_line("*Traceback*")


WALK = """
pytestmark = pytest.mark.environment("./my_shop")

@pytest.mark.parametrize("count", [2])
def test_walk(episode, walk_snapshot, count):
    episode.hear("Tea, please.")
    episode.call("add_to_cart", {"item": "tea", "count": count})
    walk_snapshot(episode)
    episode.call("add_to_cart", {"item": "tea", "count": 0})
    episode.advance(60)
    walk_snapshot(episode)
"""


def test_a_walk_is_compared_with_its_file(project: pytest.Pytester) -> None:
    """A missing file fails, updating writes it, and what differs later is shown as a diff."""
    missing = run(project, "test_it.py", WALK)
    missing.assert_outcomes(failed=1)
    missing.stdout.fnmatch_lines(
        ["*there is no snapshot *test_it.test_walk-2.walk; pytest --update-snapshots writes it"]
    )
    run(project, "test_it.py", WALK, "--update-snapshots").assert_outcomes(passed=1)
    run(project, "test_it.py", WALK).assert_outcomes(passed=1)
    changed = run(project, "test_it.py", WALK.replace('"count": 0', '"count": 3'))
    changed.assert_outcomes(failed=1)
    changed.stdout.fnmatch_lines(
        ['-add_to_cart {"item": "tea", "count": 0}', '+add_to_cart {"item": "tea", "count": 3}']
    )


def test_a_walk_reads_well(project: pytest.Pytester) -> None:
    """Calls, outcomes, rows and time, a line each."""
    run(project, "test_it.py", WALK, "--update-snapshots").assert_outcomes(passed=1)
    [first, second] = sorted((project.path / "snapshots").iterdir(), key=lambda file: len(file.name))
    assert first.read_text("utf-8").splitlines() == [
        "seed 0 in my_shop",
        'add_to_cart {"item": "tea", "count": 2}',
        '  = {"count": 2}',
        '  + cart {"item": "tea"} {"item": "tea", "count": 2}',
    ]
    assert second.read_text("utf-8").splitlines()[4:] == [
        'add_to_cart {"item": "tea", "count": 0}',
        '  ! bad_count {"error": "Buy at least one."}',
        "60 seconds pass",
    ]


LAST_CALL = """
import pytest
from funreason_sim.testing import added, assert_effects, assert_refused

def test_the_last_call(episode):
    with pytest.raises(AssertionError, match="nothing has been called yet"):
        assert_refused("bad_count")
    episode.call("add_to_cart", {"item": "tea", "count": 0})
    assert_refused("bad_count")
    with pytest.raises(AssertionError, match="should be refused with 'sold_out', not 'bad_count'"):
        assert_refused("sold_out")
    with pytest.raises(AssertionError, match="was refused with 'bad_count'"):
        assert_effects()
    episode.fork().call("add_to_cart", {"item": "tea"})
    assert_refused("bad_count")

def test_no_episode():
    with pytest.raises(AssertionError, match="name the call that is meant"):
        assert_refused("bad_count")
"""


def test_an_assertion_that_names_no_call_is_about_the_last_one(project: pytest.Pytester) -> None:
    """Of the test's own episode; without one it says what to name."""
    run(project, "my_shop/tests/test_it.py", LAST_CALL).assert_outcomes(passed=2)


def test_the_properties_are_a_sentence(project: pytest.Pytester) -> None:
    """One fixture, one call; a broken promise fails with its sequence and no traceback."""
    text = "def test_sound(properties):\n    properties.hold(examples=10)\n"
    run(project, "my_shop/tests/test_it.py", text).assert_outcomes(passed=1)
    tools = project.path / "my_shop" / "tools.py"
    tools.write_text(TOOLS.replace("0 < count", "-1 < count"))
    broken = run(project, "my_shop/tests/test_it.py", text)
    broken.assert_outcomes(failed=1)
    broken.stdout.fnmatch_lines(["tool add_to_cart broke at *", "  add_to_cart(*count=0)"])
    broken.stdout.no_fnmatch_line("*Traceback*")


def test_the_properties_need_hypothesis(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is missing, the test says what to install."""
    monkeypatch.setattr("funreason_sim.testing.plugin.find_spec", lambda name: None)
    result = run(project, "my_shop/tests/test_it.py", "def test_sound(properties):\n    properties.hold()\n")
    result.stdout.fnmatch_lines(["the fixture properties needs hypothesis; pip install hypothesis"])


def test_the_plugin_is_light() -> None:
    """A pytest run of somebody who never tests an environment imports neither the simulator nor hypothesis for us."""
    code = (
        "import sys, funreason_sim.testing.plugin; print(sorted({'apsw', 'pydantic', 'hypothesis'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_plugin_declares_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loaded anew, it has its option and its mark; the words of a test are there and nothing else."""
    import importlib

    import funreason_sim.testing as words

    for name in ("funreason_sim.testing", "funreason_sim.testing.plugin"):
        monkeypatch.delitem(sys.modules, name)
    plugin = importlib.import_module("funreason_sim.testing.plugin")
    assert plugin.MARK.startswith("environment(")
    assert all(getattr(words, name) for name in words.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = words.nothing
    assert Path(plugin.__file__).name == "plugin.py"
