"""A tool: a plain function that takes the world first, compiled once into its specification and its boundary."""

from __future__ import annotations

import inspect
import json
import math
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, NotRequired, get_type_hints

from pydantic import ConfigDict, JsonValue, TypeAdapter, ValidationError, with_config
from pydantic.errors import PydanticSchemaGenerationError, PydanticUserError
from typing_extensions import TypedDict

from ..errors import EnvironmentDefect
from ..records import ToolSpec
from . import docstring
from .domain import Format

_STRICT = ConfigDict(extra="forbid", strict=True)
_INTEGER = 1 << 63


class Tool:
    """One function of an environment.

    Attributes: `spec`, what others may know; `function`; `owner`, the environment's name; `refusals`, its declared
    codes; `keeps`, those of them whose writes stay; `always` and `unreachable`, those declared so; `reads_only`, if it
    declares to write nothing; `defaults`; `opaque`, the formats that only a call can give.

    Raises:
        EnvironmentDefect: when the function is not annotated or documented as a tool must be.
    """

    def __init__(self, function: Callable[..., Any], owner: str) -> None:
        self.function = function
        self.owner = owner
        self.name = function.__name__
        signature = inspect.signature(function)
        hints = self._hints()
        documentation = docstring.read(function.__doc__)
        self._require(documentation.description, "has no docstring: its first line is what the model reads")
        parameters = list(signature.parameters.values())[1:]
        for parameter in parameters:
            self._require(parameter.name in hints, f"parameter {parameter.name} has no annotation")
            self._require(documentation.parameters.get(parameter.name), f"parameter {parameter.name} is not in Args:")
        for name in documentation.parameters.keys() - {parameter.name for parameter in parameters}:
            self._require(None, f"Args: names {name}, which is no parameter")
        for mark in documentation.unknown:
            self._require(None, f"marks {mark}; marks are [keeps effects], [always] and [unreachable: why]")
        self.defaults: dict[str, JsonValue] = {
            parameter.name: parameter.default for parameter in parameters if parameter.default is not parameter.empty
        }
        self.refusals = documentation.refusals
        self.keeps = frozenset(documentation.keeps)
        self.always = frozenset(documentation.always)
        self.unreachable = documentation.unreachable
        self.reads_only = documentation.reads_only
        self._adapter = self._boundary(parameters, hints)
        self.spec = ToolSpec(
            name=self.name,
            description=documentation.description,
            parameters=self._parameters_schema(documentation.parameters),
            returns=self._returns_schema(hints.get("return")),
        )
        self.opaque = frozenset(f.name for hint in hints.values() for f in _formats(hint) if f.opaque)

    @cached_property
    def place(self) -> str:
        """File name and line of the function, for messages."""
        code = self.function.__code__
        return f"{code.co_filename}:{code.co_firstlineno}"

    def bind(self, arguments: dict[str, JsonValue]) -> str | None:
        """Why these arguments do not fit the schema, in one sentence; None when they do.

        The arguments themselves are not changed: `1` stays `1` where a number is wanted.
        """
        try:
            self._adapter.validate_python(arguments)
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False)[0]
            where = ".".join(map(str, first["loc"])) or "arguments"
            return f"{where}: {first['msg']}"
        return _first_unstorable(arguments.values())

    def _require(self, present: object, problem: str) -> None:
        if not present:
            raise EnvironmentDefect(f"{self.place}: tool {self.name} {problem}")

    def _hints(self) -> dict[str, Any]:
        try:
            return get_type_hints(self.function, include_extras=True)
        except NameError as error:
            raise EnvironmentDefect(f"{self.place}: tool {self.name} has an unknown annotation: {error}") from error

    def _boundary(self, parameters: list[inspect.Parameter], hints: dict[str, Any]) -> TypeAdapter[Any]:
        fields = {p.name: hints[p.name] if p.default is p.empty else NotRequired[hints[p.name]] for p in parameters}
        try:
            return TypeAdapter(with_config(_STRICT)(TypedDict(self.name, fields)))  # type: ignore[operator]
        except (PydanticSchemaGenerationError, PydanticUserError) as error:
            raise EnvironmentDefect(
                f"{self.place}: tool {self.name} has an annotation that is not JSON: {error}"
            ) from error

    def _parameters_schema(self, descriptions: dict[str, str]) -> dict[str, JsonValue]:
        schema = _tidy(self._adapter.json_schema())
        properties: dict[str, Any] = schema["properties"]
        for name, entry in properties.items():
            entry["description"] = descriptions[name]
            if name in self.defaults:
                entry["default"] = self.defaults[name]
        return {
            "type": "object",
            "properties": properties,
            "required": [name for name in properties if name not in self.defaults],
            "additionalProperties": False,
        }

    def _returns_schema(self, hint: Any) -> dict[str, JsonValue] | None:
        if hint in (None, type(None)):
            return None
        try:
            return _tidy(TypeAdapter(hint).json_schema())
        except (PydanticSchemaGenerationError, PydanticUserError) as error:
            raise EnvironmentDefect(f"{self.place}: tool {self.name} returns what is not JSON: {error}") from error


