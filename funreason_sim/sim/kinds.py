"""What a value of a scenario document must be, and how a cell holds it: the columns' own kinds of values."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..errors import ScenarioError

_INTEGER = 1 << 63
_SHOWN = 40


def _as_it_is(value: Any) -> Any:
    return value


@dataclass(frozen=True)
class Kind:
    """A kind of value: what it is called, which values are of it, and how a cell holds one."""

    wanted: str
    fits: Callable[[Any], bool]
    store: Callable[[Any], Any] = _as_it_is
    read: Callable[[Any], Any] = _as_it_is

    def check(self, where: str, value: Any) -> Any:
        """The value, if it is of this kind.

        Raises:
            ScenarioError: when it is not; the sentence names the place.
        """
        if not self.fits(value):
            text = repr(value)
            shown = text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."
            raise ScenarioError(f"{where} must be {self.wanted}, not {shown}")
        return value


def _is_number(value: Any) -> bool:
    """Whether it is a number that SQLite and JSON can both hold."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value) if isinstance(value, float) else -_INTEGER <= value < _INTEGER


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and _is_number(value)


anything = Kind("anything", lambda value: True)
text = Kind("a text", lambda value: isinstance(value, str))
number = Kind("a finite number of at most 64 bits", _is_number)
integer = Kind("a whole number of at most 64 bits", _is_integer)
boolean = Kind("true or false", lambda value: isinstance(value, bool), int, bool)
mapping = Kind("an object", lambda value: isinstance(value, dict))
listing = Kind("a list", lambda value: isinstance(value, list))


def one_of(*values: str) -> Kind:
    """One of these texts."""
    return Kind("one of " + ", ".join(values), lambda value: isinstance(value, str) and value in values)


def between(low: float, high: float) -> Kind:
    """A number from low to high, both included."""
    return Kind(f"a number from {low} to {high}", lambda value: _is_number(value) and low <= value <= high)


def optional(kind: Kind) -> Kind:
    """A value of the kind, or null."""
    return Kind(
        f"{kind.wanted} or null",
        lambda value: value is None or kind.fits(value),
        lambda value: None if value is None else kind.store(value),
        lambda cell: None if cell is None else kind.read(cell),
    )


def either(*kinds: Kind) -> Kind:
    """A value of one of the kinds, all of which are held as they are."""
    return Kind(" or ".join(kind.wanted for kind in kinds), lambda value: any(kind.fits(value) for kind in kinds))


def as_json(kind: Kind) -> Kind:
    """A value of the kind, held as JSON text: for lists and objects that no query looks into."""
    return Kind(kind.wanted, kind.fits, json.dumps, json.loads)
