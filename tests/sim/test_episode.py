"""One call is one transaction: what it returns, what it changes, and what becomes of it when it fails."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from shop import crash, refuse_secretly, shop, spin

from funreason_sim.errors import EpisodeOver, ScenarioError, ToolBroken, UnknownEnvironment
from funreason_sim.records import GENESIS, Effect, link
from funreason_sim.sim import Episode, World, open_episode


@pytest.fixture
def episode() -> Episode:
    opened = open_episode([shop()], {"shop": {"products": {"tea": 3, "jam": 4.5}}}, seed=5)
    opened.call("open_shop")
    return opened


def test_a_call_returns_the_text_as_emitted_and_the_rows_it_changed(episode: Episode) -> None:
    """An outcome is the exact text; effects name table, key, before and after."""
    ran = episode.call("order_product", {"product": "tea", "count": 2})
    order = ran.value["order"]
    assert ran.text == f'{{"order": "{order}"}}'
    assert ran.effects == (
        Effect(table="product", op="update", key={"name": "tea"}, before={"stock": 20}, after={"stock": 18}),
        Effect(
            table="purchase", op="insert", key={"id": order}, after={"id": order, "product": "tea", "state": "open"}
        ),
    )


def test_a_refusal_is_an_outcome_that_changes_no_row(episode: Episode) -> None:
    """What a tool wrote before it refused is taken back, and the caller sees the reason."""
    before = episode.digest()
    ran = episode.call("order_product", {"product": "tea", "count": 6})
    assert (ran.code, ran.text, ran.effects) == ("sold_out", '{"ordered": false, "error": "Too few are left."}', ())
    assert episode.digest() == episode.audit() == before


def test_a_declared_quirk_keeps_what_it_wrote(episode: Episode) -> None:
    """A code marked [keeps effects] is refused and leaves its writes."""
    ran = episode.call("order_product", {"product": "tea", "count": 13})
    assert ran.code == "odd"
    assert [effect.after for effect in ran.effects] == [{"stock": 7}]
    assert episode.digest() == episode.audit()


@pytest.mark.parametrize(
    ("tool", "arguments", "code", "says"),
    [
        ("buy", {}, "unknown_tool", "buy"),
        ("order_product", {}, "invalid_arguments", "product"),
        ("order_product", {"product": 3}, "invalid_arguments", "product"),
        ("order_product", {"product": "tea", "count": True}, "invalid_arguments", "count"),
        ("order_product", {"product": "tea", "count": 2**70}, "invalid_arguments", "64 bits"),
        ("order_product", {"product": "tea\ud800"}, "invalid_arguments", ""),
        ("order_product", {"product": "tea", "size": 1}, "invalid_arguments", "size"),
    ],
)
def test_what_does_not_fit_the_schema_is_refused_before_the_tool_runs(
    episode: Episode, tool: str, arguments: dict[str, object], code: str, says: str
) -> None:
    """Unknown tools and unfit arguments are outcomes with a sentence that names the field."""
    ran = episode.call(tool, arguments)  # type: ignore[arg-type]
    assert ran.code == code
    assert says in json.loads(ran.text)["error"]


def test_a_broken_tool_ends_its_episode_with_a_report() -> None:
    """A bug is never a sample: the report names tool, place and cause, and nothing half-done stays."""
    episode = open_episode([shop(crash)], seed=1)
    before = episode.digest()
    with pytest.raises(ToolBroken, match=r"tool crash broke at .*shop\.py:\d+: KeyError: 'boom'"):
        episode.call("crash")
    assert episode.audit() == before
    with pytest.raises(EpisodeOver, match="KeyError"):
        episode.call("open_shop")


def test_an_undeclared_refusal_is_a_bug() -> None:
    """A code that is not under Refuses: breaks the tool."""
    with pytest.raises(ToolBroken, match="secret"):
        open_episode([shop(refuse_secretly)]).call("refuse_secretly")


def test_a_query_that_never_ends_is_stopped_by_its_steps() -> None:
    """A runaway statement is interrupted after a bounded number of steps of SQLite's machine."""
    with pytest.raises(ToolBroken, match="Interrupt"):
        open_episode([shop(spin)]).call("spin")


