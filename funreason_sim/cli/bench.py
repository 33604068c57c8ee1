"""`bench`: what the engine takes on this machine, held against what it aims at."""

from __future__ import annotations

import asyncio
import json
import shlex
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from ..errors import ConfigError
from .terminal import err, out, say

if TYPE_CHECKING:
    from ..bench import Figure, Profile, Report, Share, Tell

LEAST = 5
"""Repeats below which a median says little."""
_WIDE = 112  # columns that the table takes with its notes
_EVERY = 20  # steps between two lines, where nobody watches


def bench(
    repeat: Annotated[int, typer.Option("--repeat", min=LEAST, help="Repeats of each measurement.")] = LEAST,
    quick: Annotated[
        bool, typer.Option("--quick", help="Fewer calls and samples, no workers and no graphs: seconds.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    drawing: Annotated[
        Path | None,
        typer.Option("--picture", help="Also draw the profile, to this file.", metavar="FILE.svg", show_default=False),
    ] = None,
) -> None:
    """Time the engine on this machine: calls, forks, proofs, trajectories, workers, run.db, graphs, walks, a profile.

    Everything is measured side by side on one core, but for the runs by worker processes, which take the cores they
    get. A ratio is to the nearest row above with a 1; ratios travel between machines better than times do. Without
    --quick it takes minutes.
    """
    from .. import bench as measuring

    _check(drawing)
    size = measuring.QUICK if quick else measuring.FULL
    options = f"--repeat {repeat}{' --quick' if quick else ''}{' --json' if as_json else ''}"
    command = f"funreason-sim bench {options}"
    with _progress() as begin:
        report: Report = asyncio.run(measuring.measure(size, repeat, begin))
    machine = _told(measuring.machine())
    if drawing is not None:
        named = f"{command} --picture {shlex.quote(drawing.name)}"  # its folder is no business of whoever looks at it
        from ..data.files import write_atomically

        write_atomically(drawing, [measuring.picture(report.profile, named, machine).encode()])
        command = f"{command} --picture {shlex.quote(str(drawing))}"
    if as_json:
        say(json.dumps(measuring.document(report, command)))
        return
    console = out()
    figures = _figures(report, command, repeat, wide=console.width >= _WIDE)
    for part in (figures, "", _walks(report), "", *_profile(report.profile), "", machine):
        console.print(part)


def _check(drawing: Path | None) -> None:
    """Find a mistyped path before minutes are spent on measuring."""
    if drawing is not None and drawing.suffix != ".svg":
        raise ConfigError(f"--picture {drawing}: it is an SVG picture; name a file that ends in .svg")
    if drawing is not None and not drawing.parent.is_dir():
        raise ConfigError(f"--picture {drawing}: there is no folder {drawing.parent}")


@contextmanager
def _progress() -> Iterator[Callable[[int], Tell]]:
    """Tells on standard error how far it is: a bar where somebody watches, a line now and then elsewhere.

    No thread of its own repaints the bar, since that would run on the clock of what is measured.
    """
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = err()
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(
        *columns, console=console, auto_refresh=False, transient=True, disable=not console.is_terminal
    ) as bar:

        def begin(total: int) -> Tell:
            task = bar.add_task("", total=total)
            done = 0

            def tell(step: str) -> None:
                nonlocal done
                bar.update(task, completed=done, description=step, refresh=True)
                if not console.is_terminal and done % _EVERY == 0:
                    console.print(f"measuring, {done} of {total}: {step}")
                done += 1

            return tell

        yield begin


def _figures(report: Report, command: str, repeat: int, wide: bool) -> Table:
    """One row for each figure, under the name of its group; only a wide one has the notes."""
    title = f"{command} (medians of {repeat} repeats)"
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, collapse_padding=True)
    table.add_column("", no_wrap=True)
    for name in ("median", "min", "max"):
        table.add_column(name, justify="right")
    table.add_column("")
    table.add_column("aim", no_wrap=True)
    table.add_column("ratio", justify="right")
    if wide:
        table.add_column("", style="dim")
    group = ""
    for figure in report.figures:
        if figure.measure.group != group:
            group = figure.measure.group
            table.add_row(Text(group, style="bold"))
        table.add_row(*_cells(figure, report)[: len(table.columns)])
    return table


def _cells(figure: Figure, report: Report) -> list[str | Text]:
    measure, values = figure.measure, (figure.median, min(figure.values), max(figure.values))
    ratio = figure.ratio(report.figures)
    told = "" if ratio is None else _number(ratio)
    return [f"  {measure.name}", *map(_number, values), measure.unit, _aim(figure, report), told, measure.note]


def _aim(figure: Figure, report: Report) -> Text:
    aim, met = figure.measure.aim, figure.met(report.figures)
    if aim is None or met is None:
        return Text()
    bound = f"≤ {aim.at_most:g}" if aim.at_most is not None else f"≥ {aim.at_least:g}"
    told = f"ratio {bound}" if aim.of == "ratio" else bound
    return Text(f"{told} {'met' if met else 'missed'}", style="green" if met else "red")


def _walks(report: Report) -> Table:
    """Directed beside random, for each tool and M."""
    title = "walks of M calls that reach a tool"
    table = Table("tool", "environment", title=title, title_justify="left", box=None, pad_edge=False)
    for name in ("M", "worlds", "directed", "random"):
        table.add_column(name, justify="right")
    for reach in report.reaches:
        shares = (f"{100 * count / reach.worlds:.0f} %" for count in (reach.directed, reach.random))
        table.add_row(reach.tool, reach.environment, str(reach.calls), str(reach.worlds), *shares)
    return table


def _profile(profile: Profile) -> tuple[str | Table, ...]:
    each, others = (1e3 * part / profile.trajectories for part in (profile.seconds, profile.elsewhere))
    made = f"{profile.trajectories} made in this process"
    head = f"CPU time of a trajectory: {each:,.0f} ms, and {others:.1f} ms in the thread of run.db ({made})"
    rooms, heaviest = _shares("room", profile.rooms(), profile), _shares("function", profile.heaviest(), profile)
    return head, rooms, "", heaviest


def _shares(what: str, shares: Sequence[Share], profile: Profile) -> Table:
    """Parts of the whole: each alone, and with what it calls."""
    table = Table(what, box=None, pad_edge=False)
    for name in ("itself", "with what it calls"):
        table.add_column(name, justify="right")
    for share in shares:
        parts = (f"{100 * part / profile.seconds:.1f} %" for part in (share.itself, share.within))
        table.add_row(share.name, *parts)
    return table


def _told(machine: dict[str, str | int]) -> str:
    versions = f"SQLite {machine['sqlite']} (aiosqlite: {machine['sqlite_of_python']})"
    return f"{machine['python']}, {versions}, {machine['cores']} cores, {machine['platform']}"


def _number(value: float) -> str:
    """Three digits, or all before the point."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
