"""Which tool a few words ask for: weighted overlap of stems and concepts, rare words counting more.

Measured on tool documents of this kind, plain BM25 finds a needed tool first in 43 % of requests. Three things are
added: concepts (words used for each other), how much of the tool's own name was said, and whether the words ask or act.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from .language import CONCEPTS, Term, meanings, phrases_at_start, stem, stemmed, stems, words
from .moods import denied, makes_happen, mood_of, past, suits, without_descriptions
from .thesaurus import CHANGING
from .toolbox import Mood, Toolbox, ToolDoc
from .topics import ADJECTIVE, ASKED, LIGHT, LOOKING, adjectives, plainly, topical

_CONCEPT = 0.72
_CLAIMED = 0.5
"""What the beginning of a description counts for in place of a name that nobody says."""
_LEADING = 0.1
"""What the first telling word counts for beside the others: mostly it is the verb."""
_DULL = stemmed(
    """
    get set all by based on from to of the is in for and with at info information data api current now
    """
)


@dataclass(frozen=True)
class Ranked:
    """A tool and how well the words fit it, 0 to about 1."""

    doc: ToolDoc
    score: float


def rank(box: Toolbox, text: str, mood: Mood | None = None) -> list[Ranked]:
    """All tools, best first; ties keep the order of the tools."""
    return list(_rank(box, text, mood or mood_of(text)))


@lru_cache(maxsize=8192)
def _rank(box: Toolbox, text: str, mood: Mood) -> tuple[Ranked, ...]:
    text = plainly(text)
    bare = without_descriptions(text) if mood == "changing" else text
    told = stems(without_descriptions(text))
    said = [
        (term, weight if not term.stem or term.stem in told else 0.7 * weight) for term, weight in topical(box, bare)
    ]
    heard = stems(bare) | {f"~{c}" for c in meanings(bare)}
    which = adjectives(box, bare)
    leading = _leading(bare, [item for item in said if item[0].stem not in which])
    stopped = denied(text) | past(text)
    doing = _heard(ADJECTIVE.sub(r"\3", bare)) if adjectives(box, bare) else heard
    active = any(doc.mood == "changing" and doc.verbs & doing for doc in box.docs)
    acts = _verbs_in(bare)
    scored = [
        Ranked(
            doc,
            _score(box, doc, said, heard, leading)
            * suits(doc.mood, mood, text)
            * _denial(doc, stopped)
            * (_acted(doc, doing, acts) if active else 1.0),
        )
        for doc in box.docs
    ]
    return tuple(sorted(scored, key=lambda ranked: -ranked.score))


def _heard(text: str) -> frozenset[str]:
    """The stems and the `~concepts` of a text."""
    return stems(text) | {f"~{c}" for c in meanings(text)}


def _score(
    box: Toolbox, doc: ToolDoc, said: list[tuple[Term, float]], heard: frozenset[str], leading: list[Term]
) -> float:
    whole = sum(weight for _, weight in said)
    if not whole:
        return 0.0
    explained = sum(weight * _match(doc, term) for term, weight in said) / whole
    return 0.6 * explained + 0.4 * _focus(box, doc, heard) + _lead(doc, leading)


def begins_with(box: Toolbox, text: str, doc: ToolDoc) -> bool:
    """Whether the first telling word of a clause stands in the name of a tool."""
    which = adjectives(box, text)
    first = next((term for term, _ in topical(box, plainly(text)) if term.stem and term.stem not in which), None)
    return first is not None and any(
        root == first.stem or CONCEPTS.get(root, frozenset()) & first.concepts for root in map(stem, doc.title)
    )


def _lead(doc: ToolDoc, leading: list[Term]) -> float:
    """What the verb that a clause begins with adds: most for the tool named after it."""
    return max((_LEADING * _led(doc, term) for term in leading if term.stem not in ASKED), default=0.0)


def _led(doc: ToolDoc, term: Term) -> float:
    verb = stem(doc.title[0])
    if term.stem == verb:
        return 1.5
    return 1.2 if CONCEPTS.get(verb, frozenset()) & term.concepts else _match(doc, term)


def _leading(text: str, said: list[tuple[Term, float]]) -> list[Term]:
    """The first telling word, and the phrase that a clause begins with."""
    start = " ".join(words(text)[:7])
    opening = [Term("", meant) for meant in phrases_at_start(start)]
    if makes_happen(text):
        opening += [
            Term(s, CONCEPTS.get(s, frozenset())) for w in words(text) if w.endswith("ed") and (s := stem(w)) in _ACTS
        ]
    return [*opening, *(term for term, _ in said[:1] if term.stem)]


_ACTS = frozenset(map(stem, CHANGING))


def explained(box: Toolbox, doc: ToolDoc, text: str) -> dict[str, float]:
    """The telling words of a text that a tool's document speaks of, with their weights."""
    return {word: weight for word, weight, met in telling(box, doc, plainly(text)) if met}


