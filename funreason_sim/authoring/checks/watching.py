"""Watches an environment's functions while they run: which lines they take, and what they reach for outside the world.

Only while a watched function is on the stack is anything traced, so the engine's own work costs what it always does.
"""

from __future__ import annotations

import gc
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import wraps
from types import FrameType, SimpleNamespace
from typing import Any

from ...sim import Environment
from . import outside
from .report import Missed
from .sources import Branch, Node, Place, Sources, branches

Arc = tuple[str, int, int]
_ENTERED, _LEFT, _RAISED = 0, -1, -2
_SCENARIOS = ("generate", "load", "dump", "known")
_listening: list[Watch] = []
_hooked: list[bool] = []


class Watch:
    """What was seen so far. `reached_out` holds each place and what is done there; `arcs` lines taken, by subject.

    A subject is a tool or handler by name, or the empty text for the functions of the scenarios.
    """

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.arcs: defaultdict[str, set[Arc]] = defaultdict(set)
        self.reached_out: dict[tuple[Place, str], None] = {}
        self._files = frozenset(sources.files)
        self._here = self.arcs[""]
        self._environ = outside.environment_reader()

    def environment(self) -> Environment:
        """The environment, with every function of it watched."""
        whole = self.sources.environment
        parts = {part: self._watched(getattr(whole.scenarios, part), "") for part in _SCENARIOS}
        handlers = {name: self._watched(handler, name) for name, handler in whole.handlers.items()}
        scenarios: Any = SimpleNamespace(**parts)
        twin = replace(whole, scenarios=scenarios, handlers=handlers)
        for tool in twin.tools.values():
            tool.function = self._watched(tool.function, tool.name)
        return twin

    def drain(self) -> list[tuple[Place, str]]:
        """What was reached for since the last time."""
        found = list(self.reached_out)
        self.reached_out.clear()
        return found

    @property
    def reach(self) -> int:
        """How much of the code was run so far: it grows when something new is."""
        return sum(map(len, self.arcs.values()))

    def place(self, frame: FrameType | None) -> Place | None:
        """The innermost line of the environment on the stack; None where it is only being imported."""
        found = None
        while frame is not None:
            name = frame.f_code.co_filename
            if name.startswith("<frozen importlib"):
                return None
            if found is None and name in self._files:
                found = name, frame.f_lineno
            frame = frame.f_back
        return found

    def _watched(self, function: Callable[..., Any], subject: str) -> Callable[..., Any]:
        @wraps(function)
        def watched(*arguments: Any, **named: Any) -> Any:
            # Set and put back in one frame, so that a tracer that was there before (of coverage, say) loses no count.
            trace, profile, here, collecting = sys.gettrace(), sys.getprofile(), self._here, gc.isenabled()
            gc.disable()  # collecting garbage runs code of others, which a tool has not called
            self._here = self.arcs[subject]
            _listen(self)
            sys.setprofile(self._profile)
            sys.settrace(self._trace)
            try:
                return function(*arguments, **named)
            finally:
                sys.settrace(trace)
                sys.setprofile(profile)
                _listening.pop()
                self._here = here
                if collecting:
                    gc.enable()

        return watched

    def _profile(self, frame: FrameType, event: str, argument: Any) -> None:
        if event == "c_call":
            if argument.__name__ in outside.NAMES:
                self._note(frame, outside.built_in(argument))
        elif event == "call" and frame.f_code is self._environ:
            self._note(frame, f"{outside.MACHINE} (os.environ)")

    def _note(self, frame: FrameType | None, what: str | None) -> None:
        place = self.place(frame) if what else None
        if place and what:
            self.reached_out[place, what] = None

    def hear(self, event: str, frame: FrameType) -> None:
        """Take in an audit event."""
        self._note(frame, outside.audited(event))

    def _trace(self, frame: FrameType, event: str, argument: Any) -> Any:
        name = frame.f_code.co_filename
        if name not in self._files:
            return None
        arcs, last = self._here, _ENTERED

        def lines(frame: FrameType, event: str, argument: Any) -> Any:
            nonlocal last
            if event == "line":
                arcs.add((name, last, frame.f_lineno))
                last = frame.f_lineno
            elif event == "return" and last != _RAISED:
                arcs.add((name, last, _LEFT))
            elif event == "exception" and not issubclass(argument[0], StopIteration):
                last = _RAISED
            return lines

        return lines


def _listen(watch: Watch) -> None:
    """Audit hooks cannot be taken away again, so there is one, and it is deaf while nothing is watched."""
    if not _hooked:
        sys.addaudithook(_hear)
        _hooked.append(True)
    _listening.append(watch)


def _hear(event: str, arguments: Any) -> None:
    if _listening and outside.audited(event):
        _listening[-1].hear(event, sys._getframe(1))


def missed(node: Node, file: str, arcs: Iterable[Arc]) -> list[Missed]:
    """The branches of a function that none of these arcs took, of those tests that were come to."""
    taken = [(a, b) for name, a, b in arcs if name == file and node.lineno <= max(a, b) <= (node.end_lineno or 0)]
    if not taken:
        return [Missed(file, node.lineno, node.name, "never called")]
    found = {(b.test.start, what) for b in branches(node) for what in _untaken(b, taken)}
    return [Missed(file, line, node.name, what) for line, what in sorted(found)]


def _untaken(branch: Branch, taken: list[tuple[int, int]]) -> Iterator[str]:
    entered = any(b in branch.body and a not in branch.body for a, b in taken)
    come_to = any(b in branch.test for _, b in taken)
    if branch.kind == "except":
        if not entered:
            yield "never entered"
    elif not come_to:
        return
    elif not entered:
        yield "never entered" if branch.kind == "for" else "never true"
    elif branch.kind != "for" and not any(
        a in branch.test and b not in branch.test and b not in branch.body for a, b in taken
    ):
        yield "never false"
