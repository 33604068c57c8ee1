"""Bare names: people who are called by a word in small letters, as accounts often are: `the user bob`, `as john`."""

from __future__ import annotations

import re
from itertools import pairwise

from .language import stem, stemmed
from .parameters import Parameter
from .reading import Said
from .spans import find_spans
from .thesaurus import GROUPS, OPENING, STOP
from .toolbox import ToolDoc

_PEOPLE = stemmed("user username name person contact account handle member author customer")
_BEFORE = stemmed("as named called account user username for of by from")
_WORD = re.compile(r"[A-Za-z][\w-]*(?:\.[\w-]+)*")
_ENGLISH = frozenset(word for said in GROUPS.values() for word in said.split()) | STOP | OPENING


def bare_name(parameter: Parameter, doc: ToolDoc, text: str) -> Said | None:
    """A word in small letters that stands where a person's name would, and is no other word that is known."""
    if not parameter.words & _PEOPLE or not parameter.required:
        return None
    own = parameter.words | set(map(stem, doc.title))
    leading = _BEFORE | own | {word.removeprefix("un") for word in own}
    taken = [(span.start, span.end) for span in find_spans(text)]
    words = list(_WORD.finditer(text))
    for before, word in pairwise(words):
        name = word[0].removesuffix("'s")
        if stem(before[0]) in leading and _is_name(name, doc) and not any(a <= word.start() < b for a, b in taken):
            return Said(name, name, start=word.start(), end=word.start() + len(name))
    owner = next((m for m in re.finditer(r"\b([a-z][\w-]*)['’]s\b", text) if _is_name(m[1], doc)), None)
    return Said(owner[1], owner[1], start=owner.start(1), end=owner.end(1)) if owner else None


def _is_name(word: str, doc: ToolDoc) -> bool:
    return word.islower() and len(word) > 2 and word not in _ENGLISH and stem(word) not in doc.topics
