"""The machine that figures are of: what explains them, and nothing that names it."""

from __future__ import annotations

import platform
import sqlite3

import apsw

from ..running.crew import cores


def machine() -> dict[str, str | int]:
    """Python, SQLite, cores and platform.

    `sqlite` runs the episodes; `sqlite_of_python` is the one behind aiosqlite, which serves the run store.
    """
    return {
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "sqlite": apsw.sqlite_lib_version(),
        "sqlite_of_python": sqlite3.sqlite_version,
        "cores": cores(),
        "platform": f"{platform.system()} {platform.machine()}",
    }
