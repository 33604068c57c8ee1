"""Clauses: where a request falls into the things it asks for, and in which order they are meant.

A boundary is a place where something new is asked: after a full stop, or after a comma or a connecting word when what
follows begins like a request. `between A and B` has no such place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .pointing import find_pointers
from .spans import Span, find_spans
from .thesaurus import OPENING, lexicon

_ABBREVIATION = re.compile(r"\b(?:[A-Z]|St|Mr|Mrs|Ms|Dr|No|vs|approx|a\.m|p\.m|e\.g|i\.e|U\.S|Ave|Rd|Blvd)\.(?=\s)")
_SENTENCE = re.compile(r"[.!?]+(?=\s|$)|\n+|;\s+|\s+[–—]+\s+|\s--?\s+|—")
_LINK = re.compile(
    r"(?:,?\s+(?:and|but|plus|then|also|or)\b(?:\s+(?:then|also|next|afterwards?|finally|after that|lastly|"
    r"please)\b,?)*|,|:)\s+",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?:(?:and|but|so|then|also|plus|next|first(?: of all| off|ly)?(?!,?\s+(?:and|class)\b)|second(?:ly)?|"
    r"third(?:ly)?|finally|lastly|last|"
    r"additionally|"
    r"besides(?: that)?|afterwards?|(?:after|following|upon) (?:that|this|which|it)|from there|later(?: on)?|now|"
    r"meanwhile|in addition|"
    r"on top of that|"
    r"while (?:you'?re|you are) at it|once (?:that|this|it|you'?re|that's|this is|that is|it's)(?: is| has been|"
    r" are)?(?: done| finished| ready| set| sorted| settled| complete| through| out of the way)*|"
    r"when (?:that'?s|that is|you'?re|you are|it'?s) (?:done|finished|ready)|with that (?:done|sorted|settled|"
    r"out of the way)|"
    r"if (?:you (?:can|could|would|don't mind)|possible)|for me|please|kindly|just|maybe|perhaps|ok(?:ay)?|hey|hi|"
    r"hello|oh|well|"
    r"one more thing|as well|using (?:that|it)|to (?:begin|start) with|right after|immediately|quickly|"
    r"(?:right|straight) away|real quick|at once|go ahead and|"
    r"try to|be so kind (?:as )?to)\b[,:]?\s*)+",
    re.IGNORECASE,
)
_FRAME = re.compile(
    r"(?:(?:could|can|would|will|might)\s+you\b(?:\s+(?:please|kindly|quickly|also|just|maybe|possibly|perhaps|then))*"
    r"(?:\s+(?:be so kind as to|be able to|mind|like to|help me(?: to)?|go ahead and))?"
    r"|(?:i|we|may i|might i|can i|could i|let me|(?:it|that) would)\b[^,.;:?!\"]{0,50}?\byou\s+(?:to|could|can|"
    r"would|will)\b(?:\s+(?:please|also|just|kindly))*"
    r"|(?:i|we)(?:'d|'ll|\s+would|\s+will)?\s+(?:(?:also|really|just|still)\s+)*(?:like|love|need|want|have|wish)\s+to\b"
    r"|(?:need|want)\s+you\s+to\b|don't forget to|remember to|be sure to|feel free to|time to|it(?:'s| is) time to)\s+",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|thank|thanks|thx|cheers|sorry|dear|many thanks|"
    r"with (?:kind|best) regards|"
    r"best regards|i hope|hope|i appreciate|much appreciated|no rush|you're|you are|take your time|"
    r"please take your time|that would)\b",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"(?:(?:could|can|would|will|may|might) (?:you|we|i|it|the|my|someone)\b|would you mind|i(?:'d| would) (?:like|"
    r"love|appreciate|prefer)\b|"
    r"i(?:'ll| will)? (?:also |really |just |still )?(?:need|want|wish|have|ought|must|could use|gotta|am going)\b|"
    r"i(?:'m| am) (?:looking|hoping|curious|wondering|trying|interested)\b|"
    r"i (?:was )?wonder\w*|we (?:need|want|should|must|have to)\b|let'?s?\b|make sure|be sure|see (?:to|if|that|"
    r"whether)|any (?:chance|idea)|"
    r"do (?:you|i|we)\b|don't forget|remember to|go ahead|my \w+(?: \w+)? (?:needs?|should|must)\b|"
    r"the \w+(?: \w+)? (?:needs?|should|must|ought)\b|"
    r"(?:all|every)\b.*\b(?:should|must|need)\b|there (?:should|must|needs?)\b|it(?:'s| is) time to|time to|"
    r"how about|what about|is there|are there|mind \w+ing|"
    r"you (?:can|could|should|may)\b|feel free)",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(
    r"^(before|after|once|when|while|since|because|as|if|in case|so that|so i can|although|given that|until|unless)\b",
    re.I,
)
_INNER = re.compile(
    r",?\s+(before|after|once|as soon as)\s+(?=(?:you|i|we|the|my|all|that|this|it)\b|\w+ing\b)"
    r"|,?\s+(because|since(?!\s+x{4})|so that(?! (?:it|its|they|their)\b)|so i can|in case|as i|as my|"
    r"in order to|while i)\s+",
    re.IGNORECASE,
)
_IMPERATIVE = re.compile(
    r"[a-z]{2,}\s+(?:the|my|an?|all|every|each|our|this|that|these|both|me|us|them|up|out|down|off)\b\s*\w",
    re.IGNORECASE,
)
_CAUSING = re.compile(
    r"have\s+(?!to\b|been\b|not\b|had\b|i\b|we\b|you\b|they\b|no\b|just\b|already\b)\w", re.IGNORECASE
)
_NO_VERB = lexicon(
    """
    the a an my our your his her its their this that these those i we you he she it they in on at to from for with
    by of and or but so as if when while since because after before once until about over under between without
    within through is are was were be been am not no all every each both any some than then there here also only
    just even with which who has have had do does did will would could can should may might must like plus during
    against along near into onto up out off down
    """
)
_RELATIVE = re.compile(r"(?:which|who|that)\s+(?!is\b|was\b|has\b|does\b)[a-z]+s\b", re.IGNORECASE)
_QUESTION_WORDS = lexicon("what what's how how's which who when where whether")
_AUXILIARIES = lexicon("is are was were do does did can could will would shall should may might must has")
_SUBJECT = re.compile(
    r"\s+(?:you|i|we|it|they|he|she|there|this|that|these|those|the|my|our|your|any|all|every|each|an?|some\w*|enough)\b"
    r"|\s+(?-i:(?=[A-Z]))",
    re.IGNORECASE,
)
"""What follows a helping verb that begins a question; without it (`..., may travel`) the clause goes on."""
_PARTICIPLE = re.compile(r"\w{2,}(?:ing|ed|ly)$")
_ADDED = re.compile(r"(?:which|who|whose|where|when)\b", re.IGNORECASE)
"""What goes on after a mere comma: `my card, which expires soon`."""


@dataclass(frozen=True)
class Clause:
    """A piece of a request; `asks` when worded as something to do or to tell, `linked` within a sentence."""

    text: str
    asks: bool
    linked: bool = False


@lru_cache(maxsize=2048)
def clauses(request: str, names: frozenset[str] = frozenset()) -> tuple[Clause, ...]:
    """The pieces of a request in the order in which they are to be done.

    `names` are further verbs that may open a request: those that tools are called after.
    """
    masked = _masked(request)
    found: list[Clause] = []
    for start, end in _sentences(masked):
        pieces = _pieces(request[start:end], masked[start:end], names)
        if pieces and masked[:start].rstrip().endswith(";"):
            pieces[0] = (pieces[0][0], True)
        found += _ordered(pieces, names)
    return tuple(found)


def _masked(request: str) -> str:
    """The same length, with values and abbreviations blotted out so that no boundary is found inside of them."""
    text = _ABBREVIATION.sub(lambda m: m[0][:-1] + "x", request)
    for span in find_spans(request):
        if span.kind in ("quote", "date", "moment", "mail", "number") or (span.kind == "name" and "," in span.text):
            inside = "x" * (span.end - span.start)
            rest = f"\n{text[span.end + 1 :]}" if _ends_sentence(request, span) else text[span.end :]
            text = text[: span.start] + inside + rest
    return re.sub(r"\([^()]*\)", lambda m: "x" * len(m[0]), text)


def _ends_sentence(request: str, span: Span) -> bool:
    """Whether a quotation ends a sentence with its own stop: `say "Thank you." Then lock up`."""
    stops = span.kind == "quote" and request[: span.end].rstrip("\"'”’»`")[-1:] in (".", "?", "!")
    return stops and re.match(r"\s+[A-Z]", request[span.end :]) is not None


def _sentences(masked: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _SENTENCE.finditer(masked):
        yield start, match.start() + masked[match.start() : match.end()].count("?")
        start = match.end()
    yield start, len(masked)


def _pieces(text: str, masked: str, names: frozenset[str]) -> list[tuple[str, bool]]:
    """Texts between boundaries, each with whether it was linked to the one before."""
    cuts = [
        (m.start(), m.end())
        for m in _LINK.finditer(masked)
        if _opens(text[m.end() :], names) and not (m[0].strip() == "," and _ADDED.match(text, m.end()))
    ]
    cuts += [(m.start(), m.start(m.lastindex or 0)) for m in _INNER.finditer(masked)]
    pieces: list[tuple[str, bool]] = []
    start = 0
    for left, right in [*sorted(cuts), (len(text), len(text))]:
        if left < start:
            continue
        if _tells(text[start:left]):
            pieces.append((text[start:left].strip(" ,"), bool(pieces)))
        start = right
    return pieces


def _tells(piece: str) -> bool:
    """Whether a piece is more than words that lead to another."""
    bare = piece.strip(" ,.?!")
    return bool(bare) and not leads(bare)


def _opens(rest: str, names: frozenset[str]) -> bool:
    """Whether something new is asked from here on."""
    bare = stripped(rest)
    if _ASKING.match(bare):
        return True
    word = re.match(r"[A-Za-z]+(?:'[a-z]+)?(?![\w-])", bare)
    if word is None:
        return False
    first = word[0].lower()
    if first in _AUXILIARIES:
        return bool(_SUBJECT.match(bare, word.end()))
    if (_IMPERATIVE.match(bare) and first not in _NO_VERB and not _PARTICIPLE.match(first)) or _CAUSING.match(bare):
        return True
    return (first in OPENING or first in names or first in _QUESTION_WORDS) and not _is_noun_here(bare)


def _is_noun_here(bare: str) -> bool:
    """`check out`, but `check number`: a verb is followed by an object, not by `number`, `of` or a stop."""
    return bool(
        re.match(
            r"\w+(?:\s*(?:[.?!]|$)|\s+(?:of|number|status|is|are|was|fee|fees|code|id|card|access|rights?|mode)\b)",
            bare,
        )
    ) and not re.match(r"(?:what|how|is|are|do|does|which|who|when|where|whether|find|tell|get)\b", bare, re.IGNORECASE)


def leads(text: str) -> bool:
    """Whether a text is only words that lead to something else: `Oh, and please`."""
    return bool(_LEAD.fullmatch(f"{text.strip()} "))


def stripped(text: str) -> str:
    """A clause without the words that only lead to it."""
    said = text.strip()
    for _ in range(4):
        lead = _LEAD.match(said) or _FRAME.match(said)
        if not lead or lead.end() == len(said):
            break
        said = said[lead.end() :]
    return said


def _ordered(pieces: list[tuple[str, bool]], names: frozenset[str]) -> list[Clause]:
    """`B after A` and `before B, A` are done A first."""
    found = [Clause(text, _asks(text, names), linked) for text, linked in pieces]
    for n, clause in enumerate(found):
        word = _SUBORDINATE.match(clause.text)
        kind = word[1].lower() if word else ""
        if (kind in ("after", "once") and n > 0) or (kind == "before" and n == 0 and len(found) > 1):
            at = n - 1 if n else 0
            found[at], found[at + 1] = found[at + 1], found[at]
            break
    return found


def _asks(text: str, names: frozenset[str]) -> bool:
    bare = stripped(text)
    if _GREETING.match(bare) or _RELATIVE.match(bare):
        return False
    if text.rstrip().endswith("?") or _FRAME.match(_LEAD.sub("", text.strip(), count=1)):
        return True
    return _opens(text, names) or (bool(_ASKING.search(bare)) and not _SUBORDINATE.match(bare))


def greets(text: str) -> bool:
    """Whether a clause is a greeting, thanks or an excuse."""
    return bool(_GREETING.match(text.strip()))


def parts(text: str) -> list[str]:
    """A clause cut at its conjunctions, for objects that share a verb: `check the tires and the fuel level`."""
    if re.search(r"\bbetween\b|\bboth\b|\bfrom\b.*\bto\b", text, re.IGNORECASE):
        return [text]
    masked = _masked(text)
    joins = [(m.start(), m.end()) for m in re.finditer(r",?\s+(?:and|plus|as well as)\s+(?:also\s+)?", masked)]
    joins = [join for join in joins if not _among_values(text, *join)]
    last = joins[-1][0] if joins else 0
    cuts = sorted(
        [*joins, *((m.start(), m.end()) for m in re.finditer(r",\s+(?!and\b|plus\b|as well)", masked[:last]))]
    )
    bounds = [0, *(x for cut in cuts for x in cut), len(text)]
    return [text[a:b].strip() for a, b in zip(bounds[::2], bounds[1::2], strict=True) if text[a:b].strip()]


def _among_values(text: str, start: int, end: int) -> bool:
    """Whether a conjunction stands between two numbers, said or pointed at: `the sum of 4 and that total`."""
    numbers = [*(span for span in find_spans(text) if span.kind == "number"), *find_pointers(text)]
    return any(span.end == start for span in numbers) and any(span.start == end for span in numbers)
