"""An environment: schema, tools, scenarios and wording; and a space: several of them in one world."""

from __future__ import annotations

import hashlib
import inspect
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib import resources
from types import ModuleType
from typing import Any, Protocol

import apsw

from ..errors import EnvironmentClash, EnvironmentDefect, UnknownTool
from ..records import JsonValue, ToolSpec, digest_of
from . import rows
from .chance import Dice
from .tool import Tool
from .values import formats
from .world import World

Scenario = dict[str, JsonValue]
Pools = Mapping[str, Sequence[JsonValue]]
Handler = Callable[..., None]


class Scenarios(Protocol):
    """What an environment's `scenarios` module provides.

    `generate` draws an initial state as a JSON document, `load` writes one into an empty world, `dump` reads it back
    (`dump(load(s)) == s`), and `known` says what a user of this world could say: by format, or by `tool.parameter`.
    """

    def generate(self, dice: Dice) -> Scenario: ...

    def load(self, world: World, scenario: Scenario) -> None: ...

    def dump(self, world: World) -> Scenario: ...

    def known(self, world: World, dice: Dice) -> Pools: ...


@dataclass(frozen=True, eq=False)
class Environment:
    """A stateful environment, made of plain parts.

    Raises:
        EnvironmentDefect: for a schema that does not run, a table without a primary key, or a tool without documents.
    """

    name: str
    summary: str
    schema: str
    functions: tuple[Callable[..., Any], ...]
    scenarios: Scenarios
    wording: Mapping[str, Any] = field(default_factory=dict)
    handlers: Mapping[str, Handler] = field(default_factory=dict)
    source: str = ""
    """Digest of the files it was read from, where there are files."""

    def __post_init__(self) -> None:
        connection = apsw.Connection(":memory:")
        try:
            connection.execute(self.schema)
        except apsw.Error as error:
            raise EnvironmentDefect(f"environment {self.name}: schema.sql does not run: {error}") from error
        without = rows.undeclared_keys(rows.tables(connection).values())
        if without:
            raise EnvironmentDefect(f"environment {self.name}: table {without[0]} needs a declared primary key")
        object.__setattr__(self, "tables", tuple(rows.tables(connection)))
        object.__setattr__(self, "tools", {f.__name__: Tool(f, self.name) for f in self.functions})

    tables: tuple[str, ...] = field(init=False)
    tools: dict[str, Tool] = field(init=False)

    @classmethod
    def from_package(cls, package: str, tools: ModuleType, scenarios: ModuleType) -> Environment:
        """Read an environment from a package that holds `schema.sql` and perhaps `wording.toml`.

        Every public function of `tools` whose first parameter is `world` is a tool (or those that its `__all__` names);
        every one of a module attribute `HANDLERS` may be scheduled by name.
        """
        files = resources.files(package)
        wording = files / "wording.toml"
        return cls(
            name=package.rsplit(".", 1)[-1],
            summary=summary_of(tools),
            schema=(files / "schema.sql").read_text("utf-8"),
            functions=tuple(tool_functions(tools)),
            scenarios=scenarios,
            wording=tomllib.loads(wording.read_text("utf-8")) if wording.is_file() else {},
            handlers=getattr(tools, "HANDLERS", {}),
            source=source_digest(files),
        )

    @cached_property
    def digest(self) -> str:
        """Names what the environment offers: its schema, and its tools as specified."""
        specs = [tool.spec.model_dump(mode="json") for tool in self.tools.values()]
        return digest_of([self.name, self.schema, specs])

    @cached_property
    def build(self) -> str:
        """Names the environment to the letter: what it offers, and its source files."""
        return digest_of([self.digest, self.source])


def _only(schema: dict[str, JsonValue] | None) -> set[str]:
    return {fmt for fmt, _ in formats(schema)}


def summary_of(module: ModuleType) -> str:
    """What an environment is, in one line: the first of its tools' module docstring."""
    return inspect.cleandoc(module.__doc__ or "").split("\n", 1)[0]


