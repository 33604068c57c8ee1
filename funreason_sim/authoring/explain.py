"""Why one tool comes before another: the edges between them, each with the execution that proves it; or why there is
none, with what was tried and what came out.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ..graph import ApiGraph, Tally, probe
from ..records import Edge, Record
from ..sim import Environment, Space
from ..sim.values import formats
from .evidence import Proof, prove


class Explanation(Record):
    """Why `source` comes before `target`, or why nothing shows that it does.

    `edges` lead straight from one to the other, and `proofs` are executions that show them. Where no strong edge does,
    `tried` says what was tried and what came out, a sentence each, and `path` is the shortest way through other tools.
    """

    space: str
    source: str
    target: str
    edges: tuple[Edge, ...] = ()
    proofs: tuple[Proof, ...] = ()
    tried: tuple[str, ...] = ()
    path: tuple[str, ...] = ()

    @property
    def found(self) -> bool:
        """Whether an edge leads straight from one to the other, a weak one too."""
        return bool(self.edges)


def explain(space: Space, graph: ApiGraph, source: str, target: str) -> Explanation:
    """Why one tool comes before another in a learned graph, shown by running it now.

    Raises:
        UnknownTool: when the space has no such tool.
    """
    space.tool(source), space.tool(target)
    edges = tuple(edge for edge in graph.before(target) if edge.source == source)
    proofs = tuple(proof for edge in edges if (proof := prove(space, graph, edge)) is not None)
    if any(not edge.weak for edge in edges):
        return Explanation(space=space.name, source=source, target=target, edges=edges, proofs=proofs)
    return Explanation(
        space=space.name,
        source=source,
        target=target,
        edges=edges,
        proofs=proofs,
        tried=tuple(_tried(space, graph, source, target)),
        path=tuple(graph.path(source, target)),
    )


def _tried(space: Space, graph: ApiGraph, source: str, target: str) -> Iterator[str]:
    """What speaks for there being no edge, from the schemas and from probing anew."""
    yield _formats(space, source, target)
    if source == target:
        yield "A tool is never asked to enable itself."
        return
    owners = [environment for environment in space.environments if {source, target} & environment.tools.keys()]
    if len(owners) > 1:
        yield f"{source} and {target} are of different environments, which share no table: neither enables the other."
        return
    tally = _tally(owners[0])
    yield _ended(source, tally)
    yield _ended(target, tally)
    yield from _enabling(tally, source, target, source in graph.record.writers)
    if any(not edge.weak for edge in graph.before(source) if edge.source == target):
        yield f"It is the other way round: {target} comes before {source}."


@lru_cache(maxsize=16)
def _tally(environment: Environment) -> Tally:
    """What probing counted; it takes seconds, and is the same each time."""
    return probe(environment).tally


def _formats(space: Space, source: str, target: str) -> str:
    given = list(dict.fromkeys(fmt for fmt, _ in formats(space.tools[source].spec.returns)))
    taken = list(dict.fromkeys(fmt for fmt, _ in formats(space.tools[target].spec.parameters)))
    return f"{source} returns {_listed(given)}, {target} takes {_listed(taken)}: it supplies nothing."


def _listed(names: list[str]) -> str:
    return f"values of the format {' and '.join(names)}" if names else "no value with a format"


def _ended(tool: str, tally: Tally) -> str:
    """How calls of one tool ended while probing."""
    outcomes = tally.outcomes[tool]
    if not outcomes:
        return f"{tool} was never called: no value was at hand for one of its parameters."
    refused = [f"{count} times with {code}" for code, count in sorted(outcomes.items(), key=str) if code is not None]
    told = f"{tool} was called {outcomes.total()} times: it returned {outcomes[None]} times"
    return f"{told}, and was refused {', '.join(refused)}." if refused else f"{told}, and was never refused."


def _enabling(tally: Tally, source: str, target: str, writes: bool) -> Iterator[str]:
    if not any(code is not None for code in tally.outcomes[target]):
        yield f"Nothing has to come before {target}."
    elif not tally.outcomes[source][None]:
        yield f"{source} never returned, so it enabled nothing."
    elif not writes:
        yield f"{source} changed no row whenever it ran, so it enables nothing."
    for (enabler, blocked, code), count in sorted(tally.tried.items()):
        if (enabler, blocked) == (source, target):
            yield (
                f"{target} was refused with {code}, {source} ran and changed rows, and {target} was tried again: "
                f"in none of {count} tries did it return then."
            )
