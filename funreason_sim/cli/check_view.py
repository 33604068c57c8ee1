"""The report of a check on the terminal: what holds, what each tool did, and every finding with its way there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from .terminal import one_line, safe, shown

if TYPE_CHECKING:
    from ..authoring.checks import Fault, Missed, Report, ToolReport, Trail

_CALL = 160


def view(report: Report) -> RenderableType:
    """The whole report, findings last, where they are seen."""
    parts: list[RenderableType] = [_checks(report)]
    if report.tools:
        parts += [Text(), _tools(report.tools)]
    parts += [part for table in (_reached(report.tools), _quirks(report.tools), _missed(report)) for part in table]
    for fault in report.faults:
        parts += [Text(), *_finding(fault)]
    return Group(*parts, Text(), *_summary(report))


def _checks(report: Report) -> Table:
    table = Table("", "check", "what holds", "shown", box=None, pad_edge=False)
    for checked in report.checks:
        count = len(checked.faults)
        sign = Text("✗", "red") if count else Text("✓", "green")
        shown_by = Text(f"{count} finding{'s' if count > 1 else ''}", "red") if count else shown(checked.shown, "dim")
        table.add_row(sign, checked.name, checked.claim, shown_by)
    return table


def _tools(tools: tuple[ToolReport, ...]) -> Table:
    table = Table("tool", box=None, pad_edge=False)
    for name in ("returned", "refused", "codes", "branches missed"):
        table.add_column(name, justify="right")
    table.add_column("rows")
    for tool in tools:
        reached = sum(trail is not None for trail in tool.reached.values())
        codes = Text(f"{reached} of {len(tool.reached)}", "" if reached == len(tool.reached) else "yellow")
        rows = shown("writes " + ", ".join(tool.writes)) if tool.writes else Text("reads only", "cyan")
        counts = (
            f"{tool.returned:,}",
            f"{tool.refused:,}",
            codes if tool.reached else "–",
            str(len(tool.missed) or "–"),
        )
        table.add_row(shown(tool.name), *counts, rows)
    return table


def _reached(tools: tuple[ToolReport, ...]) -> Iterator[RenderableType]:
    """Every declared code with the input that led to it."""
    found = [(tool.name, code, trail) for tool in tools for code, trail in tool.reached.items() if trail is not None]
    if not found:
        return
    table = Table("refusal of", "code", "reached by", box=None, pad_edge=False)
    for name, code, trail in found:
        table.add_row(shown(name), shown(code), shown(_way(trail), "dim"))
    yield from (Text(), table)


def _way(trail: Trail) -> str:
    """A trail on one line: where it starts, how many calls come before the last, and that one."""
    before = len(trail.acts) - 1
    calls = f", {before} call{'s' if before > 1 else ''}" if before else ""
    return one_line(f"{trail.start}{calls}: {trail.acts[-1]}", _CALL)


def _quirks(tools: tuple[ToolReport, ...]) -> Iterator[RenderableType]:
    found = [(tool.name, quirk) for tool in tools for quirk in tool.quirks]
    if not found:
        return
    table = Table("quirk of", "code", "declares", "seen", box=None, pad_edge=False)
    for name, quirk in found:
        table.add_row(shown(name), shown(quirk.code), shown(quirk.declares), "yes" if quirk.seen else Text("no", "dim"))
    yield from (Text(), table)


def _missed(report: Report) -> Iterator[RenderableType]:
    found = [(tool.name, missed) for tool in report.tools for missed in tool.missed]
    found += [(missed.function, missed) for missed in report.shared]
    if not found:
        return
    table = Table("branch not reached in", "line", "", box=None, pad_edge=False)
    for name, missed in found:
        table.add_row(shown(name), shown(_place(missed)), missed.what)
    yield from (Text(), table)


def _finding(fault: Fault) -> Iterator[RenderableType]:
    head = Text.assemble(("✗ ", "red"), (safe(_place(fault)), "bold"), " ", (fault.check, "red"))
    about = f"{fault.tool} {fault.message}" if fault.tool else fault.message
    yield head
    yield _indented(shown(about), 2)
    if fault.trail is None:
        return
    yield _indented(shown(f"open_episode: {fault.trail.start}", "dim"), 4)
    for number, act in enumerate(fault.trail.acts, 1):
        yield _indented(Text.assemble((f"{number}  ", "dim"), safe(one_line(str(act)))), 4)


def _indented(text: Text, by: int) -> Padding:
    return Padding(text, (0, 0, 0, by), expand=False)


def _place(found: Fault | Missed) -> str:
    """File and line, from where the reader stands."""
    inside = Path(found.file).is_relative_to(Path.cwd())
    return f"{os.path.relpath(found.file) if inside else found.file}:{found.line}"


def _summary(report: Report) -> Iterator[Text]:
    count = len(report.faults)
    told = (
        f"{report.environment}: {count} finding{'s' if count > 1 else ''}"
        if count
        else f"{report.environment} is clean"
    )
    yield shown(f"{told}, after {report.calls:,} calls.", "bold red" if count else "bold green")
    if not report.elsewhere:
        yield Text("It has neither a path nor an installed name, so no other process ran it.", "yellow")
    if any(fault.check == "reached" for fault in report.faults):
        yield Text(
            "A code that no input can bring about is declared `code [unreachable: why]: ...`; see docs/checking.md."
        )
