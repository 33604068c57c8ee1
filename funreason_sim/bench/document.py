"""A report as one JSON document: every figure with all its repeats, the machine, and the command that made it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from .figures import Figure
from .machine import machine
from .suite import Report


def document(report: Report, command: str) -> dict[str, Any]:
    """The report for programs to read."""
    return {
        "command": command,
        "machine": machine(),
        "figures": [_figure(figure, report.figures) for figure in report.figures],
        "walks": [asdict(reach) for reach in report.reaches],
    }


def _figure(figure: Figure, figures: Sequence[Figure]) -> dict[str, Any]:
    measure = figure.measure
    return {
        "group": measure.group,
        "name": measure.name,
        "unit": measure.unit,
        "note": measure.note,
        "median": figure.median,
        "min": min(figure.values),
        "max": max(figure.values),
        "values": figure.values,
        "aim": {"at_most": measure.at_most, "at_least": measure.at_least, "met": figure.met},
        "ratio": {"to": measure.to, "value": figure.ratio(figures)},
    }
