"""A sample as a conversation, cut at each assistant response: what every training format starts from.

A chat template drops the thoughts of turns before the last request (Qwen3's does), so a trajectory trained in one piece
loses most of its thoughts without a word. The paper cuts instead: one row per response, holding what came before and
that response, with the loss on that response only.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..records import Record, Sample, Step


class Request(Record):
    """The user says something."""

    text: str


class Results(Record):
    """What the calls of one response came back with, in the order of the calls: ids and exact texts."""

    ids: tuple[str, ...]
    texts: tuple[str, ...]


class Acting(Record):
    """The assistant thinks, and calls one tool or several at once."""

    thought: str
    steps: tuple[Step, ...]


class Answer(Record):
    """The assistant thinks, and answers."""

    thought: str
    text: str


Part = Request | Acting | Results | Answer


def conversation(sample: Sample) -> tuple[Part, ...]:
    """The whole conversation. A user's part comes first, and user's and assistant's parts alternate."""
    parts: list[Part] = []
    for turn in sample.turns:
        parts.append(Request(text=turn.query))
        for response, steps in turn.rounds():
            if not steps:
                parts.append(Answer(thought=response.thought, text=turn.answer))
                continue
            results = Results(ids=tuple(s.id for s in steps), texts=tuple(s.outcome.text for s in steps))
            parts += [Acting(thought=response.thought, steps=steps), results]
    return tuple(parts)


def cuts(sample: Sample) -> Iterator[tuple[Part, ...]]:
    """One conversation for each assistant response, ending with it."""
    parts = conversation(sample)
    for end, part in enumerate(parts, start=1):
        if isinstance(part, Acting | Answer):
            yield parts[:end]
