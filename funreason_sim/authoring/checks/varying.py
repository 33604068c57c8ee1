"""Other scenarios, near one that was drawn: one thing left out, nulled, emptied, or put where another one has it.

What `load` accepts is a state that the environment has to answer for; what it refuses is left alone. Refusals that no
call brings about (a card without a balance, a token that has run out) are found this way.
"""

from __future__ import annotations

import copy
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from ...records import JsonValue
from ...sim import Dice, Scenario

Change = tuple[str, Scenario]
"""A sentence that tells what is different, and the scenario."""
_Path = tuple[str | int, ...]
_NUMBERS = (0, -1, 1, 1_000_000)
_UNHEARD_OF = "unheard_of"
_ALIKE = 3
"""How many places of one kind (the balances of two cards) are varied."""
_SEEN = 4
_KEPT = 0.6


class Varying:
    """Varies scenarios; the drawn ones it is given tell what can stand where."""

    def __init__(self, drawn: list[Scenario]) -> None:
        self._keys = list(dict.fromkeys(key for scenario in drawn for key in scenario))
        self._seen: defaultdict[_Path, dict[str, JsonValue]] = defaultdict(dict)
        for scenario in drawn:
            for path, value in _places(scenario):
                if not isinstance(value, dict | list) and len(self._seen[_kind(scenario, path)]) < _SEEN:
                    self._seen[_kind(scenario, path)][repr(value)] = value

    def around(self, scenario: Scenario) -> Iterator[Change]:
        """Every variation with a sentence that tells it, those that leave something out first."""
        alike: Counter[_Path] = Counter()
        places = []
        for path, value in _places(scenario):
            kind = _kind(scenario, path)
            alike[kind] += 1
            if alike[kind] <= _ALIKE:
                places.append((path, value))
        for path, _ in places:
            yield _left_out(scenario, path)
        absent: list[tuple[_Path, JsonValue]] = [((key,), None) for key in self._keys if key not in scenario]
        for path, value in [*places, *absent]:
            for other in self._others(scenario, path, value):
                yield _replaced(scenario, path, other)

    def drawn(self, scenario: Scenario, dice: Dice) -> Change | None:
        """One variation, anywhere; None where there is nothing to vary."""
        places = list(_places(scenario))
        if not places:
            return None
        path, value = dice.choice(places)
        others = self._others(scenario, path, value)
        return (
            _replaced(scenario, path, dice.choice(others))
            if others and dice.chance(_KEPT)
            else _left_out(scenario, path)
        )

    def _others(self, scenario: Scenario, path: _Path, value: JsonValue) -> list[JsonValue]:
        seen = list(self._seen[_kind(scenario, path)].values())
        options: list[JsonValue] = [None, *seen]
        if isinstance(value, bool):
            options = [None, not value]
        elif isinstance(value, int | float) or value is None:
            options += [type(value)(n) if isinstance(value, float) else n for n in _NUMBERS]
        if isinstance(value, str) or value is None:
            options += ["", "nothing of that name"]
        if isinstance(value, dict):
            options = [{}]
        if isinstance(value, list):
            options = [[]]
        return [other for other in {repr(o): o for o in options}.values() if repr(other) != repr(value)]


def strangers(scenario: Scenario) -> Iterator[Change]:
    """The scenario with a key that nobody knows, in each kind of object: to be kept or refused, not lost."""
    yield f"/{_UNHEARD_OF} added", {**scenario, _UNHEARD_OF: 1}
    known: set[_Path] = set()
    for path, value in _places(scenario):
        if isinstance(value, dict) and _kind(scenario, path) not in known:
            known.add(_kind(scenario, path))
            yield f"{_pointer((*path, _UNHEARD_OF))} added", _with(scenario, path, {**value, _UNHEARD_OF: 1})


def same(one: JsonValue, other: JsonValue) -> bool:
    """Whether two documents are equal; 5 and 5.0 are, 1 and true are not."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def lost(given: JsonValue, back: JsonValue, path: str = "") -> str | None:
    """Where a document says something that another one, which may say more, does not say; None when it says it all.

    Null and what is empty say nothing.
    """
    if isinstance(given, dict) and isinstance(back, dict):
        parts = ((f"{path}/{key}", value, back.get(key)) for key, value in given.items())
        return next((found for where, value, got in parts if (found := lost(value, got, where))), None)
    return None if same(given, back) or (given in (None, {}, []) and not back) else path or "/"


def _places(value: JsonValue, path: _Path = ()) -> Iterator[tuple[_Path, JsonValue]]:
    """Every place of a document but the document itself."""
    items: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    for key, item in items:
        yield (*path, key), item
        yield from _places(item, (*path, key))


def _kind(scenario: Scenario, path: _Path) -> _Path:
    """The place with what only numbers the records replaced: all balances of all cards are of one kind."""
    node: Any = scenario
    kind: list[str | int] = []
    for key in path:
        records = isinstance(node, list) or (node and all(isinstance(item, dict) for item in node.values()))
        kind.append("*" if records and kind else key)
        node = node.get(key) if isinstance(node, dict) else node[key]
    return tuple(kind)


def _left_out(scenario: Scenario, path: _Path) -> Change:
    return f"{_pointer(path)} left out", _without(scenario, path)


def _replaced(scenario: Scenario, path: _Path, value: JsonValue) -> Change:
    told = json.dumps(value, ensure_ascii=False)
    return f"{_pointer(path)} = {told}", _with(scenario, path, value)


def _without(scenario: Scenario, path: _Path) -> Scenario:
    twin = copy.deepcopy(scenario)
    del _inside(twin, path)[path[-1]]
    return twin


def _with(scenario: Scenario, path: _Path, value: JsonValue) -> Scenario:
    twin = copy.deepcopy(scenario)
    _inside(twin, path)[path[-1]] = value
    return twin


def _inside(scenario: Any, path: _Path) -> Any:
    for key in path[:-1]:
        scenario = scenario[key]
    return scenario


def _pointer(path: _Path) -> str:
    return "/" + "/".join(str(part).replace("~", "~0").replace("/", "~1") for part in path)
