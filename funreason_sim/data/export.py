"""Training rows from a file of samples: which samples may be trained on, and in which trainer's form."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal

from ..errors import ConfigError, RecordError
from ..records import JsonValue, Record, Sample, ToolSpec
from . import llamafactory_rows, openai_rows
from .conversation import Part, cuts
from .files import read_samples, write_atomically

Target = Literal["openai", "llamafactory"]
_ROW: dict[Target, Callable[[str, Sequence[Part], Sequence[ToolSpec]], dict[str, JsonValue]]] = {
    "openai": openai_rows.row,
    "llamafactory": llamafactory_rows.row,
}


class ExportSummary(Record):
    """What an export did: samples read and exported, rows written, and why samples were left out."""

    samples: int
    exported: int
    rows: int
    left_out: dict[str, int]
    notes: tuple[str, ...]
    """What a trainer must know about these rows, one sentence each."""


def export(source: Path, to: Target, out: Path, *, allow_eval: bool = False) -> ExportSummary:
    """Write the training rows of a file of samples, one per assistant response, whole or not at all.

    A file at `out` is replaced. Samples whose verdict is not good are left out and counted.

    Raises:
        RecordError: for a line that is no sample, and for a sample of benchmark origin without `allow_eval`.
        ConfigError: when `out` cannot take these rows, or no sample could be exported.
        StoreError: when it cannot be written.
    """
    if out.exists() and source.exists() and out.samefile(source):
        raise ConfigError(f"--out {out} is the file to read; name another one")
    info = llamafactory_rows.merged_info(out) if to == "llamafactory" else None
    counted: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    write_atomically(out, _lines(source, to, allow_eval, counted, left_out))
    if info is not None:
        write_atomically(out.with_name(llamafactory_rows.INFO), [info])
    return ExportSummary(
        samples=counted["samples"],
        exported=counted["exported"],
        rows=counted["rows"],
        left_out=dict(left_out),
        notes=_notes(to, out),
    )


def _lines(
    source: Path, to: Target, allow_eval: bool, counted: Counter[str], left_out: Counter[str]
) -> Iterator[bytes]:
    for number, sample in read_samples(source):
        counted["samples"] += 1
        _refuse_eval(source, number, sample, allow_eval)
        try:
            rows = _rows(sample, to)
        except ValueError as error:
            left_out[str(error)] += 1
            continue
        counted["exported"] += 1
        counted["rows"] += len(rows)
        yield from rows
    if not counted["exported"]:
        told = "; ".join(f"{count} left out: {why}" for why, count in left_out.items())
        raise ConfigError(f"{source} has no sample to export ({told})")


def _rows(sample: Sample, to: Target) -> list[bytes]:
    """All rows of one sample, or a ValueError that says why it is left out."""
    if not sample.verdict.ok:
        raise ValueError("its verdict has findings")
    if not sample.turns:
        raise ValueError("it has no turns")
    rows = [_ROW[to](sample.system, parts, sample.tools) for parts in cuts(sample)]
    return [json.dumps(row, separators=(",", ":"), allow_nan=False).encode("ascii") + b"\n" for row in rows]


def _refuse_eval(source: Path, number: int, sample: Sample, allow_eval: bool) -> None:
    if sample.origin == "benchmark" and not allow_eval:
        told = (
            "starts from states of the benchmark, and training on it would spoil the benchmark; --allow-eval exports it"
        )
        raise RecordError(str(source), number, f"sample {sample.id!r} {told}")


def _notes(to: Target, out: Path) -> tuple[str, ...]:
    if to == "openai":
        return ("This format has no field for thoughts: they are left out.",)
    return (
        f"The dataset is named {out.stem} in {out.with_name(llamafactory_rows.INFO)}.",
        f"Train with {', '.join(llamafactory_rows.OPTIONS)}: then the loss is on each row's last response only.",
    )
