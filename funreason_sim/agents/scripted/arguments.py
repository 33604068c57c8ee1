"""Arguments: which words of a clause are the value of which parameter.

Values that stand in the text as such (numbers, dates, names, codes, quotations) are matched with parameters at once,
best pair first, by kind, unit, neighbouring words and prepositions. Choices, flags and yes or no are read from the verb
and the nouns. What a clause only mentions (`Boston` where an airport's code is wanted) is kept for a look-up.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ...records import JsonValue
from .dates import Day, wanted_notation
from .fitting import IDS, choice_of, fit, is_coded, is_file, names_thing, role_of
from .gathering import gathered, item, record, together, without_named
from .language import split_identifier
from .owned import around, owned
from .parameters import Parameter
from .phrases import top_of, worded
from .pointing import find_pointers
from .reading import Reading, Said
from .sides import both_sides
from .spans import Span, find_spans, in_context, unquoted
from .toolbox import ToolDoc
from .units import clashes, unit_of


@lru_cache(maxsize=8192)
def read(doc: ToolDoc, text: str) -> Reading:
    """What a text says about the parameters of a tool."""
    spans = _with_pointers(doc, text, find_spans(text))
    said: dict[str, Said] = {}
    used = {n for n, span in enumerate(spans) if span.kind == "quote" and _DESCRIBING.search(text[: span.start])}
    used |= {n for n, span in enumerate(spans) if any(a <= span.start < b for a, b in around(doc, text))}
    _read_objects(doc, text, spans, said, used)
    _assign(doc, text, spans, said, used)
    for parameter in doc.parameters:
        heard = text if parameter.shape == "text" else unquoted(text)
        if parameter.name not in said and (found := worded(parameter, heard, doc)):
            said[parameter.name] = found
            used |= {n for n, s in enumerate(spans) if found.start <= s.start < found.end or s.text in found.words}
    used |= {n for n, span in enumerate(spans) if _explained(doc, span, said)}
    return Reading(said, tuple(s for n, s in enumerate(spans) if n not in used), len(spans))


_DESCRIBING = re.compile(
    r"\b(?:the|my|that|this|our|your)\s+(?:[\w-]+\s+){1,2}(?:(?:by|from|of)\s+\S+\s+)?"
    r"(?:that|which) (?:says|said|reads)\s*$"
    r"|\w['’]s\s+[\w-]+\s+(?:that|which) (?:says|said|reads)\s*$",
    re.IGNORECASE,
)
"""Before a quotation that tells which thing is meant: `the note by Ada that says`."""


def _with_pointers(doc: ToolDoc, text: str, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """With the words that point back at results, where a tool takes more numbers than are said."""
    numbers = sum(parameter.shape == "number" for parameter in doc.required)
    if numbers < _SEVERAL or numbers <= sum(span.kind == "number" for span in spans):
        return spans
    free = [p for p in find_pointers(text) if not any(s.start < p.end and p.start < s.end for s in spans)]
    return tuple(in_context(text, sorted([*spans, *free], key=lambda span: span.start))) if free else spans


_SEVERAL = 2


def _read_objects(doc: ToolDoc, text: str, spans: tuple[Span, ...], said: dict[str, Said], used: set[int]) -> None:
    """`Change the priority to 4`: an object is made of those of its members that are named."""
    for parameter in doc.parameters:
        members = record(doc, parameter, text) if parameter.shape == "object" else None
        if members and (found := read(members, without_named(text, spans)).values):
            said[parameter.name] = together(found)
            inside = [(member.start, member.end) for member in found.values()]
            words = [member.words for member in found.values()]
            used |= {n for n, s in enumerate(spans) if any(a <= s.start < b for a, b in inside) or s.text in words}


def _explained(doc: ToolDoc, span: Span, said: dict[str, Said]) -> bool:
    """A span that names a thing which some id stands for (`my Visa`) is not left over."""
    return span.ending or (
        any(names_thing(p) and p.name not in said for p in doc.parameters)
        and span.kind in ("name", "date", "code")
        and not is_file(span)
    )


def _assign(doc: ToolDoc, text: str, spans: tuple[Span, ...], said: dict[str, Said], used: set[int]) -> None:
    """Pair spans and parameters, best first."""
    _split_names(doc, spans, said, used)
    _from_one_to_other(doc, spans, said, used)
    sides = both_sides(doc, text)
    said.update(sides)
    used |= {n for n, span in enumerate(spans) if any(span.start <= side.start < span.end for side in sides.values())}
    pairs = [
        (score - 0.01 * abs(at - n), -n, -at, parameter, span)
        for at, parameter in enumerate(doc.parameters)
        for n, span in enumerate(spans)
        if n not in used
        and parameter.name not in said
        and not owned(doc, parameter, text)
        and (score := fit(parameter, span, doc)) > 0.3
    ]
    for _, minus_n, _, parameter, span in sorted(pairs, key=lambda pair: pair[:3], reverse=True):
        if parameter.name in said or -minus_n in used:
            continue
        found = _value(parameter, span, text)
        if found is not None:
            said[parameter.name] = found
            used.add(-minus_n)
    _name_the_other(doc, spans, said, used)
    _gather_lists(doc, text, spans, said, used)


def _name_the_other(doc: ToolDoc, spans: tuple[Span, ...], said: dict[str, Said], used: set[int]) -> None:
    """`How far A is from B`: where one of two places is said, a name that is left over is the other."""
    told = {p.domain for p in doc.parameters if p.name in said and p.shape == "code"}
    lacking = [p for p in doc.required if p.name not in said and p.shape == "code" and p.domain in told]
    names = [n for n, span in enumerate(spans) if n not in used and span.kind == "name"]
    if len(lacking) == 1 and names:
        span = spans[names[0]]
        said[lacking[0].name] = Said(span.text, span.text, mention=True, start=span.start, end=span.end)
        used.add(names[0])


def _split_names(doc: ToolDoc, spans: tuple[Span, ...], said: dict[str, Said], used: set[int]) -> None:
    """A full name fills a first and a last name."""
    first = next((p for p in doc.parameters if {"first", "name"} <= set(split_identifier(p.name))), None)
    last = next((p for p in doc.parameters if {"last", "name"} <= set(split_identifier(p.name))), None)
    person = next((n for n, s in enumerate(spans) if s.kind == "name" and 2 <= len(s.text.split()) <= 4), None)
    if first is None or last is None or person is None:
        return
    given, *rest = spans[person].text.split()
    said[first.name] = Said(given, spans[person].text, start=spans[person].start, end=spans[person].end)
    said[last.name] = Said(" ".join(rest), spans[person].text, start=spans[person].start, end=spans[person].end)
    used.add(person)


def _from_one_to_other(doc: ToolDoc, spans: tuple[Span, ...], said: dict[str, Said], used: set[int]) -> None:
    """Of two codes without `from` (`in USD into BRL`, `how many EUR for 20 USD`), which is had and which wanted."""
    ends = {role_of(p): p for p in doc.parameters if is_coded(p)}
    codes = [n for n, s in enumerate(spans) if ends and choice_of(next(iter(ends.values())), s)]
    if set(ends) != {"start", "end"} or len(codes) != 2 or any(spans[n].preposition == "from" for n in codes):
        return
    first, second = codes
    wanted_first = spans[first].before[-1:] in (("many",), ("much",), ("into",), ("to",)) and spans[
        second
    ].preposition not in ("to", "into")
    had, wanted = (second, first) if wanted_first else (first, second)
    for n, role in ((had, "start"), (wanted, "end")):
        choice = choice_of(ends[role], spans[n])
        if choice:
            said[ends[role].name] = Said(choice, spans[n].text, start=spans[n].start, end=spans[n].end)
            used.add(n)


def _gather_lists(doc: ToolDoc, text: str, spans: tuple[Span, ...], said: dict[str, Said], used: set[int]) -> None:
    """A list takes the values that stand together and that nothing else has taken."""
    for parameter in doc.parameters:
        if parameter.shape == "list" and parameter.name not in said:
            taken = gathered(parameter, text, spans, used)
            if taken:
                values: list[JsonValue] = [item(spans[n]) for n in taken]
                words = ", ".join(spans[n].text for n in taken)
                said[parameter.name] = Said(values, words, start=spans[taken[0]].start, end=spans[taken[-1]].end)
                used |= set(taken)


def _value(parameter: Parameter, span: Span, text: str) -> Said | None:
    """The value that a span gives to a parameter, in the notation wanted."""
    choice = choice_of(parameter, span)
    if choice:
        return Said(choice, span.text, start=span.start, end=span.end)
    if parameter.choices:
        return Said(span.text, span.text, mention=True, start=span.start, end=span.end)
    if isinstance(span.value, Day):
        written = span.value.written(wanted_notation(parameter.description))
        return None if written is None else Said(written, span.text, start=span.start, end=span.end)
    if span.kind == "pointer":
        return Said(span.text, span.text, mention=True, start=span.start, end=span.end)
    if parameter.shape == "number":
        return _numeric(parameter, span)
    return _literal(parameter, span)


def _numeric(parameter: Parameter, span: Span) -> Said | None:
    value = span.value
    if not isinstance(value, int | float):
        return None
    mention = clashes(span, parameter)
    if span.sign == "%" or unit_of(span) == "percent":
        value = value / 100 if top_of(parameter) == 1 else value
    if parameter.core.get("type") == "integer" and value == int(value):
        value = int(value)
    return Said(value, _with_unit(span), mention=mention, start=span.start, end=span.end)


def _with_unit(span: Span) -> str:
    unit = unit_of(span)
    return f"{span.text} {span.after[0]}" if unit and not span.sign and span.after else span.text


def _literal(parameter: Parameter, span: Span) -> Said:
    quoted = span.kind == "quote" and not any(c.isdigit() for c in span.text) and bool(parameter.words & IDS)
    mention = span.ending or quoted or (parameter.shape == "code" and span.kind == "name")
    text = span.digits if span.kind == "code" and span.digits else span.text
    if span.kind == "number" and parameter.shape == "code":
        text = span.digits
    value: JsonValue = text
    if parameter.core.get("type") == "integer":
        value = int(text) if text.isdigit() else text
    return Said(value, span.text, mention=mention, start=span.start, end=span.end, quoted=quoted)
