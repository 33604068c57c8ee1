"""A graph record as JSON, Mermaid, Graphviz and a page of HTML.

Names and texts come from environments that anybody may write, so each view quotes them in its own language.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files

from ..records import Edge, GraphRecord, JsonValue, Trial
from .graph_layout import GAP, Point, layout

FEW = 24
"""Lines up to which the columns stand so far apart that what lines carry can be written on them."""


@dataclass(frozen=True)
class Arrow:
    """All edges of one kind from one tool to another; `weak` when all of them are."""

    kind: str
    source: str
    target: str
    edges: tuple[Edge, ...]

    @property
    def weak(self) -> bool:
        """Whether no edge of it is strong."""
        return all(edge.weak for edge in self.edges)

    @property
    def labels(self) -> list[str]:
        """What it carries: formats or refusal codes, each once."""
        return list(dict.fromkeys(edge.format or edge.code or edge.kind for edge in self.edges))

    @property
    def reasons(self) -> list[str]:
        """What was seen, one clause an edge."""
        return [reason(edge) for edge in self.edges]


def arrows(graph: GraphRecord) -> list[Arrow]:
    """The graph's edges put together by pair of tools and kind, in the order of the record."""
    grouped: dict[tuple[str, str, str], list[Edge]] = {}
    for edge in graph.edges:
        grouped.setdefault((edge.kind, edge.source, edge.target), []).append(edge)
    return [Arrow(*names, tuple(edges)) for names, edges in grouped.items()]


def reason(edge: Edge) -> str:
    """An edge's evidence in one clause."""
    seen = f", seen {edge.observed} times" if edge.observed > 1 else ""
    if edge.kind == "supplies":
        domain = f" ({edge.format})" if edge.format else ""
        return f"{edge.path or 'its outcome'} is {edge.parameter or 'an argument'}{domain}{seen}"
    return f"takes away {edge.code or 'a refusal'}{seen}"


def as_json(graph: GraphRecord) -> str:
    """The record itself."""
    return json.dumps(graph.model_dump(mode="json"), indent=2) + "\n"


def as_mermaid(graph: GraphRecord) -> str:
    """A flowchart: supplies solid, enables dashed."""
    ids = {tool: f"n{number}" for number, tool in enumerate(_tools(graph))}
    lines = [f'  {ids[tool]}["{_mermaid(tool)}"]' for tool in ids]
    for arrow in arrows(graph):
        shaft = "-->" if arrow.kind == "supplies" else "-.->"
        lines.append(f'  {ids[arrow.source]} {shaft}|"{_mermaid(", ".join(arrow.labels))}"| {ids[arrow.target]}')
    return "\n".join(["flowchart LR", *lines, ""])


def as_dot(graph: GraphRecord) -> str:
    """A digraph for Graphviz."""
    lines = [f"  {_dot(tool)};" for tool in _tools(graph)]
    for arrow in arrows(graph):
        colour, style = ("#2563eb", "solid") if arrow.kind == "supplies" else ("#b45309", "dashed")
        look = f'label={_dot(", ".join(arrow.labels))}, color="{colour}", style="{style}"'
        lines.append(f"  {_dot(arrow.source)} -> {_dot(arrow.target)} [{look}];")
    head = [f"digraph {_dot(graph.space)} {{", "  rankdir=LR;", '  node [shape=box, style="rounded"];']
    return "\n".join([*head, *lines, "}", ""])


def as_html(graph: GraphRecord) -> str:
    """One page that needs nothing else: the drawing, and the evidence of every edge."""
    from jinja2 import Environment, StrictUndefined

    template = (files(__package__) / "graph.html.j2").read_text("utf-8")
    page = Environment(autoescape=True, undefined=StrictUndefined).from_string(template)
    return page.render(space=graph.space, data=_drawing(graph)) + "\n"


VIEWS: dict[str, Callable[[GraphRecord], str]] = {
    "json": as_json,
    "mermaid": as_mermaid,
    "dot": as_dot,
    "html": as_html,
}


def _tools(graph: GraphRecord) -> list[str]:
    """Every tool, those that only an edge names included."""
    named = (tool for edge in graph.edges for tool in (edge.source, edge.target))
    return list(dict.fromkeys([*graph.tools, *named]))


def _drawing(graph: GraphRecord) -> dict[str, object]:
    together = arrows(graph)
    drawn = layout(_tools(graph), [(arrow.source, arrow.target) for arrow in together], _gap(together))
    nodes = [{"name": tool, "x": place.x, "y": place.y, "width": place.width} for tool, place in drawn.places.items()]
    return {
        "digest": graph.environments,
        "loose": drawn.loose_top,
        "nodes": nodes,
        "edges": [_drawn(arrow, drawn.routes.get((arrow.source, arrow.target), [])) for arrow in together],
    }


def _gap(together: list[Arrow]) -> float:
    """Room between columns for the longest text on a line, where there are few."""
    longest = max((len(", ".join(arrow.labels)) for arrow in together), default=0)
    return GAP if len(together) > FEW else min(max(GAP, longest * 6.2 + 60), 300.0)


def _drawn(arrow: Arrow, route: list[Point]) -> dict[str, object]:
    return {
        "kind": arrow.kind,
        "source": arrow.source,
        "target": arrow.target,
        "route": route,
        "weak": arrow.weak,
        "labels": arrow.labels,
        "evidence": [{"reason": reason(edge), "trial": _trial(edge.trial)} for edge in arrow.edges],
    }


def _trial(trial: Trial | None) -> list[str]:
    """The execution that shows it, a line each."""
    if trial is None:
        return []
    then = "then returns" if trial.code_after is None else f"is then refused with {trial.code_after}"
    return [
        f"on the world of seed {trial.scenario_seed}",
        *(f"after {call}" for call in _written(trial.prefix)),
        f"{next(_written([trial.blocked]))} is refused with {trial.code_before}",
        f"after {next(_written([trial.enabler]))} it {then}",
    ]


def _written(calls: Iterable[tuple[str, dict[str, JsonValue]]]) -> Iterator[str]:
    for tool, arguments in calls:
        given = ", ".join(f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in arguments.items())
        yield f"{tool}({given})"


def _mermaid(text: str) -> str:
    """Mermaid's own escape: the number of the character between # and ;."""
    return "".join(c if c.isalnum() or c in " _-+.," else f"#{ord(c)};" for c in text)


def _dot(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'
