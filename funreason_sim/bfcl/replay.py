"""Replays the benchmark's ground truth on our environments beside the official classes, and compares all there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from .compare import same_text, unlike
from .execution import Execution, domain_of, entry_opening
from .official import Official
from .oracle import CATEGORIES, DOMAINS, answers, category_of, entries, is_long


@dataclass(frozen=True)
class Difference:
    """Where the two sides part: in the result of a call (`what` is `result`), or in the attribute `what` at the end."""

    entry: str
    turn: int | None
    call: str | None
    what: str
    ours: Any
    theirs: Any


@dataclass
class Replay:
    """What was compared so far: calls and final states, by category and domain, and what differed."""

    entries: int = 0
    calls: Counter[tuple[str, str]] = field(default_factory=Counter)
    identical: Counter[tuple[str, str]] = field(default_factory=Counter)
    states: Counter[tuple[str, str]] = field(default_factory=Counter)
    equal: Counter[tuple[str, str]] = field(default_factory=Counter)
    equal_entries: int = 0
    """Entries whose final state is equal in all their classes."""
    differences: list[Difference] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether nothing differed."""
        return not self.differences


def chosen(categories: Iterable[str], limit: int | None) -> list[str]:
    """The ids of the entries of some categories (all, when none is named), at most `limit` of each."""
    wanted = tuple(categories) or CATEGORIES
    found: list[str] = []
    for category in wanted:
        found += [name for name in entries() if category_of(name) == category][:limit]
    return found


def replay(names: Iterable[str], tell: Callable[[], None] = lambda: None) -> Replay:
    """Compare the ground truth of these entries; `tell` is called after each.

    Raises:
        OracleMissing: when the benchmark package is not installed.
    """
    report = Replay()
    for name in names:
        for difference in _entry(name, report):
            report.differences.append(difference)
        tell()
    return report


def _entry(name: str, report: Replay) -> Iterator[Difference]:
    entry, category = entries()[name], category_of(name)
    classes, configs = entry["involved_classes"], entry["initial_config"]
    theirs = Official(classes, configs, long_context=is_long(name), entry=name)
    with Execution(entry_opening(name), entry=name) as ours:
        for turn, calls in enumerate(answers()[name]):
            for call, expected in zip(calls, theirs.execute(calls), strict=True):
                got, key = ours.text(call), (category, domain_of(call, classes))
                report.calls[key] += 1
                report.identical[key] += same_text(got, expected)
                if not same_text(got, expected):
                    yield Difference(name, turn, call, "result", got, expected)
        parted = unlike(ours.attributes(), theirs.attributes())
    report.entries += 1
    report.equal_entries += not parted
    for cls in classes:
        report.states[category, DOMAINS[cls]] += 1
        report.equal[category, DOMAINS[cls]] += not any(item.attribute.startswith(f"{cls}.") for item in parted)
    for item in parted:
        yield Difference(name, None, None, item.attribute, item.ours, item.theirs)
