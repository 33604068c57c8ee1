"""Facts: the values that outcomes and calls have shown, each with its domain and its surroundings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from ...records import JsonValue
from .conversation import Conversation, Done
from .language import split_identifier
from .parameters import TEXT_WORDS, Schema
from .toolbox import Toolbox, ToolDoc, alternatives, emptied

Scalar = str | int | float | bool


@dataclass(frozen=True, eq=False)
class Fact:
    """A value seen. `around` are the other values of the same thing (a card's number, a flight's date).

    `given` is what a call was given; `made` what came from a call that changed something, such as a new id.
    """

    value: JsonValue
    domain: str
    name: str
    done: Done
    around: tuple[tuple[str, Scalar], ...]
    given: bool = False
    position: int = 0
    made: bool = False

    @cached_property
    def order(self) -> tuple[int, int, int]:
        """Newer facts are larger."""
        return (self.done.turn, self.done.step, self.position)


def facts(box: Toolbox, conversation: Conversation) -> list[Fact]:
    """Everything seen so far, oldest first: what calls were given, and what they gave."""
    return [fact for done in conversation.all for fact in _facts(box.doc(done.tool), done)]


def _facts(doc: ToolDoc | None, done: Done) -> tuple[Fact, ...]:
    if doc is None or done.refused:
        return ()
    outside = tuple(leaves(done.arguments))
    given = _given(doc, done, outside)
    made = doc.mood == "changing"
    return (*given, *(replace(fact, made=made) for fact in _walk(doc.returns, done.value, done, outside)))


def _given(doc: ToolDoc, done: Done, outside: tuple[tuple[str, Scalar], ...]) -> list[Fact]:
    found = []
    around = (*outside, *leaves(done.value))
    for name, value in done.arguments.items():
        parameter = doc.parameter(name)
        if parameter is not None:
            found.append(Fact(value, parameter.domain, name, done, around, given=True))
    return found


def _walk(
    schema: Schema, value: Any, done: Done, around: tuple[tuple[str, Scalar], ...], name: str = ""
) -> Iterator[Fact]:
    """Values along the schema of the result; what has no schema is named after its key."""
    for option in alternatives(schema):
        if isinstance(value, dict):
            yield from _walk_object(option, value, done, around, name)
            return
        if isinstance(value, list):
            items = option.get("items") if isinstance(option.get("items"), dict) else {}
            for item in value:
                yield from _walk(items or {}, item, done, around, name)
            return
    domain = next((str(o["format"]) for o in [schema, *alternatives(schema)] if "format" in o), name)
    # An empty file says nothing, which is something; an empty code says that there is none.
    if not emptied(value) or (value == "" and {*split_identifier(domain)} & TEXT_WORDS):
        yield Fact(value, domain, name, done, around)


def _walk_object(schema: Schema, value: dict[str, Any], done: Done, outside: Any, name: str) -> Iterator[Fact]:
    around = (*outside, *((k, v) for k, v in value.items() if isinstance(v, Scalar)))
    keys = schema.get("propertyNames") or {}
    properties = schema.get("properties") or {}
    for position, (key, item) in enumerate(value.items()):
        if "format" in keys:
            inner = (*outside, (str(keys["format"]), key), *leaves(item))
            yield Fact(key, str(keys["format"]), name, done, inner, position=-position)
            if isinstance(item, dict):
                yield from _walk(schema.get("additionalProperties") or {}, item, done, inner[: len(outside) + 1], key)
                continue
        entry = properties.get(key) or schema.get("additionalProperties")
        yield from _walk(entry if isinstance(entry, dict) else {}, item, done, around, key)


def leaves(value: Any, name: str = "") -> Iterator[tuple[str, Scalar]]:
    """Every single value inside of a value, with the name it stands under."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, str(key))
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item, name)
    elif isinstance(value, Scalar):
        yield name, value
