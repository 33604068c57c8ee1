"""`new-environment`: a folder that is a complete environment, ready to be edited."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .terminal import say

if TYPE_CHECKING:
    from ..authoring.scaffold import Made

_SHOWN = 12


def new_environment(
    name: Annotated[Path, typer.Argument(metavar="NAME", help="The folder to make; its last part is the name.")],
    source: Annotated[
        Path | None,
        typer.Option(
            "--from",
            help="An SQLite schema (.sql), or an OpenAPI document or a list of MCP tools as JSON (.json).",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Make a new environment: a folder of tables, tools, wording and tests that passes its checks.

    Without --from it is a small shop. With it, tables and typed tools are derived that store and read; what could not
    be derived is said here and under NOTES in the folder's README.md.
    """
    from ..authoring.scaffold import new_environment as make

    for line in _told(make(name, source)):
        say(line)


def _told(made: Made) -> list[str]:
    path = str(made.folder) if made.folder.is_absolute() else f"./{made.folder}"
    counted = f"{_count(len(made.tools), 'tool')} on {_count(len(made.tables), 'table')}"
    lines = [f"{made.folder.name}: {counted}, in {path}", *(f"  {path}/{file}" for file in made.files)]
    if made.notes:
        lines += ["Not derived (NOTES of its README.md has all of it):", *(f"  {note}" for note in made.notes[:_SHOWN])]
    if len(made.notes) > _SHOWN:
        lines.append(f"  and {len(made.notes) - _SHOWN} more")
    return [
        *lines,
        f"Check it: funreason-sim check {path}",
        f"Use it:   funreason-sim generate -e {path} --out run -n 20",
    ]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
