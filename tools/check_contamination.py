"""Checks that samples share nothing with the benchmark's evaluation set: run it before you train.

    python tools/check_contamination.py TRAJECTORIES.jsonl [...] [--json]

Compared are, with the installed bfcl-eval (all multi-turn entries and their answers):

- states: texts of at least 12 characters in initial configurations, keys such as names of files too, with all texts of
  a sample's scenario;
- questions: what users of the benchmark say, with what a sample's user says; short ones as wholes;
- calls: free text (at least 12 characters, more than one word; a file's name is two) in arguments of the
  ground truth, with the arguments of a sample's calls to the same tool.

Of texts with 8 words or more any 8 in a row are enough, wherever they stand in what a sample holds, says or calls with.
Case, punctuation and white space do not count. What the benchmark's tools have in their own code (fields, lists
of cities and airports) is their interface and no evaluation data; nor is a brand that anybody may name.

It exits with 0 when nothing is shared, with 1 when something is, and with 2 when a file or the benchmark is missing.
"""

from __future__ import annotations

import argparse
import ast
import importlib.util
import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from funreason_sim.bfcl.calls import parse_call
from funreason_sim.bfcl.oracle import answers, entries, scenario_of
from funreason_sim.data.files import read_samples
from funreason_sim.errors import FunreasonError
from funreason_sim.records import Sample
from funreason_sim.sim import space

RUN = 8
LEAST = 12
SHOWN = 10
KINDS = ("states", "questions", "calls")
BRANDS = frozenset({"american express"})


class Shared(NamedTuple):
    """One thing that a sample has in common with an entry of the benchmark."""

    kind: str
    sample: str
    entry: str
    text: str


@dataclass
class Evaluation:
    """What must not be trained on: each text or run of words with an entry that it is of."""

    states: dict[str, str] = field(default_factory=dict)
    questions: dict[str, str] = field(default_factory=dict)
    calls: dict[tuple[str, str], str] = field(default_factory=dict)
    runs: dict[str, tuple[str, str]] = field(default_factory=dict)

    def shared(self, name: str, scenario: Any, queries: Iterable[str], calls: Iterable[tuple[str, Any]]) -> set[Shared]:
        """What a sample of this name has in common with the benchmark."""
        found = set()
        held, said = [plain(text) for text in texts(scenario)], [plain(query) for query in queries]
        given = [(tool, plain(text)) for tool, arguments in calls for text in texts(arguments)]
        found |= {Shared("states", name, self.states[text], text) for text in held if text in self.states}
        found |= {Shared("questions", name, self.questions[text], text) for text in said if text in self.questions}
        found |= {Shared("calls", name, self.calls[call], ": ".join(call)) for call in given if call in self.calls}
        for text in (*held, *said, *(text for _, text in given)):
            found |= {Shared(self.runs[run][0], name, self.runs[run][1], run) for run in runs(text) if run in self.runs}
        return found


def plain(text: str) -> str:
    """A text as its words in lower case, with one space between two."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def runs(text: str) -> Iterator[str]:
    """Every run of 8 words of a plain text."""
    words = text.split()
    for start in range(len(words) - RUN + 1):
        yield " ".join(words[start : start + RUN])


def texts(value: Any) -> Iterator[str]:
    """Every text in a JSON value, keys of objects included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield str(key)
            yield from texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts(item)


def evaluation() -> Evaluation:
    """The benchmark's evaluation set.

    Raises:
        OracleMissing: when the benchmark is not installed.
    """
    found = Evaluation()
    for name, entry in entries().items():
        for text in _own(texts(list(scenario_of(entry).values()))):
            found.states.setdefault(text, name)
            _note_runs(found, "states", name, text)
        for text in (plain(str(said["content"])) for turn in entry["question"] for said in turn):
            if len(text.split()) < RUN:
                found.questions.setdefault(text, name)
            _note_runs(found, "questions", name, text)
    for name, tool, text in _free_texts():
        found.calls.setdefault((tool, text), name)
        _note_runs(found, "calls", name, text)
    return found


def _note_runs(found: Evaluation, kind: str, name: str, text: str) -> None:
    for run in runs(text):
        found.runs.setdefault(run, (kind, name))


def _free_texts() -> Iterator[tuple[str, str, str]]:
    """Entry, tool and argument of all free text in the ground truth."""
    for name, truth in answers().items():
        offered = space("+".join(scenario_of(entries()[name])))
        for call in (call for turn in truth for call in turn):
            tool, arguments = parse_call(call, offered)
            yield from ((name, tool, text) for text in _own(texts(list(arguments.values()))) if " " in text)


def _own(found: Iterable[str]) -> Iterator[str]:
    """The plain texts that are long enough to tell something, and no part of the tools' interface."""
    yield from (text for text in map(plain, found) if len(text) >= LEAST and text not in _interface() | BRANDS)


@cache
def _interface() -> frozenset[str]:
    """The texts in the code of the benchmark's own tools."""
    package = importlib.util.find_spec("bfcl_eval")
    assert package is not None
    assert package.submodule_search_locations
    code = Path(next(iter(package.submodule_search_locations))) / "eval_checker/multi_turn_eval/func_source_code"
    # What long contexts are filled with is data.
    files = [file for file in code.glob("*.py") if file.stem != "long_context"]
    nodes = [node for file in files for node in ast.walk(ast.parse(file.read_text("utf-8")))]
    constants = [node.value for node in nodes if isinstance(node, ast.Constant)]
    return frozenset(plain(value) for value in constants if isinstance(value, str))


def of_sample(found: Evaluation, sample: Sample) -> set[Shared]:
    """What one sample has in common with the benchmark."""
    steps = [step for turn in sample.turns for step in (*turn.steps, *turn.reference)]
    calls = [(step.tool, step.arguments) for step in steps]
    return found.shared(sample.id, sample.scenario, (turn.query for turn in sample.turns), calls)


def main(arguments: list[str]) -> int:
    """Compare the files; the exit status."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n", 1)[0])
    parser.add_argument("files", nargs="+", type=Path, help="files of samples")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    given = parser.parse_args(arguments)
    shared: list[Shared] = []
    count = 0
    try:
        benchmark = evaluation()
        for file in given.files:
            for _, sample in read_samples(file):
                count += 1
                shared += sorted(of_sample(benchmark, sample))
    except FunreasonError as error:
        print(f"check_contamination: {error}", file=sys.stderr)
        return 2
    if given.json:
        print(json.dumps({"samples": count, "entries": len(entries()), "shared": [item._asdict() for item in shared]}))
    else:
        _print(count, shared)
    return 1 if shared else 0


def _print(count: int, shared: list[Shared]) -> None:
    compared = f"{count} samples compared with {len(entries())} entries of the benchmark"
    if not shared:
        print(f"{compared}: nothing is shared.")
        return
    print(f"{compared}: {len({item.sample for item in shared})} share something.")
    for kind in KINDS:
        items = [item for item in shared if item.kind == kind]
        print(f"{kind}: {len(items)}")
        for item in items[:SHOWN]:
            print(f"  {item.sample} has of {item.entry}: {item.text[:100]}")
        if len(items) > SHOWN:
            print(f"  and {len(items) - SHOWN} more")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
