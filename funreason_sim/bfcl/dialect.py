"""What a class of the benchmark says and does where our environment speaks otherwise; one `Dialect` for each domain.

An environment returns JSON and refuses; the benchmark returns Python values, raises, and prints with `str`. A dialect
names the differences: refusals that the original raises, results that it builds otherwise (long contexts above all),
arguments that it uses as keys, and how its configurations and attributes are laid out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..sim import Scenario, World

Config = Mapping[str, Any]
"""An entry's `initial_config` of one class."""


@dataclass(frozen=True)
class Reply:
    """What our environment answered to a call: `value` as Python has it, `code` where it was a refusal.

    `arguments` are those of the call as Python bound them, defaults included; `world` is there to be read only.
    """

    tool: str
    arguments: Mapping[str, Any]
    value: Any
    code: str | None
    long_context: bool
    world: World


Rule = Callable[[Reply], Any]
"""The Python value that the original returns where our environment replied so; raises what the original raises."""


@dataclass(frozen=True)
class Answer:
    """What the original returns for a call that does not reach our environment."""

    value: Any


Before = Callable[[Mapping[str, Any], World], "Mapping[str, Any] | Answer"]
"""The arguments that our environment gets for those of a call, or the answer; raises what the original raises."""


def _never(tool: str, arguments: Mapping[str, Any]) -> bool:
    return False


def _as_is(config: Config, long_context: bool) -> Scenario:
    return dict(config)


@dataclass(frozen=True)
class Dialect:
    """One domain's differences.

    Attributes:
        environment: our environment's name.
        official: the name of the benchmark's class.
        attributes: the public attributes of the class, from the world as a document, and whether contexts are long.
        scenario: our document of a configuration, inflated where contexts are long.
        raised: by tool, the refusals that the original raises: their text stands behind `Error during execution: `.
        results: by tool, the rule that makes the original's result of a reply; without one it is the reply's value.
        before: by tool, what is done to arguments that do not fit the tool's schema, before the tool gets them.
        hashed: by tool, the parameters that the original uses as keys of dictionaries: lists and objects fail there.
        exact: tools whose booleans and None are kept as such, where a cell would make a number or nothing of them.
        tries: by parameter, values that a fuzzer should try besides those that the world knows.
        starts: configurations from which a fuzzer should begin too, with what the benchmark's own never have.
        endless: whether the original would not come to an end with a call, by tool and arguments: no fuzzer makes it.
    """

    environment: str
    official: str
    attributes: Callable[[Scenario, bool], dict[str, Any]]
    scenario: Callable[[Config, bool], Scenario] = _as_is
    raised: Mapping[str, frozenset[str]] = field(default_factory=dict)
    results: Mapping[str, Rule] = field(default_factory=dict)
    before: Mapping[str, Before] = field(default_factory=dict)
    hashed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    exact: frozenset[str] = frozenset()
    tries: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    starts: Sequence[Config] = ()
    endless: Callable[[str, Mapping[str, Any]], bool] = _never


def result_text(value: Any) -> str:
    """A Python value as the benchmark's executor prints it."""
    if type(value) is str:
        return value
    if type(value) is dict:
        try:
            return json.dumps(value)
        except (TypeError, ValueError, RecursionError):
            return str(value)
    return str(value)
