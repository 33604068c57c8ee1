"""Nesting: one tool takes what another gives, and a clause speaks of both: `add the equivalent of 20 liters`."""

from __future__ import annotations

from collections.abc import Iterable

from .arguments import read
from .fitting import is_coded
from .language import CONCEPTS, stem
from .moods import mood_of, suits
from .ranking import Ranked, begins_with, explained, telling
from .spans import find_spans
from .toolbox import Toolbox, ToolDoc
from .topics import adjectives, plainly

_TRIED = 6
_CLEARLY = 0.12
"""How much more of the words an outer and an inner tool must explain together than the best one alone."""
_BARELY = 0.02
"""The same for an outer tool that the first telling word names."""
_HALF = 0.4
_VALUE = 2.0
"""What a value counts for beside the words."""


def outermost(box: Toolbox, text: str, ranked: list[Ranked]) -> list[Ranked]:
    """The tools, best first, with the outer one of two nested tools before all.

    The outer tool is preferred where the two together explain clearly more of the words than the best one alone.
    """
    alone, mood = coverage(box, (ranked[0].doc,), text), mood_of(text)
    best, most = ranked[0], 0.0
    for outer in ranked[:_TRIED]:
        if suits(outer.doc.mood, mood, text) < _HALF:
            continue
        named = begins_with(box, text, outer.doc) > begins_with(box, text, ranked[0].doc)
        for inner in _inners(box, outer.doc, text):
            coded = _coded(outer.doc, inner, text)
            if outer.score < _HALF * ranked[0].score and not coded:
                continue
            both = coverage(box, (outer.doc, inner), text)
            clearly = 0.0 if coded else _BARELY if named else _CLEARLY
            if both >= alone + clearly and both > most and _adds_title(box, outer.doc, inner, text):
                best, most = outer, both
    return [best, *(r for r in ranked if r is not best)]


def _inners(box: Toolbox, outer: ToolDoc, text: str) -> list[ToolDoc]:
    """The tools that could give a quantity or a place that a tool needs and the words do not say."""
    said = read(outer, text).values
    lacking = [p for p in outer.required if p.name not in said and p.shape in ("number", "name")]
    givers = [doc for p in lacking for doc in box.givers(p.domain)]
    return [doc for doc in givers if doc is not outer and doc.mood != "changing" and not undoes(outer, doc)]


def undoes(outer: ToolDoc, inner: ToolDoc) -> bool:
    """Whether one tool gives back what the other was given: gallons to liters, then liters to gallons."""
    return any(outer.gives(parameter.domain) for parameter in inner.required)


def _adds_title(box: Toolbox, outer: ToolDoc, inner: ToolDoc, text: str) -> bool:
    """Whether the outer tool is named after words that only it explains, and the inner one likewise."""
    out, into = explained(box, outer, text), explained(box, inner, text)
    own = out.keys() - into.keys() - adjectives(box, text)
    return (_named(outer, own) or _coded(outer, inner, text)) and _named(inner, into.keys())


def _coded(outer: ToolDoc, inner: ToolDoc, text: str) -> bool:
    """Whether the outer tool takes codes that are said and that the inner one has no place for."""
    taken = read(outer, text).values
    given = {said.words for said in read(inner, text).values.values()}
    return sum(is_coded(p) and p.name in taken and taken[p.name].words not in given for p in outer.required) > 1


def coverage(box: Toolbox, docs: tuple[ToolDoc, ...], text: str) -> float:
    """The share of the telling words, and of the values, that some of the tools speak of or take."""
    told = [telling(box, doc, plainly(text)) for doc in docs]
    met = sum(column[0][1] for column in zip(*told, strict=True) if any(met for _, _, met in column))
    spans = set(find_spans(text))
    left = spans.intersection(*(read(doc, text).left for doc in docs))
    whole = sum(weight for _, weight, _ in told[0]) + _VALUE * len(spans)
    return (met + _VALUE * (len(spans) - len(left))) / whole if whole else 0.0


def _named(doc: ToolDoc, said: Iterable[str]) -> bool:
    title = set(map(stem, doc.title))
    meant = set().union(*(CONCEPTS.get(word, frozenset()) for word in title))
    return any(word in title or CONCEPTS.get(word, frozenset()) & meant or set(word.split()) & meant for word in said)
