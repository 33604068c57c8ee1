"""Tables that follow from what others say of their data: one for each kind of thing, a column for each field."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..sim.derived_values import singular, words
from .draft import identifier, sql

Schema = Mapping[str, Any]


@dataclass
class Field:
    """One column to be: what JSON Schema says of its values, and whether a row must have it."""

    schema: Schema
    needed: bool = False


@dataclass
class Table:
    """One kind of thing, by the name of its key, with its fields by column."""

    name: str
    key: str = ""
    fields: dict[str, Field] = field(default_factory=dict)

    def add(self, name: str, schema: Schema, needed: bool = False) -> str:
        """Have a column for a field, and give its name; what is said first of a column holds."""
        wanted = identifier(name)
        column = next((known for known in self.fields if known.lower() == wanted.lower()), wanted)
        known = self.fields.setdefault(column, Field(schema))
        known.needed |= needed
        if not kind_of(known.schema) and kind_of(schema):
            known.schema = schema
        return column


class Tables:
    """All tables of a description, by name."""

    def __init__(self) -> None:
        self.found: dict[str, Table] = {}

    def table(self, noun: str) -> Table:
        """The table of a kind of thing."""
        return self.found.setdefault(noun, Table(noun))

    def sql(self, used: Collection[str]) -> str:
        """The schema that those make which are used."""
        self.found = {name: table for name, table in self.found.items() if name in used}
        for table in self.found.values():
            if not table.key:
                table.key = next((name for name in table.fields if name.lower() in ("id", "uuid")), "")
                table.key = table.key or table.add("id", {"type": "string"})
        return "\n".join(self._create(table) for table in self.found.values())

    def _create(self, table: Table) -> str:
        ordered = sorted(table.fields, key=lambda name: name != table.key)
        lines = [f"    {self._column(table, name)}" for name in ordered]
        return f"CREATE TABLE {sql(table.name)}(\n" + ",\n".join(lines) + "\n) STRICT;\n"

    def _column(self, table: Table, name: str) -> str:
        known = table.fields[name]
        kind = kind_of(known.schema)
        parts = [sql(name), {"integer": "INTEGER", "boolean": "INTEGER", "number": "REAL"}.get(kind, "TEXT")]
        if name == table.key:
            return " ".join([*parts, "PRIMARY KEY"])
        parts += ["NOT NULL"] if known.needed else []
        parent = self._parent(table, name)
        if parent is not None:
            return " ".join([*parts, f"REFERENCES {sql(parent.name)}({sql(parent.key)})"])
        checks = _checks(sql(name), kind, known.schema)
        return " ".join([*parts, f"CHECK ({' AND '.join(checks)})"] if checks else parts)

    def _parent(self, table: Table, column: str) -> Table | None:
        """The table that a column such as `petId` points into, when its values are of the same type."""
        parts = words(column)
        if len(parts) < 2 or parts[-1] not in ("id", "key", "uuid"):
            return None
        parent = self.found.get(singular("_".join(parts[:-1])))
        if parent is None or parent is table or not parent.key:
            return None
        same = kind_of(parent.fields[parent.key].schema) == kind_of(table.fields[column].schema)
        return parent if same else None


def kind_of(schema: Schema) -> str:
    """The JSON type of a schema's values, null aside: `string`, `integer`, `number`, `boolean`, `array`, `object`."""
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = next((item for item in kind if item != "null"), None)
    if kind is None:
        kind = "object" if "properties" in schema else "array" if "items" in schema else None
    if kind is None and isinstance(schema.get("enum"), list):
        kind = "string"
    return kind if isinstance(kind, str) else ""


def annotation_of(schema: Schema) -> str:
    """The Python type of a parameter, where a column cannot say it."""
    kind = kind_of(schema)
    if kind == "array":
        items = schema.get("items")
        inner = kind_of(items) if isinstance(items, Mapping) else ""
        return f"list[{ {'string': 'str', 'integer': 'int', 'number': 'float'}.get(inner, 'Any') }]".replace(" ", "")
    return {"integer": "int", "number": "float", "boolean": "bool", "object": "dict[str, Any]"}.get(kind, "str")


def _checks(column: str, kind: str, schema: Schema) -> list[str]:
    choices = schema.get("enum")
    if kind == "string" and isinstance(choices, list) and choices and all(isinstance(item, str) for item in choices):
        return [f"{column} IN ({', '.join(_quoted(item) for item in dict.fromkeys(choices))})"]
    if kind == "boolean":
        return [f"{column} IN (0, 1)"]
    if kind in ("array", "object"):
        return [f"json_type({column}) = '{kind}'"]
    limits = {"minimum": ">=", "maximum": "<="} if kind in ("integer", "number") else {}
    found = [
        f"{column} {sign} {json.dumps(schema[name])}" for name, sign in limits.items() if _number(schema.get(name))
    ]
    lengths = {"minLength": ">=", "maxLength": "<="} if kind == "string" else {}
    return found + [f"length({column}) {sign} {schema[n]}" for n, sign in lengths.items() if type(schema.get(n)) is int]


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 2**53


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
