"""The edges of a graph as a table for the terminal, and what probing saw of tools and refusals."""

from __future__ import annotations

from collections.abc import Sized
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from ..records import GraphRecord
from .graph_views import Arrow, arrows
from .terminal import shown

if TYPE_CHECKING:
    from ..authoring.probe import ProbeReport

STYLES = {"supplies": "cyan", "enables": "magenta"}


def table(graph: GraphRecord) -> RenderableType:
    """One row for each pair of tools and kind of edge, with what was seen."""
    found = Table("kind", "before", "after", "evidence", box=None, pad_edge=False)
    for arrow in arrows(graph):
        kind = Text(arrow.kind + (" (weak)" if arrow.weak else ""), style=STYLES[arrow.kind])
        found.add_row(kind, shown(arrow.source), shown(arrow.target), shown(_evidence(arrow)))
    told = f"{graph.space}: {_count(graph.tools, 'tool')}, {_count(graph.edges, 'edge')}"
    return Group(*([found] if graph.edges else []), shown(told, "bold"))


def _count(things: Sized, noun: str) -> str:
    return f"{len(things):,} {noun}{'' if len(things) == 1 else 's'}"


def _evidence(arrow: Arrow) -> str:
    return "\n".join(arrow.reasons)


def probed(report: ProbeReport) -> RenderableType:
    """The edges, then every declared refusal with what takes it away, then what never returned."""
    refusals = Table("refusal of", "code", box=None, pad_edge=False)
    refusals.add_column("met", justify="right")
    refusals.add_column("taken away by")
    for refusal in report.refusals:
        removers = ", ".join(refusal.removed_by) if refusal.met else "never met"
        style = "" if refusal.removed_by else "dim"
        row = (shown(refusal.tool), shown(refusal.code), f"{refusal.met:,}", shown(removers or "no other tool", style))
        refusals.add_row(*row)
    silent = ", ".join(report.silent)
    parts: list[RenderableType] = [table(report.graph), Text()]
    parts += [refusals, Text()] if report.refusals else []
    parts.append(Text(f"Learned on {report.worlds} worlds by {report.calls:,} calls, most of them tries taken back."))
    parts += (
        [shown(f"Never returned, so nothing is known of what comes after them: {silent}.", "yellow")] if silent else []
    )
    return Group(*parts)
