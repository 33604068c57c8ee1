"""Executes call texts on our environments as the benchmark's executor does on its classes: text in, text out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Any, Self

from ..records import Outcome, ToolRan
from ..sim import Episode, Scenario, Tool, environment, open_episode, space
from .dialect import Answer, Config, Dialect, Reply, result_text
from .domains import dialect
from .evaluation import Made, evaluate
from .python import RAISED, Python, has_token, plain, restored
from .signatures import binder

ERROR = "Error during execution: "


class Raised(Exception):
    """Stands for an exception of the original; only its text is known."""


class Execution:
    """The classes of one entry as one live world, in which calls are executed one after the other.

    Args:
        classes: names of the benchmark's classes, as an entry has them.
        configs: the entry's `initial_config`; a class that it leaves out has its defaults.
        long_context: whether states and results are inflated, as in the category of that name.
        model: the model's name, and entry: the entry's id; the executor makes names of instances from them, which are
            seen in arguments that hold the name of a tool before a `(`.

    Raises:
        ScenarioError: for a configuration that an environment refuses.
    """

    def __init__(
        self,
        classes: Iterable[str],
        configs: Mapping[str, Config],
        *,
        long_context: bool = False,
        model: str = "model",
        entry: str = "entry",
    ) -> None:
        self._dialects = [dialect(name) for name in classes]
        self._long = long_context
        here = space("+".join(spoken.environment for spoken in self._dialects))
        self._tools: dict[str, tuple[Tool, Dialect]] = {}
        self._instances: dict[str, str] = {}
        for spoken in self._dialects:
            instance = re.sub(r"[-./:]", "_", f"{model}_{entry}_{spoken.official}_instance")
            for name in names_of(spoken):
                self._tools[name] = (here.tools[name], spoken)
                self._instances[name] = instance
        self._boundary = Python({tool: keys for spoken in self._dialects for tool, keys in spoken.hashed.items()})
        scenario = scenario_of(self._dialects, configs, long_context)
        self.newest: ToolRan | None = None
        """What ran in our world for the newest call text; None where no call reached a tool."""
        self.episode: Episode = open_episode(here, scenario, chance="mersenne", boundary=self._boundary)

    def execute(self, texts: Iterable[str]) -> list[str]:
        """The result texts of call texts, in order; a call that fails has a text like any other."""
        return [self.text(text) for text in texts]

    def text(self, text: str) -> str:
        """The result text of one call text."""
        self.newest = None
        try:
            return evaluate(text, self._instances, self._call)
        except Exception as error:
            return f"{ERROR}{error}"

    def attributes(self) -> dict[str, dict[str, Any]]:
        """The public attributes of every class, by its name, as the original's would be now."""
        documents = self.episode.dump()
        return {
            spoken.official: spoken.attributes(restored(documents[spoken.environment]), self._long)
            for spoken in self._dialects
        }

    def tool(self, name: str) -> Tool:
        """A tool of these classes."""
        return self._tools[name][0]

    def refuses(self, name: str, arguments: dict[str, Any]) -> bool:
        """Whether a call with arguments that fit the tool's schema would be refused now; it is tried and taken back."""
        self._boundary.announce(self.tool(name), arguments, rough=False)
        return self.episode.attempt(name, arguments).refused

    def close(self) -> None:
        """End the world and let go of it."""
        self.__exit__(None, None, None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.episode.__exit__(kind, error, at)

    def _call(self, name: str, arguments: tuple[Any, ...], named: dict[str, Any]) -> Made:
        tool, spoken = self._tools[name]
        given = binder(spoken.official, tool)(*arguments, **named)
        if tool.bind(given) is None:
            self._boundary.announce(tool, given, rough=False)
            return self._made(spoken, tool, given, self._run(name, given))
        return self._rough(spoken, tool, given)

    def _rough(self, spoken: Dialect, tool: Tool, given: Mapping[str, Any]) -> Made:
        """Call with arguments that do not fit the tool's schema."""
        before = spoken.before.get(tool.name)
        prepared = before({**tool.defaults, **given}, self.episode.world) if before else given
        if isinstance(prepared, Answer):
            return _of(prepared.value)
        self._boundary.announce(tool, prepared, rough=True)
        outcome = self._run(tool.name, {name: plain(value) for name, value in prepared.items()})
        return self._made(spoken, tool, given, outcome)

    def _run(self, name: str, arguments: dict[str, Any]) -> Outcome:
        self.newest = self.episode.call(name, arguments)
        return self.newest.outcome

    def _made(self, spoken: Dialect, tool: Tool, given: Mapping[str, Any], outcome: Outcome) -> Made:
        """What the original makes of a call where our environment had this outcome."""
        code, rule = outcome.code, spoken.results.get(tool.name)
        if code == RAISED or code in spoken.raised.get(tool.name, ()):
            raise Raised(_value(outcome)["error"])
        if rule is not None:
            arguments = {**tool.defaults, **given}
            return _of(rule(Reply(tool.name, arguments, _value(outcome), code, self._long, self.episode.world)))
        if outcome.text.startswith("{") and not has_token(outcome.text):
            return Made(outcome.text, lambda: _value(outcome))
        return _of(_value(outcome))


def _of(value: Any) -> Made:
    return Made(result_text(value), lambda: value)


def _value(outcome: Outcome) -> Any:
    value = outcome.value
    return restored(value) if has_token(outcome.text) else value


def names_of(spoken: Dialect) -> tuple[str, ...]:
    """The tools of a domain."""
    return tuple(environment(spoken.environment).tools)


def domain_of(call: str, classes: Iterable[str]) -> str:
    """The domain whose tool a call text calls: the first one, where it calls none."""
    name = call.split("(")[0].strip()
    domains = [dialect(cls) for cls in classes]
    return next((spoken.environment for spoken in domains if name in names_of(spoken)), domains[0].environment)


def scenario_of(dialects: Iterable[Dialect], configs: Mapping[str, Config], long_context: bool) -> Scenario:
    """The scenario document of configurations by class."""
    return {d.environment: d.scenario(configs.get(d.official, {}), long_context) for d in dialects}
