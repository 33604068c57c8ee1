"""The API graph: what supplies and what enables what, learned by execution, and the walks over it."""

from .api import ApiGraph
from .probe import graph_record, learn, learn_graph
from .walk import Walk, WalkFailed, walk_turn

__all__ = ["ApiGraph", "Walk", "WalkFailed", "graph_record", "learn", "learn_graph", "walk_turn"]
