"""The entry point: puts the commands together, and turns every error into one sentence and an exit code.

0    it worked                        1    it ran, and the answer is no
2    the input cannot be used         130  interrupted
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib.metadata import version
from typing import Annotated, Any

import typer

from ..errors import FunreasonError, UsageError
from . import (
    bench,
    bfcl,
    check,
    envs,
    explain,
    export,
    generate,
    graph,
    merge,
    mutate,
    new_environment,
    play,
    probe,
    rejected,
    replay,
    status,
    verify,
)
from .terminal import one_line

_OPTION_ERROR: type[Exception] = typer.BadParameter.__mro__[2]  # the root of what typer raises for bad options

app = typer.Typer(
    name="funreason-sim",
    help="Make multi-turn tool-use training data whose every sample can be run again, and prove it.",
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(generate.generate)
app.command()(status.status)
app.command()(rejected.rejected)
app.command()(merge.merge)
app.command()(verify.verify)
app.command()(replay.replay)
app.command()(export.export)
app.command()(graph.graph)
app.command()(probe.probe)
app.command()(explain.explain)
app.command()(play.play)
app.command()(new_environment.new_environment)
app.command()(check.check)
app.command()(mutate.mutate)
app.command()(envs.envs)
app.command()(bench.bench)
app.add_typer(bfcl.bfcl, name="bfcl")


@app.callback(invoke_without_command=True)
def top(
    context: typer.Context,
    show_version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
) -> None:
    """Make multi-turn tool-use training data whose every sample can be run again, and prove it."""
    if show_version:
        typer.echo(f"funreason-sim {version('funreason_sim')}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def main(arguments: list[str] | None = None) -> int:
    """Run the command line on these arguments, or on the process's own; the exit code."""
    _never_fail_to_print()
    try:
        status = _quiet_on_broken_pipe(lambda: app(args=arguments, prog_name="funreason-sim", standalone_mode=False))
    except UsageError as error:
        return _complain(str(error), 2)
    except FunreasonError as error:
        return _complain(str(error), 1)
    except (KeyboardInterrupt, typer.Abort):
        return _complain("interrupted", 130)
    except _OPTION_ERROR as error:
        return _complain(f"{_message(error)} (funreason-sim --help lists what there is)", 2)
    return status if isinstance(status, int) else 0


def _message(error: Any) -> str:
    return str(error.format_message()).rstrip(".")


def _complain(sentence: str, status: int) -> int:
    print(f"funreason-sim: {one_line(sentence)}", file=sys.stderr)
    return status


def _never_fail_to_print() -> None:
    """A terminal that cannot show a character gets its escape instead of an exception."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _quiet_on_broken_pipe(act: Callable[[], object]) -> object:
    """Whoever reads us may stop reading (`| head`): that is no error, and nobody is there to be told."""
    try:
        status = act()
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status
