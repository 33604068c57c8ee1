"""Makes a draft from a list of MCP tools: their names say what they do to what, their schemas which fields it has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import ConfigError
from ..sim.derived_values import singular, words
from .draft import Draft, Kind, Operation, Parameter, identifier, spoken, without_effect
from .tables import Schema, Table, Tables, annotation_of, kind_of

_VERBS: dict[str, Kind] = {
    **dict.fromkeys(("get", "read", "fetch", "show", "describe", "retrieve", "view", "lookup"), "get"),
    **dict.fromkeys(("list", "search", "find", "query", "browse", "filter"), "list"),
    **dict.fromkeys(("create", "add", "new", "post", "insert", "make", "save", "register", "store", "put"), "create"),
    **dict.fromkeys(("update", "edit", "set", "modify", "patch", "rename", "change", "move", "replace"), "update"),
    **dict.fromkeys(("delete", "remove", "drop", "destroy", "clear"), "delete"),
}
_FILLERS = frozenset(
    ("a", "all", "an", "by", "for", "from", "in", "my", "new", "of", "the", "to", "with", "or", "and", "many", "id")
)
_NAMES = ("id", "uuid", "number", "key", "slug", "path", "name", "title")
_LIMITS = frozenset({"limit", "per_page", "page_size", "perPage", "pageSize", "max_results"})


def draft_from_tools(name: str, tools: Sequence[Any], place: str, origin: str) -> Draft:
    """The draft of a server's tools, one function for each.

    Raises:
        ConfigError: when an entry is no tool, or there is none.
    """
    prefix = _prefix(tools)
    said = [_read(tool, number, place, prefix) for number, tool in enumerate(tools)]
    if not said:
        raise ConfigError(f"{place} lists no tools")
    server = _Server({tool.noun for tool in said if tool.noun})
    operations = tuple(server.operation(tool) for tool in said)
    notes = (
        *dict.fromkeys(server.notes),
        *without_effect(server.unused),
        "the tools store and read; whatever else the server does is yours to add",
    )
    summary = f"{spoken(name).capitalize()}: storage behind {len(operations)} tools."
    return Draft(
        name, summary, server.tables.sql({operation.table for operation in operations}), operations, notes, origin
    )


@dataclass(frozen=True)
class _Tool:
    """One tool as listed; `kind` is None where its name has no verb of storage."""

    name: str
    kind: Kind | None
    noun: str
    description: str
    fields: dict[str, Schema]
    needed: frozenset[str]


def _prefix(tools: Sequence[Any]) -> str:
    """The word that all names begin with, where it is the server's own and not what its tools are about."""
    named = [words(identifier(str(tool.get("name", "")))) for tool in tools if isinstance(tool, Mapping)]
    first = {parts[0] for parts in named}
    telling = sum(any(part not in _VERBS and part not in _FILLERS for part in parts[1:]) for parts in named)
    return first.pop() if len(first) == 1 and 2 * telling > len(named) and not first & _VERBS.keys() else ""


def _read(tool: Any, number: int, place: str, prefix: str) -> _Tool:
    if not isinstance(tool, Mapping) or not isinstance(tool.get("name"), str) or not tool["name"].strip():
        raise ConfigError(f"{place}: tools[{number}] has no name")
    schema = tool.get("inputSchema", tool.get("input_schema", {}))
    if not isinstance(schema, Mapping):
        raise ConfigError(f"{place}: tools[{number}] ({tool['name']}) has an inputSchema that is no object")
    parts = [part for part in words(identifier(tool["name"])) if part and part != prefix]
    verb = next((part for part in parts if part in _VERBS), None)
    nouns = [part for part in parts if part != verb and part not in _FILLERS] if verb else []
    fields = schema.get("properties")
    return _Tool(
        name=identifier(tool["name"]),
        kind=_VERBS[verb] if verb and nouns else None,
        noun=singular("_".join(nouns)),
        description=" ".join(str(tool.get("description") or spoken(tool["name"]).capitalize()).split()),
        fields={str(key): _plain(value) for key, value in fields.items()} if isinstance(fields, Mapping) else {},
        needed=frozenset(str(key) for key in schema.get("required") or ()),
    )


def _plain(schema: Any) -> Schema:
    """A field's schema without the choice of null."""
    if not isinstance(schema, Mapping):
        return {}
    options = [item for key in ("anyOf", "oneOf") for item in schema.get(key) or () if isinstance(item, Mapping)]
    first = next((item for item in options if item.get("type") != "null"), {})
    return {**first, **{key: value for key, value in schema.items() if key not in ("anyOf", "oneOf")}}


