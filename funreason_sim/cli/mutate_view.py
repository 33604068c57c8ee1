"""How `mutate` tells what it found: a table of functions, each survivor as a diff, and the share that was killed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from rich.table import Table

from ..authoring.mutation import FILE, How, Measured, Tried, counts, pasteable
from .terminal import out, safe, say, shown

_TELLS = {"survived": "no test that runs this notices", "unreached": "no test runs this"}


def print_document(measured: Measured, at_least: float) -> None:
    """Everything as one JSON document."""
    document = {
        "environment": measured.environment,
        "tests": measured.tests,
        "seeded": measured.seeded,
        "tried": len(measured.tried),
        "killed": measured.killed,
        "share": round(measured.share, 2),
        "at_least": at_least,
        "survivors": [_survivor(item) for item in measured.survivors],
        "stale": [str(entry) for entry in measured.stale],
    }
    print(json.dumps(document))


def _survivor(item: Tried) -> dict[str, object]:
    fault = item.fault
    return {
        "kind": fault.kind,
        "file": str(fault.source.file),
        "line": fault.line,
        "function": fault.function,
        "tools": list(fault.tools),
        "fate": item.fate,
        "was": fault.was,
        "becomes": fault.becomes,
        "reason": item.reason,
        "diff": fault.diff,
    }


def show(measured: Measured, at_least: float, how: How) -> None:
    """Everything for a reader: first the survivors, then the table, then the share."""
    for item in measured.survivors:
        _show_survivor(item)
    out().print(_table(measured))
    missed = [item for item in measured.survivors if item.reason is None]
    if missed:
        _show_way_out(measured.environment, missed[0], how)
    for entry in measured.stale:
        say(safe(f"{entry} is no survivor; remove it from the file"))
    say(_summary(measured, at_least))


def _show_survivor(item: Tried) -> None:
    fault = item.fault
    say(safe(f"{_near(fault.source.file)}:{fault.line}: {fault.kind} in {fault.function}: {_why(item)}"))
    for line in fault.diff.splitlines()[2:]:
        style = {"-": "red", "+": "green"}.get(line[:1], "dim")
        out().print(shown(f"    {line}", style), soft_wrap=True)


def _why(item: Tried) -> str:
    return f"explained: {item.reason}" if item.reason else _TELLS[item.fate]


def _near(file: Path) -> str:
    """A file as it is from here, where it is below."""
    return str(file.relative_to(Path.cwd())) if file.is_relative_to(Path.cwd()) else str(file)


def _table(measured: Measured) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("function", overflow="fold")
    for name in ("faults", "killed", "missed", "explained"):
        table.add_column(name, justify="right")
    table.add_column("of the tools", style="dim")
    for function, items in measured.by_function().items():
        found = counts(items)
        numbers = [str(found[name] or "") for name in ("killed", "missed", "explained")]
        style = "yellow" if found["missed"] else ""
        table.add_row(shown(function, style), str(len(items)), *numbers, shown(_tools(function, items[0].fault.tools)))
    return table


def _tools(function: str, tools: Sequence[str]) -> str:
    """The tools that run a function, where its own name does not say so."""
    if function == f"tools.{tools[0]}":
        return ""
    return ", ".join(tools[:3]) + (f" and {len(tools) - 3} more" if len(tools) > 3 else "")


def _show_way_out(environment: str, item: Tried, how: How) -> None:
    folder = how.tests[0] if how.tests[0].is_dir() else how.tests[0].parent
    say(safe(f"Write a test that notices. A fault that changes nothing is explained in {folder / FILE}:"))
    for line in pasteable(environment, item.fault).splitlines():
        say(safe(f"    {line}"))


def _summary(measured: Measured, at_least: float) -> str:
    found = counts(measured.tried)
    explained = f", {found['explained']} explained" if found["explained"] else ""
    of = f" (of {measured.seeded} that there are)" if measured.seeded > len(measured.tried) else ""
    told = f"{found['killed']} of {len(measured.tried)} seeded faults{of} killed by {measured.tests} tests"
    asked = f"{measured.share:.1f} %, asked {at_least:g} %"
    return f"{measured.environment}: {told}: {asked}; {found['missed']} missed{explained}."
