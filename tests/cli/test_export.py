"""`export`: what it prints and how it ends; the rows are tested with the data layer."""

from __future__ import annotations

import os
from pathlib import Path

from cli.conftest import Run
from data.sample_maker import diverging, make_sample, write_samples


def test_an_export_says_what_it_wrote(run: Run, samples: Path, tmp_path: Path) -> None:
    """Rows, samples, the file, and what a trainer must know."""
    done = run("export", samples, "--to", "llamafactory", "--out", tmp_path / "rows.jsonl")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith(f"10 rows from 2 of 2 samples are in {tmp_path / 'rows.jsonl'}.\n")
    assert "mask_history: true" in done.out
    assert f"The dataset is named rows in {tmp_path / 'dataset_info.json'}." in done.out


def test_an_openai_export_says_that_thoughts_are_left_out(run: Run, tmp_path: Path) -> None:
    """What is lost is said, and what was left out is counted."""
    source = write_samples(tmp_path / "s.jsonl", make_sample(), make_sample(verdict=diverging()))
    done = run("export", source, "--to", "openai", "--out", tmp_path / "rows.jsonl")
    assert "Left out 1: its verdict has findings." in done.out
    assert "no field for thoughts" in done.out


def test_an_unknown_trainer_is_refused(run: Run, samples: Path, tmp_path: Path) -> None:
    """The complaint names those there are."""
    done = run("export", samples, "--to", "other", "--out", tmp_path / "rows.jsonl")
    assert (done.status, done.complaint) == (2, "--to should be openai or llamafactory, not 'other'")


def test_benchmark_samples_are_refused_without_the_flag(run: Run, tmp_path: Path) -> None:
    """Exit code 2, one sentence, nothing written; with the flag it works."""
    source = write_samples(tmp_path / "s.jsonl", make_sample(origin="benchmark"))
    command = ("export", source, "--to", "openai", "--out", tmp_path / "rows.jsonl")
    done = run(*command)
    assert done.status == 2
    assert "--allow-eval" in done.complaint
    assert os.listdir(tmp_path) == ["s.jsonl"]
    assert run(*command, "--allow-eval").status == 0
