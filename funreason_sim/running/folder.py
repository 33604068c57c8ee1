"""The files of a run's folder, beside `run.db`."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import tomli_w

from ..data.files import reason, write_atomically
from ..errors import StoreError
from ..records import RunConfig

SAMPLES = "trajectories.jsonl"


def prepare_folder(out: Path) -> None:
    """Make the folder, or take one that is empty or holds a run.

    Raises:
        StoreError: when it cannot be one, or holds something else.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        others = sorted(path.name for path in out.iterdir())
        if others and "run.db" not in others:
            raise StoreError(
                f"{out} is not a run: it holds {others[0]} and no run.db; name a new folder or an empty one"
            )
    except FileExistsError:
        raise StoreError(f"{out} is a file; --out names a folder") from None
    except OSError as error:
        raise StoreError(f"{out} cannot be made: {reason(error)}") from error


def write_config(out: Path, config: RunConfig, identity: str) -> None:
    """Write `config.toml`: the configuration as resolved, with what made it."""
    resolved = {name: value for name, value in config.model_dump(mode="json").items() if value is not None}
    made_by = {"version": version("funreason-sim"), "identity": identity}
    text = tomli_w.dumps({"funreason_sim": made_by, "run": resolved})
    try:
        write_atomically(out / "config.toml", [text.encode()])
    except OSError as error:
        raise StoreError(f"{out / 'config.toml'} cannot be written: {reason(error)}") from error


def save_episode(out: Path, sample: str, database: bytes) -> None:
    """Write the database of a kept episode to `episodes/<sample id>.db`."""
    folder = out / "episodes"
    try:
        folder.mkdir(exist_ok=True)
        write_atomically(folder / f"{sample}.db", [database])
    except OSError as error:
        raise StoreError(f"{folder} cannot be written: {reason(error)}") from error


def clear_halves(out: Path) -> None:
    """Remove files that a killed command left half-written; only whoever holds the run may do this."""
    for path in (*out.glob(".*.part"), *out.glob("episodes/.*.part")):
        path.unlink(missing_ok=True)
