"""What the machine may do to a run: one sentence each, nothing lost, and the run goes on when the cause is gone."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

SMALL = ("-e", "vehicle", "--turns", 1, "--calls", 2, "--seed", 11, "--workers", 1)


def _generate(
    out: Path, count: int, before: Callable[[], None] | None = None, *options: object
) -> tuple[int, list[str]]:
    """A run by the command line: exit code, and what was complained of."""
    command = [sys.executable, "-m", "funreason_sim", "generate", "--out", out, "-n", count, *SMALL, *options]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, preexec_fn=before)
    complaints = [line for line in done.stderr.splitlines() if line.startswith("funreason-sim: ")]
    assert "Traceback" not in done.stderr
    return done.returncode, complaints


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A run of twelve that met no trouble, and its samples."""
    out = tmp_path_factory.mktemp("whole") / "run"
    assert _generate(out, 12) == (0, [])
    return out, (out / "trajectories.jsonl").read_bytes()


def _no_more_than(size: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.parametrize("size", [2_000, 100_000, 250_000])
def test_no_room_on_the_disk_is_one_sentence(whole: tuple[Path, bytes], tmp_path: Path, size: int) -> None:
    """Wherever the room runs out, what was committed stays, and with room again the bytes are the same."""
    status, complaints = _generate(tmp_path / "run", 12, _no_more_than(size))
    assert status == 2
    assert len(complaints) == 1
    assert str(tmp_path / "run") in complaints[0]
    assert not list((tmp_path / "run").glob(".*"))
    assert _generate(tmp_path / "run", 12) == (0, [])
    assert (tmp_path / "run" / "trajectories.jsonl").read_bytes() == whole[1]


UNPRIVILEGED = """
import os, sys
from funreason_sim.cli import main
warm, out, *options = sys.argv[1:]
main(["generate", "--out", warm, "-n", "1", *options])  # imports all, also from where only root can read
if os.getuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
sys.exit(main(["generate", "--out", out, "-n", "20", *options]))
"""


def test_a_folder_that_cannot_be_written_is_one_sentence(
    whole: tuple[Path, bytes], tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A new run in it, and one that is there already; both are left as they were."""
    out = tmp_path / "there"
    shutil.copytree(whole[0], out)
    for path in (*tmp_path.parents[:3], tmp_path):
        path.chmod(0o755)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    tmp_path.chmod(0o555)
    out.chmod(0o555)
    try:
        for number, folder in enumerate((tmp_path / "new", out)):
            warm = tmp_path_factory.mktemp("warm") / str(number)
            options = map(str, [warm, folder, *SMALL[:-1], 0])
            done = subprocess.run([sys.executable, "-c", UNPRIVILEGED, *options], capture_output=True, text=True)
            complaints = [line for line in done.stderr.splitlines() if line.startswith("funreason-sim: ")]
            assert (done.returncode, len(complaints)) == (2, 1), done.stderr
            assert str(folder) in complaints[0]
    finally:
        tmp_path.chmod(0o755)
        out.chmod(0o755)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def _flip_header(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"not a database, but notes of mine ")


def _cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _overwrite_pages(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        for at in range(4096, size, 4096):
            file.seek(at)
            file.write(os.urandom(64))


def _drop_table(path: Path) -> None:
    import sqlite3

    connection = sqlite3.connect(path)
    connection.execute("DROP TABLE attempt")
    connection.commit()
    connection.close()


@pytest.mark.parametrize("harm", [_flip_header, _cut, _overwrite_pages, _drop_table])
def test_a_damaged_store_is_one_sentence_and_not_written_to(
    whole: tuple[Path, bytes], tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    """However it is damaged; with the store restored, the run grows to the bytes of one that met no trouble."""
    out = tmp_path / "run"
    shutil.copytree(whole[0], out)
    harm(out / "run.db")
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    status, complaints = _generate(out, 12)
    assert (status, len(complaints)) == (2, 1)
    assert str(out / "run.db") in complaints[0]
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    shutil.copy(whole[0] / "run.db", out / "run.db")
    assert _generate(out, 12) == (0, [])
    assert (out / "trajectories.jsonl").read_bytes() == whole[1]


def test_two_runs_in_one_folder_at_once_are_refused(whole: tuple[Path, bytes], tmp_path: Path) -> None:
    """The second is told so and touches nothing; the first goes on, and its bytes are right when it is stopped."""
    from data.waiting import until_committed

    out = tmp_path / "run"
    command = [sys.executable, "-m", "funreason_sim", "generate", "--out", out, "-n", 100_000, *SMALL]
    first = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until_committed(out, 1)
        assert _generate(out, 12) == (
            2,
            [f"funreason-sim: {out / 'run.db'} is in use by another process; wait for it or name another folder"],
        )
        until_committed(out, 40)
    finally:
        first.send_signal(signal.SIGTERM)
        first.wait(timeout=60)
    assert (out / "trajectories.jsonl").read_bytes().startswith(whole[1])


def test_half_written_files_of_a_killed_command_are_cleared(whole: tuple[Path, bytes], tmp_path: Path) -> None:
    """What a kill in the middle of writing left beside the samples is gone after the next command."""
    out = tmp_path / "run"
    shutil.copytree(whole[0], out)
    (out / ".trajectories.jsonl.999.part").write_text("half")
    assert _generate(out, 12) == (0, [])
    assert sorted(path.name for path in out.iterdir()) == ["config.toml", "run.db", "trajectories.jsonl"]
