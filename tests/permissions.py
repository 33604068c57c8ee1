"""Runs a command that is held to the permissions of files even where the tests are run by root."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Root loses what lets it pass over permissions, for good: CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH, by PR_CAPBSET_DROP.
# It stays the owner of its files, so that the folders above them and the interpreter can still be read.
_HELD = """
import ctypes, os, sys
if os.getuid() == 0:
    system = ctypes.CDLL(None, use_errno=True)
    for capability in (1, 2):
        if system.prctl(24, capability, 0, 0, 0):
            sys.exit(os.strerror(ctypes.get_errno()))
os.execv(sys.executable, [sys.executable, "-m", "funreason_sim", *sys.argv[1:]])
"""


def held(*arguments: object) -> subprocess.CompletedProcess[str]:
    """The command line, held to the permissions of files."""
    command = [sys.executable, "-c", _HELD, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@contextmanager
def mode(path: Path, bits: int) -> Iterator[None]:
    """Other permissions for a folder or a file, for as long as the block runs."""
    before = path.stat().st_mode
    path.chmod(bits)
    try:
        yield
    finally:
        path.chmod(before)
