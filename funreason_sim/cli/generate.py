"""`generate`: makes trajectories, shows how it goes, and says what to do with them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated, Any

import typer

from ..records import Effort, RunConfig
from .flags import configuration, with_flags
from .progress import Tally, watching
from .terminal import say

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
    except KeyboardInterrupt:
        tally.why = "stopped"
    raise typer.Exit(_conclude(tally, folder))


async def _drive(config: RunConfig, folder: Path, tally: Tally) -> None:
    from ..pipeline import Run

    with watching(tally) as watch:
        async with Run(config, folder) as run:
            async for event in run.events():
                tally.take(event)
                watch()


def _conclude(tally: Tally, folder: Path) -> int:
    """Say how the run ended; the exit code."""
    if tally.why == "stopped":
        say(f"Stopped with {tally.kept} kept. All of it is in {folder}; the same command goes on from there.")
        return 130
    rejected = f" ({tally.reasons_told()})" if tally.reasons else ""
    say(f"{tally.kept} kept, {tally.rejected} rejected{rejected}.")
    if tally.effort.posed:
        for line in _shares(tally.effort):
            say(line)
    say(f"{tally.seconds:.1f} seconds, {tally.rate:.1f} trajectories a second.")
    if tally.kept == 0 or tally.why == "stalled":
        say(f"{_why_none(tally)} Everything that was tried, and why it failed, is in {folder / 'run.db'}.")
        return 1
    if tally.why == "exhausted":
        say("The traces are used up.")
    say(f"The samples are in {folder / SAMPLES}. Prove them: funreason-sim verify {folder / SAMPLES}")
    return 0


def _shares(effort: Effort) -> list[str]:
    """How often walks and attempts came to something, over kept and rejected indices alike."""

    def share(count: int, whole: int) -> str:
        return f"{100 * count / max(whole, 1):.1f} % ({count} of {whole})"

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
