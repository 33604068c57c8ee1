"""Topics: the words of a clause that say what it is about, each with its weight."""

from __future__ import annotations

import re
from functools import lru_cache

from .language import Term, stem, stemmed, stems, terms
from .moods import mood_of
from .pointing import find_pointers
from .sayings import IDIOMS
from .spans import capital_words, unquoted
from .thesaurus import CHANGING, OPENING, READING, STOP, lexicon
from .toolbox import Toolbox

_WHICH = 0.4
"""What a word counts for that only tells which one of a thing is meant."""
_BESIDE = 0.7
"""What a word counts for that is not the object of a verb but stands after a preposition."""
LIGHT = stemmed("add get put take make arrange organize sort")
"""Verbs that say little: with them the object tells what is done."""
_DOING = lexicon(
    """
    list display track provide sum exchange run convert compute calculate estimate verify confirm validate compare
    count rate translate swap warm cool heat swing dial bump sync test identify transfer multiply divide subtract
    round filter sort
    """
)
ASKED = frozenset(map(stem, READING - _DOING))
_FRAME = frozenset(
    map(
        stem,
        (OPENING - CHANGING - _DOING) | lexicon("able possible currently now"),
    )
)


LOOKING = stemmed("check show view see look find search tell read get give fetch pull know what how retrieve bring")
_IDIOMS = [(re.compile(rf"\b(?:{said})", re.IGNORECASE), meant) for said, meant in IDIOMS.items()]
ADJECTIVE = re.compile(
    r"\b(?:(?:the|an?|my|our|its|this|that|your)\s+(\w+ing)|(\w+tion))\s+(\w+)",
    re.IGNORECASE,
)


_NOUN = re.compile(
    r"\b(?:the|an?|my|our|this|that|these|those|your|following|new)\s+(?:following\s+|new\s+)?(\w+)", re.IGNORECASE
)
_KNOWN = re.compile(r"\b(the|my|our|that|this|these|those) (?:brand[ -])?new(?:est)?\s+(?=\w)", re.IGNORECASE)
"""Who speaks of `the new ticket` wants none made."""
_MADE = re.compile(
    r"\b((?:the|that|this|my) (?:\w+ )?\w+) (?:that |which )?(?:I|we)(?:['’]ve| have| had)? (?:have )?just \w+"
    r"(?=\W*$| (?:and|to|so|with|in|for)\b)",
    re.IGNORECASE,
)
"""Who speaks of `the ticket I just opened` wants none opened."""
_OBLIQUE = re.compile(
    r"\b(?:as|to|for|on|onto|about|with|using|of|at|regarding|from|in|into)\s+"
    r"(?:the|my|our|that|this|these|those|an?|your)\b",
    re.IGNORECASE,
)


def points_back(text: str) -> bool:
    """Whether a text speaks of a thing as one that was made before: `the new ticket`, `the order I just placed`."""
    return bool(_KNOWN.search(text) or _MADE.search(text))


@lru_cache(maxsize=8192)
def plainly(text: str) -> str:
    """A text without quotations, its idioms put in plain words, `the new ticket` being a ticket."""
    text = _MADE.sub(r"\1", _KNOWN.sub(r"\1 ", unquoted(text)))
    for said, meant in _IDIOMS:
        text = said.sub(meant, text)
    return text


@lru_cache(maxsize=8192)
def topical(box: Toolbox, text: str) -> tuple[tuple[Term, float], ...]:
    """The terms that say what a clause is about, with their weights: names of people and places say nothing."""
    named = capital_words(text)
    found = [term for term in terms(text) if not term.stem or term.stem not in named or box.speaks_of(term.stem)]
    which, beside = adjectives(box, text), _beside(text)
    nouns = {stem(m[1]) for m in _NOUN.finditer(text)}
    light = LIGHT - nouns - {stem(doc.title[0]) for doc in box.docs if len(doc.title) == 1}
    factors = dict.fromkeys(beside, _BESIDE) | dict.fromkeys(which | _operands(box, text) | light, _WHICH)
    return tuple(
        (term, _weight(box, term) * factors.get(term.stem, 1.0))
        for term in found
        if term.stem in nouns - LOOKING or not _is_frame(box, term)
    )


def _operands(box: Toolbox, text: str) -> frozenset[str]:
    """The words for a result that a named tool is to work on: `add that power and 4` asks for no power."""
    pointers = find_pointers(text)
    rest = text
    for pointer in reversed(pointers):
        rest = f"{rest[: pointer.start]} {rest[pointer.end :]}"
    named = [doc for doc in box.docs if stem(doc.title[0]) in stems(rest)]
    works = any(parameter.shape == "number" for doc in named for parameter in doc.required)
    return frozenset().union(*(stems(pointer.text) for pointer in pointers)) - stems(rest) if works else frozenset()


def _beside(text: str) -> frozenset[str]:
    """Words that only stand after a preposition, where something is done to something: `... to that new booking`."""
    cut = _OBLIQUE.search(text) if mood_of(text) == "changing" else None
    return stems(text[cut.start() :]) - stems(text[: cut.start()]) if cut else frozenset()


def adjectives(box: Toolbox, text: str) -> set[str]:
    """Words that only say which one of a thing that tools speak of: `driving` in `the driving distance`."""
    return {stem(m[1] or m[2]) for m in ADJECTIVE.finditer(text) if m[3] not in STOP and box.speaks_of(stem(m[3]))}


def _is_frame(box: Toolbox, term: Term) -> bool:
    """A word of asking (`find out`, `tell me`), unless a tool is named after it and it says what that tool does."""
    if term.stem in LOOKING:
        return True
    return term.stem in _FRAME and not any(term.stem in map(stem, doc.title) for doc in box.docs)


def _weight(box: Toolbox, term: Term) -> float:
    known = [box.rarity(f"~{c}") for c in term.concepts if box.knows_concept(c)]
    if term.stem and box.has(term.stem):
        known.append(box.rarity(term.stem))
    return max(known) if known else box.unseen * (0.5 if term.stem else 0.0)
