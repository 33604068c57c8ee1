"""`graph`: which tool supplies or enables which, in a form to read, to draw or to process."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import ConfigError
from ..records import GraphRecord
from .terminal import choice, err, out, say

FORMATS = ("json", "mermaid", "dot", "html")
_SUFFIXES = {".json": "json", ".mmd": "mermaid", ".dot": "dot", ".gv": "dot", ".html": "html"}


def graph(
    environment: Annotated[
        str, typer.Option("-e", "--environment", help="A space: a or a+b; see envs.", show_default=False)
    ],
    form: Annotated[
        str | None, typer.Option("--format", help="json, mermaid, dot or html; a table without it.", show_default=False)
    ] = None,
    path: Annotated[
        Path | None, typer.Option("--out", help="A file to write, its format by its ending.", show_default=False)
    ] = None,
) -> None:
    """Learn the API graph of a space by execution, and show it with its evidence.

    Without --format it is a table of edges: what supplies which parameter, and what takes away which refusal. The html
    is one page that needs no network.
    """
    form = form_of(form, path)
    record = _learn(environment)
    if form is None:
        from .graph_table import table

        out().print(table(record))
    elif path is None:
        print(_rendered(record, form), end="")
    else:
        write(record, form, path)
        say(f"The graph of {record.space} is in {path}: {len(record.tools)} tools, {len(record.edges)} edges.")


def form_of(form: str | None, path: Path | None) -> str | None:
    """The format that is meant by `--format`, or else by the ending of `--out`; None when neither is given.

    Raises:
        ConfigError: for one that there is not.
    """
    if form is not None:
        return choice("--format", form, FORMATS)
    if path is not None and path.suffix not in _SUFFIXES:
        raise ConfigError(f"--out {path}: give --format, or a file that ends in {' or '.join(_SUFFIXES)}")
    return _SUFFIXES[path.suffix] if path is not None else None


def write(record: GraphRecord, form: str, path: Path) -> None:
    """Write a graph to a file in one of the formats."""
    from ..data import write_atomically

    write_atomically(path, [_rendered(record, form).encode()])


def _learn(name: str) -> GraphRecord:
    from ..pipeline import graph_of
    from ..sim import space

    found = space(name)
    with err().status("learning the graph by execution"):
        return graph_of(found).record


def _rendered(record: GraphRecord, form: str) -> str:
    from .graph_views import VIEWS

    return VIEWS[form](record)
