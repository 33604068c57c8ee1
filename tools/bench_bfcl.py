"""Times the replay of the benchmark's ground truth: our environments beside the official executor, in one run.

    python tools/bench_bfcl.py [--passes 5] [--json]

Both sides replay all 800 entries in turn, `--passes` times each, after one pass that is not counted, and medians are
told. Times are CPU seconds of this process, so that what else the machine does counts less. An entry's time is that of
its domains in proportion to their calls; the entries with long contexts are told apart.

ours       every entry is an episode: call texts are parsed once and kept, states are loaded once and copied, every
           call is validated, run as a transaction on SQLite and logged in the hash chain with the rows it changed; at
           the end of an entry the digest of the world is taken.
official   the benchmark's own executor at its best: all calls of a turn at once, entries not isolated from each other.
           It keeps no log, no effects and no digests, and its states are Python objects.

`cold` is our first pass, in which every state is loaded and every text is parsed.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

from rich.console import Console
from rich.table import Table

from funreason_sim.bfcl.execution import Execution, domain_of, entry_opening
from funreason_sim.bfcl.official import executor, fresh
from funreason_sim.bfcl.oracle import answers, entries, is_long

Seconds = dict[str, float]
LONG = ", long contexts"


@dataclass
class Side:
    """Passes of one side: CPU seconds by row of the table."""

    passes: list[Seconds] = field(default_factory=list)

    def seconds(self, row: str | None = None) -> float:
        """The median over the passes, of one row or of all together."""
        return median(sum(one.values()) if row is None else one[row] for one in self.passes)


def calls_of(entry: str) -> Counter[str]:
    """How many calls of the ground truth of an entry go to each row of the table."""
    classes = entries()[entry]["involved_classes"]
    suffix = LONG if is_long(entry) else ""
    return Counter(domain_of(call, classes) + suffix for calls in answers()[entry] for call in calls)


def ours(entry: str) -> None:
    """Replay one entry on our environments."""
    with Execution(entry_opening(entry), entry=entry) as run:
        for calls in answers()[entry]:
            run.execute(calls)
        run.episode.digest()


def theirs(model: str) -> Callable[[str], None]:
    """Replay one entry on the official classes; the name of the model makes its instances new ones."""

    def replay(entry: str) -> None:
        found = entries()[entry]
        for calls in answers()[entry]:
            executor()(calls, found["initial_config"], found["involved_classes"], model, entry, is_long(entry))

    return replay


def one_pass(replay: Callable[[str], None]) -> Seconds:
    """CPU seconds of all entries, by row of the table."""
    taken: defaultdict[str, float] = defaultdict(float)
    for entry in entries():
        before = time.process_time()
        replay(entry)
        seconds, calls = time.process_time() - before, calls_of(entry)
        for row, count in calls.items():
            taken[row] += seconds * count / calls.total()
    return dict(taken)


def measure(passes: int) -> tuple[Side, Side, Side]:
    """Our side, the official side, and our first pass, which the official side's own first one follows."""
    cold = Side([one_pass(ours)])
    one_pass(theirs("first"))
    mine, official = Side(), Side()
    for number in range(passes):
        mine.passes.append(one_pass(ours))
        official.passes.append(one_pass(theirs(f"pass_{number}")))
        fresh()
    return mine, official, cold


def table(mine: Side, official: Side, cold: Side, calls: dict[str, int]) -> Table:
    """A row for each domain, and one for all."""
    shown = Table(box=None, pad_edge=False, header_style="dim")
    shown.add_column("domain", no_wrap=True)
    for head in ("calls", "ours, µs a call", "official, µs a call", "ours, calls a second", "ratio"):
        shown.add_column(head, justify="right")
    for name in [*sorted(calls), None]:
        count = sum(calls.values()) if name is None else calls[name]
        here, there = mine.seconds(name), official.seconds(name)
        shown.add_row(
            name or "all", f"{count:,}", f"{1e6 * here / count:.0f}", f"{1e6 * there / count:.0f}",
            f"{count / here:,.0f}", f"{there / here:.2f}",
        )  # fmt: skip
    count = sum(calls.values())
    first = cold.seconds()
    shown.add_row("all, cold", f"{count:,}", f"{1e6 * first / count:.0f}", "", f"{count / first:,.0f}", "")
    return shown


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--passes", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    mine, official, cold = measure(options.passes)
    calls = sum(map(calls_of, entries()), Counter[str]())
    if options.json:
        print(json.dumps({"calls": calls, "ours": mine.passes, "official": official.passes, "cold": cold.passes}))
    else:
        Console(width=120).print(table(mine, official, cold, calls))
    return 0


if __name__ == "__main__":
    sys.exit(main())