@lru_cache(maxsize=8192)
def telling(box: Toolbox, doc: ToolDoc, text: str) -> tuple[tuple[str, float, bool], ...]:
    """Each telling word of a plain text with its weight, and whether a tool's document speaks of it."""
    terms_said = topical(box, text)
    return tuple((t.stem or " ".join(sorted(t.concepts)), weight, _match(doc, t) >= 0.4) for t, weight in terms_said)


def _match(doc: ToolDoc, term: Term) -> float:
    direct = doc.weights.get(term.stem, 0.0) if term.stem else 0.0
    meant = max((doc.weights.get(f"~{c}", 0.0) for c in term.concepts), default=0.0)
    return max(direct, (_CONCEPT if term.stem else 0.9) * meant)


def _focus(box: Toolbox, doc: ToolDoc, heard: frozenset[str]) -> float:
    """How much of the tool's name the words cover, or of the claim that stands for it."""
    return max(_covered(box, doc.title, heard), _CLAIMED * _covered(box, doc.claim, heard) if doc.claim else 0.0)


def _covered(box: Toolbox, title: tuple[str, ...], heard: frozenset[str]) -> float:
    """How much of a name is said; a verb without its noun is little."""
    own = [root for root in map(stem, title) if root not in _DULL and root not in LOOKING] or [
        stem(word) for word in title
    ]
    weights = [box.rarity(root) for root in own]
    hits = [
        1.0 if root in heard else _CONCEPT if any(f"~{c}" in heard for c in CONCEPTS.get(root, frozenset())) else 0.0
        for root in own
    ]
    covered = sum(w * h for w, h in zip(weights, hits, strict=True)) / (sum(weights) or 1.0)
    return covered if len(own) == 1 or any(hits[1:]) or own[0] != stem(title[0]) else 0.25 * covered


def _acted(doc: ToolDoc, heard: frozenset[str], acts: frozenset[str]) -> float:
    """A tool that changes something is not meant when nothing of what it does is said, only what it does it to."""
    if doc.mood != "changing" or doc.verbs & heard:
        return 1.0
    meant = frozenset().union(*(CONCEPTS.get(stem(word), frozenset()) for word in doc.title))
    if acts & meant:
        return 1.0
    return 0.85 if LIGHT & heard and set(map(stem, doc.title[1:])) & heard else 0.65


def _verbs_in(text: str) -> frozenset[str]:
    """What the verbs of a text mean: `covered` is insured."""
    verbs = [stem(w) for w in words(text) if w in CHANGING or (w.endswith("ed") and stem(w) in _ACTS)]
    return frozenset().union(*(CONCEPTS.get(verb, frozenset()) for verb in verbs))


def _denial(doc: ToolDoc, denied: frozenset[str]) -> float:
    """`Stop pressing` is not pressing."""
    return 0.6 if stem(doc.title[0]) in denied else 1.0