def _formats(hint: Any) -> list[Format]:
    """Every Format in an annotation, however deep, TypedDicts included."""
    found = [meta for meta in getattr(hint, "__metadata__", ()) if isinstance(meta, Format)]
    inner = [getattr(hint, "__origin__", None)] if hasattr(hint, "__metadata__") else []
    inner += list(getattr(hint, "__args__", ()))
    if isinstance(hint, type) and hasattr(hint, "__required_keys__"):
        inner += list(get_type_hints(hint, include_extras=True).values())
    return found + [f for part in inner if part is not None for f in _formats(part)]


def _tidy(schema: dict[str, Any]) -> dict[str, Any]:
    """A JSON Schema without titles and references: small, and readable at the place where it is used."""
    definitions = schema.pop("$defs", {})

    def walk(node: Any, named: bool = False) -> Any:
        if isinstance(node, list):
            return [walk(item) for item in node]
        if not isinstance(node, dict):
            return node
        if "$ref" in node:
            target = definitions[node["$ref"].rsplit("/", 1)[1]]
            return walk({**target, **{k: v for k, v in node.items() if k != "$ref"}})
        if named:
            return {name: walk(inner) for name, inner in node.items()}
        kept = {k: v for k, v in node.items() if k != "title" and (k, v) != ("additionalProperties", False)}
        return _with_format({k: walk(v, named=k == "properties") for k, v in kept.items()})

    tidied: dict[str, Any] = walk(schema)
    return tidied


def _with_format(node: dict[str, Any]) -> dict[str, Any]:
    """An optional value has the format of the value: found at the same place as one that must be there."""
    found = {option["format"] for option in node.get("anyOf", ()) if "format" in option}
    return {**node, "format": found.pop()} if len(found) == 1 else node


def _unstorable(value: JsonValue) -> str | None:
    """Why SQLite or JSON could not hold a value that fits its schema."""
    if isinstance(value, str):
        if not value.isascii() and any("\ud800" <= c <= "\udfff" for c in value):
            return "text must be valid Unicode"
    elif isinstance(value, float):
        if not math.isfinite(value):
            return "numbers must be finite"
    elif isinstance(value, int):
        if not -_INTEGER <= value < _INTEGER:
            return "integers must fit in 64 bits"
    elif isinstance(value, dict):
        return _first_unstorable((*value, *value.values()))
    elif isinstance(value, list):
        return _first_unstorable(value)
    elif value is not None:
        return "values must be JSON"
    return None


def _first_unstorable(values: Iterable[JsonValue]) -> str | None:
    for value in values:
        problem = _unstorable(value)
        if problem:
            return problem
    return None


def emit(value: object) -> str:
    """The text the caller sees: a string as it is, anything else as JSON in the order it was built."""
    return value if isinstance(value, str) else json.dumps(value)
