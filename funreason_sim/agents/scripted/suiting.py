"""Suiting: which of the tools that the words speak of can take what they say: values, one thing or many."""

from __future__ import annotations

import re

from .arguments import read
from .fitting import is_file
from .language import plural, singular, stem, stemmed, stems, words
from .moods import mood_of, suits
from .ranking import Ranked, rank
from .reading import Reading
from .spans import unquoted
from .toolbox import Mood, Toolbox, ToolDoc
from .topics import points_back

NEAR = 0.55
"""So much of the best score a tool must have to be in the running."""
TRIED = 6
_FILE = 0.25
"""What speaks against a tool that has no place for the name of a file."""
_MEANT = 0.6
"""How much of a said value a mention is, such as a number in another unit."""
_GENERIC = stemmed("id code number key token")


def fitted(box: Toolbox, text: str, mood: Mood | None = None) -> list[Ranked]:
    """Tools ranked by topic, and the nearest of them again by how well they can take what the words say."""
    ranked = rank(box, text, mood)
    if not ranked or not ranked[0].score:
        return []
    near = [r for r in ranked[:TRIED] if r.score >= NEAR * ranked[0].score]
    asked = mood or mood_of(text)
    again = sorted(
        ((r.score + _takes(r.doc, text) * suits(r.doc.mood, asked, text), r) for r in near), key=lambda item: -item[0]
    )
    return [Ranked(r.doc, score) for score, r in again] + ranked[len(near) :]


def _takes(doc: ToolDoc, text: str) -> float:
    """How much of what is said has a place in a call, and how much of a call is said."""
    reading = read(doc, text)
    left = sum(
        _FILE if is_file(span) else 0.1 if span.kind in ("number", "date", "quote", "code") else 0.05
        for span in reading.left
    )
    own = [p for p in doc.required if p.shape not in ("code",) or p.choices]
    filled = sum(_MEANT * (p.name in reading.said) + (1 - _MEANT) * (p.name in reading.values) for p in own)
    numbers = sum(p.shape == "number" and p.name not in reading.said for p in doc.required)
    share = filled / len(own) if own else 0.5
    number = _agreement(doc, text)
    number = 0.0 if number > 0 and own and not filled else number
    return (
        0.14 * share
        + number
        + _pointing(doc, text)
        + _by(doc, reading, text)
        - left
        - 0.05 * numbers
        - (0.08 if reading.spans and not doc.parameters else 0.0)
    )


def _agreement(doc: ToolDoc, text: str) -> float:
    """Whether a tool named after many things is asked about many (`all my tickets`), and one for one about one."""
    plainly_said = unquoted(text)
    said = frozenset(words(plainly_said))
    nouns = [word for word in doc.title[1:] if len(word) > _SHORT]
    many = [noun for noun in nouns if singular(noun) != noun]
    last = doc.title[-1]
    if last in nouns and last not in many and plural(last) in said and last not in said:
        return -_AGREES
    if any(singular(noun) in said and not _each(singular(noun), plainly_said) for noun in many):
        return -_AGREES
    return _AGREES / 2 if any(noun in said or _each(singular(noun), plainly_said) for noun in many) else 0.0


def _by(doc: ToolDoc, reading: Reading, text: str) -> float:
    """What speaks for a tool whose name tells by what it looks up (`symbol by name`), where both are said."""
    if "by" not in doc.title:
        return 0.0
    at = doc.title.index("by")
    given = {stem(word) for word in doc.title[at + 1 :]}
    known = any(given & p.words for p in doc.parameters if p.name in reading.values)
    return _AGREES if known and {stem(word) for word in doc.title[:at]} & stems(unquoted(text)) else 0.0


def _pointing(doc: ToolDoc, text: str) -> float:
    """What speaks for a tool that takes one thing, where words point back at such a one: `the order I just placed`."""
    if not points_back(text):
        return 0.0
    nouns = frozenset().union(*(p.words - _GENERIC for p in doc.required if p.shape == "code" and not p.choices))
    return _AGREES / 2 if nouns & stems(unquoted(text)) else 0.0


def _each(noun: str, text: str) -> bool:
    """Whether a noun in the singular means all of them: `every airport`."""
    return bool(re.search(rf"\b(?:every|each)\s+(?:\w+\s+)?{noun}\b", text, re.IGNORECASE))


_AGREES = 0.2
_SHORT = 3
