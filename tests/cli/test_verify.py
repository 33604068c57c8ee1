"""`verify`: what it prints and how it ends; the checks themselves are tested with the engine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli.conftest import Run
from data.sample_maker import diverging, make_sample, write_samples

from funreason_sim.records import EnvironmentRef, Sample, Verdict


@pytest.fixture
def _recorded_verdicts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Verification believes the record: what is tested here is the front."""

    def believe(sample: Sample, offered: object) -> Verdict:
        return sample.verdict

    monkeypatch.setattr("funreason_sim.verification.verify", believe)


pytestmark = pytest.mark.usefixtures("_recorded_verdicts")


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A file whose second sample diverges."""
    return write_samples(tmp_path / "mixed.jsonl", make_sample(), make_sample(id="bad-1", verdict=diverging()))


def test_when_everything_holds_the_exit_code_is_0(run: Run, samples: Path) -> None:
    """One line says how many were verified."""
    done = run("verify", samples)
    assert (done.status, done.out, done.err) == (0, "2 samples verified: everything holds.\n", "")


def test_several_files_are_verified_together(run: Run, samples: Path) -> None:
    """The same sample twice is fine."""
    assert run("verify", samples, samples).out == "4 samples verified: everything holds.\n"


def test_every_divergence_is_one_line_with_its_place(run: Run, mixed: Path) -> None:
    """Sample, turn, step, field, expected and actual are named, and the exit code is 1."""
    done = run("verify", mixed)
    assert done.status == 1
    assert done.out.splitlines() == [
        f"{mixed}:2: sample bad-1, turn 0, step c1, field outcome: the outcome differs (replay): "
        'expected "a", actual "b"',
        f"{mixed}:2: sample bad-1, turn 1: the state differs (replay)",
        "2 samples verified: 1 diverge, 1 hold.",
    ]


def test_on_a_terminal_divergences_are_a_table(run_on_terminal: Run, mixed: Path) -> None:
    """The same facts, to read."""
    done = run_on_terminal("verify", mixed)
    assert done.status == 1
    assert "divergences" in done.out
    for text in ("bad-1", "step c1", "field outcome", "the state differs", '"a"', '"b"'):
        assert text in done.out


def test_json_is_one_document_and_nothing_else(run: Run, mixed: Path, samples: Path) -> None:
    """Counts and findings, for programs."""
    done = run("verify", mixed, samples, "--json")
    assert (done.status, done.err) == (1, "")
    document = json.loads(done.out)
    findings = document.pop("findings")
    assert document == {"files": [str(mixed), str(samples)], "samples": 4, "ok": 3, "diverged": 1}
    assert findings[0] == {
        "file": str(mixed),
        "line": 2,
        "sample": "bad-1",
        **diverging().findings[0].model_dump(mode="json"),
    }


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_findings_before_an_unusable_line_are_still_printed(run: Run, mixed: Path, options: list[str]) -> None:
    """The exit code is 2, the line is named, and nothing found so far is lost."""
    with mixed.open("ab") as file:
        file.write(b"{}\n")
    done = run("verify", mixed, *options)
    assert done.status == 2
    assert "the outcome differs" in done.out
    assert done.complaint.startswith(f"{mixed}:3: not a sample")


def test_a_file_that_is_unusable_from_the_start_is_only_complained_about(run: Run, tmp_path: Path) -> None:
    """Nothing verified is not a success."""
    done = run("verify", tmp_path)
    assert (done.status, done.out) == (2, "")
    assert "is a directory" in done.complaint


def test_an_unusable_file_on_a_terminal_is_exit_code_2(run_on_terminal: Run, tmp_path: Path) -> None:
    """Counting lines for the progress bar does not fail before the reader can say what is wrong."""
    done = run_on_terminal("verify", tmp_path / "none.jsonl")
    assert done.status == 2
    assert "no such file" in done.out


def test_a_sample_of_an_environment_that_is_not_installed_is_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It cannot be run again, which is no verdict: exit code 2."""
    monkeypatch.undo()
    path = write_samples(tmp_path / "s.jsonl", make_sample(environments=(EnvironmentRef(name="atlantis", digest="0"),)))
    done = run("verify", path)
    assert done.status == 2
    assert done.complaint.startswith(f"{path}:1: sample 'demo-00000' cannot be run again: no environment")
    assert "atlantis" in done.complaint


def test_a_hand_made_sample_does_not_hold(run: Run, samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command runs the real verification."""
    monkeypatch.undo()
    assert run("verify", samples).status in (1, 2)
