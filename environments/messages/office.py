"""The messenger's rows as the tools read and write them: users, messages, and who is logged in."""

from __future__ import annotations

import json
from typing import Any

from funreason_sim.sim import World

Entry = dict[str, Any]
"""A message: the receiver's user id and what was sent. Of further keys in documents no tool takes notice."""


def user(world: World) -> str | None:
    """The user id of who is logged in; nothing, or an empty one, when nobody is."""
    user_id: str | None = world.value("SELECT user_id FROM messenger")
    return user_id


def require_login(world: World) -> None:
    """Refuse unless somebody is logged in."""
    if not user(world):
        world.refuse("not_logged_in", "No user is currently logged in.")


def users(world: World) -> dict[str, str]:
    """User ids by name, in the order in which they were added."""
    return dict(world.all("SELECT name, user_id FROM contact ORDER BY position"))


def id_of(world: World, name: str) -> str | None:
    """The user id of a name, if there is such a user."""
    user_id: str | None = world.value("SELECT user_id FROM contact WHERE name = ?", name)
    return user_id


def is_used(world: World, user_id: str) -> bool:
    """Whether somebody has this user id."""
    return world.one("SELECT 1 FROM contact WHERE user_id = ?", user_id) is not None


def add_user(world: World, name: str, user_id: str) -> None:
    """Write a user behind all others."""
    world.run("INSERT INTO contact(name, user_id) VALUES (?, ?)", name, user_id)


def entries(world: World) -> list[tuple[int, Entry]]:
    """Positions and messages, oldest first."""
    rows = world.all("SELECT position, receiver_id, content, is_text, rest FROM message ORDER BY position")
    return [
        (position, {receiver: content if is_text else json.loads(content), **json.loads(rest)})
        for position, receiver, content, is_text, rest in rows
    ]


def sent(world: World) -> list[tuple[str, Any]]:
    """Receivers and what was sent to them, oldest first."""
    return [next(iter(entry.items())) for _, entry in entries(world)]


def add_message(world: World, receiver_id: str, content: Any, rest: Entry | None = None) -> None:
    """Write a message behind all others."""
    is_text = isinstance(content, str)
    world.run(
        "INSERT INTO message(receiver_id, content, is_text, rest) VALUES (?, ?, ?, ?)",
        receiver_id,
        content if is_text else json.dumps(content),
        int(is_text),
        json.dumps(rest or {}),
    )


def remove_message(world: World, position: int) -> None:
    """Delete a message."""
    world.run("DELETE FROM message WHERE position = ?", position)


def message_ids(world: World) -> list[int]:
    """The ids that messages got, oldest first."""
    return [number for (number,) in world.all("SELECT id FROM message_id ORDER BY position")]


def new_message_id(world: World) -> int:
    """An id that no message has had; drawn again until it is new."""
    number = world.integer("message", 10_000, 99_999)
    while world.one("SELECT 1 FROM message_id WHERE id = ?", number):
        number = world.integer("message", 10_000, 99_999)
    add_message_id(world, number)
    return number


def add_message_id(world: World, number: int) -> None:
    """Write an id behind all others."""
    world.run("INSERT INTO message_id(id) VALUES (?)", number)
