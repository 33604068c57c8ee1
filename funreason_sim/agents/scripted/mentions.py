"""Mentions: which part of a clause speaks of which thing, where a call needs several: a card, and a flight."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from .language import CONCEPTS, stem, stemmed
from .parameters import Parameter
from .thesaurus import STOP, THINGS
from .toolbox import ToolDoc

GENERIC = stemmed("id ids code number key token type name value date amount text message")


@lru_cache(maxsize=4096)
def part_about(doc: ToolDoc, parameter: Parameter, text: str) -> str:
    """The part of a clause that speaks of the thing a parameter stands for; all of it where only one is needed.

    A part runs from the words before a noun (`with my new card`) to those before the next thing's noun.
    """
    things = [
        p for p in doc.parameters if p.shape == "code" and not p.choices and not p.words & _SECRETS and _nouns(doc, p)
    ]
    marks = sorted((m.start(), p.name) for p in things for m in _mentions(doc, p, text))
    needed = {p.name for p in things if p.required or p is parameter} | {name for _, name in marks}
    if parameter not in things or len(needed) < 2:
        return text
    if not marks:
        return ""
    starts = [(_begin(text, at), name) for at, name in marks]
    ends = [at for at, _ in starts[1:]] + [len(text)]
    own = [text[start:end] for (start, name), end in zip(starts, ends, strict=True) if name == parameter.name]
    return " ".join(own)


_SECRETS = stemmed("token secret password key")


@lru_cache(maxsize=4096)
def _nouns(doc: ToolDoc, parameter: Parameter) -> frozenset[str]:
    """The words for such a thing: the parameter's own, and what the document calls so (`a booked flight`)."""
    own = frozenset(parameter.words) - GENERIC
    said = re.findall(r"[A-Za-z]+", doc.description)
    followed = [stem(after) for word, after in pairwise(said) if stem(word) in own and after.lower() not in STOP]
    return own | frozenset(followed[:3]) - GENERIC


def _mentions(doc: ToolDoc, parameter: Parameter, text: str) -> list[re.Match[str]]:
    """The words that name such a thing, or something of its kind."""
    nouns = _nouns(doc, parameter)
    kinds = frozenset().union(*(CONCEPTS.get(noun, frozenset()) for noun in nouns)) & THINGS
    found = []
    for word in re.finditer(r"[A-Za-z]+", text):
        root = stem(word[0])
        if root in nouns or CONCEPTS.get(root, frozenset()) & kinds:
            found.append(word)
    return found


def _begin(text: str, at: int) -> int:
    """Where the noun phrase of a noun begins, its preposition included."""
    before = text[:at]
    found = re.search(
        r"(?:\b(?:with|using|for|on|to|from|of|about|regarding|over|and|by|charging|charge|use|put|pay|through)\s+)?"
        r"\b(?:the|my|that|this|our|an?|your|same)\s+(?:[\w'-]+\s+){0,3}$",
        before,
        re.IGNORECASE,
    )
    return found.start() if found else at
