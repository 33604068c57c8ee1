"""Executed call sequences to start from instead of a walk: samples, the benchmark's ground truth, plain traces."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from ..bfcl.calls import parse_call
from ..bfcl.oracle import entries, scenario_of
from ..data.files import parse_sample, read_documents
from ..errors import RecordError
from ..records import JsonValue, Record
from ..sim import ChanceKind, Scenario, Space, recorded_space

Calls = tuple[tuple[str, dict[str, JsonValue]], ...]


class Trace(Record):
    """One call sequence: the turns of calls and the world they ran in."""

    name: str
    space: str
    scenario: Scenario | None
    seed: str | None
    chance: ChanceKind
    origin: Literal["trace", "benchmark"]
    turns: tuple[Calls, ...]


class _Step(Record):
    tool: str
    arguments: dict[str, JsonValue] = Field(default_factory=dict)


class _Plain(Record):
    id: str = ""
    environments: tuple[str, ...]
    scenario: Scenario | None = None
    seed: str | int | None = None
    turns: tuple[tuple[_Step, ...], ...]


def read_traces(path: Path) -> tuple[Trace, ...]:
    """Every trace of a file, in order; turns without calls are left out.

    Raises:
        RecordError: for a line that is none of the three forms.
        OracleMissing: for ground truth, when the benchmark package is not installed.
    """
    found = tuple(_trace(str(path), number, line, document) for number, line, document in read_documents(path))
    if not found:
        raise RecordError(
            str(path), 0, "holds no traces; give JSON lines of samples, ground truth, or {environments, turns}"
        )
    return found


def _trace(file: str, line: int, raw: bytes, document: JsonValue) -> Trace:
    if not isinstance(document, dict):
        raise RecordError(file, line, "a trace must be a JSON object")
    if "version" in document:
        return _of_sample(file, line, raw)
    if "ground_truth" in document:
        return _of_benchmark(file, line, document)
    try:
        plain = _Plain.model_validate(document)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise RecordError(
            file, line, f"is neither a sample, nor ground truth, nor {{environments, turns}}: {where}: {first['msg']}"
        ) from error
    return Trace(
        name=plain.id or f"line {line}",
        space="+".join(plain.environments),
        scenario=plain.scenario,
        seed=None if plain.seed is None else str(plain.seed),
        chance="counter",
        origin="trace",
        turns=_turns(tuple(tuple((step.tool, step.arguments) for step in turn) for turn in plain.turns)),
    )


def _of_sample(file: str, line: int, raw: bytes) -> Trace:
    sample = parse_sample(file, line, raw)
    return Trace(
        name=sample.id,
        space=sample.space,
        scenario=sample.scenario,
        seed=sample.seed,
        chance=sample.chance,
        origin="benchmark" if sample.origin == "benchmark" else "trace",
        turns=_turns(tuple(tuple((step.tool, step.arguments) for step in turn.reference) for turn in sample.turns)),
    )


def _of_benchmark(file: str, line: int, document: dict[str, JsonValue]) -> Trace:
    name = str(document.get("id"))
    entry = entries().get(name)
    if entry is None:
        raise RecordError(file, line, f"the installed benchmark has no entry {name!r}")
    scenario = scenario_of(entry)
    space = recorded_space("+".join(scenario))
    return Trace(
        name=name,
        space=space.name,
        scenario=scenario,
        seed=name,
        chance="mersenne",
        origin="benchmark",
        turns=_turns(tuple(_parsed(file, line, space, document["ground_truth"]))),
    )


def _parsed(file: str, line: int, space: Space, truth: JsonValue) -> Iterator[Calls]:
    if not isinstance(truth, list) or not all(isinstance(turn, list) for turn in truth):
        raise RecordError(file, line, "ground_truth must be a list of turns, each a list of call strings")
    for turn in truth:
        try:
            yield tuple(parse_call(str(call), space) for call in turn)  # type: ignore[union-attr]
        except ValueError as error:
            raise RecordError(file, line, str(error)) from error


def _turns(turns: tuple[Calls, ...]) -> tuple[Calls, ...]:
    return tuple(turn for turn in turns if turn)


def traces_digest(path: Path) -> str:
    """Names a traces file by its content."""
    try:
        return hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
    except OSError as error:
        raise RecordError(str(path), 0, f"cannot be read: {error.strerror}") from error
