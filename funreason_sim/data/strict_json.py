"""JSON as the standard says it, and no more: what a record written by strangers may be made of.

Python's own reader accepts NaN, lets the last of two equal keys win, turns 1e999 into infinity and gives up on deep
nesting with a RecursionError. A record that means different things to different readers proves nothing, so each of
these is refused with one sentence.
"""

from __future__ import annotations

import json
import math
import re
from typing import NoReturn

from ..records import JsonValue

DEPTH = 64
"""Levels of lists and objects. A sample nests 8 deep before its values begin, and tool values rarely go past 10; the
bound keeps every recursive reader behind this one far from its limit (jiter's is 200, Python's about 1,000)."""

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def parse(text: str) -> JsonValue:
    """The value of a JSON text.

    Raises:
        ValueError: with one clause that says what is wrong, for anything but standard JSON of at most `DEPTH` levels.
    """
    try:
        value: JsonValue = json.loads(
            text, object_pairs_hook=_object, parse_constant=_constant, parse_float=_finite, parse_int=_integer
        )
    except json.JSONDecodeError as error:
        raise ValueError(f"not valid JSON: {error.msg} at column {error.colno}") from None
    except RecursionError:
        raise ValueError(_TOO_DEEP) from None
    if _deeper_than(value, DEPTH):
        raise ValueError(_TOO_DEEP)
    if _SURROGATE.search(text) and not _encodable(value):
        raise ValueError("not valid JSON: a \\u escape is half of a surrogate pair")
    return value


_TOO_DEEP = f"nested deeper than {DEPTH} levels, which no sample is"


def _object(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise ValueError(f"not valid JSON: the key {_short(twice)} stands twice in one object")
    return found


def _constant(name: str) -> NoReturn:
    raise ValueError(f"not valid JSON: {name} is not a JSON number")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(f"not valid JSON here: {_short(digits)} is too large for a double")
    return number


def _integer(digits: str) -> int:
    if len(digits) > 400:  # longer than any double; int() of very long digits takes quadratic time
        raise ValueError(f"not valid JSON here: an integer of {len(digits)} digits")
    return int(digits)


def _deeper_than(value: JsonValue, limit: int) -> bool:
    """Walks level by level: a recursive walk would be what it guards against."""
    level = [value] if isinstance(value, dict | list) else []
    for _ in range(limit):
        inner = (node.values() if isinstance(node, dict) else node for node in level)
        level = [child for children in inner for child in children if isinstance(child, dict | list)]
        if not level:
            return False
    return True


def _encodable(value: JsonValue) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _short(text: str) -> str:
    return json.dumps(text if len(text) <= 40 else f"{text[:40]}…")
