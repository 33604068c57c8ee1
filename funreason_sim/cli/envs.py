"""`envs`: which environments are installed, or what folders hold."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from .terminal import out, say, shown

if TYPE_CHECKING:
    from ..sim import Environment


def envs(
    wanted: Annotated[
        list[str] | None, typer.Argument(metavar="[ENVIRONMENT]...", help="Names or paths.", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """List the installed environments, or those named, such as a folder ./my_shop.

    Any of them, or several joined by +, is a space that other commands take with -e.
    """
    from ..sim import environment, names

    found = [environment(name) for name in wanted or names()]
    if as_json:
        say(json.dumps([_document(item) for item in found]))
    else:
        out().print(_table(found))


def _document(item: Environment) -> dict[str, object]:
    return {
        "name": item.name,
        "summary": item.summary,
        "tools": sorted(item.tools),
        "tables": sorted(item.tables),
        "digest": item.digest,
    }


def _table(found: list[Environment]) -> Table:
    table = Table("name", "summary", box=None, pad_edge=False)
    table.add_column("tools", justify="right")
    table.add_column("tables", justify="right")
    table.add_column("digest", style="dim")
    for item in found:
        counts = (str(len(item.tools)), str(len(item.tables)))
        table.add_row(shown(item.name, "bold"), shown(item.summary), *counts, item.digest[:12])
    return table
