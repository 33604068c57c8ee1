"""A trajectory as a reader wants it: each fact of the record once, in the order in which it happened.

Everything here comes from a file that may have been tampered with: texts are escaped, long ones are cut with a note,
and a span or an id that leads nowhere is shown as such instead of failing.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from ..records import (
    Default,
    Implied,
    Output,
    Response,
    Said,
    Sample,
    Source,
    Step,
    Turn,
    Verdict,
)
from . import call_view
from .call_view import ROWS, effects
from .terminal import one_line, safe, shown, value_text

_REST = "the record has them all"


def parts(sample: Sample) -> Iterator[RenderableType]:
    """What to print, from the top."""
    yield _head(sample)
    for number, turn in enumerate(sample.turns):
        yield Rule(shown(f"turn {number}", "bold"), style="blue")
        yield Panel(_cut(turn.query), title="user", title_align="left", border_style="blue")
        for position, (response, steps) in enumerate(turn.rounds(), start=1):
            yield _acting(sample, position, response, steps) if steps else _answer(response, turn.answer)
        yield _origin(turn)
    yield _verdict(sample.verdict)


def _head(sample: Sample) -> RenderableType:
    calls = sum(len(turn.steps) for turn in sample.turns)
    grid = _grid()
    grid.add_row("sample", shown(sample.id, "bold"))
    grid.add_row("space", shown(sample.space))
    grid.add_row("made of", Text(f"{len(sample.turns)} turns, {calls} calls, {len(sample.tools)} tools offered"))
    grid.add_row("origin", shown(f"{sample.origin}, seed {sample.seed}, run {sample.provenance.configuration}"))
    grid.add_row("digest", shown(sample.digest, "dim"))
    return grid


def _acting(sample: Sample, position: int, response: Response, steps: tuple[Step, ...]) -> RenderableType:
    told = "1 call" if len(steps) == 1 else f"{len(steps)} calls at once"
    inside: list[RenderableType] = [_thought(response.thought)] if response.thought else []
    for step in steps:
        inside += _call(sample, step)
    return Panel(Group(*inside), title=f"assistant, step {position}: {told}", title_align="left", border_style="yellow")


def _thought(text: str) -> Text:
    return _cut(text, "italic dim")


def _call(sample: Sample, call: Step) -> list[RenderableType]:
    title = Text.assemble("\n", shown(call.id, "dim"), " ", shown(call.tool, "bold yellow"))
    parts: list[RenderableType] = [title]
    if call.arguments:
        parts.append(_arguments(sample, call))
    parts.append(call_view.outcome(call.outcome, rest=_REST))
    if call.effects:
        parts.append(effects(call.effects))
    return parts


def _arguments(sample: Sample, call: Step) -> RenderableType:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    for name, value in call.arguments.items():
        came = _came_from(sample, call.sources.get(name))
        table.add_row(shown(f"  {name}", "cyan"), shown(value_text(value, 400)), shown(came, "dim"))
    return table


def _came_from(sample: Sample, source: Source | None) -> str:
    match source:
        case None:
            return ""
        case Said():
            return f"said: {_words(sample, source.turn, source.span)} ({source.rule})"
        case Output():
            picks = "".join(f", the one whose {p.attribute} is {_words(sample, p.turn, p.span)}" for p in source.picks)
            return f"from {source.call} {source.path}{picks}"
        case Default():
            return "the default"
        case Implied():
            return f"implied: {source.needed_by} needs it"


def _words(sample: Sample, turn: int, span: tuple[int, int]) -> str:
    start, end = span
    if not 0 <= turn < len(sample.turns) or not 0 <= start < end <= len(sample.turns[turn].query):
        return f"(turn {turn} has no characters {start} to {end})"
    return f"“{sample.turns[turn].query[start:end]}”"


def _answer(response: Response, text: str) -> RenderableType:
    thought = [_thought(response.thought), Text()] if response.thought else []
    return Panel(Group(*thought, _cut(text)), title="assistant", title_align="left", border_style="green")


def _origin(turn: Turn) -> RenderableType:
    """Where the query came from, and how hard it was; none of this is part of the conversation."""
    names = {call.id: call.tool for call in turn.reference}
    asked = [ask.call for ask in turn.asked]
    chain = " → ".join(
        f"{names.get(name, '?')}{' (asked)' if name in asked else ''}" for name in turn.advanced_tool.composes
    )
    grid = _grid()
    grid.add_row("abstracted", shown(f"{turn.advanced_tool.name} = {chain}", "dim"))
    grid.add_row(
        "solved", Text("at the first attempt" if turn.attempts == 1 else f"at attempt {turn.attempts}", style="dim")
    )
    for hint in turn.hints:
        grid.add_row("hint", shown(one_line(hint, 400), "dim"))
    return grid


def _verdict(verdict: Verdict) -> RenderableType:
    checks = f"{len(verdict.checks)} checks ({', '.join(verdict.checks)})"
    if verdict.ok:
        return Text(safe(f"verdict on record: {checks} hold; funreason-sim verify runs them again"), style="bold green")
    found = [
        shown(f"  {one_line(finding.message, 400)} ({finding.check})", "red") for finding in verdict.findings[:ROWS]
    ]
    head = Text(safe(f"verdict on record: {len(verdict.findings)} findings of {checks}"), style="bold red")
    return Group(head, *found)


def _cut(text: str, style: str = "") -> Text:
    return call_view.cut(text, style, _REST)


def _grid() -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", min_width=10)
    return grid
