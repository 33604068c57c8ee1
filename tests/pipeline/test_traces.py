"""Executed call sequences instead of a walk: ours, plain ones, and the benchmark's ground truth."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from made import run, samples

import funreason_sim.bfcl.oracle as oracle
from funreason_sim.bfcl.calls import parse_call
from funreason_sim.data import sample_line
from funreason_sim.errors import OracleMissing, RecordError
from funreason_sim.records import RunConfig, Said
from funreason_sim.sim import space
from funreason_sim.verification import verify

WORKED_CASE = {
    "id": "worked-case",
    "environments": ["vehicle"],
    "turns": [
        [
            {"tool": "get_zipcode_based_on_city", "arguments": {"city": "Rivermist"}},
            {"tool": "get_zipcode_based_on_city", "arguments": {"city": "Stonebrook"}},
            {"tool": "estimate_distance", "arguments": {"cityA": "83214", "cityB": "74532"}},
        ],
        [],
    ],
}


def _file(tmp_path: Path, *documents: Any) -> str:
    path = tmp_path / "traces.jsonl"
    path.write_text("".join(f"{json.dumps(document)}\n" for document in documents))
    return str(path)


def _ground_truth(tmp_path: Path, *ids: str) -> str:
    found = find_spec("bfcl_eval")
    assert found is not None, f"the oracle is missing; {oracle.INSTALL}"
    data = Path(next(iter(found.submodule_search_locations or []))) / "data" / "possible_answer"
    lines = (data / "BFCL_v4_multi_turn_base.json").read_text().splitlines()
    wanted = [document for document in map(json.loads, lines) if document["id"] in ids or not ids]
    return _file(tmp_path, *wanted)


def test_the_worked_case_leaves_its_zip_codes_to_be_looked_up(tmp_path: Path) -> None:
    """The paper's trace becomes a query with two cities and no zip code, and the lookups stay implicit."""
    kept, _ = run(RunConfig(from_traces=_file(tmp_path, WORKED_CASE)))
    turn = kept[0].turns[0]
    assert len(kept[0].turns) == 1
    assert "Rivermist" in turn.query
    assert "Stonebrook" in turn.query
    assert "83214" not in turn.query
    assert [ask.call for ask in turn.asked] == ["r2"]
    assert kept[0].origin == "trace"


def test_invented_zip_codes_are_refused(tmp_path: Path) -> None:
    """The published answer's 12345 and 67890 come from no call and nobody holds them: no sample."""
    invented = {
        **WORKED_CASE,
        "turns": [[{"tool": "estimate_distance", "arguments": {"cityA": "83214", "cityB": "74532"}}]],
    }
    refused = {
        **WORKED_CASE,
        "turns": [[{"tool": "estimate_distance", "arguments": {"cityA": "12345", "cityB": "67890"}}]],
    }
    kept, events = run(RunConfig(from_traces=_file(tmp_path, invented, refused)))
    assert kept == ()
    assert [event.reason for event in events[1:-1]] == ["ungrounded", "trace_refused"]  # type: ignore[union-attr]


def test_our_own_samples_are_traces(tmp_path: Path) -> None:
    """Their references are run again in their worlds, and get new queries."""
    path = tmp_path / "own.jsonl"
    path.write_bytes(b"".join(map(sample_line, samples(4, 11))))
    kept, events = run(RunConfig(from_traces=str(path), seed=99))
    assert len(kept) >= 3
    for sample in kept:
        source = samples(4, 11)[sample.index]
        assert [e.tool for t in sample.turns for e in t.reference] == [
            e.tool for t in source.turns for e in t.reference
        ]
        assert sample.turns[0].query != source.turns[0].query
        assert verify(sample).ok
    assert events[-1].why == "exhausted"  # type: ignore[union-attr]


def test_ground_truth_becomes_verified_samples_of_benchmark_origin(tmp_path: Path) -> None:
    """Trips and drives of the benchmark replay to the letter, with the ids that its own generators draw."""
    ids = [f"multi_turn_base_{n}" for n in (50, 87, 155, 163, 179)]
    kept, _ = run(RunConfig(from_traces=_ground_truth(tmp_path, *ids)))
    assert len(kept) >= 4
    assert {sample.origin for sample in kept} == {"benchmark"}
    booked = next(s for s in kept if "purchase_insurance" in str(s.turns[-1].reference))
    assert '"booking_id": "3426812"' in str([e.outcome.text for e in booked.turns[0].reference])


def test_what_the_user_holds_may_be_said(tmp_path: Path) -> None:
    """A token of the benchmark's own initial state is said by the user, by the rule `held`."""
    kept, _ = run(RunConfig(from_traces=_ground_truth(tmp_path, "multi_turn_base_163")))
    booking = next(e for e in kept[0].turns[0].reference if e.tool == "book_flight")
    source = booking.sources["access_token"]
    assert isinstance(source, Said)
    assert source.rule == "held"


def test_worlds_can_start_from_benchmark_states() -> None:
    """--scenarios bfcl: real initial configurations, stamped benchmark, drawn in the original order."""
    for sample in samples(3, 4, scenarios="bfcl"):
        assert (sample.origin, sample.chance) == ("benchmark", "mersenne")
        for name, part in sample.scenario.items():
            assert part in oracle.initial_states(name)


def test_a_missing_benchmark_package_is_one_sentence_with_the_install_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence can be pasted."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    oracle.entries.cache_clear()
    oracle.initial_states.cache_clear()
    try:
        with pytest.raises(OracleMissing, match=r"pip install --no-deps bfcl-eval==2026\.3\.23"):
            run(RunConfig(scenarios="bfcl"))
    finally:
        oracle.entries.cache_clear()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("[1]", "JSON object"),
        ('{"environments": ["travel"]}', "turns"),
        ('{"environments": ["travel"], "turns": [[{"tool": 5}]]}', r"turns\.0\.0\.tool"),
        ('{"id": "x", "ground_truth": [["cd()"]]}', "no entry 'x'"),
        ('{"id": "multi_turn_base_163", "ground_truth": [["__import__(\'os\')"]]}', "no tool __import__"),
        ('{"id": "multi_turn_base_163", "ground_truth": [["list_all_airports(open(1))"]]}', "takes 0 arguments"),
        ('{"id": "multi_turn_base_163", "ground_truth": "cd()"}', "list of turns"),
        ('{"version": 1}', "missing"),
        ("{", "JSON"),
    ],
)
def test_a_line_that_is_no_trace_is_named(tmp_path: Path, line: str, says: str) -> None:
    """File and line, and what would be right."""
    path = tmp_path / "bad.jsonl"
    path.write_text(f"\n{line}\n")
    with pytest.raises(RecordError, match=rf"bad\.jsonl:2: .*{says}"):
        run(RunConfig(from_traces=str(path)))


def test_call_strings_are_parsed_never_run() -> None:
    """Positional arguments get their names; anything but a literal is refused."""
    vehicle = space("vehicle")
    assert parse_call("lockDoors(False, door=['driver'])", vehicle) == (
        "lockDoors",
        {"unlock": False, "door": ["driver"]},
    )
    for text in ("lockDoors(x)", "lockDoors(__import__('os'))", "1 + 1", "a.b()", "lockDoors(", "lockDoors(1, 2, 3)"):
        with pytest.raises(ValueError, match=r"\w"):
            parse_call(text, vehicle)
