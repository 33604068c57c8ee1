"""The published JSON Schemas are those of the records, and a sample fits its own."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from data.sample_maker import make_graph, make_sample

from funreason_sim.records import Record, RunConfig, Verdict


def make_schemas(repo_root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(repo_root / "tools" / "make_schemas.py"), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=repo_root)


def schema(name: str) -> jsonschema.Draft202012Validator:
    document = json.loads((files("funreason_sim.schemas") / f"{name}.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(document)
    return jsonschema.Draft202012Validator(document)


def test_the_schemas_are_what_the_records_say(repo_root: Path) -> None:
    """Whoever changes a record makes the schemas anew."""
    done = make_schemas(repo_root, "--check")
    assert done.returncode == 0, done.stderr


def test_a_schema_that_differs_is_named(repo_root: Path, tmp_path: Path) -> None:
    """The check exits with 1 and names each file, missing and superfluous ones too."""
    assert make_schemas(repo_root, "--folder", str(tmp_path)).returncode == 0
    (tmp_path / "sample.json").unlink()
    (tmp_path / "other.json").write_text("{}")
    done = make_schemas(repo_root, "--folder", str(tmp_path), "--check")
    assert done.returncode == 1
    assert [line.split()[0] for line in done.stderr.splitlines()] == ["other.json", "sample.json"]


@pytest.mark.parametrize(
    ("name", "record"),
    [("sample", make_sample()), ("graph", make_graph()), ("run_config", RunConfig()), ("verdict", Verdict(checks=()))],
)
def test_a_record_fits_its_schema(name: str, record: Record) -> None:
    """What is written is valid under the published schema."""
    schema(name).validate(record.model_dump(mode="json"))


def test_a_record_with_an_unknown_field_does_not_fit() -> None:
    """Records are closed, and so are their schemas."""
    document = {**make_sample().model_dump(mode="json"), "extra": 1}
    assert not schema("sample").is_valid(document)


def test_an_event_fits_the_event_schema() -> None:
    """Every kind of event is told apart by its type."""
    event = {"id": "0", "seq": 0, "at": 0, "type": "user_said", "text": "Hello"}
    assert schema("event").is_valid(event)
    assert not schema("event").is_valid({**event, "type": "unheard_of"})
