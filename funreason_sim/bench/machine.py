"""The machine that figures are of: what explains them, and nothing that names it."""

from __future__ import annotations

import os
import platform
import sqlite3

import apsw


def machine() -> dict[str, str | int]:
    """Python, SQLite, cores and platform.

    `sqlite` runs the episodes; `sqlite_of_python` is the one behind aiosqlite, which serves the run store.
    """
    return {
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "sqlite": apsw.sqlite_lib_version(),
        "sqlite_of_python": sqlite3.sqlite_version,
        "cores": _cores(),
        "platform": f"{platform.system()} {platform.machine()}",
    }


def _cores() -> int:
    """The cores that this process may use, where the platform says so."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