class _Server:
    """Reads the tools of one server; `notes` say what could not be derived."""

    def __init__(self, nouns: set[str]) -> None:
        self._nouns = nouns
        self.tables = Tables()
        self.notes: list[str] = []
        self.unused: dict[str, list[str]] = {}

    def operation(self, tool: _Tool) -> Operation:
        """The storage operation that a tool is read as."""
        kind, noun = tool.kind, tool.noun
        if kind is None:
            kind, noun = "create", self._recorded(tool)
        table = self.tables.table(noun)
        key = self._key(tool, noun)
        if kind == "get" and key is None:
            kind = "list"
        elif kind in ("update", "delete") and key is None:
            self.notes.append(f"{tool.name}: does not say which {spoken(noun)}; each call is stored as a row")
            kind = "create"
        if kind == "create":
            return Operation(kind, tool.name, noun, tool.description, (), self._sets(tool, table, ()))
        if kind == "list":
            return Operation(kind, tool.name, noun, tool.description, self._filters(tool, table))
        finds = self._finds(tool, table, str(key), kind)
        sets = self._sets(tool, table, finds) if kind == "update" else ()
        return Operation(kind, tool.name, noun, tool.description, finds, sets)

    def _recorded(self, tool: _Tool) -> str:
        """A table for the calls of a tool that does something else than store."""
        self.notes.append(f"{tool.name}: what it does is not derived; each call is stored as a row")
        name = singular("_".join(words(tool.name)))
        return f"{name}_call" if name in self._nouns else name

    def _key(self, tool: _Tool, noun: str) -> str | None:
        """The parameter that names one thing: an id of its kind, else its name, else the only one there must be."""
        must = [
            name
            for name in tool.fields
            if name in tool.needed and kind_of(tool.fields[name]) in ("string", "integer", "")
        ]
        for wanted in _NAMES:
            fitting = [name for name in must if words(name)[-1] == wanted]
            own = [name for name in fitting if words(name)[:-1] == () or set(words(name)[:-1]) <= set(noun.split("_"))]
            if own:
                return own[0]
        named = [name for name in must if singular("_".join(words(name))) == noun]
        return named[0] if named else must[0] if len(must) == 1 else None

    def _finds(self, tool: _Tool, table: Table, key: str, kind: Kind) -> tuple[Parameter, ...]:
        column = "_".join(part for part in words(key) if part not in table.name.split("_")) or key
        if not table.key:
            table.key = table.add(column, tool.fields[key])
        found = [Parameter(identifier(key), table.key, _told(tool, key, table), True)]
        if kind == "update":
            return tuple(found)
        for name, schema in tool.fields.items():
            if name == key:
                continue
            if name in tool.needed and kind_of(schema) not in ("array", "object"):
                found.append(Parameter(identifier(name), table.add(name, schema), _told(tool, name, table), True))
            else:
                found.append(self._taken(tool, table, name))
        return tuple(found)

    def _taken(self, tool: _Tool, table: Table, name: str) -> Parameter:
        if name not in _LIMITS:
            self.unused.setdefault(tool.name, []).append(name)
        made = "limit" if name in _LIMITS and name == "limit" else identifier(name)
        return Parameter(made, None, _told(tool, name, table), name in tool.needed, annotation_of(tool.fields[name]))

    def _filters(self, tool: _Tool, table: Table) -> tuple[Parameter, ...]:
        found = []
        for name, schema in tool.fields.items():
            stored = name in table.fields or name in tool.needed or "enum" in schema
            if not stored or name in _LIMITS or kind_of(schema) in ("array", "object") or name == "query":
                found.append(self._taken(tool, table, name))
            else:
                column = table.add(name, schema)
                found.append(Parameter(identifier(name), column, _told(tool, name, table), name in tool.needed))
        return tuple(found)

    def _sets(self, tool: _Tool, table: Table, finds: Sequence[Parameter]) -> tuple[Parameter, ...]:
        used = {parameter.name for parameter in finds}
        sets = []
        for name, schema in tool.fields.items():
            if identifier(name) in used:
                continue
            column = table.add(name, schema, needed=name in tool.needed and not finds)
            listing = annotation_of(schema) if kind_of(schema) in ("array", "object") else ""
            if column not in {parameter.column for parameter in finds}:
                told = _told(tool, name, table)
                sets.append(Parameter(identifier(name), column, told, name in tool.needed, listing))
        return tuple({parameter.column: parameter for parameter in sets}.values())


def _told(tool: _Tool, name: str, table: Table) -> str:
    said = " ".join(str(tool.fields[name].get("description") or "").split())
    return said or f"{spoken(name).capitalize()} of the {spoken(table.name)}"
