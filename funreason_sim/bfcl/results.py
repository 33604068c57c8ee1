"""Reads files of model outputs in the benchmark's shape: JSON lines of `{"id": .., "result": [turns of steps]}`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import RecordError
from .decision import Judgement, judge
from .decoding import turns_of
from .oracle import answers, entries


@dataclass(frozen=True)
class Played:
    """What a model gave for one entry, as it stands in the file."""

    id: str
    result: Any
    file: str
    line: int


def read_results(path: Path) -> list[Played]:
    """The results of a file, or of every `*_result.json` below a folder, in order.

    Raises:
        RecordError: for a line that is no result of a multi-turn entry, an entry that comes twice, or no results.
        OracleMissing: when the benchmark package is not installed.
    """
    files = sorted(path.rglob("*multi_turn*_result.json")) if path.is_dir() else [path]
    found: dict[str, Played] = {}
    for file in files:
        for played in _read(file):
            if played.id in found:
                raise RecordError(played.file, played.line, f"entry {played.id} comes twice; give one model's results")
            found[played.id] = played
    if not found:
        raise RecordError(str(path), 0, 'holds no results; give JSON lines of {"id": .., "result": [..]}')
    return list(found.values())


def _read(file: Path) -> Iterator[Played]:
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise RecordError(str(file), 0, f"cannot be read: {error}") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _played(str(file), number, line)


def _played(file: str, number: int, line: str) -> Played:
    try:
        document = json.loads(line)
    except ValueError as error:
        raise RecordError(file, number, f"is not JSON: {error}") from error
    if not isinstance(document, dict) or "id" not in document or "result" not in document:
        raise RecordError(file, number, 'must be an object with "id" and "result"')
    if document["id"] not in entries():
        raise RecordError(file, number, f"the installed benchmark has no multi-turn entry {document['id']!r}")
    return Played(str(document["id"]), document["result"], file, number)


def is_prompted(results: list[Played]) -> bool:
    """Whether these are results of a prompted model: every step is a text."""
    return all(
        isinstance(step, str)
        for played in results
        if isinstance(played.result, list)
        for turn in played.result
        if isinstance(turn, list)
        for step in turn
    )


def shape_error(played: Played) -> str | None:
    """The benchmark's kind of error for a result that is not decided on by calls; None for one that is.

    Raises:
        RecordError: for a turn that is no list.
    """
    if not isinstance(played.result, list):
        return "multi_turn:inference_error"
    if len(played.result) != len(answers()[played.id]):
        return "multi_turn:force_terminated"
    if not all(isinstance(turn, list) for turn in played.result):
        raise RecordError(played.file, played.line, "every turn of a result must be a list of steps")
    return None


def judged(played: Played, *, prompted: bool, model: str = "model") -> Judgement:
    """The benchmark's decision on one result.

    Raises:
        RecordError: for a turn that is no list.
    """
    error = shape_error(played)
    if error is not None:
        return Judgement(played.id, False, error)
    turns = turns_of(played.result, prompted=prompted)
    return judge(played.id, turns, model)
