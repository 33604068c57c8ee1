"""The scripted critic seat: it turns the differences of a failed attempt into one hint.

A hint holds nothing that the reasoner has not seen: its own calls, its own values, and words of the request.
"""

from __future__ import annotations

import json
from typing import Any

from ..chat import ChatReply, ChatRequest
from .hints import say_loose, say_missed, say_refused, say_unasked, say_unfinished, say_unneeded, say_wrong
from .language import CONCEPTS, meanings, split_identifier, stem, stemmed, stems

_ORDER = ("ungrounded", "wrong_value", "unasked_change", "missing", "refused", "unfinished")
_MOST = 3
Call = dict[str, Any]


class ScriptedCritic:
    """Answers every request of the critic seat from the request alone."""

    async def reply(self, request: ChatRequest) -> ChatReply:
        """One hint, in one to three sentences."""
        return criticize(request)


def criticize(request: ChatRequest) -> ChatReply:
    """The hint for the failed attempt that the last user message describes."""
    said = next((m.content for m in reversed(request.messages) if m.role == "user"), "{}")
    attempt = json.loads(said)
    calls: list[Call] = attempt.get("calls", [])
    differences: list[dict[str, Any]] = sorted(attempt.get("differences", []), key=_urgency)
    told = [d for d in differences if d.get("kind") != "unfinished"] or differences
    sentences = [sentence for difference in told if (sentence := _sentence(difference, calls))]
    if not sentences:
        return ChatReply(content=say_unfinished())
    return ChatReply(content=" ".join(dict.fromkeys(sentences[:1] if _long(sentences) else sentences[:2])))


def _urgency(difference: dict[str, Any]) -> int:
    kind = str(difference.get("kind"))
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)


def _long(sentences: list[str]) -> bool:
    return sum(sentence.count(". ") + 1 for sentence in sentences[:2]) > _MOST


def _sentence(difference: dict[str, Any], calls: list[Call]) -> str:
    kind = difference.get("kind")
    if kind == "missing":
        words = str(difference.get("words", ""))
        return say_missed(words, _meant_for(words, calls)) if words else ""
    if kind == "unfinished":
        return say_unfinished()
    call = _call(difference, calls)
    if call is None:
        return ""
    return _about_call(str(kind), difference, call, sum(other["tool"] == call["tool"] for other in calls) > 1)


def _about_call(kind: str, difference: dict[str, Any], call: Call, again: bool) -> str:
    """What is wrong with a call; `again` when its tool was called more than once, so that its name is not enough."""
    tool, arguments = str(call["tool"]), call.get("arguments", {})
    name = str(difference.get("parameter", ""))
    if kind == "unasked_change":
        return say_unneeded(tool, arguments) if again else say_unasked(tool)
    if kind == "refused":
        return say_refused(tool, arguments)
    if name not in arguments:
        return ""
    say = say_loose if kind == "ungrounded" else say_wrong
    return say(tool, name, arguments[name])


def _call(difference: dict[str, Any], calls: list[Call]) -> Call | None:
    at = difference.get("call", -1)
    return calls[at] if isinstance(at, int) and 0 <= at < len(calls) else None


def _meant_for(words: str, calls: list[Call]) -> list[str]:
    """The tools that seem to have been called for these words: named alike, or given what is said there."""
    return [str(call["tool"]) for call in calls if _concerns(words, call)]


def _concerns(words: str, call: Call) -> bool:
    """Whether the words speak of most of a tool's name, the values it was given counting too."""
    said, meant = stems(words), meanings(words)
    title = [stem(word) for word in split_identifier(str(call["tool"])) if stem(word) not in _DULL]
    hits = [word in said or bool(CONCEPTS.get(word, frozenset()) & meant) for word in title]
    given = [str(v).lower() for v in call.get("arguments", {}).values() if isinstance(v, str) and len(v) > 2]
    shared = sum(value in words.lower() for value in given)
    return bool(title) and (sum(hits) + shared) * 2 > len(title)


_DULL = stemmed("get set all by based on from to of the is in for and with at")
