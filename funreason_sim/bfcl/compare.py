"""Compares our side with the official one: result texts as texts, states as values."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# How the end of the stack is told depends on how deep the caller's own stack is.
_TOO_DEEP = "maximum recursion depth exceeded"
# The originals print sets in two texts, in an order that is another one in every process.
_CLASSES = re.compile(r"(Must be one of \{)([^{}]*)(\})")
_FIELDS = re.compile(r"(Invalid fields for update: )([^\"]*)()")


def settled(text: str) -> str:
    """A result text with what a set printed in sorted order, and the end of the stack told in one way."""
    if _TOO_DEEP in text:
        return text[: text.index(_TOO_DEEP) + len(_TOO_DEEP)]
    if "Must be one of {" not in text and "Invalid fields for update: " not in text:
        return text
    for printed in (_CLASSES, _FIELDS):
        text = printed.sub(lambda match: match[1] + ", ".join(sorted(match[2].split(", "))) + match[3], text)
    return text


def same_text(ours: str, theirs: str) -> bool:
    """Whether two result texts are identical, but for what no two processes would print alike: see `settled`."""
    return ours == theirs or settled(ours) == settled(theirs)


def same(ours: Any, theirs: Any) -> bool:
    """Whether two values are equal, kinds of numbers included; the order of an object's keys says nothing."""
    if type(ours) is not type(theirs):
        return False
    if isinstance(ours, dict):
        return ours.keys() == theirs.keys() and all(same(value, theirs[key]) for key, value in ours.items())
    if isinstance(ours, list | tuple):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    if isinstance(ours, float) and math.isnan(ours):
        return math.isnan(theirs)
    return bool(ours == theirs)


@dataclass(frozen=True)
class Unlike:
    """An attribute in which two states differ; what a side does not have is None."""

    attribute: str
    ours: Any
    theirs: Any


def unlike(ours: Mapping[str, Mapping[str, Any]], theirs: Mapping[str, Mapping[str, Any]]) -> list[Unlike]:
    """The attributes in which two states differ, as `Class.attribute`."""
    found = []
    for name in {**theirs, **ours}:
        left, right = ours.get(name, {}), theirs.get(name, {})
        for attribute in {**right, **left}:
            here, there = left.get(attribute), right.get(attribute)
            if attribute not in left or attribute not in right or not same(here, there):
                found.append(Unlike(f"{name}.{attribute}", here, there))
    return found
