"""One process at a time works on a run's folder: two would make every sample twice.

The system lets go of the lock when the process ends, however it ends; the folder itself is locked, so that no lock file
stays behind.
"""

from __future__ import annotations

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import StoreError
from .words import in_words

_TRIES = 5
_PAUSE = 0.05  # seconds; whoever only asks whether a run is live holds the lock for an instant
_TAKEN = (errno.EWOULDBLOCK, errno.EAGAIN)


@contextmanager
def alone_in(path: Path) -> Iterator[None]:
    """Holds the folder of the store at `path` for this process.

    Raises:
        StoreError: when another process holds it.
    """
    with in_words(path):
        folder = os.open(path.parent, os.O_RDONLY)
    try:
        if not _locked(folder, fcntl.LOCK_EX, _TRIES):
            raise StoreError(f"{path} is in use by another process; wait for it or name another folder")
        yield
    finally:
        os.close(folder)


def in_use(path: Path) -> bool:
    """Whether a process works on the store at `path` just now."""
    with in_words(path):
        folder = os.open(path.parent, os.O_RDONLY)
    try:
        return not _locked(folder, fcntl.LOCK_SH, 1)
    finally:
        os.close(folder)


def _locked(folder: int, kind: int, tries: int) -> bool:
    for last in range(tries - 1, -1, -1):
        try:
            fcntl.flock(folder, kind | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in _TAKEN:
                return True  # a file system without such locks: SQLite's own lock still guards each write
            if last:
                time.sleep(_PAUSE)
        else:
            return True
    return False
