"""A model's answers are decoded as the benchmark's own handlers decode them, what they take for talk included."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from funreason_sim.bfcl.decoding import decoded, is_empty, turns_of

NEEDED = (
    "convert_to_function_call",
    "ast_parse",
    "resolve_ast_call",
    "resolve_ast_by_type",
    "default_decode_execute_prompting",
    "parse_nested_value",
    "decoded_output_to_execution_list",
)


@pytest.fixture(scope="module")
def handlers() -> dict[str, Callable[..., Any]]:
    """The package's own functions, taken out of a module that cannot be imported without all of its dependencies."""
    spec = find_spec("bfcl_eval")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    file = Path(next(iter(spec.submodule_search_locations))) / "model_handler" / "utils.py"
    tree = ast.parse(file.read_text("utf-8"))
    wanted = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name in NEEDED]
    assert len(wanted) == len(NEEDED)
    python = SimpleNamespace(PYTHON="python", JAVA="java", JAVASCRIPT="javascript", VERBOSE_XML="xml")
    room: dict[str, Any] = {"ast": ast, "json": json, "re": __import__("re"), "ReturnFormat": python}
    exec(compile("from __future__ import annotations", "<annotations>", "exec"), room)
    module = ast.Module([ast.parse("from __future__ import annotations").body[0], *wanted], [])
    exec(compile(module, str(file), "exec"), room)
    return room


def theirs(decode: Callable[[], list[str]]) -> list[str] | None:
    """What the package makes of a step; None for one that it skips."""
    try:
        calls = decode()
    except Exception:
        return None
    return None if is_empty(calls) else calls


PROMPTED = [
    "[cd(folder='document')]",
    "cd(folder='document')",
    "[cd('document'), ls(a=True)]",
    "```[ls()]\n```",
    "'[ls()]'",
    "[a.b.ls(a=False)]",
    "[add(a=-1, b=2.5e3)]",
    "[add(a=+1, b=~2)]",
    "[add(a=1 + 2 * 3, b=2 ** 8)]",
    "[mean(numbers=[1, -2, (3, 4)])]",
    "[edit_ticket(ticket_id=1, updates={'priority': 2, 'title': 'x'})]",
    "[edit_ticket(ticket_id=1, updates={'a': {'b': 1}})]",
    "[edit_ticket(ticket_id=1, updates={})]",
    "[f(x=g(y=1), z=h(2), n=name, t=True, e=..., s=rows[0])]",
    "[f(x=None), 'talk']",
    "[f(x={1, 2})]",
    "[f(x=lambda: 1)]",
    "[f(x=f'{1}')]",
    "[]",
    "",
    "I have done it.",
    "[I have done it]",
    "f(x=1)\nand more",
    "f(**{'x': 1})",
    "1",
]


@pytest.mark.parametrize("text", PROMPTED)
def test_a_prompted_step_is_decoded_as_the_package_does(text: str, handlers: dict[str, Callable[..., Any]]) -> None:
    """Calls in brackets or not, with nested values, and talk."""
    assert decoded(text, prompted=True) == theirs(lambda: handlers["default_decode_execute_prompting"](text))


CALLED: list[Any] = [
    [{"cd": '{"folder": "document"}'}],
    [{"cd": {"folder": "it's"}}, {"ls": "{}"}],
    {"ls": "{}"},
    [{"ls": "{}", "pwd": "{}"}],
    [{"add": '{"a": 1e400, "b": null}'}],
    [{"ls": "no JSON"}],
    [{"ls": "[1]"}],
    [{"ls": 3}],
    [],
    "talk",
    ["talk"],
    None,
    3,
]


@pytest.mark.parametrize("step", CALLED, ids=map(str, CALLED))
def test_a_step_of_calls_is_decoded_as_the_package_does(step: Any, handlers: dict[str, Callable[..., Any]]) -> None:
    """Arguments as objects or as JSON texts, and what is no call."""
    assert decoded(step, prompted=False) == theirs(lambda: handlers["convert_to_function_call"](step))


def test_steps_that_are_talk_are_left_out_of_a_turn() -> None:
    """The calls of the others stay in their steps."""
    turns = [["[ls()]", "Done."], ["Nothing to do."]]
    assert turns_of(turns, prompted=True) == [[["ls()"]], []]
