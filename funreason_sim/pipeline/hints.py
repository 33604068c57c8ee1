"""Asks the critic for a hint, and lets none through that gives the answer away."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from ..agents.prompting import ask_for_json
from ..agents.seats import Seats
from ..errors import ChatError
from ..records import JsonValue, Step, Turn
from .rollout import Rollout

_VALUE = re.compile(r"[A-Za-z0-9][\w.-]*\d[\w.-]*|\d+")
_NOTHING = "The request is not fulfilled yet; read it again, sentence by sentence."


async def hint_for(
    turn: Turn,
    calls: Sequence[Step],
    answered: bool,
    differences: list[dict[str, JsonValue]],
    rollout: Rollout,
    seats: Seats,
) -> str:
    """What the critic says of a failed attempt; a fixed sentence where it would tell what was not seen."""
    done: list[JsonValue] = [{"tool": e.tool, "arguments": e.arguments, "outcome": e.outcome.text} for e in calls]
    payload: dict[str, JsonValue] = {
        "query": turn.query,
        "calls": done,
        "answered": answered,
        "differences": list(differences),
    }
    try:
        hint = (await seats["critic"].reply(ask_for_json("critic", payload, ""))).content.strip()
    except ChatError:
        return _NOTHING
    seen = f"{turn.query} {json.dumps(done)} {json.dumps([m.content for m in rollout.conversation])}"
    return hint if hint and not leaks(hint, seen, {e.tool for e in calls}, rollout.episode.space.tools) else _NOTHING


def leaks(hint: str, seen: str, called: set[str], tools: object) -> bool:
    """Whether a hint names a value that was not seen, or a tool that was not called."""
    names = {str(name) for name in tools} - called  # type: ignore[attr-defined]
    if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", hint) for name in names):
        return True
    return any(value[0].rstrip(".") not in seen for value in _VALUE.finditer(hint) if len(value[0]) > 1)
