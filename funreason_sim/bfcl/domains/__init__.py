"""The eight domains: what the benchmark's classes do that our environments do not say themselves."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from ..dialect import Dialect
from ..oracle import DOMAINS


@cache
def dialect(official: str) -> Dialect:
    """The dialect of one of the benchmark's classes, by its name."""
    found: Dialect = import_module(f".{DOMAINS[official]}", __name__).DIALECT
    return found
