"""What a line of a play can come to: one record for each kind of result, for whoever shows it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ...sim import Tool
from .looking import Clock, Rows, TableSize
from .session import Act


@dataclass(frozen=True)
class Acted:
    """An act of this number was done (the first is 1)."""

    number: int
    act: Act


@dataclass(frozen=True)
class Moved:
    """Acts were undone or redone; `at` counts those that stand now."""

    acts: tuple[Act, ...]
    redone: bool
    at: int


@dataclass(frozen=True)
class Branches:
    """Every branch with its number of acts, and the one that is played; `told` says what has just happened."""

    lengths: tuple[tuple[str, int], ...]
    current: str
    told: str = ""


@dataclass(frozen=True)
class Log:
    """What was done on this branch, and how many acts can be redone."""

    acts: tuple[Act, ...]
    undone: int


@dataclass(frozen=True)
class Tables:
    """Every table."""

    sizes: tuple[TableSize, ...]


@dataclass(frozen=True)
class Tools:
    """Every tool."""

    tools: tuple[Tool, ...]


@dataclass(frozen=True)
class ToolHelp:
    """One tool."""

    tool: Tool


@dataclass(frozen=True)
class CommandHelp:
    """Some commands, or all of them."""

    commands: tuple[tuple[str, str], ...]
    """Of each how it is written, and what it is for."""


@dataclass(frozen=True)
class Saved:
    """A file was written; `notes` say what it does not hold."""

    kind: str
    path: Path
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Reloaded:
    """The environment was read again; `changed` are the acts of this branch that came out otherwise, by number."""

    changed: tuple[Acted, ...]


@dataclass(frozen=True)
class Left:
    """The session is over."""


Result = (
    Acted | Moved | Branches | Log | Tables | Rows | Clock | Tools | ToolHelp | CommandHelp | Saved | Reloaded | Left
)
