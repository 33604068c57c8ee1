"""`verify`: runs samples again from their own records, and says where they diverge."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Protocol

import typer
from rich.table import Table
from rich.text import Text

from ..errors import RecordError, UnknownEnvironment, UsageError
from ..records import Finding, JsonValue, Sample, Verdict
from .bar import bar
from .terminal import err, one_line, out, say, shown, value_text


class Check(Protocol):
    """What re-executes one sample."""

    def __call__(self, sample: Sample) -> Verdict: ...


def verify(
    files: Annotated[list[Path], typer.Argument(help="Files of samples.", show_default=False)],
    environments: Annotated[
        list[str] | None,
        typer.Option("-e", "--environment", help="A folder that samples ran in, by its path.", show_default=False),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")] = False,
) -> None:
    """Run every sample again on fresh databases, and compare all it claims.

    A record names its environments; those that are not installed are given with -e. Exits with 0 when all hold, 1 when
    any diverges, and 2 when a line is no sample or its environment is not there; what was found before that line is
    still printed.
    """
    from ..sim import space
    from ..verification import verify as verified

    offered = [environment for name in environments or () for environment in space(name).environments]

    def check(sample: Sample) -> Verdict:
        return verified(sample, offered)

    report = Report(files)
    try:
        _examine(files, check, report)
    except UsageError:
        report.show(as_json)
        raise
    report.show(as_json)
    raise typer.Exit(int(bool(report.diverged)))


@dataclass
class Found:
    """A finding, and the sample that it is about."""

    file: Path
    line: int
    sample: str
    finding: Finding

    def document(self) -> dict[str, JsonValue]:
        where: dict[str, JsonValue] = {"file": str(self.file), "line": self.line, "sample": self.sample}
        return {**where, **self.finding.model_dump(mode="json")}

    def place(self) -> list[tuple[str, str]]:
        """Where in the sample, as far as that is known."""
        parts = [("turn", self.finding.turn), ("step", self.finding.step), ("field", self.finding.field)]
        return [(name, str(part)) for name, part in parts if part is not None]

    def sentence(self) -> str:
        f = self.finding
        where = "".join(f", {name} {part}" for name, part in self.place())
        values = f": expected {value_text(f.expected)}, actual {value_text(f.actual)}" if _compares(f) else ""
        return one_line(f"{self.file}:{self.line}: sample {self.sample}{where}: {f.message} ({f.check}){values}")


@dataclass
class Report:
    """What was verified so far."""

    files: list[Path]
    samples: int = 0
    diverged: int = 0
    findings: list[Found] = field(default_factory=list)

    def add(self, file: Path, line: int, sample: str, verdict: Verdict) -> None:
        self.samples += 1
        self.diverged += not verdict.ok
        self.findings += [Found(file, line, sample, finding) for finding in verdict.findings]

    def show(self, as_json: bool) -> None:
        if as_json:
            print(json.dumps(self._document()))
            return
        if self.findings and out().is_terminal:
            out().print(_table(self.findings))
        else:
            for found in self.findings:
                say(found.sentence())
        if self.samples:
            say(self._summary())

    def _document(self) -> dict[str, JsonValue]:
        return {
            "files": [str(file) for file in self.files],
            "samples": self.samples,
            "ok": self.samples - self.diverged,
            "diverged": self.diverged,
            "findings": [found.document() for found in self.findings],
        }

    def _summary(self) -> str:
        told = "1 sample" if self.samples == 1 else f"{self.samples} samples"
        if not self.diverged:
            return f"{told} verified: everything holds."
        return f"{told} verified: {self.diverged} diverge, {self.samples - self.diverged} hold."


def _examine(files: list[Path], check: Check, report: Report) -> None:
    from ..data import read_samples

    with bar("verifying", sum(map(_lines, files)) if err().is_terminal else None) as shown:
        for file in files:
            for line, sample in read_samples(file):
                try:
                    verdict = check(sample)
                except UnknownEnvironment as error:
                    raise RecordError(str(file), line, f"sample {sample.id!r} cannot be run again: {error}") from error
                report.add(file, line, sample.id, verdict)
                shown.advance()


def _lines(file: Path) -> int:
    """The number of lines, counted without holding them; 0 for what cannot be counted before it is read."""
    try:
        if not file.is_file():
            return 0
        with file.open("rb") as content:
            return sum(block.count(b"\n") for block in iter(lambda: content.read(1 << 20), b""))
    except OSError:
        return 0  # reading it will say why


def _compares(finding: Finding) -> bool:
    return finding.expected is not None or finding.actual is not None


def _table(findings: list[Found]) -> Table:
    table = Table(title="divergences", show_lines=True)
    for name in ("where", "what", "expected, then actual"):
        table.add_column(name, overflow="fold")
    for found in findings:
        f = found.finding
        where = Text("\n").join(
            [shown(found.sample, "bold"), *(shown(f"{name} {part}") for name, part in found.place())]
        )
        values = [shown(value_text(f.expected), "green"), shown(value_text(f.actual), "red")] if _compares(f) else []
        table.add_row(where, shown(f"{f.message} ({f.check})"), Text("\n").join(values))
    return table
