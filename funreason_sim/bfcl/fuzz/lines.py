"""Which lines of the benchmark's own modules ran: a tracer that lets go of code whose every line it has seen."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FrameType, ModuleType
from typing import Any

_FUNCTION = 0x02
"""The flag of code that runs when it is called; that of modules and classes runs when they are imported."""


@dataclass(frozen=True)
class Lines:
    """Lines of one module that can run, and those that did."""

    all: frozenset[int]
    seen: frozenset[int]

    @property
    def missed(self) -> tuple[int, ...]:
        """Lines that did not run, in order."""
        return tuple(sorted(self.all - self.seen))


class Tracer:
    """Notes the lines that run inside `watching()`; what ran when a module was imported counts as seen."""

    def __init__(self, modules: Mapping[str, ModuleType]) -> None:
        self._left: dict[CodeType, set[int]] = {}
        self._all: dict[str, set[int]] = {}
        self._left_by_name: dict[tuple[str, str, int], set[int]] = {}
        self._files: dict[str, str] = {}
        for name, module in modules.items():
            self._add(name, str(module.__file__))

    def _add(self, name: str, file: str) -> None:
        self._files[name] = file
        self._all[name] = set()
        for code in _codes(compile(Path(file).read_text("utf-8"), file, "exec")):
            lines = {line for _, _, line in code.co_lines() if line}
            self._all[name] |= lines
            if code.co_flags & _FUNCTION:
                self._left_by_name[file, code.co_name, code.co_firstlineno] = lines - {code.co_firstlineno}

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Trace the lines that run in this block."""
        before = sys.gettrace()
        sys.settrace(self._call)
        try:
            yield
        finally:
            sys.settrace(before)

    def lines(self) -> dict[str, Lines]:
        """What is known by now, by the names of the modules."""
        left: dict[str, set[int]] = {file: set() for file in self._files.values()}
        for (file, _, _), missing in self._left_by_name.items():
            left[file] |= missing
        return {
            name: Lines(frozenset(self._all[name]), frozenset(self._all[name] - left[file]))
            for name, file in self._files.items()
        }

    def _call(self, frame: FrameType, event: str, argument: Any) -> Any:
        code = frame.f_code
        left = self._left.get(code)
        if left is None:
            key = (code.co_filename, code.co_name, code.co_firstlineno)
            left = self._left[code] = self._left_by_name.get(key, set())
        if not left:
            return None

        def line(frame: FrameType, event: str, argument: Any) -> Any:
            if event == "line":
                left.discard(frame.f_lineno)
            return line if left else None

        return line


def _codes(code: CodeType) -> Iterator[CodeType]:
    """A code and every code in it, however deep."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)
