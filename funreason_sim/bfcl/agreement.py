"""The official checker's own decision, to hold ours against."""

from __future__ import annotations

from copy import deepcopy

from .decoding import turns_of
from .official import checker, fresh
from .oracle import answers, entries
from .results import Played, shape_error


def official_error(played: Played, *, prompted: bool, model: str = "model") -> str | None:
    """The kind of error that the official checker finds in a result; None when it passes.

    Raises:
        OracleMissing: when the benchmark package is not installed.
    """
    error = shape_error(played)
    if error is not None:
        return error
    fresh()
    entry = deepcopy(entries()[played.id])
    verdict = checker()(turns_of(played.result, prompted=prompted), answers()[played.id], entry, "multi_turn", model)
    return None if verdict["valid"] else str(verdict["error_type"])
