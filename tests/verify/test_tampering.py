"""Whatever is changed in a record, verification finds it: by the digest, and where that was made to fit, by running."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from made import resealed, samples
from pydantic import ValidationError
from verify.changing import Path, with_changed

from funreason_sim.errors import UnknownEnvironment
from funreason_sim.records import Call, Default, Implied, Output, Pick, Response, Said, Sample, Step, Turn, Verdict
from funreason_sim.verification import CHECKS, verify

# What a run cannot show: where a record comes from, and how things were named and described. The digest covers them.
PROVENANCE = ("provenance", "system", "style", "hints", "target", "advanced_tool", "digest")


def _leaves(value: Any, path: Path = ()) -> Iterator[Path]:
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, item in items:
            yield from _leaves(item, (*path, key))
    else:
        yield path


def _verdict(document: Any) -> Verdict | None:
    """The verdict on a changed and resealed record; None when it is no record any more."""
    try:
        return verify(resealed(Sample.model_validate_json(json.dumps(document), strict=True)))
    except (ValidationError, UnknownEnvironment):
        return None


def _is_provenance(path: Path) -> bool:
    names = [key for key in path if isinstance(key, str)]
    if names == ["turns", "digest"]:
        return False
    return names[0] in PROVENANCE or (names[0] == "turns" and names[1] in PROVENANCE)


def test_untouched_samples_hold() -> None:
    """What the pipeline keeps verifies, from its own record, by every check."""
    for sample in samples():
        again = Sample.model_validate_json(sample.model_dump_json())
        assert verify(again) == sample.verdict == Verdict(checks=tuple(CHECKS))


@pytest.mark.parametrize("number", range(3))
def test_every_changed_leaf_is_found_though_the_digest_was_made_to_fit(number: int) -> None:
    """Each value of a record, changed alone: the re-execution, the sources or the words tell."""
    document = json.loads(samples()[number].model_dump_json())
    missed = []
    paths = [path for path in _leaves(document) if not _is_provenance(path) and path[0] != "tools"]
    for path in paths[number::3]:
        verdict = _verdict(with_changed(document, path))
        if verdict is not None and verdict.ok:
            missed.append(path)
    assert missed == []
    assert len(paths) > 200


def test_a_changed_specification_is_found() -> None:
    """The tools that a record claims to have offered must be the installed ones."""
    document = json.loads(samples()[0].model_dump_json())
    for path in list(_leaves(document["tools"]))[::25]:
        verdict = _verdict(with_changed(document, ("tools", *path)))
        assert verdict is None or {"tools", "record"} & {finding.check for finding in verdict.findings}


@pytest.mark.parametrize(
    "path", [("provenance", "prompts"), ("turns", 0, "style"), ("turns", 0, "advanced_tool", "description")]
)
def test_provenance_is_covered_by_the_digest(path: Path) -> None:
    """A change that no run can show is shown by the record's digest."""
    changed = Sample.model_validate_json(json.dumps(with_changed(json.loads(samples()[0].model_dump_json()), path)))
    assert [finding.field for finding in verify(changed).findings] == ["digest"]


def _turn(sample: Sample, number: int, **changes: Any) -> Sample:
    turns = list(sample.turns)
    turns[number] = turns[number].model_copy(update=changes)
    return resealed(sample.model_copy(update={"turns": tuple(turns)}))


def _first(test: Callable[[Turn, Step], bool]) -> tuple[Sample, int, Step]:
    """The first reference call, over the samples, that a test wants."""
    for sample in samples(24, 5):
        for number, turn in enumerate(sample.turns):
            for execution in turn.reference:
                if test(turn, execution):
                    return sample, number, execution
    raise AssertionError("no such call was made")


def _resourced(sample: Sample, number: int, execution: Step, name: str, source: Any) -> list[str]:
    """What verification says when one argument claims another source."""
    changed = execution.model_copy(update={"sources": {**execution.sources, name: source}})
    turn = sample.turns[number]
    reference = tuple(changed if e.id == execution.id else e for e in turn.reference)
    findings = verify(_turn(sample, number, reference=reference)).findings
    return [f.message for f in findings if f.step == execution.id and f.field == f"arguments.{name}"]


def test_a_claimed_source_is_run_after() -> None:
    """Words that do not say the value, calls that did not return it and defaults that are none are found."""
    sample, number, execution = _first(lambda t, e: isinstance(e.sources.get("access_token"), Output))
    name, source = "access_token", execution.sources["access_token"]
    assert isinstance(source, Output)
    later = f"r{int(execution.id[1:]) + 1}"
    for claim, says in [
        (Said(turn=number, span=(0, 3), rule="literal"), "do not say"),
        (Said(turn=number + 1, span=(0, 3), rule="literal"), "not there yet"),
        (Output(call=later, path=source.path), "no earlier call"),
        (Output(call=source.call, path="/nothing"), "returned nothing"),
        (source.model_copy(update={"picks": (Pick(attribute="x", turn=0, span=(0, 1), rule="literal"),)}), "pick"),
        (Default(), "not the schema's default"),
        (Implied(needed_by=execution.id), "only imply"),
    ]:
        assert any(says in message for message in _resourced(sample, number, execution, name, claim)), claim


