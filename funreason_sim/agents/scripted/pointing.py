"""Pointing: words that mean a result by what it is: `that difference`, `the length I just had converted`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from .harvest import Fact
from .language import CONCEPTS, stem, stems
from .spans import PREPOSITIONS, Span, in_context
from .thesaurus import STOP
from .toolbox import Toolbox

_WORD = r"[a-z][a-z-]*"
_POINTING = re.compile(
    rf"\bthe (?:result|outcome) of (?:that|this) {_WORD}"
    rf"|\bthe {_WORD} (?:of|for|from|among) (?:that|this|those|these) {_WORD}"
    rf"|\bthe (?:{_WORD} ){{1,3}}(?:I|we) (?:have )?just (?:{_WORD} (?:for\b|{_WORD}ed\b)|{_WORD})"
    rf"|\bwhat (?:came|comes) (?:out )?of (?:{_WORD}ing)(?: (?:them|those|these|it))?"
    rf"|\bwhat (?:those|these) (?:two )?{_WORD}(?: up)?(?: to)?"
    rf"|\bthe (?:converted|resulting|rounded|computed) {_WORD}"
    rf"|\b(?:that|this) (?P<noun>{_WORD}(?: {_WORD})?)",
    re.IGNORECASE,
)
_VERBAL = re.compile(r"(?:is|was|has|makes?|gives?|says|\w+ed)$", re.IGNORECASE)


@lru_cache(maxsize=4096)
def find_pointers(text: str) -> tuple[Span, ...]:
    """The words of a text that point back at a result, in order, as spans of kind `pointer`."""
    found = [Span("pointer", text[m.start() : end], m.start(), end, text[m.start() : end]) for m, end in _matches(text)]
    return tuple(in_context(text, found))


def _matches(text: str) -> Iterator[tuple[re.Match[str], int]]:
    """Each place that points back, with its end; what only seems to (`that the`) may hide another."""
    at = 0
    while match := _POINTING.search(text, at):
        end = _end(match)
        if end:
            yield match, end
        at = end or match.start() + 1


def _end(match: re.Match[str]) -> int:
    """Where the words that point back end; 0 where they do not."""
    noun = match["noun"]
    if noun is None:
        return match.end()
    first, *more = noun.split()
    if first.lower() in STOP or _VERBAL.match(first):
        return 0
    ends = not more or more[0].lower() in STOP | PREPOSITIONS or _VERBAL.match(more[0])
    return match.end() - (len(noun) - len(first) if ends else 0)


def pointed_at(words: str, box: Toolbox, known: list[Fact], *, surely: bool = False) -> Fact | None:
    """The fact that came from the tool which the words name best, `surely` by its name; among equals, the newest."""
    said = stems(words)
    scored = [(_names(said, box, fact), fact.order, n) for n, fact in enumerate(known) if not fact.given]
    best = max(scored, default=(0.0, (0, 0, 0), 0))
    return known[best[2]] if best[0] > (_NAMED if surely else 0) else None


_NAMED = 1.4
"""More than this says a word that stands in a tool's name, or means the same as one."""


def _names(said: frozenset[str], box: Toolbox, fact: Fact) -> float:
    doc = box.doc(fact.done.tool)
    if doc is None:
        return 0.0
    title = {stem(word) for word in doc.title}
    return max((_match(word, title, doc.weights) for word in said), default=0.0)


def _match(word: str, title: set[str], weights: dict[str, float]) -> float:
    """How well a tool is named by a word: by its name, by what its description says, or by what these mean."""
    if word in title:
        return 2.0
    meant = CONCEPTS.get(word, frozenset())
    if any(CONCEPTS.get(own, frozenset()) & meant for own in title):
        return 1.5
    return max(weights.get(word, 0.0), max((0.7 * weights.get(f"~{concept}", 0.0) for concept in meant), default=0.0))
