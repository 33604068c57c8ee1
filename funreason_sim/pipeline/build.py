"""Makes one index: a trajectory of N verified rounds on one state, or the reason why there is none.

An index is the unit of a run: its scenario, walks, seats and retries depend on the run's identity and the index only.
"""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from ..agents.prompting import prompts_digest
from ..agents.seats import Seats
from ..bfcl.oracle import initial_states
from ..data.files import sample_line
from ..data.results import IndexResult
from ..errors import ChatError, ScenarioError, ToolBroken
from ..graph import ApiGraph, WalkFailed, walk_turn
from ..graph.pool import Known, Origin
from ..graph.probe import known_values
from ..graph.walk import Walked
from ..records import Default, EnvironmentRef, JsonValue, Output, Provenance, RunConfig, Sample, Verdict
from ..sim import ChanceKind, Dice, Episode, Scenario, Space, derive, open_episode
from ..sim.values import Ledger
from ..verification import CHECKS, examine
from ..verification.checks import record_digest, sample_id
from ..verification.grounding import Grounder
from .asking import ask
from .chain import solve
from .diary import Diary
from .prepare import Prepared
from .reference import Reference, make_reference
from .rollout import Rejected, Rollout
from .traces import Calls, Trace

SYSTEM = "You are a helpful assistant that uses tools to act for the user."
"""The system prompt of every sample: neutral, and the same for all, so that nothing a seat or critic was told leaks."""
_DEEP = 8
_TRIES = 5
"""Walks of one turn before its index is given up."""


@dataclass(frozen=True)
class Start:
    """Where an index begins."""

    space: Space
    graph: ApiGraph
    scenario: Scenario
    seed: str
    chance: ChanceKind
    making: str
    """Seed of walks and seats; `seed` is the episode's own."""
    origin: Literal["generated", "benchmark", "trace"]
    turns: tuple[Calls, ...] | None = None
    """The calls of each turn, where a trace gives them."""


class Builder:
    """Builds the indices of one run."""

    def __init__(self, config: RunConfig, prepared: Prepared, seats: Seats) -> None:
        self._config = config
        self._identity = prepared.identity.digest
        self._names = prepared.names
        self._spaces = prepared.spaces
        self._graphs = prepared.graphs
        self._traces = prepared.traces
        self._seats = seats

    async def build(self, index: int) -> tuple[IndexResult, Episode | None]:
        """The result of an index, and for a kept one the episode it ended in."""
        diary = Diary()
        try:
            sample, episode = await self._trajectory(index, self._start(index), diary)
        except Rejected as rejected:
            return _rejected(index, rejected.reason, rejected.detail, diary), None
        except (ToolBroken, ScenarioError, ChatError) as error:
            kind = {ToolBroken: "tool_broken", ScenarioError: "scenario_refused"}.get(type(error), "seat_unusable")
            return _rejected(index, kind, str(error), diary), None
        except MemoryError:
            raise  # the machine's fault, not the index's: whoever runs this tries it again
        except Exception as error:
            return _rejected(index, "crashed", _told(error), diary), None
        line, attempts = sample_line(sample), tuple(diary.entries)
        return IndexResult(index=index, status="kept", line=line, effort=diary.effort, attempts=attempts), episode

    def _start(self, index: int) -> Start:
        seed = derive(str(self._config.seed), "index", index)
        if self._traces is not None:
            return self._from_trace(self._traces[index], seed)
        names = self._names
        space = self._spaces[names[index % len(names)]]
        dice = Dice(derive(seed, "scenario"))
        if self._config.scenarios == "bfcl":
            scenario: Scenario = {env.name: dice.choice(initial_states(env.name)) for env in space.environments}
            return Start(space, self._graphs[space.name], scenario, seed, "mersenne", seed, "benchmark")
        return Start(space, self._graphs[space.name], space.generate(dice), seed, "counter", seed, "generated")

    def _from_trace(self, trace: Trace, seed: str) -> Start:
        if trace.space not in self._spaces:
            raise Rejected("other_environment", f"{trace.name} is of {trace.space}")
        space = self._spaces[trace.space]
        scenario = trace.scenario or space.generate(Dice(derive(seed, "scenario")))
        own = trace.seed or seed
        return Start(space, self._graphs[space.name], scenario, own, trace.chance, seed, trace.origin, trace.turns)

    async def _trajectory(self, index: int, start: Start, diary: Diary) -> tuple[Sample, Episode]:
        episode = open_episode(start.space, start.scenario, seed=start.seed, chance=start.chance)
        opened = episode.head
        rollout = Rollout(
            episode, known_values(episode, Dice(derive(start.making, "known"))), Grounder(start.space, start.scenario)
        )
        turns = self._config.turns if start.turns is None else len(start.turns)
        if turns == 0:
            raise Rejected("empty_trace", "the trace has no calls")
        for number in range(turns):
            await self._turn(rollout, start, number, diary)
        sample = self._sample(index, start, rollout, opened)
        verdict = examine(sample, start.space)
        if not verdict.ok:
            finding = verdict.findings[0]
            raise Rejected(
                "unverified",
                f"{finding.check}: {finding.message} (turn {finding.turn}, {finding.step}, {finding.field})",
            )
        return sample, rollout.episode

    async def _turn(self, rollout: Rollout, start: Start, number: int, diary: Diary) -> None:
        """One round; a walk that comes to nothing is logged, and the next one tried."""
        tries = _TRIES if start.turns is None else 2
        for attempt in range(tries):
            seed = derive(start.making, "turn", number, attempt)
            diary.count("walks")
            try:
                if start.turns is None:
                    reference = self._walk(rollout, start, seed)
                else:
                    reference = _replay(rollout, start.turns[number], seed)
                turn = await ask(rollout, reference, self._seats, seed, self._config.phrasings)
                rollout.accept(*await solve(rollout, turn, self._seats, self._config.attempts, diary))
                diary.count("turns")
                diary.count("hidden", len(turn.asked) < len(turn.reference))
                return
            except Rejected as rejected:
                diary.note(number, "walk", rejected.reason, trace=rejected.detail)
                last = rejected
        raise last

    def _walk(self, rollout: Rollout, start: Start, seed: str) -> Reference:
        dice = Dice(derive(seed, "walk"))
        target = self._target(rollout, start, dice)
        fork = rollout.episode.fork()
        try:
            walk = walk_turn(
                fork,
                start.graph,
                rollout.pool(),
                dice,
                target=target,
                calls=self._config.calls,
                first=rollout.references,
                sampler=self._config.sampler,
                past=rollout.past,
            )
        except WalkFailed as failed:
            raise Rejected("walk_failed", str(failed)) from None
        if not walk.reached:
            raise Rejected("target_unreached", f"{walk.target} was not reached in {self._config.calls} calls")
        return make_reference(rollout.episode, walk.steps, walk.target, dice.child("reference"), fork.digest())

    def _target(self, rollout: Rollout, start: Start, dice: Dice) -> str | None:
        """The run's target until it has been called, then one drawn for depth: tools that much leads to come first."""
        chosen = self._config.target
        called = {step.tool for step in rollout.past}
        if chosen is not None and chosen in start.space.tools and chosen not in called:
            return chosen
        fresh = [tool for tool in start.space.tools if tool not in called] or list(start.space.tools)
        return dice.choice([tool for tool in fresh for _ in range(_weight(rollout, start, tool))])

    def _sample(self, index: int, start: Start, rollout: Rollout, opened: str) -> Sample:
        sample = Sample(
            id=sample_id(self._identity, index),
            index=index,
            origin=start.origin,
            environments=tuple(EnvironmentRef(name=e.name, digest=e.digest) for e in start.space.environments),
            seed=start.seed,
            chance=start.chance,
            scenario=start.scenario,
            system=SYSTEM,
            tools=start.space.specs,
            turns=tuple(rollout.turns),
            error_tool_response=any(step.outcome.refused for step in rollout.steps),
            provenance=self._provenance(start),
            opened=opened,
            head=rollout.episode.head,
            verdict=Verdict(checks=tuple(CHECKS)),
            digest="",
        )
        return sample.model_copy(update={"digest": record_digest(sample)})

    def _provenance(self, start: Start) -> Provenance:
        seats = dict.fromkeys(self._seats, self._config.model)
        return Provenance(
            seats=dict(sorted(seats.items())),
            models={},
            package=version("funreason-sim"),
            configuration=self._identity,
            graph=start.graph.digest,
            prompts=prompts_digest(),
        )


