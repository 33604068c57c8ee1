"""Conditions: what a tool's document, or a refusal, says must be true first, and the calls that make it true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...records import JsonValue
from .arguments import read
from .conversation import Conversation, Done
from .harvest import leaves
from .language import CONCEPTS, meanings, plain, stem, stems
from .parameters import Parameter
from .phrases import top_of
from .plans import Planned, Source, key_of
from .ranking import rank
from .thesaurus import CHANGING, lexicon
from .toolbox import Toolbox, ToolDoc

_DEMANDS = re.compile(
    r"\b(?:must|needs? to|has to|have to|should|ought to|required?|first|before|only (?:when|while|if|after)|"
    r"as long as|unless)\b",
    re.IGNORECASE,
)
_PURPOSE = re.compile(
    r"^(?:to|for|in order to|when|before)\s+([^,]+),\s*|\s*\b(?:before|when|while|for|in order to|"
    r"to be able to)\s+(\w+ing\b.*)$",
    re.I,
)
_NEGATED = re.compile(r"\s+(?:is|are|was|were) not (?:yet )?|\s+(?:isn't|aren't) ")
_LEAST = 0.42


@dataclass(frozen=True)
class Condition:
    """A phrase like `the brake pedal fully pressed`, and what it is needed for."""

    phrase: str
    purpose: str = ""


def demanded(text: str, complaint: bool = False) -> Iterator[Condition]:
    """The conditions that a text states; a complaint may also state what is not so."""
    for sentence in re.split(r"(?<=[.!?;:])\s+", text):
        if not _DEMANDS.search(sentence):
            if not complaint or not _NEGATED.search(sentence):
                continue
            sentence = _NEGATED.sub(" is ", sentence)
        purposes = [m[1] or m[2] for m in _PURPOSE.finditer(sentence)]
        bare = _PURPOSE.sub("", sentence)
        for phrase in re.split(r",?\s+and\s+|,\s+", bare):
            yield Condition(phrase.strip(" ."), " ".join(purposes))


class Conditions:
    """Finds the calls that settle conditions, for one set of tools and one conversation."""

    def __init__(self, box: Toolbox, conversation: Conversation) -> None:
        self._box = box
        self._conversation = conversation

    def before(self, call: Planned, depth: int = 0) -> list[Planned]:
        """The calls that must go before this one by its document, unless they are known to have been made.

        What would take a chain of calls is left to be seen: who sets the cruise control has the engine running, mostly.
        """
        needed: list[Planned] = []
        proof = self._success(call)
        for condition in demanded(call.doc.description):
            if not applies(condition, call.doc, call.arguments):
                continue
            for settling in self._settling(condition, call.doc, call.arguments):
                if self.holds(settling) or self._advised_against(settling) or self._shown(condition):
                    continue
                if proof and not self._touched_since(settling.doc, proof):
                    continue
                if not depth and self.before(settling, depth + 1):
                    continue
                needed.append(settling)
        return _once(needed)

    def after(self, refused: Done, doc: ToolDoc) -> list[Planned]:
        """The calls that settle what a refusal complains of, and have not been made since."""
        needed: list[Planned] = []
        for condition in demanded(refused.complaint, complaint=True):
            if not applies(condition, doc, refused.arguments):
                continue
            for settling in self._settling(condition, doc, refused.arguments):
                if not self._made_since(settling, refused):
                    needed += [*self.before(settling), settling]
        return [call for call in _once(needed) if not self._made_since(call, refused)]

    def _settling(self, condition: Condition, own: ToolDoc, given: dict[str, JsonValue]) -> list[Planned]:
        """The call that makes a phrase true; nothing where an argument of the tool itself speaks of it."""
        if any(
            "login" in meanings(" ".join(p.words)) or (p.shape == "code" and p.words & stems(condition.phrase))
            for p in own.parameters
        ):
            return []
        for ranked in rank(self._box, condition.phrase, "changing")[:2]:
            doc = ranked.doc
            if doc is own or doc.mood != "changing" or ranked.score < _LEAST or not _acts(doc, condition.phrase):
                continue
            sources = _implied(doc, condition.phrase)
            if sources is not None:
                return [Planned(doc, sources, "condition", condition.phrase)]
        return []

    def _success(self, call: Planned) -> Done | None:
        """The newest time that this very call went well: all its conditions held then."""
        made = (d for d in reversed(self._conversation.all) if key_of(d.tool, d.arguments) == call.key)
        return next((d for d in made if not d.refused), None)

    def _touched_since(self, doc: ToolDoc, proof: Done) -> bool:
        after = [d for d in self._conversation.all if (d.turn, d.step) > (proof.turn, proof.step)]
        return any(self._touches(d, doc) for d in after if not d.refused)

    def holds(self, call: Planned) -> bool:
        """Whether the conversation shows that this call's effect is in place."""
        newest = next(
            (d for d in reversed(self._conversation.all) if not d.refused and self._touches(d, call.doc)), None
        )
        return newest is not None and key_of(newest.tool, newest.arguments) == call.key

    def _advised_against(self, call: Planned) -> bool:
        """Whether a hint said that this call was not called for."""
        said = self._conversation.advice
        if call.doc.name in said.unasked or said.spares(call.doc.name, call.arguments):
            return True
        return any(said.rejects(call.doc.name, n, v) for n, v in call.arguments.items())

    def _shown(self, condition: Condition) -> bool:
        """Whether the newest result that speaks of it shows that it is so: `engine state: running`."""
        wanted = stems(condition.phrase)
        if "full" in meanings(condition.phrase):
            return False
        for done in reversed(self._conversation.all):
            for name, value in leaves(done.value):
                if isinstance(value, str) and stems(plain(name)) & wanted - {stem(value)} and len(value.split()) == 1:
                    return not done.refused and stem(value) in wanted
        return False

    def _touches(self, done: Done, doc: ToolDoc) -> bool:
        """Whether a call was to this tool, or to one that changes the same thing."""
        other = self._box.doc(done.tool)
        if other is None or other is doc:
            return other is doc
        shared = set(other.title[1:]) & set(doc.title[1:])
        return other.mood == "changing" and bool(shared)

    def _made_since(self, call: Planned, refused: Done) -> bool:
        made = [d for d in self._conversation.now if d.step > refused.step and not d.refused]
        return any(key_of(d.tool, d.arguments) == call.key for d in made)


