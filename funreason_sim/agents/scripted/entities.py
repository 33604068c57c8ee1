"""Entities: which of the things seen so far the words mean: the card that ends in 4417, the flight just booked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .dates import Day, find_dates
from .harvest import Fact, Scalar
from .language import split_identifier, stem, stemmed, words
from .spans import Span, find_spans, unquoted
from .thesaurus import STOP

_LATEST = re.compile(
    r"\b(?:just|newest|latest|most recent|new|recently|that|this|same|again|it|its|said|those|these|previous|last|"
    r"earlier|aforementioned)\b",
    re.IGNORECASE,
)
_JUST = re.compile(r"\b(?:just|new|newest|latest|most recent|recently|newly|freshly)\b", re.IGNORECASE)
_EXTREMES = (
    (
        re.compile(
            r"\b(?:highest|most (?:money|funds|expensive)|largest|biggest|priciest|maximum|richest|greatest)\b", re.I
        ),
        1,
    ),
    (re.compile(r"\b(?:lowest|least (?:money|expensive)?|smallest|cheapest|minimum)\b", re.I), -1),
)
_OTHER = re.compile(r"\b(?:other|another|different|second)\b", re.IGNORECASE)
_GENERIC = stemmed(
    """
    card credit flight booking book ticket account order item number date travel type name cost balance class
    """
)


@dataclass(frozen=True)
class Pick:
    """A chosen fact, whether the words describe it, and what in the words does."""

    fact: Fact
    score: float
    because: str = ""
    loose: bool = False
    """Whether only plain words speak for it, no name, date or number."""


def pick(text: str, candidates: Sequence[Fact], aliases: dict[str, set[str]]) -> Pick | None:
    """The candidate that the words describe best; among equals, the newest.

    `aliases` give further names of values: the airport `CDG` was found for `Paris`.
    """
    if not candidates:
        return None
    made = [fact for fact in candidates if fact.made and not fact.given]
    if made and _JUST.search(unquoted(text)):
        # Of several new things the words may tell which: `the new ticket called "Broken lamp"`.
        return Pick(max(made, key=lambda fact: (described(text, fact, aliases)[0], fact.order)), 2.0, "")
    scored = [(*described(text, fact, aliases), fact) for fact in candidates]
    best = max(score for score, _, _ in scored)
    if best <= 0 and (extreme := _extreme(text, candidates)):
        return extreme
    top = [(score, why, fact) for score, why, fact in scored if score == best]
    score, why, fact = max(top, key=lambda item: item[2].order)
    return Pick(fact, score, why, loose=not why)


def refers(text: str) -> bool:
    """Whether the words point back at something."""
    return bool(_LATEST.search(text))


def describes(text: str) -> bool:
    """Whether the words hold anything that tells one thing from another: a name, a date, a number's end."""
    return any(s.ending or s.kind in ("name", "date", "code", "quote") for s in find_spans(text)) or bool(
        _extreme_word(text)
    )


def names(text: str) -> bool:
    """Whether the words hold a name or a quotation."""
    return any(span.kind in ("name", "quote") for span in find_spans(text))


def described(text: str, fact: Fact, aliases: dict[str, set[str]]) -> tuple[float, str]:
    """How well the words describe a fact by what stands around it, and which words do."""
    score, because = 0.0, ""
    for span in find_spans(text):
        hit = max((_hit(span, value, aliases) for value in _known(fact)), default=0.0)
        if hit > 0:
            because = because or span.text
        score += hit
    worded = _worded(text, fact)
    return score + worded, because


def dated_otherwise(text: str, fact: Fact) -> bool:
    """Whether the words name a day, and what stands around a fact only other days."""
    said = [day for _, _, day in find_dates(text)]
    known = [day for value in _known(fact) for _, _, day in find_dates(str(value))]
    return bool(said and known) and not any(one.agrees(other) for one in said for other in known)


def _known(fact: Fact) -> list[Scalar]:
    own = [fact.value] if isinstance(fact.value, Scalar) else []
    return [*own, *(value for _, value in fact.around)]


def _hit(span: Span, value: Scalar, aliases: dict[str, set[str]]) -> float:
    shown = str(value)
    if span.ending:
        return (
            6.0
            if shown.isdigit() and len(shown) > len(span.digits) and span.digits and shown.endswith(span.digits)
            else 0.0
        )
    if isinstance(span.value, Day):
        return 3.0 if any(span.value.agrees(day) for _, _, day in find_dates(shown)) else 0.0
    if span.kind == "number":
        return (
            1.5
            if (isinstance(value, int | float) and value == span.value) or (shown == span.digits and len(shown) > 2)
            else 0.0
        )
    said = span.text.lower()
    if said == shown.lower() or said in aliases.get(shown.lower(), set()):
        return 2.5
    return 1.2 if len(said) > 3 and re.search(rf"\b{re.escape(said)}\b", shown, re.IGNORECASE) else 0.0


def _worded(text: str, fact: Fact) -> float:
    """Plain words that are among its values: `the business class one`."""
    heard = {stem(word) for word in words(text) if word not in STOP and not word.isdigit()} - _GENERIC
    seen = {stem(w) for _, value in fact.around if isinstance(value, str) for w in words(value)[:6]}
    return 0.8 * len(heard & seen)


def _extreme_word(text: str) -> int:
    return next((sign for pattern, sign in _EXTREMES if pattern.search(text)), 0)


def _extreme(text: str, candidates: Sequence[Fact]) -> Pick | None:
    """`The card with the highest balance`."""
    sign = _extreme_word(text)
    said = {stem(word) for word in words(text)}
    measured = [
        (value, fact)
        for fact in candidates
        for name, value in fact.around
        if isinstance(value, int | float) and not isinstance(value, bool) and _money(name, said)
    ]
    if not sign or len(measured) < 2:
        return None
    value, fact = max(measured, key=lambda item: sign * item[0])
    return Pick(fact, 3.0, f"{'highest' if sign > 0 else 'lowest'} of {value}")


def _money(name: str, said: set[str]) -> bool:
    parts = {stem(part) for part in split_identifier(name)}
    return bool(parts & (said | {stem("balance"), stem("cost"), stem("price")}))


def names_of_values(found: Sequence[Fact]) -> dict[str, set[str]]:
    """Other names of values: what a look-up was given is a name of what it gave."""
    aliases: dict[str, set[str]] = {}
    for fact in found:
        asked = fact.done.arguments
        if not fact.given and isinstance(fact.value, str) and len(asked) == 1:
            aliases.setdefault(fact.value.lower(), set()).update(str(v).lower() for v in asked.values())
    return aliases


def wants_other(text: str) -> bool:
    """Whether the words ask for another one than before."""
    return bool(_OTHER.search(text))
