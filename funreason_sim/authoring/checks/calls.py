"""The checks of single calls: each one function, declared once in `CALLS`.

They look at everything that the search does, while its world is still as the call left it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import apsw

from ...errors import ToolBroken
from .lab import Lab, Seen
from .report import Fault
from .sources import Place


@dataclass(frozen=True)
class CallCheck:
    """A check of one call; `look` sees it and yields what is wrong with it."""

    name: str
    claim: str
    shown: str
    look: Callable[[Lab, Seen], Iterator[Fault]]


def intact(lab: Lab, seen: Seen) -> Iterator[Fault]:
    """A tool returns or refuses with a code that it declares; anything else raised is a fault."""
    if seen.broken is not None and not _of_constraint(seen.broken[0]):
        error, place = seen.broken
        yield _fault("intact", lab, seen, _cause(error), place)


def constraints(lab: Lab, seen: Seen) -> Iterator[Fault]:
    """No call runs into a constraint of the schema or leaves a row that breaks one, deferred or switched off."""
    if seen.broken is not None and _of_constraint(seen.broken[0]):
        error, place = seen.broken
        yield _fault("constraints", lab, seen, f"runs into a constraint of the schema: {_cause(error)}", place)
    if seen.effects and seen.broken is None:
        world = seen.episode.world
        for table, rowid, parent, _ in world.all("PRAGMA foreign_key_check"):
            yield _fault("constraints", lab, seen, f"row {rowid} of {table} refers to no row of {parent}")
        world.all("PRAGMA ignore_check_constraints = OFF")
        for (problem,) in world.all("PRAGMA quick_check"):
            if problem != "ok":
                yield _fault("constraints", lab, seen, f"leaves rows that the schema forbids: {problem}")


def refusals(lab: Lab, seen: Seen) -> Iterator[Fault]:
    """A refused call changes no row but where its code declares so, and a returned error is no refusal."""
    tool = lab.space.tools.get(seen.tool)
    if tool is None or seen.event is None or not seen.effects:
        return
    tables = ", ".join(sorted({effect.table for effect in seen.effects}))
    if seen.code is not None and seen.code not in tool.keeps:
        yield _fault("refusals", lab, seen, f"refuses with {seen.code} and changes rows of {tables}")
    value = seen.event.outcome.value
    if seen.code is None and isinstance(value, dict) and value.get("error"):
        said = f"returns an error instead of refusing, so what it wrote stays (rows of {tables})"
        yield _fault("refusals", lab, seen, f"{said}; use world.refuse")


def read_only(lab: Lab, seen: Seen) -> Iterator[Fault]:
    """A tool that declares `Reads only.` writes nothing."""
    tool = lab.space.tools.get(seen.tool)
    if tool is not None and tool.reads_only and seen.effects:
        tables = ", ".join(sorted({effect.table for effect in seen.effects}))
        yield _fault("read_only", lab, seen, f"declares `Reads only.` and writes rows of {tables}")


def observed(lab: Lab, seen: Seen) -> Iterator[Fault]:
    """The engine sees every row that changes: the digest it keeps up is that of all rows."""
    if seen.kept and seen.episode.digest() != seen.episode.audit():
        yield _fault("observed", lab, seen, "changes rows in a way that the engine cannot see")


def enclosed(lab: Lab, seen: Seen) -> Iterator[Fault]:
    """Nothing outside of the world is asked or touched: no clock, chance, network, file or process."""
    for place, what in seen.out:
        yield _fault("enclosed", lab, seen, f"{what}: what a tool knows comes from the world", place)


def _fault(check: str, lab: Lab, seen: Seen, said: str, place: Place | None = None) -> Fault:
    """A fault of one call, at the line given, else where its tool begins."""
    functions = {**lab.environment.handlers, **{name: tool.function for name, tool in lab.environment.tools.items()}}
    function = functions.get(seen.tool) or next(iter(lab.environment.handlers.values()), None)
    if place is None:
        place = lab.sources.place(function) if function else (lab.sources.files[0], 1)
    return Fault(check, said, *place, seen.tool)


def _of_constraint(error: Exception) -> bool:
    return isinstance(error.__cause__ or error, apsw.ConstraintError)


def _cause(error: Exception) -> str:
    return error.cause if isinstance(error, ToolBroken) else f"{type(error).__name__}: {error}"


CALLS: tuple[CallCheck, ...] = (
    CallCheck("intact", "every call returns or refuses with a declared code", "at every call", intact),
    CallCheck("refusals", "a refused call changes no row", "at every call", refusals),
    CallCheck("read_only", "what reads only writes nothing", "at every call", read_only),
    CallCheck("constraints", "foreign keys and constraints hold", "after every call that writes", constraints),
    CallCheck("observed", "no row changes unseen", "after every call of a walk", observed),
    CallCheck("enclosed", "no clock, chance, network or file outside the world", "during every call", enclosed),
)
