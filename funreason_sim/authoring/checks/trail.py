"""What leads to a state: where an episode starts, and what is done in it; enough for anybody to do it again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from ...records import JsonValue
from ...sim import Episode, Scenario


@dataclass(frozen=True)
class Start:
    """A scenario and the seed it is opened with; `change` says how it differs from the one that this seed draws."""

    seed: int
    scenario: Scenario
    change: str = ""

    def __str__(self) -> str:
        return f"seed {self.seed}, {self.change}" if self.change else f"seed {self.seed}"

    def document(self) -> dict[str, JsonValue]:
        """As JSON, with the scenario itself."""
        return {"seed": self.seed, "change": self.change or None, "scenario": self.scenario}


@dataclass(frozen=True)
class Call:
    """One call of a tool."""

    tool: str
    arguments: Mapping[str, JsonValue]

    def __str__(self) -> str:
        told = (f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in self.arguments.items())
        return f"{self.tool}({', '.join(told)})"

    def document(self) -> dict[str, JsonValue]:
        """As JSON."""
        return {"tool": self.tool, "arguments": dict(self.arguments)}


@dataclass(frozen=True)
class Wait:
    """The clock moves on, and what falls due happens."""

    seconds: int

    def __str__(self) -> str:
        return f"advance({self.seconds})"

    def document(self) -> dict[str, JsonValue]:
        """As JSON."""
        return {"advance": self.seconds}


Act = Call | Wait


@dataclass(frozen=True)
class Trail:
    """A start and the acts that follow."""

    start: Start
    acts: tuple[Act, ...] = ()

    def then(self, act: Act) -> Trail:
        """This trail, one act longer."""
        return Trail(self.start, (*self.acts, act))

    def document(self) -> dict[str, JsonValue]:
        """As JSON."""
        return {**self.start.document(), "calls": [act.document() for act in self.acts]}


def act_from(document: Mapping[str, JsonValue]) -> Act:
    """The act that such a document stands for."""
    if "advance" in document:
        return Wait(int(str(document["advance"])))
    arguments = document["arguments"]
    assert isinstance(arguments, dict), "calls are written by Call.document"
    return Call(str(document["tool"]), arguments)


def perform(episode: Episode, act: Act) -> None:
    """Do it, in earnest."""
    if isinstance(act, Wait):
        episode.advance(act.seconds)
    else:
        episode.call(act.tool, dict(act.arguments))
