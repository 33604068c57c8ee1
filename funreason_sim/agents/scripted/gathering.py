"""Gathering: the values that stand together in a text: the items of a list, the members of an object."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ...records import JsonValue
from .dates import Day
from .language import split_identifier, stem, stems
from .parameters import Parameter
from .reading import Said
from .spans import Kind, Span, sign_of, unquoted
from .toolbox import ToolDoc

_BETWEEN = re.compile(r"[\"'”’]?\s*(?:,|;|&|(?:,\s*)?(?:and|or|plus)\b)?\s*(?:the\s+)?[\"'“‘]?")
"""What stands between the items of one list."""
_NAMING = re.compile(r"\b(?:called|named|titled|entitled|about)\s+$", re.IGNORECASE)
"""After these words a value tells which thing is meant, and is none of its new values."""


def gathered(parameter: Parameter, text: str, spans: Sequence[Span], used: set[int]) -> list[int]:
    """The places of the spans that are the items of a list: the longest row of them that nothing else has taken."""
    for kinds in _kinds(parameter):
        rows = _rows(text, spans, [n for n, s in enumerate(spans) if n not in used and _may_be(parameter, s, kinds)])
        if rows:
            return max(rows, key=len)
    return []


def _kinds(parameter: Parameter) -> tuple[tuple[Kind, ...], ...]:
    """The kinds of spans that may be items, the likeliest first."""
    if parameter.items.get("type") in ("number", "integer"):
        return (("number",),)
    return (("tag",),) if sign_of(parameter.description) else (("quote",), ("name", "code"))


def _may_be(parameter: Parameter, span: Span, kinds: tuple[Kind, ...]) -> bool:
    return span.kind in kinds and (span.kind != "tag" or span.text[0] == sign_of(parameter.description))


def _rows(text: str, spans: Sequence[Span], places: Sequence[int]) -> list[list[int]]:
    """Spans that follow each other with nothing but commas and `and` between them."""
    rows: list[list[int]] = []
    for n in places:
        if rows and rows[-1][-1] == n - 1 and _BETWEEN.fullmatch(text[spans[n - 1].end : spans[n].start]):
            rows[-1].append(n)
        else:
            rows.append([n])
    return rows


def item(span: Span) -> JsonValue:
    """A span as an item of a list."""
    return span.text if isinstance(span.value, Day) else span.value


@lru_cache(maxsize=4096)
def record(doc: ToolDoc, parameter: Parameter, text: str) -> ToolDoc | None:
    """A document of those members of an object that a text names, to be read as parameters are; None for none."""
    named = stems(unquoted(text))
    members = tuple(m for m in parameter.members if {stem(word) for word in split_identifier(m.name)} <= named)
    return ToolDoc(doc.name, doc.description, members, (), {}) if members else None


def without_named(text: str, spans: Sequence[Span]) -> str:
    """A text in which the names that tell which thing is meant are blotted out; the length stays."""
    for span in spans:
        if _NAMING.search(text[: span.start]):
            text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text


def together(found: dict[str, Said]) -> Said:
    """The members that were read, as one object."""
    return Said(
        {name: said.value for name, said in found.items()},
        ", ".join(said.words for said in found.values()),
        start=min(said.start for said in found.values()),
        end=max(said.end for said in found.values()),
    )
