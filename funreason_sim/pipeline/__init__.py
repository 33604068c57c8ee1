"""The pipeline, the only room that knows all: from a configuration to verified samples."""

from .graphs import graph_of
from .run import Run, generate

__all__ = ["Run", "generate", "graph_of"]
