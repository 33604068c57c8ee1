"""`generate`: options that are those of the configuration, what is shown, and how it ends."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Self

import pytest
from cli.conftest import Run as RunCommand
from witness import interruptible

from funreason_sim.cli import flags, progress
from funreason_sim.errors import StoreError
from funreason_sim.records import (
    BlockSetAside,
    Effort,
    IndexKept,
    IndexRejected,
    RunConfig,
    RunEvent,
    RunFinished,
    RunStarted,
    WorkerLost,
)

EFFORT = Effort(walks=4, posed=3, first_attempts=2, after_critic=1, turns=3, hidden=2)
KEPT = [IndexKept(index=n, sample=f"s{n}", effort=EFFORT) for n in range(4)]
REJECTED = IndexRejected(index=9, reason="unsolved", detail="turn 1", effort=Effort(walks=4, posed=3))


class Script:
    """A run that tells prepared events, in place of the engine."""

    events_told: list[RunEvent]
    config: RunConfig
    out: Path

    def __init__(self, config: RunConfig, out: Path) -> None:
        Script.config, Script.out = config, out

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        pass

    async def events(self) -> AsyncIterator[RunEvent]:
        for event in self.events_told:
            if isinstance(event, BaseException):
                raise event
            yield event


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets what the run will tell."""
    monkeypatch.setattr("funreason_sim.running.Run", Script)

    def tell(
        *events: Any,
        wanted: int | None = 4,
        why: Any = "complete",
        kept: int = 4,
        rejected: int = 1,
        set_aside: tuple[int, ...] = (),
    ) -> None:
        first = RunStarted(identity="i", wanted=wanted, kept=0, rejected=0)
        last = RunFinished(kept=kept, rejected=rejected, why=why, set_aside=set_aside)
        Script.events_told = [first, *events, last]

    return tell


def test_every_field_of_the_configuration_is_a_flag_with_help() -> None:
    """Names, help and defaults come from the record, so none is missing or differs."""
    for name in RunConfig.model_fields:
        assert flags.flag(name).startswith("--")
        assert flags.help_text(name)
    assert flags.configuration({}) == RunConfig()


def test_help_shows_the_defaults_of_the_configuration(run: RunCommand) -> None:
    """What is shown is what the record has."""
    out = re.sub(r"[\s│]+", " ", run("generate", "--help").out)
    assert f"[default: {RunConfig().turns}]" in out
    assert "10 unless given, or all of --from-traces" in out
    assert "[default: travel, vehicle, travel+vehicle]" in out


def test_flags_reach_the_configuration(run: RunCommand, script: Any, tmp_path: Path) -> None:
    """Each option sets its field; those not given keep their defaults."""
    script(*KEPT)
    options = "-e travel -e vehicle -n 5 --turns 2 --calls 1 --target t --seed 0 --attempts 1 --episodes 2 --model m"
    more = "--scenarios bfcl --from-traces f --sampler random --phrasings held-out --keep-episodes"
    more += " --workers 0 --in-flight 9 --indices 5:"
    assert run("generate", "--out", tmp_path, *options.split(), *more.split()).status == 0
    assert Script.out == tmp_path
    assert Script.config == RunConfig(
        environments=("travel", "vehicle"),
        count=5,
        turns=2,
        calls=1,
        target="t",
        seed=0,
        attempts=1,
        episodes=2,
        model="m",
        scenarios="bfcl",
        from_traces="f",
        sampler="random",
        phrasings="held-out",
        keep_episodes=True,
        workers=0,
        in_flight=9,
        indices="5:",
    )


