"""What makes one index, the only room that knows all of it: from a configuration to a verified sample."""

from .graphs import graph_of

__all__ = ["graph_of"]
