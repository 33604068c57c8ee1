"""Capitals: the names that a text writes with capital letters, without words that only begin a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from .thesaurus import OPENING, STOP, lexicon

CAP = r"(?:(?:St|Mt|Ft|Ave|Rd|Dr|Blvd|Mr|Mrs|Ms|Jr|Sr|[A-Z])\.|(?!I\b)[A-Z][\w’'&-]*(?:\.\w+)*)"
_CAPITAL = re.compile(rf"{CAP}(?:\s+(?:(?:of|de|la|du|von|van|the|del|al|da)\s+)?{CAP})*(?:\s+\d+(?=\W|$))?")
_NEAR = 120
"""So many characters before a name may tell whether a sentence begins with it."""
_TITLES = lexicon("mr mrs ms dr hi hello hey dear please thanks thank")
_CALENDAR = lexicon(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july
    august september october november december jan feb mar apr jun jul aug sep oct nov dec i
    """
)
_COMMANDED = re.compile(r"\s+(?:the|my|an?|all|every|each|our|this|that|these|both|me|us|them|up|out|down|off|it)\b")


def capital_names(text: str) -> Iterator[tuple[Literal["name", "code"], str, int]]:
    """Each name, or code of a few capitals, with the place where it begins."""
    for match in _CAPITAL.finditer(text):
        start, said = match.start(), match[0]
        if _begins_sentence(text, start):
            start, said = _without_opening(start, said)
            if " " not in said and _COMMANDED.match(text, match.end()):
                continue
        said = re.sub(r"['’]s?$", "", said.rstrip(".'’,"))
        if said and _is_name(said):
            yield "code" if _shouted(said) else "name", said, start


def _begins_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - _NEAR) : start]
    said = before.rstrip()
    return not said or "\n" in before[len(said) :] or (said[-1] in ".!?:;," and len(said) < len(before))


def _without_opening(start: int, said: str) -> tuple[int, str]:
    """Drop first words that are capitals only because a sentence begins."""
    while said:
        first = said.split()[0]
        if not _common(first):
            break
        rest = said[len(first) :].lstrip()
        start, said = start + len(said) - len(rest), rest
    return start, said


def _common(word: str) -> bool:
    bare = re.split(r"['’]", word.lower().rstrip(".,"))[0]
    return bare in STOP or bare in OPENING or bare in _TITLES or word.lower() in STOP or bare in _FIRST


_FIRST = lexicon(
    """
    all once after before while since because if additionally moreover besides meanwhile lastly last as two three
    both with without from to on in for another current today tomorrow tonight everything unfortunately given having
    being quick one another doors door car cars my our your their could how are because seems looks time new old
    """
)


def _is_name(said: str) -> bool:
    parts = [part.lower().rstrip(".") for part in said.split()]
    return not all(part in _CALENDAR or part in _TITLES or part.startswith(("i'", "i’")) for part in parts)


def _shouted(said: str) -> bool:
    return said.isupper() and 2 <= len(said) <= 5 and said.isalpha()
