"""Tools as a reader sees them: words, parameters, results and the domains that connect them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Literal

from ...records import JsonValue, ToolSpec
from .language import CONCEPTS, meanings, plain, split_identifier, stem, stems, words
from .parameters import Parameter, Schema
from .spans import find_spans
from .thesaurus import CHANGING, READING, STOP

Mood = Literal["reading", "changing", "either"]

_CLAIM = 3
_WEIGHTS = {"name": 1.0, "claim": 0.85, "more": 0.45, "parameter": 0.6, "meaning": 0.5, "choice": 0.6, "result": 0.45}


@dataclass(frozen=True, eq=False)
class Field:
    """One place in a tool's result."""

    path: tuple[str, ...]
    domain: str
    schema: Schema
    keys: bool = False


@dataclass(frozen=True, eq=False)
class ToolDoc:
    """A tool's document, read once."""

    name: str
    description: str
    parameters: tuple[Parameter, ...]
    fields: tuple[Field, ...]
    returns: Schema

    @cached_property
    def title(self) -> tuple[str, ...]:
        """The words of its name."""
        return tuple(split_identifier(self.name))

    @cached_property
    def claim(self) -> tuple[str, ...]:
        """What stands for its name where nobody would say that name (`rm`, `mkdir`): how its description begins."""
        first = re.sub(r"\([^)]*\)", "", self.sentences[0] if self.sentences else "")
        said = [word for word in words(first) if word not in STOP]
        spoken = len(self.title) > 1 or stem(self.title[0]) in stems(self.description)
        return () if spoken else tuple(said[:_CLAIM])

    @cached_property
    def required(self) -> tuple[Parameter, ...]:
        """The parameters that a call cannot lack."""
        return tuple(p for p in self.parameters if p.required)

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """Its description, sentence by sentence."""
        return tuple(s for s in re.split(r"(?<=[.!?])\s+", self.description) if s)

    @cached_property
    def mood(self) -> Mood:
        """Whether it tells something or changes something, by the first verb of its name or description."""
        if "get" in self.title[:2]:
            return "reading"
        for word in [*self.title, *words(self.sentences[0] if self.sentences else "")[:2]]:
            root = word if word in CHANGING or word in READING else word.rstrip("s")
            if root in ("get", "list", "current", "nearest") or root in READING:
                return "reading"
            if root in CHANGING:
                return "changing"
        return "either"

    @cached_property
    def weights(self) -> dict[str, float]:
        """How strongly each stem, and each `~concept`, stands for this tool."""
        found: dict[str, float] = {}
        for part, text in self._texts():
            for word in stems(text):
                found[word] = max(found.get(word, 0.0), _WEIGHTS[part])
            for concept in meanings(text):
                found[f"~{concept}"] = max(found.get(f"~{concept}", 0.0), _WEIGHTS[part])
        return found

    @cached_property
    def topics(self) -> frozenset[str]:
        """The stems of its name and description."""
        return frozenset(map(stem, self.title)) | stems(self.description)

    @cached_property
    def proper(self) -> frozenset[str]:
        """The names that its description holds: capitals within a sentence."""
        return frozenset(re.findall(r"(?<=[a-z,] )[A-Z][a-z]+\b", self.description))

    @cached_property
    def verbs(self) -> frozenset[str]:
        """The stems and `~concepts` of what it does: the verb of its name, and those of its first sentence."""
        first = self.sentences[0] if self.sentences else ""
        said = [self.title[0], *(word for word in words(first) if word in CHANGING or word.rstrip("s") in CHANGING)]
        choices = [
            word
            for p in self.parameters
            for choice in p.choices
            if not is_proper(choice)
            for word in split_identifier(choice)
        ]
        roots = {stem(word) for word in [*said, *choices]}
        named = [stem(self.title[0]), *map(stem, choices)]
        return frozenset(roots | {f"~{c}" for root in named for c in CONCEPTS.get(root, frozenset())})

    def _texts(self) -> Iterator[tuple[str, str]]:
        yield "name", " ".join(self.title)
        for n, sentence in enumerate(self.sentences):
            yield ("more" if n else "claim"), sentence
        for parameter in self.parameters:
            yield "parameter", " ".join([*split_identifier(parameter.name), *split_identifier(parameter.domain)])
            yield "meaning", parameter.description
            yield "choice", " ".join(plain(choice) for choice in parameter.choices if not is_proper(choice))
        for place in self.fields:
            yield (
                "result",
                " ".join([*split_identifier(place.path[-1] if place.path else ""), *split_identifier(place.domain)]),
            )

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of this name."""
        return next((p for p in self.parameters if p.name == name), None)

    def gives(self, domain: str) -> bool:
        """Whether its result holds values of this domain."""
        return any(place.domain == domain for place in self.fields)


class Toolbox:
    """All tools on offer, with what sets each apart."""

    def __init__(self, docs: tuple[ToolDoc, ...]) -> None:
        self.docs = docs
        self._names = {doc.name: doc for doc in docs}
        spread: dict[str, int] = {}
        for doc in docs:
            for word in doc.weights:
                spread[word] = spread.get(word, 0) + 1
        total = max(len(docs), 8)
        self._rarity = {word: math.log(1 + total / n) for word, n in spread.items()}
        self.numbered = frozenset[str]().union(
            *(p.words for doc in docs for p in doc.parameters if p.shape == "code" and p.core.get("type") == "integer")
        )
        """The words for things that are told by whole numbers: `order`, `ticket`."""
        self._topics = frozenset[str]().union(*(doc.topics for doc in docs))
        self.unseen = math.log(1 + total) * 0.45

    def numbers(self, text: str) -> bool:
        """Whether a text tells a thing by its number: `order 4609`."""
        spans = [span for span in find_spans(text) if span.kind == "number" and span.digits and span.before]
        return any(stem(span.before[-1]) in self.numbered for span in spans)

    def doc(self, name: str) -> ToolDoc | None:
        """The tool of this name."""
        return self._names.get(name)

    def rarity(self, word: str) -> float:
        """How much a word tells tools apart; a word that no document has counts for something too."""
        return self._rarity.get(word, self.unseen)

    def has(self, word: str) -> bool:
        """Whether a stem stands in any document."""
        return word in self._rarity

    def knows_concept(self, concept: str) -> bool:
        """Whether any document speaks of a concept."""
        return f"~{concept}" in self._rarity

    def knows(self, word: str) -> bool:
        """Whether a stem, or a concept of it, stands in any document."""
        return word in self._rarity or any(f"~{c}" in self._rarity for c in CONCEPTS.get(word, frozenset()))

    def speaks_of(self, word: str) -> bool:
        """Whether a stem is a topic of some tool: in a name or a claim, not in an example."""
        return word in self._topics or any(self.knows_concept(c) for c in CONCEPTS.get(word, frozenset()))

    def givers(self, domain: str) -> tuple[ToolDoc, ...]:
        """The tools whose result holds values of this domain."""
        return tuple(doc for doc in self.docs if doc.gives(domain))


class _Same:
    """A tuple of specifications, compared by identity: hashing their schemas would cost more than reading a request."""

    def __init__(self, specs: tuple[ToolSpec, ...]) -> None:
        self.specs = specs

    def __hash__(self) -> int:
        return hash(tuple(map(id, self.specs)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Same) or len(other.specs) != len(self.specs):
            return False
        return all(one is two for one, two in zip(self.specs, other.specs, strict=True))


def toolbox(specs: tuple[ToolSpec, ...]) -> Toolbox:
    """The toolbox of these specifications, built once."""
    return _toolbox(_Same(specs))


@lru_cache(maxsize=256)
def _toolbox(same: _Same) -> Toolbox:
    return Toolbox(tuple(_document(_Same((spec,))) for spec in same.specs))


@lru_cache(maxsize=4096)
def _document(same: _Same) -> ToolDoc:
    spec = same.specs[0]
    needed = spec.parameters.get("required")
    names = needed if isinstance(needed, list) else []
    properties = spec.parameters.get("properties")
    entries: dict[str, Any] = properties if isinstance(properties, dict) else {}
    parameters = tuple(Parameter(name, schema, name in names) for name, schema in entries.items())
    returns: Schema = dict(spec.returns or {})
    return ToolDoc(spec.name, spec.description, parameters, tuple(_fields(returns, ())), returns)


def alternatives(schema: Schema) -> list[Schema]:
    """The schemas that a value may follow; one, unless there is an `anyOf`."""
    options = schema.get("anyOf") or schema.get("oneOf")
    return [o for o in options if isinstance(o, dict)] if isinstance(options, list) else [schema]


def _fields(schema: Schema, path: tuple[str, ...]) -> Iterator[Field]:
    for option in alternatives(schema):
        if option.get("type") == "array" and isinstance(option.get("items"), dict):
            yield from _fields(option["items"], path)
        elif option.get("type") == "object" or "properties" in option:
            yield from _members(option, path)
        elif path or "format" in option:
            yield Field(path, str(schema.get("format") or option.get("format") or (path[-1] if path else "")), option)


def _members(schema: Schema, path: tuple[str, ...]) -> Iterator[Field]:
    names = schema.get("propertyNames")
    if isinstance(names, dict) and "format" in names:
        yield Field(path, str(names["format"]), names, keys=True)
    for name, entry in (schema.get("properties") or {}).items():
        yield from _fields(entry, (*path, name))
    rest = schema.get("additionalProperties")
    if isinstance(rest, dict):
        yield from _fields(rest, path)


def is_proper(choice: str) -> bool:
    """Whether an accepted value is a name (`Sunset Valley`): who says it gives a value, not a topic."""
    return choice[:1].isupper() and not choice.isupper()


def emptied(value: JsonValue) -> bool:
    """Whether a result says that nothing was found."""
    if isinstance(value, str):
        return value.strip().lower() in ("", "unknown", "none", "null", "not found", "n/a") or (
            set(value) == {"0"} and len(value) > 1
        )
    return value is None or value == [] or value == {}
