"""Survivors that somebody has looked at: `mutants.toml` next to the tests says which faults change nothing, and why.

[[shop]]                       # the environment
function = "tools.order_product"
was = "if count > 5:"
becomes = "if count >= 5:"
reason = "no product is sold by the five"
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...errors import UsageError
from .faults import Fault

FILE = "mutants.toml"
_FIELDS = ("function", "was", "becomes", "reason")


@dataclass(frozen=True)
class Declared:
    """One fault that is declared to be no fault; `file` and `line` say where."""

    function: str
    was: str
    becomes: str
    reason: str
    file: Path

    def names(self, fault: Fault) -> bool:
        """Whether it is this fault that is meant."""
        return (fault.function, fault.was, fault.becomes) == (self.function, self.was, self.becomes)

    def __str__(self) -> str:
        return f"{self.file}: {self.function}: {self.was!r} -> {self.becomes!r}"


def read_declared(tests: Sequence[Path], environment: str) -> list[Declared]:
    """What the files next to these tests declare for an environment.

    Raises:
        UsageError: for a file that cannot be read so; the sentence names the file and the entry.
    """
    folders = dict.fromkeys(path if path.is_dir() else path.parent for path in tests)
    files = [folder / FILE for folder in folders if (folder / FILE).is_file()]
    return [entry for file in files for entry in _entries(file, environment)]


def _entries(file: Path, environment: str) -> list[Declared]:
    try:
        document: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{file} cannot be read as TOML: {error}") from error
    entries = document.get(environment, [])
    if not isinstance(entries, list):
        raise UsageError(f"{file}: write [[{environment}]], one for each survivor, not [{environment}]")
    return [_entry(file, f"[[{environment}]] number {number}", entry) for number, entry in enumerate(entries, 1)]


def _entry(file: Path, where: str, entry: Any) -> Declared:
    for field in _FIELDS:
        if not isinstance(entry, dict) or not isinstance(entry.get(field), str) or not entry[field].strip():
            raise UsageError(f'{file}: {where} needs {field} = "..."; an entry has {", ".join(_FIELDS)}')
    unknown = sorted(entry.keys() - set(_FIELDS))
    if unknown:
        raise UsageError(f"{file}: {where} has {unknown[0]}; an entry has {', '.join(_FIELDS)}")
    return Declared(**entry, file=file)


def pasteable(environment: str, fault: Fault) -> str:
    """A survivor as an entry of the file, its reason left open."""
    import tomli_w

    entry = {"function": fault.function, "was": fault.was, "becomes": fault.becomes, "reason": ""}
    return f"[[{environment}]]\n{tomli_w.dumps(entry)}".rstrip("\n")
