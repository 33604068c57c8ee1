"""Fitting: how well a possible value suits a parameter, by kind, unit, neighbouring words and preposition."""

from __future__ import annotations

import re
from functools import lru_cache

from .language import related, split_identifier, stem, stemmed, stems
from .parameters import Parameter
from .spans import Span
from .thesaurus import STOP, lexicon
from .toolbox import ToolDoc
from .units import unit_fit, unit_of

_START = stemmed("from origin departure depart start begin begins leave source base first sender old")
_FINISH = stemmed("to destination arrival arrive end ends target goal reach second receiver recipient new into")
IDS = stemmed("id ids number token key serial")
_SECRETS = stemmed("token secret password key")
KINDS = lexicon("type kind category genre sort brand style plan level tier")
_PLAIN = frozenset(map(stem, STOP)) | {"the", "a"}


def fit(parameter: Parameter, span: Span, doc: ToolDoc) -> float:
    """How well a span suits a parameter; not above 0 when it does not."""
    kind = _kind_fit(parameter, span)
    if kind <= 0 or (span.kind == "code" and not parameter.choices and stem(span.text) in doc.topics):
        return 0.0
    beside = _neighbours(parameter, span, doc) + _direction(parameter, span)
    return 0.0 if beside <= 0 and not parameter.required and parameter.shape == "name" else kind + beside


def _kind_fit(parameter: Parameter, span: Span) -> float:
    shape = "code" if is_coded(parameter) else parameter.shape
    if {"true", "false"} <= {*split_identifier(parameter.domain)}:
        return 0.0
    if shape == "enum":
        return 1.0 if choice_of(parameter, span) else 0.0
    if shape == "number":
        named = span.ending or (len(span.digits) > 6 and not span.sign and not unit_of(span))
        unit = unit_fit(span, parameter) if span.kind == "number" and not named else None
        return 0.0 if unit is None else 1.0 + unit
    if shape == "code":
        return _code_fit(parameter, span)
    if shape == "name" and is_kind(parameter):
        return 1.0 if span.kind == "quote" else 0.0
    table: dict[str, dict[str, float]] = {
        "date": {"date": 1.2, "moment": 0.8},
        "text": {"quote": 1.2},
        "name": {
            "name": 1.0,
            "quote": 0.9,
            "mail": 0.9,
            "code": 0.3 if span.text.isalpha() else 0.5,
            "moment": 1.0 if "time" in parameter.words else 0.0,
        },
    }
    if shape == "name" and span.kind == "quote" and len(span.text.split()) > 5:
        return 0.2
    return table.get(shape, {}).get(span.kind, 0.0)


def _code_fit(parameter: Parameter, span: Span) -> float:
    if parameter.choices:
        return 1.4 if choice_of(parameter, span) else 0.7 if span.kind == "name" else 0.0
    if parameter.words & _SECRETS and not {stem(word) for word in span.before[-3:]} & parameter.words:
        return 0.0
    if span.kind == "number":
        return _digits_fit(parameter, span)
    if span.kind == "code" and parameter.core.get("type") == "integer":
        return 0.0
    if span.kind == "quote" and " " in span.text.strip():
        return 0.0
    if span.kind == "code" and not re.search(r"\d", span.text):
        return 0.0 if parameter.words & IDS else 0.25
    if span.kind == "quote" and parameter.words & IDS and not any(c.isdigit() for c in span.text):
        return 0.4
    return {"code": 1.0, "quote": 0.9, "mail": 0.4, "name": 0.25}.get(span.kind, 0.0)


def _digits_fit(parameter: Parameter, span: Span) -> float:
    """A bare number is an id when it is long, or when the words beside it say so."""
    if span.ending or not span.digits or span.sign or unit_of(span):
        return 0.5 if span.ending else 0.0
    beside = related(map(stem, span.before[-4:]), parameter.words)
    return 0.9 if beside or len(span.digits) >= 5 else 0.0


