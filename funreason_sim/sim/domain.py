"""Annotations that say what a value means, beyond its JSON type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import GetJsonSchemaHandler
from pydantic_core import CoreSchema


@dataclass(frozen=True)
class Format:
    """The domain of a value, as the `format` of its JSON Schema.

    Two places with one format speak of the same things: what one call returns another may take. An `opaque` value is
    one that nobody knows by heart (an id, a token, a zip code): it has to come from a call.
    """

    name: str
    opaque: bool = False

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(core), "format": self.name}


class Choices:
    """The values a tool accepts, advertised as `enum`; the tool itself refuses the others, in its own words.

    Use `typing.Literal` instead where the engine may refuse them.
    """

    def __init__(self, *values: str) -> None:
        self.values = values

    def __iter__(self) -> Iterator[str]:
        return iter(self.values)

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(core), "enum": list(self.values)}
