"""What every environment promises whatever is called, tried on sequences of calls that are generated from its schema.

A failure is shrunk by hypothesis and told as the shortest sequence that shows it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from ..errors import FunreasonError
from ..sim import Dice, Episode, Pools, Tool, open_episode
from ..sim.values import Ledger
from .arguments import arguments
from .chosen import Chosen

_SEEDS = 1_000
_PAUSES = (1, 3_600, 86_400, 604_800)


class Properties:
    """The promises of one environment."""

    def __init__(self, chosen: Chosen) -> None:
        self._chosen = chosen

    def hold(self, examples: int = 40, calls: int = 12) -> None:
        """Whatever is called, in worlds that the seed draws:

        no tool breaks, all constraints of the schema hold, a refused call changes no row that its code does not keep,
        the digest is what the rows say, the world's dump opens an equal world, and the same calls give the same again.
        """
        __tracebackhide__ = True
        broken = _broken(machine(self._chosen), _settings(examples, calls))
        if broken:
            pytest.fail(broken, pytrace=False)


def _broken(made: type[_Walk], how: settings) -> str | None:
    """The promise that was broken, and the shortest sequence that hypothesis found to show it."""
    try:
        run_state_machine_as_test(made, settings=how)
    except (AssertionError, FunreasonError) as error:
        return "\n".join([str(error), *getattr(error, "__notes__", [])[:1]])
    return None


def _settings(examples: int, calls: int) -> settings:
    """The same examples on every run, nothing kept on disk, no time limits: a slow machine is not a failure."""
    return settings(
        max_examples=examples,
        stateful_step_count=calls,
        phases=[phase for phase in settings().phases if phase in (Phase.generate, Phase.shrink)],
        deadline=None,
        derandomize=True,
        database=None,
        print_blob=False,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )


class _Walk(RuleBasedStateMachine):
    """A live world and what was called in it; the subclass that `machine` makes has a rule for each tool."""

    chosen: Chosen
    episode: Episode
    pools: Pools
    ledger: Ledger

    def __init__(self) -> None:
        super().__init__()
        self.seed = 0
        self.acts: list[Callable[[Episode], object]] = []
        self.told: list[str] = []
        self.failed = False

    @initialize(seed=st.integers(0, _SEEDS))
    def begin(self, seed: int) -> None:
        self.seed = seed
        self.told.append(f"in a new world of seed {seed}")
        self.episode = self._checked(lambda: self.chosen.open(seed))
        dice = Dice(str(seed))
        parts = [env.scenarios.known(self.episode.world, dice) for env in self.chosen.space.environments]
        self.pools = {name: values for part in parts for name, values in part.items()}
        self.ledger = Ledger({name: tool.spec.returns for name, tool in self.chosen.space.tools.items()})

    def take(self, tool: Tool, data: Any) -> None:
        """Call a tool with drawn arguments."""
        given = data.draw(arguments(tool.spec, self.pools, self.ledger))
        self.told.append(f"{tool.name}({', '.join(f'{name}={value!r}' for name, value in given.items())})")
        self.acts.append(lambda episode: episode.call(tool.name, given))
        self._checked(lambda: self._call(tool, given))

    def wait(self, seconds: int) -> None:
        """Let what is due happen."""
        self.told.append(f"advance({seconds})")
        self.acts.append(lambda episode: episode.advance(seconds))
        self._checked(lambda: self._pass(seconds))

    def teardown(self) -> None:
        if self.told and not self.failed:
            self.told.append("(the end)")
            self._checked(self._comes_back)
            self._checked(self._replays)

    def _checked(self, act: Callable[[], Any]) -> Any:
        try:
            return act()
        except Exception as error:
            self.failed = True
            error.add_note("\n  ".join(["The shortest sequence that shows it:", *self.told]))
            raise

    def _call(self, tool: Tool, given: dict[str, Any]) -> None:
        before = self.episode.digest()
        event = self.episode.call(tool.name, given)
        if event.refused and event.code not in tool.keeps:
            _claim(self.episode.audit() == before, f"{tool.name} refused with {event.code!r} but changed rows")
        self.ledger.add(event.id, tool.name, given, event.outcome)
        self._sound()

    def _pass(self, seconds: int) -> None:
        self.episode.advance(seconds)
        self._sound()

    def _sound(self) -> None:
        world = self.episode.world
        _claim(self.episode.digest() == self.episode.audit(), "rows were written behind the engine")
        _claim(not world.all("PRAGMA foreign_key_check"), "a row refers to one that is not there")
        _claim(world.value("PRAGMA quick_check") == "ok", "a constraint of the schema does not hold")

    def _comes_back(self) -> None:
        state = self.episode.dump()
        with open_episode(self.chosen.space, state) as again:
            _claim(json.dumps(again.dump()) == json.dumps(state), "the world's dump opens another world than it was")

    def _replays(self) -> None:
        with self.chosen.open(self.seed) as again:
            for act in self.acts:
                act(again)
            _claim(again.events() == self.episode.events(), "the same calls in the same world gave something else")


def machine(chosen: Chosen) -> type[_Walk]:
    """A state machine with one rule for each tool, and one for time where an environment schedules anything."""
    rules: dict[str, Any] = {f"call_{name}": _calling(tool) for name, tool in chosen.space.tools.items()}
    if any(environment.handlers for environment in chosen.space.environments):
        rules["time_passes"] = rule(seconds=st.sampled_from(_PAUSES))(lambda self, seconds: self.wait(seconds))
    return type("AnyCalls", (_Walk,), {"chosen": chosen, **rules})


def _calling(tool: Tool) -> Any:
    return rule(data=st.data())(lambda self, data: self.take(tool, data))


def _claim(holds: bool, otherwise: str) -> None:
    if not holds:
        raise AssertionError(otherwise)
