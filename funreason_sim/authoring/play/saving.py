"""What is saved of a play: a pytest file, a trace that `generate --from-traces` takes, or the world as a scenario.

Whatever a form cannot hold is found out by running what was written, and told.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from ...errors import UsageError
from ...sim import Episode, open_episode
from . import looking
from .as_test import source
from .session import Act, Session

KINDS = ("test", "trace", "scenario")
_NAME = re.compile(r"[a-z_][a-z0-9_]*", re.IGNORECASE)


@dataclass(frozen=True)
class Document:
    """The text of a file, and what it does not hold."""

    text: str
    notes: tuple[str, ...] = ()


def place(kind: str, name: str, home: Path | None) -> Path:
    """The file that is meant: a path as it is; for a test a bare name too, in the environment's own `tests/`.

    Raises:
        UsageError: when a test has neither a name nor a file of Python.
    """
    if kind != "test" or name.endswith(".py"):
        return Path(name)
    if not _NAME.fullmatch(name):
        raise UsageError(f"a test takes a name of letters, digits and _, or a file that ends in .py, not {name}")
    file = Path(f"test_{name.removeprefix('test_')}.py")
    return home / "tests" / file if home is not None else file


def document(kind: str, session: Session, named: str, path: Path) -> Document:
    """What a file of a kind holds of a session.

    Raises:
        UsageError: when there is nothing to save, or a trace cannot hold it.
    """
    if kind == "scenario":
        return _scenario(session)
    if not session.branch.acts:
        raise UsageError(f"nothing was done on branch {session.current} yet: call a tool, then save the {kind}")
    return _trace(session, path.stem) if kind == "trace" else Document(source(session, named, path))


def write(path: Path, text: str) -> None:
    """Write a new file.

    Raises:
        UsageError: when there is one already, or it cannot be written.
    """
    if path.exists():
        raise UsageError(f"{path} is there already; give another name")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error


def _trace(session: Session, name: str) -> Document:
    """One turn of the calls that returned; a run of them alone must go as the play went."""
    acts = session.branch.acts
    kept = [(number, act) for number, act in enumerate(acts, start=1) if act.call and not act.call.refused]
    if not kept:
        raise UsageError("a trace holds calls that returned, and none did")
    _rerun(session, kept)
    refused = sum(1 for act in acts if act.call and act.call.refused)
    moved = any(act.call is None for act in acts)
    notes = [f"left out: {refused} refused {'call' if refused == 1 else 'calls'}"] if refused else []
    notes += ["left out: the time that passed, which no call noticed"] if moved else []
    calls = [act.call.call.model_dump(mode="json") for _, act in kept if act.call]
    line = {
        "id": name,
        "environments": [environment.name for environment in session.space.environments],
        "scenario": session.scenario,
        "seed": session.seed,
        "turns": [calls],
    }
    return Document(json.dumps(line, ensure_ascii=False) + "\n", tuple(notes))


def _rerun(session: Session, kept: list[tuple[int, Act]]) -> None:
    with open_episode(session.space, session.scenario, seed=session.seed) as episode:
        for number, act in kept:
            ran = act.call
            if ran is not None and episode.call(ran.call.tool, ran.call.arguments).text != ran.text:
                raise UsageError(
                    f"a trace holds no refused calls and no clock, and without them act {number}, {act.line}, returns "
                    "something else; undo them, or save a test"
                )


def _scenario(session: Session) -> Document:
    document = session.episode.dump()
    with open_episode(session.space, document, seed=session.seed) as loaded:
        lost = _differing(session, loaded)
    clock = looking.clock(session.episode.world)
    notes = [f"what table {name} holds now is not all in it: load and dump say nothing more of it" for name in lost]
    if any(act.call is None for act in session.branch.acts):
        notes.append("a scenario has no clock: it begins on the day on which every world does")
    if clock.due:
        notes.append(f"what is due is not in it: {', '.join(dict.fromkeys(item.handler for item in clock.due))}")
    return Document(json.dumps(document, ensure_ascii=False, indent=2) + "\n", tuple(notes))


def _differing(session: Session, loaded: Episode) -> list[str]:
    """The tables that a world loaded from its own scenario does not have the same rows in."""
    now = session.episode
    if loaded.digest() == now.digest():
        return []
    names = [name for environment in session.space.environments for name in environment.tables]
    return [name for name in names if _all(now, name) != _all(loaded, name)]


def _all(episode: Episode, table: str) -> list[str]:
    return sorted(map(repr, episode.world.all(f'SELECT * FROM "{table}"')))
