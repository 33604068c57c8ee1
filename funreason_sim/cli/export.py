"""`export`: training rows from samples."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, cast

import typer

from .terminal import choice, say


def export(
    file: Annotated[Path, typer.Argument(help="A file of samples.", show_default=False)],
    to: Annotated[str, typer.Option("--to", help="Whose rows: openai or llamafactory.", show_default=False)],
    path: Annotated[Path, typer.Option("--out", help="The file to write; one that is there is replaced.")],
    allow_eval: Annotated[bool, typer.Option("--allow-eval", help="Also export samples of benchmark origin.")] = False,
) -> None:
    """Write training rows, one per assistant response, for a trainer.

    Each row holds the conversation up to one response, and is for training on that response alone. Rows are written
    whole or not at all. For openai, thoughts are left out, since its format has no field for them; for llamafactory,
    dataset_info.json beside the rows gets an entry.
    """
    from ..data.export import Target
    from ..data.export import export as write_rows

    target = cast(Target, choice("--to", to, ("openai", "llamafactory")))
    summary = write_rows(file, target, path, allow_eval=allow_eval)
    say(f"{summary.rows} rows from {summary.exported} of {summary.samples} samples are in {path}.")
    for why, count in summary.left_out.items():
        say(f"Left out {count}: {why}.")
    for note in summary.notes:
        say(note)
