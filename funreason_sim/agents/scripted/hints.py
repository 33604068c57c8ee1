"""Hints: the sentences in which the critic tells what went wrong, and what the reasoner reads out of them.

Both sides live here, so that they cannot drift apart. The sentences are plain English, since a model may sit in either
seat: a model understands them, and a hint that a model wrote in other words simply changes nothing here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ...records import JsonValue

_LINE = re.compile(r"^\s*Hint:\s*(.*)$", re.MULTILINE)
_MISSED = re.compile(r"Nothing was done about \"(.+?)\"")
_ELSE = re.compile(r"\"([^\"]+)\" was not delivered by calling ([\w, ]+?), so")
_UNASKED = re.compile(r"Nobody asked for what calling (\w+) did")
_WRONG = re.compile(r"In the call to (\w+), (.+?) is not the (\w+) that the request describes")
_LOOSE = re.compile(r"In the call to (\w+), the (\w+) (.+?) comes from nowhere")
_REFUSED = re.compile(r"The call to (\w+) with (\{.*?\}) was refused")
_UNNEEDED = re.compile(r"Calling (\w+) with (\{.*?\}) was of no use")
_UNFINISHED = re.compile(r"The work was not brought to an end")


@dataclass(frozen=True)
class Advice:
    """What all hints together say."""

    missed: tuple[str, ...] = ()
    avoid: tuple[tuple[str, str], ...] = ()
    unasked: tuple[str, ...] = ()
    wrong: tuple[tuple[str, str, str], ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    unneeded: tuple[tuple[str, str], ...] = ()
    unfinished: int = field(default=0)

    def rejects(self, tool: str, parameter: str, value: JsonValue) -> bool:
        """Whether a value was said to be wrong for a parameter."""
        return (tool, parameter, shown(value)) in self.wrong

    def spares(self, tool: str, arguments: JsonValue) -> bool:
        """Whether a call was said to be of no use."""
        return (tool, shown(arguments)) in self.unneeded


def shown(value: JsonValue) -> str:
    """A value as hints quote it."""
    return json.dumps(value)


def advice(system: str) -> Advice:
    """What the hint lines at the end of a system message say."""
    lines = " ".join(_LINE.findall(system))
    tools = [(m[1], name.strip()) for m in _ELSE.finditer(lines) for name in m[2].replace(" and ", ",").split(",")]
    return Advice(
        missed=tuple(m[1] for m in _MISSED.finditer(lines)),
        avoid=tuple(tools),
        unasked=tuple(m[1] for m in _UNASKED.finditer(lines)),
        wrong=tuple(
            [(m[1], m[3], m[2]) for m in _WRONG.finditer(lines)] + [(m[1], m[2], m[3]) for m in _LOOSE.finditer(lines)]
        ),
        refused=tuple((m[1], m[2]) for m in _REFUSED.finditer(lines)),
        unneeded=tuple((m[1], m[2]) for m in _UNNEEDED.finditer(lines)),
        unfinished=len(_UNFINISHED.findall(lines)),
    )


def say_missed(words: str, tools: Iterable[str]) -> str:
    """The hint for a part of the request that was not delivered; `tools` were called for it in vain."""
    quoted = words.replace('"', "'")
    named = ", ".join(dict.fromkeys(tools))
    if not named:
        return f'Nothing was done about "{quoted}". Find what serves this part of the request.'
    return f'"{quoted}" was not delivered by calling {named}, so read these words again and choose another way.'


def say_unasked(tool: str) -> str:
    """The hint for a change that nobody asked for."""
    return f"Nobody asked for what calling {tool} did, so do without it."


def say_wrong(tool: str, parameter: str, value: JsonValue) -> str:
    """The hint for a value that the request does not mean."""
    return f"In the call to {tool}, {shown(value)} is not the {parameter} that the request describes. Pick another one."


def say_loose(tool: str, parameter: str, value: JsonValue) -> str:
    """The hint for a value without a source."""
    where = f"In the call to {tool}, the {parameter} {shown(value)} comes from nowhere."
    return f"{where} Take it from the request or from a result."


def say_refused(tool: str, arguments: JsonValue) -> str:
    """The hint for a call that was declined."""
    return f"The call to {tool} with {json.dumps(arguments)} was refused. Read why, and settle that first."


def say_unneeded(tool: str, arguments: JsonValue) -> str:
    """The hint for a call that nobody asked for and nothing used."""
    return f"Calling {tool} with {shown(arguments)} was of no use for what the request asks, so leave it out."


def say_unfinished() -> str:
    """The hint for an attempt that never answered."""
    return "The work was not brought to an end. Take the shortest way and answer."
