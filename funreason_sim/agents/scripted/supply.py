"""Supply: which values and which tools may stand for a parameter."""

from __future__ import annotations

from ...records import JsonValue
from .conversation import Done
from .fitting import is_coded
from .harvest import Fact
from .language import meanings, plain
from .parameters import Parameter
from .plans import Plan, shown
from .reading import Said
from .toolbox import ToolDoc


def fits(parameter: Parameter, value: JsonValue) -> bool:
    """Whether a value is of the type that a parameter takes, or one of its choices."""
    kind = parameter.core.get("type")
    if parameter.choices and kind != "array" and str(value) not in parameter.choices:
        return False
    checks: dict[str, bool] = {
        "string": isinstance(value, str),
        "number": isinstance(value, int | float) and not isinstance(value, bool),
        "integer": isinstance(value, int) and not isinstance(value, bool),
        "boolean": isinstance(value, bool),
        "array": isinstance(value, list),
        "object": isinstance(value, dict),
    }
    return checks.get(str(kind), True)


def identifies(parameter: Parameter) -> bool:
    """Whether a parameter stands for a thing (an id, a code) and not for a quantity or a text."""
    return parameter.shape == "code" or is_coded(parameter)


def is_passed(parameter: Parameter) -> bool:
    """Whether a parameter is a text that results hold too, which its format tells; its name alone is no proof."""
    return parameter.shape == "text" and "format" in parameter.core


def may_fetch(doc: ToolDoc) -> bool:
    """Looking is free; of the tools that change something only signing in may be called unasked."""
    return doc.mood != "changing" or "login" in meanings(plain(doc.name))


def takes(plan: Plan, said: Said) -> bool:
    """Whether what was mentioned went into the call, or into one before it."""
    calls = [plan.call, *plan.first]
    return any(
        said.value in call.arguments.values() or said.words in map(str, call.arguments.values()) for call in calls
    )


def given_by(done: Done, known: list[Fact]) -> Fact | None:
    """The fact among these that a call returned."""
    return next((fact for fact in known if fact.done is done and not fact.given), None)


def other(known: list[Fact]) -> Fact:
    """The newest fact but for the newest value."""
    newest = max(known, key=lambda fact: fact.order)
    return max((f for f in known if shown(f.value) != shown(newest.value)), key=lambda fact: fact.order)


def from_list(chosen: Fact, known: list[Fact]) -> bool:
    """Whether one outcome gave several values of the kind, so that taking one of them would be a guess."""
    beside = {shown(f.value) for f in known if f.done is chosen.done and f.given == chosen.given}
    return len(beside) > 1
