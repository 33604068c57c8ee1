"""Holds an attempt against the reference: same final world, every asked outcome, all grounded, no idle call."""

from __future__ import annotations

from collections.abc import Sequence

from ..records import Implied, JsonValue, Source, Step, Turn
from ..verification.idle import idle
from ..verification.necessity import closed, implied_by
from ..verification.outcomes import missing
from .rollout import Rollout

Difference = dict[str, JsonValue]


def differences(rollout: Rollout, turn: Turn, steps: Sequence[Step], answered: bool, digest: str) -> list[Difference]:
    """Every way in which an attempt falls short of the reference; none when it does what the reference did."""
    wanted = {ask.call: ask for ask in turn.asked}
    asked = [step for step in turn.reference if step.id in wanted]
    found: list[Difference] = [] if answered else [{"kind": "unfinished"}]
    for index, step in enumerate(steps):
        lacking = sorted(step.arguments.keys() - step.sources.keys())
        found += [{"kind": "ungrounded", "call": index, "parameter": name} for name in lacking]
    for step in missing(asked, [(step.tool, step.outcome) for step in steps]):
        found.append(_missed(turn, step, steps, wanted[step.id].span))
    if digest != turn.digest:
        found += _changes(turn, steps) or [{"kind": "unfinished"}]
    idlers = {step.id for step in idle(steps, asked)}
    found += [{"kind": "unasked_change", "call": index} for index, step in enumerate(steps) if step.id in idlers]
    if found:
        found += [{"kind": "refused", "call": index} for index, step in enumerate(steps) if step.outcome.refused]
    return found


def _missed(turn: Turn, wanted: Step, steps: Sequence[Step], span: tuple[int, int]) -> Difference:
    """An asked outcome that was not obtained; where one argument of a call was wrong, that argument."""
    alone = [step.tool for step in turn.reference].count(wanted.tool) == 1
    for index, step in enumerate(steps):
        if alone and step.tool == wanted.tool and not step.outcome.refused:
            wrong = [name for name, value in step.arguments.items() if wanted.arguments.get(name, value) != value]
            if len(wrong) == 1:
                return {"kind": "wrong_value", "call": index, "parameter": wrong[0]}
    return {"kind": "missing", "words": turn.query[slice(*span)]}


def _changes(turn: Turn, steps: Sequence[Step]) -> list[Difference]:
    """The calls that changed rows as no reference call did."""
    meant = [step.tool for step in turn.reference]
    return [{"kind": "unasked_change", "call": n} for n, s in enumerate(steps) if s.effects and s.tool not in meant]


def with_implied(rollout: Rollout, steps: Sequence[Step]) -> list[Step]:
    """The steps, with the source `Implied` for arguments that nothing gives, where runs without them prove it."""
    return [_implied(rollout, steps, n) if s.arguments.keys() - s.sources.keys() else s for n, s in enumerate(steps)]


def _implied(rollout: Rollout, steps: Sequence[Step], index: int) -> Step:
    step = steps[index]
    tool = rollout.episode.space.tools.get(step.tool)
    if tool is None or step.outcome.refused:
        return step
    calls = [(other.tool, other.arguments) for other in steps]
    later = implied_by(rollout.episode, calls, index, tool.spec.parameters)
    if later is None:
        return step
    free = [n for n in step.arguments if n not in step.sources and closed(rollout.grounder.schema(tool.name, n))]
    sources: dict[str, Source] = {**step.sources, **{n: Implied(needed_by=steps[later].id) for n in free}}
    return step.model_copy(update={"sources": sources})
