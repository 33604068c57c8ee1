"""Reads words as values: where in a text a person said a number, a date, a name or one of several options.

Every rule has a name, which a record gives with the words: verification reads the same words again by the same rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ..records import JsonValue

Span = tuple[int, int]
_NUMBER = re.compile(r"(?<![\w.,/-])[$€£]?(-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?)(%?)(?![\w/]|[.,]\d|-\d)")
_UNITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_COUNTS = {**{word: float(n) for n, word in enumerate(_UNITS)}, "fifteen": 15.0, "twenty": 20.0, "thirty": 30.0}
_MONTHS = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
_MONTH = "|".join([*_MONTHS, *(f"{month[:3]}\\.?" for month in _MONTHS)])
_DATES = (
    re.compile(r"\b(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})\b"),
    re.compile(rf"\b(?P<name>{_MONTH}) (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>\d{{4}})\b", re.IGNORECASE),
    re.compile(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<name>{_MONTH}),? (?P<y>\d{{4}})\b", re.IGNORECASE),
    re.compile(r"\b(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})\b"),
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_\-\s]+")


class Hit(NamedTuple):
    """Where the words are, and by which rule they mean the value."""

    span: Span
    rule: str


def phrase(text: str, words: str, start: int = 0) -> Span | None:
    """The first place of some words in a text, on token boundaries, whatever the case and the spaces between."""
    if not words.strip():
        return None
    pattern = r"\s+".join(re.escape(part) for part in words.split())
    left = r"(?<!\w)" if words.strip()[0].isalnum() else ""
    right = r"(?!\w)" if words.strip()[-1].isalnum() else ""
    found = re.compile(left + pattern + right, re.IGNORECASE).search(text, start)
    return found.span() if found else None


def numbers(text: str) -> Iterator[tuple[float, Span]]:
    """The numbers a text says: digits with separators, currency and percent signs, and small counts in words."""
    for found in _NUMBER.finditer(text):
        value = float(found[1].replace(",", ""))
        yield value, found.span()
        if found[2]:
            yield value / 100, found.span()
    for found in re.finditer(r"\b[a-z]+\b", text, re.IGNORECASE):
        if found[0].lower() in _COUNTS:
            yield _COUNTS[found[0].lower()], found.span()


def dates(text: str) -> Iterator[tuple[date, Span]]:
    """The days a text says, in the usual notations; two-part slashes are month first."""
    for pattern in _DATES:
        for found in pattern.finditer(text):
            groups = found.groupdict()
            month = groups.get("m") or 1 + [m[:3] for m in _MONTHS].index(groups["name"][:3].lower())
            try:
                yield date(int(groups["y"]), int(month), int(groups["d"])), found.span()
            except ValueError:
                continue


def spaced(name: str) -> str:
    """An identifier as a person would say it: `rear_left` and `rearLeft` as `rear left`."""
    return " ".join(part for part in _CAMEL.split(name) if part).lower()


def locate(value: JsonValue, text: str, enum: tuple[str, ...] = ()) -> Hit | None:
    """Where a text says a value, by `literal`, `number`, `date`, `enumeration`, `all`, `list` or `object`."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return next((Hit(span, "number") for said, span in numbers(text) if said == value), None)
    if isinstance(value, list):
        return _locate_list(value, text, enum)
    if isinstance(value, dict):
        return _locate_object(value, text)
    return _locate_code(value, text) if _is_code(value) and not enum else _locate_text(value, text)


def _is_code(value: str) -> bool:
    """Whether a value is a code in capitals, such as a stock's symbol: in other letters it is another word."""
    return value.isupper() and value.isalpha() and len(value) > 1


def _locate_code(value: str, text: str) -> Hit | None:
    found = re.search(rf"(?<!\w){value}(?!\w)", text)
    return Hit(found.span(), "literal") if found else None


def _locate_text(value: str, text: str) -> Hit | None:
    literal = phrase(text, value)
    if literal:
        return Hit(literal, "literal")
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return next((Hit(span, "date") for day, span in dates(text) if day.isoformat() == value), None)
    said = phrase(text, spaced(value))
    return Hit(said, "enumeration") if said else None


def _locate_list(values: list[JsonValue], text: str, enum: tuple[str, ...]) -> Hit | None:
    if enum and sorted(map(str, values)) == sorted(enum):
        every = re.search(r"(?<!\bat )(?<!\bafter )\b(?:all|every|each|both)\b", text, re.IGNORECASE)
        if every:
            return Hit(every.span(), "all")
    hits = [locate(value, text) for value in values]
    if not hits or not all(hits):
        return None
    spans = [hit.span for hit in hits if hit]
    return Hit((min(s for s, _ in spans), max(e for _, e in spans)), "list")


def _locate_object(members: dict[str, JsonValue], text: str) -> Hit | None:
    """An object is said when each of its members is: the member's name, and the value."""
    names = [phrase(text, spaced(name)) for name in members]
    values = [locate(value, text) for value in members.values()]
    if not members or not all(names) or not all(values):
        return None
    spans = [span for span in names if span] + [hit.span for hit in values if hit]
    return Hit((min(s for s, _ in spans), max(e for _, e in spans)), "object")


def describes(attribute: JsonValue, text: str) -> Hit | None:
    """Where a text mentions an attribute of an entity: as `locate` does, or by its `last four` characters."""
    hit = locate(attribute, text) if not isinstance(attribute, str) or len(attribute) >= 3 else None
    if hit is None and isinstance(attribute, str | int) and len(str(attribute)) >= 8:
        span = phrase(text, str(attribute)[-4:])
        return Hit(span, "last four") if span else None
    return hit
