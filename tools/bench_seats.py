"""Measures the seats: the share of turns solved at the first attempt and after the critic, and of walks kept.

    python tools/bench_seats.py [--seeds 1 2 3] [-n 40] [--spaces travel vehicle travel+vehicle] [--json]

Indices 0 to n-1 of every seed are built, kept or not, so that what a run would throw away counts too: the counts are
those of each index's `Effort`, which `funreason-sim generate` sums up as well. A walk becomes a turn that is posed to
the reasoning seat, or comes to nothing before; why, is told under the table. `open` are the phrasings that generation
uses, `held-out` those it never uses.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections import Counter
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table

from funreason_sim.agents.seats import seats_for
from funreason_sim.data.results import IndexResult
from funreason_sim.pipeline.build import Builder
from funreason_sim.pipeline.prepare import prepare
from funreason_sim.records import Effort, RunConfig
from funreason_sim.records.run import DEFAULT_SPACES

PHRASINGS = ("open", "held-out")


@dataclass
class Shares:
    """All indices of one space and kind of phrasing: what they took, and why walks came to nothing."""

    phrasings: str
    space: str
    indices: int = 0
    kept: int = 0
    effort: Effort = field(default_factory=Effort)
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def unsolved(self) -> int:
        """Turns that were posed, and that no attempt solved."""
        return self.effort.posed - self.effort.first_attempts - self.effort.after_critic

    def add(self, result: IndexResult) -> None:
        """Count one index with all its walks."""
        self.indices += 1
        self.kept += result.status == "kept"
        self.effort += result.effort
        # An attempt's trace is a document; that of a walk that came to nothing is a sentence.
        self.reasons.update(record.outcome for record in result.attempts if not isinstance(record.trace, dict))

    def document(self) -> dict[str, object]:
        """For --json."""
        return {**vars(self), "effort": self.effort.model_dump(), "unsolved": self.unsolved}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("-n", type=int, default=40, help="indices of each seed and space")
    parser.add_argument("--spaces", nargs="+", default=list(DEFAULT_SPACES))
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--attempts", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    options = parser.parse_args()
    found = [asyncio.run(measure(options, phrasings, name)) for phrasings in PHRASINGS for name in options.spaces]
    if options.json:
        print(json.dumps([shares.document() for shares in found]))
    else:
        show(found)


async def measure(options: argparse.Namespace, phrasings: str, name: str) -> Shares:
    """All indices of one space, over all seeds."""
    shares = Shares(phrasings, name)
    for seed in options.seeds:
        config = RunConfig.model_validate(
            {
                "environments": (name,), "seed": seed, "phrasings": phrasings,
                "turns": options.turns, "attempts": options.attempts,
            }
        )  # fmt: skip
        builder = Builder(config, prepare(config), seats_for(config.model))
        for index in range(options.n):
            result, _ = await builder.build(index)
            shares.add(result)
            progress(f"{phrasings} {name} seed {seed}: {index + 1}")
    progress("")
    return shares


def progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{text:60}\r", end="", file=sys.stderr, flush=True)


def show(found: list[Shares]) -> None:
    """One table, and under it why walks came to nothing."""
    table = Table(title=f"python {' '.join(sys.argv)}", title_justify="left", box=None)
    table.add_column("phrasings")
    table.add_column("space")
    for name in ("walks", "walks kept", "posed", "1st attempt", "critic", "unsolved", "implicit", "indices kept"):
        table.add_column(name, justify="right")
    for phrasings in PHRASINGS:
        rows = [shares for shares in found if shares.phrasings == phrasings]
        for shares in [*rows, total(phrasings, rows)] if len(rows) > 1 else rows:
            table.add_row(*cells(shares))
    console = Console(width=None if sys.stdout.isatty() else 110, highlight=False)
    console.print(table)
    for phrasings in PHRASINGS:
        reasons = total(phrasings, [shares for shares in found if shares.phrasings == phrasings]).reasons
        told = ", ".join(f"{reason} {count}" for reason, count in reasons.most_common())
        console.print(f"walks not kept ({phrasings}): {told or 'none'}", soft_wrap=True)


def cells(shares: Shares) -> list[str]:
    effort = shares.effort
    solved = [percent(count, effort.posed) for count in (effort.first_attempts, effort.after_critic, shares.unsolved)]
    walks = [str(effort.walks), percent(effort.turns, effort.walks), str(effort.posed)]
    rest = [percent(effort.hidden, effort.turns), percent(shares.kept, shares.indices)]
    return [shares.phrasings, shares.space, *walks, *solved, *rest]


def total(phrasings: str, rows: list[Shares]) -> Shares:
    """The sum of several spaces."""
    whole = Shares(phrasings, "all")
    for shares in rows:
        whole.indices += shares.indices
        whole.kept += shares.kept
        whole.effort += shares.effort
        whole.reasons.update(shares.reasons)
    return whole


def percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "-"


if __name__ == "__main__":
    main()