def test_no_flags_give_the_default_configuration(run: RunCommand, script: Any, tmp_path: Path) -> None:
    """The command line adds no opinion of its own."""
    script(*KEPT)
    run("generate", "--out", tmp_path)
    assert Script.config == RunConfig()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--turns", "0"], "--turns should be greater than or equal to 1, not 0"),
        (["-n", "0"], "--count should be greater than or equal to 1, not 0"),
        (["--attempts", "21"], "--attempts should be less than or equal to 20, not 21"),
        (["--sampler", "x"], "--sampler should be directed or random, not 'x'"),
        (["--workers", "-1"], "--workers should be greater than or equal to 0, not -1"),
        (["--indices", "5:5"], "--indices should be FIRST:END with END above FIRST, not '5:5'"),
        (["--indices", "9"], "--indices should be FIRST:END, such as 0:100 or 100:, not '9'"),
        (["--phrasings", "x"], "--phrasings should be open or held-out, not 'x'"),
    ],
)
def test_an_option_out_of_range_is_named_with_what_would_be_right(
    run: RunCommand, tmp_path: Path, options: list[str], says: str
) -> None:
    """Exit code 2, one sentence, and no folder is made."""
    done = run("generate", "--out", tmp_path / "run", *options)
    assert (done.status, done.complaint) == (2, says)
    assert not (tmp_path / "run").exists()


def test_a_complete_run_ends_with_a_summary(run: RunCommand, script: Any, tmp_path: Path) -> None:
    """Kept, rejected by reason, first attempts, speed, and what to do next."""
    script(*KEPT, REJECTED)
    done = run("generate", "--out", tmp_path)
    assert done.status == 0
    lines = done.out.splitlines()
    assert lines[0] == "4 kept, 1 rejected (unsolved 1)."
    assert lines[1:4] == [
        "Walks kept: 60.0 % (12 of 20).",
        "Turns solved at the first attempt: 53.3 % (8 of 15), after the critic: 26.7 % (4 of 15).",
        "Turns with a prerequisite that the query leaves implicit: 66.7 % (8 of 12).",
    ]
    assert re.fullmatch(r"\d+\.\d seconds, \d+\.\d trajectories a second\.", lines[4])
    samples = tmp_path / "trajectories.jsonl"
    assert lines[5:] == [f"The samples are in {samples}. Prove them: funreason-sim verify {samples}"]


def test_what_killed_workers_is_named_with_what_to_do(run: RunCommand, script: Any, tmp_path: Path) -> None:
    """Each loss is a line of the log, and an index that stays set aside one of the summary."""
    lost = [WorkerLost(indices=(2, 3), how="killed by SIGKILL")] * 2
    aside = BlockSetAside(indices=(2, 3), how="killed by SIGKILL")
    script(*KEPT, *lost, aside, set_aside=(3,))
    done = run("generate", "--out", tmp_path)
    assert done.status == 0
    assert done.err.count('event="worker lost" how="killed by SIGKILL"') == 2
    said = "Index 3 was set aside: every worker that had it in hand died (killed by SIGKILL)."
    assert f"{said}\nThe same command tries it again." in done.out
    assert "Index 2 " not in done.out


def test_the_size_of_the_store_is_told_for_each_trajectory(run: RunCommand, script: Any, tmp_path: Path) -> None:
    """What is not yet moved into its main file counts too."""
    script(*KEPT)
    (tmp_path / "run.db").write_bytes(b"x" * 30_000)
    (tmp_path / "run.db-wal").write_bytes(b"x" * 10_000)
    assert " a second. run.db: 40.0 kB, 10.0 kB for each.\n" in run("generate", "--out", tmp_path).out


def test_without_a_terminal_progress_is_lines_of_key_and_value(run: RunCommand, script: Any, tmp_path: Path) -> None:
    """A start, every tenth of the way, and an end; on standard error."""
    script(*KEPT, REJECTED)
    first, *lines = run("generate", "--out", tmp_path).err.splitlines()
    assert "what enables what is learned the first time only" in first
    assert 'event="run started" wanted=4 kept=0 rejected=0' in lines[0]
    assert 'event="run goes on" kept=1 rejected=0 per_second=' in lines[1]
    assert 'event="run ended" why=complete kept=4 rejected=1 seconds=' in lines[-1]
    assert len(lines) == 6


