"""Values and where they are: by format, along a JSON Schema, and by JSON Pointer (RFC 6901).

A pointer that ends in `#` means the name of the last member instead of its value, as in Relative JSON Pointers, so that
ids which are keys of an object can be pointed at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..records import JsonValue, Outcome


@dataclass(frozen=True)
class Found:
    """A value of a known format: where it is, the entity it belongs to, and the collection that entity is one of.

    `entity` is the object whose attributes describe it; `collection` is the pointer of the list or map, or None.
    """

    format: str
    value: JsonValue
    path: str
    entity: dict[str, JsonValue]
    collection: str | None


def harvest(schema: dict[str, Any] | None, value: JsonValue) -> list[Found]:
    """Every value with a format in an outcome, in document order."""
    return list(_walk(schema or {}, value, "", {}, None))


def _walk(
    schema: dict[str, Any], value: JsonValue, path: str, entity: dict[str, JsonValue], collection: str | None
) -> Iterator[Found]:
    for option in schema.get("anyOf", ()):
        inner = {key: item for key, item in option.items() if key != "format" or "format" not in schema}
        yield from _walk(inner, value, path, entity, collection)
    if "format" in schema and isinstance(value, str | int | float) and not isinstance(value, bool):
        yield Found(schema["format"], value, path, entity, collection)
    if isinstance(value, dict):
        yield from _members(schema, value, path, collection)
    if isinstance(value, list) and isinstance(schema.get("items"), dict):
        for index, item in enumerate(value):
            inner = item if isinstance(item, dict) else {}
            yield from _walk(schema["items"], item, f"{path}/{index}", inner, path)


def _members(schema: dict[str, Any], value: dict[str, JsonValue], path: str, collection: str | None) -> Iterator[Found]:
    named = schema.get("properties", {})
    for name, inner in named.items():
        if name in value:
            yield from _walk(inner, value[name], f"{path}/{_escape(name)}", value, collection)
    rest = schema.get("additionalProperties")
    key_format = schema.get("propertyNames", {}).get("format")
    if not isinstance(rest, dict) and key_format is None:
        return
    for name, item in value.items():
        if name in named:
            continue
        inner_entity = item if isinstance(item, dict) else {}
        if key_format is not None:
            yield Found(key_format, name, f"{path}/{_escape(name)}#", inner_entity, path)
        if isinstance(rest, dict):
            yield from _walk(rest, item, f"{path}/{_escape(name)}", inner_entity, path)


def resolve(value: JsonValue, pointer: str) -> JsonValue:
    """What a pointer points at.

    Raises:
        KeyError: when there is nothing there.
    """
    wants_name = pointer.endswith("#")
    parts = [_unescape(part) for part in pointer.removesuffix("#").split("/")[1:]]
    for index, part in enumerate(parts):
        if isinstance(value, dict) and part in value:
            if wants_name and index == len(parts) - 1:
                return part
            value = value[part]
        elif isinstance(value, list) and part.isdecimal() and len(part) < 10 and int(part) < len(value):
            value = value[int(part)]
        else:
            raise KeyError(pointer)
    if wants_name:
        raise KeyError(pointer)
    return value


def formats(schema: dict[str, Any] | None) -> list[tuple[str, str]]:
    """The formats that a schema can give, each with its pointer pattern (`*` for any key or index)."""
    return list(dict.fromkeys(_patterns(schema or {}, "")))


def _patterns(schema: dict[str, Any], path: str) -> Iterator[tuple[str, str]]:
    if "format" in schema:
        yield schema["format"], path
    for option in schema.get("anyOf", ()):
        yield from _patterns(option, path)
    for name, inner in schema.get("properties", {}).items():
        yield from _patterns(inner, f"{path}/{_escape(name)}")
    if "format" in schema.get("propertyNames", {}):
        yield schema["propertyNames"]["format"], f"{path}/*#"
    for key in ("additionalProperties", "items"):
        if isinstance(schema.get(key), dict):
            yield from _patterns(schema[key], f"{path}/*")


def _escape(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")


def _unescape(part: str) -> str:
    return part.replace("~1", "/").replace("~0", "~")


@dataclass(frozen=True)
class Given:
    """A value that a call returned; `order` numbers the calls, so that the newest can be told."""

    call: str
    tool: str
    arguments: dict[str, JsonValue]
    order: int
    found: Found

    @property
    def attributes(self) -> dict[str, JsonValue]:
        """What it can be described by: the attributes of its entity, and the arguments of the call."""
        asked = {f"argument {name}": value for name, value in self.arguments.items()}
        return {**asked, **self.found.entity}


class Ledger:
    """The values that calls have returned so far, by format."""

    def __init__(self, returns: dict[str, dict[str, Any] | None]) -> None:
        self._returns = returns
        self._items: list[Given] = []
        self._calls = 0

    def copy(self) -> Ledger:
        """The same values, to add others to."""
        twin = Ledger(self._returns)
        twin._items, twin._calls = list(self._items), self._calls
        return twin

    def add(self, call: str, tool: str, arguments: dict[str, JsonValue], outcome: Outcome) -> None:
        """Take in what a call returned; a refusal gives nothing."""
        self._calls += 1
        if not outcome.refused:
            found = harvest(self._returns.get(tool), outcome.value)
            self._items += [Given(call, tool, arguments, self._calls, item) for item in found]

    def given(self, fmt: str) -> list[Given]:
        """All values of a format, newest first; a value that was returned twice counts where it came last."""
        newest: dict[tuple[object, str], Given] = {}
        for item in self._items:
            if item.found.format == fmt:
                key = (item.found.value, type(item.found.value).__name__)
                newest.pop(key, None)
                newest[key] = item
        return list(reversed(newest.values()))
