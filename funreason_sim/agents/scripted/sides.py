"""Sides: two parameters that accept the same choices, one for where something comes from, one for where it goes."""

from __future__ import annotations

import re
from itertools import combinations

from .fitting import is_coded, role_of
from .parameters import Parameter
from .reading import Said
from .spans import PREPOSITIONS
from .toolbox import ToolDoc

_SHARED = 3
"""So many choices in common make two parameters sides of one thing."""


def both_sides(doc: ToolDoc, text: str) -> dict[str, Said]:
    """`From km to m`: what a text says for two such parameters; nothing where it does not name two choices."""
    for one, other in combinations([p for p in doc.required if p.shape == "enum" and not is_coded(p)], 2):
        if len(set(one.choices) & set(other.choices)) >= _SHARED:
            start, end = (other, one) if role_of(one) == "end" or role_of(other) == "start" else (one, other)
            named = _named(start, text)
            if len(named) == 2:
                first, second = reversed(named) if _reversed(text, named) else named
                return {start.name: _said(start, first), end.name: _said(end, second)}
    return {}


def _named(parameter: Parameter, text: str) -> list[re.Match[str]]:
    """Where choices are named as whole words; one that is also a preposition must be clear by what precedes it."""
    names = "|".join(re.escape(choice) for choice in sorted(parameter.choices, key=len, reverse=True))
    found = re.finditer(rf"(?<![\w.])(?:{names})(?!\w)", text)
    return [
        m
        for m in found
        if m[0] not in PREPOSITIONS or re.search(r"(?:\b(?:to|into|from)|\d|[\"'])\s*$", text[: m.start()])
    ]


def _reversed(text: str, named: list[re.Match[str]]) -> bool:
    """Whether what is wanted is named first: `into m from km`."""
    before = [text[: match.start()].rstrip(" \"'") for match in named]
    return bool(re.search(r"\b(?:to|into)$", before[0])) and bool(re.search(r"\bfrom$", before[1]))


def _said(parameter: Parameter, match: re.Match[str]) -> Said:
    return Said(match[0], match[0], start=match.start(), end=match.end())
