"""The scripted tooling seat: one advanced tool out of an executed trace (paper, phase II: T_adv = A_T(Turn))."""

from __future__ import annotations

import json
import re
from typing import Any

from ..chat import ChatReply, ChatRequest


class ScriptedTooling:
    """Names the composite after its last asked call and gives it the values that only the user can give."""

    async def reply(self, request: ChatRequest) -> ChatReply:
        calls: list[dict[str, Any]] = json.loads(request.messages[-1].content)["calls"]
        asked = [call for call in calls if call["asked"]] or calls
        return ChatReply(
            content=json.dumps(
                {
                    "name": f"{_snake(asked[-1]['tool'])}_adv",
                    "description": _description(asked),
                    "parameters": _schema(calls),
                }
            )
        )


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _description(asked: list[dict[str, Any]]) -> str:
    claims = list(dict.fromkeys(call["description"].split(". ")[0].rstrip(".") for call in asked))
    first, *rest = claims
    return ". Then: ".join([first, *(claim[0].lower() + claim[1:] for claim in rest)]) + "."


def _schema(calls: list[dict[str, Any]]) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    for call in calls:
        for name, argument in call["arguments"].items():
            if argument["from"] == "user":
                properties[_free(name, properties)] = argument["schema"]
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _free(name: str, taken: dict[str, Any]) -> str:
    number = 2
    free = name
    while free in taken:
        free, number = f"{name}_{number}", number + 1
    return free
