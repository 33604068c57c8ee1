"""Runs the benchmark's own classes, each entry isolated: what our environments are compared with.

The originals leak between entries of one process, through module tables and mutable default arguments; here everything
that leaked is put back before an entry begins. Their clock is set to the day on which our episodes begin, and their
sums are those of Python 3.11, so that what they say depends neither on the day nor on the Python of the comparison.
"""

from __future__ import annotations

import decimal
import importlib
import importlib.util
import inspect
import sys
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from datetime import UTC, datetime
from functools import cache
from types import ModuleType
from typing import Any

from ..errors import OracleMissing
from ..sim.dawn import DAWN
from .dialect import Config
from .oracle import INSTALL

_DIGITS = 15
"""The precision of mpmath in a process that has not changed it."""
_ROOM = "bfcl_eval.eval_checker.multi_turn_eval"
_MODULES = {
    "GorillaFileSystem": "gorilla_file_system",
    "MathAPI": "math_api",
    "MessageAPI": "message_api",
    "TwitterAPI": "posting_api",
    "TicketAPI": "ticket_api",
    "TradingBot": "trading_bot",
    "TravelAPI": "travel_booking",
    "VehicleControlAPI": "vehicle_control",
}


def _module(name: str) -> Any:
    try:
        return importlib.import_module(f"{_ROOM}.{name}")
    except ImportError as error:
        raise OracleMissing(
            f"the benchmark package cannot be imported ({error}); install it with: {INSTALL} mpmath==1.3.0"
        ) from error


def modules() -> dict[str, ModuleType]:
    """The modules of the eight classes, by class.

    Raises:
        OracleMissing: when the package or what it needs is not installed.
    """
    return {name: _module(f"func_source_code.{module}") for name, module in _MODULES.items()}


@cache
def long_context() -> Any:
    """What long contexts are filled with: a copy of the module of its own, since the originals write into theirs."""
    spec = _module("func_source_code.long_context").__spec__
    copy = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(copy)
    return copy


def checker() -> Any:
    """The benchmark's `multi_turn_checker`."""
    return _module("multi_turn_checker").multi_turn_checker


def executor() -> Any:
    """The benchmark's `execute_multi_turn_func_call`."""
    return _module("multi_turn_utils").execute_multi_turn_func_call


def fresh() -> None:
    """Put back what leaked, and drop all instances: the executor keeps them in its module."""
    _restore()
    room = _module("multi_turn_utils")
    for name in [name for name in vars(room) if name.endswith("_instance")]:
        delattr(room, name)


class Official:
    """The classes of one entry, executed by the benchmark's own executor.

    Arguments as for `Execution`.
    """

    def __init__(
        self,
        classes: Iterable[str],
        configs: Mapping[str, Config],
        *,
        long_context: bool = False,
        model: str = "model",
        entry: str = "entry",
    ) -> None:
        fresh()
        self._classes = list(classes)
        self._configs = dict(configs)
        self._long = long_context
        self._model, self._entry = model, entry
        self.instances: dict[str, Any] = {}
        self.execute(())

    def execute(self, texts: Iterable[str]) -> list[str]:
        """The result texts of call texts."""
        results, self.instances = executor()(
            list(texts), self._configs, self._classes, self._model, self._entry, self._long
        )
        return list(map(str, results))

    def equals(self, other: Official) -> bool:
        """Whether every instance is equal to the other's, by the `==` of its class where it has one that ends."""
        return all(_equal(instance, other.instances[name]) for name, instance in self.instances.items())

    def attributes(self) -> dict[str, dict[str, Any]]:
        """The public attributes of every class, by its name; files and directories as plain objects."""
        return {name: public(instance) for name, instance in self.instances.items()}


def _equal(one: object, other: object) -> bool:
    if type(one).__eq__ is not object.__eq__:
        try:
            return bool(one == other)
        except RecursionError:  # a folder inside of itself
            pass
    return public(one) == public(other)


def public(instance: object) -> dict[str, Any]:
    """The attributes that the benchmark's checker compares, as plain values."""
    return {name: _plain(value) for name, value in vars(instance).items() if not name.startswith("_")}


def _plain(value: Any, above: tuple[int, ...] = ()) -> Any:
    if id(value) in above:
        return {"again": len(above) - above.index(id(value))}
    inside = (*above, id(value))
    kind = type(value).__name__
    if kind == "Directory":
        return {"directory": value.name, "contents": _plain(value.contents, inside)}
    if kind == "File":
        return {"file": value.name, "content": _plain(value.content, inside)}
    if isinstance(value, dict):
        return {key: _plain(item, inside) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item, inside) for item in value]
    return value


class _Today(datetime):
    """The day on which our episodes begin, for code that asks for today."""

    @classmethod
    def today(cls) -> _Today:
        return cls.fromtimestamp(DAWN, UTC).replace(tzinfo=None)


def _left_fold(values: Iterable[Any]) -> Any:
    """`sum` as it was up to Python 3.11: later ones add floats with fewer roundings."""
    total: Any = 0
    for value in values:
        total = total + value
    return total


@cache
def _leaky() -> tuple[tuple[Any, Any], ...]:
    """Everything mutable that outlives an instance, each with a copy of how it was: module tables and defaults."""
    filled = _module("func_source_code.long_context")
    found = [value for module in (*modules().values(), filled) for value in _tables(module)]
    modules()["TravelAPI"].datetime = _Today  # type: ignore[attr-defined]
    if sys.version_info >= (3, 12):
        modules()["MathAPI"].sum = _left_fold  # type: ignore[attr-defined]
    return tuple((value, deepcopy(value)) for value in found)


def _tables(module: ModuleType) -> Iterator[Any]:
    yield from (value for name, value in vars(module).items() if isinstance(value, dict | list) and name[:2] != "__")
    for _, kind in inspect.getmembers(module, inspect.isclass):
        for _, function in inspect.getmembers(kind, inspect.isfunction):
            yield from (value for value in function.__defaults__ or () if isinstance(value, dict | list))


def _restore() -> None:
    decimal.getcontext().prec = decimal.DefaultContext.prec
    modules()["MathAPI"].mpmath.mp.dps = _DIGITS
    for value, before in _leaky():
        if value == before:
            continue
        value.clear()
        if isinstance(value, dict):
            value.update(deepcopy(before))
        else:
            value.extend(deepcopy(before))
