"""Playing by hand: acts, branches, undoing, time, looking; every act runs on a fork and nothing runs twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from shop import crash, shop

from funreason_sim.authoring.play import results as r
from funreason_sim.authoring.play.commands import COMMANDS, Player
from funreason_sim.authoring.play.looking import LIMIT, Clock, Rows
from funreason_sim.authoring.play.session import Session
from funreason_sim.errors import EpisodeOver, ToolBroken, UsageError
from funreason_sim.sim import Environment, Space, World, open_episode


def player(*extra: object, named: str = "shop", scenario: dict[str, object] | None = None) -> Player:
    return Player(Session.begin(Space([shop(*extra)]), "5", scenario), named)  # type: ignore[arg-type]


@pytest.fixture
def shopping() -> Iterator[Player]:
    """A shop that is open, with one order."""
    playing = player()
    for line in ("open_shop", "order_product product=tea count=2"):
        playing.do(line)
    yield playing
    playing.session.close()


def done(playing: Player) -> list[str]:
    return [act.line for act in playing.session.branch.acts]


def test_a_line_calls_a_tool_and_shows_the_rows_that_changed() -> None:
    """Text, code and effects are those of the episode."""
    playing = player()
    first = playing.do("order_product product=tea")
    second = playing.do("open_shop")
    assert isinstance(first, r.Acted)
    assert isinstance(second, r.Acted)
    assert first.act.call is not None
    assert (first.act.call.code, first.act.call.effects) == ("closed", ())
    assert second.number == 2
    assert second.act.call is not None
    assert [(e.table, e.before, e.after) for e in second.act.call.effects] == [("till", {"open": 0}, {"open": 1})]


def test_a_play_is_what_the_same_calls_are_anywhere(shopping: Player) -> None:
    """Acting on forks gives the same chain of events as one episode does."""
    with open_episode(shopping.session.space, shopping.session.scenario, seed="5") as episode:
        episode.call("open_shop")
        episode.call("order_product", {"product": "tea", "count": 2})
        assert episode.events() == shopping.session.episode.events()
        assert episode.digest() == shopping.session.episode.digest() == shopping.session.episode.audit()


def test_undo_and_redo_go_through_the_same_states(shopping: Player) -> None:
    """Digests come back, chance included, and a new act forgets what was undone."""
    after = shopping.session.episode.digest()
    moved = shopping.do("undo")
    assert isinstance(moved, r.Moved)
    assert ([act.line for act in moved.acts], moved.redone, moved.at) == (
        ['order_product product="tea" count=2'],
        False,
        1,
    )
    assert shopping.do("rows purchase") == Rows("purchase", ("id", "product", "state"), (), 0)
    shopping.do("redo")
    assert shopping.session.episode.digest() == after
    shopping.do("undo 2")
    shopping.do("order_product product=jam")
    assert done(shopping) == ['order_product product="jam"']
    with pytest.raises(UsageError, match="there is nothing to redo on branch main"):
        shopping.do("redo")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("undo 3", "there are 2 acts to undo on branch main"),
        ("undo none", "how often must be a whole number from 1, not none"),
        ("undo 0", "how often must be a whole number from 1, not 0"),
        ("redo", "there is nothing to redo"),
        ("fork", "fork takes a name for the new branch, one word, not nothing"),
        ("fork two words", "fork takes a name for the new branch, one word, not two words"),
        ("fork main", "there is a branch main already"),
        ("switch other", "there is no branch other; there are: main"),
        ("rows orders", "there is no table orders; there are: product, purchase, till"),
        ("rows product colour=red", "table product has no column colour; it has: name, price, stock"),
        ("rows product name=[1]", "a cell holds no list and no object: name"),
        ("advance", "a duration is written as 90s, 15m, 2h or 1d12h, not nothing"),
        ("advance soon", "a duration is written as"),
        ("advance -5", "a duration is written as"),
        ("advance next", "nothing is due"),
        ("opn_shop", "there is no tool and no command opn_shop; did you mean open_shop?"),
        ("zzz", "there is no tool and no command zzz; tools lists the tools, help the commands"),
        ("help zzz", "there is no tool and no command zzz"),
        ("call", "call takes the name of a tool, one word, not nothing"),
        ("call zzz", "no tool zzz in shop"),
        ("order_product tea", "'tea' is not name=value"),
        ("save", "save takes test or trace or scenario, then a name or a file, not nothing"),
        ("save test", "save test takes a name or a file, one word, not nothing"),
    ],
)
def test_a_line_that_cannot_be_done_changes_nothing(shopping: Player, line: str, says: str) -> None:
    """One sentence says what would be right."""
    before = shopping.session.episode
    with pytest.raises(UsageError) as caught:
        shopping.do(line)
    assert str(caught.value).startswith(says)
    assert shopping.session.episode is before
    assert list(shopping.session.branches) == ["main"]


def test_branches_begin_alike_and_go_on_apart(shopping: Player) -> None:
    """What is done on one is not seen on the other, and each keeps its own undone acts."""
    here = shopping.session.episode.digest()
    shopping.do("fork other")
    shopping.do("order_product product=jam count=3")
    found = shopping.do("switch main")
    assert isinstance(found, r.Branches)
    assert (found.lengths, found.current) == ((("main", 2), ("other", 3)), "main")
    assert shopping.session.episode.digest() == here
    shopping.do("undo")
    shopping.do("switch other")
    assert len(done(shopping)) == 3
    assert shopping.do("branches") == r.Branches((("main", 1), ("other", 3)), "other")
    assert shopping.do("log") == r.Log(shopping.session.branch.acts, 0)


def test_a_fork_after_an_undo_does_not_take_what_was_undone(shopping: Player) -> None:
    """The new branch ends where it begins."""
    shopping.do("undo")
    shopping.do("fork other")
    with pytest.raises(UsageError, match="nothing to redo"):
        shopping.do("redo")
    shopping.do("switch main")
    shopping.do("redo")
    assert len(done(shopping)) == 2


def test_time_passes_and_what_is_due_happens(shopping: Player) -> None:
    """The clock tells what is due; advancing shows it happen, and undoing takes it back."""
    order = shopping.session.episode.world.value("SELECT id FROM purchase")
    shopping.do(f"cancel_order order={order}")
    clock = shopping.do("clock")
    assert isinstance(clock, Clock)
    [due] = clock.due
    assert (due.handler, due.arguments, due.seconds) == ("shop.refund", {"order": order}, 172_800)
    shopping.do("advance 1d 2h")
    passed = shopping.do("advance next")
    assert isinstance(passed, r.Acted)
    assert passed.act.seconds == 172_800 - 26 * 3_600
    [reaction] = passed.act.reactions
    assert reaction.effects[0].after == {"state": "refunded"}
    assert passed.act.line == f"advance {passed.act.seconds}"
    assert shopping.do("clock") == Clock(due.at, ())
    shopping.do("undo")
    assert shopping.session.episode.world.value("SELECT state FROM purchase") == "cancelled"


@pytest.mark.parametrize(
    ("typed", "seconds"), [("90", 90), ("90s", 90), ("15m", 900), ("2h", 7_200), ("1d12h", 129_600)]
)
def test_durations(typed: str, seconds: int) -> None:
    """Seconds, minutes, hours, days, and several at once."""
    result = player().do(f"advance {typed}")
    assert isinstance(result, r.Acted)
    assert result.act.seconds == seconds


def test_rows_can_be_picked_by_their_cells(shopping: Player) -> None:
    """All that fit are counted, the first are shown in the order of the key."""
    shopping.do("order_product product=jam")
    found = shopping.do("rows product name=jam")
    assert isinstance(found, Rows)
    assert [row[0] for row in found.rows] == ["jam"]
    everything = shopping.do("rows product")
    assert isinstance(everything, Rows)
    assert [row[0] for row in everything.rows] == ["jam", "tea"]  # tea was put in first
    tables = shopping.do("rows")
    assert isinstance(tables, r.Tables)
    assert [(size.name, size.owner, size.rows) for size in tables.sizes] == [
        ("product", "shop", 2),
        ("purchase", "shop", 2),
        ("till", "shop", 1),
    ]


def test_a_long_table_is_cut_and_counted() -> None:
    """And bytes are shown in hexadecimal, NULL as null."""

    def fill(world: World) -> None:
        """Fill the shop."""
        for number in range(LIMIT + 7):
            world.run("INSERT INTO product VALUES (?, x'00ff', 1)", f"p{number:03}")

    playing = player(fill)
    playing.do("fill")
    found = playing.do("rows product stock=1")
    assert isinstance(found, Rows)
    assert (len(found.rows), found.total) == (LIMIT, LIMIT + 7)
    assert found.rows[0] == ("p000", "x'00ff'", 1)
    assert [row[0] for row in found.rows] == sorted(str(row[0]) for row in found.rows)


def test_a_broken_tool_leaves_the_world_as_it_was() -> None:
    """The session goes on from the state before."""
    playing = player(crash)
    playing.do("open_shop")
    before = playing.session.episode.digest()
    with pytest.raises(ToolBroken, match="boom"):
        playing.do("crash")
    assert playing.session.episode.digest() == before
    playing.do("order_product product=tea")
    assert len(done(playing)) == 2


def test_a_tool_named_like_a_command_is_reached_by_call() -> None:
    """Commands come first, `call` always means a tool."""

    def log(world: World, value: float) -> float:
        """Take the logarithm.

        Args:
            value: A number
        """
        return value

    playing = player(log)
    assert isinstance(playing.do("log"), r.Log)
    acted = playing.do("call log value=2.5")
    assert isinstance(acted, r.Acted)
    assert acted.act.call is not None
    assert acted.act.call.text == "2.5"


def test_empty_lines_and_comments_do_nothing(shopping: Player) -> None:
    """A script may hold both."""
    assert [shopping.do(line) for line in ("", "   ", "# open_shop")] == [None, None, None]
    assert len(done(shopping)) == 2


def test_help_tells_of_tools_and_commands(shopping: Player) -> None:
    """Each by name, and all commands without one."""
    assert shopping.do("help open_shop") == r.ToolHelp(shopping.session.space.tools["open_shop"])
    undo = COMMANDS["undo"]
    assert shopping.do("help undo") == r.CommandHelp(((undo.usage, undo.about),))
    everything = shopping.do("help")
    assert isinstance(everything, r.CommandHelp)
    assert len(everything.commands) == len(COMMANDS)
    assert shopping.do("tools") == r.Tools(tuple(shopping.session.space.tools.values()))
    assert shopping.do("quit") == r.Left()


def test_a_given_scenario_is_played() -> None:
    """Not one that is drawn."""
    playing = player(scenario={"shop": {"products": {"rope": 3}}})
    found = playing.do("rows product")
    assert isinstance(found, Rows)
    assert found.rows == (("rope", 3, 20),)


def test_a_closed_session_plays_no_more() -> None:
    """Every world of it is let go."""
    with Session.begin(Space([shop()]), "5") as session:
        session.call("open_shop", {})
        session.fork("other")
    with pytest.raises(EpisodeOver):
        session.call("open_shop", {})


def folder(at: Path, price: str = "price") -> Path:
    at.mkdir(parents=True, exist_ok=True)
    (at / "schema.sql").write_text(
        "CREATE TABLE item(name TEXT PRIMARY KEY, price INTEGER NOT NULL CHECK (price BETWEEN 1 AND 9)) STRICT;"
    )
    (at / "tools.py").write_text(
        f'''"""A stall."""

from funreason_sim.sim import World


def ask_prices(world: World) -> int:
    """Ask what everything costs together."""
    return int(world.value("SELECT sum({price}) FROM item"))


def clear(world: World) -> int:
    """Sell everything."""
    return world.run("DELETE FROM item")
'''
    )
    return at


def test_reload_reads_the_files_again_and_says_what_came_out_otherwise(tmp_path: Path) -> None:
    """Every branch is done again from its beginning; what was undone stays undone."""
    from funreason_sim.sim import space

    place = folder(tmp_path / "stall")
    playing = Player(Session.begin(space(str(place)), "5"), str(place), place)
    for line in ("ask_prices", "fork other", "clear", "advance 60", "advance 1", "undo", "switch main"):
        playing.do(line)
    assert playing.do("reload") == r.Reloaded(())
    folder(place, price="price + 1000")
    result = playing.do("reload")
    assert isinstance(result, r.Reloaded)
    [changed] = result.changed
    assert changed.number == 1
    assert changed.act.call is not None
    assert int(changed.act.call.text) > 1000
    playing.do("switch other")
    assert [line.split()[0] for line in done(playing)] == ["ask_prices", "clear", "advance"]


def test_a_reload_that_fails_keeps_the_session(tmp_path: Path) -> None:
    """A mistake in the files is told, and the play goes on as it was."""
    from funreason_sim.errors import FunreasonError
    from funreason_sim.sim import space

    place = folder(tmp_path / "stall")
    playing = Player(Session.begin(space(str(place)), "5"), str(place), place)
    playing.do("ask_prices")
    folder(place, price="colour")
    with pytest.raises(FunreasonError):
        playing.do("reload")
    assert isinstance(playing.do("ask_prices"), r.Acted)


def test_an_environment_stays_what_it_is_while_it_is_played() -> None:
    """Playing draws its own scenario from the seed as an episode does."""
    environment: Environment = shop()
    session = Session.begin(Space([environment]), "9")
    with open_episode([environment], seed=9) as episode:
        assert session.episode.digest() == episode.digest()
    session.close()
