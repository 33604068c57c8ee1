"""`rejected`: what came to nothing in a run, and why: indices, walks and attempts."""

from __future__ import annotations

import asyncio
import json
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from ..errors import ConfigError
from .columns import print_columns
from .terminal import one_line, out, safe, say, shown, value_text
from .units import counted

if TYPE_CHECKING:
    from ..data import AttemptRecord
    from ..data.reading import Reader
    from ..data.results import Counts, Failure, Maker

_SHOWN = 20
_ALL = 1_000_000_000
_MOST = 999_999_999_999
"""The highest index there is."""
_DETAIL = 300
_REASON = 60


def rejected(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a run.", show_default=False)],
    reason: Annotated[str | None, typer.Option("--reason", help="Only what has this reason.")] = None,
    index: Annotated[
        int | None, typer.Option("--index", min=0, max=_MOST, help="All that was tried at this index.")
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", min=0, max=_ALL, help="List so many of the newest; 0 for all.")
    ] = _SHOWN,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """List what a run rejected, and why: indices, walks, and attempts of the reasoning seat.

    A walk that comes to nothing is tried anew, and a failed attempt gets a hint; an index is rejected when neither
    helps. A run may be at work on the folder.
    """
    if index is not None:
        asyncio.run(_one(folder, index, as_json))
        return
    found = asyncio.run(_gathered(folder, reason, limit or _ALL))
    if as_json:
        say(json.dumps(found.document()))
    else:
        _print(found)


@dataclass(frozen=True)
class Gathered:
    """What came to nothing: how often for each reason, and the newest of each."""

    folder: Path
    reason: str | None
    counts: Counts
    reasons: dict[str, int]
    failures: list[tuple[Maker, str, int]]
    indices: list[tuple[int, str, str]]
    tries: list[Failure]

    def document(self) -> dict[str, Any]:
        """For programs."""
        return {
            "folder": str(self.folder),
            "kept": self.counts.kept,
            "rejected": self.counts.rejected,
            "reasons": self.reasons,
            "failures": [{"role": role, "outcome": outcome, "count": n} for role, outcome, n in self.failures],
            "indices": [{"index": i, "reason": reason, "detail": detail} for i, reason, detail in self.indices],
            "tries": [failure.model_dump() for failure in self.tries],
        }


async def _gathered(folder: Path, reason: str | None, limit: int) -> Gathered:
    from ..data.reading import open_reader

    async with open_reader(folder / "run.db") as reader, reader.one_moment():
        reasons, failures = await reader.rejections(), await reader.failure_counts()
        known = {*reasons, *(outcome for _, outcome, _ in failures)}
        if reason is not None and reason not in known:
            there = f"there are: {', '.join(sorted(known))}" if known else "nothing was rejected"
            raise ConfigError(f"--reason {reason}: nothing in {folder} has this reason; {there}")
        return Gathered(
            folder,
            reason,
            await reader.counts(),
            reasons,
            failures,
            await reader.rejected(reason, limit),
            await reader.failures(reason, limit),
        )


def _print(found: Gathered) -> None:
    folder = shlex.quote(str(found.folder))
    if not found.reasons and not found.failures:
        kept = found.counts.kept
        say(f"Nothing was rejected: {f'all of {kept:,} kept, at the first try' if kept else 'nothing is done yet'}.")
        say(safe(f"How far the run is: funreason-sim status {folder}"))
        return
    say(_headline(found))
    _print_part("", ("what", "reason", "times", "of all"), _summary(found))
    _print_part(_title(found, "Rejected indices"), ("index", "reason", "why"), _indices(found))
    title = _title(found, "Walks and attempts that came to nothing")
    _print_part(title, ("index", "turn", "what", "reason", "why, or the hint that followed"), _tries(found))
    example = found.indices[-1][0] if found.indices else found.tries[-1].index
    say("")
    say(safe(f"All that was tried at one index: funreason-sim rejected {folder} --index {example}"))


def _headline(found: Gathered) -> str:
    done = found.counts.kept + found.counts.rejected
    walks, attempts = (sum(n for role, _, n in found.failures if role == one) for one in ("walk", "reasoning"))
    came = f"{counted(walks, 'walk')} and {counted(attempts, 'attempt')} came to nothing"
    return f"{found.counts.rejected:,} of {counted(done, 'index', 'indices')} rejected; {came}."


def _print_part(title: str, head: Sequence[str], rows: Sequence[Sequence[Text]]) -> None:
    if rows:
        say("")
        if title:
            out().print(Text(title, style="bold"), soft_wrap=True)
        print_columns(rows, head)


def _title(found: Gathered, what: str) -> str:
    """What is listed, and how much of it."""
    counts = list(found.reasons.items()) if what == "Rejected indices" else [(o, n) for _, o, n in found.failures]
    listed = len(found.indices if what == "Rejected indices" else found.tries)
    total = sum(n for reason, n in counts if found.reason in (None, reason))
    return what if listed == total else f"{what}: the last {listed:,} of {total:,} (--limit 0 lists all)"


def _summary(found: Gathered) -> list[tuple[Text, ...]]:
    """Every reason with how often it came, among all indices, walks or attempts that there were."""
    effort, counts = found.counts.effort, found.counts
    failed = sum(n for role, _, n in found.failures if role == "reasoning")
    wholes = {"walk": effort.walks, "reasoning": effort.first_attempts + effort.after_critic + failed}
    rows = [("index", reason, n, counts.kept + counts.rejected) for reason, n in found.reasons.items()]
    rows += [(_what(role), outcome, n, wholes.get(role, n)) for role, outcome, n in found.failures]
    return [
        (Text(what), _reason(reason), Text(f"{n:,}"), Text(f"{100 * n / max(whole, 1):5.1f} % of {whole:,}"))
        for what, reason, n, whole in rows
        if found.reason in (None, reason)
    ]


def _indices(found: Gathered) -> list[tuple[Text, ...]]:
    return [(Text(str(index)), _reason(reason), _detail(detail)) for index, reason, detail in found.indices]


def _tries(found: Gathered) -> list[tuple[Text, ...]]:
    return [
        (
            Text(str(t.index)),
            Text(str(t.turn)),
            Text(_try(t.role, t.attempt)),
            _reason(t.outcome),
            _detail(t.detail or ""),
        )
        for t in found.tries
    ]


def _what(role: Maker) -> str:
    return "attempt" if role == "reasoning" else role


def _try(role: Maker, number: int) -> str:
    return f"{_what(role)} {number + 1}"


def _reason(text: str) -> Text:
    return shown(one_line(text, _REASON))


def _detail(text: str) -> Text:
    return shown(one_line(text, _DETAIL))


async def _one(folder: Path, index: int, as_json: bool) -> None:
    """Print everything that was tried at an index, in order."""
    from ..data.reading import open_reader

    async with open_reader(folder / "run.db") as reader, reader.one_moment():
        result = await reader.result(index)
        if result is None:
            raise ConfigError(f"--index {index}: {folder} has no result for it; {await _there(reader, index)}")
        attempts = await reader.attempts(index)
    status, reason, detail = result
    if as_json:
        tries = [attempt.model_dump() for attempt in attempts]
        say(json.dumps({"index": index, "status": status, "reason": reason, "detail": detail, "attempts": tries}))
        return
    say(one_line(f"index {index}: {status}" + ("" if reason is None else f" ({reason}: {detail})")))
    for attempt in attempts:
        _print_attempt(attempt)
    if not attempts:
        say("  nothing was noted of how")


async def _there(reader: Reader, index: int) -> str:
    how = (await reader.set_aside()).get(index)
    if how is not None:
        return f"it was set aside, since every worker that had it in hand died ({how})"
    counts = await reader.counts()
    return f"{counted(counts.kept + counts.rejected, 'index is', 'indices are')} done"


def _print_attempt(attempt: AttemptRecord) -> None:
    say(one_line(f"  turn {attempt.turn}, {_try(attempt.role, attempt.attempt)}: {attempt.outcome}"))
    for line in _traced(attempt.trace):
        say(one_line(f"    {line}", 400))
    if attempt.hint:
        say(one_line(f"    hint: {attempt.hint}"))


def _traced(trace: Any) -> list[str]:
    """What a walk came to, or what a failed attempt called, answered, and got wrong."""
    if not isinstance(trace, dict):
        return [trace if isinstance(trace, str) else value_text(trace)] if trace else []
    try:
        lines = [_step(step) for step in trace.get("steps", ())]
        lines += [f"{name}: {trace[name]}" for name in ("answer", "problem") if trace.get(name)]
        return lines + [f"difference: {value_text(difference)}" for difference in trace.get("differences", ())]
    except (KeyError, TypeError):
        return [value_text(trace)]  # not as this version notes it


def _step(step: Any) -> str:
    called = f"{step['call']['tool']} {value_text(step['call']['arguments'])}"
    return f"{called} → {one_line(str(step['outcome']['text']), 200)}"
