"""`mutate`: seeds faults into the tools of an environment, and says which of them its tests miss."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import UsageError
from .bar import bar

if TYPE_CHECKING:
    from ..authoring.mutation import How, Measured
    from ..sim import Environment


def mutate(
    place: Annotated[str, typer.Argument(metavar="PATH", help="A folder, or an installed name.", show_default=False)],
    tests: Annotated[
        list[Path] | None,
        typer.Option("--tests", help="A folder or a file of tests; PATH/tests without it.", show_default=False),
    ] = None,
    markers: Annotated[
        str, typer.Option("-m", "--markers", metavar="EXPR", help="Only tests with these pytest markers.")
    ] = "",
    at_least: Annotated[
        float, typer.Option("--at-least", min=0, max=100, metavar="PERCENT", help="The share that has to be killed.")
    ] = 95.0,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="Try so many faults, drawn by the seed.", show_default=False)
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="Which faults --limit draws.")] = 0,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, help="Processes at a time; one a core without it.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")] = False,
) -> None:
    """Seed faults into an environment's tools, one at a time, and run its tests against each.

    A fault is a dropped write, a swapped column, a missing check, a moved boundary and the like. Those that no test
    notices are listed with their place and as a diff. Files stay as they are: a fault lives in a process of its own.
    Exits with 0 when at least the asked share is killed, 1 when less is or when mutants.toml explains what is no
    survivor, and 2 when the tests fail by themselves.
    """
    if find_spec("pytest") is None:
        raise UsageError("mutate runs tests with pytest, which is not installed; pip install pytest")
    from ..sim import environment
    from . import mutate_view

    found = environment(place)
    how = _how(found, place, tests or [], markers, limit, seed, workers)
    measured = _measured(found, how)
    if as_json:
        mutate_view.print_document(measured, at_least)
    else:
        mutate_view.show(measured, at_least, how)
    raise typer.Exit(int(measured.share < at_least or bool(measured.stale)))


def _how(
    found: Environment, place: str, tests: list[Path], markers: str, limit: int | None, seed: int, workers: int | None
) -> How:
    from ..authoring.mutation import How

    chosen = tuple(tests) or (_beside(found, place),)
    return How(chosen, markers, limit, seed, workers or os.cpu_count() or 1)


def _beside(found: Environment, place: str) -> Path:
    """The tests that lie in the environment's own folder."""
    folder = Path(place) / "tests"
    if not folder.is_dir():
        raise UsageError(f"there are no tests in {folder}; --tests names the folder or file of {found.name}'s tests")
    return folder


def _measured(found: Environment, how: How) -> Measured:
    from ..authoring.mutation import measure

    # Without a thread of its own: the process is forked, and a fork has only the thread that made it.
    with bar("trying faults", thread=False) as shown:
        return measure(found, how, shown.at)
