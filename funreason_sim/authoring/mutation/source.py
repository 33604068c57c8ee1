"""The code that tools run: their own functions, the handlers of what they schedule, and all that these call."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from types import FunctionType, ModuleType

from ...sim import Environment

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """A file of the environment, as text and as a tree; places in it are counted in bytes, as `ast` counts them."""

    file: Path
    name: str

    @cached_property
    def data(self) -> bytes:
        """What the file holds; it is read once, and never written."""
        return self.file.read_bytes()

    @cached_property
    def tree(self) -> ast.Module:
        """The file's syntax tree."""
        return ast.parse(self.data)

    @cached_property
    def _starts(self) -> list[int]:
        starts = [0]
        for line in self.data.splitlines(keepends=True):
            starts.append(starts[-1] + len(line))
        return starts

    @cached_property
    def nodes(self) -> dict[str, FunctionNode]:
        """The functions at the top of the file and in its classes, by qualified name."""
        return dict(function_nodes(self.tree.body))

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        """Where a node begins and ends."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return (
            self._starts[node.lineno - 1] + node.col_offset,
            self._starts[node.end_lineno - 1] + node.end_col_offset,
        )

    def text(self, node: ast.expr | ast.stmt) -> str:
        """A node as it is written."""
        start, end = self.span(node)
        return self.data[start:end].decode()


def function_nodes(body: list[ast.stmt], prefix: str = "") -> Iterator[tuple[str, FunctionNode]]:
    """The functions of a module's body and of its classes, by qualified name."""
    for node in body:
        if isinstance(node, FunctionNode):
            yield prefix + node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from function_nodes(node.body, f"{prefix}{node.name}.")


@dataclass(frozen=True)
class Function:
    """A function of an environment, and the tools that reach it."""

    source: Source
    qualname: str
    tools: tuple[str, ...]
    live: FunctionType

    @property
    def name(self) -> str:
        """Its module within the environment, and its name there."""
        return f"{self.source.name}.{self.qualname}"

    @property
    def node(self) -> FunctionNode:
        """Its definition."""
        return self.source.nodes[self.qualname]

    @cached_property
    def statements(self) -> list[int]:
        """The lines where its statements begin."""
        return sorted({node.lineno for node in ast.walk(self.node) if isinstance(node, ast.stmt)})

    def numbers(self, folder: Path) -> Iterator[tuple[Path, str]]:
        """The numbers with a name that it reads, by file and name: of its own module, and of others of the folder."""
        names = list(_names(self.live))
        for name in names:
            value = self.live.__globals__.get(name)
            if _is_number(value):
                yield self.source.file, name
            elif isinstance(value, ModuleType) and (file := _file_of(value, folder)):
                for attribute in names:
                    if _is_number(vars(value).get(attribute)):
                        yield file, attribute


def functions(environment: Environment) -> list[Function]:
    """Every function that some tool reaches by name, in order of file and line."""
    folder = folder_of(environment)
    reached: dict[FunctionType, list[str]] = {}
    starts = [*environment.tools.values()]
    for tool in starts:
        _follow(_plain(tool.function), tool.name, folder, reached)
    for name, handler in environment.handlers.items():
        _follow(_plain(handler), name, folder, reached)
    found = []
    for function, tools in reached.items():
        source = source_of(Path(function.__code__.co_filename), folder)
        if function.__qualname__ in source.nodes:
            found.append(Function(source, function.__qualname__, tuple(tools), function))
    return sorted(found, key=lambda f: (f.source.name != "tools", f.source.name, f.node.lineno))


@lru_cache(maxsize=64)
def source_of(file: Path, folder: Path) -> Source:
    """A file of an environment's folder, named as a module within it."""
    return Source(file, ".".join(file.relative_to(folder).with_suffix("").parts))


def folder_of(environment: Environment) -> Path:
    """The folder of the environment's tools."""
    return Path(_plain(environment.functions[0]).__code__.co_filename).parent


def _plain(function: object) -> FunctionType:
    found = inspect.unwrap(function)  # type: ignore[arg-type]
    assert isinstance(found, FunctionType)
    return found


def _follow(function: FunctionType, tool: str, folder: Path, reached: dict[FunctionType, list[str]]) -> None:
    tools = reached.setdefault(function, [])
    if tool in tools:
        return
    tools.append(tool)
    for called in _called(function, folder):
        _follow(called, tool, folder, reached)


def _called(function: FunctionType, folder: Path) -> Iterator[FunctionType]:
    """The functions of the folder that a function names, directly or as an attribute of a module or class."""
    names = list(_names(function))
    for name in names:
        named = function.__globals__.get(name)
        yield from _own(named, folder)
        if isinstance(named, ModuleType) and _file_of(named, folder):
            for attribute in names:
                yield from _own(vars(named).get(attribute), folder)


def _names(function: FunctionType) -> Iterator[str]:
    """The global names and the attributes that a function's code speaks of, nested functions included."""
    code = [function.__code__]
    while code:
        part = code.pop()
        code += [inner for inner in part.co_consts if inspect.iscode(inner)]
        yield from part.co_names


def _is_number(value: object) -> bool:
    parts = value if isinstance(value, tuple) else (value,)
    return bool(parts) and all(isinstance(part, int | float) and not isinstance(part, bool) for part in parts)


def _own(value: object, folder: Path) -> Iterator[FunctionType]:
    if inspect.isclass(value) and _file_of(sys.modules.get(value.__module__), folder):
        for member in vars(value).values():
            yield from _own(member, folder)
    elif callable(value) and not inspect.isclass(value):
        found = inspect.unwrap(value)
        if isinstance(found, FunctionType) and Path(found.__code__.co_filename).is_relative_to(folder):
            yield found


def _file_of(module: ModuleType | None, folder: Path) -> Path | None:
    """The file of a module that belongs to the folder."""
    file = getattr(module, "__file__", None)
    return Path(file) if file is not None and Path(file).is_relative_to(folder) else None
