"""`mutate` on a small environment: what its tests notice and miss, what explains a survivor, and what is left alone."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cli.conftest import run, run_on_terminal  # noqa: F401 - fixtures

from funreason_sim.authoring.mutation import How, measure, trials
from funreason_sim.authoring.mutation.declared import read_declared
from funreason_sim.authoring.mutation.seeding import seed_faults
from funreason_sim.errors import UsageError
from funreason_sim.sim import environment

SCHEMA = "CREATE TABLE cart(item TEXT PRIMARY KEY, count INTEGER NOT NULL CHECK (count > 0)) STRICT;"
TOOLS = '''"""A cart."""

from funreason_sim.sim import World


def add(world: World, item: str, count: int = 1) -> dict[str, int]:
    """Put something into the cart.

    Args:
        item: What to buy
        count: How many
    Refuses:
        bad_count: fewer than one
    """
    _check(world, count)
    world.run("INSERT INTO cart VALUES (?, ?)", item, count)
    return {"count": count}


def _check(world: World, count: int) -> None:
    if count < 1:
        world.refuse("bad_count", "Buy at least one.")


def halve(world: World, count: int) -> int:
    """Halve a number.

    Args:
        count: The number
    """
    return count // 2


def drop(world: World) -> str:
    """Drop the cart; nobody tests this."""
    world.run("DELETE FROM cart")
    return "dropped"
'''
SPIN = '''"""A top."""

from funreason_sim.sim import World


def spin(world: World, times: int) -> int:
    """Count down.

    Args:
        times: From where
    """
    while times > 0:
        times -= 1
    return times
'''
SCENARIOS = """
def generate(dice):
    return {}

def load(world, scenario):
    pass

def dump(world):
    return {}

def known(world, dice):
    return {}
"""
TESTS = """
import pytest
from funreason_sim.testing import added, assert_effects, assert_refused

def test_add(episode):
    event = episode.call("add", {"item": "tea", "count": 2})
    assert_effects(event, cart=added("tea", count=2))
    assert event.value == {"count": 2}
    assert_effects(episode.call("add", {"item": "jam"}), cart=added("jam", count=1))
    assert_refused(episode.call("add", {"item": "soap", "count": 0}), "bad_count")

def test_halve(episode):
    assert episode.call("halve", {"count": 5}).value == 2

@pytest.mark.slow
def test_that_takes_long(episode):
    episode.call("halve", {"count": 1})
"""
INI = (
    "[pytest]\naddopts = --import-mode=importlib\nmarkers = slow: takes long\n"
    "asyncio_default_fixture_loop_scope = function\n"
)


@pytest.fixture
def cart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The environment as a folder with tests; what its tests import is forgotten afterwards."""
    monkeypatch.setattr(trials, "_GRACE", 0.3)  # seconds until a fault that never ends is given up
    folder = tmp_path / "cart"
    (folder / "tests").mkdir(parents=True)
    files = {"schema.sql": SCHEMA, "tools.py": TOOLS, "scenarios.py": SCENARIOS, "tests/test_cart.py": TESTS}
    for name, text in files.items():
        (folder / name).write_text(text)
    (tmp_path / "pytest.ini").write_text(INI)
    before = set(sys.modules)
    yield folder
    for name in set(sys.modules) - before:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(tmp_path)):
            del sys.modules[name]


def measured(cart: Path, **how: Any) -> Any:
    """What the tests of the cart notice."""
    return measure(environment(str(cart)), How(tests=(cart / "tests",), **how))


def missed(cart: Path, **how: Any) -> set[tuple[str, str, str]]:
    """Fate, function and changed lines of the survivors."""
    survivors = measured(cart, **how).survivors
    return {(item.fate, item.fault.function, item.fault.becomes) for item in survivors}


def test_survivors_are_what_no_test_notices(cart: Path) -> None:
    """Everything else is killed; what no test runs is told apart."""
    assert missed(cart) == {
        ("unreached", "tools.drop", "pass"),
        ("unreached", "tools.drop", 'return "dropped?"'),
    }


def test_a_fault_that_never_ends_is_killed(cart: Path) -> None:
    """`times += 1` is stopped by the alarm of its process."""
    (cart / "tools.py").write_text(SPIN)
    (cart / "tests" / "test_cart.py").write_text(
        "def test_spin(episode):\n    assert episode.call('spin', {'times': 5}).value == 0\n"
    )
    found = measured(cart, workers=2)
    [endless] = [item for item in found.tried if item.fault.becomes == "times += 1"]
    assert endless.killed


def test_only_tests_with_the_markers_count(cart: Path) -> None:
    """The only test marked slow calls nothing but halve, and asserts nothing."""
    found = measured(cart, markers="slow")
    assert found.tests == 1
    assert {item.fate for item in found.tried if item.fault.function == "tools.add"} == {"unreached"}
    assert not any(item.killed for item in found.tried if item.fault.becomes == "return count // 3")


