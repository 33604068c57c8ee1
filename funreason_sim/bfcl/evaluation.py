"""Evaluates call texts as the benchmark's executor does: an expression of Python, of which a safe part is understood.

Literals, containers, operators, nested calls of tools and some pure functions are evaluated; nothing of the machine can
be reached. Errors are Python's own, since their texts are results.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Container
from copy import deepcopy
from functools import lru_cache, partial
from typing import Any, NamedTuple
from warnings import catch_warnings, simplefilter

from .dialect import result_text

FORBIDDEN = frozenset({"kill", "exit", "quit", "remove", "unlink", "popen", "Popen", "run"})
"""Names that the executor does not call, whatever they are."""
_CALLED = re.compile(r"\b([a-zA-Z_]\w*)\s*(?=\()")
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    f.__name__: f
    for f in (abs, bool, dict, float, int, len, list, max, min, range, repr, round, set, sorted, str, sum, tuple)
}
_UNARY: dict[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
    ast.Not: operator.not_,
    ast.Invert: operator.invert,
}


class Unsupported(Exception):
    """An expression that is not evaluated here, though the benchmark's executor would."""


_LARGEST_BASE, _LARGEST_EXPONENT = 1_000_000, 64


def _power(base: Any, exponent: Any) -> Any:
    """A power that cannot take for ever."""
    if all(isinstance(part, int | float) for part in (base, exponent)):
        if abs(base) > _LARGEST_BASE or abs(exponent) > _LARGEST_EXPONENT:
            raise Unsupported("a power that large is not evaluated here")
        return base**exponent
    raise TypeError(
        f"unsupported operand type(s) for ** or pow(): {type(base).__name__!r} and {type(exponent).__name__!r}"
    )


_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: _power,
}


class Made:
    """What a call of a tool came to: its text, and the value that the original returns, made when it is asked for."""

    def __init__(self, text: str, value: Callable[[], Any]) -> None:
        self.text = text
        self._value = value

    @property
    def value(self) -> Any:
        return self._value()


Instance = Callable[[str], str]
"""The name of the instance that a tool belongs to."""
Call = Callable[[str, tuple[Any, ...], dict[str, Any]], Made]


def rewritten(text: str, tools: Container[str], instance: Instance) -> str:
    """The text as the executor rewrites it: an instance before every name of a tool with a `(` behind it.

    It does so in string literals too, and takes the space before any `(`: part of what the benchmark's calls mean.
    """
    return _CALLED.sub(lambda match: f"{instance(name)}.{name}" if (name := match[1]) in tools else name, text)


def evaluate(text: str, tools: Container[str], instance: Instance, call: Call) -> str:
    """What a call text evaluates to, as the executor prints it; `call` runs one of the tools, by its name.

    Raises:
        Exception: what Python raises for it.
    """
    if text.count("(") > 1:
        text = rewritten(text, tools, instance)
    body, constants = _parsed(text)
    run = _Evaluation(tools, instance, call)
    if constants is not None:
        made = run.apply(body.func, *constants.fresh())
    else:
        made = run.called(body) if isinstance(body, ast.Call) else run.value(body)
    return made.text if isinstance(made, Made) else result_text(made)


