"""Reads what a tool's docstring declares: the claim, its parameters and the codes it refuses with."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass, field

_SECTION = re.compile(r"^(Args|Refuses|Returns):\s*$")
_ENTRY = re.compile(r"^(\w+)(?:\s*\[(keeps effects)\])?:\s*(.*)$")


@dataclass
class Documentation:
    """What a docstring says. `keeps` holds the codes of refusals whose writes stay (a listed quirk)."""

    description: str = ""
    parameters: dict[str, str] = field(default_factory=dict)
    refusals: dict[str, str] = field(default_factory=dict)
    keeps: set[str] = field(default_factory=set)


def read(text: str | None) -> Documentation:
    """Parse a docstring with optional `Args:` and `Refuses:` sections of indented `name: text` entries."""
    found = Documentation()
    section, name = "", ""
    lines: list[str] = []
    for line in inspect.cleandoc(text or "").splitlines():
        heading = _SECTION.match(line)
        if heading:
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
        if started[2]:
            found.keeps.add(name)
    elif name:
        entries[name] = f"{entries[name]} {line}".strip()
    return name
