"""Scenario documents of the messenger: the benchmark's `initial_config` of the class, read into rows and back."""

from __future__ import annotations

from typing import Any

from funreason_sim.sim import Document, Field, World, kinds

from . import office

_ENTRY = kinds.Kind("an object of a user id and a message", lambda value: isinstance(value, dict) and len(value) > 0)


class _Users:
    """The user ids of all names."""

    @property
    def default(self) -> dict[str, str]:
        return {"Alice": "USR001", "Bob": "USR002", "Catherine": "USR003", "Daniel": "USR004"}

    def load(self, world: World, where: str, value: Any) -> None:
        for name, user_id in kinds.mapping.check(where, value).items():
            office.add_user(world, name, kinds.text.check(f"{where}.{name}", user_id))

    def dump(self, world: World) -> dict[str, str]:
        return office.users(world)


class _Inbox:
    """The messages, as objects of the receiver's user id and what was sent; of further keys no tool takes notice."""

    @property
    def default(self) -> list[office.Entry]:
        file = "Could you upload the file?"
        return [{"USR002": "My name is Alice. I want to connect."}, {"USR003": file}, {"USR004": file}]

    def load(self, world: World, where: str, value: Any) -> None:
        for place, entry in enumerate(kinds.listing.check(where, value)):
            (receiver, content), *rest = _ENTRY.check(f"{where}[{place}]", entry).items()
            office.add_message(world, receiver, content, dict(rest))

    def dump(self, world: World) -> list[office.Entry]:
        return [entry for _, entry in office.entries(world)]


class _MessageIds:
    """The ids that messages got."""

    @property
    def default(self) -> list[int]:
        return []

    def load(self, world: World, where: str, value: Any) -> None:
        for place, number in enumerate(kinds.listing.check(where, value)):
            office.add_message_id(world, kinds.integer.check(f"{where}[{place}]", number))

    def dump(self, world: World) -> list[int]:
        return office.message_ids(world)


DOCUMENT = Document(
    "messenger",
    {
        "user_count": Field("user_count", kinds.integer, 4),
        "message_count": Field("message_count", kinds.integer, 3),
        "current_user": Field("user_id", kinds.optional(kinds.text)),
    },
    {"generated_ids": _MessageIds(), "user_map": _Users(), "inbox": _Inbox()},
)
