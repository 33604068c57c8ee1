"""The checks of a sample: each one function from a re-execution to findings, declared once in `CHECKS`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import chain

from ..records import Finding, Outcome, Sample, Step, ToolRan, Turn, digest_of
from ..sim import Space
from . import query as queries
from .honesty import honest
from .idle import idle
from .necessity import breaks_without, needed
from .outcomes import missing
from .rerun import Rerun, TurnRerun
from .sources import grounded
from .spot import Spot

Check = Callable[[Rerun], Iterator[Finding]]


def record(run: Rerun) -> Iterator[Finding]:
    """The record is whole: its digest, its id and its flags are those of its content."""
    sample, spot = run.sample, Spot("record")
    yield from spot.differ("the digest is not that of the content", "digest", sample.digest, record_digest(sample))
    made = sample_id(sample.provenance.configuration, sample.index)
    yield from spot.differ("the id is not made of configuration and index", "id", sample.id, made)
    if (sample.origin == "benchmark") != (sample.chance == "mersenne"):
        yield spot.find("episodes of the benchmark, and no others, draw as it does", "chance", None, sample.chance)
    refused = any(event.refused for turn in run.turns for event in turn.calls)
    claimed = sample.error_tool_response
    yield from spot.differ("the flag for refused calls is wrong", "error_tool_response", claimed, refused)


def tools(run: Rerun) -> Iterator[Finding]:
    """The record's environments and tools are the installed ones."""
    spot = Spot("tools")
    for claimed_ref, environment in zip(run.sample.environments, run.space.environments, strict=True):
        claim = claimed_ref.digest
        yield from spot.differ("the environment is not the installed one", "environments", claim, environment.digest)
    claimed = {spec.name: spec for spec in run.sample.tools}
    installed = {spec.name: spec for spec in run.space.specs}
    names = [spec.name for spec in run.sample.tools]
    yield from spot.differ("other tools than the environments have", "tools", names, list(installed))
    for name in [name for name in claimed if name in installed and claimed[name] != installed[name]]:
        yield spot.find("the record specifies this tool otherwise than it is installed", f"tools.{name}")


def replay(run: Rerun) -> Iterator[Finding]:
    """Every call, of references and of steps, does again what the record says: outcome, rows, place in the chain."""
    spot = Spot("replay")
    yield from spot.differ("the episode opens otherwise", "opened", run.sample.opened, run.opened)
    for number, turn in enumerate(run.turns):
        here = spot.at(number)
        yield from _executions(here, turn.turn.reference, turn.reference)
        yield from _executions(here, turn.turn.steps, turn.calls)
        yield from here.differ("the turn ends in another world", "digest", turn.turn.digest, turn.state)
    yield from spot.differ("the chain of events ends otherwise", "head", run.sample.head, run.head)


def _executions(spot: Spot, claimed: Sequence[Step], events: Sequence[ToolRan]) -> Iterator[Finding]:
    for execution, event in zip(claimed, events, strict=True):
        here = spot.at(spot.turn, execution.id)
        outcome = execution.outcome
        yield from here.differ("the call returns another text", "outcome.text", outcome.text, event.text)
        yield from here.differ("the call is refused otherwise", "outcome.code", outcome.code, event.code)
        yield from here.differ("the call changes other rows", "effects", _plain(execution), _plain(event))
        yield from here.differ("the call has another place in the chain", "event", execution.event, event.id)


def _plain(ran: Step | ToolRan) -> list[object]:
    return [effect.model_dump(mode="json") for effect in ran.effects]


def equivalent(run: Rerun) -> Iterator[Finding]:
    """The steps do what the reference did: the same state, and every asked outcome."""
    for number, turn in enumerate(run.turns):
        spot = Spot("equivalent", number)
        if not turn.turn.asked:
            yield spot.find("the turn asks for nothing", "asked")
        yield from spot.differ(
            "the steps end in another world than the reference", "digest", turn.reference_state, turn.state
        )
        for execution in missing(_asked(turn), _outcomes(turn.calls)):
            here = spot.at(number, execution.id)
            yield here.find("an asked outcome was not obtained", "outcome.text", execution.outcome.text)
        for execution, event in zip(turn.turn.reference, turn.reference, strict=True):
            if event.refused:
                yield spot.at(number, execution.id).find(
                    "a reference call is refused", "outcome.code", None, event.code
                )


