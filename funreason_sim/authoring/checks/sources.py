"""The source of an environment: its files, functions and branches, and the lines that a finding can point at."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ...sim import Environment
from ...sim.folder import SCHEMA

Node = ast.FunctionDef | ast.AsyncFunctionDef
Place = tuple[str, int]


@dataclass(frozen=True)
class Branch:
    """A test at some lines and the lines of what it guards; `kind` is if, while, for or except."""

    kind: str
    test: range
    body: range


class Sources:
    """The Python files of an environment: all of its folder, or those its functions stand in where it has none."""

    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        own = {Path(inspect.unwrap(f).__code__.co_filename) for f in environment.functions}
        folders = sorted({file.parent for file in own if (file.parent / SCHEMA).is_file()})
        self.folder = folders[0] if folders else None
        inside = self.folder.rglob("*.py") if self.folder else ()
        found = own | {file for file in inside if "tests" not in file.relative_to(folders[0]).parts[:-1]}
        self.files = tuple(sorted(str(file) for file in found))

    @cached_property
    def trees(self) -> dict[str, ast.Module]:
        """Each file, parsed."""
        return {file: ast.parse(Path(file).read_text("utf-8")) for file in self.files if Path(file).is_file()}

    @cached_property
    def functions(self) -> list[tuple[str, Node]]:
        """Every function of every file that is not inside another one."""
        return [(file, node) for file, tree in self.trees.items() for node in _outermost(tree)]

    def node(self, function: Callable[..., Any]) -> tuple[str, Node] | None:
        """Where a function is written; None when it is not among these files."""
        code = inspect.unwrap(function).__code__
        for file, node in self.functions:
            named = file == code.co_filename and node.name == code.co_name
            if named and _first(node) <= code.co_firstlineno <= (node.end_lineno or node.lineno):
                return file, node
        return None

    def place(self, function: Callable[..., Any]) -> Place:
        """File and line of a function; of the schema where the function was derived from it."""
        found = self.node(function)
        if found is None:
            return (str(self.folder / SCHEMA), 1) if self.folder else (self.files[0], 1)
        return found[0], found[1].lineno

    def of_code(self, function: Callable[..., Any], code: str) -> Place:
        """Where a tool declares a code, else where the tool begins."""
        file, line = self.place(function)
        found = self.node(function)
        if found is not None and isinstance(found[1].body[0], ast.Expr):
            doc = found[1].body[0]
            lines = Path(file).read_text("utf-8").splitlines()
            entries = range(doc.lineno, (doc.end_lineno or doc.lineno) + 1)
            starts = (f"{code}:", f"{code} [", f"{code}[")
            line = next((n for n in entries if lines[n - 1].strip().startswith(starts)), line)
        return file, line

    def refusals(self, function: Callable[..., Any]) -> Iterator[tuple[str, int]]:
        """The codes that a function itself refuses with, as far as they are written out, with their lines."""
        found = self.node(function)
        for call in ast.walk(found[1]) if found else ():
            match call:
                case ast.Call(func=ast.Attribute(attr="refuse"), args=[ast.Constant(value=str() as code), *_]):
                    yield code, call.lineno

    @cached_property
    def constants(self) -> tuple[list[int | float], list[str]]:
        """Numbers, and the texts that something is compared with: what the code itself holds to matter."""
        numbers: dict[float, int | float] = {}
        texts: dict[str, None] = {}
        for tree in self.trees.values():
            for node in ast.walk(tree):
                match node:
                    case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
                        numbers.setdefault(float(value), value)
                texts.update(dict.fromkeys(_compared(node)))
        return sorted(numbers.values()), list(texts)


def branches(node: Node) -> Iterator[Branch]:
    """The branches of a function that lines can tell apart; a test on one line with what it guards is none of them."""
    for inner in ast.walk(node):
        match inner:
            case ast.If() | ast.While():
                if not isinstance(inner.test, ast.Constant):
                    yield from _branch("if" if isinstance(inner, ast.If) else "while", inner.test, inner)
            case ast.For():
                yield from _branch("for", inner.iter, inner)
            case ast.ExceptHandler():
                yield from _branch("except", inner, inner)


def _branch(kind: str, test: ast.expr | ast.ExceptHandler, node: Any) -> Iterator[Branch]:
    first, last = node.body[0], node.body[-1]
    if first.lineno > node.lineno:
        end = node.lineno if isinstance(test, ast.ExceptHandler) else test.end_lineno or node.lineno
        yield Branch(kind, range(node.lineno, end + 1), range(first.lineno, (last.end_lineno or last.lineno) + 1))


def _compared(node: ast.AST) -> Iterator[str]:
    """The texts that a comparison is with, alone or in a list of them."""
    sides = [node.left, *node.comparators] if isinstance(node, ast.Compare) else []
    sides += [node.value] if isinstance(node, ast.MatchValue) else []
    for side in sides:
        for part in side.elts if isinstance(side, ast.Tuple | ast.List | ast.Set) else [side]:
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield part.value


def _outermost(tree: ast.Module) -> Iterator[Node]:
    for node in tree.body:
        if isinstance(node, Node):
            yield node
        elif isinstance(node, ast.ClassDef):
            yield from (inner for inner in node.body if isinstance(inner, Node))


def _first(node: Node) -> int:
    return min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
