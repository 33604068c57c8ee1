"""All faults that are seeded into one environment."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from ...sim import Dice, Environment
from . import operators, sql
from .faults import Edit, Fault, distinct
from .source import Function, Source, folder_of, functions, source_of


def seed_faults(environment: Environment) -> list[Fault]:
    """Every fault that the operators find in the code that tools run, in the order of files and lines."""
    tables = sql.columns_of(environment)
    found = functions(environment)
    faults = [fault for function in found for fault in _of(function, environment, tables)]
    return [*faults, *_numbers(found, folder_of(environment))]


def sample(faults: list[Fault], limit: int | None, seed: int) -> list[Fault]:
    """At most so many of them, drawn by the seed, in their order."""
    if limit is None or limit >= len(faults):
        return faults
    drawn = sorted(Dice(str(seed)).child("mutate").sample(range(len(faults)), limit))
    return [faults[index] for index in drawn]


def _of(function: Function, environment: Environment, tables: sql.Columns) -> Iterator[Fault]:
    tools = [environment.tools[name] for name in function.tools if name in environment.tools]
    codes = list(dict.fromkeys(code for tool in tools for code in tool.refusals))
    source = function.source
    for edit in operators.seeded(function, codes, tables):
        line = source.data.count(b"\n", 0, edit.start) + 1
        statement = max(start for start in function.statements if start <= line)
        yield Fault(edit, source, function.qualname, function.tools, frozenset({(source.file, statement)}))


def _numbers(found: list[Function], folder: Path) -> Iterator[Fault]:
    """Off-by-one faults of numbers that modules give a name, as the functions read them."""
    readers: dict[tuple[Path, str], list[Function]] = {}
    for function in found:
        for place in dict.fromkeys(function.numbers(folder)):
            readers.setdefault(place, []).append(function)
    for (file, name), reading in readers.items():
        source = source_of(file, folder)
        probes = frozenset((reader.source.file, line) for reader in reading for line in reader.statements)
        tools = tuple(dict.fromkeys(tool for reader in reading for tool in reader.tools))
        for edit in distinct(_shifted(source, name), source):
            yield Fault(edit, source, name, tools, probes)


def _shifted(source: Source, name: str) -> Iterator[Edit]:
    for statement in source.tree.body:
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            for node in ast.walk(statement):
                if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
                    start, end = source.span(node)
                    yield Edit("off-by-one constant", start, end, repr(node.value + 1))
