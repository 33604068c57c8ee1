"""Reads what a tool's docstring declares: the claim, its parameters, the codes it refuses with, and that it only reads.

A line `Reads only.` of its own declares that the tool writes no row. A code may bear marks: `[keeps effects]` after it,
`[always]` where the tool never returns, `[unreachable: why]` for what no input brings about. Declarations are for
`funreason-sim check` to hold against what calls do; models do not read them.
"""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass, field

_SECTION = re.compile(r"^(Args|Refuses|Returns):\s*$")
_ENTRY = re.compile(r"^(\w+)((?:\s*\[[^\]]*\])*):\s*(.*)$")
_MARK = re.compile(r"\[([^\]:]*)(?::\s*([^\]]*))?\]")
_READS_ONLY = "Reads only."


@dataclass
class Documentation:
    """What a docstring says.

    `keeps` holds the codes of refusals whose writes stay (a listed quirk), `always` those that the tool refuses with
    whatever it is given, `unreachable` those that no input brings about, with the reason; `unknown` marks mean nothing.
    """

    description: str = ""
    parameters: dict[str, str] = field(default_factory=dict)
    refusals: dict[str, str] = field(default_factory=dict)
    keeps: set[str] = field(default_factory=set)
    always: set[str] = field(default_factory=set)
    unreachable: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    reads_only: bool = False


def read(text: str | None) -> Documentation:
    """Parse a docstring with optional `Args:` and `Refuses:` sections of indented `name: text` entries."""
    found = Documentation()
    section, name = "", ""
    lines: list[str] = []
    for line in inspect.cleandoc(text or "").splitlines():
        heading = _SECTION.match(line)
        if line == _READS_ONLY:
            found.reads_only = True
        elif heading:
            section, name = heading[1], ""
        elif not section:
            lines.append(line.strip())
        elif line.strip():
            name = _entry(found, section, name, line.strip())
    found.description = " ".join(part for part in lines if part)
    return found


def _entry(found: Documentation, section: str, name: str, line: str) -> str:
    entries = {"Args": found.parameters, "Refuses": found.refusals}.get(section)
    if entries is None:
        return name
    started = _ENTRY.match(line)
    if started:
        name = started[1]
        entries[name] = started[3]
        for mark, reason in _MARK.findall(started[2]):
            _mark(found, name, mark, reason)
    elif name:
        entries[name] = f"{entries[name]} {line}".strip()
    return name


def _mark(found: Documentation, code: str, mark: str, reason: str) -> None:
    if mark == "unreachable" and reason:
        found.unreachable[code] = reason
    elif mark in ("keeps effects", "always") and not reason:
        (found.keeps if mark == "keeps effects" else found.always).add(code)
    else:
        found.unknown.append(f"{code} [{mark}]")
