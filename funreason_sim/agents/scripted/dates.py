"""Dates as people write them, and as a parameter wants them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_PATTERNS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?P<year>(?:19|20)\d\d)[-/.](?P<number>\d{1,2})[-/.](?P<day>\d{1,2})\b",
        r"\b(?P<number>\d{1,2})[/.-](?P<day>\d{1,2})[/.-](?P<year>(?:19|20)\d\d)\b",
        rf"\b{_MONTH}\s+(?:the\s+)?{_DAY}\b(?:,?\s+(?:of\s+)?(?P<year>(?:19|20)\d\d)\b)?",
        rf"\b(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}(?=\W|$)(?:,?\s+(?P<year>(?:19|20)\d\d)\b)?",
        rf"\b{_MONTH},?\s+(?:of\s+)?(?P<year>(?:19|20)\d\d)\b",
        r"\b(?P<number>0?[1-9]|1[0-2])/(?P<year>(?:19|20)\d\d|[2-9]\d)\b",
    )
]
_WANTED = re.compile(r"\b(?:Y{2,4}|M{1,2}|D{1,2})(?:[-/.](?:Y{2,4}|M{1,2}|D{1,2}))+\b")


@dataclass(frozen=True)
class Day:
    """A date with what was said of it; 0 where nothing was."""

    year: int
    month: int
    day: int

    def written(self, pattern: str = "YYYY-MM-DD") -> str | None:
        """The date in a notation like `MM/YYYY`; None where it lacks a part of it."""
        parts = {"Y": self.year, "M": self.month, "D": self.day}
        if not all(parts[letter] for letter in set(pattern) & set("YMD")):
            return None
        return re.sub(r"Y+|M+|D+", lambda m: str(parts[m[0][0]]).zfill(len(m[0]))[-len(m[0]) :], pattern)

    def agrees(self, other: Day) -> bool:
        """Whether two dates can be the same day."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return all(a == b or not a or not b for a, b in pairs)


def find_dates(text: str) -> list[tuple[int, int, Day]]:
    """Every date of a text with its start and end, in order."""
    found: list[tuple[int, int, Day]] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            day = _day(match.groupdict())
            if day and all(match.end() <= start or match.start() >= end for start, end, _ in found):
                found.append((match.start(), match.end(), day))
    return sorted(found, key=lambda item: item[0])


def _day(parts: dict[str, str | None]) -> Day | None:
    month, day = _month(parts), int(parts.get("day") or 0)
    if month > 12 >= day:
        month, day = day, month
    year = int(parts.get("year") or 0)
    year += 2000 if 0 < year < 100 else 0
    return Day(year, month, day) if 1 <= month <= 12 and day <= 31 else None


def _month(parts: dict[str, str | None]) -> int:
    if parts.get("number"):
        return int(parts["number"] or 0)
    said = (parts.get("month") or "").lower()
    return next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(said[:3]))


def wanted_notation(description: str) -> str:
    """The notation that a description asks for, or the ISO one."""
    match = _WANTED.search(description)
    return match[0] if match else "YYYY-MM-DD"
