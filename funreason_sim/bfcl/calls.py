"""Parses the benchmark's call strings, `cd(folder='document')`, as literals: nothing is evaluated."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ..records import JsonValue
from ..sim import Space


def parse_call(text: str, space: Space) -> tuple[str, dict[str, JsonValue]]:
    """The tool and the arguments of a call string; positional arguments get their names from the tool.

    Raises:
        ValueError: with one sentence, when it is not a call with literal arguments of a tool of the space.
    """
    try:
        node = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, RecursionError, MemoryError) as error:
        raise ValueError(f"{text[:80]!r} is not a call: {error}") from error
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        raise ValueError(f"{text[:80]!r} is not a call of a tool")
    tool = node.func.id
    if tool not in space.tools:
        raise ValueError(f"{space.name} has no tool {tool}")
    names = _positional(tool, len(node.args), space)
    pairs = [*zip(names, node.args, strict=True), *((k.arg, k.value) for k in node.keywords)]
    return tool, {str(name): _literal(value, text) for name, value in pairs}


def _positional(tool: str, count: int, space: Space) -> Sequence[str]:
    properties = space.tools[tool].spec.parameters["properties"]
    names = list(properties) if isinstance(properties, dict) else []
    if count > len(names):
        raise ValueError(f"{tool} takes {len(names)} arguments, not {count}")
    return names[:count]


def _literal(node: ast.expr, text: str) -> JsonValue:
    try:
        value: JsonValue = ast.literal_eval(node)
    except (ValueError, TypeError, RecursionError) as error:
        raise ValueError(f"{text[:80]!r} has an argument that is not a literal") from error
    return value
