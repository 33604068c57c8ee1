"""Parameters as a reader sees them: what a value is about, and how it is read from a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from .language import split_identifier, stem, stems
from .thesaurus import lexicon

Shape = Literal["enum", "flags", "boolean", "number", "date", "code", "text", "name", "list", "object"]
Schema = dict[str, Any]
_CODE_WORDS = lexicon(
    """
    id ids code number token key zip zipcode postcode symbol pin isbn secret password identifier serial iban cvv sku
    barcode
    """
)
_NUMBERED = lexicon("id ids identifier")
"""What a whole number is called that stands for a thing: it is no quantity."""
TEXT_WORDS = lexicon(
    """
    message messages content text note comment body description title reason query keyword resolution
    """
)


@dataclass(frozen=True, eq=False)
class Parameter:
    """One parameter: how it is called, what it holds, and what may stand there."""

    name: str
    schema: Schema
    required: bool

    @cached_property
    def description(self) -> str:
        """Its prose."""
        return str(self.schema.get("description", ""))

    @cached_property
    def domain(self) -> str:
        """What its values are about: their format, or else the parameter's own name."""
        return str(self.core.get("format") or self.items.get("format") or self.name)

    @cached_property
    def core(self) -> Schema:
        """The schema without the alternative of being null."""
        options = [o for o in self.schema.get("anyOf", []) if o.get("type") != "null"]
        return {**self.schema, **options[0]} if options else self.schema

    @cached_property
    def items(self) -> Schema:
        """The schema of its items, where it is a list."""
        found = self.core.get("items", {})
        return found if isinstance(found, dict) else {}

    @cached_property
    def members(self) -> tuple[Parameter, ...]:
        """Its properties, where it is an object."""
        return tuple(Parameter(name, schema, False) for name, schema in self.core.get("properties", {}).items())

    @cached_property
    def choices(self) -> tuple[str, ...]:
        """The values it accepts, where they are listed."""
        listed = (
            self.core.get("enum") or self.items.get("enum") or ([self.core["const"]] if "const" in self.core else [])
        )
        return tuple(str(value) for value in listed)

    @cached_property
    def words(self) -> frozenset[str]:
        """The stems of its name and format."""
        return frozenset(map(stem, [*split_identifier(self.name), *split_identifier(self.domain)]))

    @cached_property
    def about(self) -> frozenset[str]:
        """The stems of its name, format and description."""
        return self.words | stems(self.description)

    @cached_property
    def shape(self) -> Shape:
        """How its value is read from a text."""
        kind = self.core.get("type")
        if self.choices:
            return "flags" if kind == "array" else "enum"
        if kind in ("boolean", "number", "integer", "array", "object"):
            return self._typed_shape(kind)
        return self._text_shape()

    def _typed_shape(self, kind: str) -> Shape:
        if kind == "integer" and {*split_identifier(self.name), *split_identifier(self.domain)} & _NUMBERED:
            return "code"
        known: dict[str, Shape] = {"boolean": "boolean", "array": "list", "object": "object"}
        return known.get(kind, "number")

    def _text_shape(self) -> Shape:
        said = {*split_identifier(self.name), *split_identifier(self.domain)}
        if "date" in said or "birthday" in said or re.search(r"\bYYYY\b", self.description):
            return "date"
        if said & _CODE_WORDS:
            return "code"
        return "text" if said & TEXT_WORDS else "name"