def tool_functions(module: ModuleType) -> list[Callable[..., Any]]:
    """The tools of a module, in order: functions whose first parameter is `world`.

    They are those that its `__all__` names, wherever they were written, or else its own public ones.
    """
    here = vars(module)
    own = [name for name, f in here.items() if getattr(f, "__module__", "") == module.__name__ and name[0] != "_"]
    functions = [f for f in map(here.get, here.get("__all__", own)) if inspect.isfunction(f)]
    return [f for f in functions if next(iter(inspect.signature(f).parameters), "") == "world"]


def source_digest(folder: Any) -> str:
    """Names the sources in a folder and below it by their content; tests are not part of what an environment is."""
    hashed = hashlib.blake2b(digest_size=16)
    for name, item in sorted(_sources(folder, "")):
        hashed.update(name.encode() + b"\x1f" + item.read_bytes())
    return hashed.hexdigest()


def _sources(folder: Any, above: str) -> Iterator[tuple[str, Any]]:
    for item in folder.iterdir():
        if item.is_file() and item.name.endswith((".py", ".sql", ".toml")):
            yield f"{above}{item.name}", item
        elif item.is_dir() and item.name != "tests" and not item.name.startswith((".", "__")):
            yield from _sources(item, f"{above}{item.name}/")


class Space:
    """Environments that live in one world (the paper's simulation space S).

    Raises:
        EnvironmentClash: when two of them have a tool or a table of the same name; the message names both places.
    """

    def __init__(self, environments: Sequence[Environment]) -> None:
        self.environments = tuple(environments)
        self.tools: dict[str, Tool] = {}
        tables: dict[str, str] = {}
        for environment in self.environments:
            for tool in environment.tools.values():
                other = self.tools.setdefault(tool.name, tool)
                if other is not tool:
                    raise EnvironmentClash(
                        f"tool {tool.name} is defined twice: {other.owner} at {other.place} "
                        f"and {tool.owner} at {tool.place}"
                    )
            for table in environment.tables:
                if table in tables:
                    raise EnvironmentClash(
                        f"table {table} is defined twice: in schema.sql of {tables[table]} and of {environment.name}"
                    )
                tables[table] = environment.name

    @cached_property
    def name(self) -> str:
        """The names of its environments, joined by `+`."""
        return "+".join(environment.name for environment in self.environments)

    @cached_property
    def build(self) -> str:
        """Names all its environments to the letter."""
        return digest_of([environment.build for environment in self.environments])

    @cached_property
    def specs(self) -> tuple[ToolSpec, ...]:
        """The specifications of all tools, in order."""
        return tuple(tool.spec for tool in self.tools.values())

    @cached_property
    def opaque(self) -> frozenset[str]:
        """The formats whose values only a call can give."""
        return frozenset().union(*(tool.opaque for tool in self.tools.values()))

    @cached_property
    def inverses(self) -> frozenset[tuple[str, str]]:
        """Pairs of tools that undo each other, as two conversions do: each takes just what the other gives."""
        takes = {name: _only(tool.spec.parameters) for name, tool in self.tools.items()}
        gives = {name: _only(tool.spec.returns) for name, tool in self.tools.items()}
        return frozenset(
            (a, b) for a in self.tools for b in self.tools if gives[a] == takes[b] and takes[a] == gives[b] and takes[a]
        )

    @cached_property
    def wording(self) -> dict[str, Any]:
        """How people ask for each tool, by tool name."""
        return {name: entry for environment in self.environments for name, entry in environment.wording.items()}

    def tool(self, name: str) -> Tool:
        """The tool of this name.

        Raises:
            UnknownTool: when there is none; the message names the nearest.
        """
        if name not in self.tools:
            from difflib import get_close_matches

            near = get_close_matches(name, self.tools, n=1)
            hint = f"; did you mean {near[0]}?" if near else f"; {self.name} has {', '.join(sorted(self.tools))}"
            raise UnknownTool(f"no tool {name} in {self.name}{hint}")
        return self.tools[name]

    def generate(self, dice: Dice) -> Scenario:
        """A drawn initial state: each environment's document under its name."""
        return {env.name: dict(env.scenarios.generate(dice.child(env.name))) for env in self.environments}
