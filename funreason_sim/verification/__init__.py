"""Verification: a sample is run again from its own record, and every claim of it is held against that."""

from __future__ import annotations

from collections.abc import Iterable

from ..errors import EnvironmentClash, ScenarioError, ToolBroken, UnknownEnvironment
from ..records import Finding, Sample, Verdict
from ..sim import Environment, Space, recorded_space
from .checks import CHECKS
from .rerun import rerun
from .shape import shaped

__all__ = ["CHECKS", "examine", "verify"]


def verify(sample: Sample, offered: Iterable[Environment] = ()) -> Verdict:
    """Re-execute a sample on fresh databases and check all it claims, its own verdict included.

    Nothing of the record is trusted or loaded as code: environments are found by name, among those offered and the
    installed ones.

    Raises:
        UnknownEnvironment: when an environment of the sample is neither offered nor installed.
    """
    verdict = examine(sample, _space(sample, offered))
    if verdict.ok and sample.verdict != verdict:
        claimed = Finding(
            check="verdict", message="the record claims another verdict", field="verdict",
            expected=sample.verdict.model_dump(mode="json"), actual=verdict.model_dump(mode="json"),
        )  # fmt: skip
        return Verdict(checks=verdict.checks, findings=(claimed,))
    return verdict


def examine(sample: Sample, space: Space) -> Verdict:
    """The verdict on a sample in a space, whatever verdict it carries."""
    misshapen = tuple(shaped(sample))
    if misshapen:
        return Verdict(checks=("record",), findings=misshapen)
    try:
        run = rerun(sample, space)
    except (ScenarioError, ToolBroken) as error:
        finding = Finding(check="replay", message=f"the sample cannot be run: {error}", field="scenario")
        return Verdict(checks=("replay",), findings=(finding,))
    findings = tuple(finding for check in CHECKS.values() for finding in check(run))
    return Verdict(checks=tuple(CHECKS), findings=findings)


def _space(sample: Sample, offered: Iterable[Environment]) -> Space:
    try:
        return recorded_space(sample.space, offered)
    except EnvironmentClash as error:
        raise UnknownEnvironment(str(error)) from error
