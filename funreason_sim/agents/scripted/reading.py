"""Readings: what a clause says about the parameters of one tool."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...records import JsonValue
from .spans import Span


@dataclass(frozen=True)
class Said:
    """A value read from words; a mention is not the value itself but leads to it."""

    value: JsonValue
    words: str
    mention: bool = False
    start: int = 0
    end: int = 0
    quoted: bool = False


@dataclass(frozen=True)
class Reading:
    """What a clause says about the parameters of one tool, and which values it leaves over."""

    said: dict[str, Said] = field(default_factory=dict)
    left: tuple[Span, ...] = ()
    spans: int = 0

    @property
    def values(self) -> dict[str, Said]:
        """Without the mentions."""
        return {name: said for name, said in self.said.items() if not said.mention}
