"""Owned words: the part of a clause that tells where one quantity comes from: `at the current price of ACME`."""

from __future__ import annotations

import re
from functools import lru_cache

from .language import split_identifier, stem
from .mentions import GENERIC
from .parameters import Parameter
from .toolbox import ToolDoc

_PART = r"\bthe\s+(?:(?:current|latest|present|newest|market|whole|total)\s+){{0,2}}(?:{nouns})\s+(?:of|for|from)\s+.*"


@lru_cache(maxsize=4096)
def owned(doc: ToolDoc, parameter: Parameter, text: str) -> tuple[int, int] | None:
    """Where a text describes a quantity that a tool takes beside other things; None where it does not.

    What is named there (`the price of ACME`) belongs to the description, and is no other argument of the call.
    """
    if parameter.shape != "number" or len(doc.required) < 2:
        return None
    nouns = [word for word in split_identifier(parameter.name) if stem(word) not in GENERIC]
    found = re.search(_PART.format(nouns="|".join(map(re.escape, nouns))), text, re.IGNORECASE) if nouns else None
    return found.span() if found else None


def around(doc: ToolDoc, text: str) -> list[tuple[int, int]]:
    """The parts of a text that are owned by some parameter."""
    return [part for parameter in doc.required if (part := owned(doc, parameter, text))]
