"""Words: how a text and an identifier fall into stems, and what each stem may mean."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from .sayings import PHRASES
from .thesaurus import GROUPS, IRREGULAR, STOP, lexicon

_WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?|\d+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_\W]+")
_DERIVED = (
    ("ibility", "ible"),
    ("ability", "able"),
    ("ation", ""),
    ("ating", ""),
    ("ated", ""),
    ("ates", ""),
    ("ate", ""),
)
_ENDINGS = (("ance", 4), ("ment", 4), ("ible", 4), ("able", 4), ("ing", 3), ("ed", 3), ("ly", 4), ("er", 5), ("or", 5))


@dataclass(frozen=True)
class Term:
    """One meaning-bearing word of a text, or a phrase (which has no stem)."""

    stem: str
    concepts: frozenset[str]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The common root of a word's forms: `booked`, `books` and `booking` give one."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    word = IRREGULAR.get(word, word)
    if len(word) <= 3:
        return word
    word = IRREGULAR.get(singular(word), singular(word))
    return _undoubled(_stripped(_derived(word)))


def stemmed(text: str) -> frozenset[str]:
    """The stems of the words of a text."""
    return frozenset(map(stem, text.split()))


def plural(word: str) -> str:
    """The usual plural of a noun."""
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s")


def singular(word: str) -> str:
    """A noun without the ending of its plural."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _derived(word: str) -> str:
    for ending, instead in _DERIVED:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)] + instead
    return word


def _stripped(word: str) -> str:
    for ending, least in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return word[: -len(ending)]
    return word


def _undoubled(word: str) -> str:
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]
    if len(word) > 5 and word.endswith("ll"):
        word = word[:-1]
    word = word[:-1] + "i" if word.endswith("y") and len(word) > 3 else word
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


def _concepts() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for concept, words in GROUPS.items():
        for word in [concept, *words.split()]:
            found.setdefault(stem(word), set()).add(concept)
    return {word: frozenset(concepts) for word, concepts in found.items()}


CONCEPTS = _concepts()
_PHRASES = [
    (re.compile(rf"\b(?:{pattern})", re.IGNORECASE), tuple(map(lexicon, meant.split("+"))))
    for pattern, meant in PHRASES.items()
]


def split_identifier(name: str) -> list[str]:
    """The lower-case words of a snake_case or camelCase name."""
    return [part.lower() for part in _CAMEL.split(name) if part]


def plain(name: str) -> str:
    """An identifier as words: `remainingUnlockedDoors` reads `remaining unlocked doors`."""
    return " ".join(split_identifier(name)) or name


@lru_cache(maxsize=20_000)
def words(text: str) -> tuple[str, ...]:
    """The lower-case words of a text, identifiers split."""
    return tuple(part for word in _WORD.findall(text.replace("_", " ")) for part in _pieces(word))


def _pieces(word: str) -> list[str]:
    return [word.lower()] if "'" in word or "’" in word or word.isupper() else split_identifier(word)


@lru_cache(maxsize=20_000)
def stems(text: str) -> frozenset[str]:
    """The stems of all words of a text but the empty ones."""
    return frozenset(stem(word) for word in words(text) if word not in STOP)


@lru_cache(maxsize=20_000)
def meanings(text: str) -> frozenset[str]:
    """The concepts of all words and phrases of a text."""
    found: set[str] = set().union(*(CONCEPTS.get(s, frozenset()) for s in stems(text)))
    return frozenset(found.union(*(to for pattern, all_of in _PHRASES if pattern.search(text) for to in all_of)))


@lru_cache(maxsize=20_000)
def terms(text: str) -> tuple[Term, ...]:
    """What a text is about: each word once, then its phrases."""
    seen = dict.fromkeys(stem(word) for word in words(text) if word not in STOP and not word.isdigit())
    found = [Term(word, CONCEPTS.get(word, frozenset())) for word in seen if len(word) > 1]
    return tuple(found + [Term("", to) for pattern, all_of in _PHRASES if pattern.search(text) for to in all_of])


def phrases_at_start(text: str) -> list[frozenset[str]]:
    """The concepts of the phrases that a text begins with."""
    return [to for pattern, all_of in _PHRASES if pattern.match(text) for to in all_of]


def related(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether two collections of stems share a word or a concept."""
    first, second = set(one), set(other)
    if first & second:
        return True
    concepts = set().union(*(CONCEPTS.get(s, frozenset()) for s in first))
    return any(CONCEPTS.get(s, frozenset()) & concepts for s in second)
