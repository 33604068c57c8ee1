"""The log of an episode: facts in order, chained by hash so that none can be changed or moved."""

from __future__ import annotations

import hashlib
from typing import Annotated, Literal

from pydantic import Field

from .base import JsonValue, Record, canonical
from .calls import Effect, Outcome, ToolCall

GENESIS = "0" * 32


class _Fact(Record):
    id: str
    seq: int
    at: int
    """Seconds since the Unix epoch, on the episode's own clock."""


class EpisodeOpened(_Fact):
    """A world was made from a scenario."""

    type: Literal["episode_opened"] = "episode_opened"
    environments: tuple[str, ...]
    scenario: str
    """Digest of the scenario document."""
    seed: str
    chance: str


class UserSaid(_Fact):
    """The user asked for something."""

    type: Literal["user_said"] = "user_said"
    text: str


class AssistantSaid(_Fact):
    """The assistant thought, and perhaps spoke."""

    type: Literal["assistant_said"] = "assistant_said"
    thought: str
    text: str


class ToolRan(_Fact):
    """One call ran to an outcome; its effects are what the engine saw change."""

    type: Literal["tool_ran"] = "tool_ran"
    call: ToolCall
    outcome: Outcome
    effects: tuple[Effect, ...]

    @property
    def text(self) -> str:
        """The outcome's exact text."""
        return self.outcome.text

    @property
    def value(self) -> JsonValue:
        """The outcome's JSON value."""
        return self.outcome.value

    @property
    def code(self) -> str | None:
        """The refusal's code; None when the call returned."""
        return self.outcome.code

    @property
    def refused(self) -> bool:
        """Whether the call was refused."""
        return self.outcome.refused


class TimePassed(_Fact):
    """The episode's clock moved to `at`."""

    type: Literal["time_passed"] = "time_passed"
    seconds: int


class Reacted(_Fact):
    """Something that was due happened, or was found to be no longer wanted (`status`: skipped)."""

    type: Literal["reacted"] = "reacted"
    handler: str
    arguments: dict[str, JsonValue]
    status: Literal["fired", "skipped"]
    reason: str | None = None
    cause: int | None
    """`seq` of the event that scheduled it."""
    effects: tuple[Effect, ...]


class EpisodeClosed(_Fact):
    """Nothing more happens in this world."""

    type: Literal["episode_closed"] = "episode_closed"
    reason: str


Event = Annotated[
    EpisodeOpened | UserSaid | AssistantSaid | ToolRan | TimePassed | Reacted | EpisodeClosed,
    Field(discriminator="type"),
]


def link(previous: str, fact: object) -> str:
    """The id of the event that follows `previous`: 128 bits of BLAKE2b over both, in hexadecimal."""
    return link_text(previous, canonical(fact))


def link_text(previous: str, fact: str) -> str:
    """`link` of a fact that is in its canonical form already."""
    return hashlib.blake2b(f"{previous}{fact}".encode(), digest_size=16).hexdigest()
