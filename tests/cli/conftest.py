from __future__ import annotations

import os
import pty
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from funreason_sim.cli import main


@dataclass
class Done:
    """How a command ended and what it printed."""

    status: int
    out: str
    err: str

    @property
    def complaint(self) -> str:
        """The one sentence on standard error."""
        [line] = self.err.splitlines()
        return line.removeprefix("funreason-sim: ")


Run = Callable[..., Done]


@pytest.fixture(scope="session", autouse=True)
def _graphs_are_learned_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Learned graphs go to a folder of this test run, for subprocesses too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FUNREASON_SIM_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command line in this process, its output not a terminal."""

    def command(*arguments: object) -> Done:
        capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Done(status, captured.out, captured.err)

    return command


@pytest.fixture
def run_on_terminal(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command line in this process on a real pseudo-terminal, 100 columns wide; all output is in `out`."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("TERM", "xterm")

    def command(*arguments: object) -> Done:
        with _terminal() as (stream, read):
            monkeypatch.setattr(sys, "stdout", stream)
            monkeypatch.setattr(sys, "stderr", stream)
            status = main([str(argument) for argument in arguments])
            stream.flush()
        monkeypatch.undo()
        return Done(status, read().decode(), "")

    return command


@contextmanager
def _terminal() -> Iterator[tuple[object, Callable[[], bytes]]]:
    master, slave = pty.openpty()
    parts: list[bytes] = []

    def drain() -> None:
        while True:
            try:
                block = os.read(master, 1 << 16)
            except OSError:  # the other end is closed
                return
            if not block:
                return
            parts.append(block)

    reader = threading.Thread(target=drain)
    reader.start()
    try:
        with open(slave, "w", encoding="utf-8") as stream:
            yield stream, lambda: b"".join(parts)
    finally:
        reader.join()
        os.close(master)


@pytest.fixture
def samples(tmp_path: Path) -> Path:
    """A file of two samples."""
    from data.sample_maker import make_sample, write_samples

    return write_samples(tmp_path / "samples.jsonl", make_sample(), make_sample(id="demo-00001", index=1))
