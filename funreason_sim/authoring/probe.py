"""Probing to look at: the graph learned anew, its evidence made short, and what every tool and refusal showed."""

from __future__ import annotations

from ..graph import Tally, graph_record
from ..graph import probe as probe_environment
from ..graph.probe import WALKS
from ..records import GraphRecord, Record
from ..sim import Space
from .evidence import with_short_trials


class ToolSeen(Record):
    """How the calls of one tool ended: `refused` counts its declared codes, those that never came too."""

    name: str
    returned: int
    refused: dict[str, int]
    writes: bool

    @property
    def called(self) -> int:
        """How often it was called or tried."""
        return self.returned + sum(self.refused.values())


class RefusalSeen(Record):
    """One declared refusal: how often it was met, and which tools take it away."""

    tool: str
    code: str
    met: int
    removed_by: tuple[str, ...]


class ProbeReport(Record):
    """What probing a space gave."""

    graph: GraphRecord
    worlds: int
    calls: int
    tools: tuple[ToolSeen, ...]
    refusals: tuple[RefusalSeen, ...]

    @property
    def silent(self) -> tuple[str, ...]:
        """The tools that never returned."""
        return tuple(tool.name for tool in self.tools if not tool.returned)


def probe(space: Space, walks: int = WALKS) -> ProbeReport:
    """Learn a space by execution, and count."""
    probed = [probe_environment(environment, walks) for environment in space.environments]
    graph = with_short_trials(space, graph_record(space, [part.learned for part in probed]))
    tally = Tally()
    for part in probed:
        tally = tally.merged(part.tally)
    return ProbeReport(
        graph=graph,
        worlds=tally.worlds,
        calls=tally.calls,
        tools=tuple(_seen(space, name, tally, graph) for name in space.tools),
        refusals=tuple(
            RefusalSeen(tool=name, code=code, met=tally.outcomes[name][code], removed_by=_removers(graph, name, code))
            for name, tool in space.tools.items()
            for code in tool.refusals
        ),
    )


def _seen(space: Space, name: str, tally: Tally, graph: GraphRecord) -> ToolSeen:
    outcomes = tally.outcomes[name]
    codes = dict.fromkeys([*space.tools[name].refusals, *sorted(str(code) for code in outcomes if code is not None)])
    return ToolSeen(
        name=name,
        returned=outcomes[None],
        refused={code: outcomes[code] for code in codes},
        writes=name in graph.writers,
    )


def _removers(graph: GraphRecord, tool: str, code: str) -> tuple[str, ...]:
    return tuple(edge.source for edge in graph.edges if (edge.target, edge.code, edge.weak) == (tool, code, False))
