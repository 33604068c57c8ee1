"""Walks execute as they go, reach their target along the graph, and take values only from where a person could."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace
from typing import Annotated

import pytest
from shop import shop

from funreason_sim.graph import ApiGraph, WalkFailed, learn_graph, walk_turn
from funreason_sim.graph.pool import Known, Pool
from funreason_sim.graph.probe import known_values
from funreason_sim.pipeline import graph_of
from funreason_sim.records import Output
from funreason_sim.sim import Dice, Environment, Episode, Format, Space, TypedDict, World, open_episode, space
from funreason_sim.sim.values import resolve


def _walk(episode: Episode, graph: ApiGraph, seed: str, target: str | None, calls: int = 4, sampler: str = "directed"):  # type: ignore[no-untyped-def]
    pool = Pool(episode.space, known_values(episode, Dice(seed)))
    return walk_turn(
        episode, graph, pool, Dice(seed), target=target, calls=calls, sampler=sampler  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.mark.parametrize(
    "target", ["estimate_distance", "startEngine", "book_flight", "cancel_booking", "get_credit_card_balance"]
)
def test_a_directed_walk_reaches_what_it_is_directed_at(target: str) -> None:
    """From most worlds a deep target is called within six calls, after what must come before it."""
    both = space("travel+vehicle")
    graph = graph_of(both)
    reached = 0
    for seed in range(20):
        try:
            walk = _walk(open_episode(both, seed=seed), graph, str(seed), target, calls=6)
        except WalkFailed:
            continue
        assert len(walk.steps) == 6
        assert not any(step.event.refused for step in walk.steps)
        reached += walk.reached
    assert reached >= 14


def test_ids_tokens_and_zip_codes_come_from_calls() -> None:
    """An opaque value is never the user's to say: it stands at a pointer of an earlier outcome of the walk."""
    both = space("travel+vehicle")
    seen: Counter[str] = Counter()
    for seed in range(30):
        walk = _walk(open_episode(both, seed=seed), graph_of(both), str(seed), "purchase_insurance", calls=6)
        outcomes = {step.id: step.event.value for step in walk.steps}
        for step in walk.steps:
            properties = both.tools[step.event.call.tool].spec.parameters["properties"]
            for name, origin in step.origins.items():
                fmt = properties[name].get("format")  # type: ignore[index,call-overload,union-attr]
                if fmt in both.opaque:
                    assert isinstance(origin, Output)
                    assert resolve(outcomes[origin.call], origin.path) == step.event.call.arguments[name]
                    seen[str(fmt)] += 1
    assert seen["access-token"] > 20
    assert seen["card-id"] > 5


def test_a_legal_target_is_called_at_once_and_then_the_walk_goes_on() -> None:
    """Eq. 2: T_a itself when it is legal, and legal tools after it until there are enough calls."""
    tiny = Space([shop()])
    walk = _walk(open_episode(tiny, seed=1), ApiGraph(learn_graph(tiny, walks=4)), "a", "look_at_clock", calls=3)
    assert walk.steps[0].event.call.tool == "look_at_clock"
    assert len(walk.steps) == 3


def test_what_enables_the_target_is_called_before_it() -> None:
    """Ordering from a closed shop walks over opening it."""
    tiny = Space([shop()])
    walk = _walk(open_episode(tiny, seed=1), ApiGraph(learn_graph(tiny, walks=8)), "a", "cancel_order", calls=3)
    assert [step.event.call.tool for step in walk.steps] == ["open_shop", "order_product", "cancel_order"]
    assert isinstance(walk.steps[1].origins["product"], Known)
    assert walk.steps[2].origins["order"] == Output(call="r1", path="/order")


def test_a_walk_that_cannot_go_on_says_so() -> None:
    """A target whose every call is refused is a failed walk, not a crash."""
    with pytest.raises(WalkFailed, match="weather_com"):
        _walk(
            open_episode("vehicle", seed=1),
            graph_of(space("vehicle")),
            "a",
            "get_outside_temperature_from_weather_com",
        )


def test_the_random_sampler_has_no_target() -> None:
    """It takes any legal tool, and repeats no call."""
    episode = open_episode("vehicle", seed=3)
    walk = _walk(episode, graph_of(space("vehicle")), "r", "startEngine", calls=8, sampler="random")
    assert walk.target is None
    calls = [(s.event.call.tool, str(s.event.call.arguments)) for s in walk.steps]
    assert len(set(calls)) == len(calls) == 8


def test_the_same_seed_walks_the_same_way() -> None:
    """A walk follows from its episode, its graph and its dice."""
    walks = [
        [
            s.event.id
            for s in _walk(open_episode("travel", seed=4), graph_of(space("travel")), "x", "book_flight", 6).steps
        ]
        for _ in range(2)
    ]
    assert walks[0] == walks[1]


Label = Annotated[str, Format("label")]


class Labels(TypedDict):
    labels: list[Label]


def list_labels(world: World) -> Labels:
    """List all labels.

    Reads only.
    """
    return {"labels": ["red", "round"]}


def put_labels(world: World, labels: list[Label]) -> None:
    """Put labels on the box.

    Args:
        labels: What to put on
    """


def test_a_list_is_not_fed_by_one_value() -> None:
    """Where a parameter takes several values of a format, no call has to supply one of them: the user says the list."""
    scenarios = SimpleNamespace(
        generate=lambda dice: {}, load=lambda world, scenario: None, dump=lambda world: {},
        known=lambda world, dice: {"put_labels.labels": [["red"], ["red", "round"]]},
    )  # fmt: skip
    box = Environment(
        name="box", summary="A box.", schema="CREATE TABLE box(id INTEGER PRIMARY KEY) STRICT;",
        functions=(list_labels, put_labels), scenarios=scenarios,  # type: ignore[arg-type]
    )  # fmt: skip
    graph = learn_graph(Space((box,)), walks=4)
    assert [edge for edge in graph.edges if edge.parameter == "labels"]
    for seed in range(5):
        walk = _walk(open_episode([box], {"box": {}}, seed=seed), ApiGraph(graph), str(seed), "put_labels", calls=2)
        put = next(step for step in walk.steps if step.event.call.tool == "put_labels")
        assert put.origins == {"labels": Known()}
