"""The checks of the whole: each one function, declared once in `WHOLE`.

They come after the search, and do again what they need to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import zip_longest
from typing import Literal

from .elsewhere import Elsewhere, heads
from .lab import Lab, Unopened
from .report import Fault
from .search import Search
from .shrinking import shortest
from .sources import Place
from .suspects import suspect
from .trail import Call, Start, Trail, perform
from .varying import lost, same, strangers

Differs = Callable[[Trail], int | None]
"""Where a trail comes out differently, if it does."""
_FORKED = 8
_AHEAD = 3
_ROUNDS = 400
_STRANGE = 2


@dataclass
class Case:
    """What a search has brought together, processes to try it again in, and what was found so far."""

    search: Search
    elsewhere: Elsewhere
    address: str | None
    found: list[Fault] = field(default_factory=list)

    @property
    def lab(self) -> Lab:
        """Where it was tried."""
        return self.search.lab


@dataclass(frozen=True)
class WholeCheck:
    """A check of the whole of it."""

    name: str
    claim: str
    shown: str
    look: Callable[[Case], Iterator[Fault]]


def documented(case: Case) -> Iterator[Fault]:
    """What the engine did not insist on: returns annotated, refusals explained, codes declared, wording of tools."""
    lab = case.lab
    for name, tool in lab.environment.tools.items():
        file, line = lab.sources.place(tool.function)
        if "return" not in tool.function.__annotations__:
            yield Fault("documented", "has no return annotation, which says what it gives", file, line, name)
        for code in [code for code, text in tool.refusals.items() if not text]:
            at = lab.sources.of_code(tool.function, code)
            yield Fault("documented", f"declares {code} and does not say when", *at, name)
        for code, written in lab.sources.refusals(tool.function):
            if code not in tool.refusals and ("intact", name, file, written) not in lab.evidence.faults:
                yield Fault("documented", f"refuses with {code}, which is not under Refuses:", file, written, name)
    first = lab.sources.files[0] if lab.sources.folder is None else str(lab.sources.folder / "tools.py")
    if not lab.environment.summary:
        yield Fault("documented", "tools.py has no docstring, whose first line says what the environment is", first, 1)
    wording = str(lab.sources.folder / "wording.toml") if lab.sources.folder else first
    for name in lab.environment.wording.keys() - lab.environment.tools.keys():
        yield Fault("documented", f"the wording is of {name}, which is no tool", wording, 1)


def round_trip(case: Case) -> Iterator[Fault]:
    """`dump(load(s)) == s` for scenarios drawn and for states that walks reach, dumped.

    Of any other scenario that `load` accepts nothing may be lost: `dump` says it, or starts an equal world without. A
    key that nobody knows is kept or refused.
    """
    search, lab = case.search, case.lab
    for start in search.starts:
        yield from _comes_back(lab, start, "same")
    spoiled = any(fault.check == "constraints" for fault in lab.evidence.faults.values())
    for state in [state for state in search.ends if not state.over and not spoiled]:
        try:
            reached = Start(state.trail.start.seed, lab.dump(state), f"after {len(state.trail.acts)} calls")
        except Unopened as problem:
            yield _unreturned(lab, str(problem), problem.place, state.trail)
            return
        yield from _comes_back(lab, reached, "same")
    for start in search.varied[:_ROUNDS]:
        yield from _comes_back(lab, start, "equal")
    for start in search.starts[:_STRANGE]:
        for told, scenario in strangers(start.scenario):
            yield from _comes_back(lab, Start(start.seed, scenario, told), "kept")


def _comes_back(lab: Lab, start: Start, wanted: Literal["same", "equal", "kept"]) -> Iterator[Fault]:
    """What is lost of a scenario on its way into a world and out again."""
    try:
        state = lab.open(start)
        back = lab.dump(state)
        gone = lost(start.scenario, back)
        if gone is not None and wanted == "equal" and _digest(lab, Start(start.seed, back)) == state.episode.digest():
            gone = None
    except Unopened as problem:
        if wanted == "same" or str(problem).startswith("dump"):
            yield _unreturned(lab, str(problem), problem.place, Trail(start))
        return
    if gone is None and wanted == "same" and not same(start.scenario, back):
        gone = lost(back, start.scenario) or "/"
    if gone is not None:
        said = "" if wanted == "same" else ": load accepts it and dump does not give it back; keep it or refuse it"
        yield _unreturned(lab, f"dump(load(s)) differs from s at {gone}{said}", None, Trail(start))


def _digest(lab: Lab, start: Start) -> str:
    return lab.open(start).episode.digest()


def _unreturned(lab: Lab, said: str, place: Place | None, trail: Trail) -> Fault:
    return Fault("round_trip", said, *(place or lab.sources.place(lab.environment.scenarios.dump)), trail=trail)


def openings(case: Case) -> Iterator[Fault]:
    """One seed draws one scenario, and two openings of it have one digest."""
    search, lab = case.search, case.lab
    if lab.evidence.out:  # what the scenarios look at outside explains any difference
        return
    generate, load = (lab.sources.place(getattr(lab.environment.scenarios, part)) for part in ("generate", "load"))
    for start in search.starts:
        if lab.draw(start.seed) != start:
            yield Fault("openings", "the same seed draws another scenario", *generate, trail=Trail(start))
            return
        once, again = (lab.open(start, lab.afresh()).episode for _ in range(2))
        if once.digest() != again.digest():
            yield Fault("openings", "a second opening has another digest", *load, trail=Trail(start))
            return


def reached(case: Case) -> Iterator[Fault]:
    """Every declared code is reached and every tool returns; a tool that `[always]` refuses does, and what is declared
    `[unreachable: why]` is not reached."""
    lab, evidence = case.lab, case.lab.evidence
    broken = {fault.tool for fault in evidence.faults.values() if fault.check in ("intact", "constraints")}
    for name, tool in lab.environment.tools.items():
        unseen = [code for code in tool.refusals if (name, code) not in evidence.reached]
        unseen = [code for code in unseen if code not in tool.unreachable]
        if name not in evidence.returns and not tool.always and name not in broken:
            said = f"never returned, and was never refused with {', '.join(unseen)}" if unseen else "never returned"
            yield Fault("reached", said, *lab.sources.place(tool.function), name)
            unseen = []
        for code in tool.refusals:
            at = lab.sources.of_code(tool.function, code)
            trail = evidence.reached.get((name, code))
            if code in unseen:
                yield Fault("reached", f"no call was refused with {code}, which is declared", *at, name)
            if trail is not None and code in tool.unreachable:
                yield Fault("reached", f"{code} is declared unreachable and was reached", *at, name, trail)
        for code in tool.always:
            if name in evidence.returns:
                said = f"is declared to refuse with {code} always, and returned"
                yield Fault("reached", said, *lab.sources.of_code(tool.function, code), name, evidence.returns[name])


def forks(case: Case) -> Iterator[Fault]:
    """A fork that goes on leaves the world it came from as it was, and both go on to the same events."""
    for trail in case.search.walks[:_FORKED]:
        index = _entangled(case.lab, trail)
        if index is not None and _actor(trail, index) not in _explained(case.lab):
            said = "what a fork does changes what happens outside of it: something is kept that is no row"
            yield _shown(case, "forks", said, trail, index, partial(_entangled, case.lab))
            return


def _entangled(lab: Lab, trail: Trail) -> int | None:
    """The first act that forks and the world itself do not agree on."""
    episode = lab.open(trail.start).episode
    promised: dict[int, str] = {}
    try:
        for index, act in enumerate(trail.acts):
            before, twin = episode.audit(), episode.fork()
            for ahead, later in enumerate(trail.acts[index : index + _AHEAD], index):
                perform(twin, later)
                if promised.setdefault(ahead, twin.head) != twin.head:
                    return ahead
            if episode.audit() != before:
                return index
            perform(episode, act)
            if episode.head != promised[index]:
                return index
    except Exception:  # what breaks is told by `intact`
        return None
    return None


def replays(case: Case) -> Iterator[Fault]:
    """The random walks give the same events again: in a second episode, and in processes that hash texts otherwise."""
    explained = _explained(case.lab) | {fault.tool for fault in case.found}
    ways: tuple[tuple[str, Differs], ...] = (
        ("the same calls do something else in a second episode", partial(_differs_again, case)),
        ("the same calls do something else in another process", partial(_differs_elsewhere, case)),
    )
    for trail in case.search.walks:
        for said, differs in ways:
            index = differs(trail)
            if index is not None and _actor(trail, index - 1) not in explained:
                yield _shown(case, "replays", said, trail, index - 1, differs)
                return


def _differs_again(case: Case, trail: Trail) -> int | None:
    return _apart([heads(case.lab.afresh(), trail) for _ in range(2)])


def _differs_elsewhere(case: Case, trail: Trail) -> int | None:
    return _apart(case.elsewhere.heads(case.address, trail)) if case.address else None


def _apart(answers: Sequence[list[str]]) -> int | None:
    """Where the first answer and another one part; 0 is the opening, 1 the first act."""
    for other in answers[1:]:
        for index, (one, two) in enumerate(zip_longest(answers[0], other)):
            if one != two:
                return index
    return None


def _actor(trail: Trail, index: int) -> str:
    """The tool of an act; empty for the opening and for time."""
    act = trail.acts[index] if 0 <= index < len(trail.acts) else None
    return act.tool if isinstance(act, Call) else ""


def _explained(lab: Lab) -> set[str]:
    """The tools that are known to look outside of the world, so that nothing else about them is a wonder."""
    return {fault.tool for fault in lab.evidence.faults.values() if fault.check == "enclosed"}


def _shown(case: Case, check: str, said: str, trail: Trail, index: int, differs: Differs) -> Fault:
    """The fault with the line that is to blame and the shortest trail that still shows it."""
    lab = case.lab
    short = shortest(Trail(trail.start, trail.acts[: index + 1]), lambda again: differs(again) is not None)
    name = _actor(short, len(short.acts) - 1)
    if not name:
        handlers = [*lab.environment.handlers.values()] if short.acts else [lab.environment.scenarios.load]
        place = lab.sources.place(handlers[0]) if handlers else (lab.sources.files[0], 1)
    else:
        place = suspect(lab.sources, lab.environment.tools[name].function, lab.watch.arcs[name])
    return Fault(check, said, *place, name, short)


WHOLE: tuple[WholeCheck, ...] = (
    WholeCheck("documented", "every tool says what it takes, gives and refuses", "in the source", documented),
    WholeCheck("round_trip", "dump(load(s)) == s", "for scenarios drawn, varied and reached", round_trip),
    WholeCheck("openings", "two openings of a scenario have one digest", "for every scenario drawn", openings),
    WholeCheck("reached", "every declared code is reached, every tool returns", "by the search", reached),
    WholeCheck("forks", "forks are independent", "at every step of random walks", forks),
    WholeCheck("replays", "random walks replay exactly", "again here and in three processes", replays),
)
