"""Sample files: what strangers may write, and what is read and written of it."""

from __future__ import annotations

import json
import os
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from data.sample_maker import make_sample, write_samples
from hypothesis import given
from hypothesis import strategies as st

from funreason_sim.data import files, read_samples, replacing, sample_line, strict_json, write_atomically
from funreason_sim.data.files import read_documents
from funreason_sim.errors import RecordError, StoreError
from funreason_sim.records import Sample


def refused(path: Path) -> RecordError:
    with pytest.raises(RecordError) as caught:
        list(read_samples(path))
    assert "\n" not in str(caught.value)
    return caught.value


def refused_line(tmp_path: Path, line: bytes) -> RecordError:
    """What is said of a line that follows a good one."""
    path = tmp_path / "samples.jsonl"
    path.write_bytes(sample_line(make_sample()) + line + b"\n")
    error = refused(path)
    assert (error.file, error.line) == (str(path), 2)
    return error


def document(**changes: Any) -> dict[str, Any]:
    return {**make_sample().model_dump(mode="json"), **changes}


def test_a_sample_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Reading a line gives an equal sample, and writing that sample gives the same bytes."""
    sample = make_sample()
    path = write_samples(tmp_path / "s.jsonl", sample, make_sample(id="other"))
    read = list(read_samples(path))
    assert read == [(1, sample), (2, make_sample(id="other"))]
    assert sample_line(read[0][1]) == sample_line(sample)


def test_a_sample_line_is_one_line_of_ascii() -> None:
    """Letters outside ASCII and line breaks in texts are escaped."""
    line = sample_line(make_sample(id="zürich\n\u2028"))
    assert line.isascii()
    assert line.count(b"\n") == 1
    assert line.endswith(b"}\n")


def test_blank_lines_are_passed_over_and_counted(tmp_path: Path) -> None:
    """A blank line is no sample, but the number of the next one counts it."""
    path = tmp_path / "s.jsonl"
    path.write_bytes(b"\r\n" + sample_line(make_sample()) + b"\n  \n" + sample_line(make_sample()).rstrip(b"\n"))
    assert [number for number, _ in read_samples(path)] == [2, 5]


def test_samples_before_a_bad_line_are_read(tmp_path: Path) -> None:
    """A reader gets everything up to the line that cannot be read."""
    path = tmp_path / "s.jsonl"
    path.write_bytes(sample_line(make_sample()) + b"{\n")
    reading = read_samples(path)
    assert next(reading)[0] == 1
    with pytest.raises(RecordError, match=r"s.jsonl:2: not valid JSON"):
        next(reading)


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    """A missing file is an error of the whole file, line 0."""
    assert (refused(tmp_path / "none.jsonl").line, refused(tmp_path / "none.jsonl").problem) == (0, "no such file")


def test_a_folder_is_not_a_sample_file(tmp_path: Path) -> None:
    """Naming a folder says what to name instead."""
    assert "is a directory" in refused(tmp_path).problem


def test_a_path_through_a_file_cannot_be_read(tmp_path: Path) -> None:
    """Other system errors are told in the system's words."""
    (tmp_path / "file").touch()
    assert "cannot be read" in refused(tmp_path / "file" / "s.jsonl").problem


@pytest.mark.parametrize("content", [b"", b"\n\n \n"])
def test_a_file_without_samples_is_refused(tmp_path: Path, content: bytes) -> None:
    """An empty file is a mistake, not zero good samples."""
    path = tmp_path / "s.jsonl"
    path.write_bytes(content)
    assert "holds no samples" in refused(path).problem


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"\xff\xfe{}", "not UTF-8: byte 1"),
        (b"{", "not valid JSON"),
        (b'{"a": NaN}', "NaN is not a JSON number"),
        (b'{"a": -Infinity}', "-Infinity is not a JSON number"),
        (b'{"a": 1e999}', "too large for a double"),
        (b'{"a": ' + b"9" * 5000 + b"}", "an integer of 5000 digits"),
        (b'{"a": 1, "b": 2, "a": 1}', 'the key "a" stands twice'),
        (b'{"a": "\\ud83d"}', "half of a surrogate pair"),
        (b"[" * 100_000, "nested deeper than 64"),
        (b'{"a":' * 65 + b"1" + b"}" * 65, "nested deeper than 64"),
        (b"[1]", "a JSON object is wanted, not a list"),
        (b"null", "a JSON object is wanted, not null"),
        (b"true", "a JSON object is wanted, not a boolean"),
        (b"{}", "its field version should be 1"),
        (b'{"version": "1"}', "its field version should be 1"),
        (b'{"version": true}', "its field version should be 1"),
        (b'{"version": 2}', "has version 2, made by a newer funreason-sim; this one reads up to 1"),
        (b'{"version": 1}', "id: is missing (and "),
    ],
)
def test_a_line_that_is_no_sample_is_named_with_its_reason(tmp_path: Path, line: bytes, says: str) -> None:
    """One sentence names file, line and what is wrong, whatever stands there."""
    assert says in refused_line(tmp_path, line).problem


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"index": "1"}, "index: input should be a valid integer"),
        ({"origin": "elsewhere"}, "origin: input should be 'generated', 'benchmark' or 'trace'"),
        ({"load": "os.system"}, "load: is not a field of it"),
        ({"turns": [{}]}, "turns.0.query: is missing"),
    ],
)
def test_a_field_that_is_wrong_is_named(tmp_path: Path, changes: dict[str, Any], says: str) -> None:
    """The path of the field stands in front; nothing is converted to fit."""
    assert says in refused_line(tmp_path, json.dumps(document(**changes)).encode()).problem


