"""What a line of `play` did, as a person wants to see it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from ..authoring.play import results as r
from ..authoring.play.looking import Clock, Rows
from ..authoring.play.session import Act
from ..records import Event, Reacted
from ..sim import Tool
from .call_view import effects, outcome
from .terminal import one_line, shown, value_text


def view(result: r.Result) -> RenderableType:
    """The result of one line."""
    match result:
        case r.Acted():
            return _acted(result.act)
        case r.Moved():
            return _moved(result)
        case r.Branches():
            return _branches(result)
        case r.Log():
            return _log(result)
        case r.Tables():
            return _tables(result)
        case Rows():
            return _rows(result)
        case Clock():
            return _clock(result)
        case r.Tools():
            return _tools(result.tools)
        case r.ToolHelp():
            return _tool(result.tool)
        case r.CommandHelp():
            return _commands(result.commands)
        case r.Saved():
            notes = [shown(f"  {note}", "yellow") for note in result.notes]
            return Group(shown(f"The {result.kind} is in {result.path}.", "green"), *notes)
        case r.Reloaded():
            return _reloaded(result)
        case r.Left():
            return Text()


def _acted(act: Act) -> RenderableType:
    ran = act.call
    if ran is None:
        return Group(*map(_passed, act.events))
    nothing = Text("  no row changed", style="dim")
    return Group(outcome(ran.outcome), effects(ran.effects) if ran.effects else nothing)


def _passed(event: Event) -> RenderableType:
    at = _time(datetime.fromtimestamp(event.at, UTC))
    if not isinstance(event, Reacted):
        return shown(f"  {at}", "blue")
    given = " ".join(f"{name}={value_text(value)}" for name, value in event.arguments.items())
    skipped = f" skipped: {event.reason}" if event.status == "skipped" else ""
    fired = shown(f"  {at}  {event.handler} {given}{skipped}", "dim" if skipped else "bold blue")
    return Group(fired, effects(event.effects)) if event.effects else fired


def _moved(moved: r.Moved) -> RenderableType:
    lines = [shown(f"  {'again' if moved.redone else 'undone'}: {one_line(act.line, 400)}") for act in moved.acts]
    return Group(*lines, Text(f"  {_count(moved.at, 'act')} done now", style="dim"))


def _branches(found: r.Branches) -> RenderableType:
    told = [shown(found.told, "green")] if found.told else []
    grid = _grid()
    for name, length in found.lengths:
        here = name == found.current
        grid.add_row("  *" if here else "   ", shown(name, "bold" if here else ""), _count(length, "act"))
    return Group(*told, grid)


def _log(log: r.Log) -> RenderableType:
    if not log.acts:
        return shown("  Nothing was done on this branch yet.", "dim")
    grid = _grid()
    for number, act in enumerate(log.acts, start=1):
        code = act.call.code if act.call else None
        came = shown(f"refused [{code}]", "red") if code else Text()
        grid.add_row(Text(f"  {number}", "dim"), shown(one_line(act.line, 400)), came)
    undone = [Text(f"  {_count(log.undone, 'act')} can be redone", style="dim")] if log.undone else []
    return Group(grid, *undone)


def _tables(found: r.Tables) -> RenderableType:
    table = _table("table", "environment")
    table.add_column("rows", justify="right")
    for size in found.sizes:
        table.add_row(shown(size.name, "bold"), shown(size.owner), f"{size.rows:,}")
    return Group(table, Text("rows TABLE shows one, rows TABLE column=value some of it", style="dim"))


def _rows(found: Rows) -> RenderableType:
    if not found.rows:
        return shown(f"  No row of {found.table} to show.", "dim")
    if len(found.rows) == 1 and len(found.columns) > 6:
        return _upright(found)
    table = _table(*(one_line(name, 60) for name in found.columns))
    for row in found.rows:
        table.add_row(*(_cell(cell) for cell in row))
    more = found.total - len(found.rows)
    return Group(table, *([Text(f"… {_count(more, 'more row')}", style="dim")] if more else []))


def _upright(found: Rows) -> RenderableType:
    """One wide row, a line for each column."""
    grid = _grid()
    for name, cell in zip(found.columns, found.rows[0], strict=True):
        grid.add_row(shown(f"  {name}", "cyan"), _cell(cell))
    return grid


def _cell(value: Any) -> Text:
    return Text("NULL", style="dim") if value is None else shown(value_text(value, 120))


def _clock(clock: Clock) -> RenderableType:
    lines = [shown(f"  {_time(clock.now)}", "bold blue")]
    for due in clock.due:
        given = " ".join(f"{name}={value_text(value)}" for name, value in due.arguments.items())
        lines.append(shown(f"  {_time(due.at)}  in {_duration(due.seconds)}: {due.handler} {given}"))
    return Group(*lines, *([] if clock.due else [Text("  nothing is due", style="dim")]))


def _tools(tools: Sequence[Tool]) -> RenderableType:
    table = _table("tool", "takes", "what it does")
    for tool in tools:
        properties: Any = tool.spec.parameters["properties"]
        table.add_row(shown(tool.name, "bold"), shown(" ".join(properties), "cyan"), shown(tool.spec.description))
    return table


def _tool(tool: Tool) -> RenderableType:
    properties: Any = tool.spec.parameters["properties"]
    grid = _grid()
    for name, schema in properties.items():
        choices = " | ".join(map(value_text, schema.get("enum", ())))
        default = f"default {value_text(schema['default'])}" if "default" in schema else ""
        kind = ", ".join(filter(None, [str(schema.get("format") or schema.get("type") or ""), choices, default]))
        grid.add_row(shown(f"  {name}", "cyan"), shown(kind, "dim"), shown(schema.get("description", "")))
    refusals = _grid()
    for code, when in tool.refusals.items():
        keeps = " (keeps its writes)" if code in tool.keeps else ""
        refusals.add_row(shown(f"  [{code}]", "red"), shown(f"{when}{keeps}"))
    parts: list[RenderableType] = [shown(tool.name, "bold"), shown(tool.spec.description), grid]
    parts += [Text("refuses", style="dim"), refusals] if tool.refusals else []
    return Group(*parts, shown(f"at {tool.place}", "dim"))


def _commands(commands: Sequence[tuple[str, str]]) -> RenderableType:
    grid = _grid()
    for usage, about in commands:
        grid.add_row(shown(f"  {usage}", "bold"), shown(about))
    if len(commands) == 1:
        return grid
    example = '  TOOL name=value ...\n  TOOL {"name": value, ...}'
    told = "call a tool: values are JSON, and a word without quotes is text"
    return Group(shown(example, "bold"), shown(f"    {told}"), grid)


def _reloaded(result: r.Reloaded) -> RenderableType:
    if not result.changed:
        return shown("Read again; everything came out as before.", "green")
    parts: list[RenderableType] = [
        shown(f"Read again; {_count(len(result.changed), 'act')} came out otherwise:", "yellow")
    ]
    for acted in result.changed:
        parts += [shown(f"{acted.number}  {one_line(acted.act.line, 400)}", "bold yellow"), _acted(acted.act)]
    return Group(*parts)


def _time(at: datetime) -> str:
    return at.strftime("%a %Y-%m-%d %H:%M:%S")


def _duration(seconds: int) -> str:
    parts = [
        (seconds // 86_400, "d"),
        (seconds % 86_400 // 3_600, "h"),
        (seconds % 3_600 // 60, "m"),
        (seconds % 60, "s"),
    ]
    return "".join(f"{count}{unit}" for count, unit in parts if count) or "0s"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _grid() -> Table:
    return Table.grid(padding=(0, 2, 0, 0))


def _table(*columns: str) -> Table:
    return Table(*columns, box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
