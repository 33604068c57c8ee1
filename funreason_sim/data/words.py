"""Turns what SQLite and the system say about a run store into one sentence that names the file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import StoreError
from .files import reason

_DAMAGED = "is damaged; restore it from a copy, or name another folder"
_FULL = "cannot be written: the disk is full; free some space, and the same command goes on"
_TOLD = {
    "file is not a database": "is not a run store: it is not a SQLite database",
    "database is locked": "is locked by another program; close that one and try again",
    "unable to open database file": "cannot be opened; it should be a file in a folder that can be written",
    "attempt to write a readonly database": "is read-only; a run needs a folder that can be written",
    "database disk image is malformed": _DAMAGED,
    "database or disk is full": _FULL,
    "disk I/O error": "cannot be read or written: the disk reports an error, or is full",
    "UNIQUE constraint failed: result.idx": "already holds one of these indices",
}
_MISSING = ("no such table", "no such column", "malformed database schema")


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Raises what goes wrong in the block as a `StoreError` about `path`."""
    try:
        yield
    except (sqlite3.Error, OverflowError) as error:
        raise StoreError(f"{path} {_sentence(str(error))}") from error
    except OSError as error:
        raise StoreError(f"{path} cannot be opened: {reason(error)}") from error
    except StoreError as error:
        if str(error).startswith(str(path)):
            raise
        raise StoreError(f"{path} {error}") from error


def damaged() -> StoreError:
    """That a store's pages do not fit together."""
    return StoreError(_DAMAGED)


def _sentence(text: str) -> str:
    if text.startswith(_MISSING):
        return _DAMAGED
    return _TOLD.get(text, f"cannot be used: {text}")
