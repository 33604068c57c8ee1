"""Runs the tests against each fault: a warm process that has loaded everything, and one fork of it for each fault.

As a pytest plugin it lets pytest collect as usual, then takes over the loop. First all tests run once, with every
statement of the seeded functions saying when it is run; then, for each fault, a fork puts the fault into the loaded
functions and runs the tests that reach it, until one fails.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest

from .faults import Fault
from .live import put_in, watch
from .source import Function

Fate = Literal["killed", "survived", "unreached"]
_KILLED, _SURVIVED, _UNUSABLE = 1, 0, 3
_PATIENCE, _GRACE = 10.0, 5.0  # a trial may take so many times what its tests took without a fault, and so many seconds
Told = Callable[[int, int], None]


@dataclass
class _Baseline:
    """Which tests reach which statement, and how long each took, without a fault."""

    reaching: dict[tuple[Path, int], list[pytest.Item]] = field(default_factory=dict)
    seconds: dict[pytest.Item, float] = field(default_factory=dict)

    def tests(self, fault: Fault) -> list[pytest.Item]:
        """The tests that could show a fault, the quickest first."""
        found = dict.fromkeys(item for probe in fault.probes for item in self.reaching.get(probe, ()))
        return sorted(found, key=lambda item: self.seconds[item])


class Trials:
    """The plugin; after pytest has run it holds the fate of every fault."""

    def __init__(self, functions: Sequence[Function], faults: Sequence[Fault], workers: int, told: Told) -> None:
        self._functions = functions
        self._faults = faults
        self._workers = workers
        self._told = told
        self._base = _Baseline()
        self.fates: dict[int, Fate] = {}
        self.failed: list[str] = []
        self.tests = 0

    @property
    def asked(self) -> int:
        """How many faults there are to try."""
        return len(self._faults)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests once, then the trials, in place of pytest's own loop."""
        if not session.testsfailed:
            self._run_all(session.items)
        if not self.failed and not session.testsfailed:
            gc.freeze()  # what this process has left lying about must not fail a test when a trial sweeps it
            try:
                self._try_all()
            finally:
                gc.unfreeze()
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a test that fails, in the process that runs it."""
        if report.failed and report.nodeid not in self.failed:
            self.failed.append(report.nodeid)

    def _run_all(self, items: list[pytest.Item]) -> None:
        reached: set[tuple[Path, int]] = set()
        unwatch = watch(self._functions, lambda file, line: reached.add((file, line)))
        try:
            for item, after in _each(items):
                reached.clear()
                start = time.perf_counter()
                _run(item, after)
                self._base.seconds[item] = time.perf_counter() - start
                self.tests += bool(reached)
                for probe in reached:
                    self._base.reaching.setdefault(probe, []).append(item)
        finally:
            unwatch()

    def _try_all(self) -> None:
        waiting = list(enumerate(self._faults))
        running: dict[int, int] = {}
        while waiting or running:
            while waiting and len(running) < self._workers:
                index, fault = waiting.pop(0)
                tests = self._base.tests(fault)
                if tests:
                    running[self._fork(fault, tests)] = index
                else:
                    self.fates[index] = "unreached"
            if running:
                pid, status = os.wait()
                if pid in running:
                    self._settle(running.pop(pid), status)
            self._told(len(self.fates), len(self._faults))

    def _settle(self, index: int, status: int) -> None:
        code = os.waitstatus_to_exitcode(status)
        if code == _UNUSABLE:
            raise RuntimeError(f"a seeded fault cannot be put in: {self._faults[index].diff}")
        self.fates[index] = "survived" if code == _SURVIVED else "killed"

    def _fork(self, fault: Fault, tests: list[pytest.Item]) -> int:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # what other threads hold, the fork never asks for
            pid = os.fork()
        if pid == 0:
            seconds = _GRACE + _PATIENCE * sum(self._base.seconds[item] for item in tests)
            os._exit(_end_after(seconds, lambda: self.trial(fault, tests)))
        return pid

    def trial(self, fault: Fault, tests: list[pytest.Item]) -> int:
        """Put a fault into this process and run tests until one fails; the exit code of the process."""
        try:
            put_in(fault)
        except Exception:
            return _UNUSABLE
        _without_shrinking()
        for item, after in _each(tests):
            _run(item, after)
            if self.failed:
                return _KILLED
        return _SURVIVED


def _each(items: list[pytest.Item]) -> Iterator[tuple[pytest.Item, pytest.Item | None]]:
    """Each test and the one after it, as pytest wants to know it; it tears down everything after the last."""
    following: list[pytest.Item | None] = [*items[1:], None]
    return zip(items, following, strict=False)


def _run(item: pytest.Item, after: pytest.Item | None) -> None:
    item.ihook.pytest_runtest_protocol(item=item, nextitem=after)


def _end_after(seconds: float, act: Callable[[], int]) -> int:
    """Act in a process that the alarm ends when it takes too long: a fault that hangs is noticed, and so killed."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return act()
    except BaseException:
        return _KILLED


def _without_shrinking() -> None:
    """One counterexample is enough here: have hypothesis neither shrink it nor keep it."""
    hypothesis: Any = sys.modules.get("hypothesis")
    if hypothesis is not None:
        phases = [hypothesis.Phase.explicit, hypothesis.Phase.generate]
        hypothesis.settings.register_profile("mutation", hypothesis.settings(), phases=phases, database=None)
        hypothesis.settings.load_profile("mutation")
