"""The search: brings about as many different outcomes as it can within its budget, and keeps what was worth it.

It walks at random over what it learns; from states in which a tool returns it changes one argument at a time; it
repeats calls until something runs out; it starts from scenarios with one thing changed; and what is left of the budget
goes into walks from all those states at once. A state is kept when the act that led to it did something new, so that
every later step starts from where the earlier ones got.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...records import JsonValue
from ...sim import Dice, Scenario
from .lab import Lab, Seen, State, Unopened
from .supply import Supply
from .trail import Act, Call, Start, Trail, Wait
from .varying import Varying

_WALKS = 24
_WALKED = 0.25
_LENGTH = 24
_WAITING = 0.06
_FRESH = 0.5
_ODD = 0.15
_PAUSES = (60, 3_600, 86_400, 7 * 86_400, 400 * 86_400)
_DRAWS = 4
_OPENERS = 6
_REPEATS = 40
_VARIED = 3
_FEW = 8
_MANY = 60
_SPREE = 8
_KEPT = 120


class Search:
    """One search. `walks` holds its random walks, for others to go again; `starts` the scenarios it drew."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.supply = Supply(lab.space, lab.sources)
        self.walks: list[Trail] = []
        self.starts: list[Start] = []
        self.varied: list[Start] = []
        self.ends: list[State] = []
        self._dice = Dice("check")
        self._states: list[State] = []
        self._opener: dict[str, None] = {}

    def run(self) -> None:
        """Search until the budget is spent."""
        for seed in range(_WALKS):
            if self.lab.spent < self.lab.budget * _WALKED:
                self._walk(seed)
        self._alter(list(self.lab.space.tools), _FEW)
        self._exhaust()
        self._vary(0)
        self._alter(self.goals(), _MANY)
        self._vary(_FEW)
        self._tours()
        self._spree()

    def goals(self) -> list[str]:
        """The tools of which something declared was not seen yet."""
        return [name for name in self.lab.space.tools if self._wanting(name)]

    def _wanting(self, name: str) -> bool:
        tool, evidence = self.lab.space.tools[name], self.lab.evidence
        if name not in evidence.returns and not tool.always:
            return True
        return any((name, code) not in evidence.reached for code in tool.refusals.keys() - tool.unreachable.keys())

    def _walk(self, seed: int) -> None:
        start = self.lab.draw(seed)
        state = self.lab.open(start)
        self.starts.append(start)
        self._keep(state)
        called: set[str] = set()
        for _ in range(_LENGTH):
            if state.over or self.lab.exhausted:
                break
            act = self._next(state, called)
            called.add(act.tool if isinstance(act, Call) else "")
            self._step(state, act)
        self.supply.learn(state.hand)
        self.walks.append(state.trail)
        self.ends.append(state)

    def _next(self, state: State, called: set[str]) -> Act:
        """A call that returns when tried, often of a tool not called yet; one that may be refused where none does."""
        dice = self._dice
        if dice.chance(_WAITING):
            return Wait(dice.choice(_PAUSES))
        tools = dice.shuffled(list(self.lab.space.tools))
        if dice.chance(_FRESH):
            tools.sort(key=lambda tool: tool in called)
        for tool in tools[:_DRAWS]:
            call = Call(tool, self.supply.draw(state.hand, tool, dice, _ODD))
            if self.lab.act(state, call, keep=False).returned:
                return call
        return Call(tools[0], self.supply.draw(state.hand, tools[0], dice))

    def _step(self, state: State, act: Act) -> Seen:
        """Go one act further, and keep where it led when that was new."""
        seen = self.lab.act(state, act)
        if seen.effects and seen.returned:
            self._opener.setdefault(seen.tool)
        if seen.fresh and seen.returned:
            self._keep(state)
        return seen

    def _keep(self, state: State) -> None:
        if not state.over and len(self._states) < _KEPT:
            self._states.append(self.lab.fork(state))

    def _try(self, state: State, call: Call) -> Seen:
        """Try a call, and keep the state after it when it did something new."""
        seen = self.lab.act(state, call, keep=False)
        if seen.fresh and seen.returned and not state.over:
            self._step(self.lab.fork(state), call)
        return seen

    def _alter(self, tools: list[str], most: int) -> None:
        """From where a tool returned, and from elsewhere, one argument at a time is another one."""
        for name in tools:
            for state, call in self._bases(name):
                self._again(state, call, most)

    def _bases(self, name: str) -> Iterator[tuple[State, Call]]:
        """A state with a call of a tool to start from: one that returned, else a drawn one."""
        trail = self.lab.evidence.returns.get(name)
        if trail is not None:
            state = self.lab.open(trail.start)
            for act in trail.acts[:-1]:
                self.lab.act(state, act)
            last = trail.acts[-1]
            if isinstance(last, Call) and not state.over:
                yield state, last
        if self._states and trail is None:
            state = self._dice.choice(self._states)
            yield state, Call(name, self.supply.draw(state.hand, name, self._dice))

    def _exhaust(self) -> None:
        """The same call again and again, until it is refused or long enough; then the wanting tools are tried there."""
        for name in list(self._opener):
            trail = self.lab.evidence.returns[name]
            state = self.lab.open(trail.start)
            for act in (*trail.acts, *[trail.acts[-1]] * _REPEATS):
                if state.over or self.lab.exhausted:
                    break
                if self.lab.act(state, act).code is not None and len(state.trail.acts) > len(trail.acts):
                    break
            self._hunt(state, self.goals())

    def _vary(self, most: int) -> None:
        """The call that a wanting tool returned from, made in a world with one thing changed: what is wanting there?

        With `most` above 0 one argument is changed as well, in so many ways.
        """
        varying = Varying([start.scenario for start in self.starts])
        for name in self.goals():
            for state, call in self._bases(name):
                for changed in self._changes(state, varying):
                    self._again(changed, call, most)

    def _tours(self) -> None:
        """Drawn scenarios with one thing changed, and what is known to change things called in them."""
        varying = Varying([start.scenario for start in self.starts])
        for start in self.starts[:_VARIED]:
            for changed in self._changes(self.lab.open(start), varying):
                self._hunt(changed, self.goals())
                self._tour(changed)

    def _again(self, state: State, call: Call, most: int) -> None:
        """A call, and then the same with one argument changed at a time, each in so many ways."""
        self._try(state, call)
        for arguments in self.supply.around(state.hand, call.tool, call.arguments, most) if most else ():
            if state.over or self.lab.exhausted:
                return
            self._try(state, Call(call.tool, arguments))
            self._strain(state, call.tool, arguments)

    def _strain(self, state: State, tool: str, given: dict[str, JsonValue]) -> None:
        """While something is wanting of a tool, its numbers also become as large as they can be."""
        strained = self.supply.strain(tool, given, self._dice)
        if strained != given and self._wanting(tool) and not state.over:
            self._try(state, Call(tool, strained))

    def _changes(self, state: State, varying: Varying) -> Iterator[State]:
        """New worlds that start from a state as it is now, but for one thing."""
        try:
            now = self.lab.dump(state)
        except Unopened:  # `round_trip` tells
            return
        for change, scenario in varying.around(now):
            if self.lab.exhausted or not self.goals():
                return
            yield from self._opened(state, change, scenario)

    def _opened(self, state: State, change: str, scenario: Scenario) -> Iterator[State]:
        calls = len(state.trail.acts)
        earlier = f"{state.trail.start.change}, " if state.trail.start.change else ""
        told = f"{earlier}after {calls} calls, {change}" if calls else f"{earlier}{change}"
        try:
            opened = self.lab.open(Start(state.trail.start.seed, scenario, told))
        except Unopened:
            return
        self.varied.append(opened.trail.start)
        yield opened

    def _tour(self, state: State) -> None:
        """Call what is known to change things, in the order it was first seen to, and hunt after each."""
        for name in list(self._opener)[:_OPENERS]:
            for _ in range(_DRAWS):
                if state.over or not self.goals():
                    return
                call = Call(name, self.supply.draw(state.hand, name, self._dice))
                if self.lab.act(state, call, keep=False).returned:
                    self._step(state, call)
                    self._hunt(state, self.goals())
                    break

    def _hunt(self, state: State, tools: list[str]) -> None:
        """Try tools that something is wanting of, with likely arguments and then with odd ones."""
        for name in tools:
            for number in range(2 * _DRAWS):
                if state.over or self.lab.exhausted:
                    return
                drawn = self.supply.draw(state.hand, name, self._dice, 0.0 if number < _DRAWS else 2 * _ODD)
                self._try(state, Call(name, drawn))
                self._strain(state, name, drawn)

    def _spree(self) -> None:
        """What is left goes into short walks from the states kept, or from them with one thing changed."""
        varying = Varying([start.scenario for start in self.starts])
        while not self.lab.exhausted and self._states:
            state = self._dice.choice(self._states)
            state = self._changed(state, varying) if self._dice.chance(_FRESH) else self.lab.fork(state)
            self._hunt(state, self.goals())
            for _ in range(_SPREE):
                if state.over or self.lab.exhausted:
                    break
                tool = self._dice.choice(list(self.lab.space.tools))
                wait = self._dice.chance(_WAITING)
                drawn = Call(tool, self.supply.draw(state.hand, tool, self._dice, _ODD))
                self._step(state, Wait(self._dice.choice(_PAUSES)) if wait else drawn)

    def _changed(self, state: State, varying: Varying) -> State:
        """A new world that starts from the state as it is now, but for one thing; the state itself if it cannot."""
        try:
            change = varying.drawn(self.lab.dump(state), self._dice)
        except Unopened:  # `round_trip` tells
            change = None
        changed = list(self._opened(state, *change)) if change else []
        return changed[0] if changed else self.lab.fork(state)
