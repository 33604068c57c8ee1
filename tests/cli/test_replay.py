"""`replay`: one trajectory, all of it, whatever stands in the record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli.conftest import Run
from data.sample_maker import diverging, make_sample, turns, write_samples

from funreason_sim.records import Effect, Outcome, Said, Turn

EVIL = "[red]x[/red] [/nope] \x1b]0;title\x07\x1b[2J \u202eabc"


def with_first_call(**changes: object) -> tuple[Turn, ...]:
    """The turns with the first call of the first step changed."""
    first, second = turns()
    step = first.steps[0]
    call = step.call.model_copy(update={name: changes.pop(name) for name in ("tool", "arguments") if name in changes})
    changed = step.model_copy(update={"call": call, **changes})
    return first.model_copy(update={"steps": (changed, *first.steps[1:])}), second


def test_a_trajectory_is_shown_with_everything_in_it(run: Run, samples: Path) -> None:
    """Query, thoughts, calls, sources, outcomes, changed rows, answer, hints and verdict all appear."""
    done = run("replay", samples, "--id", "demo-00000")
    assert (done.status, done.err) == (0, "")
    for text in (
        "Buy me air tickets from Rivermist",
        "I need both zip codes.",
        "2 calls at once",
        "said: “Rivermist” (literal)",
        "from c0 /zipcode",
        "from c1 /zipcode, the one whose city is “",
        "implied: c2 needs it",
        "the default",
        'orders id="14589" (new)',
        'carts user="me" (deleted)',
        "refused",
        "[unknown_city]",
        "Done: your order is 14589.",
        "at attempt 2",
        "was not looked up",
        "get_zipcode → get_zipcode → buy_tickets (asked)",
        "2 checks (replay, grounded) hold",
    ):
        assert text in done.out, text


def test_without_an_id_the_first_sample_is_shown(run: Run, samples: Path) -> None:
    """The first one is as good as any to begin with."""
    assert run("replay", samples).out == run("replay", samples, "--id", "demo-00000").out


def test_first_prints_the_id_of_the_first_sample(run: Run, samples: Path) -> None:
    """Scripts get an id and nothing else."""
    assert run("replay", samples, "--first").out == "demo-00000\n"


def test_first_and_id_do_not_go_together(run: Run, samples: Path) -> None:
    """One asks for an id, the other gives one."""
    done = run("replay", samples, "--first", "--id", "x")
    assert (done.status, done.complaint) == (2, "--first prints an id and --id takes one; give one of them")


def test_an_unknown_id_names_how_many_there_are_and_one_of_them(run: Run, samples: Path) -> None:
    """The complaint helps to give a right id."""
    done = run("replay", samples, "--id", "demo")
    assert done.status == 2
    assert done.complaint.endswith("has no sample 'demo' among its 2 samples; one of them is 'demo-00000'")


@pytest.mark.parametrize("terminal", [False, True])
def test_markup_and_control_characters_of_a_record_are_shown_not_obeyed(
    run: Run, run_on_terminal: Run, tmp_path: Path, terminal: bool
) -> None:
    """A record from a stranger can neither colour, clear nor break the output."""
    changed = with_first_call(
        arguments={EVIL: EVIL},
        sources={EVIL: Said(turn=0, span=(0, 3), rule=EVIL)},
        outcome=Outcome(text=EVIL, code=EVIL),
        effects=(Effect(table=EVIL, op="update", key={EVIL: EVIL}, before={EVIL: EVIL}, after={EVIL: EVIL}),),
        tool=EVIL,
    )
    first = changed[0].model_copy(update={"query": EVIL, "hints": (EVIL,), "answer": EVIL})
    path = write_samples(tmp_path / "s.jsonl", make_sample(id=EVIL, turns=(first,), verdict=diverging()))
    done = (run_on_terminal if terminal else run)("replay", path)
    assert done.status == 0
    assert "[red]x[/red] [/nope]" in done.out
    assert "\x1b]0;" not in done.out
    assert "\x1b[2J" not in done.out
    assert "\x07" not in done.out
    assert "\u202e" not in done.out
    assert "\\x1b[2J" in done.out


def test_spans_and_ids_that_lead_nowhere_are_shown_as_such(run: Run, tmp_path: Path) -> None:
    """Tampered sources do not break the view."""
    sources = {"city": Said(turn=9, span=(5, -1), rule="literal")}
    path = write_samples(tmp_path / "s.jsonl", make_sample(turns=with_first_call(sources=sources)))
    assert "(turn 9 has no characters 5 to -1)" in run("replay", path).out


def test_a_long_outcome_is_cut_with_a_note(run: Run, tmp_path: Path) -> None:
    """The beginning is shown, and how much is left."""
    text = json.dumps({f"key{n}": n for n in range(1000)})
    path = write_samples(tmp_path / "s.jsonl", make_sample(turns=with_first_call(outcome=Outcome(text=text))))
    out = run("replay", path).out
    assert '"key0": 0,' in out
    assert "more characters; the record has them all" in out
    assert "key999" not in out


def test_a_deeply_nested_outcome_is_shown_as_text(run: Run, tmp_path: Path) -> None:
    """An outcome that would exhaust the stack does not."""
    for depth in (200, 500, 900, 100_000):
        text = "[" * depth + "]" * depth
        path = write_samples(tmp_path / "s.jsonl", make_sample(turns=with_first_call(outcome=Outcome(text=text))))
        assert run("replay", path).status == 0


def test_many_changed_rows_are_cut_with_a_note(run: Run, tmp_path: Path) -> None:
    """A call that changes a thousand rows is shown as far as one reads."""
    effects = tuple(Effect(table="t", op="insert", key={"id": n}, after={"id": n}) for n in range(100))
    path = write_samples(tmp_path / "s.jsonl", make_sample(turns=with_first_call(effects=effects)))
    assert "… 60 more changed cells" in run("replay", path).out


def test_findings_of_a_verdict_are_listed(run: Run, tmp_path: Path) -> None:
    """A sample that did not hold says so."""
    path = write_samples(tmp_path / "s.jsonl", make_sample(verdict=diverging()))
    out = run("replay", path).out
    assert "verdict on record: 2 findings of 1 checks (replay)" in out
    assert "the outcome differs (replay)" in out


def test_a_file_that_cannot_be_read_is_exit_code_2(run: Run, tmp_path: Path) -> None:
    """The file and what is wrong are named."""
    done = run("replay", tmp_path / "none.jsonl")
    assert (done.status, done.complaint) == (2, f"{tmp_path / 'none.jsonl'}: no such file")