def _outcomes(events: Sequence[ToolRan]) -> list[tuple[str, Outcome]]:
    return [(event.call.tool, event.outcome) for event in events]


def _asked(turn: TurnRerun) -> list[Step]:
    """The asked reference calls, with the outcomes they really have."""
    wanted = {ask.call for ask in turn.turn.asked}
    pairs = zip(turn.turn.reference, turn.reference, strict=True)
    return [e.model_copy(update={"outcome": event.outcome}) for e, event in pairs if e.id in wanted]


def necessary(run: Rerun) -> Iterator[Finding]:
    """Every call of the reference and of the steps was asked for, or something asked needs it."""
    for number, turn in enumerate(run.turns):
        spot = Spot("necessary", number)
        ids = [execution.id for execution in turn.turn.reference]
        asked = {ask.call for ask in turn.turn.asked}
        for name in sorted(asked - set(ids)):
            yield spot.at(number, name).find("what is asked is no call of the reference", "asked")
        sources = {execution.id: execution.sources for execution in turn.turn.reference}
        for name in sorted(set(ids) - needed(ids, asked & set(ids), sources, _enabling(turn))):
            yield spot.at(number, name).find("nothing asked needs this call", "reference")
        for step in idle(turn.turn.steps, [step for step in turn.turn.reference if step.id in asked]):
            yield spot.at(number, step.id).find(
                "the call changed nothing, and nothing asked for it or used it", "steps"
            )


def _enabling(turn: TurnRerun) -> dict[str, str]:
    """For each reference call that was not asked: the later call that is refused without it."""
    asked = {ask.call for ask in turn.turn.asked}
    calls = [(execution.tool, execution.arguments) for execution in turn.turn.reference]
    found = {}
    for index, execution in enumerate(turn.turn.reference):
        broken = None if execution.id in asked else breaks_without(turn.before, calls, index)
        if broken is not None:
            found[execution.id] = turn.turn.reference[broken].id
    return found


def query(run: Rerun) -> Iterator[Finding]:
    """The query reads like a person's: no code, no prerequisite told, and words for everything asked."""
    ids: set[str] = set()
    for number, turn in enumerate(run.turns):
        ids |= queries.ids_in(_outcomes(turn.reference), run.space)
        yield from query_findings(number, turn.turn, run.space, ids)
        ids |= queries.ids_in(_outcomes(turn.calls), run.space)


def query_findings(number: int, turn: Turn, space: Space, ids: Collection[str]) -> Iterator[Finding]:
    """What is wrong with one query; `ids` are the opaque values that calls of the trajectory have returned."""
    spot = Spot("query", number)
    sources = [source for execution in turn.reference for source in execution.sources.values()]
    said = queries.said_spans(sources, number)
    found = (
        queries.identifiers(turn.query, said, space),
        queries.ids(turn.query, said, ids),
        queries.told(turn, said, space),
    )
    for problem in chain(*found):
        yield spot.at(number, problem.step).find(problem.message, "query", actual=problem.words)
    for ask in turn.asked:
        if not queries.whole_words(turn.query, *ask.span):
            yield spot.at(number, ask.call).find("no words of the query ask for this", "asked", actual=list(ask.span))


def advanced(run: Rerun) -> Iterator[Finding]:
    """The advanced tool stands for the whole reference, and is not one of the tools."""
    names = {spec.name for spec in run.space.specs}
    for number, turn in enumerate(run.sample.turns):
        spot = Spot("advanced", number)
        ids = [execution.id for execution in turn.reference]
        composes = list(turn.advanced_tool.composes)
        yield from spot.differ("the advanced tool composes other calls", "advanced_tool.composes", composes, ids)
        if turn.advanced_tool.name in names:
            name = turn.advanced_tool.name
            yield spot.find("the advanced tool has the name of a tool", "advanced_tool.name", actual=name)
        if turn.target is not None and turn.target not in [step.tool for step in turn.reference]:
            yield spot.find("the reference does not reach its target", "target", actual=turn.target)


CHECKS: dict[str, Check] = {
    check.__name__: check for check in (record, tools, replay, equivalent, grounded, necessary, query, honest, advanced)
}


def sample_id(configuration: str, index: int) -> str:
    """The id of the sample that a configuration makes of an index."""
    return f"{configuration[:8]}-{index:06d}"


def record_digest(sample: Sample) -> str:
    """The digest of a sample's content: everything but the digest itself."""
    return digest_of(sample.model_dump(mode="json", exclude={"digest"}))