def test_an_implied_value_is_proved_by_running_without_it() -> None:
    """A need that no run shows, or of another call, is found."""
    sample, number, execution = _first(lambda t, e: any(isinstance(s, Implied) for s in e.sources.values()))
    name = next(n for n, s in execution.sources.items() if isinstance(s, Implied))
    before = next(iter(sample.turns[number].reference)).id
    assert _resourced(sample, number, execution, name, Implied(needed_by=before))
    sample, number, execution = _first(
        lambda t, e: (
            any(s.kind == "said" and s.rule == "number" for s in e.sources.values()) and e is not t.reference[-1]
        )
    )
    name = next(n for n, s in execution.sources.items() if s.kind == "said" and s.rule == "number")
    assert _resourced(sample, number, execution, name, Implied(needed_by=sample.turns[number].reference[-1].id))


def test_an_invented_value_in_a_thought_is_found() -> None:
    """The published answer to the worked case bought with zip codes nobody had returned: 12345 and 67890."""
    sample = samples()[0]
    turn = sample.turns[0]
    thinking = (turn.responses[0].model_copy(update={"thought": "I know the zip code is 12345."}), *turn.responses[1:])
    changes: list[tuple[dict[str, Any], str]] = [
        ({"responses": thinking}, "thought"),
        ({"answer": "It leaves on 3 May 2031."}, "answer"),
    ]
    for change, field in changes:
        findings = verify(_turn(sample, 0, **change)).findings
        assert ("honest", field) in {(finding.check, finding.field) for finding in findings}


def test_a_query_that_names_code_or_tells_a_prerequisite_is_found() -> None:
    """Identifiers and returned values do not belong in what a person says."""
    sample, number, execution = _first(
        lambda t, e: (
            e.id not in {a.call for a in t.asked} and any(c.isdigit() for c in e.outcome.text) and not e.effects
        )
    )
    turn = sample.turns[number]
    value = next(iter(_strings(execution.outcome.value)))
    for addition in (" Use get_zipcode_based_on_city.", " Call lockDoors(now).", f" It is {value}."):
        findings = verify(_turn(sample, number, query=turn.query + addition)).findings
        assert "query" in {finding.check for finding in findings}, addition


def _strings(value: Any) -> Iterator[str]:
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]:
        if isinstance(item, dict | list):
            yield from _strings(item)
        elif isinstance(item, str) and len(item) >= 4 and any(c.isdigit() for c in item):
            yield item


def test_a_call_that_nothing_needs_is_found() -> None:
    """A reference call that is no longer asked for, and feeds nothing, is unnecessary."""
    sample, number, execution = _first(lambda t, e: e is t.reference[-1])
    asked = tuple(ask for ask in sample.turns[number].asked if ask.call != execution.id)
    findings = verify(_turn(sample, number, asked=asked)).findings
    assert ("necessary", execution.id) in {(f.check, f.step) for f in findings}


def test_benchmark_states_cannot_pass_for_others() -> None:
    """Episodes of benchmark origin draw as the benchmark does, which their outcomes show; no other origin fits that."""
    sample = samples(1, 4, scenarios="bfcl")[0]
    assert verify(sample).ok
    for origin in ("generated", "trace"):
        findings = verify(resealed(sample.model_copy(update={"origin": origin}))).findings
        assert "chance" in {finding.field for finding in findings}


def test_missing_steps_are_found() -> None:
    """An answer without its calls, or calls without their response, are no trajectory."""
    sample = samples()[0]
    answering = sample.turns[0].responses[-1:]
    for change in ({"steps": ()}, {"responses": answering}, {"responses": sample.turns[0].responses[:-1]}):
        assert verify(_turn(sample, 0, **change)).findings[0].field in ("responses", "steps")
    last = sample.turns[-1]
    number = len(sample.turns) - 1
    findings = verify(_turn(sample, number, steps=(), responses=last.responses[-1:])).findings
    assert {"replay", "equivalent"} <= {finding.check for finding in findings}


def test_an_idle_call_is_found() -> None:
    """A look-up that nobody asked for and nothing used has no reason to be there."""
    sample = samples()[0]
    turn = sample.turns[-1]
    last = turn.steps[-1]
    number = int(last.id[1:]) + 1
    idle = {"call": Call(id=f"c{number}", tool="list_all_airports", arguments={}), "sources": {}, "effects": ()}
    again = last.model_copy(update=idle)
    asked = {step.tool for step in turn.reference}
    assert "list_all_airports" not in asked
    calling = Response(thought="Why not.", calls=(f"c{number}",))
    longer = (*turn.responses[:-1], calling, turn.responses[-1])
    changed = _turn(sample, len(sample.turns) - 1, steps=(*turn.steps, again), responses=longer)
    assert ("necessary", f"c{number}") in {(f.check, f.step) for f in verify(changed).findings}


def test_a_false_verdict_is_found() -> None:
    """A record may not claim other checks than were made."""
    sample = samples()[0]
    claim = resealed(sample.model_copy(update={"verdict": Verdict(checks=("replay",))}))
    assert [finding.check for finding in verify(claim).findings] == ["verdict"]


def test_a_world_that_cannot_be_made_is_a_finding() -> None:
    """A scenario of another shape, or calls that break a tool, end in a verdict, never in a crash."""
    sample = samples()[0]
    for scenario in ({"travel": {"credit_card_list": 5}, "vehicle": {"fuelLevel": []}}, {"nowhere": {}}):
        verdict = verify(resealed(sample.model_copy(update={"scenario": scenario})))
        assert verdict.findings[0].field == "scenario"
