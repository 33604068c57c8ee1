"""`merge`: makes one run of several, after verifying all their samples."""

from __future__ import annotations

import asyncio
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .bar import bar
from .terminal import one_line, safe, say, value_text
from .units import counted

if TYPE_CHECKING:
    from ..running.merge import Doubt, Merged, Span

_SPANS = 10


def merge(
    folders: Annotated[list[Path], typer.Argument(metavar="DIR...", help="Folders of runs.", show_default=False)],
    folder: Annotated[Path, typer.Option("--out", help="New folder for the merged run.", show_default=False)],
    environments: Annotated[
        list[str] | None,
        typer.Option("-e", "--environment", help="A folder that samples ran in, by its path.", show_default=False),
    ] = None,
) -> None:
    """Make one run of several that differ in nothing but their --indices, after verifying every sample again.

    The new folder is a run like any other: the same generate command goes on with it. Exits with 1, and writes nothing,
    when a sample does not hold.
    """
    from ..running.merge import merge as merging

    try:
        with bar("verifying") as shown:
            merged = asyncio.run(merging(folders, folder, shown.at, environments or ()))
    except KeyboardInterrupt:
        say("Interrupted: nothing was merged, and nothing was left behind.")
        raise typer.Exit(130) from None
    if merged.doubts:
        for doubt in merged.doubts:
            say(_sentence(doubt))
        hold = "does not hold" if len(merged.doubts) == 1 else "do not hold"
        say(f"Nothing was merged: {len(merged.doubts):,} of {counted(merged.kept, 'sample')} {hold}.")
        raise typer.Exit(1)
    _conclude(merged, folder)


def _conclude(merged: Merged, folder: Path) -> None:
    verified = "its sample" if merged.kept == 1 else f"all {merged.kept:,} samples"
    say(f"{counted(len(merged.parts), 'run')} of identity {merged.identity[:12]} merged, {verified} verified.")
    say(f"{merged.kept:,} kept, {merged.rejected:,} rejected; indices {_told(merged.spans)}.")
    if merged.missing:
        first, end = merged.spans[0][0], merged.spans[-1][1] + 1
        say(f"Nobody has made {_told(merged.missing)}.")
        say(
            safe(f"The same generate command with --out {shlex.quote(str(folder))} --indices {first}:{end} makes them.")
        )
    say(safe(f"The samples are in {folder / 'trajectories.jsonl'}."))


def _told(spans: list[Span]) -> str:
    """Indices, ranges with a dash; the first of them where there are many."""
    told = [str(first) if first == last else f"{first}–{last}" for first, last in spans[:_SPANS]]
    more = [f"and {counted(len(spans) - _SPANS, 'more range')}"] if len(spans) > _SPANS else []
    return ", ".join(told + more) or "none"


def _sentence(doubt: Doubt) -> str:
    f = doubt.finding
    where = f", turn {f.turn}" * (f.turn is not None) + f", call {f.step}" * (f.step is not None)
    values = f": expected {value_text(f.expected)}, actual {value_text(f.actual)}" if f.expected != f.actual else ""
    return one_line(f"{doubt.folder}: index {doubt.index}{where}: {f.message} ({f.check}){values}")
