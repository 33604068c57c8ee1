"""A fuzz of the eight domains: sequences of random calls from real initial configurations, compared call by call."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from ...sim import environment
from ..domains import dialect
from ..execution import ERROR
from ..official import modules
from ..oracle import DOMAINS, entries, is_long
from .draw import Drawer
from .lines import Lines, Tracer
from .pair import Pair, Parting, Start, shortest

LENGTH = 20, 40
"""Calls of a sequence that does not part: at least, at most."""
_REPEATED = 8
"""One in so many sequences is run twice on the original, and compared by its own `==`."""
_SHOWN = 3
"""How many differences of one kind get their shortest sequence."""


@dataclass(frozen=True)
class Shown:
    """A difference: where it starts from, the shortest calls that show it, and what each side has."""

    domain: str
    tool: str
    start: Start
    calls: tuple[str, ...]
    parting: Parting


@dataclass
class Figures:
    """What was counted for one domain."""

    calls: int = 0
    valid: int = 0
    identical: int = 0
    sequences: int = 0


@dataclass
class Fuzz:
    """What a fuzz found."""

    seed: int
    domains: dict[str, Figures]
    tools: Counter[str] = field(default_factory=Counter)
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Differences by tool and what differed."""
    shown: list[Shown] = field(default_factory=list)
    lines: dict[str, Lines] = field(default_factory=dict)
    unrepeated: list[tuple[Start, tuple[str, ...]]] = field(default_factory=list)
    """Sequences at whose end the original is not what it was when it had run them before."""

    @property
    def calls(self) -> int:
        """All calls compared."""
        return sum(figures.calls for figures in self.domains.values())

    def fewest(self, domain: str) -> int:
        """The calls of the function of a domain that was called least."""
        return min(self.tools[name] for name in environment(domain).tools)

    @property
    def identical(self) -> int:
        """Calls after which result and state were the same on both sides."""
        return sum(figures.identical for figures in self.domains.values())


def fuzz(seed: int, calls: int, domains: Iterable[str] = (), tell: Callable[[int], None] = lambda calls: None) -> Fuzz:
    """Compare so many calls, in equal parts for each domain, and as many more as end its last sequence.

    `tell` is called with the number of calls of each sequence.

    Raises:
        OracleMissing: when the benchmark package is not installed.
    """
    wanted = [name for name in DOMAINS.values() if name in set(domains)] or list(DOMAINS.values())
    report = Fuzz(seed, {name: Figures() for name in wanted})
    tracer = Tracer({DOMAINS[cls]: module for cls, module in modules().items() if DOMAINS[cls] in wanted})
    for place, domain in enumerate(wanted):
        share = calls // len(wanted) + (place < calls % len(wanted))
        starts, number = _starts(domain), 0
        while report.domains[domain].calls < share:
            rng = random.Random(f"{seed}/{domain}/{number}")
            tell(_sequence(rng, domain, starts[rng.randrange(len(starts))], report, tracer))
            number += 1
    report.lines = tracer.lines()
    return report


def _starts(domain: str) -> list[Start]:
    """Where sequences of a domain begin: every different initial configuration, and one in five times our own."""
    cls = next(name for name, ours in DOMAINS.items() if ours == domain)
    found: dict[tuple[str, bool], Start] = {}
    for name, entry in entries().items():
        if cls in entry["involved_classes"]:
            config = {cls: entry["initial_config"].get(cls, {})}
            found.setdefault((repr(config), is_long(name)), Start(name, (cls,), config, is_long(name)))
    more = [{cls: config} for config in ({}, *dialect(cls).starts)]
    ours = [Start(f"start_{n}", (cls,), config, long) for n, config in enumerate(more) for long in (False, True)]
    return [*found.values(), *ours * (len(found) // (4 * len(ours)) or 1)]


def _sequence(rng: random.Random, domain: str, start: Start, report: Fuzz, tracer: Tracer) -> int:
    """Run one sequence until the sides part or it is long enough; the number of its calls."""
    figures, calls = report.domains[domain], list[str]()
    pair = Pair(start, tracer)
    figures.sequences += 1
    try:
        drawer = Drawer(rng, start.classes, pair.ours, report.tools)
        for _ in range(rng.randint(*LENGTH)):
            tool, text = drawer.call()
            calls.append(text)
            parted, expected = pair.step(text)
            report.tools[tool] += 1
            figures.calls += 1
            figures.valid += _is_valid(expected)
            if parted is not None:
                _note(report, domain, tool, start, calls, parted)
                break
            figures.identical += 1
            drawer.learn(pair.ours.newest)
        else:
            if figures.sequences % _REPEATED == 1 and not pair.repeats(start, calls):
                report.unrepeated.append((start, tuple(calls)))
    finally:
        pair.close()
    return len(calls)


def _note(report: Fuzz, domain: str, tool: str, start: Start, calls: list[str], parted: Parting) -> None:
    kind = (tool, parted.what)
    report.kinds[kind] += 1
    if report.kinds[kind] <= _SHOWN:
        fewest = shortest(start, calls, parted.what)
        report.shown.append(Shown(domain, tool, start, tuple(fewest), parted))


def _is_valid(text: str) -> bool:
    """Whether the original did what was asked, as far as its text tells."""
    return not text.startswith((ERROR, '{"error"', "[{'error'", "['Error")) and '_status": false' not in text


def as_document(difference: Shown) -> dict[str, Any]:
    """A difference as a document."""
    parted = difference.parting
    return {
        "domain": difference.domain,
        "tool": difference.tool,
        "entry": difference.start.entry,
        "long_context": difference.start.long_context,
        "calls": list(difference.calls),
        "what": parted.what,
        "ours": parted.ours,
        "official": parted.theirs,
    }