def test_a_slow_run_without_a_goal_still_reports(
    run: RunCommand, script: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every few seconds there is a line, however little was kept."""
    monkeypatch.setattr(progress, "EVERY_SECONDS", 0.0)
    script(REJECTED, *KEPT, wanted=None, why="exhausted")
    done = run("generate", "--out", tmp_path, "--from-traces", "f")
    assert 'event="run goes on" kept=0 rejected=1' in done.err
    assert "The traces are used up." in done.out
    assert "All of --indices 5:9 is done." in run("generate", "--out", tmp_path, "--indices", "5:9").out
    assert done.status == 0


def test_on_a_terminal_progress_is_a_live_picture(run_on_terminal: RunCommand, script: Any, tmp_path: Path) -> None:
    """A bar with counts, the rate, and the reasons of rejections."""
    script(WorkerLost(indices=(), how="exit code 3"), *KEPT, REJECTED)
    done = run_on_terminal("generate", "--out", tmp_path)
    assert done.status == 0
    for text in (
        "4/4",
        "kept/s",
        "workers lost",
        "1 (the last: exit code 3)",
        "rejected",
        "unsolved",
        "4 kept, 1 rejected",
    ):
        assert text in done.out


@pytest.mark.parametrize(
    ("why", "kept", "status"), [("stalled", 3, 1), ("complete", 0, 1), ("exhausted", 1, 0), ("exhausted", 0, 1)]
)
def test_the_exit_code_says_whether_there_are_samples(
    run: RunCommand, script: Any, tmp_path: Path, why: str, kept: int, status: int
) -> None:
    """Stalled, or nothing kept, is 1; some kept is 0."""
    script(why=why, kept=kept)
    done = run("generate", "--out", tmp_path)
    assert done.status == status
    assert ("run.db" in done.out) == bool(status)


@pytest.mark.parametrize("terminal", [False, True])
def test_an_interrupted_run_says_how_to_go_on(
    run: RunCommand, run_on_terminal: RunCommand, script: Any, tmp_path: Path, terminal: bool
) -> None:
    """Exit code 130, and nothing of what was kept is lost."""
    script(*KEPT[:2], KeyboardInterrupt())
    done = (run_on_terminal if terminal else run)("generate", "--out", tmp_path)
    assert done.status == 130
    assert f"Stopped with 2 kept. All of it is in {tmp_path}; the same command goes on from there." in re.sub(
        r"\s+", " ", done.out
    )


def test_an_error_of_the_run_is_one_sentence(run: RunCommand, script: Any, tmp_path: Path) -> None:
    """What the store says comes out as it is."""
    script(StoreError("run.db is in use"))
    done = run("generate", "--out", tmp_path)
    assert done.status == 2
    assert done.err.splitlines()[-1] == "funreason-sim: run.db is in use"


def command(*arguments: object) -> list[str]:
    code = "import sys; from funreason_sim.cli import main; sys.exit(main())"
    return [sys.executable, "-c", code, *map(str, arguments)]


def test_a_real_run_can_be_interrupted_and_resumed(tmp_path: Path) -> None:
    """After Ctrl-C the process ends with 130, and the same command with a count finishes it."""
    small = ("generate", "--out", tmp_path / "run", "-e", "vehicle", "--turns", "1", "--calls", "2")
    process = subprocess.Popen(
        command(*small, "-n", 100_000),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=interruptible,
    )
    assert process.stderr is not None
    process.stderr.readline()
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "the same command goes on from there" in out
    done = subprocess.run(command(*small, "-n", 2), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_what_is_generated_can_be_verified_replayed_and_exported(tmp_path: Path) -> None:
    """The commands fit together on real samples."""
    folder = tmp_path / "run"
    samples = folder / "trajectories.jsonl"
    small = ("-n", 2, "-e", "vehicle", "--turns", 2, "--calls", 2)
    for arguments in (
        ("generate", "--out", folder, *small),
        ("verify", samples),
        ("replay", samples),
        ("export", samples, "--to", "openai", "--out", tmp_path / "o.jsonl"),
        ("export", samples, "--to", "llamafactory", "--out", tmp_path / "l.jsonl"),
    ):
        done = subprocess.run(command(*arguments), capture_output=True, text=True, check=False)
        assert done.returncode == 0, (arguments, done.stdout, done.stderr)
    rows = [json.loads(line) for line in (tmp_path / "o.jsonl").read_text().splitlines()]
    assert {row["messages"][-1]["weight"] for row in rows} == {1}