def test_events_are_a_hash_chain(episode: Episode) -> None:
    """Each id follows from the one before and the fact; the log reads back as it was."""
    episode.hear("one tea please")
    episode.say("They want tea.", "")
    ran = episode.call("order_product", {"product": "tea"})
    episode.close()
    events = episode.events()
    assert [e.type for e in events] == [
        "episode_opened",
        "tool_ran",
        "user_said",
        "assistant_said",
        "tool_ran",
        "episode_closed",
    ]
    assert events[4] == ran
    previous = GENESIS
    for event in events:
        body = event.model_dump(mode="json", exclude={"id", "type", "effects"})
        assert link(previous, body) == event.id
        previous = event.id


def test_the_same_seed_gives_the_same_events() -> None:
    """Ids, chance and clock come from the episode: two runs are equal, and another seed is not."""

    def run(seed: int) -> list[str]:
        with open_episode([shop()], seed=seed) as one:
            one.call("open_shop")
            one.call("order_product", {"product": "jam"})
            return [one.call("look_at_clock").text, one.head, one.digest()]

    assert run(3) == run(3)
    assert run(3) != run(4)


def test_a_fork_is_independent_and_draws_the_same(episode: Episode) -> None:
    """Both go on from the same state, clock and chance, and neither sees what the other does."""
    twin = episode.fork()
    mine = episode.call("order_product", {"product": "jam"})
    assert twin.digest() != episode.digest()
    assert twin.call("order_product", {"product": "jam"}) == mine
    assert twin.digest() == episode.digest()
    twin.call("cancel_order", {"order": mine.value["order"]})
    assert episode.world.value("SELECT state FROM purchase") == "open"


def test_speculation_leaves_no_trace(episode: Episode) -> None:
    """Rows, log, clock and chance are as before; so is what an attempt draws."""
    before = (episode.digest(), episode.head, episode.events())
    with episode.speculate():
        episode.call("order_product", {"product": "tea"})
        episode.advance(60)
    drawn = episode.attempt("order_product", {"product": "tea"})
    assert (episode.digest(), episode.head, episode.events()) == before
    assert episode.call("order_product", {"product": "tea"}).outcome == drawn


def test_what_is_scheduled_happens_when_its_time_comes(episode: Episode) -> None:
    """A refund falls due two days after the cancellation, with the call as its cause, and the clock says when."""
    order = episode.call("order_product", {"product": "tea"}).value["order"]
    cancelled = episode.call("cancel_order", {"order": order})
    assert [event.type for event in episode.advance(86_400)] == ["time_passed"]
    passed, reacted, _ = episode.advance(86_401)
    assert (reacted.handler, reacted.status, reacted.cause) == ("shop.refund", "fired", cancelled.seq)
    assert reacted.effects[0].after == {"state": "refunded"}
    assert passed.at == reacted.at == cancelled.at + 172_800


def test_a_reaction_whose_reason_is_gone_is_skipped(episode: Episode) -> None:
    """A handler checks again when it fires; what it refuses is logged with its reason and changes nothing."""
    order = episode.call("order_product", {"product": "tea"}).value["order"]
    episode.call("cancel_order", {"order": order})
    episode.call("cancel_order", {"order": order})
    reacted = [event for event in episode.advance(200_000) if event.type == "reacted"]
    assert [(event.status, event.reason) for event in reacted] == [("fired", None), ("skipped", "done")]


def test_time_does_not_run_backwards(episode: Episode) -> None:
    """A negative advance is refused."""
    with pytest.raises(ValueError, match="backwards"):
        episode.advance(-1)


def test_a_closed_episode_does_nothing_more(episode: Episode) -> None:
    """Closing twice is harmless; acting after it is an error that says why."""
    episode.close("enough")
    episode.close()
    with pytest.raises(EpisodeOver, match="enough"):
        episode.fork()


def test_a_saved_episode_is_an_sqlite_file(episode: Episode, tmp_path: Path) -> None:
    """Any SQLite tool opens it, log included."""
    episode.save(tmp_path / "one.db")
    with sqlite3.connect(tmp_path / "one.db") as connection:
        assert connection.execute("SELECT count(*) FROM _log").fetchone() == (2,)
    connection.close()
    assert [path.name for path in tmp_path.iterdir()] == ["one.db"]


