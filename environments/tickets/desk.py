"""The desk's rows as the tools read and write them: who is logged in, and the queue of tickets."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from funreason_sim.sim import Document, Field, RecordList, World, kinds

_TEXT_OR_NUMBER = kinds.either(kinds.text, kinds.number)
QUEUE = RecordList(
    "ticket",
    {
        "id": _TEXT_OR_NUMBER,
        "title": kinds.text,
        "description": kinds.text,
        "status": kinds.text,
        "priority": _TEXT_OR_NUMBER,
        "created_by": kinds.text,
        "resolution": kinds.text,
    },
)
DOCUMENT = Document(
    "ticket_desk",
    {
        "ticket_counter": Field("ticket_counter", kinds.integer, 1),
        "current_user": Field("username", kinds.optional(kinds.text)),
    },
    {"ticket_queue": QUEUE},
)


def user(world: World) -> str | None:
    """Who is logged in; nothing, or an empty name, when nobody is."""
    name: str | None = world.value("SELECT username FROM ticket_desk")
    return name


def find(world: World, ticket_id: int) -> tuple[int, dict[str, Any]]:
    """The place and the record of the first ticket with an id; refuses when there is none."""
    for place, ticket in QUEUE.all(world):
        if "id" not in ticket:
            world.refuse("ticket_without_id", repr("id"))
        if ticket["id"] == ticket_id:
            return place, ticket
    world.refuse("unknown_ticket", f"Ticket with ID {ticket_id} not found.")


def status_of(world: World, ticket: dict[str, Any]) -> Any:
    """The status of a ticket; refuses when its record has none."""
    if "status" not in ticket:
        world.refuse("ticket_without_status", repr("status"))
    return ticket["status"]


def created_by(world: World, name: str) -> list[dict[str, Any]]:
    """The tickets that a user has opened; refuses when the queue has one that nobody is on record for."""
    tickets = [ticket for _, ticket in QUEUE.all(world)]
    if any("created_by" not in ticket for ticket in tickets):
        world.refuse("ticket_without_creator", repr("created_by"))
    return [ticket for ticket in tickets if ticket["created_by"] == name]


def change(world: World, place: int, ticket: Mapping[str, Any], news: Mapping[str, Any]) -> None:
    """Write new values into the record at a place; fields that it did not have come behind the others."""
    cells = {**news, "shape": json.dumps(list({**ticket, **news}))}
    names = ", ".join(f"{name} = ?" for name in cells)
    world.run(f"UPDATE ticket SET {names} WHERE position = ?", *cells.values(), place)
