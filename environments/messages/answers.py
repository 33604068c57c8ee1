"""What the messenger's tools take and give: formats and the shapes of results."""

# ruff: noqa: D101 - the fields of a result describe themselves

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from funreason_sim.sim import Format, TypedDict

UserId = Annotated[str, Format("messenger-user-id", opaque=True)]
ContactName = Annotated[str, Format("contact-name")]


class Users(TypedDict):
    user_list: Annotated[list[str], Field(description="Names of all users of the workspace")]


class User(TypedDict):
    user_id: Annotated[UserId, Field(description="User id of this person")]


class LoggedIn(TypedDict):
    login_status: Annotated[bool, Field(description="True when the login worked")]
    message: Annotated[str, Field(description="Who is logged in now")]


class LoginStatus(TypedDict):
    login_status: Annotated[bool, Field(description="True when somebody is logged in")]


class MessageId(TypedDict):
    new_id: Annotated[int, Field(description="Id of the message")]


class Sent(TypedDict):
    sent_status: Annotated[bool, Field(description="True when the message was sent")]
    message_id: MessageId
    message: Annotated[str, Field(description="Whom it was sent to")]


class Deleted(TypedDict):
    deleted_status: Annotated[bool, Field(description="True when a message was deleted")]
    receiver_id: Annotated[str, Field(description="User id of who had received it")]
    message: Annotated[str, Field(description="Whose message was deleted")]


class Messages(TypedDict):
    messages: Annotated[dict[str, list[Any]], Field(description="All messages that were sent, by user id of receiver")]


class ContactAdded(TypedDict):
    added_status: Annotated[bool, Field(description="True when the contact was added")]
    user_id: Annotated[UserId, Field(description="User id of the new contact")]
    message: Annotated[str, Field(description="Who was added")]


class Hit(TypedDict):
    receiver_id: Annotated[str, Field(description="User id of who received it")]
    message: Annotated[str, Field(description="The message")]


class Found(TypedDict):
    results: Annotated[list[Hit], Field(description="The messages that hold the keyword, oldest first")]


class Counts(TypedDict):
    received_count: Annotated[int, Field(description="How many messages there are")]
    total_contacts: Annotated[int, Field(description="How many different people received them")]


class Stats(TypedDict):
    stats: Counts
