"""One progress bar for all long work: on standard error where somebody watches, nothing otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from .terminal import err


class Bar:
    """How far the work is; one that nobody watches does nothing."""

    def __init__(self, shown: Progress | None, total: int | None) -> None:
        self._shown = shown
        self._task = None if shown is None else shown.add_task("", total=total)

    def advance(self, count: int = 1) -> None:
        """So many more are done."""
        if self._shown is not None and self._task is not None:
            self._shown.advance(self._task, count)

    def at(self, done: int, total: int | None = None) -> None:
        """So many are done by now, of so many where that was not known before."""
        if self._shown is not None and self._task is not None:
            self._shown.update(self._task, completed=done, total=total, refresh=True)


@contextmanager
def bar(doing: str, total: int | None = None, *, thread: bool = True) -> Iterator[Bar]:
    """Show a bar for as long as the block runs; without a thread of its own it is drawn by `Bar.at` only."""
    console = err()
    if not console.is_terminal:
        yield Bar(None, total)
        return
    columns = (TextColumn(doing), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, auto_refresh=thread) as shown:
        yield Bar(shown, total)