class _Constants(NamedTuple):
    """The arguments of a call that hold nothing to be evaluated."""

    arguments: tuple[Any, ...]
    named: dict[str, Any]
    mutable: bool

    def fresh(self) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Arguments for one call, which may change them."""
        if self.mutable:
            return deepcopy((self.arguments, self.named))
        return self.arguments, self.named.copy()


@lru_cache(maxsize=4096)
def _parsed(text: str) -> tuple[Any, _Constants | None]:
    """The expression of a text, and its arguments where it is a call with nothing but constants."""
    _forbid(text)
    body = _tree(text.lstrip(" \t")).body
    if not isinstance(body, ast.Call) or any(keyword.arg is None for keyword in body.keywords):
        return body, None
    try:
        arguments = tuple(map(ast.literal_eval, body.args))
        named = {str(keyword.arg): ast.literal_eval(keyword.value) for keyword in body.keywords}
    except (ValueError, TypeError):
        return body, None
    mutable = any(isinstance(value, list | dict | set | tuple) for value in (*arguments, *named.values()))
    return body, _Constants(arguments, named, mutable)


def _tree(text: str) -> ast.Expression:
    """The expression of a text, compiled too: some errors, as a name given twice, show up there only."""
    with catch_warnings():
        simplefilter("ignore")
        tree = ast.parse(text, "<string>", "eval")
        compile(tree, "<string>", "eval")
    return tree


def value_of(node: ast.expr) -> Any:
    """The value of an expression in which no tool is called.

    Raises:
        Exception: what Python raises for it.
    """
    return _Evaluation((), str, _no_tool).value(node)


def _no_tool(name: str, arguments: tuple[Any, ...], named: dict[str, Any]) -> Made:
    raise NameError(f"name {name!r} is not defined")


def _forbid(text: str) -> None:
    name = text.split("(")[0]
    if "." in name:
        name = name.split(".")[1]
    if name in FORBIDDEN:
        raise Exception(f"Function call {name} is not allowed.")


class _Evaluation:
    """One expression, evaluated from left to right."""

    def __init__(self, tools: Container[str], instance: Instance, call: Call) -> None:
        self._tools = tools
        self._instance = instance
        self._call = call

    def value(self, node: ast.expr) -> Any:
        if isinstance(node, ast.Constant):
            return node.value
        evaluate = _NODES.get(type(node))
        if evaluate is None:
            raise Unsupported(f"{ast.unparse(node)[:60]} is not evaluated here")
        return evaluate(self, node)

    def _values(self, nodes: list[ast.expr]) -> list[Any]:
        found: list[Any] = []
        for node in nodes:
            if isinstance(node, ast.Starred):
                found.extend(self.value(node.value))
            else:
                found.append(self.value(node))
        return found

    def _dict(self, node: ast.Dict) -> dict[Any, Any]:
        made: dict[Any, Any] = {}
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                made.update(self.value(value))
            else:
                held = self.value(key)  # an assignment would evaluate the value first
                made[held] = self.value(value)
        return made

    def _unary(self, node: ast.UnaryOp) -> Any:
        return _UNARY[type(node.op)](self.value(node.operand))

    def _binary(self, node: ast.BinOp) -> Any:
        if type(node.op) not in _BINARY:
            raise Unsupported(f"{ast.unparse(node)[:60]} is not evaluated here")
        return _BINARY[type(node.op)](self.value(node.left), self.value(node.right))

    def _name(self, node: ast.Name) -> Any:
        raise NameError(f"name {node.id!r} is not defined")

    def _subscript(self, node: ast.Subscript) -> Any:
        return self.value(node.value)[self.value(node.slice)]

    def _called(self, node: ast.Call) -> Any:
        made = self.called(node)
        return made.value if isinstance(made, Made) else made

    def apply(self, function: ast.expr, arguments: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """What a function gives for values: `Made` for a tool, a value for a function of Python."""
        return self._function(function)(arguments, named)

    def called(self, node: ast.Call) -> Any:
        """What a call gives, as `apply` does; what is called is looked up before its arguments are evaluated."""
        function = self._function(node.func)
        arguments = tuple(self._values(node.args))
        named: dict[str, Any] = {}
        for keyword in node.keywords:
            if keyword.arg is None:
                named.update(self.value(keyword.value))
            else:
                named[keyword.arg] = self.value(keyword.value)
        return function(arguments, named)

    def _function(self, node: ast.expr) -> Callable[[tuple[Any, ...], dict[str, Any]], Any]:
        """What a call calls: a tool, under its own name or its instance's, or one of Python's pure functions."""
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.attr in self._tools and self._instance(node.attr) == node.value.id:
                return partial(self._call, node.attr)
            raise NameError(f"name {node.value.id!r} is not defined")
        if not isinstance(node, ast.Name):
            raise Unsupported(f"{ast.unparse(node)[:60]} is not evaluated here")
        if node.id in self._tools:
            return partial(self._call, node.id)
        if node.id in _FUNCTIONS:
            return lambda arguments, named: _FUNCTIONS[node.id](*arguments, **named)
        raise NameError(f"name {node.id!r} is not defined")


_NODES: dict[type[ast.expr], Callable[[_Evaluation, Any], Any]] = {
    ast.List: lambda run, node: run._values(node.elts),
    ast.Tuple: lambda run, node: tuple(run._values(node.elts)),
    ast.Set: lambda run, node: set(run._values(node.elts)),
    ast.Dict: _Evaluation._dict,
    ast.UnaryOp: _Evaluation._unary,
    ast.BinOp: _Evaluation._binary,
    ast.Name: _Evaluation._name,
    ast.Subscript: _Evaluation._subscript,
    ast.Call: _Evaluation._called,
}
