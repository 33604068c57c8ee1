"""`generate`: makes trajectories, shows how it goes, and says what to do with them."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer

from ..records import Effort, RunConfig
from .flags import configuration, with_flags
from .progress import Tally, watching
from .terminal import say
from .units import bytes_told, share

SAMPLES = "trajectories.jsonl"


@with_flags
def generate(
    folder: Annotated[
        Path, typer.Option("--out", help="Folder of the run; an unfinished run in it goes on.", show_default=False)
    ],
    **options: Any,
) -> None:
    """Make trajectories, every one proved by running it again, in a folder.

    The folder holds run.db, everything that was tried, and trajectories.jsonl, the samples. Stop it whenever you like:
    the same command goes on. A larger --count lets a finished run grow.
    """
    config = configuration(options)
    tally = Tally()
    try:
        asyncio.run(_drive(config, folder, tally))
    except (KeyboardInterrupt, asyncio.CancelledError):
        tally.why = "stopped"
    raise typer.Exit(_conclude(tally, folder, config))


async def _drive(config: RunConfig, folder: Path, tally: Tally) -> None:
    from ..running import Run

    _stop_when_terminated()
    with watching(tally) as watch:
        async with Run(config, folder) as run:
            async for event in run.events():
                tally.take(event)
                watch()


def _stop_when_terminated() -> None:
    """Let a scheduler's SIGTERM stop the run as cleanly as the interrupt key does."""
    task = asyncio.current_task()
    with suppress(NotImplementedError, RuntimeError):  # signals reach the main thread only
        if task is not None:
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)


def _conclude(tally: Tally, folder: Path, config: RunConfig) -> int:
    """Say how the run ended; the exit code."""
    if tally.why == "stopped":
        say(f"Stopped with {tally.kept} kept. All of it is in {folder}; the same command goes on from there.")
        say(f"How far it is: funreason-sim status {folder}")
        return 130
    rejected = f" ({tally.reasons_told()})" if tally.reasons else ""
    say(f"{tally.kept} kept, {tally.rejected} rejected{rejected}.")
    if tally.effort.posed:
        for line in _shares(tally.effort):
            say(line)
    from ..data.status import store_size

    size = store_size(folder)
    each = f" run.db: {bytes_told(size)}, {bytes_told(size / tally.kept)} for each." if size and tally.kept else ""
    say(f"{tally.seconds:.1f} seconds, {tally.rate:.1f} trajectories a second.{each}")
    for index, how in tally.set_aside.items():
        say(f"Index {index} was set aside: every worker that had it in hand died ({how}).")
    if tally.set_aside:
        say("The same command tries it again." if len(tally.set_aside) == 1 else "The same command tries them again.")
    if tally.kept == 0 or tally.why == "stalled":
        say(f"{_why_none(tally)} Everything that was tried, and why it failed, is in {folder / 'run.db'}.")
        return 1
    if tally.why == "exhausted":
        say("The traces are used up." if config.from_traces else f"All of --indices {config.indices} is done.")
    say(f"The samples are in {folder / SAMPLES}. Prove them: funreason-sim verify {folder / SAMPLES}")
    return 0


def _shares(effort: Effort) -> list[str]:
    """How often walks and attempts came to something, over kept and rejected indices alike."""
    return [
        f"Walks kept: {share(effort.turns, effort.walks)}.",
        f"Turns solved at the first attempt: {share(effort.first_attempts, effort.posed)}, "
        f"after the critic: {share(effort.after_critic, effort.posed)}.",
        f"Turns with a prerequisite that the query leaves implicit: {share(effort.hidden, effort.turns)}.",
    ]


def _why_none(tally: Tally) -> str:
    if tally.why == "stalled":
        return "The run stalled: too many indices in a row were rejected."
    return "Nothing was kept."
