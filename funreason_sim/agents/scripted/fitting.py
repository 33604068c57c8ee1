"""Fitting: how well a possible value suits a parameter, by kind, unit, neighbouring words and preposition."""

from __future__ import annotations

import re
from functools import lru_cache

from .language import CONCEPTS, related, split_identifier, stem, stemmed, stems
from .parameters import Parameter
from .spans import FILE_NAME, Span, sign_of
from .thesaurus import STOP, THINGS, lexicon
from .toolbox import ToolDoc
from .units import names_unit, unit_fit, unit_of

_START = stemmed("from origin departure depart start begin begins leave source base first sender old")
_FINISH = stemmed("to destination arrival arrive end ends target goal reach second receiver recipient new into")
IDS = stemmed("id ids number token key serial")
_SECRETS = stemmed("token secret password key")
KINDS = lexicon("type kind category genre sort brand style plan level tier")
_PLAIN = frozenset(map(stem, STOP)) | {"the", "a"}


def fit(parameter: Parameter, span: Span, doc: ToolDoc) -> float:
    """How well a span suits a parameter; not above 0 when it does not."""
    kind = _kind_fit(parameter, span)
    if span.kind == "number" and parameter.shape == "number" and _takes_units(doc):
        kind = 1.0
    if kind > 0 and is_file(span) and any(p.about & _FILES for p in doc.parameters):
        kind = max(kind, 0.6)
    if kind <= 0 or (span.kind in ("code", "name") and not parameter.choices and _is_topic(span, doc)):
        return 0.0
    beside = _neighbours(parameter, span, doc) + _direction(parameter, span) - _misnamed(parameter, span)
    return 0.0 if beside <= 0 and not parameter.required and parameter.shape == "name" else kind + beside


@lru_cache(maxsize=4096)
def _takes_units(doc: ToolDoc) -> bool:
    """Whether a tool converts between units that it is told apart, so that its number may have any."""
    return sum(sum(map(names_unit, parameter.choices)) > 1 for parameter in doc.parameters) > 1


def _misnamed(parameter: Parameter, span: Span) -> float:
    """What follows `called` or `titled` is a name, and no message, resolution or reason."""
    named = span.kind == "quote" and span.before[-1:] in _NAMING
    return 2.0 if named and parameter.shape == "text" and not parameter.about & _NAMES else 0.0


_NAMING = (("called",), ("named",), ("titled",), ("entitled",))
_NAMES = stemmed("name title")


def _is_topic(span: Span, doc: ToolDoc) -> bool:
    """Whether a single word is one that the tool's document speaks of (`on Twitter`), and so no value."""
    if span.kind == "name":
        return span.text in doc.proper
    return stem(span.text) in doc.topics


def _kind_fit(parameter: Parameter, span: Span) -> float:
    shape = "code" if is_coded(parameter) else parameter.shape
    if {"true", "false"} <= {*split_identifier(parameter.domain)}:
        return 0.0
    if shape == "enum":
        return 1.0 if choice_of(parameter, span) else 0.0
    if shape == "number":
        named = span.ending or (len(span.digits) > 6 and not span.sign and not unit_of(span))
        if span.kind == "pointer":
            return 0.9 if parameter.core.get("type") == "number" else 0.0
        named = named or _numbers_thing(span, parameter)
        unit = unit_fit(span, parameter) if span.kind == "number" and not named else None
        return 0.0 if unit is None else 1.0 + unit
    if shape == "code":
        return _code_fit(parameter, span)
    if span.kind == "tag":
        return _tag_fit(parameter, span)
    if is_file(span) and shape in ("name", "text"):
        return 0.0 if shape == "text" else 1.2 if parameter.about & _FILES else 0.05
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


def _numbers_thing(span: Span, parameter: Parameter) -> bool:
    """`Order 4609`: a number right after the word for a thing tells which one it is, and is no quantity."""
    nouns = {stem(word) for word in span.before[-1:]}
    meant = frozenset().union(*(CONCEPTS.get(noun, frozenset()) for noun in nouns))
    return len(span.digits) > 2 and bool(meant & THINGS) and not nouns & parameter.words


_FILES = stemmed("file document")


def is_file(span: Span) -> bool:
    """Whether a span is the name of a file: `notes_2025.txt`."""
    return span.kind == "code" and re.fullmatch(FILE_NAME, span.text) is not None


def _tag_fit(parameter: Parameter, span: Span) -> float:
    """A hashtag or a handle goes where such are wanted, and is else only a text."""
    if parameter.shape == "list":
        return 0.0
    if sign_of(parameter.description) == span.text[0]:
        return 1.2
    return 0.8 if parameter.shape == "text" else 0.0


def _code_fit(parameter: Parameter, span: Span) -> float:
    if parameter.choices:
        return 1.4 if choice_of(parameter, span) else 0.7 if span.kind == "name" else 0.0
    if is_file(span) and not parameter.about & _FILES:
        return 0.0
    if parameter.words & _SECRETS and not {stem(word) for word in span.before[-3:]} & parameter.words:
        return 0.0
    if span.kind == "number":
        return _digits_fit(parameter, span)
    if parameter.core.get("type") == "integer":
        return 0.0
    if span.kind == "quote" and " " in span.text.strip():
        return 0.0
    if span.kind == "code" and not re.search(r"\d", span.text):
        return 0.0 if parameter.words & IDS else 0.4 if span.text.isupper() else 0.25
    if span.kind == "quote" and parameter.words & IDS and not any(c.isdigit() for c in span.text):
        return 0.4
    return {"code": 1.0, "quote": 0.9, "mail": 0.4, "name": 0.25}.get(span.kind, 0.0)


def _digits_fit(parameter: Parameter, span: Span) -> float:
    """A bare number is an id when it is long, or when the words beside it say so."""
    if span.ending or not span.digits or span.sign or unit_of(span):
        return 0.5 if span.ending else 0.0
    if _numbers_thing(span, parameter):
        return 0.0
    near = -2 if parameter.core.get("type") == "integer" else -4
    beside = related(map(stem, span.before[near:]), parameter.words)
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
