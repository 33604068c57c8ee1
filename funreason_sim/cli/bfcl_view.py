"""What the commands of `bfcl` show: tables by domain and category, and differences side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from ..bfcl.decision import Judgement
from ..bfcl.fuzz import Fuzz, as_document
from ..bfcl.oracle import CATEGORIES, DOMAINS
from ..bfcl.replay import Replay
from .terminal import one_line, shown
from .units import share

_SHOWN = 10


def replay_document(report: Replay) -> dict[str, Any]:
    """The whole comparison as one document."""
    return {
        "entries": report.entries,
        "entries_with_equal_state": report.equal_entries,
        "calls": sum(report.calls.values()),
        "identical": sum(report.identical.values()),
        "states": sum(report.states.values()),
        "equal_states": sum(report.equal.values()),
        "rows": [
            {
                "category": category,
                "domain": domain,
                "calls": report.calls[category, domain],
                "identical": report.identical[category, domain],
                "states": report.states[category, domain],
                "equal_states": report.equal[category, domain],
            }
            for category, domain in sorted(report.states)
        ],
        "differences": [vars(difference) for difference in report.differences],
    }


def replay_view(report: Replay) -> RenderableType:
    """A table by domain, calls and final states of each category beside each other, and the first differences."""
    categories = [name for name in CATEGORIES if any(category == name for category, _ in report.states)]
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("identical results, equal final states")
    for name in (*categories, "calls", "states"):
        table.add_column(name, justify="right")
    for domain in [name for name in DOMAINS.values() if any(name == other for _, other in report.states)]:
        cells = [
            f"{report.identical[name, domain]}/{report.calls[name, domain]}"
            f"  {report.equal[name, domain]}/{report.states[name, domain]}"
            for name in categories
        ]
        table.add_row(
            domain, *cells, _of(report.identical, report.calls, domain), _of(report.equal, report.states, domain)
        )
    calls, states = _of(report.identical, report.calls), f"{report.equal_entries}/{report.entries}"
    told = f"{calls} calls with the identical result, {states} entries with equal final states."
    more: list[RenderableType] = [_side_by_side(report), ""] if report.differences else []
    return Group(table, "", *more, Text(told))


def _of(part: Mapping[tuple[str, str], int], whole: Mapping[tuple[str, str], int], domain: str = "") -> str:
    counts = [sum(n for (_, name), n in counter.items() if domain in ("", name)) for counter in (part, whole)]
    return f"{counts[0]:,}/{counts[1]:,}"


def _side_by_side(report: Replay) -> Table:
    table = _differences("where", "call or attribute")
    for item in report.differences[:_SHOWN]:
        where = item.entry if item.turn is None else f"{item.entry}, turn {item.turn}"
        _difference(table, where, item.call or item.what, item.ours, item.theirs)
    return table


def _differences(*heads: str) -> Table:
    table = Table(show_lines=True)
    for name in (*heads, "ours", "official"):
        table.add_column(name, overflow="fold")
    return table


def _difference(table: Table, where: str, what: str, ours: Any, theirs: Any) -> None:
    table.add_row(
        shown(where), shown(one_line(what, 400)), shown(one_line(str(ours), 300)), shown(one_line(str(theirs), 300))
    )


def fuzz_document(report: Fuzz) -> dict[str, Any]:
    """All figures and the differences shown, as one document."""
    return {
        "seed": report.seed,
        "calls": report.calls,
        "identical": report.identical,
        "domains": [
            {
                "domain": name,
                "calls": figures.calls,
                "valid": figures.valid,
                "identical": figures.identical,
                "sequences": figures.sequences,
                "lines": len(report.lines[name].all),
                "lines_reached": len(report.lines[name].seen),
                "lines_missed": list(report.lines[name].missed),
            }
            for name, figures in report.domains.items()
        ],
        "functions": dict(sorted(report.tools.items())),
        "kinds": [{"tool": tool, "what": what, "count": count} for (tool, what), count in report.kinds.most_common()],
        "differences": [as_document(item) for item in report.shown],
        "unrepeated": [{"entry": start.entry, "calls": list(calls)} for start, calls in report.unrepeated],
    }


def fuzz_view(report: Fuzz) -> RenderableType:
    """A table by domain, and each kind of difference with the shortest calls that show it."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("domain")
    for name in ("calls", "valid", "identical", "sequences", "calls a function", "official lines reached"):
        table.add_column(name, justify="right")
    for name, figures in report.domains.items():
        lines = report.lines[name]
        table.add_row(
            name,
            f"{figures.calls:,}",
            f"{100 * figures.valid / max(figures.calls, 1):.0f} %",
            _alike(figures.identical, figures.calls),
            f"{figures.sequences:,}",
            f"≥ {report.fewest(name):,}",
            share(len(lines.seen), len(lines.all)),
        )
    counted = f"{report.identical:,} of {report.calls:,} calls"
    told = f"{counted} with the same result and state on both sides, seed {report.seed}."
    told += "".join(
        f"\nThe original does not repeat itself: {one_line('; '.join(calls), 600)}" for _, calls in report.unrepeated
    )
    more: list[RenderableType] = [_kinds(report), ""] if report.shown else []
    return Group(table, "", *more, Text(told))


