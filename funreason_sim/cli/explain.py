"""`explain`: why one tool comes before another, with the execution that proves it; or what was tried in vain."""

from __future__ import annotations

from typing import Annotated

import typer

from ..errors import ConfigError, UnknownTool
from .terminal import err, out, say


def explain(
    source: Annotated[str, typer.Argument(metavar="A", help="The tool that should come before.", show_default=False)],
    target: Annotated[str, typer.Argument(metavar="B", help="The tool that should need it.", show_default=False)],
    environment: Annotated[
        str | None,
        typer.Option(
            "-e", "--environment", help="A space; without it the installed ones are searched.", show_default=False
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> int:
    """Show why tool A comes before tool B: the edge, and the execution that proves it, run now.

    Where there is no edge, it says what was tried and what came out, names the nearest way round, and ends with 1.
    """
    from ..authoring.explain import explain as find
    from ..pipeline import graph_of
    from ..sim import space

    named = environment or _holding(source, target)
    found = space(named)
    found.tool(source), found.tool(target)
    with err().status("learning the graph by execution"):
        graph = graph_of(found)
    with err().status("running it"):
        explanation = find(found, graph, source, target)
    if as_json:
        say(explanation.model_dump_json())
    else:
        from .explain_view import parts

        console = out()
        for part in parts(explanation, named):
            console.print(part)
    return 0 if explanation.found else 1


def _holding(source: str, target: str) -> str:
    """The installed environments that have the two tools, as the name of a space."""
    from ..sim import environment, names

    owners = {tool: [name for name in names() if tool in environment(name).tools] for tool in (source, target)}
    for tool, found in owners.items():
        if not found:
            raise UnknownTool(
                f"no installed environment ({', '.join(names()) or 'there is none'}) has a tool {tool}; "
                "name yours with -e PATH"
            )
    both = [name for name in owners[source] if name in owners[target]]
    chosen = both or [f"{owners[source][0]}+{owners[target][0]}"]
    if len(both) > 1 or (not both and any(len(found) > 1 for found in owners.values())):
        raise ConfigError(
            f"{' and '.join(sorted({*owners[source], *owners[target]}))} have such tools; say which with -e"
        )
    return chosen[0]
