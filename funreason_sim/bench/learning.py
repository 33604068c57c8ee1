"""What learning the API graph of an environment costs; a run does it once, and keeps it."""

from __future__ import annotations

from functools import partial

from ..graph import learn_graph
from ..pipeline import graph_of
from ..sim import Space, space
from .figures import Measure, seconds

GROUP = "learning a graph"


def learning_measures() -> list[Measure]:
    """One for each environment of this package."""
    found = [space(name) for name in ("travel", "vehicle")]
    return [Measure(GROUP, one.name, "s", partial(_learned, one), note=_told(one)) for one in found]


async def _learned(found: Space) -> float:
    return seconds(partial(learn_graph, found))


def _told(found: Space) -> str:
    edges = graph_of(found).record.edges
    return ", ".join(f"{sum(edge.kind == kind for edge in edges)} {kind}" for kind in ("supplies", "enables"))
