"""Answers: what came out, told to the user in words and with the values as they were returned."""

from __future__ import annotations

from typing import Any

from .conversation import Done
from .language import plain, split_identifier
from .prose import deed, is_text, listed, named, sentence, spoken, statement, uncoded
from .steps import Progress, Step
from .thesaurus import lexicon
from .units import is_unit

_HIDDEN = lexicon("token secret password cvv cvc pin")
_DONE = ("Done: ", "That is done too: ", "Also done: ", "Done as well: ")
_GOODBYE = (
    "Let me know if there is anything else.",
    "Is there anything else I can do?",
    "Just tell me if you need more.",
)
_TOGETHER = 4
"""So many fields are told in one sentence."""


def answer(step: Step) -> str:
    """The reply that ends a turn."""
    if not step.progress:
        return "I am sorry, but I cannot help with that here."
    changes = 0
    told = []
    for progress in step.progress:
        told.append(_told(progress, changes))
        changes += progress.ending == "served" and progress.ask.doc.mood == "changing"
    good = all(progress.ending == "served" for progress in step.progress)
    end = _GOODBYE[len(" ".join(told)) % len(_GOODBYE)] if good else "Tell me how you would like to go on."
    return " ".join([*told, end])


def _told(progress: Progress, changes: int) -> str:
    doc = progress.ask.doc
    if progress.ending == "served" and progress.done:
        lead = _DONE[min(changes, len(_DONE) - 1)] if doc.mood == "changing" else ""
        return _served(progress.done, lead)
    if progress.ending == "declined" and progress.done:
        return f"I could not {deed(doc)}: {sentence(uncoded(progress.done.complaint))}"
    missing = " and the ".join(plain(parameter.name) for parameter in progress.missing) or "details"
    return f"I could not {deed(doc)}, because I do not know the {missing}."


def _served(done: Done, lead: str) -> str:
    said = _converted(done) or _sentences(done)
    if not said:
        return lead.rstrip(": ") + "." if lead else sentence(_nothing(done))
    first, *rest = said
    first = first if not lead or first[:1].isupper() else f"{lead}{first}"
    return " ".join(map(sentence, [first, *rest]))


def _nothing(done: Done) -> str:
    """That a result holds nothing."""
    name = named(next(iter(done.value))) if isinstance(done.value, dict) and done.value else _topic(done)
    return f"the {name} {'are' if name.endswith('s') else 'is'} empty"


def _converted(done: Done) -> list[str]:
    """`18 gallons are 68.13738 liters`, where one quantity was given and another came back."""
    given = [(k, v) for k, v in done.arguments.items() if isinstance(v, int | float)]
    found = list(done.value.items()) if isinstance(done.value, dict) else []
    if len(done.arguments) == len(given) == len(found) == 1 and is_unit(given[0][0]) and is_unit(found[0][0]):
        return [f"{given[0][1]} {given[0][0]}s are {spoken(found[0][1])} {found[0][0]}s"]
    return []


def _sentences(done: Done) -> list[str]:
    """Single fields together, and each list or map in a sentence of its own."""
    value = done.value
    if not isinstance(value, dict):
        return _structure(_topic(done), value) if value not in (None, "") else []
    fields = [(key, item) for key, item in value.items() if _tells(key, item)]
    single = [(key, item) for key, item in fields if not isinstance(item, dict | list)]
    texts = [_text(key, item) for key, item in single if is_text(item)]
    small = [_small(done, key, item) for key, item in single if not is_text(item)]
    told = [_about(done, listed(small[n : n + _TOGETHER])) for n in range(0, len(small), _TOGETHER)]
    large = [said for key, item in fields if isinstance(item, dict | list) for said in _structure(named(key), item)]
    return [*told, *texts, *large]


def _small(done: Done, key: str, item: Any) -> str:
    name = plain(key)
    if name not in _BARE:
        return f"{statement(name, item)}{_measure(done, item)}"
    return f"{_topic(done)}: {spoken(item)}" if isinstance(item, bool) else statement(_topic(done), item)


_BARE = lexicon("status result value message state")


def _text(key: str, item: Any) -> str:
    """A sentence that came back, as it is, or as the message that it is."""
    return item if plain(key) in _BARE else f'the {plain(key)} reads: "{item}"'


def _measure(done: Done, item: Any) -> str:
    """`no, it cannot drive a distance of 750`: what a yes or no was about, where that is one number."""
    given = [(k, v) for k, v in done.arguments.items() if isinstance(v, int | float) and not isinstance(v, bool)]
    alone = isinstance(item, bool) and len(done.arguments) == len(given) == 1
    return f" with a {plain(given[0][0])} of {given[0][1]}" if alone else ""


def _topic(done: Done) -> str:
    """What a call was about, by the tool's name: `airports` for `list all airports`."""
    words = [word for word in split_identifier(done.tool) if word not in _VERBS]
    return " ".join(words) or plain(done.tool)


_VERBS = lexicon("get list all find retrieve fetch show compute check read set display look up every current")


def _about(done: Done, said: str) -> str:
    """With what the call was about, where that is one name: `for Rivermist, the zip code is 83214`."""
    names = [v for v in done.arguments.values() if isinstance(v, str) and v[:1].isupper() and not v.isupper()]
    return f"for {names[0]}, {said}" if len(done.arguments) == len(names) == 1 else said


def _tells(key: str, item: Any) -> bool:
    return item is not None and item != {} and not _HIDDEN & set(split_identifier(key))


def _structure(name: str, value: Any) -> list[str]:
    """A list or a map: `the credit cards are: ...`."""
    if not isinstance(value, dict | list):
        return [str(value) if is_text(value) else statement(name, value)]
    if not value:
        return [f"the {name} {'are' if name.endswith('s') else 'is'} empty"]
    if isinstance(value, list) and all(not isinstance(item, dict | list) for item in value):
        single = len(value) == 1
        return [statement(name.removesuffix("s") if single else name, value[0] if single else value)]
    items = [(plain(k) if not _is_id(k) else k, v) for k, v in value.items()] if isinstance(value, dict) else []
    if isinstance(value, dict) and not any(isinstance(item, dict | list) for _, item in items):
        return [f"here is the {name}: {_members(value)}"]
    told = [_entry(key, item) for key, item in items] or [_entry("", item) for item in value]
    return [f"here {'are' if name.endswith('s') else 'is'} the {name}: {'; '.join(told)}"]


def _entry(key: str, item: Any) -> str:
    """One thing of a list: `685858482620 (card type Visa, balance 39000.0)`."""
    inner = _members(item) if isinstance(item, dict) else spoken(item)
    if isinstance(item, dict):
        return f"{key} ({inner})" if key else inner
    return f"{key} {inner}".strip()


def _members(item: dict[str, Any]) -> str:
    return ", ".join(f"{_key(key)} {_inner(value)}" for key, value in item.items() if _tells(key, value))


def _inner(value: Any) -> str:
    if isinstance(value, dict):
        return f"({_members(value)})"
    if isinstance(value, list):
        return listed([_inner(item) for item in value]) if value else "none"
    return spoken(value)


def _key(key: str) -> str:
    return key if _is_id(key) else plain(key)


def _is_id(key: str) -> bool:
    return any(c.isdigit() for c in key) or key.isupper()
