"""Cards and bookings as records: rows of known columns, and whatever else a record said, kept in its own order.

The benchmark's records come in dozens of shapes. What the tools read has a column; the rest is JSON in `extra`; `shape`
holds the record's keys in order, so that a record comes back exactly as it was.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from funreason_sim.errors import ScenarioError
from funreason_sim.sim import World

_INTEGER = 1 << 63


@dataclass(frozen=True)
class Layout:
    """A table of records: its name, the column of the id, and the known attributes with what each must be."""

    table: str
    key: str
    fields: Mapping[str, str]


TEXT, NUMBER, EITHER = "a text", "a number", "a text or a number"
CARD = Layout(
    "card",
    "card_id",
    {
        "card_number": EITHER,
        "card_type": TEXT,
        "cardholder_name": TEXT,
        "expiry_date": TEXT,
        "expiration_date": TEXT,
        "cvv": EITHER,
        "card_verification_number": EITHER,
        "balance": NUMBER,
    },
)
BOOKING = Layout(
    "booking",
    "booking_id",
    {
        "card_id": TEXT,
        "travel_date": TEXT,
        "travel_from": TEXT,
        "travel_to": TEXT,
        "travel_class": TEXT,
        "travel_cost": NUMBER,
        "transaction_id": TEXT,
    },
)


def put(world: World, layout: Layout, key: str, record: Mapping[str, Any]) -> None:
    """Write a record; one with the same id is overwritten and keeps its place."""
    place = world.value(f"SELECT position FROM {layout.table} WHERE {layout.key} = ?", key)
    if place is None:
        place = world.value(f"SELECT coalesce(max(position), 0) + 1 FROM {layout.table}")
    names = ", ".join([layout.key, "position", *layout.fields, "shape", "extra"])
    known = [record.get(field) for field in layout.fields]
    extra = {field: value for field, value in record.items() if field not in layout.fields}
    values = [key, place, *known, encoded(list(record)), encoded(extra)]
    world.run(f"INSERT OR REPLACE INTO {layout.table}({names}) VALUES ({', '.join('?' * len(values))})", *values)


def every(world: World, layout: Layout) -> dict[str, dict[str, Any]]:
    """All records by id, oldest first."""
    names = ", ".join([layout.key, "shape", "extra", *layout.fields])
    rows = world.all(f"SELECT {names} FROM {layout.table} ORDER BY position")
    return {key: _record(layout, shape, extra, known) for key, shape, extra, *known in rows}


def _record(layout: Layout, shape: str, extra: str, known: list[Any]) -> dict[str, Any]:
    values = {**dict(zip(layout.fields, known, strict=True)), **decoded(extra)}
    return {field: values[field] for field in decoded(shape)}


def encoded(value: Any) -> str:
    """JSON text for a column."""
    return json.dumps(value)


def decoded(text: str) -> Any:
    """The value of such a text."""
    return json.loads(text)


def load(world: World, layout: Layout, where: str, records: Any) -> None:
    """Write the records of a scenario document; `where` is their key in it.

    Raises:
        ScenarioError: for a value of the wrong kind; the sentence names the field.
    """
    for key, record in check(where, records, "an object").items():
        for field, value in check(f"{where}.{key}", record, "an object").items():
            check(f"{where}.{key}.{field}", value, layout.fields.get(field, "anything"))
        put(world, layout, key, record)


def check(where: str, value: Any, wanted: str) -> Any:
    """The value, if it is what it must be.

    Raises:
        ScenarioError: when it is not.
    """
    if not _fits(value, wanted):
        text = repr(value)
        raise ScenarioError(f"{where} must be {wanted}, not {text if len(text) <= 40 else text[:37] + '...'}")
    return value


def _fits(value: Any, wanted: str) -> bool:
    wanted = wanted.removesuffix(" or null")  # the caller has let null through
    if wanted == NUMBER:
        return _is_number(value)
    if wanted == EITHER:
        return isinstance(value, str) or _is_number(value)
    return wanted == "anything" or isinstance(value, dict if wanted == "an object" else str)


def _is_number(value: Any) -> bool:
    """Whether SQLite and JSON can both hold it."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value) if isinstance(value, float) else -_INTEGER <= value < _INTEGER
