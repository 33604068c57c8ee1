"""What the ticket tools take and give: formats and the shapes of results."""

# ruff: noqa: D101 - the fields of a result describe themselves

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from funreason_sim.sim import Choices, Format, TypedDict

STATUSES = ("Open", "In Progress", "Pending", "Resolved", "Closed")

TicketId = Annotated[int, Format("ticket-id", opaque=True)]
Priority = Annotated[int, Format("ticket-priority")]
Status = Annotated[str, Format("ticket-status"), Choices(*STATUSES)]
Username = Annotated[str, Format("ticket-user-name")]
Password = Annotated[str, Format("ticket-password")]


class Updates(TypedDict, total=False):
    title: Annotated[str | None, Field(description="New title")]
    description: Annotated[str | None, Field(description="New description")]
    status: Annotated[Annotated[str, Choices(*STATUSES)] | None, Field(description="New status")]
    priority: Annotated[int | None, Field(description="New priority, from 1 (lowest) to 5 (highest, most urgent)")]


class _Details(TypedDict, total=False):
    title: Annotated[str, Field(description="What it is about")]
    description: Annotated[str, Field(description="What is wrong, at length")]
    status: Annotated[str, Field(description="Open, In Progress, Pending, Resolved or Closed")]
    priority: Annotated[int | str, Field(description="From 1 (lowest) to 5 (highest)")]
    created_by: Annotated[str, Field(description="User name of who opened it")]
    resolution: Annotated[str, Field(description="How it was solved")]


class Ticket(_Details, total=False):
    id: Annotated[TicketId, Field(description="Number of the ticket")]


class TicketShown(_Details, total=False):
    id: Annotated[int, Field(description="Number of the ticket, as it was asked for")]


class Done(TypedDict):
    status: Annotated[str, Field(description="What was done to which ticket")]


class Success(TypedDict):
    success: Annotated[bool, Field(description="True when it worked")]


class LoginStatus(TypedDict):
    login_status: Annotated[bool, Field(description="True when somebody is logged in")]
