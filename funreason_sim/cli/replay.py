"""`replay`: one trajectory to read, step by step."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import ConfigError
from ..records import Sample
from .terminal import one_line, out, say


def replay(
    file: Annotated[Path, typer.Argument(help="A file of samples.", show_default=False)],
    wanted: Annotated[str | None, typer.Option("--id", help="The id of a sample; the first one without it.")] = None,
    first: Annotated[bool, typer.Option("--first", help="Print the id of the first sample, for scripts.")] = False,
) -> None:
    """Show one trajectory: what was asked, thought, called, changed and answered, and where each argument came from."""
    from . import replay_view

    if first and wanted is not None:
        raise ConfigError("--first prints an id and --id takes one; give one of them")
    sample = _find(file, wanted)
    if first:
        say(one_line(sample.id))
        return
    console = out()
    for part in replay_view.parts(sample):
        console.print(part)


def _find(file: Path, wanted: str | None) -> Sample:
    from ..data import read_samples

    count, example = 0, ""
    for _, sample in read_samples(file):
        if wanted is None or sample.id == wanted:
            return sample
        count, example = count + 1, example or sample.id
    told = "1 sample" if count == 1 else f"{count} samples"
    raise ConfigError(f"{file} has no sample {wanted!r} among its {told}; one of them is {example!r}")
