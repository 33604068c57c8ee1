"""How often a walk of M calls reaches a deep tool: directed at it along the graph (Eq. 2), beside at random.

Both samplers start from the same worlds with the same dice. The random one has no target; it reaches the tool when the
tool is among its calls.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..graph import ApiGraph, WalkFailed, walk_turn
from ..graph.pool import Pool
from ..graph.probe import known_values
from ..graph.walk import Sampler
from ..pipeline import graph_of
from ..sim import Dice, derive, open_episode, space
from .figures import Tell

TARGETS = (("travel", "book_flight"), ("vehicle", "estimate_distance"))
CALLS = (4, 6)
SAMPLERS: tuple[Sampler, ...] = ("directed", "random")


@dataclass(frozen=True)
class Reach:
    """In how many of so many worlds each sampler called a tool within M calls."""

    environment: str
    tool: str
    calls: int
    worlds: int
    directed: int
    random: int


def reaches(worlds: int, tell: Tell) -> Iterator[Reach]:
    """One for each tool and M."""
    for environment, tool in TARGETS:
        graph = graph_of(space(environment))
        for calls in CALLS:
            counted = []
            for sampler in SAMPLERS:
                tell(f"{sampler} walks to {tool}")
                counted.append(sum(_reached(graph, tool, calls, sampler, number) for number in range(worlds)))
            yield Reach(environment, tool, calls, worlds, *counted)


def _reached(graph: ApiGraph, tool: str, calls: int, sampler: Sampler, number: int) -> bool:
    """Whether one walk calls the tool; one that cannot go on does not count as reaching it."""
    seed = derive("bench", "walk", number)
    episode = open_episode(graph.record.space, seed=seed)
    pool = Pool(episode.space, known_values(episode, Dice(derive(seed, "known"))))
    dice = Dice(derive(seed, "dice"))
    try:
        walk = walk_turn(episode, graph, pool, dice, target=tool, calls=calls, sampler=sampler)
    except WalkFailed:
        return False
    return any(step.event.call.tool == tool for step in walk.steps)