def _weight(rollout: Rollout, start: Start, tool: str) -> int:
    """How often a tool is drawn as target: more often when calls that nobody asks for have to lead to it."""
    fed = [
        edge
        for edge in start.graph.feedable(tool, start.space.inverses)
        if edge.format not in start.space.opaque or not rollout.ledger.given(str(edge.format))
    ]
    enabled = [edge for edge in start.graph.before(tool) if edge.kind == "enables" and not edge.weak]
    return _DEEP if fed or enabled else 1


def _told(error: Exception) -> str:
    """A fault of a seat or of the engine in one sentence, with the place where it was raised."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({Path(frame.filename).name}:{frame.lineno}, in {frame.name})"


def _rejected(index: int, reason: str, detail: str, diary: Diary) -> IndexResult:
    entries = tuple(diary.entries)
    return IndexResult(
        index=index, status="rejected", reason=reason, detail=detail, effort=diary.effort, attempts=entries
    )


def _replay(rollout: Rollout, calls: Calls, seed: str) -> Reference:
    """Run a trace's turn on a fork, and find out where its arguments come from."""
    fork = rollout.episode.fork()
    ledger = rollout.ledger.copy()
    steps = []
    for number, (tool, arguments) in enumerate(calls):
        name = f"r{rollout.references + number}"
        event = fork.call(tool, arguments)
        if event.refused:
            raise Rejected(
                "trace_refused",
                f"call {number + 1} of turn {len(rollout.turns) + 1}, {tool}, is refused: {event.text[:200]}",
            )
        origins = {n: _origin(rollout, tool, n, value, ledger) for n, value in arguments.items()}
        steps.append(Walked(name, event, origins))
        ledger.add(name, tool, arguments, event.outcome)
    return make_reference(rollout.episode, steps, None, Dice(derive(seed, "reference")), fork.digest())


def _origin(rollout: Rollout, tool: str, name: str, value: JsonValue, ledger: Ledger) -> Origin:
    schema = rollout.grounder.schema(tool, name)
    given = ledger.given(schema["format"]) if "format" in schema else []
    chosen = next((item for item in given if item.found.value == value), None)
    if chosen is not None:
        return Output(call=chosen.call, path=chosen.found.path)
    if "default" in schema and schema["default"] == value:
        return Default()
    if schema.get("format") in rollout.episode.space.opaque and not rollout.grounder.holds(value):
        raise Rejected(
            "ungrounded", f"{name} = {value!r} of {tool} comes from no earlier call, and the user does not hold it"
        )
    return Known()
