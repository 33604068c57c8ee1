"""A seeded fault: one small edit of one function, as somebody could have made it by mistake."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import unified_diff
from functools import cached_property
from pathlib import Path

from .source import Source


@dataclass(frozen=True)
class Edit:
    """A part of a file, and what is to stand there instead."""

    kind: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Fault:
    """An edit, and where it is: in a function, or in a number that its module gives this name.

    `tools` are those that it touches; `probes` are the lines of the statements whose execution could show it.
    """

    edit: Edit
    source: Source
    name: str
    tools: tuple[str, ...]
    probes: frozenset[tuple[Path, int]]

    @property
    def kind(self) -> str:
        """What sort of mistake it is."""
        return self.edit.kind

    @property
    def line(self) -> int:
        """The line that it begins in."""
        return self.source.data.count(b"\n", 0, self.edit.start) + 1

    @property
    def function(self) -> str:
        """Its module within the environment, and its name there."""
        return f"{self.source.name}.{self.name}"

    @property
    def place(self) -> str:
        """File and line."""
        return f"{self.source.file}:{self.line}"

    @cached_property
    def text(self) -> str:
        """The whole file with the fault in it."""
        data = self.source.data
        return (data[: self.edit.start] + self.edit.text.encode() + data[self.edit.end :]).decode()

    @cached_property
    def diff(self) -> str:
        """The fault as a unified diff."""
        was, becomes = self.source.data.decode().splitlines(), self.text.splitlines()
        name = self.source.file.name
        return "\n".join(unified_diff(was, becomes, f"a/{name}", f"b/{name}", n=1, lineterm=""))

    @property
    def was(self) -> str:
        """The lines that it changes, without indentation."""
        return self._changed("-")

    @property
    def becomes(self) -> str:
        """The lines that it changes them to."""
        return self._changed("+")

    def _changed(self, sign: str) -> str:
        lines = self.diff.splitlines()[2:]
        return "\n".join(line[1:].strip() for line in lines if line.startswith(sign))


def distinct(edits: Iterable[Edit], source: Source) -> list[Edit]:
    """The edits that change something, each once, in the order of the file."""
    found = {(e.start, e.end, e.text): e for e in edits if source.data[e.start : e.end].decode() != e.text}
    return sorted(found.values(), key=lambda edit: (edit.start, edit.end))
