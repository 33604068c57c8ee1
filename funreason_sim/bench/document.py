"""A report as one JSON document: every figure with all its repeats, the machine, and the command that made it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from .figures import Aim, Figure
from .machine import machine
from .profile import Profile, Share
from .suite import Report


def document(report: Report, command: str) -> dict[str, Any]:
    """The report for programs to read."""
    return {
        "command": command,
        "machine": machine(),
        "figures": [_figure(figure, report.figures) for figure in report.figures],
        "walks": [asdict(reach) for reach in report.reaches],
        "profile": _profile(report.profile),
    }


def _figure(figure: Figure, figures: Sequence[Figure]) -> dict[str, Any]:
    measure, aim = figure.measure, figure.measure.aim or Aim()
    return {
        "group": measure.group,
        "name": measure.name,
        "unit": measure.unit,
        "note": measure.note,
        "median": figure.median,
        "min": min(figure.values),
        "max": max(figure.values),
        "values": figure.values,
        "aim": {**asdict(aim), "met": figure.met(figures)},
        "ratio": {"to": measure.to, "value": figure.ratio(figures)},
    }


def _profile(profile: Profile) -> dict[str, Any]:
    def told(shares: Sequence[Share]) -> list[dict[str, Any]]:
        return [asdict(share) for share in shares]

    return {
        "trajectories": profile.trajectories,
        "looks": profile.looks,
        "seconds": profile.seconds,
        "seconds_of_other_threads": profile.elsewhere,
        "rooms": told(profile.rooms()),
        "modules": told(profile.modules()),
        "functions": told(profile.heaviest()),
    }