def test_a_limit_tries_some_of_the_faults(cart: Path) -> None:
    """So many, and the same for the same seed."""
    found = measured(cart, limit=4, seed=1)
    again = measured(cart, limit=4, seed=1)
    assert (len(found.tried), found.seeded) == (4, len(seed_faults(environment(str(cart)))))
    assert [item.fault.diff for item in found.tried] == [item.fault.diff for item in again.tried]


def test_nothing_is_written(cart: Path) -> None:
    """Neither sources nor bytecode nor caches: the folder is as it was."""

    def state() -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in cart.parent.rglob("*") if path.is_file()}

    before = state()
    measured(cart)
    assert state() == before


@pytest.mark.parametrize(
    ("tests", "says"),
    [
        (
            "def test_wrong():\n    assert False\n",
            "test_wrong fails without any fault; mutate starts from tests that pass",
        ),
        ("", "there are no tests in "),
        ("def test_nothing():\n    pass\n", "no test in .*tests runs a tool of cart"),
        ("import nothing_like_it\n", "pytest cannot run .*tests: "),
    ],
)
def test_tests_that_cannot_judge_are_a_usage_error(cart: Path, tests: str, says: str) -> None:
    """Tests that fail by themselves, that are not there, or that cannot be collected."""
    (cart / "tests" / "test_cart.py").write_text(tests)
    with pytest.raises(UsageError, match=says):
        measured(cart)


def test_tests_that_are_not_there_are_a_usage_error(cart: Path) -> None:
    """A folder that does not exist is named."""
    with pytest.raises(UsageError, match="nowhere does not exist; --tests names a folder or a file of tests"):
        measure(environment(str(cart)), How(tests=(cart / "nowhere",)))


def test_an_environment_without_code_has_nothing_to_seed(cart: Path) -> None:
    """A tool that does nothing can do nothing wrong."""
    (cart / "tools.py").write_text(
        '"""A cart."""\nfrom funreason_sim.sim import World\n\ndef look(world: World) -> None:\n    """Look."""\n'
    )
    with pytest.raises(UsageError, match="cart has no code that a fault could be seeded into"):
        measured(cart)


EXPLAINED = """
[[cart]]
function = "tools.drop"
was = 'return "dropped"'
becomes = 'return "dropped?"'
reason = "nobody reads it"

[[other]]
function = "tools.drop"
"""
STALE = """
[[cart]]
function = "tools._check"
was = "if count < 1:"
becomes = "if count < 2:"
reason = "a test does notice"

[[cart]]
function = "tools.gone"
was = "a"
becomes = "b"
reason = "it was removed"
"""


def test_a_survivor_can_be_explained(cart: Path) -> None:
    """The reason stands with it; it remains a survivor, and the share does not rise."""
    plain = measured(cart)
    (cart / "tests" / "mutants.toml").write_text(EXPLAINED)
    found = measured(cart)
    assert {item.fault.becomes: item.reason for item in found.survivors} == {
        "pass": None,
        'return "dropped?"': "nobody reads it",
    }
    assert (found.killed, found.share, found.stale) == (plain.killed, plain.share, ())


def test_an_explanation_has_to_be_true(cart: Path) -> None:
    """One whose fault is noticed, or is not seeded any more, is told."""
    (cart / "tests" / "mutants.toml").write_text(STALE)
    assert [entry.function for entry in measured(cart).stale] == ["tools._check", "tools.gone"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[cart", "mutants.toml cannot be read as TOML: "),
        ("[cart]", r"write \[\[cart\]\], one for each survivor, not \[cart\]"),
        ('[[cart]]\nfunction = "f"', r"\[\[cart\]\] number 1 needs was = "),
        ('[[cart]]\nfunction = "f"\nwas = "a"\nbecomes = "b"\nreason = " "', "number 1 needs reason = "),
        (
            '[[cart]]\nfunction = "f"\nwas = "a"\nbecomes = "b"\nreason = "c"\nline = 3',
            "number 1 has line; an entry has",
        ),
    ],
)
def test_a_bad_explanation_is_a_usage_error(tmp_path: Path, text: str, says: str) -> None:
    """The sentence names the file and the entry, and what it should hold."""
    (tmp_path / "mutants.toml").write_text(text)
    with pytest.raises(UsageError, match=says):
        read_declared([tmp_path / "test_cart.py"], "cart")


def test_a_trial_stops_at_the_first_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """In its process the fault is put in, and tests run until one fails; without a failure it has survived."""
    ran: list[object] = []
    faults = seed_faults(environment("vehicle"))
    plugin = trials.Trials((), faults, 1, lambda done, of: None)

    def protocol(item: object, nextitem: object) -> None:
        ran.append(nextitem)
        if getattr(item, "fails", False):
            plugin.failed.append("x")

    def test(fails: bool) -> Any:
        return SimpleNamespace(fails=fails, ihook=SimpleNamespace(pytest_runtest_protocol=protocol))

    unusable: Any = SimpleNamespace(text="no python (")
    harmless: Any = next(fault for fault in faults if fault.function == "facts.TANK_GALLONS")
    same = SimpleNamespace(text=harmless.source.data.decode(), name=harmless.name, source=harmless.source)
    monkeypatch.setattr(trials, "_without_shrinking", lambda: None)  # this process goes on with other tests
    assert plugin.trial(unusable, [test(False)]) == trials._UNUSABLE
    assert plugin.trial(same, [test(False), test(False)]) == trials._SURVIVED  # type: ignore[arg-type]
    assert plugin.trial(same, [test(False), test(True), test(False)]) == trials._KILLED  # type: ignore[arg-type]
    assert len(ran) == 4


