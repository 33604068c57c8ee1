"""The scripted querying seat: a hard query for an advanced tool, with noise (paper: Q_hard = A_Q(T_adv, noise)).

The wording comes with the request. One phrasing is chosen for each thing asked, its slots are filled with what the
person says or with how the person refers to things, and the fragments are framed in the style's way.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from ...errors import ChatError
from ...sim import Dice, derive
from ...sim.wording import SLOT, Phrase, phrases, refers
from ..chat import ChatReply, ChatRequest
from .rendering import say, words_for


class ScriptedQuerying:
    """Writes one message; the request's seed decides among phrasings, frames and noise."""

    async def reply(self, request: ChatRequest) -> ChatReply:
        payload: dict[str, Any] = json.loads(request.messages[-1].content)
        dice = Dice(derive(request.seed, "query"))
        fragments = [
            (ask["call"], _fragment(ask, payload["wording"], payload["phrasings"], dice)) for ask in payload["asks"]
        ]
        query = _message(fragments, payload["style"], dice)
        asks = [{"call": call, "words": words} for call, words in fragments]
        return ChatReply(content=json.dumps({"query": query, "asks": asks}))


@dataclass(frozen=True)
class _Slots:
    """What can stand in a phrasing's slots: values that must be said, and references that may be."""

    said: dict[str, str]
    referred: dict[str, str]
    values: dict[str, Any]


def _fragment(ask: dict[str, Any], wording: dict[str, Any], kind: str, dice: Dice) -> str:
    slots = _slots(ask, wording, dice)
    known = phrases(wording.get(ask["tool"], {}), kind)
    usable = [p for p in dice.shuffled(known) if _fits(p, slots)]
    if known and not usable:
        raise ChatError(f"no phrasing of {ask['tool']} can say what must be said")
    if not known:
        return _plainly(ask, slots)
    covered = [p for p in usable if not _left(p, slots)]
    most = max((len(p.slots) + len(p.when) for p in covered), default=0)
    full = [p for p in covered if len(p.slots) + len(p.when) == most]
    chosen = full[0] if full else min(usable, key=lambda p: len(_left(p, slots)))
    filled = SLOT.sub(lambda slot: slots.said.get(slot[1]) or slots.referred[slot[1]], chosen.text)
    return _polished(filled) + _rest({name: slots.said[name] for name in _left(chosen, slots)})


def _polished(text: str) -> str:
    """Grammar that depends on what a slot was filled with: one currency sign or pair of quotes, and `an`."""
    text = re.sub(r"([\"'])\"([^\"]+)\"\1", r'"\2"', text)
    text = re.sub(r"\$([\d,.]+)(?= (?:US )?dollars\b| [A-Z]{3}\b)", r"\1", text)
    return re.sub(r"\b([Aa]) (?=[aeio]\w)", r"\1n ", text)


def _fits(phrase: Phrase, slots: _Slots) -> bool:
    implied = all(name in slots.values and slots.values[name] == value for name, value in phrase.when.items())
    return implied and phrase.slots <= slots.said.keys() | slots.referred.keys()


def _left(phrase: Phrase, slots: _Slots) -> list[str]:
    """The values that still have to be said beside this phrasing."""
    return [name for name in slots.said if name not in phrase.slots and name not in phrase.when]


def _rest(left: dict[str, str]) -> str:
    if not left:
        return ""
    parts = [f"{words_for(name)} {value}" for name, value in left.items()]
    return " with " + (parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}")


def _plainly(ask: dict[str, Any], slots: _Slots) -> str:
    """A fragment from the tool's own description, for a tool without any wording."""
    claim = re.sub(r"\s*\([^)]*\)", "", str(ask["description"]).split(". ")[0].rstrip("."))
    return claim[0].lower() + claim[1:] + _rest({**slots.said, **slots.referred})


def _slots(ask: dict[str, Any], wording: dict[str, Any], dice: Dice) -> _Slots:
    said = {name: say(item["value"], item["schema"], name, dice) for name, item in ask["said"].items()}
    referred = {name: words for name, item in ask["refers"].items() if (words := _refer(item, wording, dice))}
    return _Slots(said, referred, ask["arguments"])


def _refer(item: dict[str, Any], wording: dict[str, Any], dice: Dice) -> str | None:
    """A way to speak of something returned that means it and nothing else; None when there is none."""
    for phrase in dice.shuffled(refers(wording.get(item["tool"], {}), item["format"])):
        words = _describe(phrase, item["attributes"], wording)
        if words is None:
            continue
        alike = any(_describe(phrase, other, wording) == words for other in item["others"])
        if not alike or (item["newest"] and not phrase.slots):
            return words
    return None


def _describe(phrase: Phrase, attributes: dict[str, Any], wording: dict[str, Any]) -> str | None:
    """A phrase filled with what describes a thing; None when that lacks something."""
    filled = {name: _attribute(attributes, name, wording) for name in phrase.slots}
    if None in filled.values():
        return None
    return SLOT.sub(lambda slot: str(filled[slot[1]])[-4:] if slot[2] else str(filled[slot[1]]), phrase.text)


def _attribute(attributes: dict[str, Any], name: str, wording: dict[str, Any]) -> str | None:
    value = attributes.get(f"argument {name}", attributes.get(name))
    if isinstance(value, dict):  # an id: spoken of by what describes it in turn
        return _refer(value, wording, Dice(name)) if "attributes" in value else None
    if isinstance(value, str) and _SENTENCE.search(value):
        return f'"{value}"'
    return say(value, {"format": "text"}, name, Dice("0")) if isinstance(value, str | int | float) else None


_SENTENCE = re.compile(r"\w [a-z]+ \w|\w [a-z]{3,}$|^[a-z]+ ")
"""Words that do not look like a name of something unless they are quoted: `Wrong size delivered`."""


def _message(fragments: list[tuple[str, str]], style: dict[str, Any], dice: Dice) -> str:
    texts = [words for _, words in fragments]
    sentences = [_framed(dice.choice(style["frames"]), texts[0])]
    links = dice.shuffled(style["links"])
    sentences += [_framed(links[n % len(links)], words) for n, words in enumerate(texts[1:])]
    asides = [(dice.integer(1, len(sentences)), aside) for aside in [dice.choice(style["asides"])] if aside]
    for place, aside in asides:
        sentences.insert(place, aside)
    opener = dice.choice(style["openers"])
    if opener.endswith(",") and not re.match(r"I\b", sentences[0]):
        sentences[0] = sentences[0][0].lower() + sentences[0][1:]
    parts = [opener, *sentences, dice.choice(style["closers"])]
    return " ".join(part for part in parts if part)


def _framed(frame: str, words: str) -> str:
    sentence = frame.replace("{ask}", words)
    sentence = re.sub(r'([.!?]")\.$', r"\1", sentence)
    return sentence[0].upper() + sentence[1:]
