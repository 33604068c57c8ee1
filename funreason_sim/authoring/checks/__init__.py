"""Checks an environment against its contract by running it: `check("./my_shop")`.

What is declared is held against what calls do. Nothing here needs a model, and the same sources give the same report.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

from ...errors import EnvironmentDefect
from ...sim import Environment, catalog
from .calls import CALLS
from .elsewhere import Elsewhere, address_of
from .lab import Lab, Unopened
from .report import Checked, Fault, Missed, Quirk, Report, ToolReport
from .search import Search
from .shrinking import shortest
from .trail import Act, Call, Start, Trail, Wait
from .watching import missed
from .whole import WHOLE, Case

__all__ = [
    "BUDGET",
    "Act",
    "Call",
    "Checked",
    "Elsewhere",
    "Fault",
    "Missed",
    "Quirk",
    "Report",
    "Start",
    "ToolReport",
    "Trail",
    "Wait",
    "check",
]

BUDGET = 12_000
"""Calls that the search makes unless told otherwise."""
_SHRUNK = 40
_PLACED = re.compile(r"^(?P<file>[^\n:]+):(?P<line>\d+): (?P<rest>.*)$", re.DOTALL)


def check(
    environment: Environment | str | Path,
    budget: int = BUDGET,
    progress: Callable[[int], None] | None = None,
    elsewhere: Elsewhere | None = None,
) -> Report:
    """What execution shows of an environment, given itself, by its installed name or by its path.

    Args:
        budget: calls that the search for outcomes may make; what it found is then run again besides.
        progress: is told now and then how many calls were made.
        elsewhere: processes to go the walks again in, for who checks many environments; started anew when left out.

    Raises:
        UnknownEnvironment: when there is none.
    """
    try:
        found = environment if isinstance(environment, Environment) else _named(environment)
    except EnvironmentDefect as defect:
        return _unloadable(str(environment), str(defect))
    with nullcontext(elsewhere) if elsewhere else Elsewhere() as processes:
        return _checked(found, budget, progress or (lambda spent: None), processes)


def _named(environment: str | Path) -> Environment:
    name = str(environment)
    return catalog.environment(f"./{name}" if isinstance(environment, Path) and "/" not in name else name)


def _unloadable(name: str, problem: str) -> Report:
    """The report of what cannot even be loaded: one finding, in its place."""
    placed = _PLACED.match(problem)
    file, line, said = (placed["file"], int(placed["line"]), placed["rest"]) if placed else (name, 1, problem)
    fault = Fault("documented", said, file, line)
    return Report(name, 0, (Checked("documented", WHOLE[0].claim, "when it was loaded", (fault,)),))


def _checked(environment: Environment, budget: int, progress: Callable[[int], None], elsewhere: Elsewhere) -> Report:
    lab = Lab(environment, [each.look for each in CALLS], budget, progress)
    search = Search(lab)
    try:
        search.run()
    except Unopened as problem:
        place = problem.place or lab.sources.place(environment.scenarios.load)
        fault = Fault("openings", str(problem), *place)
        return Report(environment.name, lab.spent, (Checked("openings", "a drawn scenario opens", "", (fault,)),))
    case = Case(search, elsewhere, address_of(environment))
    whole = []
    for each in WHOLE:
        faults = tuple({fault.key: fault for fault in reversed(list(each.look(case)))}.values())[::-1]
        case.found += faults
        whole.append(Checked(each.name, each.claim, each.shown, faults))
    return Report(
        environment.name,
        lab.spent,
        (*_of_calls(lab), *whole),
        tuple(_tool(lab, name) for name in environment.tools),
        _shared(lab),
        case.address is not None,
    )


def _of_calls(lab: Lab) -> list[Checked]:
    faults = [*lab.evidence.faults.values(), *_scenarios(lab)]
    small = {fault.key: _shortest(lab, fault) for fault in faults[:_SHRUNK]}
    faults = [small.get(fault.key, fault) for fault in faults]
    return [
        Checked(each.name, each.claim, each.shown, tuple(fault for fault in faults if fault.check == each.name))
        for each in CALLS
    ]


def _scenarios(lab: Lab) -> list[Fault]:
    """What generate, load, dump and known reach for outside of the world."""
    return [
        Fault("enclosed", f"{function} {what}: it may use the dice and the document only", *place, trail=Trail(start))
        for (place, what), (function, start) in lab.evidence.out.items()
    ]


def _shortest(lab: Lab, fault: Fault) -> Fault:
    if fault.trail is None or not fault.trail.acts:
        return fault

    def fails(trail: Trail) -> bool:
        seen = lab.follow(trail)
        return bool(seen) and any(found.key == fault.key for found in seen[-1].faults)

    return replace(fault, trail=shortest(fault.trail, fails))


def _tool(lab: Lab, name: str) -> ToolReport:
    tool, evidence = lab.environment.tools[name], lab.evidence
    file, line = lab.sources.place(tool.function)
    own = lab.sources.node(tool.function)
    quirks = [Quirk(code, "keeps effects", (name, code) in evidence.kept) for code in sorted(tool.keeps)]
    quirks += [Quirk(code, "always", (name, code) in evidence.reached) for code in sorted(tool.always)]
    quirks += [Quirk(code, f"unreachable: {why}", True) for code, why in tool.unreachable.items()]
    return ToolReport(
        name=name,
        file=file,
        line=line,
        returned=evidence.returned[name],
        refused=evidence.refused[name],
        writes=tuple(sorted(evidence.tables[name])),
        declared_read_only=tool.reads_only,
        reached={code: evidence.reached.get((name, code)) for code in tool.refusals},
        quirks=tuple(quirks),
        missed=tuple(missed(own[1], file, lab.watch.arcs[name])) if own else (),
    )


def _shared(lab: Lab) -> tuple[Missed, ...]:
    """The branches of functions that tools and handlers call, of those that any of them did."""
    own = [lab.sources.node(tool.function) for tool in lab.environment.tools.values()]
    arcs = {arc for subject, taken in lab.watch.arcs.items() if subject for arc in taken}
    found = [m for file, node in lab.sources.functions if (file, node) not in own for m in missed(node, file, arcs)]
    return tuple(m for m in found if m.what != "never called")
