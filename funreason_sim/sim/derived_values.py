"""Values that a column of this name could hold, and people could say: names, places, dates, amounts."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Callable
from datetime import date, timedelta
from importlib import resources

from .chance import Dice
from .derived_schema import Cell, Column

_WORDS: dict[str, list[str]] = tomllib.loads((resources.files(__package__) / "words.toml").read_text("utf-8"))
_PEOPLE = frozenset(_WORDS["people"])
_DAWN = date(2026, 1, 5)
"""The day on which every episode begins."""

Draw = Callable[[Dice], Cell]


def words(name: str) -> tuple[str, ...]:
    """The words of an identifier, lower case: `unitPrice` and `unit_price` are `unit price`."""
    return tuple(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().replace("-", "_").strip("_").split("_"))


def singular(word: str) -> str:
    """A noun in the singular, as far as rules tell."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if re.search(r"(?:s|x|z|ch|sh)es$", word):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def value(table: str, column: Column, dice: Dice) -> Cell:
    """A value for a column, by what its CHECKs, its type and its name say."""
    limits = column.limits
    if limits.choices:
        return dice.choice(limits.choices)
    if limits.json:
        return "{}" if limits.json == "object" else "[]"
    if column.kind == "INTEGER":
        return whole(column.name, dice, limits.low, limits.high)
    if column.kind == "REAL":
        return amount(column.name, dice, limits.low, limits.high)
    if column.kind == "TEXT":
        return _fitted(text(column.name, dice, table), limits.shortest, limits.longest, dice)
    return whole(column.name, dice, limits.low, limits.high)


def _fitted(drawn: str, shortest: int | None, longest: int | None, dice: Dice) -> str:
    if longest is not None and len(drawn) > longest:
        return "".join(chr(65 + dice.integer(0, 25)) for _ in range(longest))
    if shortest is not None and len(drawn) < shortest:
        return drawn + dice.digits(shortest - len(drawn))
    return drawn


def whole(name: str, dice: Dice, low: float | None = None, high: float | None = None) -> int:
    """A whole number that a column or parameter of this name could hold."""
    usual = next(((a, b) for part, (a, b) in _WHOLE.items() if part in words(name)), (1, 40))
    if name.endswith("_at"):
        usual = (1_767_000_000, 1_767_600_000)
    return dice.integer(*_between(usual, low, high))


_WHOLE = {
    "id": (1001, 9999),
    "number": (1001, 9999),
    "year": (1990, 2025),
    "age": (18, 80),
    "price": (5, 200),
    "cost": (5, 200),
    "balance": (50, 900),
    "rating": (1, 5),
    "stars": (1, 5),
    "percent": (0, 100),
    "minutes": (10, 90),
    "is": (0, 1),
    "has": (0, 1),
    "page": (1, 3),
    "offset": (0, 3),
}


def _between(usual: tuple[int, int], low: float | None, high: float | None) -> tuple[int, int]:
    """The usual bounds, moved to where values are allowed."""
    least, most = usual
    if low is not None and low > least:
        least, most = math.ceil(low), max(most, math.ceil(low) + most - least)
    if high is not None and high < most:
        most = math.floor(high)
        least = min(least, most) if low is None or low > most else max(min(least, most), math.ceil(low))
    return least, max(least, most)


def amount(name: str, dice: Dice, low: float | None = None, high: float | None = None) -> float:
    """A number with at most two decimals."""
    least, most = _between(next((b for part, b in _WHOLE.items() if part in words(name)), (1, 60)), low, high)
    if {"price", "cost", "fee", "total", "amount", "balance"} & {*words(name)}:
        drawn = dice.integer(least * 20, most * 20) / 20
    else:
        drawn = dice.integer(least * 2, most * 2) / 2
    return float(min(max(drawn, least if low is None else low), most if high is None else high))


def text(name: str, dice: Dice, table: str = "") -> str:
    """A text that a column or parameter of this name could hold."""
    parts = words(name)
    last = singular(parts[-1])
    made = next((make for known, make in _TEXTS if known & {last, *parts}), None)
    if made is not None:
        return made(dice)
    if last in ("name", "title", "label") or last in _PEOPLE:
        people = _PEOPLE & {singular(part) for part in (*words(table), *parts)} or {"first", "last", "full"} & {*parts}
        return _person(dice) if people else _thing(dice)
    return _thing(dice)


def _word(dice: Dice, kind: str) -> str:
    return dice.choice(_WORDS[kind])


def _person(dice: Dice) -> str:
    return f"{_word(dice, 'first')} {_word(dice, 'last')}"


def _thing(dice: Dice) -> str:
    return f"{_word(dice, 'look')} {_word(dice, 'thing')}"


def _mail(dice: Dice) -> str:
    return f"{_word(dice, 'first')}.{_word(dice, 'last')}@example.org".lower()


def _address(dice: Dice) -> str:
    return f"https://example.org/{_word(dice, 'topic')}/{dice.digits(3)}"


def _day(dice: Dice) -> str:
    return (_DAWN + timedelta(days=dice.integer(1, 120))).isoformat()


def _code(dice: Dice) -> str:
    return f"{chr(65 + dice.integer(0, 25))}{chr(65 + dice.integer(0, 25))}-{dice.digits(4)}"


_TEXTS: tuple[tuple[frozenset[str], Callable[[Dice], str]], ...] = (
    (frozenset({"email", "mail"}), _mail),
    (frozenset({"date", "day", "deadline", "birthday", "on"}), _day),
    (frozenset({"at", "timestamp"}), lambda dice: f"{_day(dice)}T{dice.integer(8, 18):02}:00:00Z"),
    (frozenset({"time"}), lambda dice: f"{dice.integer(8, 18):02}:{15 * dice.integer(0, 3):02}"),
    (frozenset({"phone", "mobile"}), lambda dice: f"+1-555-{dice.digits(4)}"),
    (frozenset({"url", "uri", "link", "website"}), _address),
    (frozenset({"street", "address"}), lambda dice: f"{dice.integer(2, 980)} {_word(dice, 'street')}"),
    (frozenset({"city", "town"}), lambda dice: _word(dice, 'city')),
    (frozenset({"country"}), lambda dice: _word(dice, 'country')),
    (frozenset({"color", "colour"}), lambda dice: _word(dice, 'color')),
    (frozenset({"currency"}), lambda dice: dice.choice(("EUR", "USD", "GBP", "JPY"))),
    (frozenset({"language", "locale"}), lambda dice: dice.choice(("en", "de", "fr", "pt"))),
    (frozenset({"category", "topic", "tag", "kind", "type", "genre"}), lambda dice: _word(dice, 'topic')),
    (frozenset({"status", "state"}), lambda dice: dice.choice(("open", "closed", "pending"))),
    (frozenset({"id", "code", "sku", "number", "reference", "token", "key", "uuid"}), _code),
    (frozenset({"description", "note", "comment", "text", "message", "body", "content", "reason", "summary", "query"}),
     lambda dice: _word(dice, 'note')),
)  # fmt: skip