def test_a_fault_that_cannot_be_put_in_stops_everything() -> None:
    """It would be our own fault, and no result."""
    faults = seed_faults(environment("vehicle"))[:1]
    plugin = trials.Trials((), faults, 1, lambda done, of: None)
    with pytest.raises(RuntimeError, match="a seeded fault cannot be put in"):
        plugin._settle(0, trials._UNUSABLE << 8)


def test_a_process_ends_with_what_its_act_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its alarm is set before; whatever is raised counts as noticed."""
    before = signal.getsignal(signal.SIGALRM)
    try:
        assert trials._end_after(60, lambda: 7) == 7
        assert signal.setitimer(signal.ITIMER_REAL, 0)[0] > 50
        assert trials._end_after(60, lambda: sys.exit(3)) == trials._KILLED
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


Command = Callable[..., Any]


def test_the_command_lists_what_tests_miss(cart: Path, run: Command, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    """Place, diff, a table by function, the way to explain, and the share; exit 1 below what is asked."""
    monkeypatch.chdir(cart.parent)
    done = run("mutate", "./cart", "--workers", 1)
    assert done.status == 1
    lines = done.out.splitlines()
    assert lines[0] == "cart/tools.py:36: dropped write in tools.drop: no test runs this"
    assert '    -    world.run("DELETE FROM cart")' in lines
    assert "    +    pass" in lines
    assert any(line.split() == ["tools.drop", "2", "2"] for line in lines)
    assert any(line.split() == ["tools._check", "5", "5", "add"] for line in lines)
    assert any(
        line.startswith("Write a test that notices.") and line.endswith("cart/tests/mutants.toml:") for line in lines
    )
    assert '    was = "world.run(\\"DELETE FROM cart\\")"' in lines
    assert lines[-1].startswith("cart: ")
    assert lines[-1].endswith(" %, asked 95 %; 2 missed.")


def test_the_command_is_content_with_the_asked_share(cart: Path, run: Command) -> None:  # noqa: F811
    """Exit 0 when enough is killed, and 1 when an explanation is not true, whatever the share."""
    (cart / "tests" / "mutants.toml").write_text(EXPLAINED)
    done = run("mutate", cart, "--at-least", 80, "--workers", 1)
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines()[-1].endswith("asked 80 %; 1 missed, 1 explained.")
    assert "no test notices" not in done.out
    assert "explained: nobody reads it" in done.out
    (cart / "tests" / "mutants.toml").write_text(STALE)
    stale = run("mutate", cart, "--at-least", 0, "--workers", 1)
    assert stale.status == 1
    assert "tools.gone: 'a' -> 'b' is no survivor; remove it from the file" in stale.out


def test_the_command_prints_one_document(cart: Path, run: Command) -> None:  # noqa: F811
    """With --json there is all of it, and nothing else."""
    done = run("mutate", cart, "--json", "--workers", 1)
    document = json.loads(done.out)
    assert (document["environment"], document["tests"], document["at_least"]) == ("cart", 3, 95.0)
    assert document["tried"] == document["seeded"] == document["killed"] + 2
    assert document["share"] == round(100 * document["killed"] / document["tried"], 2)
    fields = {"kind", "file", "line", "function", "tools", "fate", "was", "becomes", "reason", "diff"}
    assert [set(survivor) for survivor in document["survivors"]] == [fields, fields]


def test_the_command_shows_its_progress(cart: Path, run_on_terminal: Command) -> None:  # noqa: F811
    """Where somebody watches there is a bar, and the diff is coloured."""
    done = run_on_terminal("mutate", cart, "--limit", 6, "--seed", 3)
    assert "trying faults" in done.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["vehicle"], "there are no tests in vehicle/tests; --tests names the folder or file of vehicle's tests"),
        (["./nothing"], "nothing is no environment"),
    ],
)
def test_what_cannot_be_measured_is_said(run: Command, arguments: list[str], says: str) -> None:  # noqa: F811
    """One sentence, and exit 2."""
    done = run("mutate", *arguments)
    assert done.status == 2
    assert says in done.complaint


def test_without_pytest_there_is_no_measuring(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    """The sentence says what to install."""
    monkeypatch.setattr("funreason_sim.cli.mutate.find_spec", lambda name: None)
    assert run("mutate", "vehicle").complaint.endswith("which is not installed; pip install pytest")


def test_storage_of_hypothesis_is_given_back(cart: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that somebody chose for it stays chosen."""
    monkeypatch.setenv("HYPOTHESIS_STORAGE_DIRECTORY", "chosen")
    measured(cart, limit=1)
    assert os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] == "chosen"
