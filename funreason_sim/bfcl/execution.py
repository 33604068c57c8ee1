"""Executes call texts on our environments as the benchmark's executor does on its classes: text in, text out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import TracebackType
from typing import Any, Self

from ..records import Outcome, ToolRan
from ..sim import Episode, Scenario, Space, Tool, environment, space
from ..sim.image import Image, image_of
from .dialect import Answer, Config, Dialect, Reply, result_text
from .domains import dialect
from .evaluation import Made, evaluate
from .oracle import entries, is_long
from .python import RAISED, Python, has_token, plain, restored
from .signatures import binder

ERROR = "Error during execution: "


class Raised(Exception):
    """Stands for an exception of the original; only its text is known."""


@dataclass(frozen=True)
class Classes:
    """Classes that an entry involves: their dialects, our space of them, and its tools with the dialect of each."""

    dialects: tuple[Dialect, ...]
    space: Space
    tools: Mapping[str, tuple[Tool, Dialect]]
    hashed: Mapping[str, frozenset[str]]
    exact: frozenset[str]


@cache
def classes_of(names: tuple[str, ...]) -> Classes:
    """The benchmark's classes of these names, as our environments."""
    dialects = tuple(dialect(name) for name in names)
    here = space("+".join(spoken.environment for spoken in dialects))
    tools = {name: (here.tools[name], spoken) for spoken in dialects for name in names_of(spoken)}
    hashed = {tool: keys for spoken in dialects for tool, keys in spoken.hashed.items()}
    return Classes(dialects, here, tools, hashed, frozenset().union(*(spoken.exact for spoken in dialects)))


@dataclass(frozen=True)
class Opening:
    """A state to begin from, loaded once: classes, their scenario, and its image."""

    classes: Classes
    scenario: Scenario
    image: Image
    long_context: bool


def opening(names: Iterable[str], configs: Mapping[str, Config], *, long_context: bool = False) -> Opening:
    """Load configurations by class; a class that is left out has its defaults.

    Args:
        long_context: whether states and results are inflated, as in the category of that name.

    Raises:
        ScenarioError: for a configuration that an environment refuses.
    """
    found = classes_of(tuple(names))
    scenario: Scenario = {d.environment: d.scenario(configs.get(d.official, {}), long_context) for d in found.dialects}
    return Opening(found, scenario, image_of(found.space, scenario), long_context)


@lru_cache(maxsize=1024)
def entry_opening(entry: str) -> Opening:
    """The state that an entry of the benchmark begins from."""
    found = entries()[entry]
    return opening(found["involved_classes"], found["initial_config"], long_context=is_long(entry))


class Execution:
    """The classes of an entry as one live world, in which calls are executed one after the other.

    Args:
        start: the state to begin from.
        model: the model's name, and entry: the entry's id; the executor makes names of instances from them, which are
            seen in arguments that hold the name of a tool before a `(`.
    """

    def __init__(self, start: Opening, *, model: str = "model", entry: str = "entry") -> None:
        self._classes = start.classes
        self._long = start.long_context
        self._name = f"{model}_{entry}"
        self._boundary = Python(start.classes.hashed, start.classes.exact)
        self.newest: ToolRan | None = None
        """What ran in our world for the newest call text; None where no call reached a tool."""
        self.episode = Episode.begin(start.classes.space, start.image, "0", "mersenne", start.scenario, self._boundary)

    def execute(self, texts: Iterable[str]) -> list[str]:
        """The result texts of call texts, in order; a call that fails has a text like any other."""
        return [self.text(text) for text in texts]

    def text(self, text: str) -> str:
        """The result text of one call text."""
        self.newest = None
        try:
            return evaluate(text, self._classes.tools, self._instance, self._call)
        except Exception as error:
            return f"{ERROR}{error}"

    def attributes(self) -> dict[str, dict[str, Any]]:
        """The public attributes of every class, by its name, as the original's would be now."""
        documents = self.episode.dump()
        return {
            spoken.official: spoken.attributes(restored(documents[spoken.environment]), self._long)
            for spoken in self._classes.dialects
        }

    def tool(self, name: str) -> Tool:
        """A tool of these classes."""
        return self._classes.tools[name][0]

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

    def _instance(self, tool: str) -> str:
        """The name of the instance that the executor would call this tool of."""
        official = self._classes.tools[tool][1].official
        return re.sub(r"[-./:]", "_", f"{self._name}_{official}_instance")

    def _call(self, name: str, arguments: tuple[Any, ...], named: dict[str, Any]) -> Made:
        tool, spoken = self._classes.tools[name]
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
