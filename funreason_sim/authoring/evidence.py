"""The execution that proves an edge: run now, on the world where it was seen, with no call more than it takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..graph import ApiGraph, Call, supply
from ..graph.api import placed, supplied
from ..records import Edge, Effect, GraphRecord, JsonValue, Outcome, Record, ToolRan, Trial
from ..sim import Episode, Space, derive, open_episode

WORLDS = 24
"""Worlds on which a supply is looked for."""


class Executed(Record):
    """One call as it ran; one that was only `tried` was taken back."""

    tool: str
    arguments: dict[str, JsonValue]
    outcome: Outcome
    effects: tuple[Effect, ...] = ()
    tried: bool = False


class Fed(Record):
    """What one step returned at a JSON Pointer and the last step took as a parameter; steps count from 0."""

    step: int
    path: str
    value: JsonValue
    parameter: str


class Proof(Record):
    """An edge and the steps that show it, on the world that `space` opens with `seed`.

    For `enables` the last three are the refused try, the call that changes it, and the try again. For `supplies` the
    last takes what an earlier one returned.
    """

    edge: Edge
    space: str
    seed: str
    steps: tuple[Executed, ...]
    fed: Fed | None = None


def prove(space: Space, graph: ApiGraph, edge: Edge) -> Proof | None:
    """An execution that shows an edge; None for a supply that no world showed."""
    if edge.trial is not None:
        return _enabling(space, edge, shortened(space, edge.trial))
    for number in range(WORLDS):
        seed = derive(space.build, "supply", edge.source, edge.target, number)
        calls = supply(space, graph.record.edges, edge, seed)
        if calls is not None:
            return _shortest(space, edge, seed, calls)
    return None


def _shortest(space: Space, edge: Edge, seed: str, calls: Sequence[Call]) -> Proof | None:
    def run(before: Sequence[Call]) -> Proof | None:
        return _feeding(space, edge, seed, [*before, calls[-1]])

    return run(_without(calls[:-1], lambda before: run(before) is not None))


def shortened(space: Space, trial: Trial) -> Trial:
    """The same trial with every call left out that it does not need."""
    own = _own(space, trial.space)

    def holds(prefix: Sequence[Call]) -> bool:
        with open_episode(own, seed=trial.scenario_seed) as episode:
            for call in prefix:
                episode.call(*call)
            before = episode.attempt(*trial.blocked).code
            refused = episode.call(*trial.enabler).refused
            after = episode.attempt(*trial.blocked).code
        return (before, refused, after) == (trial.code_before, False, trial.code_after)

    return trial.model_copy(update={"prefix": tuple(_without(trial.prefix, holds))})


def with_short_trials(space: Space, graph: GraphRecord) -> GraphRecord:
    """The graph, the evidence of its edges made as short as it can be."""
    edges = (
        edge.model_copy(update={"trial": shortened(space, edge.trial)}) if edge.trial is not None else edge
        for edge in graph.edges
    )
    return graph.model_copy(update={"edges": tuple(edges)})


def _own(space: Space, name: str) -> Space:
    """The space of the one environment that an edge was learned on."""
    return Space([environment for environment in space.environments if environment.name == name])


def _without(calls: Sequence[Call], holds: Callable[[Sequence[Call]], bool]) -> list[Call]:
    """The calls less those that can be left out one after another, the latest first, until none can."""
    kept = list(calls)
    at = len(kept)
    while at > 0:
        at -= 1
        fewer = kept[:at] + kept[at + 1 :]
        if holds(fewer):
            kept, at = fewer, len(fewer)
    return kept


def _enabling(space: Space, edge: Edge, trial: Trial) -> Proof:
    with open_episode(_own(space, trial.space), seed=trial.scenario_seed) as episode:
        steps = [_called(episode.call(*call)) for call in trial.prefix]
        steps.append(_tried(episode, trial.blocked))
        steps.append(_called(episode.call(*trial.enabler)))
        steps.append(_called(episode.call(*trial.blocked)))
    return Proof(edge=edge, space=trial.space, seed=trial.scenario_seed, steps=tuple(steps))


def _feeding(space: Space, edge: Edge, seed: str, calls: Sequence[Call]) -> Proof | None:
    """The run of these calls; None unless the last returns and takes what one of the others returned."""
    with open_episode(space, seed=seed) as episode:
        steps = [_called(episode.call(*call)) for call in calls]
    found = [_fed(space, edge, index, step, steps[-1]) for index, step in enumerate(steps[:-1])]
    fed = [item for item in found if item is not None]
    if not fed or steps[-1].outcome.refused:
        return None
    return Proof(edge=edge, space=space.name, seed=seed, steps=tuple(steps), fed=fed[-1])


def _fed(space: Space, edge: Edge, index: int, step: Executed, last: Executed) -> Fed | None:
    if step.tool != edge.source or step.outcome.refused:
        return None
    returns = space.tools[edge.source].spec.returns
    name = str(edge.parameter)
    for item in supplied(edge, returns, step.outcome.value):
        if placed(edge, space.tools[edge.target].spec.parameters, item.value) == {name: last.arguments.get(name)}:
            return Fed(step=index, path=item.path, value=item.value, parameter=name)
    return None


def _called(event: ToolRan) -> Executed:
    return Executed(tool=event.call.tool, arguments=event.call.arguments, outcome=event.outcome, effects=event.effects)


def _tried(episode: Episode, call: Call) -> Executed:
    return Executed(tool=call[0], arguments=call[1], outcome=episode.attempt(*call), tried=True)
