"""Checks that nobody speaks of a value that was not there to be seen: the invented zip code made impossible."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..records import Finding, JsonValue, canonical
from .rerun import Rerun
from .spot import Spot
from .words import dates, numbers

_VALUE = re.compile(r"(?<![\w.])(?=[\w,.-]*\d)[A-Za-z0-9](?:[\w-]|[.,](?=\d))*")
_PARTS = re.compile(r"[A-Za-z0-9]+")
_SHORT = 4
"""Fewer characters than this are counts, not values that could have been invented."""


def honest(run: Rerun) -> Iterator[Finding]:
    """No thought and no answer speaks of an id, a day or a longer number that was not there to be seen."""
    seen = _Seen()
    for spec in run.sample.tools:
        seen.add(f"{spec.description} {canonical(spec.parameters)}")
    for number, turn in enumerate(run.turns):
        seen.add(turn.turn.query)
        events = iter(turn.calls)
        for index, (response, steps) in enumerate(turn.turn.rounds()):
            yield from _unseen(response.thought, seen, Spot("honest", number, f"response {index}"), "thought")
            for step in steps:
                event = next(events)
                seen.add(f"{canonical(step.arguments)} {event.text}")
                for text in _texts([step.arguments, event.value]):
                    seen.add(text)
        yield from _unseen(turn.turn.answer, seen, Spot("honest", number), "answer")


def _texts(value: JsonValue) -> Iterator[str]:
    """The texts inside of a value as they read: as JSON, a new line would be glued to the word after it."""
    if isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str):
        yield value


class _Seen:
    """What there was to be seen so far: words with their parts and endings, and numbers and days however written."""

    def __init__(self) -> None:
        self._words: set[str] = set()
        self._numbers: set[float] = set()
        self._days: set[str] = set()

    def add(self, text: str) -> None:
        for found in _VALUE.finditer(text):
            parts = _PARTS.findall(found[0])
            self._words |= {found[0], found[0][-_SHORT:], *parts, *(part[-_SHORT:] for part in parts)}
        self._numbers |= {value for value, _ in numbers(text)}
        self._days |= {day.isoformat() for day, _ in dates(text)}

    def has(self, word: str) -> bool:
        if word in self._words or word in self._days:
            return True
        return any(value in self._numbers for value, _ in numbers(word))


def _unseen(text: str, seen: _Seen, spot: Spot, field: str) -> Iterator[Finding]:
    days = list(dates(text))
    for day, (start, end) in days:
        if not seen.has(day.isoformat()):
            yield spot.find("speaks of a day that nobody gave", field, actual=text[start:end])
    for found in _VALUE.finditer(text):
        in_day = any(start <= found.start() and found.end() <= end for _, (start, end) in days)
        if len(found[0]) >= _SHORT and not in_day and not seen.has(found[0]):
            yield spot.find("speaks of a value that nobody gave", field, actual=found[0])