def test_a_line_longer_than_the_limit_is_refused_without_reading_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long line costs the limit in memory, not its length."""
    monkeypatch.setattr(files, "LINE_BYTES", 1 << 20)
    path = tmp_path / "s.jsonl"
    path.touch()
    os.truncate(path, 1 << 36)  # 64 GiB of NUL bytes, none of them on the disk
    tracemalloc.start()
    error = refused(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (error.line, "longer than 1 MiB" in error.problem) == (1, True)
    assert peak < 4 << 20


def test_a_sample_with_too_many_turns_is_refused(tmp_path: Path) -> None:
    """Turns are bounded."""
    turns = document()["turns"] * 51
    assert (
        "turns holds 102 of at most 100" in refused_line(tmp_path, json.dumps(document(turns=turns)).encode()).problem
    )


def test_a_turn_with_too_many_calls_is_refused(tmp_path: Path) -> None:
    """Calls of one turn are bounded over its steps together."""
    turn = document()["turns"][1]
    turns = [{**turn, "steps": turn["steps"] * 101}]
    assert "turns.0 holds 101 calls" in refused_line(tmp_path, json.dumps(document(turns=turns)).encode()).problem


def test_a_sample_with_too_many_calls_in_all_is_refused(tmp_path: Path) -> None:
    """Calls are bounded over all turns too, since proving each costs runs."""
    turn = document()["turns"][1]
    turns = [{**turn, "steps": turn["steps"] * 99}] * 60
    assert "calls of at most 4000" in refused_line(tmp_path, json.dumps(document(turns=turns)).encode()).problem


@pytest.mark.parametrize("field", ["query", "answer"])
def test_a_text_that_is_too_long_is_refused(tmp_path: Path, field: str) -> None:
    """Queries, thoughts and answers are searched for words, so their length is bounded."""
    turn = document()["turns"][0]
    long = "x" * 20_001
    changed = {**turn, field: long}
    problem = refused_line(tmp_path, json.dumps(document(turns=[changed])).encode()).problem
    assert "turns.0 holds a text of 20001 characters of at most 20000" in problem


def test_documents_are_read_with_their_lines(tmp_path: Path) -> None:
    """Any strict JSON, with number and bytes; the first line that is none is named."""
    path = tmp_path / "some.jsonl"
    path.write_bytes(b'{"a":1}\n\n[2]\n{"a":NaN}\n')
    found = read_documents(path)
    assert [next(found), next(found)] == [(1, b'{"a":1}\n', {"a": 1}), (3, b"[2]\n", [2])]
    with pytest.raises(RecordError, match=r"some\.jsonl:4: "):
        next(found)


@given(st.binary(max_size=200))
def test_any_bytes_end_in_a_record_error(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """No content of a file leads to another exception."""
    path = tmp_path_factory.getbasetemp() / "any.jsonl"
    path.write_bytes(content)
    refused(path)


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(st.characters(exclude_categories=("Cs",))),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=("Cs",))), inner),
    )
)
def test_standard_json_is_read_as_it_is(value: Any) -> None:
    """Being strict loses nothing that JSON has."""
    assert strict_json.parse(json.dumps(value)) == value


@given(
    st.dictionaries(
        st.text(st.characters(exclude_categories=("Cs",)), max_size=5),
        st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(st.characters(exclude_categories=("Cs",))),
    )
)
def test_any_scenario_survives_a_file(scenario: dict[str, Any]) -> None:
    """Numbers and texts come back as they were, to the last bit."""
    sample = make_sample(scenario=scenario)
    line = sample_line(sample)
    assert sample_line(Sample.model_validate_json(line, strict=True)) == line


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """When the lines fail in the middle, the old file stays and nothing lies beside it."""
    path = tmp_path / "out.jsonl"
    path.write_text("old")

    def lines() -> Any:
        yield b"new\n"
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        write_atomically(path, lines())
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["out.jsonl"]


def test_a_written_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    """The number of lines comes back, and only the new file is there."""
    path = tmp_path / "out.jsonl"
    path.write_text("old")
    assert write_atomically(path, [b"a\n", b"b\n"]) == 2
    assert path.read_bytes() == b"a\nb\n"
    assert os.listdir(tmp_path) == ["out.jsonl"]


def test_a_folder_is_not_written_over(tmp_path: Path) -> None:
    """Neither a folder nor a device is replaced."""
    with pytest.raises(StoreError, match="is a directory; name a file"):
        write_atomically(tmp_path, [])
    with pytest.raises(StoreError, match="/dev/null is not a regular file"):
        write_atomically(Path("/dev/null"), [])
    assert Path("/dev/null").is_char_device()


def test_a_folder_that_is_not_there_is_said_in_one_sentence(tmp_path: Path) -> None:
    """The system's reason is given with the path."""
    with (
        pytest.raises(StoreError, match=r"out.jsonl cannot be written: no such file or directory"),
        replacing(tmp_path / "none" / "out.jsonl"),
    ):
        pytest.fail("there is nothing to write to")
