"""`status`: how far a run is, while it works or after."""

from __future__ import annotations

import asyncio
import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from .columns import print_columns
from .terminal import one_line, out, safe, say
from .units import bytes_told, counted, duration, share

if TYPE_CHECKING:
    from ..data.results import Session
    from ..data.status import RunStatus

_STATES = {
    "running": ("running", "green"),
    "complete": ("complete", "green"),
    "exhausted": ("used up: there are no more indices or traces", "green"),
    "stalled": ("stalled: too many indices in a row were rejected", "red"),
    "stopped": ("stopped; the same generate command goes on", "yellow"),
    "failed": ("failed; once the cause is gone, the same generate command goes on", "red"),
    "killed": ("killed; nothing committed is lost, and the same generate command goes on", "yellow"),
    "new": ("not begun; the same generate command starts it", "yellow"),
}
_BAR = 40
_LABELS = 18
"""Columns that stand before the values."""


def status(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a run.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Say how far a run is: done, kept, rejected by reason, rate, time left, size. A run may be at work on it."""
    from ..data.status import status_of

    found = asyncio.run(status_of(folder))
    if as_json:
        say(json.dumps(_document(found)))
        return
    print_columns([(Text(name, style="bold"), value) for name, value in _rows(found)])
    if found.counts.rejected or found.effort.walks > found.effort.turns:
        say("")
        say(safe(f"What was rejected, and why: funreason-sim rejected {shlex.quote(str(folder))}"))


def _rows(found: RunStatus) -> list[tuple[str, Text]]:
    rows = [("state", Text(*_STATES[found.state])), ("done", Text(counted(found.done, "index", "indices")))]
    rows += _progress(found)
    rows.append(("rejected", Text(_rejected(found))))
    for index, how in found.set_aside.items():
        told = f"index {index}: every worker that had it in hand died ({one_line(how, 80)})"
        rows.append(("set aside", Text(told, style="yellow")))
    rows.append(("rate", Text(_rate(found))))
    if found.state == "running":
        left = "not known yet" if found.seconds_left is None else duration(found.seconds_left)
        rows.append(("time left", Text(left)))
    rows.append(("size", Text(_size(found))))
    return rows + [(name, Text(value)) for name, value in _effort(found)]


def _progress(found: RunStatus) -> list[tuple[str, Text]]:
    """How many were kept, and how far the last command is with what it was asked for."""
    last, kept = found.last, found.counts.kept
    if last is None:
        return [("kept", Text(f"{kept:,}"))]
    if last.wanted is None:
        asked = found.asked.kept + found.asked.rejected, (last.end or 0) - last.first, "done"
    else:
        asked = found.asked.kept, last.wanted, "kept"
    done, goal, what = asked
    bar = [("", _bar(done, goal))] if out().is_terminal else []
    if (last.first, last.end, what) == (0, None, "kept"):
        return [("kept", Text(f"{kept:,} of {goal:,} ({_percent(done, goal)})")), *bar]
    told = f"{done:,} of {goal:,} {what} ({_percent(done, goal)}), {_range(last)}"
    return [("kept", Text(f"{kept:,}")), ("asked for", Text(told)), *bar]


def _range(session: Session) -> str:
    if session.end is None:
        return f"indices from {session.first} on"
    return f"indices {session.first} to {session.end - 1}"


def _percent(done: int, goal: int) -> str:
    """Rounded down, so that 100 is all of it."""
    return f"{1000 * min(done, goal) // max(goal, 1) / 10:.1f} %"


def _bar(done: int, goal: int) -> Text:
    length = max(10, min(_BAR, out().width - _LABELS))
    full = length * min(done, goal) // max(goal, 1)
    return Text.assemble(("━" * full, "green"), ("─" * (length - full), "dim"))


def _rejected(found: RunStatus) -> str:
    reasons = ", ".join(f"{one_line(reason, 80)} {count:,}" for reason, count in found.reasons.items())
    return f"{found.counts.rejected:,}" + (f" ({reasons})" if reasons else "")


def _rate(found: RunStatus) -> str:
    if found.paced is None:
        return "not known: an older version made all of it" if found.done else "not known: nothing has been made yet"
    workers = "in one process" if found.paced.workers == 0 else counted(found.paced.workers, "worker")
    return f"{found.rate:,.2f} kept a second {_when(found)}, {workers}"


def _when(found: RunStatus) -> str:
    if found.at_work is None:
        return "by the last command" if found.paced is found.last else "by the last command that made any"
    return "over the last minute" if found.rate == found.at_work.rate else "since it began"


def _size(found: RunStatus) -> str:
    each = "" if found.bytes_each is None else f" ({bytes_told(found.bytes_each)} for each trajectory)"
    samples = f", trajectories.jsonl {bytes_told(found.samples_bytes)}" if found.samples_bytes else ""
    return f"run.db {bytes_told(found.store_bytes)}{each}{samples}"


def _effort(found: RunStatus) -> list[tuple[str, str]]:
    """How often walks and attempts came to something, where there were any."""
    effort = found.effort
    rows = [
        ("walks kept", effort.turns, effort.walks),
        ("first attempt", effort.first_attempts, effort.posed),
        ("after the critic", effort.after_critic, effort.posed),
    ]
    return [(name, share(count, whole)) for name, count, whole in rows if whole]


def _document(found: RunStatus) -> dict[str, Any]:
    last = found.last
    return {
        "folder": str(found.folder),
        "state": found.state,
        "wanted": None if last is None else last.wanted,
        "done": found.done,
        "kept": found.counts.kept,
        "rejected": found.counts.rejected,
        "reasons": found.reasons,
        "set_aside": [{"index": index, "how": how} for index, how in found.set_aside.items()],
        "rate": found.rate,
        "seconds_left": found.seconds_left,
        "workers": None if last is None else last.workers,
        "store_bytes": found.store_bytes,
        "store_bytes_each": found.bytes_each,
        "samples_bytes": found.samples_bytes,
        "effort": found.effort.model_dump(),
        "sessions": [session.model_dump() for session in found.sessions],
    }
