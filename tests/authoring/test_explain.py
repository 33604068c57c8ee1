"""Why an edge is there, by execution; and what is said where there is none."""

from __future__ import annotations

import json
from typing import Annotated, Any

import pytest
from shop import OrderId, shop

from funreason_sim.authoring.evidence import Proof, prove, shortened
from funreason_sim.authoring.explain import Explanation, explain
from funreason_sim.authoring.probe import probe
from funreason_sim.errors import UnknownTool
from funreason_sim.graph import ApiGraph, learn_graph
from funreason_sim.graph.api import supplied
from funreason_sim.records import Edge, GraphRecord
from funreason_sim.sim import Environment, Format, Space, TypedDict, World, open_episode
from funreason_sim.sim import space as space_of


@pytest.fixture(scope="module")
def vehicle() -> tuple[Space, ApiGraph]:
    """The installed car, learned once."""
    space = space_of("vehicle")
    return space, ApiGraph(learn_graph(space))


def learned(*environments: Environment, walks: int = 12) -> tuple[Space, ApiGraph]:
    space = Space(environments)
    return space, ApiGraph(learn_graph(space, walks))


def _enabling(proof: Proof) -> tuple[Any, ...]:
    """The refused try, the call between, the try again."""
    blocked, enabler, again = proof.steps[-3:]
    assert (blocked.tried, enabler.tried, again.tried) == (True, False, False)
    assert (blocked.tool, blocked.arguments) == (again.tool, again.arguments)
    return blocked.outcome.code, enabler.tool, again.outcome.code


def _run_again(space: Space, proof: Proof) -> None:
    """What a proof says is what its calls do in a new world."""
    with open_episode(space, seed=proof.seed) as episode:
        for step in proof.steps:
            if step.tried:
                assert episode.attempt(step.tool, step.arguments) == step.outcome
            else:
                ran = episode.call(step.tool, step.arguments)
                assert (ran.outcome, ran.effects) == (step.outcome, step.effects)


def test_locked_doors_enable_the_engine_and_the_run_shows_it(vehicle: tuple[Space, ApiGraph]) -> None:
    """The refused try, the doors that are locked, and the engine that then runs."""
    space, graph = vehicle
    found = explain(space, graph, "lockDoors", "startEngine")
    [proof] = found.proofs
    assert found.found
    assert found.tried == ()
    assert _enabling(proof) == ("doors_unlocked", "lockDoors", None)
    assert {effect.table for effect in proof.steps[-2].effects} == {"door"}
    assert proof.steps[-1].outcome.value["engineState"] == "running"  # type: ignore[index,call-overload]
    _run_again(space, proof)


def test_a_pressed_pedal_enables_the_engine_in_two_ways(vehicle: tuple[Space, ApiGraph]) -> None:
    """It takes away two refusals, each with an execution of its own."""
    space, graph = vehicle
    proofs = explain(space, graph, "pressBrakePedal", "startEngine").proofs
    told = {_enabling(proof)[0] for proof in proofs}
    assert told == {"brake_released", "brake_partly_pressed"}
    for proof in proofs:
        assert _enabling(proof)[1:] == ("pressBrakePedal", None)
        _run_again(space, proof)


def test_no_call_of_a_proof_could_be_left_out(vehicle: tuple[Space, ApiGraph]) -> None:
    """Without any of the calls before, the try is not refused as it was, or does not come out as it did."""
    space, graph = vehicle
    needed = 0
    for edge in (edge for edge in graph.record.edges if edge.trial):
        proof = prove(space, graph, edge)
        assert proof is not None
        *before, blocked, enabler, again = proof.steps
        for left_out in range(len(before)):
            with open_episode(space, seed=proof.seed) as episode:
                for step in before[:left_out] + before[left_out + 1 :]:
                    episode.call(step.tool, step.arguments)
                code = episode.attempt(blocked.tool, blocked.arguments).code
                ran = episode.call(enabler.tool, enabler.arguments)
                after = episode.attempt(again.tool, again.arguments).code
            assert (code, ran.code, after) != (blocked.outcome.code, None, again.outcome.code)
            needed += 1
    assert needed > 0


def test_short_trials_show_what_the_long_ones_showed(vehicle: tuple[Space, ApiGraph]) -> None:
    """Shortening keeps codes, enabler and blocked call, and never adds a call."""
    space, graph = vehicle
    trials = [edge.trial for edge in graph.record.edges if edge.trial]
    assert trials
    for trial in trials:
        short = shortened(space, trial)
        assert short.model_copy(update={"prefix": trial.prefix}) == trial
        rest = iter(trial.prefix)
        assert all(call in rest for call in short.prefix)
        assert len(short.prefix) <= 3
    assert max(len(trial.prefix) for trial in trials) > 3


