"""Runs a sample again, from its own record, on fresh databases: what every check is held against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..records import Sample, Step, ToolRan, Turn
from ..sim import Episode, Space, open_episode


@dataclass
class TurnRerun:
    """One turn as it really goes: the reference on a fork, then the steps on the episode itself."""

    turn: Turn
    before: Episode
    reference: list[ToolRan] = field(default_factory=list)
    reference_state: str = ""
    calls: list[ToolRan] = field(default_factory=list)
    state: str = ""


@dataclass
class Rerun:
    """A whole sample as it really goes."""

    sample: Sample
    space: Space
    opened: str
    turns: list[TurnRerun]
    head: str


def rerun(sample: Sample, space: Space) -> Rerun:
    """Execute a sample's references and steps from its scenario and seed.

    Raises:
        ScenarioError: when the environment refuses the scenario.
        ToolBroken: when a call breaks a tool.
    """
    episode = open_episode(space, sample.scenario, seed=sample.seed, chance=sample.chance)
    opened = episode.head
    turns = [_turn(episode, turn) for turn in sample.turns]
    return Rerun(sample, space, opened, turns, episode.head)


def _turn(episode: Episode, turn: Turn) -> TurnRerun:
    before = episode.fork()
    done = TurnRerun(turn, before)
    done.reference, done.reference_state = run_reference(before, turn.reference)
    episode.hear(turn.query)
    for response, steps in turn.rounds():
        episode.say(response.thought, "" if steps else turn.answer)
        done.calls += [episode.call(step.tool, step.arguments) for step in steps]
    done.state = episode.digest()
    return done


def run_reference(before: Episode, reference: Sequence[Step]) -> tuple[list[ToolRan], str]:
    """The reference's events and the state it leads to, on a fork that is thrown away."""
    fork = before.fork()
    events = [fork.call(step.tool, step.arguments) for step in reference]
    return events, fork.digest()
