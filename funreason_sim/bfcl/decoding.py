"""Decodes a model's answers, in the shape of the benchmark's result files, into call texts as its handlers do.

A step of a function-calling model is a list of `{name: arguments}`, arguments being an object or its JSON text; a step
of a prompted model is a text such as `[cd(folder='a'), ls()]`. What cannot be decoded is talk, not calls.
"""

from __future__ import annotations

import ast
import json
from typing import Any

from .evaluation import value_of


def decoded(step: Any, *, prompted: bool) -> list[str] | None:
    """The call texts of a step of a prompted or a function-calling model; None for one that the benchmark skips."""
    try:
        calls = _of_text(step) if prompted else _of_calls(step)
    except Exception:  # whatever it is, the benchmark takes it for talk
        return None
    return None if is_empty(calls) else calls


def is_empty(calls: list[Any]) -> bool:
    """Whether there is no call in it, as the benchmark has it: nothing, or one empty thing."""
    return not calls or (len(calls) == 1 and len(calls[0]) == 0)


def turns_of(result: list[Any], *, prompted: bool) -> list[list[list[str]]]:
    """The call texts of a whole result: turns of steps of calls."""
    return [[calls for step in turn if (calls := decoded(step, prompted=prompted)) is not None] for turn in result]


def _of_calls(step: Any) -> list[str]:
    made = []
    for call in [step] if type(step) is dict else step:
        for name, arguments in call.items():
            values = json.loads(arguments) if type(arguments) is str else arguments
            made.append(f"{name}({','.join(f'{key}={value!r}' for key, value in values.items())})")
    return made


def _of_text(step: str) -> list[str]:
    text = step.strip("`\n ")
    text = text if text.startswith("[") else "[" + text
    text = text if text.endswith("]") else text + "]"
    body = ast.parse(text.strip().strip("'"), mode="eval").body
    calls = [body] if isinstance(body, ast.Call) else body.elts  # type: ignore[attr-defined]
    return [_text_of(_call(call)) for call in calls]


def _text_of(call: dict[str, dict[Any, Any]]) -> str:
    ((name, arguments),) = call.items()
    return f"{name}({', '.join(f'{key}={_argument(value)}' for key, value in arguments.items())})"


def _argument(value: Any) -> str:
    """A value as the benchmark writes it again; an object of one object is taken for a nested call."""
    if not isinstance(value, dict):
        return repr(value)
    if all(isinstance(inner, dict) for inner in value.values()):
        name, inner = next(iter(value.items()))
        return f"{name}({', '.join(f'{key}={_argument(item)}' for key, item in inner.items())})"
    return "{" + ", ".join(f"'{key}': {_argument(item)}" for key, item in value.items()) + "}"


def _call(node: ast.expr) -> dict[str, dict[Any, Any]]:
    assert isinstance(node, ast.Call)
    parts, function = [], node.func
    while isinstance(function, ast.Attribute):
        parts.append(function.attr)
        function = function.value
    if isinstance(function, ast.Name):
        parts.append(function.id)
    return {".".join(reversed(parts)): {keyword.arg: _value(keyword.value) for keyword in node.keywords}}


def _value(node: ast.expr) -> Any:
    match node:
        case ast.Constant():
            return "..." if node.value is Ellipsis else node.value
        case ast.UnaryOp():
            return -node.operand.value  # type: ignore[attr-defined]
        case ast.List():
            return [_value(item) for item in node.elts]
        case ast.Tuple():
            return tuple(_value(item) for item in node.elts)
        case ast.Dict():
            pairs = zip(node.keys, node.values, strict=True)
            return {_value(key): _value(item) for key, item in pairs}  # type: ignore[arg-type]
        case ast.BinOp():
            return value_of(node)
        case ast.Name():
            return node.id
        case ast.Call():
            return _call(node) if node.keywords else ast.unparse(node)
        case ast.Subscript():
            return ast.unparse(node.value) + "[" + ast.unparse(node.slice) + "]"
    raise ValueError(f"no value of a call: {ast.unparse(node)}")