def test_a_supplied_value_is_seen_to_be_taken(vehicle: tuple[Space, ApiGraph]) -> None:
    """The zip code that a look-up returned is the argument of the call that then returns."""
    space, graph = vehicle
    found = explain(space, graph, "get_zipcode_based_on_city", "estimate_distance")
    assert {proof.fed.parameter for proof in found.proofs if proof.fed} == {"cityA", "cityB"}
    for proof in found.proofs:
        assert proof.fed is not None
        source, target = proof.steps[proof.fed.step], proof.steps[-1]
        assert source.outcome.value == {"zipcode": proof.fed.value}
        assert target.arguments[proof.fed.parameter] == proof.fed.value
        assert proof.fed.path == "/zipcode"
        assert not target.outcome.refused
        _run_again(space, proof)


def test_every_edge_of_the_car_is_shown_by_an_execution(vehicle: tuple[Space, ApiGraph]) -> None:
    """Supplies that need two look-ups first, and weak edges too."""
    space, graph = vehicle
    assert all(prove(space, graph, edge) is not None for edge in graph.record.edges)


def test_a_supply_behind_a_refusal_and_in_a_list_is_found() -> None:
    """The shop has to be opened before it gives an order's id, and the id is taken in a list."""

    def cancel_all(world: World, orders: list[OrderId]) -> int:
        """Cancel several orders.

        Args:
            orders: Ids of the orders
        Refuses:
            unknown: there is no such order
        """
        if not all(world.value("SELECT 1 FROM purchase WHERE id = ?", order) for order in orders):
            world.refuse("unknown", "No such order.")
        return sum(world.run("DELETE FROM purchase WHERE id = ?", order) for order in orders)

    space, graph = learned(shop(cancel_all))
    [proof] = explain(space, graph, "order_product", "cancel_all").proofs
    assert [step.tool for step in proof.steps] == ["open_shop", "order_product", "cancel_all"]
    assert proof.fed is not None
    assert proof.steps[-1].arguments == {"orders": [proof.fed.value]}


def test_each_place_of_an_outcome_supplies_its_own_values() -> None:
    """Members of a list, names of an object's members and a field may have one format and different edges."""
    name = {"type": "string", "format": "name"}
    returns: Any = {
        "properties": {
            "first": name,
            "all": {"items": name},
            "by": {"propertyNames": name, "additionalProperties": {"type": "integer"}},
        }
    }
    value: Any = {"first": "a", "all": ["b", "c"], "by": {"d": 1}}
    edges = [
        Edge(kind="supplies", source="s", target="t", format="name", path=p) for p in ("/first", "/all/*", "/by/*#")
    ]
    assert [[item.value for item in supplied(edge, returns, value)] for edge in edges] == [["a"], ["b", "c"], ["d"]]
    other = edges[0].model_copy(update={"format": "other"})
    assert supplied(other, returns, value) == []


class Deep(TypedDict):
    order: OrderId


def test_a_supply_that_no_execution_shows_is_an_edge_without_a_proof() -> None:
    """A value that has to be put deep inside an argument is not placed; the edge stands, from the schemas."""

    def look_up(world: World, wanted: Deep) -> str:
        """Look an order up.

        Args:
            wanted: What to look for
        """
        return wanted["order"]

    space, graph = learned(shop(look_up), walks=4)
    found = explain(space, graph, "order_product", "look_up")
    assert (len(found.edges), found.proofs, found.found) == (1, (), True)


def test_without_an_edge_it_is_told_what_was_tried_and_the_way_round(vehicle: tuple[Space, ApiGraph]) -> None:
    """How both ended, how often the refused one was tried again in vain, and the path over a third tool."""
    space, graph = vehicle
    found = explain(space, graph, "lockDoors", "setCruiseControl")
    assert (found.found, found.edges, found.proofs) == (False, (), ())
    assert found.path == ("lockDoors", "startEngine", "setCruiseControl")
    told = "\n".join(found.tried)
    assert "lockDoors returns no value with a format" in told
    assert "setCruiseControl was called" in told
    assert "refused with engine_stopped, lockDoors ran and changed rows" in told


def test_a_weak_edge_is_shown_and_said_to_be_weak(vehicle: tuple[Space, ApiGraph]) -> None:
    """The refusal only changes; what was tried is told as for no edge."""
    space, graph = vehicle
    found = explain(space, graph, "releaseBrakePedal", "startEngine")
    assert found.found
    assert {proof.edge.weak for proof in found.proofs} == {True}
    assert all(_enabling(proof)[2] is not None for proof in found.proofs)
    assert found.tried


