"""Phrases: values that no single span holds, read from verbs and nouns: a choice, flags, yes or no, `fully`, a kind."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .bare import bare_name
from .choices import choose, currency, flags, yes_or_no
from .fitting import KINDS, is_coded, is_kind, role_of
from .language import split_identifier, stems
from .parameters import Parameter
from .reading import Said
from .thesaurus import OPENING, STOP, lexicon
from .toolbox import ToolDoc

_FULLY = re.compile(
    r"\b(?:full(?:y)?|all the way|completely|entirely|to the floor|hard as|as (?:far|hard) as|maximum|max|to the max|"
    r"wholly)\b",
    re.I,
)
_HALF = re.compile(r"\b(?:half(?:way)?)\b", re.IGNORECASE)
_NONE = re.compile(r"\b(?:minimum|lowest|zero)\b", re.IGNORECASE)
_SAYING = re.compile(
    r":\s+|\b(?:saying|says|with the (?:message|text|note)|to say|reading|telling (?:them|him|"
    r"her))\b[:,]?\s*(?:that\s+)?",
    re.I,
)
_WHAT_IS_SAID = re.compile(r"\bwhat\b.*?\bsays?\b.*", re.IGNORECASE | re.DOTALL)
"""`What the file says` is to be found out."""
_ASKING = re.compile(
    r"\b(?:(?<!\bI )know|tell \w+|mention(?:ing)?|explain(?:ing)?) that\s+|"
    r"\b(?:asking(?: them)?|ask(?: them)?) (?:whether|if|"
    r"for)\s+",
    re.IGNORECASE,
)
_FRAME = lexicon("some new buy buying purchase of type kind travel flight trip out adding")


def worded(parameter: Parameter, text: str, doc: ToolDoc) -> Said | None:
    """A value that no span holds: a choice, flags, yes or no, `fully`, a message, a kind."""
    shape = parameter.shape
    if is_coded(parameter):
        return _coded(parameter, text, doc)
    if shape == "enum":
        chosen = choose(parameter, text)
        return (
            Said(chosen[0], chosen[0])
            if chosen and (parameter.required or chosen[1] >= 1.5 or not doc.required or _is_short(parameter))
            else None
        )
    if shape == "flags":
        listed = flags(parameter, text)
        return Said([*listed], ", ".join(listed)) if listed else None
    if shape == "boolean":
        answer = yes_or_no(parameter, text, stems(doc.sentences[0]) if doc.sentences else frozenset())
        return None if answer is None else Said(answer, text)
    if shape == "number":
        return _measured(parameter, text)
    return _phrased(parameter, text, doc)


def _is_short(parameter: Parameter) -> bool:
    """Whether the choices are mere letters, which nobody says: what they mean stands in the description."""
    return all(len(choice) <= 2 for choice in parameter.choices)


def _coded(parameter: Parameter, text: str, doc: ToolDoc) -> Said | None:
    """Currencies by their names: the first is what one has, the second what one wants."""
    found = currency(text, parameter.choices)
    if not found:
        return None
    end = role_of(parameter) == "end"
    to = re.search(r"\b(?:to|into|in|for|how many|as)\s+(?:\w+\s+)?$", text[: found[0][0]], re.IGNORECASE)
    if len(found) == 1:
        return Said(found[0][1], found[0][1]) if end == bool(to) else None
    first, second = (
        (found[1], found[0]) if to and not re.match(r"[$€£¥]", text[found[0][0] :]) else (found[0], found[1])
    )
    chosen = second if end else first
    return Said(chosen[1], chosen[1])


def _measured(parameter: Parameter, text: str) -> Said | None:
    top = top_of(parameter)
    if top is None:
        return None
    for pattern, value in ((_HALF, top / 2), (_FULLY, top), (_NONE, 0.0)):
        found = pattern.search(text)
        if found:
            whole = parameter.core.get("type") == "integer" and value == int(value)
            return Said(int(value) if whole else value, found[0])
    return None


def top_of(parameter: Parameter) -> float | None:
    """The largest value that a parameter speaks of: `from 0 (released) to 1 (fully pressed)`."""
    declared = parameter.core.get("maximum")
    if isinstance(declared, int | float):
        return float(declared)
    found = re.search(
        r"\bfrom\s+\d[\d.]*[^;.]*?\b(?:to|through)\s+(\d[\d.]*)|\b\d[\d.]*\s*[-–]\s*(\d[\d.]*)", parameter.description
    )
    return float((found[1] or found[2]).rstrip(".")) if found else None


def _phrased(parameter: Parameter, text: str, doc: ToolDoc) -> Said | None:
    """Free text after `saying`, a kind before its noun, or a word that the description gives as an example."""
    if parameter.shape == "text":
        text = _WHAT_IS_SAID.sub("", text)
        found = _SAYING.search(text) or _ASKING.search(text)
        rest = text[found.end() :].strip(" .\"'") if found else ""
        return Said(rest, rest, start=found.end() if found else 0, end=len(text)) if len(rest.split()) >= 2 else None
    if parameter.shape == "name":
        known = _example(parameter, text) or _kind(parameter, text) or _flagged(parameter, text)
        return known or bare_name(parameter, doc, text)
    return None


def _example(parameter: Parameter, text: str) -> Said | None:
    examples = re.findall(r"(?:such as|e\.g\.|for example|like)\s+([\w-]+)", parameter.description)
    said = next((e for e in examples if re.search(rf"\b{re.escape(e)}\b", text, re.IGNORECASE)), None)
    return Said(said, said) if said else None


def _kind(parameter: Parameter, text: str) -> Said | None:
    """`travel delay insurance`: the kind stands before its noun."""
    if not is_kind(parameter):
        return None
    own = set(split_identifier(parameter.name)) | set(split_identifier(parameter.domain))
    nouns = "|".join(sorted({*(own - KINDS), "cover(?:age)?", "policy", "plan", "package", "type", "kind", "option"}))
    for match in re.finditer(rf"((?:[a-z-]+\s+){{1,3}}?)(?:{nouns})\b", text, re.IGNORECASE):
        said = _without_frame(match[1].split(), own)
        if said:
            return Said(" ".join(said), " ".join(said))
    return _after_noun(nouns, own, text)


def _after_noun(nouns: str, own: set[str], text: str) -> Said | None:
    found = re.search(
        rf"\b(?:{nouns})\s+(?:of|type|kind|called|named|:|\()\s*(?:type|kind)?\s*([a-z-]+(?: [a-z-]+)?)",
        text,
        re.IGNORECASE,
    )
    said = _without_frame(found[1].split(), own) if found else []
    return Said(" ".join(said), " ".join(said)) if said else None


def _without_frame(words: Iterable[str], own: set[str]) -> list[str]:
    """The words right before a noun: back to a verb or an article, without `travel` in `travel insurance`."""
    said = [word.lower() for word in words]
    while said and (said[-1] in own or said[-1] in _FRAME):
        said.pop()
    kept: list[str] = []
    for word in reversed(said):
        if word in STOP or word in OPENING or (word in _FRAME and word != "travel"):
            break
        kept.insert(0, word)
    return kept


def _flagged(parameter: Parameter, text: str) -> Said | None:
    """A text that stands for yes or no: `include the removed ones`."""
    if not {"true", "false"} & set(split_identifier(parameter.domain)) or not stems(text) & (
        parameter.words - {"true", "false"}
    ):
        return None
    no = re.search(r"\b(?:without|not|don't|exclud\w+|omit\w*|leav\w+ (?:[\w ]+ )?out|skip\w*)\b", text, re.IGNORECASE)
    return Said("false" if no else "true", text)
