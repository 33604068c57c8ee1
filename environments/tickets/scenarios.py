"""Ticket desks to start from, and what the people who write to them could say."""

from __future__ import annotations

from typing import Any

from pydantic import JsonValue

from funreason_sim.sim import Dice, Pools, Scenario, World

from . import cases, desk
from .answers import STATUSES

__all__ = ["dump", "generate", "known", "load"]

load = desk.DOCUMENT.load
dump = desk.DOCUMENT.dump

_MOST_URGENT = 5


def generate(dice: Dice) -> Scenario:
    """The desk of one team, with tickets of three people in all states; sometimes one of them is logged in."""
    team = dice.choice(cases.TEAMS)
    people = cases.user_names(dice, 3)
    number = dice.integer(1, 90) * 100 + dice.integer(1, 40)
    queue: list[JsonValue] = []
    for problem in dice.sample(team.problems, dice.integer(4, 6)):
        # The first of the people has opened most tickets, so that listing one's own is worth while.
        queue.append(_ticket(dice, number, problem, dice.choice((people[0], *people)), team))
        number += dice.integer(1, 4)
    return {
        "ticket_queue": queue,
        "ticket_counter": number,
        "current_user": people[0] if dice.chance(0.5) else None,
    }


def known(world: World, dice: Dice) -> Pools:
    """What somebody who writes to this desk could say."""
    tickets = [ticket for _, ticket in desk.QUEUE.all(world)]
    titles = [str(ticket.get("title")) for ticket in tickets]
    team = cases.team_of(titles) or dice.choice(cases.TEAMS)
    new = dice.choice([problem for problem in team.problems if problem.title not in titles] or team.problems)
    creators = sorted({str(ticket["created_by"]) for ticket in tickets if "created_by" in ticket})
    return {
        "create_ticket.title": [new.title, f"{new.title} again", f"{new.title}, please help"],
        "create_ticket.description": [cases.described(new, dice) for _ in range(3)],
        "create_ticket.priority": [new.priority, new.priority, min(new.priority + 1, _MOST_URGENT)],
        "resolve_ticket.resolution": dice.sample(team.solutions, 4),
        "ticket-status": dice.shuffled(STATUSES),
        "edit_ticket.updates": _updates(dice, new),
        "ticket-user-name": creators or cases.user_names(dice, 2),
        "ticket-password": [cases.password(dice) for _ in range(3)],
    }


def _ticket(dice: Dice, number: int, problem: cases.Problem, creator: str, team: cases.Team) -> dict[str, Any]:
    status = cases.status(dice)
    ticket = {
        "id": number,
        "title": problem.title,
        "description": cases.described(problem, dice),
        "status": status,
        "priority": problem.priority,
        "created_by": creator,
    }
    return {**ticket, "resolution": dice.choice(team.solutions)} if cases.is_solved(status) else ticket


def _updates(dice: Dice, problem: cases.Problem) -> list[JsonValue]:
    """Changes of one or two fields; a new title and description are those of a problem that nobody has reported."""
    priorities = dice.sample(range(1, _MOST_URGENT + 1), 4)
    statuses = dice.sample(("Open", "In Progress", "Pending"), 2)
    return [
        {"priority": priorities[0]},
        {"priority": priorities[1]},
        {"status": statuses[0]},
        {"status": statuses[1]},
        {"priority": priorities[2], "status": statuses[0]},
        {"title": problem.title},
        {"description": cases.described(problem, dice), "priority": priorities[3]},
    ]
