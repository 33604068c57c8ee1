"""`play`: call tools by hand, on a terminal with completion or from a script on standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import FunreasonError, PlayStopped, ScenarioError
from .terminal import one_line, out, shown

if TYPE_CHECKING:
    from ..authoring.play.commands import Player
    from ..sim import Scenario


def play(
    path: Annotated[str, typer.Argument(help="A folder or an installed environment, or a+b.", show_default=False)],
    seed: Annotated[str, typer.Option("--seed", help="What is drawn in this world follows from it.")] = "0",
    scenario: Annotated[
        Path | None,
        typer.Option("--scenario", help="A file with the initial state; drawn without it.", show_default=False),
    ] = None,
) -> None:
    """Call tools by hand: see rows change, fork, undo, let time pass, and save what was played.

    On a terminal, Tab completes, help explains and Ctrl-D leaves. Lines that come from elsewhere are done one by one;
    the first that cannot be done is named, and ends it with 1.
    """
    from ..authoring.play.commands import Player
    from ..authoring.play.session import Session
    from ..sim import space
    from ..sim.catalog import is_path

    found = space(path)
    document = _read(scenario) if scenario is not None else None
    home = Path(path) if len(found.environments) == 1 and is_path(path) else None
    player = Player(Session.begin(found, seed, document), path, home)
    try:
        if sys.stdin.isatty() and sys.stdout.isatty():
            from .play_prompt import converse

            converse(player)
        else:
            _script(player, sys.stdin)
    finally:
        player.session.close()


def _script(player: Player, lines: Iterable[str]) -> None:
    """Do every line, printing it and what it did."""
    from ..authoring.play.results import Left
    from .play_view import view

    console = out()
    for number, line in enumerate(lines, start=1):
        if line.strip():
            console.print(shown(f"> {one_line(line.strip())}", "bold"), soft_wrap=True)
        try:
            result = player.do(line)
        except FunreasonError as error:
            raise PlayStopped(f"line {number}, {one_line(line.strip(), 100)}: {error}") from error
        if isinstance(result, Left):
            return
        if result is not None:
            console.print(view(result))


def _read(path: Path) -> Scenario:
    from ..data.strict_json import parse

    try:
        document = parse(path.read_text("utf-8"))
    except OSError as error:
        raise ScenarioError(f"{path} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise ScenarioError(f"{path} is no scenario: {error}") from error
    if not isinstance(document, dict):
        raise ScenarioError(f"{path} is no scenario: it should be an object with a document for each environment")
    return document
