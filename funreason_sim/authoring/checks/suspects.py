"""Where a tool may keep what belongs to no world: lines that change a module's own values, or depend on hash order.

That a tool does so is shown by execution; this only finds the line to point at.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Any

from .sources import Place, Sources
from .watching import Arc

_CHANGING = {"add", "append", "clear", "discard", "extend", "insert", "pop", "popitem", "remove"} | {
    "reverse",
    "setdefault",
    "sort",
    "update",
}


def suspect(sources: Sources, function: Callable[..., Any], arcs: set[Arc]) -> Place:
    """The first line that a tool has run and that keeps something or has no order; else where the tool begins."""
    run = {(file, line) for file, _, line in arcs}
    own = sources.node(function)
    functions = sorted(sources.functions, key=lambda item: item != own)
    for find in (_keeping, _unordered):
        for file, node in functions:
            names = _module_names(sources.trees[file])
            for line in sorted(find(node, names)):
                if (file, line) in run:
                    return file, line
    return sources.place(function)


def _module_names(tree: ast.Module) -> set[str]:
    targets = [t for node in tree.body if isinstance(node, ast.Assign) for t in node.targets]
    targets += [node.target for node in tree.body if isinstance(node, ast.AnnAssign)]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def _keeping(node: ast.AST, names: set[str]) -> Iterator[int]:
    """Lines that change what a module holds, or what a function remembers."""
    declared = {name for inner in ast.walk(node) if isinstance(inner, ast.Global) for name in inner.names}
    for inner in ast.walk(node):
        match inner:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attribute)):
                if name in names and attribute in _CHANGING:
                    yield inner.lineno
            case ast.Assign(targets=targets):
                if any(_root(target) in (declared if isinstance(target, ast.Name) else names) for target in targets):
                    yield inner.lineno
            case ast.AugAssign(target=target):
                if _root(target) in (declared if isinstance(target, ast.Name) else names):
                    yield inner.lineno
            case ast.Call(func=ast.Name(id="next"), args=[ast.Name(id=name), *_]):
                if name in names:
                    yield inner.lineno


def _root(target: ast.expr) -> str:
    while isinstance(target, ast.Subscript | ast.Attribute):
        target = target.value
    return target.id if isinstance(target, ast.Name) else ""


def _unordered(node: ast.AST, names: set[str]) -> Iterator[int]:
    """Lines with a set, whose order is that of hashes, or with a hash itself."""
    for inner in ast.walk(node):
        match inner:
            case ast.Set() | ast.SetComp():
                yield inner.lineno
            case ast.Call(func=ast.Name(id="set" | "frozenset" | "hash")):
                yield inner.lineno
