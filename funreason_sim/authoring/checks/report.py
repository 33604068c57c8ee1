"""What a check reports: faults with their place and shortest sequence, and what is known of each tool by execution."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...records import JsonValue
from .trail import Trail


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, where it is written, and the shortest way there that was found.

    `tool` is empty for what is about no tool; `trail` is None for what is seen without running anything.
    """

    check: str
    message: str
    file: str
    line: int
    tool: str = ""
    trail: Trail | None = None

    @property
    def key(self) -> tuple[str, str, str, int]:
        """Equal for what is one fault, however often it is met."""
        return self.check, self.tool, self.file, self.line

    def document(self) -> dict[str, JsonValue]:
        """As JSON."""
        return {
            "check": self.check,
            "message": self.message,
            "file": self.file,
            "line": self.line,
            "tool": self.tool or None,
            "sequence": self.trail.document() if self.trail else None,
        }


@dataclass(frozen=True)
class Checked:
    """One check and what came of it: `claim` is what holds, `shown` how that was shown."""

    name: str
    claim: str
    shown: str
    faults: tuple[Fault, ...] = ()

    def document(self) -> dict[str, JsonValue]:
        """As JSON."""
        return {"name": self.name, "claim": self.claim, "shown": self.shown, "held": not self.faults}


@dataclass(frozen=True)
class Missed:
    """A branch that no call took: `what` is `never true`, `never false` or `never entered`."""

    file: str
    line: int
    function: str
    what: str

    def document(self) -> dict[str, JsonValue]:
        """As JSON."""
        return {"file": self.file, "line": self.line, "function": self.function, "what": self.what}


@dataclass(frozen=True)
class Quirk:
    """A declared departure from the rule, and whether it was seen."""

    code: str
    declares: str
    seen: bool

    def document(self) -> dict[str, JsonValue]:
        """As JSON."""
        return {"code": self.code, "declares": self.declares, "seen": self.seen}


@dataclass(frozen=True)
class ToolReport:
    """What execution showed of one tool: `reached` has the input that led to each code, None where none did."""

    name: str
    file: str
    line: int
    returned: int
    refused: int
    writes: tuple[str, ...]
    declared_read_only: bool
    reached: dict[str, Trail | None]
    quirks: tuple[Quirk, ...]
    missed: tuple[Missed, ...]

    def document(self) -> dict[str, JsonValue]:
        """As JSON."""
        return {
            "name": self.name,
            "file": self.file,
            "line": self.line,
            "returned": self.returned,
            "refused": self.refused,
            "read_only": not self.writes,
            "declared_read_only": self.declared_read_only,
            "writes": list(self.writes),
            "codes": {code: trail.document() if trail else None for code, trail in self.reached.items()},
            "quirks": [quirk.document() for quirk in self.quirks],
            "branches_not_reached": [missed.document() for missed in self.missed],
        }


@dataclass(frozen=True)
class Report:
    """All of it. `usable` is False when the environment could not be loaded, so that little could be looked at."""

    environment: str
    calls: int
    checks: tuple[Checked, ...]
    tools: tuple[ToolReport, ...] = ()
    shared: tuple[Missed, ...] = field(default=())
    """Branches that no tool took, of functions that tools share."""
    elsewhere: bool = True
    """Whether it was also run in other processes; what has neither a path nor an installed name cannot be."""

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Every finding, in the order of the checks."""
        return tuple(fault for checked in self.checks for fault in checked.faults)

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.faults

    def document(self) -> dict[str, JsonValue]:
        """As one JSON document."""
        return {
            "environment": self.environment,
            "clean": self.clean,
            "calls": self.calls,
            "other_processes": self.elsewhere,
            "checks": [checked.document() for checked in self.checks],
            "findings": [fault.document() for fault in self.faults],
            "tools": [tool.document() for tool in self.tools],
            "shared_branches_not_reached": [missed.document() for missed in self.shared],
        }
