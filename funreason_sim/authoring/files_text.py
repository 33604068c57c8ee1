"""Writes what stands beside the tools of a draft: its tests, and a README that says how to go on."""

from __future__ import annotations

from .draft import Draft, Operation, noun, spoken


def tests_text(draft: Draft) -> str:
    """Tests of what storage promises, by the words of the pytest plugin."""
    parts = [_HEAD.format(name=draft.name)]
    for operation in draft.operations:
        if operation.kind in ("get", "delete", "update") and operation.finds:
            parts.append(_unknown(draft, operation))
    return "\n\n".join(part for part in parts if part)


_HEAD = '''\
"""What the tools of {name} promise; see README.md for the words of these tests."""

from funreason_sim.testing import assert_refused


def test_every_promise_of_the_engine_holds(properties):
    """Whatever is called: no tool breaks, constraints hold, a refused call changes no row, a replay gives the same."""
    properties.hold(examples=10)
'''


def _unknown(draft: Draft, operation: Operation) -> str:
    shape = draft.shape(operation.table)
    one = noun(operation.table)
    needed = [p for p in operation.parameters if p.needed]
    if any(p.column is None or shape.column(p.column).limits.choices for p in needed):
        return ""
    if any(p in operation.sets for p in needed):
        return ""
    values = {"INTEGER": "-1", "REAL": "-1.0"}
    given = ", ".join(
        f'"{p.name}": {values.get(shape.column(str(p.column)).kind, chr(34) + "nobody" + chr(34))}' for p in needed
    )
    return f'''\
def test_{operation.name}_refuses_what_is_not_there(episode):
    """An id that no {spoken(one)} has is refused, and nothing changes."""
    assert_refused(episode.call("{operation.name}", {{{given}}}), "unknown_{one}")
'''


def readme_text(draft: Draft) -> str:
    """How to go on from here."""
    made = f" It was made from {draft.origin}." if draft.origin else ""
    notes = "".join(f"- {note}\n" for note in draft.notes) or "- nothing: everything in the description has its place\n"
    return _README.format(name=draft.name, summary=draft.summary, made=made, notes=notes, tools=len(draft.operations))


_README = """\
# {name}

{summary}{made} The folder is a complete environment: `-e ./{name}` stands for it in every command, run from the folder
above this one.

| file | what is in it |
|---|---|
| `schema.sql` | its tables; every table has a primary key |
| `tools.py` | its {tools} tools: public functions whose first parameter is `world` |
| `wording.toml` | how people ask for each tool, and speak of what it gave |
| `tests/test_{name}.py` | what the tools promise |
| `scenarios.py` | not there: initial states are drawn from the schema until you write `generate(dice)` |

## How to go on

1. Change a tool or a table; `funreason-sim check ./{name}` says what does not hold, with file and line.
2. `funreason-sim play ./{name}` calls tools by hand, shows the rows that change, and saves what you did as a test.
3. `pytest {name}` runs the tests; `funreason-sim mutate ./{name}` says which faults they would miss.
4. `funreason-sim probe ./{name}` shows which tool needs which.
5. `funreason-sim generate -e ./{name} --out run -n 20` makes trajectories, and
   `funreason-sim verify run/trajectories.jsonl -e ./{name}` proves them again.

## NOTES

What could not be derived, and is yours to decide:

{notes}"""
