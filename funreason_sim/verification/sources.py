"""Checks where every argument of a sample comes from: words, an earlier outcome, a default, or a proved need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..records import Default, Finding, JsonValue, Output, Said, Source, Step, ToolRan
from ..sim.values import Ledger, resolve
from .grounding import Grounder
from .necessity import closed, implied_by
from .rerun import Rerun, TurnRerun
from .spot import Spot


def grounded(run: Rerun) -> Iterator[Finding]:
    """Every argument comes from where the record says."""
    grounder = Grounder(run.space, run.sample.scenario)
    ledger = Ledger({name: tool.spec.returns for name, tool in run.space.tools.items()})
    queries = [turn.query for turn in run.sample.turns]
    past: dict[str, ToolRan] = {}
    for number, turn in enumerate(run.turns):
        said = queries[: number + 1]
        singly = [1] * len(turn.reference)
        at_once = [len(response.calls) for response in turn.turn.responses]
        for claimed, events, groups in (
            (turn.turn.reference, turn.reference, singly),
            (turn.turn.steps, turn.calls, at_once),
        ):
            seen, known = ledger.copy(), dict(past)
            first = 0
            for size in groups:
                for index in range(first, first + size):
                    place = _Place(run, turn, claimed, index, said, seen, known, grounder)
                    yield from place.findings(Spot("grounded", number, claimed[index].id))
                for index in range(first, first + size):  # what calls of one response return, none of them has seen
                    seen.add(claimed[index].id, claimed[index].tool, claimed[index].arguments, events[index].outcome)
                    known[claimed[index].id] = events[index]
                first += size
        ledger, past = seen, known  # of the steps: what the reference returned is not part of the conversation


@dataclass(frozen=True)
class _Place:
    """One call at its place in a trajectory, with all that was said and returned before it."""

    run: Rerun
    turn: TurnRerun
    claimed: Sequence[Step]
    index: int
    said: list[str]
    seen: Ledger
    known: dict[str, ToolRan]
    grounder: Grounder

    def findings(self, spot: Spot) -> Iterator[Finding]:
        execution = self.claimed[self.index]
        for name in sorted(execution.arguments.keys() | execution.sources.keys()):
            value = execution.arguments.get(name)
            problem = self._problem(execution, name, value)
            if problem:
                yield spot.find(problem, f"arguments.{name}", actual=value)

    def _problem(self, execution: Step, name: str, value: JsonValue) -> str | None:
        source = execution.sources.get(name)
        if source is None:
            return "the argument has no source"
        if name not in execution.arguments:
            return "a source is given for no argument"
        return self._wrong(execution.tool, name, value, source)

    def _wrong(self, tool: str, name: str, value: JsonValue, source: Source) -> str | None:
        if isinstance(source, Said):
            return self._said(tool, name, value, source)
        if isinstance(source, Output):
            return self._output(tool, name, value, source)
        if isinstance(source, Default):
            defaults = self.run.space.tools[tool].defaults if tool in self.run.space.tools else {}
            return None if name in defaults and defaults[name] == value else "the value is not the schema's default"
        return self._implied(tool, name, source.needed_by)

    def _said(self, tool: str, name: str, value: JsonValue, source: Said) -> str | None:
        if not 0 <= source.turn < len(self.said):
            return "the source names a turn that is not there yet"
        hit = self.grounder.said(tool, name, value, self.said[source.turn])
        same = hit is not None and hit.span == source.span and hit.rule == source.rule
        return None if same else "the words of the query do not say this value"

    def _output(self, tool: str, name: str, value: JsonValue, source: Output) -> str | None:
        event = self.known.get(source.call)
        if event is None:
            return f"the source {source.call} is no earlier call"
        try:
            found = resolve(event.value, source.path)
        except KeyError:
            return f"call {source.call} returned nothing at {source.path}"
        if event.refused or found != value or isinstance(found, bool) != isinstance(value, bool):
            return f"call {source.call} returned another value at {source.path}"
        again = self.grounder.returned(self.grounder.schema(tool, name), value, self.said, self.seen)
        if again is None:
            return "nothing singles out this value among those returned"
        return None if again.picks == source.picks else "the words that pick this value are others"

    def _implied(self, tool: str, name: str, needed_by: str) -> str | None:
        if not closed(self.grounder.schema(tool, name)):
            return "a need can only imply a flag, a number or one of several options"
        calls = [(execution.tool, execution.arguments) for execution in self.claimed]
        parameters = self.run.space.tools[tool].spec.parameters
        later = implied_by(self.turn.before, calls, self.index, parameters)
        if later is None:
            return "no later call needs this one with these values"
        return None if self.claimed[later].id == needed_by else f"it is {self.claimed[later].id} that needs this call"
