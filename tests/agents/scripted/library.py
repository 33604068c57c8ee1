"""A third environment, with other words and shapes than the installed ones: a small public library."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Annotated, Any, Literal

from pydantic import Field

from funreason_sim.sim import Environment, Format, TypedDict, World

SCHEMA = """
CREATE TABLE member(id TEXT PRIMARY KEY, name TEXT);
CREATE TABLE loan(id TEXT PRIMARY KEY, member TEXT, title TEXT, due TEXT);
CREATE TABLE desk(id INTEGER PRIMARY KEY, status TEXT, lamp TEXT);
CREATE TABLE hold(id TEXT PRIMARY KEY, member TEXT, title TEXT, branch TEXT);
"""
MemberId = Annotated[str, Format("member-id", opaque=True)]
LoanId = Annotated[str, Format("loan-id", opaque=True)]
HoldId = Annotated[str, Format("hold-id", opaque=True)]
Title = Annotated[str, Format("book-title")]
Branch = Annotated[Literal["north", "south", "riverside"], Format("branch")]


class Member(TypedDict):
    member_id: Annotated[MemberId, Field(description="Id of the member")]


class Loan(TypedDict):
    title: str
    due_date: str


class Loans(TypedDict):
    loans: dict[LoanId, Loan]


class Renewed(TypedDict):
    due_date: str


class Held(TypedDict):
    hold_id: HoldId


class Fee(TypedDict):
    fee: Annotated[float, Format("usd")]


def find_member(world: World, full_name: Annotated[str, Format("person-full-name")]) -> Member:
    """Look up a library member (patron, reader) by name.

    Args:
        full_name: First and last name of the member
    Refuses:
        unknown_member: nobody has this name
    """
    found = world.value("SELECT id FROM member WHERE name = ?", full_name)
    if found is None:
        world.refuse("unknown_member", "No such member")
    return {"member_id": found}


def list_loans(world: World, member_id: MemberId) -> Loans:
    """List the books that a member has borrowed (checked out), with their due dates.

    Args:
        member_id: Id of the member
    """
    rows = world.all("SELECT id, title, due FROM loan WHERE member = ? ORDER BY id", member_id)
    return {"loans": {key: {"title": title, "due_date": due} for key, title, due in rows}}


def renew_loan(world: World, loan_id: LoanId, weeks: Annotated[int, Format("weeks")]) -> Renewed:
    """Renew (extend) the loan of a borrowed book by some weeks. The desk must be open first.

    Args:
        loan_id: Id of the loan to renew
        weeks: How many weeks longer the book may be kept
    Refuses:
        desk_closed: the desk is closed
        unknown_loan: there is no such loan
    """
    if world.value("SELECT status FROM desk") != "open":
        world.refuse("desk_closed", "The desk must be open before renewing a loan.")
    if not world.run("UPDATE loan SET due = due || ? WHERE id = ?", f"+{weeks}w", loan_id):
        world.refuse("unknown_loan", "Loan not found")
    return {"due_date": world.value("SELECT due FROM loan WHERE id = ?", loan_id)}


def open_desk(world: World) -> None:
    """Open the circulation desk of the library."""
    world.run("UPDATE desk SET status = 'open'")


def place_hold(world: World, member_id: MemberId, title: Title, branch: Branch) -> Held:
    """Place a hold on (reserve) a title for a member, to be collected at a branch.

    Args:
        member_id: Id of the member who wants the title
        title: Title of the book
        branch: Where it is picked up: north, south or riverside
    """
    key = str(world.integer("hold", 10_000, 99_999))
    world.run("INSERT INTO hold VALUES (?, ?, ?, ?)", key, member_id, title, branch)
    return {"hold_id": key}


def cancel_hold(world: World, hold_id: HoldId) -> None:
    """Cancel (withdraw) a hold.

    Args:
        hold_id: Id of the hold
    Refuses:
        unknown_hold: there is no such hold
    """
    if not world.run("DELETE FROM hold WHERE id = ?", hold_id):
        world.refuse("unknown_hold", "Hold not found")


def dim_lamp(world: World, level: Annotated[float, Format("lamp-level")]) -> None:
    """Dim the reading lamp (light) of the desk.

    Args:
        level: Brightness from 0 (dark) to 10 (brightest)
    """
    world.run("UPDATE desk SET lamp = ?", str(level))


def quote_late_fee(world: World, days: Annotated[int, Format("days")]) -> Fee:
    """Compute the late fee (fine) for a book that is overdue by some days.

    Args:
        days: How many days the book is late
    """
    return {"fee": 0.25 * days}


def _load(world: World, scenario: dict[str, Any]) -> None:
    for key, name in (("M-204", "Rosa Lindgren"), ("M-377", "Ivo Castell")):
        world.run("INSERT INTO member VALUES (?, ?)", key, name)
    rows = (
        ("L-51", "M-204", "Moby Dick", "2026-05-02"),
        ("L-52", "M-204", "Dune", "2026-06-11"),
        ("L-60", "M-377", "Emma", "2026-05-09"),
    )
    for row in rows:
        world.run("INSERT INTO loan VALUES (?, ?, ?, ?)", *row)
    world.run("INSERT INTO desk VALUES (1, 'closed', '5')")


TOOLS = (find_member, list_loans, renew_loan, open_desk, place_hold, cancel_hold, dim_lamp, quote_late_fee)
library = Environment(
    name="library",
    summary="A small public library.",
    schema=SCHEMA,
    functions=TOOLS,
    scenarios=SimpleNamespace(  # type: ignore[arg-type]
        generate=lambda dice: {}, load=_load, dump=lambda world: {}, known=lambda world, dice: {}
    ),
)
