"""A ticket desk: log in, open support tickets, look them up, edit, resolve and close them.

Quirks kept from the benchmark:
- Any user name goes with any password, as long as neither is empty.
- Only opening a ticket and listing one's own need a login; anybody may look at, edit, resolve and close any ticket.
- Editing takes any priority and any status; a value of null changes nothing.
- Listing by a status that no ticket has, whatever it is, gives an empty list.
- Ids may come twice: the first ticket of the queue counts.
- A record without an id stops every search that comes upon it; one without a creator stops listing, one without a
  status stops closing and resolving. The refusal is the name of what is missing, in quotes.
- A closed ticket can be resolved, and a resolved one closed; only the same twice is refused.
"""

from __future__ import annotations

from typing import cast

from funreason_sim.sim import World

from . import answers as a
from . import desk


def create_ticket(world: World, title: str, description: str = "", priority: a.Priority = 1) -> a.Ticket:
    """Open a new support ticket (create, file, raise, submit an issue). Somebody must be logged in first.

    Args:
        title: Title of the new ticket: what it is about, in a few words
        description: Description of the problem, at length; empty when left out
        priority: How urgent it is, from 1 (lowest) to 5 (highest); 1 when left out
    Refuses:
        not_logged_in: nobody is logged in
        invalid_priority: the priority is not from 1 to 5
    """
    creator = desk.user(world)
    if not creator:
        world.refuse("not_logged_in", "User not authenticated. Please log in to create a ticket.")
    if priority < 1 or priority > 5:
        world.refuse("invalid_priority", "Invalid priority. Priority must be between 1 and 5.")
    ticket: a.Ticket = {
        "id": world.value("SELECT ticket_counter FROM ticket_desk"),
        "title": title,
        "description": description,
        "status": "Open",
        "priority": priority,
        "created_by": creator,
    }
    desk.QUEUE.append(world, ticket)
    world.run("UPDATE ticket_desk SET ticket_counter = ticket_counter + 1")
    return ticket


def get_ticket(world: World, ticket_id: a.TicketId) -> a.TicketShown:
    """Look up one ticket by its number and show its details: title, description, status, priority, who opened it.

    Reads only.

    Args:
        ticket_id: Number (id) of the ticket
    Refuses:
        unknown_ticket: there is no such ticket
        ticket_without_id: a ticket without an id comes before it in the queue
    """
    return cast(a.TicketShown, desk.find(world, ticket_id)[1])


def close_ticket(world: World, ticket_id: a.TicketId) -> a.Done:
    """Close a ticket: set its status to Closed, since nothing more is to be done.

    Args:
        ticket_id: Number (id) of the ticket to close
    Refuses:
        unknown_ticket: there is no such ticket
        ticket_without_id: a ticket without an id comes before it in the queue
        ticket_without_status: its record has no status
        already_closed: it is closed
    """
    place, ticket = desk.find(world, ticket_id)
    if desk.status_of(world, ticket) == "Closed":
        world.refuse("already_closed", f"Ticket with ID {ticket_id} is already closed.")
    desk.change(world, place, ticket, {"status": "Closed"})
    return {"status": f"Ticket {ticket_id} has been closed successfully."}


def resolve_ticket(world: World, ticket_id: a.TicketId, resolution: str) -> a.Done:
    """Resolve a ticket: mark the problem as solved (fixed), and note down how.

    Args:
        ticket_id: Number (id) of the ticket to resolve
        resolution: How the problem was solved, in a sentence
    Refuses:
        unknown_ticket: there is no such ticket
        ticket_without_id: a ticket without an id comes before it in the queue
        ticket_without_status: its record has no status
        already_resolved: it is resolved
    """
    place, ticket = desk.find(world, ticket_id)
    if desk.status_of(world, ticket) == "Resolved":
        world.refuse("already_resolved", f"Ticket with ID {ticket_id} is already resolved.")
    desk.change(world, place, ticket, {"status": "Resolved", "resolution": resolution})
    return {"status": f"Ticket {ticket_id} has been resolved successfully."}


def edit_ticket(world: World, ticket_id: a.TicketId, updates: a.Updates) -> a.Done:
    """Edit a ticket: change its title, description, status or priority, and leave the rest as it is.

    Args:
        ticket_id: Number (id) of the ticket to edit
        updates: The fields to change, with their new values
    Refuses:
        unknown_ticket: there is no such ticket
        ticket_without_id: a ticket without an id comes before it in the queue
        unknown_field [unreachable: the schema of the updates has these four fields only]: a ticket has no such field
    """
    place, ticket = desk.find(world, ticket_id)
    names = updates.keys()
    unknown = [name for name in names if name not in ("title", "description", "status", "priority")]
    if unknown:
        world.refuse("unknown_field", f"Invalid fields for update: {', '.join(unknown)}")
    desk.change(world, place, ticket, {name: value for name, value in updates.items() if value is not None})
    return {"status": f"Ticket {ticket_id} has been updated successfully."}


def ticket_login(world: World, username: a.Username, password: a.Password) -> a.Success:
    """Log in (sign in, authenticate) to the ticket system with a user name and a password.

    Args:
        username: User name at the ticket system
        password: Password of that user
    Refuses:
        missing_credentials: the user name or the password is empty
    """
    if not (username and password):
        world.refuse("missing_credentials", {"success": False})
    world.run("UPDATE ticket_desk SET username = ?", username)
    return {"success": True}


def ticket_get_login_status(world: World) -> a.LoginStatus:
    """Check whether somebody is logged in (signed in) to the ticket system.

    Reads only.
    """
    return {"login_status": bool(desk.user(world))}


def logout(world: World) -> a.Success:
    """Log out of (sign out of, leave) the ticket system. Somebody must be logged in.

    Refuses:
        not_logged_in: nobody is logged in
    """
    if not desk.user(world):
        world.refuse("not_logged_in", {"success": False})
    world.run("UPDATE ticket_desk SET username = NULL")
    return {"success": True}


def get_user_tickets(world: World, status: a.Status | None = None) -> list[a.Ticket]:
    """List my own tickets: all that the user who is logged in has opened, or only those of one status.

    Reads only.

    Args:
        status: Only tickets of this status: Open, In Progress, Pending, Resolved or Closed; all when left out
    Refuses:
        not_logged_in: nobody is logged in
        ticket_without_creator: the queue has a ticket that nobody is on record for
        ticket_without_status: one of the tickets has no status to compare
    """
    name = desk.user(world)
    if not name:
        world.refuse("not_logged_in", "User not authenticated. Please log in to view tickets.")
    tickets = desk.created_by(world, name)
    if status:
        tickets = [ticket for ticket in tickets if desk.status_of(world, ticket).lower() == status.lower()]
    return cast(list[a.Ticket], tickets)
