"""Prose: the user's words quoted and turned around, values and names as a person would write them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from ...records import JsonValue
from .clauses import leads, stripped
from .language import plain, split_identifier
from .spans import find_spans
from .thesaurus import CHANGING, READING, lexicon
from .toolbox import ToolDoc

_THEIRS = {
    "i'm": "they are",
    "i am": "they are",
    "am i": "are they",
    "i was": "they were",
    "i'll": "they will",
    "i've": "they have",
    "i'd": "they would",
    "we're": "they are",
    "we've": "they have",
    "i": "they",
    "we": "they",
    "me": "them",
    "us": "them",
    "my": "their",
    "our": "their",
    "mine": "theirs",
    "myself": "themselves",
    "you": "I",
    "your": "my",
}
_PERSONS = re.compile(rf"\b(?:{'|'.join(sorted(_THEIRS, key=len, reverse=True))})\b", re.IGNORECASE)
_TAIL = re.compile(
    r"\b(?:for (?:me|us)|please|thanks|thank you|too|as well|then|now|quickly|also|and|oh|if (?:you can|possible))"
    r"[\s,.!?;:]*$",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"(?:what|how|is|are|am|do|does|did|can|could|will|which|who|when|where|was|has|have i)\b", re.I)
_SNAKE = re.compile(r"\b[A-Za-z]+(?:_[A-Za-z]+)+\b|\b[a-z]+[A-Z]\w*\b")
_PLURAL = re.compile(r"\w(?:[^su]|[^i]es)s$")
_PREPOSITIONS = lexicon("in on at to from by of for")
_STOPS = " .?!,;:"
_LONG = 140


def clean(text: str) -> str:
    """A clause without what leads to it and what trails after it: `..., Oh, and please`, `... for me?`."""
    said = stripped(text).strip(_STOPS)
    for _ in range(4):
        last = max(said.rfind(mark) for mark in ",.?!;")
        shorter = said[:last] if last > 0 and leads(said[last + 1 :]) else _TAIL.sub("", said)
        shorter = shorter.strip(_STOPS)
        if shorter == said or not shorter:
            break
        said = shorter
    return said


def quoted(text: str) -> str:
    """A clause of the user in quotation marks."""
    said = shortened(clean(text)).replace(chr(34), chr(39))
    return f'"{said}{"?" if _QUESTION.match(said) else ""}"'


def wish(text: str) -> str:
    """`wants me to lock the doors`, or what was asked in quotation marks."""
    said = clean(text)
    first = re.match(r"[A-Za-z]+", said)
    if first is None or first[0].lower() not in _BEGINNING:
        return f"asks: {quoted(text)}"
    return f"wants me to {shortened(turned(said[:1].lower() + said[1:]))}"


_BEGINNING = (READING | CHANGING | lexicon("give get add convert tell exchange run use try provide sum top")) - lexicon(
    "what what's how is are does do which who when where whether know was were can wonder wondering curious work"
)


def turned(text: str) -> str:
    """The user's words as somebody else tells them; what is quoted in them stays as it is."""
    pieces, start = [], 0
    for span in find_spans(text):
        if span.kind == "quote":
            pieces += [_PERSONS.sub(_theirs, text[start : span.start]), text[span.start : span.end]]
            start = span.end
    return "".join([*pieces, _PERSONS.sub(_theirs, text[start:])])


def _theirs(match: re.Match[str]) -> str:
    return _THEIRS[match[0].lower()]


def shortened(text: JsonValue, most: int = _LONG) -> str:
    """A text cut where it gets too long to repeat."""
    said = str(text).strip().rstrip(".")
    return said if len(said) <= most else f"{said[:most].rsplit(' ', 1)[0].rstrip(',')} ..."


def deed(doc: ToolDoc) -> str:
    """What a tool does, as its description begins: `book a flight`."""
    first = re.sub(r"\s*\([^)]*\)", "", doc.sentences[0] if doc.sentences else "").rstrip(".")
    said = re.split(r"[,:;]| and (?=\w+ (?:it|its|the|them)\b)| so that ", first)[0].strip()
    verb, *rest = said.split() or [""]
    root = verb.lower()
    root = root if root in _BEGINNING else root.removesuffix("s")
    return " ".join([root, *rest]) if root in _BEGINNING else f"do what {plain(doc.name)} is for"


def spoken(value: JsonValue) -> str:
    """A single value in words: no quotation marks, no underscores, yes and no."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return _SNAKE.sub(lambda m: plain(m[0]), value) if re.fullmatch(r"[a-z]+(?:_[a-z]+)+", value) else value
    if isinstance(value, list) and all(not isinstance(item, dict | list) for item in value):
        return listed([spoken(item) for item in value]) if value else "none"
    return json.dumps(value, ensure_ascii=False)


def uncoded(text: str) -> str:
    """A text of a tool with its identifiers in words."""
    return _SNAKE.sub(lambda m: plain(m[0]), text)


def statement(name: str, value: JsonValue) -> str:
    """`the distance is 750.0`, `the doors are locked`, `it expires in 5`."""
    words = name.split() or ["result"]
    if isinstance(value, bool):
        return _truth(words, value)
    if words[-1] in _PREPOSITIONS:
        return f"it {name} {spoken(value)}" if words[0].endswith("s") else f"the {name} {spoken(value)}"
    if isinstance(value, list) and not _PLURAL.search(words[-1]):
        return f"the {name} holds {spoken(value)}"
    return f"the {name} {'are' if _PLURAL.search(words[-1]) else 'is'} {spoken(value)}"


def is_text(value: JsonValue) -> bool:
    """Whether a value is a sentence of its own."""
    return isinstance(value, str) and value[:1].isupper() and value.count(" ") > 1


def _truth(words: list[str], value: bool) -> str:
    """`yes, it can drive` for `can drive`, `the cancellation was successful` for `cancel status`."""
    rest = " ".join(words[1:])
    if words[0] in _HELPING and rest:
        return f"yes, it {words[0]} {rest}" if value else f"no, it {_HELPING[words[0]]} {rest}"
    if words[-1] in ("status", "success", "successful", "ok", "succeeded"):
        deed_done = " ".join([*words[:-2], _NOUNS.get(words[-2], words[-2])]) if len(words) > 1 else "call"
        return f"the {deed_done} was {'' if value else 'not '}successful"
    return f"{' '.join(words)}: {'yes' if value else 'no'}"


_HELPING = {
    "can": "cannot",
    "could": "could not",
    "is": "is not",
    "are": "are not",
    "was": "was not",
    "has": "does not have",
    "should": "should not",
    "must": "must not",
    "will": "will not",
    "may": "may not",
}
_NOUNS = {
    "cancel": "cancellation",
    "book": "booking",
    "verify": "verification",
    "register": "registration",
    "pay": "payment",
    "confirm": "confirmation",
    "activate": "activation",
    "reserve": "reservation",
}


def named(key: str) -> str:
    """A field's name in words, without what only says of what kind it is: `credit card list` is `credit cards`."""
    words = [word for word in split_identifier(key) if word not in ("list", "items", "array", "map")]
    if len(words) < len(split_identifier(key)) and words and not words[-1].endswith("s"):
        words[-1] += "s"
    return " ".join(words) or "result"


def listed(items: Sequence[str]) -> str:
    """`a, b and c`."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def sentence(text: str) -> str:
    """With a capital letter in front and a stop behind."""
    said = text.strip()
    said = said[:1].upper() + said[1:]
    return said if said.rstrip('"').endswith((".", "!", "?")) else f"{said}."
