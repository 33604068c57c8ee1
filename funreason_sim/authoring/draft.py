"""A draft of an environment: tables and the storage operations on them, before it is written as files."""

from __future__ import annotations

import keyword
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import apsw

from ..sim.derived_schema import Column, Shape, shapes
from ..sim.derived_values import singular, words

Kind = Literal["get", "list", "create", "update", "delete"]
_CLOCKED = frozenset({"created_at", "updated_at", "modified_at"})
_NAMED = frozenset({"name", "title", "label"})
_USED = frozenset({"world", "row", "rows", "old", "json"})  # by the functions that are written
_OPAQUE = frozenset({"id", "uuid", "guid", "key", "number", "token"})


@dataclass(frozen=True)
class Parameter:
    """A parameter of a tool, and the column that it finds rows by or sets; None where it only is taken."""

    name: str
    column: str | None
    text: str
    needed: bool
    kind: str = ""
    """Its annotation, where its column does not give it."""


@dataclass(frozen=True)
class Operation:
    """One tool: `finds` say which rows it is about, `sets` which cells it writes."""

    kind: Kind
    name: str
    table: str
    description: str
    finds: tuple[Parameter, ...] = ()
    sets: tuple[Parameter, ...] = ()
    marks: tuple[str, ...] = ()
    """Columns that it sets to 1 by being called."""

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """All of them, those that must be given first."""
        return tuple(sorted((*self.finds, *self.sets), key=lambda parameter: not parameter.needed))


@dataclass(frozen=True)
class Draft:
    """An environment to be written: what its tables are, what its tools do, and what could not be derived."""

    name: str
    summary: str
    schema: str
    operations: tuple[Operation, ...]
    notes: tuple[str, ...] = ()
    origin: str = ""
    """What it was made from."""
    shapes: tuple[Shape, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "shapes", shapes(self.schema))
        object.__setattr__(self, "operations", tuple(map(self._with_keys, self.operations)))

    def _with_keys(self, operation: Operation) -> Operation:
        """A new row needs the values of its key, whatever a description says."""
        if operation.kind != "create":
            return operation
        named = {column.name for column in keys(self.shape(operation.table))}
        return replace(operation, sets=tuple(replace(p, needed=p.needed or p.column in named) for p in operation.sets))

    def shape(self, table: str) -> Shape:
        """The table of this name."""
        return next(shape for shape in self.shapes if shape.name == table)


def noun(table: str) -> str:
    """What one row of a table is called: `order_item` for `order_items`."""
    parts = words(table)
    return "_".join((*parts[:-1], singular(parts[-1])))


def spoken(name: str) -> str:
    """An identifier as words."""
    return " ".join(words(name))


def identifier(text: str, taken: Collection[str] = ()) -> str:
    """A text as a Python name that is not taken: `pet-id` is `pet_id`, `class` is `class_`."""
    name = re.sub(r"\W+", "_", text, flags=re.ASCII).strip("_") or "value"
    name = f"n{name}" if name[0].isdigit() else name
    name = f"{name}_" if keyword.iskeyword(name) or name in _USED else name
    number = 2
    while name in taken:
        name, number = f"{name.rstrip('0123456789')}{number}", number + 1
    return name


def keys(shape: Shape) -> list[Column]:
    """The columns of the primary key."""
    return [column for column in shape.columns if column.key]


def made_up(shape: Shape, column: Column) -> bool:
    """Whether the world makes the value of a key: an id, which no person chooses."""
    return column.key and len(keys(shape)) == 1 and column.references is None and opaque(column)


def opaque(column: Column) -> bool:
    """Whether nobody knows the values of a column by heart."""
    return column.kind == "INTEGER" or bool(_OPAQUE & {words(column.name)[-1]})


def clocked(column: Column) -> bool:
    """Whether the world's clock gives the value of a column."""
    return column.name in _CLOCKED and column.kind in ("TEXT", "INTEGER")


def flag(column: Column) -> bool:
    """Whether a column holds yes or no."""
    return column.kind == "INTEGER" and sorted(map(str, column.limits.choices)) == ["0", "1"]


def title(shape: Shape) -> Column | None:
    """The column by which people call a row."""
    return next((c for c in shape.columns if words(c.name)[-1] in _NAMED and c.kind == "TEXT"), None)


def plural(word: str) -> str:
    """A noun in the plural, as far as rules tell."""
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


def an(words: str) -> str:
    """Words with their article."""
    return f"{'an' if words[0].lower() in 'aeiou' else 'a'} {words}"


def sql(name: str) -> str:
    """A name as SQL, in brackets where it would mean something else."""
    return f"[{name}]" if name.upper() in apsw.keywords or not name.isidentifier() else name


def without_effect(parameters: Mapping[str, Sequence[str]]) -> list[str]:
    """What to say of parameters that tools take and nothing stored depends on."""
    return [f"{tool}: taken without any effect: {', '.join(names)}" for tool, names in parameters.items()]
