"""The scripted reasoning seat: it reads the request and the documents, plans backward, and looks at real results."""

from __future__ import annotations

import json

from ..chat import ChatCall, ChatReply, ChatRequest
from .answers import answer
from .asks import asks
from .conversation import Conversation, read_conversation
from .plans import Planned
from .steps import Step, Stepper
from .thoughts import thought
from .toolbox import toolbox


class ScriptedReasoner:
    """Answers every request of the reasoning seat from the request alone.

    It keeps nothing between replies, draws nothing, and knows no environment: it works on any tools with documents.
    """

    async def reply(self, request: ChatRequest) -> ChatReply:
        """The next calls with the thought behind them, or the final answer."""
        return respond(request)


def respond(request: ChatRequest) -> ChatReply:
    """What the reasoning seat says to a request; the same for the same request, always."""
    conversation = read_conversation(request)
    step = decide(request, conversation)
    thinking = thought(step, conversation)
    if not step.calls:
        return ChatReply(content=answer(step), reasoning=thinking)
    return ChatReply(reasoning=thinking, calls=_calls(step, conversation))


def decide(request: ChatRequest, conversation: Conversation) -> Step:
    """The next step of a conversation with these tools."""
    box = toolbox(request.tools)
    return Stepper(box, conversation, asks(box, conversation.query, conversation.advice)).next()


def _calls(step: Step, conversation: Conversation) -> tuple[ChatCall, ...]:
    made = len(conversation.all)
    return tuple(_call(planned, made + n) for n, planned in enumerate(step.calls, 1))


def _call(planned: Planned, number: int) -> ChatCall:
    return ChatCall(id=f"call_{number}", name=planned.doc.name, arguments=json.dumps(planned.arguments))
