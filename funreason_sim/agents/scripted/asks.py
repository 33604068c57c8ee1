"""Asks: the things that a request wants, each with the tool that serves it and the words that say how."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache

from .arguments import read
from .clauses import Clause, clauses, greets, parts, stripped
from .hints import Advice
from .language import meanings, plain, split_identifier, stem, stemmed, stems
from .moods import mood_of, without_descriptions
from .nesting import outermost
from .parameters import Parameter
from .ranking import Ranked, explained
from .reading import Reading
from .spans import capital_words, unquoted
from .suiting import NEAR, TRIED, fitted
from .toolbox import Mood, Toolbox, ToolDoc

CONFIDENT = 0.28
"""A clause that asks is taken to ask for a tool from this score on."""
SURE = 0.58
"""A clause that only tells something needs this much."""
_MOST = 64
"""More clauses than this are not read, and longer ones are not joined."""
_LONG = 2000


@dataclass(frozen=True)
class Ask:
    """One thing wanted. `text` are its own words, `context` those around it that ask for nothing."""

    text: str
    doc: ToolDoc
    score: float
    context: str = ""
    number: int = 0
    others: tuple[ToolDoc, ...] = field(default=(), repr=False)

    @property
    def reading(self) -> Reading:
        """What its own words say about the tool's parameters."""
        return read(self.doc, self.text)


@lru_cache(maxsize=2048)
def asks(box: Toolbox, request: str, advice: Advice = Advice()) -> tuple[Ask, ...]:  # noqa: B008 - frozen
    """What a request asks for, in order of doing."""
    told = [replace(clause, text=stripped(clause.text) or clause.text) for clause in clauses(request, _verbs(box))]
    pieces = [part for clause in told[:_MOST] if not greets(clause.text) for part in _shared_verb(box, clause)]
    found = _matched(box, pieces, advice)
    if not found:
        found = _matched(box, [replace(piece, asks=True) for piece in pieces], advice)
    found = _without_repeats(found)
    return tuple(replace(ask, number=n) for n, ask in enumerate(found))


@lru_cache(maxsize=256)
def _verbs(box: Toolbox) -> frozenset[str]:
    """The words that tools are called after, where they are not nouns of another tool."""
    return frozenset(
        doc.title[0]
        for doc in box.docs
        if len(doc.title[0]) > 2 and (doc.mood == "changing" or (len(doc.title) > 1 and doc.mood != "either"))
    )


def _shared_verb(box: Toolbox, clause: Clause) -> list[Clause]:
    """`Check the tires and the fuel level` asks twice; `lock the driver and passenger doors` once."""
    pieces = [clause.text] if _GIVING.match(stripped(clause.text)) else parts(clause.text)
    if len(pieces) < 2 or not clause.asks or not all(stems(unquoted(piece)) - capital_words(piece) for piece in pieces):
        return [clause]
    mood = mood_of(clause.text)
    whole = _best(box, clause.text, mood)
    tops = [_best(box, piece, mood) for piece in _with_verb(pieces)]
    if whole is None or any(top is None or top.score < SURE for top in tops):
        return [clause]
    named = [top.doc.name for top in tops if top]
    if len(set(named)) == len(named) and min(top.score for top in tops if top) > 0.8 * whole.score:
        return [Clause(piece, True, n > 0) for n, piece in enumerate(_with_verb(pieces))]
    return [clause]


_GIVING = re.compile(r"(?:give|set)\s+(?:it|them)\b", re.IGNORECASE)
"""What follows are values, not objects of a verb: `give it the priority 2 and the status Pending`."""


def _with_verb(pieces: list[str]) -> list[str]:
    verb = re.match(r"\s*\w+", stripped(pieces[0]))
    return [pieces[0], *(f"{verb[0]} {piece}" if verb else piece for piece in pieces[1:])]