def choice_of(parameter: Parameter, span: Span) -> str | None:
    """The accepted value that a span spells, if any."""
    said = span.text.lower().replace(" ", "_")
    for choice in parameter.choices:
        if said in (choice.lower(), choice.lower().replace(" ", "_")):
            return choice
    return None


def _neighbours(parameter: Parameter, span: Span, doc: ToolDoc) -> float:
    """Whether the words beside a span are the parameter's own."""
    before = {stem(word) for word in span.before[-3:]} - _PLAIN
    after = {stem(word) for word in span.after[:2]} - _PLAIN
    own = _own_words(parameter, doc)
    near = {stem(word) for word in span.before[-1:]} & own
    score = 0.5 if near else 0.0
    score += 0.7 if before & own else 0.35 if related(before, own) else 0.15 if before & parameter.about else 0.0
    return score + (0.45 if after & own else 0.1 if after & parameter.about else 0.0)


@lru_cache(maxsize=4096)
def _own_words(parameter: Parameter, doc: ToolDoc) -> frozenset[str]:
    """The words of a parameter that no other parameter of the tool has."""
    others = frozenset().union(*(p.words for p in doc.parameters if p is not parameter))
    claimed = stems(parameter.description.split(",")[0].split(";")[0]) if len(doc.parameters) > 1 else frozenset()
    told = frozenset().union(*(p.about for p in doc.parameters if p is not parameter))
    return (parameter.words - others or parameter.words) | (claimed - told)


def _direction(parameter: Parameter, span: Span) -> float:
    """Whether the preposition agrees with where the parameter stands: `from` a start, `to` an end."""
    role = role_of(parameter)
    before = span.preposition
    if is_coded(parameter) and (nearby := _beside_number(span)):
        return 0.0 if not role else 0.9 if nearby == role else -1.3
    said = {
        "from": "start",
        "between": "start",
        "to": "end",
        "into": "end",
        "toward": "end",
        "towards": "end",
        "in": "",
    }.get(before, "")
    if not said and role == "end" and span.before[-1:] in (("and",), ("→",)):
        said = "end"
    if not role:
        return 0.35 if before and before in parameter.words else 0.0
    return 0.0 if not said else 0.9 if said == role else -1.3


def _beside_number(span: Span) -> str:
    """`1850 USD in EUR`: what stands right after a number is what one has, what comes after `in` is wanted."""
    if not span.before and span.start > 0:
        return "start"
    return "end" if span.before[-1:] in (("in",), ("many",), ("much",), ("into",), ("as",)) else ""


@lru_cache(maxsize=4096)
def role_of(parameter: Parameter) -> str:
    """Whether a parameter is where something starts or ends, if either; the name goes before the description."""
    name = [stem(word) for word in split_identifier(parameter.name)]
    for told in (name, [stem(word) for word in re.findall(r"[A-Za-z]+", parameter.description.lower())]):
        start, end = any(w in _START for w in told), any(w in _FINISH for w in told)
        if told is not name:
            start, end = start, any(w in _FINISH - {"to", "into"} for w in told)
        if start != end:
            return "start" if start else "end"
    return {"a": "start", "1": "start", "b": "end", "2": "end"}.get(name[-1] if name else "", "")


def is_coded(parameter: Parameter) -> bool:
    """Whether the accepted values are codes in capitals (`JFK`, `USD`)."""
    return (
        bool(parameter.choices)
        and all(c.isupper() and 2 <= len(c) <= 5 for c in parameter.choices)
        and len(parameter.choices) > 3
    )


def is_kind(parameter: Parameter) -> bool:
    """Whether a parameter is the kind of something: `insurance type`."""
    return bool(KINDS & {*split_identifier(parameter.name), *split_identifier(parameter.domain)})


def names_thing(parameter: Parameter) -> bool:
    """Whether a parameter is the id of a thing that people speak of in other words."""
    return parameter.shape == "code" and not parameter.choices and not parameter.words & _SECRETS
