"""Moods: whether a clause asks something or wants something done, and what it only describes."""

from __future__ import annotations

import re

from .language import stem, words
from .thesaurus import CHANGING, READING, lexicon
from .toolbox import Mood

_QUESTION = lexicon(
    """
    what what's how is are does do which who when where whether was were can did has have am will would could tell
    show find see know check learn determine let wonder wondering curious look list display confirm verify
    """
)
_HANDED = re.compile(
    r"(?:send|give|get|hand|bring|forward|email|show|find|pass)\s+(?:me|us)\b(?!\s+(?:on|in|to|a \w+ (?:seat|"
    r"ticket))\b)",
    re.IGNORECASE,
)
_CAUSED = re.compile(
    r"have (?!i\b|we\b|you\b|they\b|there\b)|get\s+(?!me\b)[\w' ]{2,60}?\s+(?!need)\w{3,}ed\b", re.IGNORECASE
)


_PHRASAL = re.compile(
    r"(?:(?:call|turn|switch|shut|take|put|let|ease|back)\s+(?:[\w']+\s+){0,5}?(?:off|on|down|out|in|up)|(?:top|fill|fire|crank)\s+(?:[\w']+\s+){0,3}?up|"
    r"get rid|get in touch|sign up|get \w+ (?:on|off)|get (?:me|us) (?:on|off|in|a|an|some|signed|"
    r"logged)\b(?! (?:quote|list|look|idea)))\b",
    re.IGNORECASE,
)
_TOLD = re.compile(r"(?:tell|ask|notify|inform|let)\s+(?!me\b|us\b)(?:\w+\s+)?", re.IGNORECASE)
_DESCRIBING = re.compile(
    r"\b(?:that |which )?(?:i|we)(?:['’]ve| have| had)? (?:(?:just|already|recently|ever|only|previously) )*"
    r"(?!need|want|intend|plan)\w{2,}(?:ed|ought|ade|ent|aid|en|ot|de|id)\b",
    re.IGNORECASE,
)
_SHOWN = re.compile(r"let\s+(?:me|us)\s+(?:know|see|hear|read|view)\b", re.IGNORECASE)
_ENSURED = re.compile(r"(?:make (?:sure|certain)|ensure|see to it)\b", re.IGNORECASE)
_STATE = re.compile(
    r"\b(?:whether|if|which|what|how|status|state)\b|^(?:is|are|was|were|does|do|did|has)\b", re.IGNORECASE
)


_DENIED = re.compile(r"\b(?:stop|quit|cease|avoid|no longer|without)\s+(\w+ing)\b", re.IGNORECASE)


def mood_of(text: str) -> Mood:
    """Whether a clause asks or acts, by its first telling word."""
    if _SHOWN.match(text):
        return "reading"
    if any(pattern.match(text) for pattern in (_CAUSED, _ENSURED, _PHRASAL, _TOLD)):
        return "changing"
    if _HANDED.match(text):
        return "reading"
    said = words(text)
    for word in said[:4]:
        if word in ("get", "give", "put", "take", "make", "run"):
            continue
        if word in CHANGING and word not in _QUESTION:
            return "changing"
        if word in READING or word in _QUESTION:
            return _after_question(text) if word in ("can", "could", "would", "will", "do", "is") else "reading"
    return "changing" if said[:1] and said[0] in ("put", "take", "make", "run") else "either"


def _after_question(text: str) -> Mood:
    """`Could you lock ...` acts although it is a question; `can my car reach ...` asks."""
    said = [word for word in words(text) if word not in ("please", "also", "just", "maybe", "quickly", "kindly")]
    for n, word in enumerate(said[:-1]):
        if word in ("you", "to") and n <= 5:
            follower = next(
                (w for w in said[n + 1 :] if w not in ("could", "can", "would", "will", "be", "able", "to")), ""
            )
            return "reading" if follower in READING else "changing" if follower in CHANGING else "either"
    return "reading"


def makes_happen(text: str) -> bool:
    """Whether a clause says what is to be so: `have it washed`, `make sure it is locked`."""
    return bool(_CAUSED.match(text) or _ENSURED.match(text))


def without_descriptions(text: str) -> str:
    """`The flight I have booked` asks for no booking."""
    return _DESCRIBING.sub(" ", text)


def past(text: str) -> frozenset[str]:
    """What was done already: `the flight I have booked` is not to be booked."""
    return frozenset(stem(m[0].split()[-1]) for m in _DESCRIBING.finditer(text))


def denied(text: str) -> frozenset[str]:
    """What is to be left off: `stop pressing`."""
    return frozenset(stem(m[1]) for m in _DENIED.finditer(text))


def suits(tool: Mood, clause: Mood, text: str) -> float:
    """How well a tool that tells, or acts, goes with a clause that asks, or wants something done."""
    if "either" in (tool, clause) or tool == clause:
        return 1.0
    if clause == "changing":
        return 0.6
    return 0.33 if _STATE.search(text) else 0.6