def _matched(box: Toolbox, pieces: list[Clause], advice: Advice) -> list[Ask]:
    """Pieces that ask for something; the others become the context of the ask before them, or of the first."""
    found: list[Ask] = []
    waiting: list[str] = []
    spare: list[str] = []
    for piece in pieces:
        if found and _continues(box, found[-1], piece):
            found[-1] = replace(found[-1], text=f"{found[-1].text} and {piece.text}")
            continue
        ask = _ask(box, piece, advice)
        if ask is None and piece.linked and (waiting or found):
            joined = _joined(box, piece, found, waiting, advice)
            if joined:
                found = joined
                continue
        if ask is None:
            if found:
                found[-1] = replace(found[-1], context=f"{found[-1].context} {piece.text}.".strip())
            else:
                waiting.append(piece.text)
        else:
            found.append(ask)
            waiting, spare = [], [*spare, *waiting] if len(found) == 1 else spare
    waiting = spare
    if found and waiting:
        found[0] = replace(found[0], context=f"{'. '.join(waiting)}. {found[0].context}".strip())
    return found


def _continues(box: Toolbox, ask: Ask, piece: Clause) -> bool:
    """Whether a linked piece begins with the name of a parameter: `..., refresh token abc and grant type xyz`."""
    said = [stem(word) for word in re.findall(r"[a-z]+", stripped(piece.text).lower())[:3]]
    names = [[stem(word) for word in split_identifier(p.name)] for p in ask.doc.parameters]
    if piece.linked and any(len(name) > 1 and said[: len(name)] == name for name in names):
        return True
    if piece.linked and any(
        _starts_with(choice, piece.text)
        for p in ask.doc.parameters
        for choice in p.choices
        if p.name not in ask.reading.said
    ):
        return True
    if _asks_on(box, ask, piece):
        return True
    if not piece.linked or len(ask.text) > _LONG or _stands_alone(box, ask, piece):
        return False
    return _adds(ask, piece.text, bool(_CARRYING.match(stripped(piece.text))))


def _asks_on(box: Toolbox, ask: Ask, piece: Clause) -> bool:
    """Whether a linked question goes on about what was asked before it: `... and how many people got them`."""
    if not (piece.linked and ask.doc.mood == "reading" and _THEM.search(piece.text)):
        return False
    ranked = fitted(box, stripped(piece.text))[:TRIED]
    return any(r.doc is ask.doc and r.score >= NEAR * ranked[0].score for r in ranked)


_THEM = re.compile(r"^(?:how|what|which|who|when|where)\b.*\b(?:them|those)\b", re.IGNORECASE)
_CARRYING = re.compile(
    r"(?:charge|charging|pay|paying|bill|billing|use|using|put|putting|give (?:it|them)|"
    r"giving (?:it|them)|set (?:it|them)|keep|keeping|make it|leave|leaving|have it|"
    r"let|say|saying|with|for|go for|on)\b",
    re.IGNORECASE,
)


def _stands_alone(box: Toolbox, ask: Ask, piece: Clause) -> bool:
    """Whether a piece asks for something else, and surely: `use client id .. to log me in`."""
    text = without_descriptions(stripped(piece.text))
    best = _best(box, text, mood_of(text))
    if best is None or best.doc is ask.doc or best.score < 0.7 or _PRONOUN.search(piece.text):
        return False
    return best.doc.mood != "changing" or bool(best.doc.verbs & (stems(text) | {f"~{c}" for c in meanings(text)}))


def _starts_with(choice: str, text: str) -> bool:
    return [*split_identifier(choice)] == re.findall(r"[a-z]+", text.lower())[: len(split_identifier(choice))] and len(
        choice
    ) > 4


