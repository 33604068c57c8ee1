"""The graph is learned by execution, with evidence that anyone can run again."""

from __future__ import annotations

import pytest
from shop import shop

from funreason_sim.graph import ApiGraph, learn_graph
from funreason_sim.graph.api import FAR
from funreason_sim.records import Edge
from funreason_sim.sim import Dice, Space, derive, open_episode, space


@pytest.fixture(scope="module")
def vehicle() -> ApiGraph:
    return ApiGraph(learn_graph(space("vehicle")))


@pytest.fixture(scope="module")
def small() -> ApiGraph:
    return ApiGraph(learn_graph(Space([shop()]), walks=8))


def _enables(graph: ApiGraph) -> dict[tuple[str, str, str | None], Edge]:
    return {(e.source, e.target, e.code): e for e in graph.record.edges if e.kind == "enables" and not e.weak}


def test_enables_edges_are_found_by_running(small: ApiGraph) -> None:
    """Opening the shop takes the refusal `closed` away from ordering, and nothing else does."""
    assert set(_enables(small)) == {("open_shop", "order_product", "closed")}


def test_what_must_be_true_to_start_an_engine_is_learned(vehicle: ApiGraph) -> None:
    """Locking the doors and pressing the brake enable starting, and starting enables cruise control."""
    found = {(source, target) for source, target, _ in _enables(vehicle)}
    assert {
        ("lockDoors", "startEngine"),
        ("pressBrakePedal", "startEngine"),
        ("startEngine", "setCruiseControl"),
    } <= found


@pytest.mark.parametrize("name", ["vehicle", "travel"])
def test_the_evidence_of_an_edge_runs_again(name: str) -> None:
    """From the trial's scenario and prefix, the blocked call is refused, and after the enabler it is not."""
    graph = learn_graph(space(name), walks=64)
    trials = [edge.trial for edge in graph.edges if edge.trial]
    assert trials
    for trial in trials:
        scenario = space(name).generate(Dice(derive(trial.scenario_seed, "scenario")))
        episode = open_episode(trial.space, scenario, seed=trial.scenario_seed)
        for tool, arguments in trial.prefix:
            episode.call(tool, dict(arguments))
        assert episode.attempt(*trial.blocked).code == trial.code_before
        episode.call(*trial.enabler)
        assert episode.attempt(*trial.blocked).code == trial.code_after


def test_supplies_edges_follow_formats(vehicle: ApiGraph) -> None:
    """A zip code is returned by one tool and taken by another, at two parameters."""
    edges = [e for e in vehicle.record.edges if e.kind == "supplies" and e.format == "zip-code"]
    assert [(e.source, e.path, e.target, e.parameter) for e in edges] == [
        ("get_zipcode_based_on_city", "/zipcode", "estimate_distance", "cityA"),
        ("get_zipcode_based_on_city", "/zipcode", "estimate_distance", "cityB"),
    ]


def test_distances_count_edges_and_leave_weak_ones_out(vehicle: ApiGraph) -> None:
    """Two edges lead from the doors to cruise control, none from it to the doors."""
    assert vehicle.distance("lockDoors", "setCruiseControl") == 2
    assert vehicle.distance("setCruiseControl", "lockDoors") == FAR
    assert vehicle.distance("lockDoors", "lockDoors") == 0


def test_learning_twice_gives_the_same_graph(small: ApiGraph) -> None:
    """The graph is named by its content, which follows from the tools alone."""
    assert ApiGraph(learn_graph(Space([shop()]), walks=8)).digest == small.digest
