"""The reference is what the code says, and the small environment of docs/environments.md is what that page claims."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from funreason_sim.cli import main


def test_the_reference_is_current(repo_root: Path, tmp_path: Path) -> None:
    """`tools/make_reference.py` would write the page that is there, and says so when it would not."""
    tool = [sys.executable, str(repo_root / "tools" / "make_reference.py")]
    done = subprocess.run([*tool, "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert subprocess.run([*tool, "--page", str(tmp_path / "page.md")], check=False).returncode == 0
    assert (tmp_path / "page.md").read_text() == (repo_root / "docs" / "reference.md").read_text()
    (tmp_path / "page.md").write_text("old")
    stale = subprocess.run(
        [*tool, "--check", "--page", str(tmp_path / "page.md")], capture_output=True, text=True, check=False
    )
    assert stale.returncode == 1
    assert "run: python tools/make_reference.py" in stale.stderr


def test_the_reference_names_what_an_author_imports(repo_root: Path) -> None:
    """Every public name of the simulator and of the words of tests."""
    import funreason_sim.sim
    import funreason_sim.testing

    text = (repo_root / "docs" / "reference.md").read_text("utf-8")
    for name in [*funreason_sim.sim.__all__, *funreason_sim.testing.__all__]:
        assert re.search(rf"### `{name}\b", text), name


def test_the_complete_environment_of_the_page_is_complete(
    repo_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """At most 50 lines, stateful, and twenty trajectories of it are verified."""
    text = (
        (repo_root / "docs" / "environments.md")
        .read_text("utf-8")
        .split("## A complete one\n", 1)[1]
        .split("\n## ", 1)[0]
    )
    files = re.findall(r"^`([\w.]+)`:\n\n```\w+\n(.*?)```$", text, re.MULTILINE | re.DOTALL)
    assert [name for name, _ in files] == ["schema.sql", "tools.py", "wording.toml"]
    lines = sum(1 for _, content in files for line in content.splitlines() if line.strip())
    assert f"These {lines} lines" in text
    assert 30 <= lines <= 50
    (tmp_path / "library").mkdir()
    for name, content in files:
        (tmp_path / "library" / name).write_text(content, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FUNREASON_SIM_CACHE", str(tmp_path / "cache"))
    assert main(["generate", "-e", "./library", "-n", "20", "--out", "run"]) == 0
    assert main(["verify", "run/trajectories.jsonl", "-e", "./library"]) == 0
    assert "20 samples verified: everything holds." in capfd.readouterr().out
