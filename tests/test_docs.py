"""The commands and programs of README.md and docs/ run as they stand.

A ```console block: each `$ ` line is a command, run by bash in a folder that all blocks of one page share; it should
exit with 0, or with the code of a trailing `# exit N`. Commands that install or call make are passed over, and so is
what a command printed. A ```python block is run as a script in that folder. Blocks of other kinds are not run.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from funreason_sim.records import Sample, Step, Turn

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
_NOT_RUN = re.compile(r"\b(?:pip|apt-get|apt|brew|uv|make)\b")
_EXIT = re.compile(r"#\s*exit (\d+)\s*$")
_LINK = re.compile(r"\[[^\]]*\]\(([^)#:]+)(?:#[^)]*)?\)")
_PATH = re.compile(r"`((?:[a-z_]+/)+(?:\w+\.(?:py|sql|toml|md))?)`")
_ROW = re.compile(r"^\| (`[^|]*`) \|", re.MULTILINE)
_BENCH = re.compile(r"^<!-- (.*bench.*) -->$", re.MULTILINE)
SECONDS = 120


@dataclass
class Block:
    """A fenced block: its language, the line of its first line (1-based), and its lines."""

    language: str
    line: int
    lines: list[str]


def blocks(text: str) -> list[Block]:
    found: list[Block] = []
    inside: Block | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if inside is None and line.startswith("```"):
            inside = Block(line[3:].strip(), number + 1, [])
        elif inside is not None and line.startswith("```"):
            found.append(inside)
            inside = None
        elif inside is not None:
            inside.lines.append(line)
    assert inside is None, f"the block of line {inside.line if inside else 0} has no end"
    return found


def commands(block: Block) -> list[tuple[int, list[str], int]]:
    """What a block runs: the line, the arguments and the exit code that is expected."""
    if block.language == "python":
        return [(block.line, [sys.executable, "-W", "error", "-c", "\n".join(block.lines)], 0)]
    if block.language != "console":
        return []
    found = []
    for number, line in enumerate(block.lines, start=block.line):
        if line.startswith("$ ") and not _NOT_RUN.search(line):
            expected = _EXIT.search(line)
            found.append((number, ["bash", "-c", line[2:]], int(expected[1]) if expected else 0))
    return found


@pytest.fixture(scope="module")
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The console script and the interpreter under test come first; graphs are learned once."""
    return {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "FUNREASON_SIM_CACHE": str(tmp_path_factory.mktemp("cache")),
    }


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


RUNNING = [page for page in PAGES if any(map(commands, blocks(page.read_text("utf-8"))))]


@pytest.mark.parametrize("page", RUNNING, ids=name)
def test_what_a_page_shows_runs(page: Path, tmp_path: Path, surroundings: dict[str, str]) -> None:
    """Every command of a page exits as the page says, in order, in one folder."""
    for block in blocks(page.read_text("utf-8")):
        for line, arguments, expected in commands(block):
            done = subprocess.run(
                arguments, cwd=tmp_path, env=surroundings, capture_output=True, text=True, timeout=SECONDS, check=False
            )
            told = f"{name(page)}:{line}: exit {done.returncode}, not {expected}"
            assert done.returncode == expected, f"{told}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"


def test_the_pages_that_should_run_something_do() -> None:
    """A mistyped language would silently pass a page over."""
    pages = ["checking", "environments", "playing", "runs", "seats", "testing", "training", "tutorial", "verification"]
    wanted = {"README.md", *(f"docs/{page}.md" for page in pages)}
    assert wanted <= set(map(name, RUNNING))


def test_links_between_pages_lead_somewhere() -> None:
    """Every relative link of a page is a file of the checkout."""
    for page in PAGES:
        for target in _LINK.findall(page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{name(page)} links to {target}"


def test_paths_that_pages_name_are_there() -> None:
    """A file of the checkout that a page names in code style has not been moved."""
    for page in PAGES:
        text = "".join(re.split(r"```.*?```", page.read_text("utf-8"), flags=re.DOTALL))
        for path in _PATH.findall(text):
            assert any((root / path).exists() for root in (ROOT, ROOT / "funreason_sim")), f"{name(page)} names {path}"


def test_pages_name_no_machine() -> None:
    """No absolute path of a machine stands in a page."""
    for page in PAGES:
        assert not re.search(r"(?<![\w.])/(?:home|root|work|tmp|Users)/", page.read_text("utf-8")), page


@pytest.mark.parametrize("record", [Sample, Turn, Step], ids=lambda record: record.__name__)
def test_the_page_on_records_has_every_field_in_order(record: type[Sample | Turn | Step]) -> None:
    """The table of a record names the fields that a line has, no other, and in the order of the line."""
    text = (ROOT / "docs" / "records.md").read_text("utf-8")
    section = text.split(f"\n## {record.__name__}\n", 1)[1].split("\n## ", 1)[0]
    named = [field for row in _ROW.findall(section) for field in re.findall(r"`(\w+)`", row)]
    assert named == list(record.model_fields)


def test_figures_come_from_commands_that_are_there() -> None:
    """What `tools/bench_docs.py` is to run again exists."""
    found = [command for page in PAGES for command in _BENCH.findall(page.read_text("utf-8"))]
    assert found
    for command in found:
        first = command.split()[0]
        assert command.startswith("funreason-sim bench") or (ROOT / "tools" / first).is_file(), command
