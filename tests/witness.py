"""An installed environment that tells which process began which index, and that can kill the process it runs in.

It is `vehicle` under another name. Each scenario that is drawn is noted, and one that is marked kills its process: this
is how tests see, from outside, what worker processes do.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MODULE = """
import hashlib, json, os, signal, time
from pathlib import Path
from types import SimpleNamespace
from funreason_sim.environments.vehicle import environment as vehicle
from funreason_sim.sim import Environment

FOLDER = Path(os.environ["WITNESS"])
inner = vehicle.scenarios

def generate(dice):
    scenario = inner.generate(dice)
    with open(FOLDER / "begun", "a") as file:
        file.write(f"{os.getpid()}\\n")
    mark = FOLDER / hashlib.sha256(json.dumps(scenario, sort_keys=True).encode()).hexdigest()
    if mark.exists():
        if mark.read_text() == "sleep":
            time.sleep(60)
        left = int(mark.read_text())
        mark.write_text(str(left - 1))
        if left > 0:
            os.kill(os.getpid(), signal.SIGKILL)
    return scenario

environment = Environment(
    name="witness", summary="A car.", schema=vehicle.schema, functions=vehicle.functions,
    scenarios=SimpleNamespace(generate=generate, load=inner.load, dump=inner.dump, known=inner.known),
    wording=vehicle.wording, handlers=vehicle.handlers,
)
"""


@dataclass(frozen=True)
class Witness:
    """The environment `witness`, installed in a folder of its own."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """Of processes that are to find it."""
        return {
            **os.environ,
            "PYTHONPATH": str(self.folder / "site"),
            "WITNESS": str(self.folder),
            "FUNREASON_SIM_CACHE": str(self.folder / "cache"),
        }

    def start(self, out: Path, count: int, *options: object) -> subprocess.Popen[str]:
        """A `generate` into a folder, in a process group of its own."""
        command = [sys.executable, "-m", "funreason_sim", "generate", "--out", out, "-e", "witness", "-n", count]
        command += ["--seed", 11, "--turns", 2, "--calls", 3, *options]
        pipes: Any = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(
            list(map(str, command)),
            env=self.environment,
            start_new_session=True,
            preexec_fn=interruptible,
            **pipes,
        )

    def generate(self, out: Path, count: int, *options: object) -> tuple[int, str]:
        """The same to its end: exit code and all it said."""
        process = self.start(out, count, *options)
        said, complained = process.communicate(timeout=120)
        return process.returncode, said + complained

    def begun(self, *not_by: int) -> int:
        """Indices begun by any process but these."""
        lines = (self.folder / "begun").read_text().split()
        return sum(int(line) not in not_by for line in lines)

    def forget(self) -> None:
        """Begin to count anew."""
        (self.folder / "begun").write_text("")

    def mark(self, sample: dict[str, Any], times: int | str) -> None:
        """Let the index of a sample kill the process that begins it, so many times; or `sleep` in it."""
        text = json.dumps(sample["scenario"]["witness"], sort_keys=True)
        (self.folder / hashlib.sha256(text.encode()).hexdigest()).write_text(str(times))

    def processes(self) -> list[int]:
        """All living processes that can see this environment."""
        found = []
        for path in Path("/proc").glob("[0-9]*"):
            try:
                if f"WITNESS={self.folder}\0".encode() in (path / "environ").read_bytes():
                    found.append(int(path.name))
            except OSError:
                continue  # it has ended, or is not ours
        return found


def install(folder: Path) -> Witness:
    """The environment, installed in a folder."""
    site = folder / "site"
    info = site / "witness_world-0.dist-info"
    info.mkdir(parents=True)
    (site / "witness_world.py").write_text(MODULE)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: witness-world\nVersion: 0\n")
    (info / "entry_points.txt").write_text(
        "[funreason_sim.environments]\nwitness = witness_world:environment\n", "utf-8"
    )
    (folder / "begun").touch()
    return Witness(folder)


def interruptible() -> None:
    """In a new process: let the interrupt key work, also where the tests themselves were started to ignore it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def kill(*pids: int) -> None:
    """SIGKILL, for those that still live."""
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
