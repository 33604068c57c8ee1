"""The shortest failing sequence: hypothesis leaves out calls and simplifies arguments for as long as it still fails."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import TYPE_CHECKING

from ...records import JsonValue
from .trail import Act, Call, Trail

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

_EXAMPLES = 150
_KEPT = 9
"""A call or argument stays as it was in so many of ten draws: most draws still fail, and all shrink towards less."""
_MOMENT = 60
"""The shortest time that is tried in place of a longer one, in seconds."""


def shortest(trail: Trail, fails: Callable[[Trail], bool]) -> Trail:
    """A trail that fails like this one, with as few and as simple calls as were found.

    The last act stays, since it is the one that fails.
    """
    from hypothesis import HealthCheck, Phase, find, settings
    from hypothesis.errors import NoSuchExample

    if not trail.acts:
        return trail
    how = settings(
        max_examples=_EXAMPLES,
        database=None,
        deadline=None,
        derandomize=False,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    try:
        found = find(_parts(trail), fails, settings=how, random=Random(0))
    except NoSuchExample:
        return trail
    return found if len(found.acts) <= len(trail.acts) else trail


def _parts(trail: Trail) -> SearchStrategy[Trail]:
    from hypothesis import strategies as st

    kept = st.integers(0, _KEPT)

    @st.composite
    def part(draw: DrawFn) -> Trail:
        *before, last = trail.acts
        acts = [act for act in before if draw(kept)]
        return Trail(trail.start, tuple(_simpler(act, lambda: draw(kept)) for act in (*acts, last)))

    return part()


def _simpler(act: Act, draw: Callable[[], int]) -> Act:
    if not isinstance(act, Call):
        return act if draw() else type(act)(min(act.seconds, _MOMENT))
    return Call(act.tool, {name: _value(value, draw) for name, value in act.arguments.items()})


def _value(value: JsonValue, draw: Callable[[], int]) -> JsonValue:
    simple = {int: 0, float: 0.0, str: "", list: [], dict: {}}.get(type(value), value)
    return value if simple == value or draw() else simple  # type: ignore[return-value]
