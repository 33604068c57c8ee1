"""`check`: an environment held against its contract by running it."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from ..errors import ConfigError
from .bar import bar
from .terminal import out


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
    with bar("checking, calls", calls) as shown:
        report = examine(environment, calls, shown.at)
    if as_json:
        print(json.dumps(report.document()))
    else:
        from .check_view import view

        out().print(view(report))
    raise typer.Exit(int(not report.clean))
