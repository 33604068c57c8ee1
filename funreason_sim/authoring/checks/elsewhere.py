"""Other processes that go the same trails; each hashes texts otherwise, so what depends on that comes out differently.

Run as a module it is such a process: it reads trails from standard input, one a line, and answers with their heads.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from types import TracebackType
from typing import Self

from ...errors import FunreasonError
from ...sim import Environment, Space, catalog, open_episode
from .sources import Sources
from .trail import Start, Trail, act_from, perform

_HASH_SEEDS = (1, 2, 3)
_GONE = ["the process has ended"]


def address_of(environment: Environment) -> str | None:
    """By what another process finds this environment: an installed name, or a path; None when it has neither."""
    if environment.name in catalog.names() and catalog.environment(environment.name) is environment:
        return environment.name
    folder = Sources(environment).folder
    return str(folder) if folder is not None and (folder / "tools.py").is_file() else None


def heads(space: Space, trail: Trail) -> list[str]:
    """The id of the newest event at the start of a trail and after each act; ends where an act breaks."""
    name = space.environments[0].name
    try:
        episode = open_episode(space, {name: trail.start.scenario}, seed=trail.start.seed)
    except FunreasonError as error:
        return [str(error)]
    found = [f"{episode.head} {episode.digest()}"]
    for act in trail.acts:
        try:
            perform(episode, act)
        except Exception as error:
            return [*found, type(error).__name__]
        found.append(f"{episode.head} {episode.digest()}")
    return found


class Elsewhere:
    """A few processes at work while `with Elsewhere() as elsewhere` lasts; any environment can be run there."""

    def __init__(self) -> None:
        self._processes = [_process(seed) for seed in _HASH_SEEDS]

    def heads(self, address: str, trail: Trail) -> list[list[str]]:
        """What each of them gets."""
        line = json.dumps({**trail.document(), "environment": address}) + "\n"
        return [_asked(process, line) for process in self._processes]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for process in self._processes:
            process.kill()
            process.communicate()


def _process(seed: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", __name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONHASHSEED": str(seed)},
    )


def _asked(process: subprocess.Popen[str], line: str) -> list[str]:
    assert process.stdin is not None, "it is a pipe"
    assert process.stdout is not None, "it is a pipe"
    try:
        process.stdin.write(line)
        process.stdin.flush()
        answer = process.stdout.readline()
    except BrokenPipeError:
        return _GONE
    return [str(head) for head in json.loads(answer)] if answer else _GONE


def _serve() -> None:
    """Answer for as long as somebody asks; what tools print goes nowhere."""
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        asked = json.loads(line)
        trail = Trail(Start(asked["seed"], asked["scenario"]), tuple(map(act_from, asked["calls"])))
        space = Space([catalog.environment(asked["environment"])])
        print(json.dumps(heads(space, trail)), file=answers, flush=True)


if __name__ == "__main__":
    _serve()
