"""The API graph G = (T, R, P) over networkx: tools, how they depend on each other, and by what."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import Any

import networkx as nx

from ..records import Edge, GraphRecord, JsonValue, digest_of
from ..sim import Space
from ..sim.values import Found, formats, harvest

FAR = 1_000_000
"""The distance between tools that no path connects."""


class ApiGraph:
    """A graph learned for one space; an edge goes from what must come first to what needs it.

    Weak edges are shown but do not count for distances.
    """

    def __init__(self, record: GraphRecord) -> None:
        self.record = record
        self.network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        self.network.add_nodes_from(record.tools)
        for edge in record.edges:
            self.network.add_edge(edge.source, edge.target, edge=edge)

    @cached_property
    def digest(self) -> str:
        """Names the graph by its content."""
        return digest_of(self.record)

    def distance(self, tool: str, target: str) -> int:
        """How many edges lead from a tool to a target; `FAR` when none do (Eq. 2's graph distance)."""
        return self._distances.get(target, {}).get(tool, FAR)

    @cached_property
    def _distances(self) -> dict[str, dict[str, int]]:
        strong: nx.DiGraph[str] = nx.DiGraph()
        strong.add_edges_from((edge.source, edge.target) for edge in self.record.edges if not edge.weak)
        strong.add_nodes_from(self.record.tools)
        backward = strong.reverse(copy=False)
        return {
            str(target): dict(nx.single_source_shortest_path_length(backward, target)) for target in self.record.tools
        }

    def path(self, tool: str, target: str) -> list[str]:
        """The tools of a shortest way from one to the other, both included; empty when there is none."""
        if tool == target or self.distance(tool, target) == FAR:
            return []
        way = [tool]
        while way[-1] != target:
            near = [other for other in self.network.successors(way[-1]) if self._strong(way[-1], other)]
            way.append(min(near, key=lambda other: self.distance(other, target)))
        return way

    def _strong(self, tool: str, other: str) -> bool:
        return any(not data["edge"].weak for data in self.network[tool][other].values())

    def depth(self, tool: str) -> int:
        """The number of tools that lie before this one."""
        return len(self._distances.get(tool, {})) - 1

    def feedable(self, tool: str, inverses: Collection[tuple[str, str]]) -> list[Edge]:
        """The edges by which a tool that only reads can supply one of its parameters, and does not just undo it."""
        writers = self.record.writers
        edges = [e for e in self.before(tool) if e.kind == "supplies"]
        return [e for e in edges if e.source not in writers and (e.source, tool) not in inverses]

    def before(self, tool: str) -> list[Edge]:
        """The edges that lead into a tool."""
        return [data["edge"] for _, _, data in self.network.in_edges(tool, data=True)]


def supplies(space: Space) -> list[Edge]:
    """One edge for every place where a tool returns what another takes: equal formats, from the schemas alone."""
    given = [(name, fmt, path) for name, tool in space.tools.items() for fmt, path in formats(tool.spec.returns)]
    taken = [(name, fmt, path) for name, tool in space.tools.items() for fmt, path in formats(tool.spec.parameters)]
    return [
        Edge(kind="supplies", source=source, target=target, format=fmt, path=path, parameter=_parameter(place))
        for source, fmt, path in given
        for target, wanted, place in taken
        if fmt == wanted and source != target
    ]


def _parameter(pattern: str) -> str:
    return pattern.split("/")[1]


def supplied(edge: Edge, returns: dict[str, JsonValue] | None, value: JsonValue) -> list[Found]:
    """The values of an outcome that a `supplies` edge speaks of, in document order."""
    return [item for item in harvest(returns, value) if item.format == edge.format and _fits(edge.path, item.path)]


def placed(edge: Edge, parameters: dict[str, Any], value: JsonValue) -> dict[str, JsonValue] | None:
    """The argument that takes a supplied value: the value, or a list of it; None where it lies deeper."""
    name = str(edge.parameter)
    schema = parameters["properties"][name]
    if schema.get("format") == edge.format:
        return {name: value}
    return {name: [value]} if schema.get("items", {}).get("format") == edge.format else None


def _fits(pattern: str | None, path: str) -> bool:
    wanted, there = (pattern or "").split("/"), path.split("/")
    alike = (a in (b, "*") or (a, b[-1:]) == ("*#", "#") for a, b in zip(wanted, there, strict=False))
    return len(wanted) == len(there) and all(alike)
