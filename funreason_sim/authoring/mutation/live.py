"""Puts changed code into functions that are loaded: whoever holds one runs the change, and no file is written."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

from ...sim.image import forget_images
from .faults import Fault
from .source import Function, Source, function_nodes

_PROBE = "__funreason_sim_probe__"
Reached = Callable[[Path, int], None]


def put_in(fault: Fault) -> None:
    """Make a fault happen in this process: in the code of its function, or in the number that its module holds."""
    forget_images()
    tree = ast.parse(fault.text)
    if fault.name in fault.source.nodes:
        _keep_closure(tree, fault)
        _replace(fault.source, fault.name, compile(tree, str(fault.source.file), "exec", dont_inherit=True))
        return
    value = next(
        statement.value
        for statement in tree.body
        if isinstance(statement, ast.Assign)
        and any(isinstance(target, ast.Name) and target.id == fault.name for target in statement.targets)
    )
    for module in _modules(fault.source.file):
        setattr(module, fault.name, eval(compile(ast.Expression(value), str(fault.source.file), "eval"), vars(module)))


def _keep_closure(tree: ast.Module, fault: Fault) -> None:
    """A method that says `super()` closes over its class; what replaces its code has to close over as much."""
    if any(live.__code__.co_freevars for live in _live(fault.source, fault.name)):
        function = dict(function_nodes(tree.body))[fault.name]
        function.body += ast.parse("if False:\n    __class__").body


def watch(functions: Sequence[Function], reached: Reached) -> Callable[[], None]:
    """Have every statement of these functions say that it is run; what takes that back."""
    kept = [(live, live.__code__) for function in functions for live in _live(function.source, function.qualname)]
    for source in dict.fromkeys(function.source for function in functions):
        code = _watched(source)
        for module in _modules(source.file):
            setattr(module, _PROBE, lambda line, file=source.file: reached(file, line))
        for function in functions:
            if function.source is source:
                _replace(source, function.qualname, code)

    def unwatch() -> None:
        for live, code in kept:
            live.__code__ = code

    return unwatch


def _watched(source: Source) -> CodeType:
    tree = _Probing().visit(ast.parse(source.data))
    return compile(ast.fix_missing_locations(tree), str(source.file), "exec", dont_inherit=True)


class _Probing(ast.NodeTransformer):
    """Puts a call before every statement that stands in a function."""

    def __init__(self) -> None:
        self._inside = False

    def generic_visit(self, node: ast.AST) -> ast.AST:
        outside, self._inside = self._inside, self._inside or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        super().generic_visit(node)
        if self._inside:
            for field, value in ast.iter_fields(node):
                if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                    setattr(node, field, [part for statement in value for part in _probed(statement)])
        self._inside = outside
        return node


def _probed(statement: ast.stmt) -> list[ast.stmt]:
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        return [statement]
    call = ast.Call(ast.Name(_PROBE, ast.Load()), [ast.Constant(statement.lineno)], [])
    return [ast.copy_location(ast.Expr(call), statement), statement]


def _replace(source: Source, qualname: str, module: CodeType) -> None:
    code = next(part for part in _codes(module) if part.co_qualname == qualname)
    for live in _live(source, qualname):
        live.__code__ = code


def _codes(code: CodeType) -> Iterator[CodeType]:
    for part in code.co_consts:
        if isinstance(part, CodeType):
            yield part
            yield from _codes(part)


def _live(source: Source, qualname: str) -> Iterator[FunctionType]:
    """A function in every module that was loaded from its file."""
    for module in _modules(source.file):
        found: object = module
        for name in qualname.split("."):
            found = inspect.getattr_static(found, name, None)
        plain = inspect.unwrap(getattr(found, "__func__", found))  # type: ignore[arg-type]
        if isinstance(plain, FunctionType):
            yield plain


def _modules(file: Path) -> list[ModuleType]:
    return [
        module for module in list(sys.modules.values()) if getattr(module, "__dict__", {}).get("__file__") == str(file)
    ]
