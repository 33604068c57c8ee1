"""Sample files: one JSON object a line, read as if a stranger had written them, written whole or not at all.

A file is read line by line and bounded everywhere, so that a file of any size, shape or malice ends in a sample or in
one sentence that names the line. Nothing in a record is ever followed: no path is opened and no code is loaded.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from pydantic import ValidationError

from ..errors import RecordError, StoreError
from ..records import VERSION, JsonValue, Sample, Turn
from . import strict_json

LINE_BYTES = 16 * 1024 * 1024
"""Bytes of one line. A sample of 50 turns on a large scenario stays under 2 MiB; more than this is read by nobody, and
the bound is what one line may cost in memory."""

TURNS = 100
"""Turns of a sample: twice what a run can be asked for."""

CALLS = 100
"""Calls of one turn, in its steps or in its reference: a reference has 30 at most, and an answer needs few more."""

ALL_CALLS = 4_000
"""Calls of a sample: proving that each was needed costs runs of its turn, so this bounds the time that one takes."""

TEXT = 20_000
"""Characters of one query, thought or answer: they are searched for the words of every argument."""


def read_samples(path: Path) -> Iterator[tuple[int, Sample]]:
    """Every sample of a file with its line number (1-based), one at a time; blank lines are passed over.

    Raises:
        RecordError: at the first line that is not a sample, and for a file that cannot be read or holds none.
    """
    found = False
    for number, line in _lines(path):
        if line.strip():
            found = True
            yield number, parse_sample(str(path), number, line)
    if not found:
        raise RecordError(str(path), 0, "holds no samples; a sample file has one JSON object a line")


def read_documents(path: Path) -> Iterator[tuple[int, bytes, JsonValue]]:
    """Every line of a file as strict JSON, with its number (1-based) and its bytes; blank lines are passed over.

    Raises:
        RecordError: at the first line that is not JSON, and for a file that cannot be read.
    """
    for number, line in _lines(path):
        if line.strip():
            try:
                yield number, line, strict_json.parse(line.decode("utf-8"))
            except ValueError as error:
                raise RecordError(str(path), number, str(error)) from None


def sample_line(sample: Sample) -> bytes:
    """The one serialisation of a sample: compact ASCII JSON in field order, and a newline.

    Raises:
        ValueError: for NaN and infinities, which JSON does not have.
    """
    document = sample.model_dump(mode="json")
    return json.dumps(document, separators=(",", ":"), allow_nan=False).encode("ascii") + b"\n"


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write that takes the place of `path` when the block ends well; otherwise `path` stays as it was.

    Raises:
        StoreError: when it cannot be written, or when `path` is there and is not a regular file.
    """
    if path.exists() and not path.is_file():
        what = "a directory" if path.is_dir() else "not a regular file"
        raise StoreError(f"{path} is {what}; name a file to write")
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        try:
            with temporary.open("wb") as out:
                yield out
                out.flush()
                os.fsync(out.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {reason(error)}") from error


def write_atomically(path: Path, lines: Iterable[bytes]) -> int:
    """Write lines to a file, whole or not at all; the number of lines. They are asked for one by one.

    Raises:
        StoreError: when the file cannot be written.
    """
    count = 0
    with replacing(path) as out:
        for line in lines:
            out.write(line)
            count += 1
    return count


def reason(error: OSError) -> str:
    """What the system says is wrong, in its own words and without the path."""
    return (error.strerror or str(error)).lower()


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with path.open("rb") as file:
            for number, line in enumerate(iter(lambda: file.readline(LINE_BYTES + 1), b""), start=1):
                if len(line) > LINE_BYTES:
                    raise RecordError(str(path), number, f"longer than {LINE_BYTES >> 20} MiB, which no sample is")
                yield number, line
    except FileNotFoundError:
        raise RecordError(str(path), 0, "no such file") from None
    except IsADirectoryError:
        raise RecordError(str(path), 0, "is a directory; name a file of samples, one JSON object a line") from None
    except OSError as error:
        raise RecordError(str(path), 0, f"cannot be read: {reason(error)}") from error


def parse_sample(file: str, number: int, line: bytes) -> Sample:
    """One line as a sample; `file` and `number` say where it stands.

    Raises:
        RecordError: when it is none, with the first thing that is wrong.
    """
    try:
        text = line.decode("utf-8")
        _check_format(strict_json.parse(text))
        sample = Sample.model_validate_json(text, strict=True)
        _check_size(sample)
    except UnicodeDecodeError as error:
        raise RecordError(file, number, f"not UTF-8: byte {error.start + 1} of the line cannot be decoded") from None
    except ValidationError as error:
        raise RecordError(file, number, f"not a sample: {_first(error)}") from None
    except ValueError as error:
        raise RecordError(file, number, str(error)) from None
    return sample


def _check_format(document: JsonValue) -> None:
    if not isinstance(document, dict):
        raise ValueError(f"not a sample: a JSON object is wanted, not {_kind(document)}")
    found = document.get("version")
    if not isinstance(found, int) or isinstance(found, bool):
        raise ValueError(f"not a sample: its field version should be {VERSION}")
    if found > VERSION:
        raise ValueError(f"has version {found}, made by a newer funreason-sim; this one reads up to {VERSION}")


def _check_size(sample: Sample) -> None:
    if len(sample.turns) > TURNS:
        raise ValueError(f"not a sample: turns holds {len(sample.turns)} of at most {TURNS}")
    for number, turn in enumerate(sample.turns):
        calls = max(len(turn.reference), len(turn.steps))
        if calls > CALLS:
            raise ValueError(f"not a sample: turns.{number} holds {calls} calls of at most {CALLS}")
        longest = max(map(len, _texts(turn)))
        if longest > TEXT:
            raise ValueError(f"not a sample: turns.{number} holds a text of {longest} characters of at most {TEXT}")
    calls = sum(len(turn.reference) + len(turn.steps) for turn in sample.turns)
    if calls > ALL_CALLS:
        raise ValueError(f"not a sample: turns holds {calls} calls of at most {ALL_CALLS}")


def _texts(turn: Turn) -> Iterator[str]:
    yield from (turn.query, turn.answer, turn.advanced_tool.description)
    yield from (response.thought for response in turn.responses)


def _first(error: ValidationError) -> str:
    """The first thing wrong: the field as a dotted path, then what would be right."""
    found = error.errors(include_url=False, include_context=False, include_input=False)[0]
    field = ".".join(str(part) for part in found["loc"]) or "the record"
    says = {"missing": "is missing", "extra_forbidden": "is not a field of it"}
    more = error.error_count() - 1
    told = says.get(found["type"]) or found["msg"][:1].lower() + found["msg"][1:]
    return f"{field[:200]}: {told[:200]}" + (f" (and {more} more)" if more else "")


def _kind(value: JsonValue) -> str:
    names = {list: "a list", str: "a string", bool: "a boolean", int: "a number", float: "a number"}
    return names.get(type(value), "null")