def _told(found: Explanation) -> str:
    assert not found.found
    return "\n".join(found.tried)


def closed_tool(world: World) -> str:
    """Always refuse.

    Refuses:
        never: always
    """
    world.refuse("never", "No.")


def needs_secret(world: World, secret: Annotated[str, Format("secret", opaque=True)]) -> str:
    """Take what nobody has.

    Args:
        secret: A value that no tool gives
    """
    return secret


def test_each_reason_for_there_being_no_edge_is_told() -> None:
    """Readers, tools that never return, tools that nobody can call, tools that nothing has to come before."""
    space, graph = learned(shop(closed_tool, needs_secret), walks=6)
    why = {
        (a, b): _told(explain(space, graph, a, b))
        for a, b in [
            ("look_at_clock", "order_product"),
            ("closed_tool", "order_product"),
            ("needs_secret", "order_product"),
            ("order_product", "open_shop"),
            ("open_shop", "open_shop"),
        ]
    }
    assert "look_at_clock changed no row whenever it ran" in why["look_at_clock", "order_product"]
    assert "closed_tool never returned" in why["closed_tool", "order_product"]
    assert "needs_secret was never called: no value was at hand" in why["needs_secret", "order_product"]
    assert "Nothing has to come before open_shop." in why["order_product", "open_shop"]
    assert "open_shop comes before order_product" in why["order_product", "open_shop"]
    assert "never asked to enable itself" in why["open_shop", "open_shop"]


def test_tools_of_two_environments_share_no_table() -> None:
    """So none enables a call of the other, and nothing has to be tried."""
    other = shop(
        name="stall",
        schema="CREATE TABLE stall(one INTEGER PRIMARY KEY) STRICT;",
        functions=(closed_tool,),
        scenarios=shop().scenarios.__class__(
            generate=lambda dice: {}, load=lambda world, s: None, dump=lambda world: {}, known=lambda world, dice: {}
        ),
        handlers={},
    )
    space, graph = learned(shop(), other, walks=3)
    assert "share no table" in _told(explain(space, graph, "open_shop", "closed_tool"))


def test_an_unknown_tool_is_named() -> None:
    """With the nearest there is."""
    space, graph = learned(shop(), walks=1)
    with pytest.raises(UnknownTool, match="did you mean open_shop"):
        explain(space, graph, "open_shp", "order_product")


def test_an_explanation_is_one_json_document() -> None:
    """It can be read back."""
    space, graph = learned(shop())
    found = explain(space, graph, "open_shop", "order_product")
    assert Explanation.model_validate_json(found.model_dump_json()) == found
    assert json.loads(found.model_dump_json())["proofs"][0]["steps"]


def test_a_way_over_other_tools_goes_along_strong_edges_only() -> None:
    """A weak edge is no step of it, and there is no way where none leads."""

    def edge(source: str, target: str, weak: bool = False) -> Edge:
        return Edge(kind="enables", source=source, target=target, code="x", weak=weak)

    edges = (edge("a", "b"), edge("b", "d", weak=True), edge("b", "c"), edge("c", "d"))
    graph = ApiGraph(GraphRecord(space="s", environments="0", tools=tuple("abcde"), writers=(), edges=edges))
    assert graph.path("a", "d") == ["a", "b", "c", "d"]
    assert graph.path("d", "a") == graph.path("a", "e") == graph.path("a", "a") == []


def test_a_probe_counts_what_it_met() -> None:
    """Every declared refusal, those never met too, and who takes it away; tools that never returned."""
    report = probe(Space([shop(closed_tool)]), walks=12)
    refusals = {(item.tool, item.code): item for item in report.refusals}
    assert refusals["order_product", "closed"].removed_by == ("open_shop",)
    assert refusals["order_product", "closed"].met > 10
    assert refusals["order_product", "odd"].met == 0
    assert refusals["closed_tool", "never"].removed_by == ()
    tools = {tool.name: tool for tool in report.tools}
    assert report.silent == ("closed_tool",)
    assert tools["open_shop"].writes
    assert not tools["look_at_clock"].writes
    assert tools["closed_tool"].called == tools["closed_tool"].refused["never"] > 0
    assert report.calls == sum(tool.called for tool in report.tools)
    assert report.worlds == 12 + 4


def test_probing_two_environments_counts_both() -> None:
    """Worlds and calls are added up, and each tool keeps its own counts."""
    both, one = probe(space_of("travel+vehicle"), walks=1), probe(space_of("travel"), walks=1)
    assert both.worlds == 2 * one.worlds
    assert both.calls > one.calls
    assert {tool.name for tool in both.tools} > {tool.name for tool in one.tools}
    assert all(tool in both.tools for tool in one.tools)
