"""Steps: what to do next about a request, given what was done about it so far.

Nothing is remembered between steps. Each time the asks are gone through in order; calls of this turn are matched to
them, and the first ask that is not settled decides.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ...records import JsonValue
from .asks import Ask
from .conditions import Conditions
from .conversation import Conversation, Done
from .language import stem, stems
from .parameters import Parameter
from .planning import Planner
from .plans import Plan, Planned, key_of, shown
from .toolbox import Toolbox, ToolDoc

MOST_CALLS = 18
_DEEPEST = 3
Ending = Literal["open", "served", "declined", "lacking"]


@dataclass(frozen=True)
class Progress:
    """How far one ask is: the call that served it, the refusal that ended it, or what it lacks."""

    ask: Ask
    ending: Ending
    done: Done | None = None
    missing: tuple[Parameter, ...] = ()


@dataclass(frozen=True)
class Step:
    """The calls to make now and for which ask; no calls when it is time to answer."""

    calls: tuple[Planned, ...]
    progress: tuple[Progress, ...] = field(default=())
    ask: Ask | None = None
    more: bool = False
    """Whether other asks follow."""


class Stepper:
    """Decides one step."""

    def __init__(self, box: Toolbox, conversation: Conversation, wanted: tuple[Ask, ...]) -> None:
        self._conversation = conversation
        self._wanted = wanted
        self._planner = Planner(box, conversation)
        self._conditions = Conditions(box, conversation)
        self._used: set[int] = set()

    def next(self) -> Step:
        """The next calls, or none."""
        progress: list[Progress] = []
        for ask in self._wanted:
            calls, state = self._about(ask)
            if calls and len(self._conversation.now) < MOST_CALLS:
                return Step(calls, (*progress, Progress(ask, "open")), ask, ask is not self._wanted[-1])
            progress += [state] if state else []
        return Step((), tuple(progress))

    def _about(self, ask: Ask) -> tuple[tuple[Planned, ...], Progress | None]:
        done = self._match(ask)
        if done is None:
            return self._begin(ask)
        if not done.refused:
            return (), Progress(ask, "served", done)
        return self._repair(ask, done), Progress(ask, "declined", done)

    def _begin(self, ask: Ask) -> tuple[tuple[Planned, ...], Progress | None]:
        plan = self._planner.for_ask(ask)
        if self._conversation.advice.spares(plan.call.doc.name, plan.call.arguments):
            return (), None
        if plan.missing:
            return (), Progress(ask, "lacking", missing=plan.missing)
        if plan.first:
            return plan.first, Progress(ask, "open")
        made = self._made(plan.call)
        if made and not (made.refused and self._worth_repeating(plan.call, made)):
            return (), Progress(ask, "declined" if made.refused else "served", made)
        return (self._next_of(plan),), Progress(ask, "open")

    def _made(self, call: Planned) -> Done | None:
        """The very call of this turn, if there was one."""
        same = [d for d in self._conversation.now if key_of(d.tool, d.arguments) == call.key]
        return same[-1] if same else None

    def _next_of(self, plan: Plan) -> Planned:
        """The wanted call, or the first of those that its document wants before it."""
        return next((call for call in self._conditions.before(plan.call) if not self._failed(call)), plan.call)

    def _failed(self, call: Planned) -> bool:
        """Whether a call was declined in this turn: then the wanted call is tried all the same."""
        return any(d.refused and key_of(d.tool, d.arguments) == call.key for d in self._conversation.now)

    def _match(self, ask: Ask) -> Done | None:
        """The call of this turn that was made for an ask; a later try goes before a refused one."""
        told = self._planner.told(ask)
        fitting = [d for d in self._conversation.now if d.step not in self._used and _serves(d, ask, told)]
        if not fitting:
            return None
        chosen = fitting[0]
        if chosen.refused:
            chosen = next((d for d in fitting if not d.refused), fitting[-1])
        self._used.update(d.step for d in fitting if d.step == chosen.step or d.refused)
        return chosen

    def _repair(self, ask: Ask, refused: Done) -> tuple[Planned, ...]:
        """What settles the complaint, then the same call again; nothing once that has not helped."""
        tries = [d for d in self._conversation.now if d.tool == refused.tool and d.refused]
        if len(tries) > 3:
            return ()
        settling = self._settle(refused, ask.doc)
        if settling:
            return (settling,)
        plan = self._planner.for_ask(ask)
        if plan.first and not plan.missing:
            return plan.first
        if plan.missing or not self._worth_repeating(plan.call, refused):
            return ()
        return (plan.call,)

    def _settle(self, refused: Done, doc: ToolDoc, depth: int = 0) -> Planned | None:
        """The next call towards what a refusal complains of; what was refused on the way is settled first."""
        for call in self._conditions.after(refused, doc):
            earlier = self._refusal_of(call)
            if earlier is None:
                return call
            deeper = self._settle(earlier, call.doc, depth + 1) if depth < _DEEPEST else None
            if deeper or self._worth_repeating(call, earlier):
                return deeper or call
        return None

    def _refusal_of(self, call: Planned) -> Done | None:
        made = [d for d in self._conversation.now if d.refused and key_of(d.tool, d.arguments) == call.key]
        return made[-1] if made else None

    def _worth_repeating(self, call: Planned, refused: Done) -> bool:
        """A refused call is made again with other arguments, or once something it speaks of was changed."""
        made = {key_of(d.tool, d.arguments) for d in self._conversation.now if d.refused}
        if call.key not in made:
            return True
        told = stems(refused.complaint)
        later = [d for d in self._conversation.now if d.step > refused.step and not d.refused]
        docs = [doc for d in later if (doc := self._planner.box.doc(d.tool)) and d.tool != refused.tool]
        return any(doc.mood == "changing" and told & set(map(stem, doc.title)) for doc in docs)


def _serves(done: Done, ask: Ask, told: dict[str, JsonValue]) -> bool:
    """Whether a call was made for an ask: to its tool, with what its words say."""
    if done.tool != ask.doc.name:
        return False
    return all(
        name not in done.arguments or shown(done.arguments[name]) == shown(value) for name, value in told.items()
    )
