"""Spans: the pieces of a text that can be a value, with the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from .capitals import CAP, capital_names
from .dates import Day, find_dates
from .language import split_identifier, stem
from .thesaurus import lexicon

Kind = Literal["quote", "date", "moment", "number", "code", "name", "mail", "tag", "pointer"]

_QUOTE = re.compile(
    r"\"([^\"]+)\"|“([^”]{1,2000})”|«([^»]{1,2000})»|`([^`]{1,2000})`|‘([^’]{1,2000})’|(?<![\w'])'((?:[^']|(?<=\w)'(?=\w))+)'(?!\w)"
)
_TELLING = re.compile(
    r"\b(?:tell(?! (?:me|us)\b)|write|message|contact|know|ask(?! you\b)|say|says|saying|post|comment|reads?|note|"
    r"notes|text|lines?|words?)\b[^!?:;\n]{0,160}?:\s+"
    r"((?:[^.!?;]|\.(?=\w)){1,400}[.!?]?)",
    re.IGNORECASE,
)
_MAIL = re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{1,64}\b|\bhttps?://\S+")
_MOMENT = re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:\.\d+)?Z?\b")
_TAG = re.compile(r"(?<![\w@#/&])[@#][A-Za-z]\w{0,63}")
FILE_NAME = r"[\w-]{1,64}(?:\.[\w-]{1,32}){0,4}\.[a-z][a-z\d]{1,4}"
_CODE = re.compile(
    rf"(?<![\w.]){FILE_NAME}\b(?!\.\w)|"
    r"\b(?=[\w-]{0,64}\d)(?=[\w-]{0,64}[A-Za-z_])(?!\d+(?:st|nd|rd|th|am|pm|mph|km|kg|g|l|m|mi|gal|k)\b)[A-Za-z0-9]+(?:[_-][A-Za-z0-9]+)*\b"
    r"|\b[a-z0-9]+(?:_[a-z0-9]+)+\b"
)
_GROUPED = re.compile(r"\b\d{4}(?:[ -]\d{4}){2,3}\b|\b\d+(?:-\d+)+\b")
_NUMBER = re.compile(
    r"(?<![\w.])([-−]\s?)?([$€£¥])?\s?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d*\.\d+|\d+)(?!\w*[A-Z])(k\b)?\s?(%|°\s?[CF]?)?"
)
_NEAR = 120
"""So many characters on either side of a span may tell what it is."""
_LONGEST = 40
"""A longer row of digits is no number."""
_HUGE = 10.0**15
_ADDRESS = re.compile(
    rf"\b\d+[A-Za-z]?\s+[A-Z][a-z][\w'’-]*(?:\s+{CAP})+(?:,\s*{CAP}(?:\s+{CAP})*)*(?:,?\s+\d{{5}}\b)?"
)
_WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?|[%°$€£]|\d[\d.,]*|,")
_ENDING = re.compile(
    r"(?:ending|ends|end|finishing|finishes|last (?:four|4|three|3|two|2)(?: digits)?)(?:\s+(?:in|with|on|of|are|"
    r"is))*\s*$",
    re.I,
)
_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_WORDED = {
    word: float(n)
    for n, word in enumerate(_SMALL)
} | {"thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "seventy": 70.0, "eighty": 80.0, "ninety": 90.0,
     "hundred": 100.0, "thousand": 1000.0, "half": 0.5, "dozen": 12.0, "quarter": 0.25}  # fmt: skip
_NUMBER_WORD = re.compile(
    rf"\b(?:{'|'.join(_WORDED)})(?:[- ](?:{'|'.join(_WORDED)}|and (?=\w+ (?:hundred|thousand))))*\b", re.I
)
PREPOSITIONS = lexicon(
    """
    from to in at on for by with of near into toward towards between and via through under about as until
    """
)


@dataclass(frozen=True)
class Span:
    """A possible value: where it stands, what it is, and the words before and after it."""

    kind: Kind
    text: str
    start: int
    end: int
    value: str | float | int | Day
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    sign: str = ""
    ending: bool = False

    @property
    def preposition(self) -> str:
        """The preposition that governs it, or nothing."""
        return next((word for word in reversed(self.before[-3:]) if word in PREPOSITIONS), "")

    @property
    def digits(self) -> str:
        """Its digits, where it is written with digits only."""
        plain = re.sub(r"[ -]", "", self.text)
        return plain if plain.isdigit() else ""


@lru_cache(maxsize=4096)
def find_spans(text: str) -> tuple[Span, ...]:
    """Every possible value of a text, in order, without overlaps; what is quoted or dated is nothing else."""
    taken: list[Span] = []
    covered = bytearray(len(text) + 1)
    for found in _FINDERS:
        for span in found(text):
            if covered.find(1, span.start, span.end) < 0:
                covered[span.start : span.end] = b"\1" * (span.end - span.start)
                taken.append(span)
    return tuple(in_context(text, sorted(taken, key=lambda span: span.start)))


def in_context(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Spans in order, each with the words between it and its neighbours."""
    ends = [0, *(span.end for span in spans)]
    starts = [*(span.start for span in spans), len(text)]
    return (_in_context(text, span, ends[n], starts[n + 1]) for n, span in enumerate(spans))