def applies(condition: Condition, doc: ToolDoc, arguments: dict[str, JsonValue]) -> bool:
    """Whether a condition is one of this use of the tool: what starting needs, stopping does not."""
    purpose = stems(condition.purpose)
    for parameter in doc.parameters:
        chosen = arguments.get(parameter.name)
        others = {stem(choice) for choice in parameter.choices if choice != chosen}
        if isinstance(chosen, str) and purpose & others and stem(chosen) not in purpose:
            return False
    return True


def _acts(doc: ToolDoc, phrase: str) -> bool:
    """Whether the phrase names what the tool does (`locked`, `pressed`, `running`), not only what it does it to."""
    verb = next((stem(word) for word in doc.title if word in CHANGING or _SIGNING & meanings(word)), stem(doc.title[0]))
    return verb in stems(phrase) or bool(CONCEPTS.get(verb, frozenset()) & _states(phrase))


_SIGNING = lexicon("login logout")


def _states(phrase: str) -> frozenset[str]:
    last = [word for word in re.findall(r"[a-z]+", phrase.lower()) if word not in ("first", "then", "fully", "be")]
    found = [
        CONCEPTS.get(stem(word), frozenset())
        for word in last
        if word.endswith(("ed", "ing", "on", "off")) or word == last[0]
    ]
    return frozenset().union(*found) if found else frozenset()


def _implied(doc: ToolDoc, phrase: str) -> dict[str, Source] | None:
    """Arguments that make a phrase true; a quantity that is not told goes all the way."""
    said = read(doc, phrase).values
    sources: dict[str, Source] = {}
    for parameter in doc.parameters:
        if parameter.name in said:
            sources[parameter.name] = Source("implied", said[parameter.name].value, phrase)
        elif parameter.required:
            value = _utmost(parameter)
            if value is None:
                return None
            sources[parameter.name] = Source("implied", value, phrase)
    return sources


def _utmost(parameter: Parameter) -> JsonValue:
    if parameter.shape == "flags":
        return list(parameter.choices)
    return top_of(parameter) if parameter.shape == "number" else None


def _once(calls: list[Planned]) -> list[Planned]:
    return list({call.key: call for call in calls}.values())
