"""`probe`: the graph learned anew, with its evidence and its figures, as a table and a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .graph import form_of, write
from .terminal import err, out, say


def probe(
    path: Annotated[
        str, typer.Argument(help="A folder or an installed environment; a+b for both.", show_default=False)
    ],
    walks: Annotated[int, typer.Option("--walks", min=1, max=100_000, help="Random walks for each environment.")] = 48,
    picture: Annotated[
        Path | None,
        typer.Option("--out", help="A picture to write: .html, .mmd, .dot, or .json.", show_default=False),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Learn by execution which tool supplies or enables which, and show the evidence.

    Below the edges stand the refusals: how often each was met, and which tools take it away. The picture is one page to
    click through, every edge with the shortest execution that shows it.
    """
    from ..authoring.probe import probe as learn_anew
    from ..sim import space

    form = form_of(None, picture)

    found = space(path)
    with err().status("probing by execution"):
        report = learn_anew(found, walks)
    if picture is not None and form is not None:
        write(report.graph, form, picture)
    if as_json:
        say(report.model_dump_json())
        return
    from .graph_table import probed

    out().print(probed(report))
    drawn = f"The picture is in {picture}." if picture else f"See it drawn: funreason-sim probe {path} --out graph.html"
    say(f"{drawn}\nWhy an edge is there, or is not: funreason-sim explain A B -e {path}")
