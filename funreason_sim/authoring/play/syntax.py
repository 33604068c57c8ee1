"""A call as a line: `lockDoors unlock=false door=["driver"]`, or the tool and one JSON object; read and written.

A value is JSON. What is not JSON is text, so `mode=START` needs no quotes, and where a tool takes nothing but text a
number is text as well: `cityA=83214`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...errors import UsageError
from ...records import JsonValue

_NAME = re.compile(r"\w+")
_SPACE = re.compile(r"\s*")
_WORD = re.compile(r"\S+")
_DECODER = json.JSONDecoder()


@dataclass(frozen=True)
class Given:
    """One `name=value` of a line, and where its value begins."""

    name: str
    value: JsonValue
    start: int


def written(tool: str, arguments: Mapping[str, JsonValue]) -> str:
    """The line of a call; reading it gives the same arguments."""
    return " ".join([tool, *(f"{name}={value_text(value)}" for name, value in arguments.items())])


def value_text(value: JsonValue) -> str:
    """A value as it stands in a line: JSON without spaces outside of texts."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def read_arguments(text: str, parameters: Mapping[str, Any]) -> dict[str, JsonValue]:
    """The arguments that follow a tool's name, as an object or as `name=value`.

    Args:
        parameters: the tool's JSON Schema of parameters, which says where a bare word is text.

    Raises:
        UsageError: when it is neither; the message says where and what would be right.
    """
    if text.lstrip().startswith("{"):
        return _object(text)
    found: dict[str, JsonValue] = {}
    for given in pairs(text, parameters):
        if given.name in found:
            raise UsageError(f"{given.name} is given twice")
        found[given.name] = given.value
    return found


def pairs(text: str, parameters: Mapping[str, Any]) -> Iterator[Given]:
    """Each `name=value`, in order."""
    at = _after_space(text, 0)
    while at < len(text):
        name = _NAME.match(text, at)
        if name is None or not text.startswith("=", name.end()):
            raise UsageError(f"{_word(text, at)} is not name=value; write name=value pairs, or one JSON object")
        start = name.end() + 1
        value, at = _value(text, start, parameters.get("properties", {}).get(name[0], {}), name[0])
        yield Given(name[0], value, start)
        at = _after_space(text, at)


def _value(text: str, at: int, schema: Mapping[str, Any], name: str) -> tuple[JsonValue, int]:
    if at < len(text) and text[at] in '"[{':
        try:
            value, end = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            raise UsageError(
                f"the value of {name} begins like JSON but is none: {_word(text, at)} ({error})"
            ) from error
        if end < len(text) and not text[end].isspace():
            raise UsageError(f"the value of {name} ends before {_word(text, end)}; put a space between arguments")
        return value, end
    word = _WORD.match(text, at)
    if word is None:
        raise UsageError(f'{name} has no value; write {name}=value, or {name}="" for an empty text')
    return _bare(word[0], schema), word.end()


def _bare(word: str, schema: Mapping[str, Any]) -> JsonValue:
    if takes_text_only(schema) and word != "null":
        return word
    try:
        value: JsonValue = json.loads(word, parse_constant=str)
    except ValueError:
        return word
    return value


def takes_text_only(schema: Mapping[str, Any]) -> bool:
    """Whether nothing but a text, or nothing at all, fits a parameter, so that `123` can only mean the text."""
    kinds = {option.get("type") for option in schema.get("anyOf", [schema])}
    return "string" in kinds and kinds <= {"string", "null"}


def _object(text: str) -> dict[str, JsonValue]:
    try:
        value: dict[str, JsonValue] = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"the arguments begin like a JSON object but are none: {error}") from error
    return value


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _word(text: str, at: int) -> str:
    found = _WORD.match(text, at)
    return repr(found[0][:60]) if found else "the end of the line"