def _in_context(text: str, span: Span, left: int, right: int) -> Span:
    """With the words between it and the spans on either side."""
    before = tuple(w.lower() for w in _WORD.findall(text[max(left, span.start - _NEAR) : span.start]) if w != ",")[-5:]
    after = tuple(w.lower() for w in _WORD.findall(text[span.end : min(right, span.end + _NEAR)]))[:4]
    numbered = span.kind == "number" or (span.kind == "code" and not re.fullmatch(FILE_NAME, span.text))
    ending = numbered and bool(_ENDING.search(text[max(0, span.start - _NEAR) : span.start]))
    return Span(span.kind, span.text, span.start, span.end, span.value, before, after, span.sign, ending)


def _speech(text: str) -> Iterator[Span]:
    """What follows a colon after a verb of telling is said word for word, up to the end of the sentence."""
    for match in _TELLING.finditer(text):
        said = (
            match[1] if match[1].endswith(("?", "!")) or text[match.end(1) :].startswith(".") else match[1].rstrip(".")
        )
        if len(said.split()) > 1 and not _QUOTE.search(match[0]):
            yield Span("quote", said, match.start(1), match.start(1) + len(said), said)


def _quotes(text: str) -> Iterator[Span]:
    for match in _QUOTE.finditer(text):
        said = next(group for group in match.groups() if group)
        whole = said.strip()
        kind: Kind = next((kind for kind, pattern in _QUOTED if pattern.fullmatch(whole)), "quote")
        yield Span(kind, said if kind == "quote" else whole, match.start(), match.end(), whole)


_QUOTED: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("moment", _MOMENT),
    ("tag", _TAG),
    ("code", re.compile(FILE_NAME)),
)
"""What a quotation is when all of it looks so."""


def _tags(text: str) -> Iterator[Span]:
    for match in _TAG.finditer(text):
        yield Span("tag", match[0], match.start(), match.end(), match[0])


def sign_of(description: str) -> str:
    """The sign that the values described begin with: `#` of hashtags, `@` of users' handles; mostly none."""
    found = re.search(r"(?<!\w)[#@](?!\w)|\bhashtags?\b|\bhandles?\b", description, re.IGNORECASE)
    return _SIGNS.get(found[0].lower(), found[0]) if found else ""


_SIGNS = {"hashtag": "#", "hashtags": "#", "handle": "@", "handles": "@"}


def _mails(text: str) -> Iterator[Span]:
    for match in _MAIL.finditer(text):
        yield Span("mail", match[0], match.start(), match.end(), match[0])


def _moments(text: str) -> Iterator[Span]:
    for match in _MOMENT.finditer(text):
        yield Span("moment", match[0], match.start(), match.end(), match[0])


def _dated(text: str) -> Iterator[Span]:
    for start, end, day in find_dates(text):
        yield Span("date", text[start:end], start, end, day)


def _grouped(text: str) -> Iterator[Span]:
    for match in _GROUPED.finditer(text):
        yield Span("code", match[0], match.start(), match.end(), match[0])


def _addressed(text: str) -> Iterator[Span]:
    for match in _ADDRESS.finditer(text):
        said = match[0].rstrip(" ,.")
        yield Span("name", said, match.start(), match.start() + len(said), said)


def _codes(text: str) -> Iterator[Span]:
    for match in _CODE.finditer(text):
        yield Span("code", match[0], match.start(), match.end(), match[0])


def _numbers(text: str) -> Iterator[Span]:
    for match in _NUMBER.finditer(text):
        minus, currency, digits, thousand, unit = match.groups()
        if len(digits) > _LONGEST:
            continue
        value = _numeric(digits.replace(",", "")) * (1000 if thousand else 1)
        said = match[0].strip()
        start = match.start() + match[0].index(said)
        sign = (unit or currency or "").replace(" ", "")
        yield Span("number", said, start, start + len(said), -value if minus else value, sign=sign)


def _numeric(digits: str) -> float | int:
    return float(digits) if "." in digits else int(digits)


def _worded(text: str) -> Iterator[Span]:
    for match in _NUMBER_WORD.finditer(text):
        if match[0].lower() == "one" and _ANY_ONE.match(text, match.end()):
            continue
        value = 0.0
        for word in re.findall(r"[a-z]+", match[0].lower()):
            n = _WORDED.get(word, 0.0)
            value = max(value, 1) * n if word in ("hundred", "thousand", "dozen") else value + n
        if value < _HUGE:
            yield Span("number", match[0], match.start(), match.end(), int(value) if value == int(value) else value)


_ANY_ONE = re.compile(r"\s+(?:of|more thing|by one|another|thing)\b")
"""After `one`, where it counts nothing: `one of those mornings`."""


def _names(text: str) -> Iterator[Span]:
    for kind, said, start in capital_names(text):
        yield Span(kind, said, start, start + len(said), said)


_FINDERS = (
    _quotes, _speech, _mails, _tags, _moments, _dated, _grouped, _addressed, _codes, _numbers, _worded, _names
)  # fmt: skip
"""What finds spans; the earlier ones go first."""


@lru_cache(maxsize=8192)
def unquoted(text: str) -> str:
    """A text without what is quoted in it: a quotation is a value and asks for nothing."""
    for span in reversed(find_spans(text)):
        if span.kind in ("quote", "tag") or (span.kind == "code" and re.fullmatch(FILE_NAME, span.text)):
            text = f"{text[: span.start]} {text[span.end :]}"
    return text


def capital_words(text: str) -> frozenset[str]:
    """The stems of all words that belong to a name, a code or a quotation."""
    spans = [span for span in find_spans(text) if span.kind in ("name", "quote", "mail", "code", "tag")]
    return frozenset(stem(part) for span in spans for word in span.text.split() for part in split_identifier(word))
