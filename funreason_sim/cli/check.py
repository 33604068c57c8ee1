"""`check`: an environment held against its contract by running it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ..errors import ConfigError
from .terminal import err, out


def check(
    environment: Annotated[
        str, typer.Argument(metavar="PATH", help="A folder, or an installed name.", show_default=False)
    ],
    budget: Annotated[
        int | None, typer.Option("--budget", metavar="N", help="Calls that the search may make; 12000 without it.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")] = False,
) -> None:
    """Hold an environment against its contract, by executing it.

    Every declared refusal is to be reached, every tool to return, every walk to replay; a finding names file and line,
    with the shortest sequence of calls that shows it. Exits with 0 when it is clean and 1 when there are findings.
    """
    from ..authoring.checks import BUDGET
    from ..authoring.checks import check as examine

    calls = BUDGET if budget is None else budget
    if calls < 1:
        raise ConfigError(f"--budget should be at least 1, not {calls}")
    with _progress(environment, calls) as advance:
        report = examine(environment, calls, advance)
    if as_json:
        print(json.dumps(report.document()))
    else:
        from .check_view import view

        out().print(view(report))
    raise typer.Exit(int(not report.clean))


@contextmanager
def _progress(name: str, budget: int) -> Iterator[Callable[[int], None]]:
    """A bar over the calls where somebody watches, nothing otherwise."""
    console = err()
    if not console.is_terminal:
        yield lambda spent: None
        return
    columns = (TextColumn("checking"), BarColumn(), MofNCompleteColumn(), TextColumn("calls"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(name, total=budget)
        yield lambda spent: progress.update(task, completed=spent)
