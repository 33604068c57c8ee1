"""An office messenger: log in, find colleagues, send messages, look through what was sent and take it back.

Quirks kept from the benchmark:
- Nobody needs a password: a user id is enough to log in.
- The messages are the workspace's: whoever is logged in sees, searches, counts and deletes all of them.
- Deleting takes the latest message to a receiver, but where an equal one was sent before, that one goes.
- Deleting leaves the count of messages as it is, and no id is given twice.
- A new contact is counted even when the user id that it would get is taken.
- An entry of a document may hold a list or an object in place of a text: it is shown as it is, and searching fails.
"""

from __future__ import annotations

from typing import Any

from funreason_sim.sim import World

from . import answers as a
from . import office


def list_users(world: World) -> a.Users:
    """List the names of all users (contacts, colleagues, people) of the workspace.

    Reads only.
    """
    return {"user_list": list(office.users(world))}


def get_user_id(world: World, user: a.ContactName) -> a.User:
    """Look up the user id of a person in the workspace, by name.

    Reads only.

    Args:
        user: Name of the person
    Refuses:
        unknown_user: the workspace has nobody of this name
    """
    user_id = office.id_of(world, user)
    if user_id is None:
        world.refuse("unknown_user", f"User '{user}' not found in the workspace.")
    return {"user_id": user_id}


def message_login(world: World, user_id: a.UserId) -> a.LoggedIn:
    """Log in (sign in, authenticate) to the messenger as one of its users, so that messages can be sent and read.

    Args:
        user_id: User id of the person who logs in
    Refuses:
        unknown_user: nobody has this user id
    """
    if not office.is_used(world, user_id):
        world.refuse("unknown_user", {"login_status": False, "message": f"User ID '{user_id}' not found."})
    world.run("UPDATE messenger SET user_id = ?", user_id)
    return {"login_status": True, "message": f"User '{user_id}' logged in successfully."}


def message_get_login_status(world: World) -> a.LoginStatus:
    """Check whether somebody is logged in (signed in) to the messenger.

    Reads only.
    """
    return {"login_status": bool(office.user(world))}


def send_message(world: World, receiver_id: a.UserId, message: str) -> a.Sent:
    """Send (write) a message to a person of the workspace. You must log in to the messenger first.

    Args:
        receiver_id: User id of the person who is to receive it
        message: The text to send
    Refuses:
        not_logged_in: nobody is logged in
        unknown_receiver: nobody has this user id
    """
    office.require_login(world)
    if not office.is_used(world, receiver_id):
        world.refuse("unknown_receiver", f"Receiver ID '{receiver_id}' not found.")
    number = office.new_message_id(world)
    office.add_message(world, receiver_id, message)
    world.run("UPDATE messenger SET message_count = message_count + 1")
    return {
        "sent_status": True,
        "message_id": {"new_id": number},
        "message": f"Message sent to '{receiver_id}' successfully.",
    }


def delete_message(world: World, receiver_id: a.UserId) -> a.Deleted:
    """Delete (take back, remove) the latest message that was sent to a person. You must log in to the messenger first.

    Args:
        receiver_id: User id of the person who received it
    Refuses:
        not_logged_in: nobody is logged in
        nothing_sent: no message was sent to this user id
    """
    office.require_login(world)
    entries = office.entries(world)
    latest = next((entry for _, entry in reversed(entries) if next(iter(entry)) == receiver_id), None)
    if latest is None:
        world.refuse("nothing_sent", f"Receiver ID {receiver_id} not found.")
    office.remove_message(world, next(place for place, entry in entries if entry == latest))
    return {
        "deleted_status": True,
        "receiver_id": next(iter(latest)),
        "message": f"Receiver {receiver_id}'s latest message deleted successfully.",
    }


def view_messages_sent(world: World) -> a.Messages:
    """Show (list, view) all messages that were sent, by receiver. You must log in to the messenger first.

    Reads only.

    Refuses:
        not_logged_in: nobody is logged in
    """
    office.require_login(world)
    sent: dict[str, list[Any]] = {}
    for receiver, content in office.sent(world):
        sent.setdefault(receiver, []).append(content)
    return {"messages": sent}


def add_contact(world: World, user_name: a.ContactName) -> a.ContactAdded:
    """Add a new contact (a colleague, a person) to the workspace, who gets a user id.

    Args:
        user_name: Name of the new contact
    Refuses:
        name_taken: the workspace has somebody of this name
        id_taken [keeps effects]: somebody has the user id that is next; it is skipped from then on
    """
    if office.id_of(world, user_name) is not None:
        world.refuse("name_taken", f"User name '{user_name}' already exists.")
    world.run("UPDATE messenger SET user_count = user_count + 1")
    user_id = f"USR{str(world.value('SELECT user_count FROM messenger')).zfill(3)}"
    if office.is_used(world, user_id):
        world.refuse("id_taken", f"User ID '{user_id}' already exists.")
    office.add_user(world, user_name, user_id)
    return {"added_status": True, "user_id": user_id, "message": f"Contact '{user_name}' added successfully."}


def search_messages(world: World, keyword: str) -> a.Found:
    """Search the messages that were sent for a keyword, whatever the case. You must log in to the messenger first.

    Reads only.

    Args:
        keyword: The word to look for in the messages
    Refuses:
        not_logged_in: nobody is logged in
        not_a_text: an entry of the messages is a list or an object, which cannot be searched
    """
    office.require_login(world)
    wanted = keyword.lower()
    results: list[a.Hit] = []
    for receiver, content in office.sent(world):
        if not isinstance(content, str):
            world.refuse("not_a_text", f"'{type(content).__name__}' object has no attribute 'lower'")
        if wanted in content.lower():
            results.append({"receiver_id": receiver, "message": content})
    return {"results": results}


def get_message_stats(world: World) -> a.Stats:
    """Count the messages, and the people who received them (statistics). You must log in to the messenger first.

    Reads only.

    Refuses:
        not_logged_in: nobody is logged in
    """
    office.require_login(world)
    receivers = [receiver for receiver, _ in office.sent(world)]
    return {"stats": {"received_count": len(receivers), "total_contacts": len(set(receivers))}}
