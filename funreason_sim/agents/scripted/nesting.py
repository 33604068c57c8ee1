"""Nesting: one tool takes what another gives, and a clause speaks of both: `add the equivalent of 20 liters`."""

from __future__ import annotations

from collections.abc import Iterable

from .arguments import read
from .fitting import is_coded
from .language import CONCEPTS, stem
from .moods import mood_of, suits
from .parameters import Parameter
from .ranking import Ranked, begins_with, explained, telling
from .spans import find_spans
from .supply import is_passed
from .toolbox import Toolbox, ToolDoc
from .topics import adjectives, plainly

_TRIED = 6
_CLEARLY = 0.12
"""How much more of the words an outer and an inner tool must explain together than the best one alone."""
_HALF = 0.4
_VALUE = 2.0
"""What a value counts for beside the words."""


def outermost(box: Toolbox, text: str, ranked: list[Ranked]) -> list[Ranked]:
    """The tools, best first, with the outer one of two nested tools before all.

    The outer tool is preferred where the two together explain clearly more of the words than the best one alone; no
    less is enough for a tool that is named by the first telling word, or that takes codes that only it has a place for.
    """
    alone = coverage(box, (ranked[0].doc,), text)
    pairs = [
        (both, -n, outer)
        for n, outer in enumerate(ranked[:_TRIED])
        if suits(outer.doc.mood, mood_of(text), text) >= _HALF
        for inner in _inners(box, outer.doc, text)
        if (gain := _gain(box, text, outer, inner, ranked[0])) is not None
        and (both := coverage(box, (outer.doc, inner), text)) >= alone + gain
    ]
    best = max(pairs, key=lambda pair: pair[:2])[2] if pairs else ranked[0]
    return [best, *(r for r in ranked if r is not best)]


def _gain(box: Toolbox, text: str, outer: Ranked, inner: ToolDoc, best: Ranked) -> float | None:
    """How much more two nested tools must explain than the best tool alone; None where they are no pair."""
    out, into = explained(box, outer.doc, text), explained(box, inner, text)
    if not _named(inner, into):
        return None
    if _coded(outer.doc, inner, text):
        return 0.0
    if outer.score < _HALF * best.score:
        return None
    if begins_with(box, text, outer.doc) > begins_with(box, text, best.doc):
        return 0.0
    return _CLEARLY if _named(outer.doc, out.keys() - into.keys() - adjectives(box, text)) else None


def _inners(box: Toolbox, outer: ToolDoc, text: str) -> list[ToolDoc]:
    """The tools that could give a quantity or a place that a tool needs and the words do not say."""
    said = read(outer, text).values
    lacking = [p for p in outer.required if p.name not in said and _may_be_given(box, p, text)]
    givers = [doc for p in lacking for doc in box.givers(p.domain)]
    return [doc for doc in givers if doc is not outer and doc.mood != "changing" and not undoes(outer, doc)]


def _may_be_given(box: Toolbox, parameter: Parameter, text: str) -> bool:
    """Whether a text may describe a value instead of saying it; a thing, where a numbered one leads to it."""
    if parameter.shape == "code" and not parameter.choices:
        return box.numbers(text)
    return parameter.shape in ("number", "name") or is_passed(parameter)


def undoes(outer: ToolDoc, inner: ToolDoc) -> bool:
    """Whether one tool gives back what the other was given: gallons to liters, then liters to gallons."""
    return any(outer.gives(parameter.domain) for parameter in inner.required)


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
