"""The API graph: what supplies and what enables what, learned by execution, and the walks over it."""

from .api import ApiGraph
from .probe import Call, Probed, graph_record, learn, learn_graph, probe, supply
from .tally import Tally
from .walk import Walk, WalkFailed, walk_turn

__all__ = [
    "ApiGraph",
    "Call",
    "Probed",
    "Tally",
    "Walk",
    "WalkFailed",
    "graph_record",
    "learn",
    "learn_graph",
    "probe",
    "supply",
    "walk_turn",
]
