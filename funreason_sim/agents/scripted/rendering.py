"""Says values as people say them: dates in words, money with its sign, options without their underscores."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from ...sim import Dice

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_CODE = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|_")
_PLAIN = re.compile(r"[\w .,#&'/+-]+")
_FEW = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight")


def words_for(name: str) -> str:
    """An identifier as words."""
    return " ".join(_CODE.split(name)).lower()


def say(value: Any, schema: Mapping[str, Any], name: str, dice: Dice) -> str:
    """One way to say a value of a parameter."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _number(value, str(schema.get("format", "")))
    if isinstance(value, list):
        return _list(value, schema, name, dice)
    if isinstance(value, dict):
        return _object(value, schema, dice)
    text = str(value)
    if _ISO.fullmatch(text):
        return _day(date.fromisoformat(text), dice)
    if "enum" in schema:
        return text if text.isupper() else " ".join(_CODE.split(text))
    if "format" in schema and _PLAIN.fullmatch(text):
        return text
    return f'"{text}"' if " " in text or not _PLAIN.fullmatch(text) else text


def _number(value: float, fmt: str) -> str:
    whole = float(value).is_integer()
    if fmt == "usd":
        return f"${value:,.0f}" if whole else f"${value:,.2f}" if round(value, 2) == value else f"${value}"
    return str(int(value)) if whole else str(value)


def _day(day: date, dice: Dice) -> str:
    suffix = "th" if day.day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    return dice.choice(
        [
            f"{day:%B} {day.day}, {day.year}",
            f"{day:%B} {day.day}{suffix}, {day.year}",
            f"{day.day} {day:%B} {day.year}",
            day.isoformat(),
        ]
    )


def _object(members: Mapping[str, Any], schema: Mapping[str, Any], dice: Dice) -> str:
    """`priority 4 and status "In Progress"`: each member after its name."""
    entries = schema.get("properties", {})
    said = [f"{words_for(name)} {say(value, entries.get(name, {}), name, dice)}" for name, value in members.items()]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


def _list(values: list[Any], schema: Mapping[str, Any], name: str, dice: Dice) -> str:
    items = schema.get("items", {})
    options = items.get("enum", ())
    noun = words_for(name)
    if options and sorted(map(str, values)) == sorted(options):
        few = f" {_FEW[len(options)]}" if len(options) < len(_FEW) else ""
        return dice.choice([f"all{few} {noun}s", f"every {noun}", f"all the {noun}s"])
    said = [say(value, items if options else {}, name, dice) for value in values]
    joined = said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"
    return f"the {joined} {noun}{'s' if len(said) > 1 else ''}" if options else joined
