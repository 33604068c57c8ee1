"""Many indices by many workers, on a folder that survives: the engine of a run, its store's keeper, and merging."""

from .run import Run, generate

__all__ = ["Run", "generate"]
