"""Seeds faults into an environment and says which of them its tests notice."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...errors import UsageError
from ...sim import Environment
from .declared import Declared, read_declared
from .faults import Fault
from .seeding import sample, seed_faults
from .source import functions
from .trials import Fate, Told, Trials


@dataclass(frozen=True)
class Tried:
    """A fault, what became of it, and the reason given for letting it survive."""

    fault: Fault
    fate: Fate
    reason: str | None = None

    @property
    def killed(self) -> bool:
        """Whether a test failed, crashed or hung because of it."""
        return self.fate == "killed"


@dataclass(frozen=True)
class Measured:
    """What the tests of an environment notice; `stale` are declarations that no survivor bears out."""

    environment: str
    tests: int
    seeded: int
    tried: tuple[Tried, ...]
    stale: tuple[Declared, ...] = ()

    @property
    def killed(self) -> int:
        """How many of the tried faults the tests noticed."""
        return sum(item.killed for item in self.tried)

    @property
    def share(self) -> float:
        """Percent of the tried faults that were killed; a survivor with a reason is a survivor."""
        return 100.0 * self.killed / len(self.tried) if self.tried else 100.0

    @property
    def survivors(self) -> list[Tried]:
        """The faults that no test noticed."""
        return [item for item in self.tried if not item.killed]

    def by_function(self) -> dict[str, list[Tried]]:
        """The tried faults by the function that they are in."""
        found: dict[str, list[Tried]] = {}
        for item in self.tried:
            found.setdefault(item.fault.function, []).append(item)
        return found


@dataclass(frozen=True)
class How:
    """How to measure: which tests, how many faults, on how many cores."""

    tests: tuple[Path, ...]
    markers: str = ""
    limit: int | None = None
    seed: int = 0
    workers: int = 1


def measure(environment: Environment, how: How, told: Told = lambda done, of: None) -> Measured:
    """Run an environment's tests against each seeded fault; no file of anybody is written.

    Raises:
        UsageError: when there are no tests, or they fail without any fault.
    """
    seeded = seed_faults(environment)
    if not seeded:
        raise UsageError(f"{environment.name} has no code that a fault could be seeded into")
    chosen = sample(seeded, how.limit, how.seed)
    declared = read_declared(how.tests, environment.name)
    trials = Trials(functions(environment), chosen, how.workers, told)
    _run_pytest(environment, trials, how)
    tried = tuple(_tried(fault, trials.fates[index], declared) for index, fault in enumerate(chosen))
    return Measured(environment.name, trials.tests, len(seeded), tried, tuple(_stale(declared, seeded, tried)))


def _tried(fault: Fault, fate: Fate, declared: Sequence[Declared]) -> Tried:
    reason = next((entry.reason for entry in declared if entry.names(fault)), None)
    return Tried(fault, fate, None if fate == "killed" else reason)


def _stale(declared: Sequence[Declared], seeded: Sequence[Fault], tried: Sequence[Tried]) -> Iterator[Declared]:
    """Declarations of faults that are not seeded any more, or that tests do notice."""
    for entry in declared:
        fates = [item.fate for item in tried if entry.names(item.fault)]
        if not any(map(entry.names, seeded)) or (fates and all(fate == "killed" for fate in fates)):
            yield entry


def _run_pytest(environment: Environment, trials: Trials, how: How) -> None:
    import pytest

    missing = [path for path in how.tests if not path.exists()]
    if missing:
        raise UsageError(f"{missing[0]} does not exist; --tests names a folder or a file of tests")
    said = io.StringIO()
    with _nothing_written() as scratch, contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        arguments = ["-q", "-p", "no:cacheprovider", f"--basetemp={scratch}/tests", *map(str, how.tests)]
        status = pytest.main([*arguments, *(["-m", how.markers] if how.markers else [])], plugins=[trials])
    places = ", ".join(map(str, how.tests))
    if trials.failed:
        raise UsageError(f"{trials.failed[0]} fails without any fault; mutate starts from tests that pass")
    if status == pytest.ExitCode.NO_TESTS_COLLECTED:
        raise UsageError(f"there are no tests in {places}")
    if status == 0 and not trials.tests:
        raise UsageError(f"no test in {places} runs a tool of {environment.name}")
    if len(trials.fates) != trials.asked:
        raise UsageError(f"pytest cannot run {places}: {_last_words(said.getvalue())}")


def _last_words(text: str) -> str:
    """The most telling line of what pytest printed."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    inner = [line for line in lines if line.startswith("INTERNALERROR>")]
    errors = [line for line in lines if line.startswith(("E  ", "ERROR"))]
    return [*inner[-1:], *errors, *lines, "it said nothing"][0]


@contextlib.contextmanager
def _nothing_written() -> Iterator[Path]:
    """A folder for what pytest and hypothesis write, and no bytecode anywhere."""
    kept = (sys.dont_write_bytecode, os.environ.get("HYPOTHESIS_STORAGE_DIRECTORY"))
    with tempfile.TemporaryDirectory(prefix="funreason-sim-mutate-") as scratch:
        sys.dont_write_bytecode = True
        os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = f"{scratch}/hypothesis"
        try:
            yield Path(scratch)
        finally:
            sys.dont_write_bytecode = kept[0]
            os.environ.pop("HYPOTHESIS_STORAGE_DIRECTORY")
            if kept[1] is not None:
                os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = kept[1]


def counts(tried: Sequence[Tried]) -> Counter[str]:
    """How many were killed, were missed and are explained."""
    return Counter("killed" if item.killed else "explained" if item.reason else "missed" for item in tried)