@pytest.mark.parametrize(
    ("scenario", "says"),
    [
        ({"garage": {}}, "garage"),
        ({"shop": []}, "must be an object"),
        ({"shop": {"products": {"tea": "dear"}}}, "products.tea"),
        ({"shop": {"products": 5}}, "cannot load"),
        ({"shop": {"products": {"tea": float("nan")}}}, "JSON"),
    ],
)
def test_a_scenario_that_cannot_be_loaded_is_one_sentence(scenario: dict[str, object], says: str) -> None:
    """Whatever is wrong with a document, the error is a ScenarioError that names it."""
    with pytest.raises(ScenarioError, match=says):
        open_episode([shop()], scenario)  # type: ignore[arg-type]


def test_member_order_of_a_scenario_is_kept() -> None:
    """Documents that differ in order only are loaded each in its own."""
    one = open_episode([shop()], {"shop": {"products": {"a": 1, "b": 2}}})
    two = open_episode([shop()], {"shop": {"products": {"b": 2, "a": 1}}})
    assert [list(e.dump()["shop"]["products"]) for e in (one, two)] == [["a", "b"], ["b", "a"]]  # type: ignore[index,call-overload]
    assert one.digest() == two.digest()


def test_unknown_environments_are_named() -> None:
    """The error lists what is installed."""
    with pytest.raises(UnknownEnvironment, match=r"'shoe'.*travel, vehicle"):
        open_episode("shoe")
    with pytest.raises(UnknownEnvironment, match="twice"):
        open_episode("travel+travel")


def test_a_fork_in_a_speculation_has_what_was_written_there() -> None:
    """A copy is of the world as it is, in whatever transaction, and of forks as of first worlds."""
    first = open_episode([shop()], {"shop": {"products": {"tea": 3}}}, seed=5)
    for opened in (first, first.fork()):
        with opened.speculate():
            opened.call("open_shop")
            twin = opened.fork()
        assert (twin.digest(), twin.audit()) != (opened.digest(), opened.audit())
        assert twin.audit() == twin.digest()
        assert [event.type for event in twin.events()] == ["episode_opened", "tool_ran"]


def test_a_world_that_was_left_is_not_the_next_one() -> None:
    """Databases are used again after an episode; who holds on to an old world cannot reach the new one."""
    scenario = {"shop": {"products": {"tea": 3}}}
    with open_episode([shop()], scenario, seed=5) as old:
        old.call("open_shop")
        changed = old.digest()
    with open_episode([shop()], scenario, seed=5) as new:
        assert new.audit() == new.digest() != changed
        with pytest.raises(EpisodeOver):
            old.world.run("UPDATE product SET stock = 0")
        assert new.audit() == new.digest()
        assert len(old.events()) == 3


def test_transactions_are_the_engines() -> None:
    """A tool that begins or ends one is broken, and what it wrote is taken back."""

    def commit(world: World) -> str:
        """Write, and make it final."""
        world.run("UPDATE product SET stock = 0")
        world.run("RELEASE act")
        return "done"

    episode = open_episode([shop(commit)], {"shop": {"products": {"tea": 3}}})
    before = episode.audit()
    with pytest.raises(ToolBroken, match="RELEASE is the engine's"):
        episode.call("commit")
    assert episode.audit() == before


def test_a_setting_of_one_episode_is_not_that_of_the_next() -> None:
    """A database whose settings a tool has changed is not used again."""

    def loosen(world: World) -> str:
        """Switch the schema's checks off."""
        world.run("PRAGMA ignore_check_constraints = ON")
        return "done"

    def oversell(world: World) -> str:
        """Sell what is not there."""
        world.run("UPDATE product SET stock = -1")
        return "sold"

    environment, scenario = shop(loosen, oversell), {"shop": {"products": {"tea": 3}}}
    with open_episode([environment], scenario) as first:
        first.call("loosen")
    with open_episode([environment], scenario) as second, pytest.raises(ToolBroken, match="CHECK constraint"):
        second.call("oversell")
