"""One protocol for everybody who answers: a model behind an endpoint, or a script."""

from __future__ import annotations

from typing import Literal, Protocol

from ..records import Record, ToolSpec

Role = Literal["tooling", "querying", "reasoning", "critic"]


class ChatCall(Record):
    """A tool call as a seat writes it: `arguments` is JSON text."""

    id: str
    name: str
    arguments: str


class Message(Record):
    """One message of a conversation; `reasoning` and `calls` are an assistant's, `call_id` a tool's."""

    role: Literal["system", "user", "assistant", "tool"]
    content: str
    reasoning: str = ""
    calls: tuple[ChatCall, ...] = ()
    call_id: str | None = None


class ChatRequest(Record):
    """All that a seat gets to see. `seed` is for a seat that may draw; the reasoning seat's is empty."""

    role: Role
    messages: tuple[Message, ...]
    tools: tuple[ToolSpec, ...] = ()
    seed: str = ""


class ChatReply(Record):
    """What a seat says: text, or calls to make, with the thought behind it."""

    content: str = ""
    reasoning: str = ""
    calls: tuple[ChatCall, ...] = ()


class Chat(Protocol):
    """A seat.

    Raises:
        ChatError: when no usable answer can be had.
    """

    async def reply(self, request: ChatRequest) -> ChatReply: ...
