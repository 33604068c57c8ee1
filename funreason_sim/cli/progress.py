"""What a run shows while it runs: a live picture where somebody watches, lines of key=value anywhere else."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from ..records import (
    BlockSetAside,
    Effort,
    IndexKept,
    IndexRejected,
    RunEvent,
    RunFinished,
    RunStarted,
    WorkerLost,
)
from .terminal import err, one_line, shown
from .units import duration

EVERY_SECONDS = 5.0
EVERY_SHARE = 0.1
PREPARING = "preparing (what enables what is learned the first time only)"
_REASONS = 8


class Tally:
    """What the events of a run add up to. `kept` and `rejected` cover the whole run, the rest this command alone."""

    def __init__(self) -> None:
        self.started = time.monotonic()
        self.wanted: int | None = None
        self.kept = self.rejected = self.kept_now = 0
        self.effort = Effort()
        self.reasons: Counter[str] = Counter()
        self.lost: list[str] = []
        """How workers were lost."""
        self.set_aside: dict[int, str] = {}
        self.why: str | None = None
        self.began = False

    def take(self, event: RunEvent) -> None:
        """Count one event."""
        match event:
            case RunStarted():
                self.began = True
                self.wanted, self.kept, self.rejected = event.wanted, event.kept, event.rejected
            case IndexKept():
                self.kept, self.kept_now = self.kept + 1, self.kept_now + 1
                self.effort += event.effort
            case IndexRejected():
                self.rejected += 1
                self.effort += event.effort
                self.reasons[event.reason] += 1
            case WorkerLost():
                self.lost.append(event.how)
            case BlockSetAside():
                self.set_aside |= dict.fromkeys(event.indices, event.how)
            case RunFinished():
                self.kept, self.rejected, self.why = event.kept, event.rejected, event.why
                self.set_aside = {index: self.set_aside[index] for index in event.set_aside}

    @property
    def seconds(self) -> float:
        """Since this command began."""
        return time.monotonic() - self.started

    @property
    def rate(self) -> float:
        """Trajectories kept per second by this command."""
        return self.kept_now / max(self.seconds, 1e-9)

    @property
    def seconds_left(self) -> float | None:
        """Until enough are kept, at this rate; None where that is not known."""
        if self.wanted is None or not self.kept_now:
            return None
        return max(0, self.wanted - self.kept) / self.rate

    def reasons_told(self) -> str:
        """The reasons of rejections with their counts, the commonest first."""
        return ", ".join(f"{one_line(reason, 80)} {count}" for reason, count in self.reasons.most_common())


class Watch(Protocol):
    """Is told whenever the tally has changed."""

    def __call__(self) -> None: ...


@contextmanager
def watching(tally: Tally) -> Iterator[Watch]:
    """Shows a tally for as long as the block runs; on standard error, so that output can be piped."""
    console = err()
    with _live(tally, console) if console.is_terminal else _logged(tally) as watch:
        yield watch


@contextmanager
def _live(tally: Tally, console: Console) -> Iterator[Watch]:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    bar = Progress(*columns, console=console)
    task = bar.add_task("kept", total=None)

    def picture() -> RenderableType:
        doing = "kept" if tally.began else PREPARING
        bar.update(task, description=doing, total=tally.wanted, completed=tally.kept)
        table = Table(box=None, show_header=False, padding=(0, 2))
        left = "" if tally.seconds_left is None else f", {duration(tally.seconds_left)} left"
        table.add_row("rate", f"{tally.rate:.1f} kept/s{left}")
        if tally.lost:
            table.add_row("workers lost", f"{len(tally.lost)} (the last: {tally.lost[-1]})")
        table.add_row("rejected", str(tally.rejected))
        for reason, count in tally.reasons.most_common(_REASONS):
            table.add_row("", shown(f"{count:>6} {one_line(reason, 80)}", "dim"))
        return Group(bar, table)

    with Live(console=console, refresh_per_second=8, transient=True, get_renderable=picture):
        yield lambda: None


@contextmanager
def _logged(tally: Tally) -> Iterator[Watch]:
    """A line at the start, then every few seconds or every tenth of the way, and one at the end."""
    log = _logger()
    last_time, last_kept, started, lost = tally.started, 0, False, 0
    log.info(PREPARING)

    def watch() -> None:
        nonlocal last_time, last_kept, started, lost
        for how in tally.lost[lost:]:
            log.info("worker lost", how=how)
        lost = len(tally.lost)
        if not started:
            log.info("run started", wanted=tally.wanted, kept=tally.kept, rejected=tally.rejected)
            last_kept, started = tally.kept, True
            return
        share = (tally.kept - last_kept) / tally.wanted if tally.wanted else 0.0
        if share >= EVERY_SHARE or time.monotonic() - last_time >= EVERY_SECONDS:
            last_time, last_kept = time.monotonic(), tally.kept
            log.info("run goes on", kept=tally.kept, rejected=tally.rejected, per_second=round(tally.rate, 2))

    yield watch
    log.info("run ended", why=tally.why, kept=tally.kept, rejected=tally.rejected, seconds=round(tally.seconds, 1))


class _Logger(Protocol):
    def info(self, event: str, **values: object) -> None: ...


def _logger() -> _Logger:
    import sys

    import structlog

    stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)
    lines = structlog.processors.LogfmtRenderer(key_order=["timestamp", "event"])
    logger: _Logger = structlog.wrap_logger(structlog.PrintLogger(sys.stderr), processors=[stamp, lines])
    return logger
