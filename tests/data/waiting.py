"""Waits for what another process commits to a run store."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path


def committed(out: Path) -> int:
    """Indices that are committed; 0 where there is no store yet."""
    try:
        connection = sqlite3.connect(f"file:{out / 'run.db'}?mode=ro", uri=True)
    except sqlite3.Error:
        return 0
    try:
        return int(connection.execute("SELECT count(*) FROM result").fetchone()[0])
    except sqlite3.Error:
        return 0
    finally:
        connection.close()


def until_committed(out: Path, number: int, seconds: float = 60) -> None:
    """Return when so many are committed.

    Raises:
        TimeoutError: when they are not, in that time.
    """
    deadline = time.monotonic() + seconds
    while committed(out) < number:
        if time.monotonic() > deadline:
            raise TimeoutError(f"{number} indices were not committed in {seconds} s")
        time.sleep(0.02)
