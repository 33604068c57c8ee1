"""Makes a draft from an OpenAPI document: paths become tables and storage operations on them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..errors import ConfigError
from ..sim.derived_values import singular, words
from .draft import Draft, Kind, Operation, Parameter, identifier, spoken, without_effect
from .tables import Schema, Table, Tables, annotation_of, kind_of

_METHODS = ("get", "post", "put", "patch", "delete")
_PREFIXES = re.compile(r"^(api|rest|v\d+(\.\d+)*)$")
_DEPTH = 12


def draft_from_openapi(name: str, document: Mapping[str, Any], place: str, origin: str) -> Draft:
    """The draft of an API: a tool for each operation that can be read as storage.

    Raises:
        ConfigError: when nothing of the document can be used.
    """
    api = _Api(document)
    calls = [call for path, item in _mapping(document.get("paths")).items() for call in api.calls(str(path), item)]
    resources = {noun for call in calls if (noun := call.resource)}
    operations = [made for call in calls if (made := api.operation(call, resources)) is not None]
    if not operations:
        raise ConfigError(f"{place} describes no operation that could be read as storage")
    title = _mapping(document.get("info")).get("title")
    rest = "the tools store and read; whatever else the service does is yours to add"
    notes = (*dict.fromkeys(api.notes), *without_effect(api.unused), rest)
    summary = f"{str(title).strip() if title else spoken(name).capitalize()}: storage behind {len(operations)} tools."
    return Draft(
        name, summary, api.tables.sql({operation.table for operation in operations}), tuple(operations), notes, origin
    )


@dataclass
class _Call:
    """One operation of a path."""

    name: str
    method: str
    path: str
    parts: list[str]
    description: str
    where: dict[str, Schema] = field(default_factory=dict)
    query: dict[str, tuple[Schema, bool]] = field(default_factory=dict)
    body: dict[str, tuple[Schema, bool]] = field(default_factory=dict)
    gives: dict[str, Schema] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def static(self) -> list[str]:
        """The parts of the path that stand for themselves."""
        return [part for part in self.parts if not part.startswith("{")]

    @property
    def on_item(self) -> bool:
        """Whether the path ends with what names one thing."""
        return bool(self.parts) and self.parts[-1].startswith("{")

    @property
    def resource(self) -> str:
        """The kind of thing that the path names one of, where it does."""
        return _noun(self.static[-1]) if self.on_item and self.static else ""


def _noun(part: str) -> str:
    return singular(identifier("_".join(words(re.sub(r"\W+", "_", part).strip("_") or "thing"))))


class _Api:
    """Reads one document; `notes` say what could not be derived."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._names: set[str] = set()
        self.tables = Tables()
        self.notes: list[str] = []
        self.unused: dict[str, list[str]] = {}

    def calls(self, path: str, item: Any) -> Iterator[_Call]:
        """The operations of one path."""
        item = self._resolved(item)
        for method in _METHODS:
            said = self._resolved(item.get(method))
            if not said:
                continue
            name = identifier(str(said.get("operationId") or f"{method}_{path}"), self._names)
            self._names.add(name)
            parts = [part for part in path.strip("/").split("/") if part and not _PREFIXES.match(part.lower())]
            told = said.get("description") or said.get("summary") or spoken(name).capitalize()
            call = _Call(name, method, path, parts, " ".join(str(told).split()) or name)
            for given in [*_listed(item.get("parameters")), *_listed(said.get("parameters"))]:
                self._parameter(call, self._resolved(given))
            self._body(call, self._resolved(said.get("requestBody")))
            call.gives = self._fields(self._answer(said))[0]
            yield call

    def _parameter(self, call: _Call, said: Mapping[str, Any]) -> None:
        name, where = str(said.get("name", "")), said.get("in")
        schema = self._resolved(said.get("schema")) or {k: said[k] for k in ("type", "enum", "items") if k in said}
        call.texts[name] = str(said.get("description") or "")
        if where == "path":
            call.where[name] = schema
        elif where == "query":
            call.query[name] = (schema, bool(said.get("required")))
        elif where == "body":
            self._take(call, self._resolved(said.get("schema")))
        elif where == "formData":
            call.body[name] = (schema, bool(said.get("required")))

    def _body(self, call: _Call, said: Mapping[str, Any]) -> None:
        content = _mapping(said.get("content"))
        if not content:
            return
        kind = next((kind for kind in content if "json" in kind or "form" in kind), None)
        if kind is None:
            self.notes.append(f"{call.name}: its body ({next(iter(content))}) is left out")
            return
        self._take(call, self._resolved(_mapping(content[kind]).get("schema")))

    def _take(self, call: _Call, schema: Schema) -> None:
        if kind_of(schema) == "array":
            self.notes.append(f"{call.name}: takes one thing at a time instead of a list")
        fields, needed = self._fields(schema)
        for name, inner in fields.items():
            call.body[name] = (inner, name in needed)
            call.texts.setdefault(name, str(inner.get("description") or ""))

    def _answer(self, said: Mapping[str, Any]) -> Schema:
        for code, answer in _mapping(said.get("responses")).items():
            if str(code).startswith("2"):
                found = self._resolved(answer)
                content = _mapping(found.get("content"))
                kind = next((kind for kind in content if "json" in kind), None)
                return self._resolved(_mapping(content[kind]).get("schema") if kind else found.get("schema"))
        return {}

    def _fields(self, schema: Schema, depth: int = 0) -> tuple[dict[str, Schema], set[str]]:
        """The fields of one thing: of an object, or of the items of a list."""
        schema = self._resolved(schema)
        if depth > _DEPTH:
            return {}, set()
        if kind_of(schema) == "array":
            return self._fields(self._resolved(schema.get("items")), depth + 1)
        found: dict[str, Schema] = {}
        needed = {str(name) for name in _listed(schema.get("required"))}
        for part in [
            *_listed(schema.get("allOf")),
            *_listed(schema.get("oneOf"))[:1],
            *_listed(schema.get("anyOf"))[:1],
        ]:
            inner, more = self._fields(part, depth + 1)
            found, needed = {**found, **inner}, needed | more
        own = {str(name): self._value(inner) for name, inner in _mapping(schema.get("properties")).items()}
        return {**found, **own}, needed

    def _resolved(self, said: Any) -> dict[str, Any]:
        """What is said, with references within the document followed."""
        for _ in range(_DEPTH):
            if not isinstance(said, Mapping):
                return {}
            target = said.get("$ref")
            if not isinstance(target, str):
                return dict(said)
            said = self._at(target)
        return {}

    def _value(self, said: Any) -> Schema:
        """The schema of one value, its type taken from what it is put together of."""
        schema = self._resolved(said)
        parts = [self._resolved(part) for key in ("allOf", "oneOf", "anyOf") for part in _listed(schema.get(key))]
        first: Schema = next((part for part in parts if kind_of(part) not in ("", "null")), {})
        return schema if kind_of(schema) else {**first, **schema}

    def _at(self, target: str) -> Any:
        if not target.startswith("#/"):
            self.notes.append(f"{target}: lies outside of the document and is left out")
            return {}
        found: Any = self._document
        for part in target[2:].split("/"):
            found = _mapping(found).get(part.replace("~1", "/").replace("~0", "~"))
        return found

    def operation(self, call: _Call, resources: set[str]) -> Operation | None:
        """The storage operation that a call is read as; None, and a note, when it is none."""
        if not call.static:
            self.notes.append(f"{call.method.upper()} {call.path}: names no kind of thing and is left out")
            return None
        kind, noun, mark = self._reading(call, resources)
        table = self.tables.table(noun)
        finds = self._finds(call, table, kind, mark)
        if kind in ("get", "update", "delete") and not any(p.needed for p in finds):
            self.notes.append(f"{call.method.upper()} {call.path}: does not say which {spoken(noun)} and is left out")
            return None
        sets = self._sets(call, table, kind, {p.column for p in finds})
        if not mark:
            for name, schema in call.gives.items():
                table.add(name, schema)
        marks: tuple[str, ...] = ()
        if mark:
            done = table.add(f"{_noun(call.static[-1])}_done", {"type": "boolean"})
            self.notes.append(f"{call.name}: what it does is not derived; it sets {done} of the {spoken(noun)}")
            marks = (done,)
        return Operation(kind, call.name, noun, call.description, finds, sets, marks)

    def _reading(self, call: _Call, resources: set[str]) -> tuple[Kind, str, bool]:
        """What a call does, to which kind of thing, and whether it is an act that only leaves a mark."""
        last, nouns = call.static[-1], [_noun(part) for part in call.static]
        if call.on_item:
            kinds: dict[str, Kind] = {"get": "get", "delete": "delete"}
            return kinds.get(call.method, "update"), nouns[-1], False
        inside = call.where and len(nouns) > 1
        act = inside and call.method != "get" and nouns[-1] not in resources and singular(last) == last
        if act:
            return "update", nouns[-2], True
        if len(nouns) > 1 and nouns[-1] not in resources and nouns[-2] in resources and not call.where:
            self.notes.append(
                f"{call.name}: read as {'finding' if call.method == 'get' else 'storing'} {nouns[-2]} rows"
            )
            return ("list" if call.method == "get" else "create"), nouns[-2], False
        if call.method in ("put", "patch", "delete"):
            return ("delete" if call.method == "delete" else "update"), nouns[-1], False
        return ("list" if call.method == "get" else "create"), nouns[-1], False

    def _finds(self, call: _Call, table: Table, kind: Kind, mark: bool) -> tuple[Parameter, ...]:
        found = []
        names = list(call.where)
        for name in names:
            own = name == names[-1] and (call.on_item or mark)
            column = self._keyed(table, name, call.where[name]) if own else table.add(name, call.where[name])
            if kind != "create":
                found.append(Parameter(identifier(name), column, _told(call, name, table), True))
        if kind in ("update", "delete") and not names:
            found += [
                Parameter(identifier(name), self._keyed(table, name, schema), _told(call, name, table), True)
                for name, (schema, _) in {**call.body, **call.query}.items()
                if identifier(name) in (table.key, "id")
            ][:1]
        if kind == "list":
            found += [self._filter(call, table, name, *said) for name, said in call.query.items()]
        return tuple(found)

    def _keyed(self, table: Table, name: str, schema: Schema) -> str:
        """The column that a path names one thing by: `id` for `petId`."""
        column = "id" if words(name)[-1] in ("id", "uuid") else name
        if not table.key:
            table.key = table.add(column, schema)
        return table.key

    def _filter(self, call: _Call, table: Table, name: str, schema: Schema, needed: bool) -> Parameter:
        known = {column.lower(): column for column in [*table.fields, *map(identifier, call.gives)]}
        column = known.get(identifier(name).lower())
        own = call.gives.get(name, schema)
        if column is None or kind_of(schema) in ("array", "object") or kind_of(own) in ("array", "object"):
            if identifier(name) not in ("limit", "per_page", "page_size"):
                self.unused.setdefault(call.name, []).append(name)
            return Parameter(identifier(name), None, _told(call, name, table), needed, annotation_of(schema))
        return Parameter(identifier(name), table.add(name, own), _told(call, name, table), needed)

    def _sets(self, call: _Call, table: Table, kind: Kind, found: set[str | None]) -> tuple[Parameter, ...]:
        if kind not in ("create", "update"):
            return ()
        sets = []
        given = {**call.body, **call.query}
        if kind == "create":
            given = {**{name: (schema, True) for name, schema in call.where.items()}, **given}
        for name, (schema, needed) in given.items():
            made = identifier(name) in ("id", "uuid") and kind == "create"
            if identifier(name) in found or made:
                continue
            column = table.add(name, schema, needed=needed and kind == "create")
            listing = annotation_of(schema) if kind_of(schema) in ("array", "object") else ""
            if column not in found:
                sets.append(Parameter(identifier(name), column, _told(call, name, table), needed, listing))
        return tuple({p.column: p for p in sets}.values())


def _told(call: _Call, name: str, table: Table) -> str:
    return " ".join(call.texts.get(name, "").split()) or f"{spoken(name).capitalize()} of the {spoken(table.name)}"


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