def _adds(ask: Ask, text: str, carrying: bool) -> bool:
    """Whether words hold a value for a parameter that the ask has nothing for yet, and name it or only carry it."""
    joined = read(ask.doc, f"{ask.text}, {text}").said
    own = stems(text)
    for parameter in ask.doc.parameters:
        if parameter.name in joined and parameter.name not in ask.reading.said:
            named = len(own & parameter.words) > 0 and (
                parameter.shape in ("number", "code", "date") or _tells_value(parameter, text)
            )
            if (carrying and parameter.required) or named:
                return True
    lacking = [p for p in ask.doc.required if p.name not in ask.reading.said and p.shape == "code"]
    return carrying and any(own & (p.words - _GENERIC) for p in lacking)


def _tells_value(parameter: Parameter, text: str) -> bool:
    """`The resolution is ...`."""
    return bool(re.match(rf"\W*(?:the|my|its)?\s*{re.escape(plain(parameter.name))}\s+(?:is|are|being)\b", text, re.I))


_PRONOUN = re.compile(r"\b(?:it|them)\b|\b(?:this|that)\b(?!\s+[a-z])", re.IGNORECASE)
_GENERIC = stemmed("id code number key token")


def _joined(box: Toolbox, piece: Clause, found: list[Ask], waiting: list[str], advice: Advice) -> list[Ask] | None:
    """A piece that asks for nothing by itself goes with the words it is linked to."""
    if not found:
        ask = _ask(box, Clause(f"{waiting[-1]}, {piece.text}", True), advice)
        if ask:
            waiting.pop()
        return [*found, ask] if ask else None
    last = found[-1]
    if last.context or len(last.text) > _LONG:
        return None
    text = f"{last.text}, {piece.text}"
    scores = {ranked.doc: ranked.score for ranked in fitted(box, stripped(text))}
    better = [doc for doc in last.others[:1] if scores[doc] > scores[last.doc] + 0.1]
    return [*found[:-1], replace(last, text=text, doc=better[0] if better else last.doc)]


def _ask(box: Toolbox, piece: Clause, advice: Advice) -> Ask | None:
    tried = {tool for words, tool in advice.avoid if _overlaps(piece.text, (words,))}
    avoided = tried | set(advice.unasked)
    forced = _overlaps(piece.text, advice.missed) or bool(tried)
    text = stripped(piece.text) or piece.text
    ranked = [r for r in fitted(box, text) if r.doc.name not in avoided]
    if not ranked or ranked[0].score < (0.1 if forced else CONFIDENT if piece.asks else SURE):
        return None
    if not piece.asks and not forced and len(explained(box, ranked[0].doc, text)) < 2:
        return None
    ranked = outermost(box, text, ranked)
    return Ask(piece.text, ranked[0].doc, ranked[0].score, others=tuple(r.doc for r in ranked[1:4]))


def _overlaps(text: str, quoted: Iterable[str]) -> bool:
    own = stems(text)
    return any(len(own & stems(words)) >= max(1, 0.6 * min(len(own), len(stems(words)))) for words in quoted)


def _best(box: Toolbox, text: str, mood: Mood) -> Ranked | None:
    ranked = fitted(box, text, mood)
    return ranked[0] if ranked else None


def _without_repeats(found: list[Ask]) -> list[Ask]:
    """The same thing said twice (`book it ... reserve a seat`) is wanted once, the fuller words standing."""
    kept: list[Ask] = []
    for ask in found:
        twin = next((k for k, other in enumerate(kept) if _same(other, ask)), None)
        if twin is None:
            kept.append(ask)
        else:
            kept[twin] = replace(kept[twin], context=f"{kept[twin].context} {ask.text}.".strip())
    return kept


def _same(one: Ask, other: Ask) -> bool:
    """Whether two asks for one tool differ in nothing that is said."""
    if one.doc is not other.doc or not one.doc.parameters:
        return one.doc is other.doc
    mine, yours = one.reading.said, other.reading.said
    shared = mine.keys() & yours.keys()
    return not yours or (
        bool(shared) and all(mine[k].value == yours[k].value for k in yours if k in mine) and shared == yours.keys()
    )
