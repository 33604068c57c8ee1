"""What a hard query must not be: it names no code, and tells nothing of the prerequisites it leaves implicit."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from ..records import JsonValue, Outcome, Said, Source, Step, Turn
from ..sim import Space
from ..sim.values import harvest
from ..sim.wording import phrases
from .grounding import implied_by
from .words import Span, phrase

_IDENTIFIER = re.compile(r"\b(?:[A-Za-z][a-z0-9]*(?:_[A-Za-z0-9]+)+|[a-z]+(?:[A-Z][a-z0-9]+)+)\b(?!\.[a-z])")
"""What is shaped like code; `open_tasks.txt` is the name of a file."""
_WORD = re.compile(r"[\w-]+")
_CALL = re.compile(r"\b\w+\([^)]*\)")


EDGES = " \t\n.,;:!?"
"""What may stand around words and is none of them."""


class Problem(NamedTuple):
    """What is wrong with a query, the words that are, and the reference call they give away."""

    message: str
    words: str
    step: str | None = None


def identifiers(query: str, said: Sequence[Span], space: Space) -> Iterator[Problem]:
    """Code in a query: a tool's name, or an identifier's shape, outside of the values the user says, once or again."""
    spoken = [query[slice(*span)] for span in said]
    for found in [*_IDENTIFIER.finditer(query), *_CALL.finditer(query)]:
        if not _within(found.span(), said) and not any(phrase(words, found[0]) for words in spoken):
            yield Problem("the query contains a code identifier", found[0])
    for name in space.tools:
        if ("_" in name or name != name.lower()) and name in query:
            yield Problem("the query names a tool", name)


def ids_in(calls: Iterable[tuple[str, Outcome]], space: Space) -> set[str]:
    """The opaque values that calls, each a tool and an outcome, returned: ids, tokens, codes."""
    known = [(space.tools[tool].spec.returns, outcome) for tool, outcome in calls if tool in space.tools]
    found = [f for returns, outcome in known if not outcome.refused for f in harvest(returns, outcome.value)]
    return {str(f.value) for f in found if f.format in space.opaque}


def ids(query: str, said: Sequence[Span], returned: Collection[str]) -> Iterator[Problem]:
    """An id in a query that only a call can have returned, and that the user does not hold and say."""
    for word in sorted(set(_WORD.findall(query)) & set(returned)):
        span = phrase(query, word)
        if span and not _within(span, said):
            yield Problem("the query tells an id that only a call returns", word)


def told(turn: Turn, said: Sequence[Span], space: Space) -> Iterator[Problem]:
    """A hidden prerequisite given away: what it returned stands in the query, or words that ask for it."""
    wanted = {ask.call for ask in turn.asked}
    open_tools = {execution.tool for execution in turn.reference if execution.id in wanted}
    for execution in turn.reference:
        if execution.id not in wanted and execution.tool not in open_tools:
            yield from _returned(turn.query, execution, said)
            yield from _requested(turn, execution, space)


def _returned(query: str, execution: Step, said: Sequence[Span]) -> Iterator[Problem]:
    for value in _leaves(execution.outcome.value):
        span = phrase(query, value)
        if span and not _within(span, said):
            yield Problem("the query tells what a prerequisite returns", value, execution.id)


def _requested(turn: Turn, execution: Step, space: Space) -> Iterator[Problem]:
    for wording in phrases(space.wording.get(execution.tool, {})):
        if wording.slots and len(wording.chunks) < 2:
            continue
        span = implied_by(turn.query, wording)
        if span and not any(start <= span[0] < end for start, end in (ask.span for ask in turn.asked)):
            yield Problem("the query asks for a prerequisite", turn.query[slice(*span)], execution.id)


def said_spans(sources: Sequence[Source], turn: int) -> list[Span]:
    """The spans of one turn's query that sources point at."""
    spans = [s.span for s in sources if isinstance(s, Said) and s.turn == turn]
    picks = [pick for source in sources for pick in getattr(source, "picks", ())]
    return spans + [pick.span for pick in picks if pick.turn == turn]


def whole_words(text: str, start: int, end: int) -> bool:
    """Whether a span holds words, and cuts none in two."""
    if not (0 <= start < end <= len(text)) or text[start:end] != text[start:end].strip(EDGES):
        return False
    cuts = [text[at - 1 : at + 1] for at in (start, end) if 0 < at < len(text)]
    return not any(pair[0].isalnum() and pair[1].isalnum() for pair in cuts)


def _within(span: Span, spans: Sequence[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in spans)


def _leaves(value: JsonValue) -> Iterator[str]:
    """The values that could give something away: texts of an id's length with a digit, and long numbers."""
    if isinstance(value, dict):
        for item in [*value, *value.values()]:
            yield from _leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item)
    elif isinstance(value, str) and len(value) >= 4 and any(c.isdigit() for c in value):
        yield value
    elif isinstance(value, int | float) and not isinstance(value, bool) and len(json.dumps(value)) >= 5:
        yield json.dumps(value)