def _alike(identical: int, calls: int) -> str:
    """All, or how many are not: a share would be rounded to all."""
    return "all" if identical == calls else f"all but {calls - identical:,}"


def _kinds(report: Fuzz) -> Table:
    table = _differences("domain", "shortest calls")
    for item in report.shown[:_SHOWN]:
        count = report.kinds[item.tool, item.parting.what]
        where = f"{item.domain}\n{item.parting.what}\n{count:,} of this kind\nfrom {item.start.entry}"
        calls = "\n".join(one_line(call, 300) for call in item.calls)
        table.add_row(
            shown(where),
            shown(calls),
            shown(one_line(str(item.parting.ours), 300)),
            shown(one_line(str(item.parting.theirs), 300)),
        )
    return table


def check_document(decisions: Sequence[Judgement], other: Mapping[str, str | None] | None) -> dict[str, Any]:
    """All decisions as one document; with the official ones, where they were asked for."""
    document: dict[str, Any] = {
        "entries": len(decisions),
        "passed": sum(item.valid for item in decisions),
        "categories": {
            name: {"entries": len(found), "passed": sum(item.valid for item in found)}
            for name, found in _by_category(decisions)
        },
        "results": [
            {"id": item.id, "valid": item.valid, "error": item.error, "turn": item.turn, "detail": item.detail}
            for item in decisions
        ],
    }
    if other is not None:
        document["disagreements"] = [item.id for item in decisions if other[item.id] != item.error]
    return document


def check_view(decisions: Sequence[Judgement], other: Mapping[str, str | None] | None) -> RenderableType:
    """A table by category: passed, and why the others did not."""
    kinds = sorted({item.error for item in decisions if item.error})
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("category")
    for name in ("entries", "passed", "", *(kind.removeprefix("multi_turn:") for kind in kinds)):
        table.add_column(name, justify="right")
    for name, found in [*_by_category(decisions), ("all", list(decisions))]:
        passed = sum(item.valid for item in found)
        counts = [f"{sum(item.error == kind for item in found):,}" for kind in kinds]
        table.add_row(name, f"{len(found):,}", f"{passed:,}", f"{100 * passed / len(found):.1f} %", *counts)
    return Group(table, *_agreement(decisions, other))


def _agreement(decisions: Sequence[Judgement], other: Mapping[str, str | None] | None) -> list[RenderableType]:
    if other is None:
        return []
    parted = [item for item in decisions if other[item.id] != item.error]
    lines = [f"{item.id}: ours {item.error or 'passed'}, official {other[item.id] or 'passed'}" for item in parted]
    told = f"The official checker decides the same on {share(len(decisions) - len(parted), len(decisions))} entries."
    return ["", *map(shown, lines[:_SHOWN]), Text(told)]


def _by_category(decisions: Iterable[Judgement]) -> list[tuple[str, list[Judgement]]]:
    found = {name: [item for item in decisions if item.category == name] for name in CATEGORIES}
    return [(name, items) for name, items in found.items() if items]
