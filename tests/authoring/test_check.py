"""What `check` reports of environments that are right, and what it can be relied on for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from authoring.small_shop import line_of, write_shop
from shop import shop

from funreason_sim.authoring.checks import Elsewhere, Report, check
from funreason_sim.authoring.checks.trail import perform
from funreason_sim.errors import EnvironmentDefect, UnknownEnvironment
from funreason_sim.sim import World, catalog, environment, open_episode

BUDGET = 7_000


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Elsewhere]:
    """Processes that all checks of this module share."""
    with Elsewhere() as processes:
        yield processes


@pytest.fixture(scope="module", params=["travel", "vehicle"])
def bundled(request: pytest.FixtureRequest, elsewhere: Elsewhere) -> Report:
    """The report of a bundled environment, with little more than half of the budget that the command has."""
    return check(request.param, BUDGET, elsewhere=elsewhere)


def test_the_bundled_environments_are_clean(bundled: Report) -> None:
    """No finding, every branch of every tool taken, and nothing left unchecked."""
    assert bundled.clean, [fault.message for fault in bundled.faults]
    assert BUDGET <= bundled.calls < BUDGET + 300
    assert bundled.elsewhere
    assert len(bundled.checks) == 12
    assert not [missed for tool in bundled.tools for missed in tool.missed]


def test_the_input_that_reached_a_code_reaches_it_again(bundled: Report) -> None:
    """The report is proof: its scenario, seed and calls lead anybody there."""
    installed = environment(bundled.environment)
    for tool in bundled.tools:
        assert set(tool.reached) == set(installed.tools[tool.name].refusals)
        for code, trail in tool.reached.items():
            assert trail is not None
            scenario = {installed.name: trail.start.scenario}
            with open_episode([installed], scenario, seed=trail.start.seed) as episode:
                for act in trail.acts:
                    perform(episode, act)
                assert episode.events()[-1].outcome.code == code  # type: ignore[union-attr]


def test_readers_and_writers_are_told_apart(bundled: Report) -> None:
    """By what their calls did, over thousands of them; quirks are seen to be what they say."""
    tools = {tool.name: tool for tool in bundled.tools}
    if bundled.environment == "vehicle":
        assert tools["lockDoors"].writes == ("door",)
        assert tools["check_tire_pressure"].writes == ()
        quirks = {(q.code, q.declares, q.seen) for q in tools["startEngine"].quirks}
        assert ("invalid_mode", "keeps effects", True) in quirks
        [never] = tools["get_outside_temperature_from_weather_com"].quirks
        assert (never.code, never.declares, never.seen) == ("site_not_found", "always", True)
    else:
        assert tools["book_flight"].writes == ("booking", "card")
        assert tools["get_booking_history"].writes == ()


def test_the_same_sources_give_the_same_report(tmp_path: Path, elsewhere: Elsewhere) -> None:
    """Nothing of the report comes from the clock, from chance or from an earlier check."""
    folder = write_shop(tmp_path)
    assert check(folder, 400, elsewhere=elsewhere).document() == check(folder, 400, elsewhere=elsewhere).document()


def test_branches_that_no_call_takes_are_listed_with_their_lines(tmp_path: Path, elsewhere: Elsewhere) -> None:
    """As information: they are no findings. What stands in a branch never taken is not told once more."""
    branching = '''    """List the colours that paper comes in."""
    chosen = _chosen(
        len(COLOURS),
    )
    if not COLOURS:
        if SEEN:
            chosen = []
    if COLOURS:
        chosen = list(chosen)
    while len(chosen) > 99:
        chosen.pop()
    for _ in SEEN:
        chosen = []
    try:
        COLOURS[0]
    except IndexError:
        chosen = []
    return chosen


def _chosen(count: int) -> list[str]:
    if count < 0:
        return []
    return list(COLOURS)
'''
    old = '    """List the colours that paper comes in."""\n    return list(COLOURS)\n'
    folder = write_shop(tmp_path, ("tools.py", old, branching))
    report = check(folder, 400, elsewhere=elsewhere)
    [colours] = [tool for tool in report.tools if tool.name == "list_colours"]
    assert [(missed.line, missed.what) for missed in colours.missed] == [
        (line_of(folder, "tools.py", "if not COLOURS"), "never true"),
        (line_of(folder, "tools.py", "    if COLOURS:"), "never false"),
        (line_of(folder, "tools.py", "while len"), "never true"),
        (line_of(folder, "tools.py", "for _ in SEEN"), "never entered"),
        (line_of(folder, "tools.py", "except IndexError"), "never entered"),
    ]
    [shared] = report.shared
    assert (shared.function, shared.line, shared.what) == (
        "_chosen",
        line_of(folder, "tools.py", "count < 0"),
        "never true",
    )
    assert report.clean


def test_time_passes_in_walks_and_what_falls_due_is_watched(elsewhere: Elsewhere) -> None:
    """A handler that reads the clock is found, and one that is sound is not; no address is needed but for processes."""

    def nag(world: World, order: str) -> None:
        import time

        world.run("UPDATE till SET open = ?", int(time.time() > 0))

    def remind(world: World) -> str:
        """Have somebody reminded."""
        world.schedule(60, "nag", order="x")
        return "Reminded."

    sound = check(shop(), 1_500, elsewhere=elsewhere)
    assert not sound.elsewhere
    assert not [fault for fault in sound.faults if fault.check in ("enclosed", "intact", "forks", "replays")]
    handlers = {"refund": shop().handlers["refund"], "nag": nag}
    report = check(shop(remind, handlers=handlers), 1_500, elsewhere=elsewhere)
    [late] = [fault for fault in report.faults if fault.check == "enclosed"]
    assert "time.time" in late.message
    assert late.trail is not None
    assert [str(act) for act in late.trail.acts] == ["remind()", "advance(60)"]


def test_arguments_of_any_shape_are_made(tmp_path: Path, elsewhere: Elsewhere) -> None:
    """Objects, lists with bounds, options and numbers with limits: what lies at and beyond their borders is tried."""
    shaped = '''class Parcel(TypedDict):
    size: Literal["small", "large"]
    weight: Annotated[float, Field(gt=0, le=20)]
    notes: NotRequired[dict[str, str]]


def send_parcels(world: World, parcels: Annotated[list[Parcel], Field(max_length=4)], at: int | None = None) -> str:
    """Send parcels away.

    Args:
        parcels: What to send
        at: The hour, from 0 to 23
    Refuses:
        nothing: there is no parcel
        too_many: more than three
        too_heavy: one weighs 20 kilograms
        annotated: one has notes
        late: after the last collection
    """
    if not parcels:
        world.refuse("nothing", "No.")
    if len(parcels) > 3:
        world.refuse("too_many", "No.")
    if any(parcel["weight"] == 20 for parcel in parcels):
        world.refuse("too_heavy", "No.")
    if any(parcel.get("notes") for parcel in parcels):
        world.refuse("annotated", "No.")
    if at is not None and at > 17:
        world.refuse("late", "No.")
    return "Sent."


def list_products'''
    imports = (
        "from typing import Annotated\n",
        "from typing import Annotated, Literal, NotRequired\n\nfrom pydantic import Field\n",
    )
    folder = write_shop(tmp_path, ("tools.py", *imports), ("tools.py", "def list_products", shaped))
    report = check(folder, 2_500, elsewhere=elsewhere)
    assert report.clean, [fault.message for fault in report.faults]


def test_what_cannot_be_loaded_is_a_finding_in_its_place(tmp_path: Path) -> None:
    """Wrong files are findings; a folder that is no environment cannot be used at all."""
    folder = write_shop(tmp_path, ("tools.py", "def open_shop(world: World)", "def open_shop(world: World"))
    [fault] = check(str(folder)).faults
    assert (fault.file, fault.line) == (str(folder / "tools.py"), line_of(folder, "tools.py", "def open_shop"))
    assert fault.check == "documented"
    with pytest.raises(UnknownEnvironment, match="there is no such folder"):
        check(tmp_path / "nothing")


def test_a_scenario_that_does_not_load_is_a_finding(tmp_path: Path, elsewhere: Elsewhere) -> None:
    """Without a world there is nothing to call; the line that raised is named."""
    folder = write_shop(tmp_path, ("scenarios.py", '"stock": dice.integer(1, 9)}', '"stock": -1}'))
    report = check(folder, 400, elsewhere=elsewhere)
    [fault] = report.faults
    assert (fault.check, fault.line) == ("openings", line_of(folder, "scenarios.py", "INSERT INTO product"))
    assert "CHECK constraint failed" in fault.message


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("closed [sometimes]: the shop", "marks closed [sometimes]"),
        ("closed [unreachable]: the shop", "marks closed [unreachable]"),
        ("closed [always: yes]: the shop", "marks closed [always]"),
    ],
)
def test_an_unknown_mark_is_refused(tmp_path: Path, entry: str, says: str) -> None:
    """A misspelt declaration would silently declare nothing."""
    folder = write_shop(tmp_path, ("tools.py", "closed: the shop", entry))
    with pytest.raises(EnvironmentDefect, match=says.replace("[", r"\[")):
        catalog.environment(str(folder))


def test_declarations_are_not_what_models_read(tmp_path: Path) -> None:
    """`Reads only.` and marks are for checking: the description and the digest are those without them."""
    plain, marked = tmp_path / "plain", tmp_path / "marked"
    plain.mkdir()
    marked.mkdir()
    without = catalog.environment(str(write_shop(plain, ("tools.py", "\n    Reads only.\n    ", "    "))))
    entry = ("tools.py", "closed: the shop", "closed [keeps effects] [unreachable: it never closes]: the shop")
    declared = catalog.environment(str(write_shop(marked, entry)))
    assert without.digest == declared.digest
    assert declared.tools["list_products"].reads_only
    assert not without.tools["list_products"].reads_only
    order = declared.tools["order_product"]
    assert (order.keeps, order.unreachable) == ({"closed"}, {"closed": "it never closes"})
    assert order.refusals["closed"] == "the shop is closed"
