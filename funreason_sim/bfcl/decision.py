"""The benchmark's decision on a model's calls: its state check and its response check, on our environments.

Turn by turn the model's calls and the ground truth are executed in worlds of their own. After a turn whose ground truth
has calls, every public attribute must be equal, and the results of the ground truth's turn must be among the model's
results so far. A turn without ground truth is not judged, but what the model does in it stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .decoding import is_empty
from .execution import Execution, entry_opening
from .oracle import answers, category_of

Turns = Sequence[Sequence[Sequence[str]]]
"""A model's call texts: turns of steps of calls."""


@dataclass(frozen=True)
class Judgement:
    """Whether an entry is passed; if not, the benchmark's own kind of error, the turn, and what differed."""

    id: str
    valid: bool
    error: str | None = None
    turn: int | None = None
    detail: str | None = None

    @property
    def category(self) -> str:
        """The category of the entry."""
        return category_of(self.id)


def judge(entry: str, turns: Turns, model: str = "model") -> Judgement:
    """Decide on the calls for an entry as the benchmark does; `model` is seen in arguments that hold a tool's name.

    Raises:
        OracleMissing: when the benchmark package is not installed.
        ValueError: when there are not as many turns as the ground truth has.
    """
    with _opened(entry, f"{model}_eval") as ours, _opened(entry, f"{model}_ground_truth_eval") as reference:
        results: list[str] = []
        for number, (steps, expected) in enumerate(zip(turns, answers()[entry], strict=True)):
            results += [text for step in steps for text in ours.execute(step)]
            wanted = reference.execute(expected)
            if expected and (problem := _problem(steps, ours, reference, results, wanted)):
                return Judgement(entry, False, problem[0], number, problem[1])
    return Judgement(entry, True)


def _opened(entry: str, model: str) -> Execution:
    return Execution(entry_opening(entry), model=model, entry=entry)


def _problem(
    steps: Sequence[Sequence[str]], ours: Execution, reference: Execution, results: list[str], wanted: list[str]
) -> tuple[str, str] | None:
    """Why a turn fails, as the kind of error and what differed; None when it passes."""
    if not steps or is_empty(list(steps)):
        return "multi_turn:empty_turn_model_response", "no call was made"
    theirs = reference.attributes()
    for cls, attributes in ours.attributes().items():
        parted = [name for name, value in theirs[cls].items() if attributes.get(name) != value]
        if parted:
            return "multi_turn:instance_state_mismatch", f"{cls}: {', '.join(parted)}"
    missing = _missing(wanted, results)
    if missing:
        return "multi_turn:execution_response_mismatch", f"not among the results: {missing[0][:200]}"
    return None


def _missing(wanted: list[str], results: list[str]) -> list[str]:
    """The wanted results that are not among the others, each of which counts once."""
    left, missing = list(results), []
    for text in wanted:
        if text in left:
            left.remove(text)
        else:
            missing.append(text)
    return missing
