"""The edges of a graph as a table for the terminal."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from ..records import GraphRecord
from .graph_views import Arrow, arrows
from .terminal import shown


def table(graph: GraphRecord) -> RenderableType:
    """One row for each pair of tools and kind of edge, with what was seen."""
    found = Table("kind", "before", "after", "evidence", box=None, pad_edge=False)
    for arrow in arrows(graph):
        style = "cyan" if arrow.kind == "supplies" else "magenta"
        kind = Text(arrow.kind + (" (weak)" if arrow.weak else ""), style=style)
        found.add_row(kind, shown(arrow.source), shown(arrow.target), shown(_evidence(arrow)))
    told = f"{graph.space}: {len(graph.tools)} tools, {len(graph.edges)} edges"
    return Group(found, shown(told, "bold"))


def _evidence(arrow: Arrow) -> str:
    return "; ".join(arrow.reasons)
