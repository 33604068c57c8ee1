"""Merging: runs over disjoint indices become the run that one command would have made, or nothing at all."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import pytest
from stores import change, make_store, make_version_1

from funreason_sim.data import IndexResult
from funreason_sim.data.alone import alone_in
from funreason_sim.data.reading import Reader, open_reader
from funreason_sim.errors import EngineError, StoreError
from funreason_sim.records import RunConfig
from funreason_sim.running import Run, jury
from funreason_sim.running import merge as merging
from funreason_sim.running.merge import Merged, merge

SMALL: dict[str, Any] = {"environments": ("vehicle",), "turns": 1, "calls": 2, "target": "startEngine", "seed": 7}
"""Of its first twelve indices 0, 7 and 9 are kept."""


def make(out: Path, indices: str | None, **changes: Any) -> Path:
    """A run over a range of indices; its folder."""

    async def drive() -> None:
        config = RunConfig(**{**SMALL, "workers": 0, "indices": indices, **changes})
        async with Run(config, out) as run:
            async for _ in run.events():
                pass

    anyio.run(drive)
    return out


def merged(*folders: Path, out: Path) -> Merged:
    return anyio.run(merge, folders, out)


def refusal(*folders: Path, out: Path, error: type[Exception] = StoreError) -> str:
    """The one sentence that merging ends in; nothing is left of it."""
    before = sorted(out.parent.iterdir())
    with pytest.raises(error) as caught:
        merged(*folders, out=out)
    assert sorted(out.parent.iterdir()) == before
    assert "\n" not in str(caught.value)
    return str(caught.value)


def samples(out: Path) -> bytes:
    return (out / "trajectories.jsonl").read_bytes()


def read(folder: Path, what: Callable[[Reader], Any]) -> Any:
    async def ask() -> Any:
        async with open_reader(folder / "run.db") as reader:
            return await what(reader)

    return anyio.run(ask)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of runs: `whole` over twelve indices, and `0`, `4` and `8` over four each."""
    folder = tmp_path_factory.mktemp("made")
    make(folder / "whole", "0:12")
    for first in (0, 4, 8):
        make(folder / str(first), f"{first}:{first + 4}", keep_episodes=first == 8)
    return folder


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Samples are verified in this process, where how they are is not the point: processes take a second to start."""

    async def examine(cases: AsyncIterator[jury.Case], hear: jury.Hear) -> None:
        async for case in cases:
            hear(case, jury.finding(case))

    monkeypatch.setattr(merging, "examine", examine)


@pytest.fixture
def parts(made: Path, tmp_path: Path) -> list[Path]:
    """Three runs over four indices each, to do with as a test pleases."""
    return [Path(shutil.copytree(made / name, tmp_path / name)) for name in ("0", "4", "8")]


def test_parts_become_the_run_that_one_command_makes(
    made: Path, parts: list[Path], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """In whatever order they are named: the same bytes, results, attempts and graphs; and nothing is printed."""
    told: list[tuple[int, int]] = []

    async def go() -> Merged:
        return await merge([parts[2], parts[0], parts[1]], tmp_path / "out", lambda *progress: told.append(progress))

    found = anyio.run(go)
    assert (found.kept, found.rejected, found.spans, found.missing, found.doubts) == (3, 9, [(0, 11)], [], [])
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert samples(tmp_path / "out") == samples(made / "whole")

    async def everything(reader: Reader) -> Any:
        tries = [await reader.attempts(index) for index in range(12)]
        return await reader.document(), await reader.counts(), await reader.rejected(), tries

    assert read(tmp_path / "out", everything) == read(made / "whole", everything)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0", "4", "8", "out"]
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("here")
def test_the_parts_stay_as_they_were(made: Path, parts: list[Path], tmp_path: Path) -> None:
    """Merging only reads them."""
    merged(*parts, out=tmp_path / "out")
    for part in parts:
        assert {path.name for path in part.iterdir()} == {path.name for path in (made / part.name).iterdir()}
        assert (part / "run.db").read_bytes() == (made / part.name / "run.db").read_bytes()


@pytest.mark.usefixtures("here")
def test_an_empty_folder_and_a_deep_one_can_be_merged_into(parts: list[Path], tmp_path: Path) -> None:
    """The folder is taken as it is, or made with all above it."""
    (tmp_path / "empty").mkdir()
    for out in (tmp_path / "empty", tmp_path / "a" / "b" / "c"):
        merged(*parts, out=out)
        assert sorted(path.name for path in out.parent.iterdir() if path.name.startswith(".")) == []
        assert samples(out)


@pytest.mark.usefixtures("here")
def test_a_single_run_can_be_merged_and_merged_again(made: Path, parts: list[Path], tmp_path: Path) -> None:
    """What comes out is a run like any other."""
    merged(parts[0], out=tmp_path / "one")
    merged(tmp_path / "one", parts[1], out=tmp_path / "two")
    merged(parts[2], tmp_path / "two", out=tmp_path / "three")
    assert samples(tmp_path / "three") == samples(made / "whole")


@pytest.mark.usefixtures("here")
def test_holes_are_named_and_a_generate_fills_them(made: Path, parts: list[Path], tmp_path: Path) -> None:
    """To the bytes of a whole run, and nothing that was there is made again."""
    out = tmp_path / "out"
    found = merged(parts[0], parts[2], out=out)
    assert (found.spans, found.missing) == ([(0, 3), (8, 11)], [(4, 7)])
    before = {index: read(out, lambda reader, index=index: reader.attempts(index)) for index in (0, 9)}
    make(out, "0:12")
    assert samples(out) == samples(made / "whole")
    assert {index: read(out, lambda reader, index=index: reader.attempts(index)) for index in (0, 9)} == before
    assert read(out, lambda reader: reader.sessions())[-1].kept == 1


@pytest.mark.usefixtures("here")
def test_a_merged_run_grows_with_a_larger_count(made: Path, parts: list[Path], tmp_path: Path) -> None:
    """The same command as ever, with --count."""
    merged(*parts, out=tmp_path / "out")
    make(tmp_path / "out", None, count=4)
    grown = samples(tmp_path / "out")
    assert grown.startswith(samples(made / "whole"))
    assert len(grown.splitlines()) == 4


@pytest.mark.usefixtures("here")
def test_sessions_survive_and_the_merge_is_noted_as_one(parts: list[Path], tmp_path: Path) -> None:
    """It says what the merged run is: complete, or with indices to go on with."""
    merged(*parts, out=tmp_path / "whole")
    sessions = read(tmp_path / "whole", lambda reader: reader.sessions())
    assert [(one.first, one.end, one.kept, one.rejected) for one in sessions[:3]] == [
        (0, 4, 1, 3),
        (4, 8, 1, 3),
        (8, 12, 1, 3),
    ]
    last = sessions[3]
    assert (last.ended, last.wanted, last.first, last.end, last.kept) == ("complete", 3, 0, None, 0)
    merged(parts[1], make(tmp_path / "far", "20:22"), out=tmp_path / "holes")
    last = read(tmp_path / "holes", lambda reader: reader.sessions())[-1]
    assert (last.ended, last.wanted, last.first, last.end) == ("stopped", None, 4, 22)


@pytest.mark.usefixtures("here")
def test_indices_that_were_set_aside_survive(parts: list[Path], tmp_path: Path) -> None:
    """They are holes with a name."""
    change(parts[0], "DELETE FROM attempt WHERE idx = 2")
    change(parts[0], "DELETE FROM result WHERE idx = 2")
    change(parts[0], "INSERT INTO set_aside VALUES (2, 'killed by SIGKILL')")
    assert merged(*parts, out=tmp_path / "out").missing == [(2, 2)]
    assert read(tmp_path / "out", lambda reader: reader.set_aside()) == {2: "killed by SIGKILL"}


@pytest.mark.usefixtures("here")
def test_an_index_that_one_run_set_aside_and_another_made_is_made(parts: list[Path], tmp_path: Path) -> None:
    """And one that both have set aside is so once."""
    for part in parts[:2]:
        change(part, "INSERT INTO set_aside VALUES (9, 'killed by SIGKILL')")
        change(part, "INSERT INTO set_aside VALUES (12, 'killed by SIGKILL')")
    merged(*parts, out=tmp_path / "out")
    assert read(tmp_path / "out", lambda reader: reader.set_aside()) == {12: "killed by SIGKILL"}


@pytest.mark.usefixtures("here")
def test_kept_episodes_are_copied(parts: list[Path], tmp_path: Path) -> None:
    """Those of the parts that have them; what a killed run left half-written is not."""
    (parts[2] / "episodes" / ".half.db.1.part").write_bytes(b"half")
    merged(*parts, out=tmp_path / "out")
    [episode] = (parts[2] / "episodes").glob("*.db")
    [copy] = (tmp_path / "out" / "episodes").iterdir()
    assert (copy.name, copy.read_bytes()) == (episode.name, episode.read_bytes())


@pytest.mark.usefixtures("here")
def test_the_configuration_is_that_of_the_parts_without_their_ranges(parts: list[Path], tmp_path: Path) -> None:
    """With as many as are kept; a part whose own is gone or garbled is merged without it."""
    merged(*parts, out=tmp_path / "out")
    before, after = (tomllib.loads((path / "config.toml").read_text()) for path in (parts[0], tmp_path / "out"))
    assert after["funreason_sim"] == before["funreason_sim"]
    assert after["run"] == {**{k: v for k, v in before["run"].items() if k != "indices"}, "count": 3}
    for number, garbled in enumerate((b"\xff\xfe", b"run = 5", b"[", b"[run]\nturns = 'x'")):
        (parts[0] / "config.toml").write_bytes(garbled)
        merged(*parts, out=tmp_path / f"garbled{number}")
        assert not (tmp_path / f"garbled{number}" / "config.toml").exists()


def test_an_index_that_two_runs_have_is_refused(parts: list[Path], tmp_path: Path) -> None:
    """The first one is named, with both folders, also where one run has far more than the other."""
    more = make(tmp_path / "more", "3:6")
    says = f"{more} and {parts[0]} both have index 3; merge runs over disjoint --indices"
    assert refusal(more, parts[0], out=tmp_path / "out") == says
    one = make(tmp_path / "one", "10:11")
    assert f"{one} both have index 10" in refusal(*parts, one, out=tmp_path / "out")


def test_a_run_of_another_identity_is_refused_with_what_differs(parts: list[Path], tmp_path: Path) -> None:
    """Both folders and the fields are named."""
    other = make(tmp_path / "other", "20:21", seed=8)
    told = refusal(parts[0], other, out=tmp_path / "out")
    assert told == f"{other} holds another run than {parts[0]} (seed: had 7, now 8); merge runs of one kind"


def test_a_run_that_is_at_work_is_refused(parts: list[Path], tmp_path: Path) -> None:
    """What it is going to add would be lost; looking at it is no harm."""
    with alone_in(parts[1] / "run.db"):
        told = refusal(*parts, out=tmp_path / "out")
    assert told == f"{parts[1]} is in use by another process; wait until its run ends, or stop it"


@pytest.mark.usefixtures("here")
def test_a_run_that_went_on_meanwhile_is_refused(
    parts: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it has added, nobody has verified."""
    examine = merging.examine

    async def slow(*arguments: Any) -> None:
        await examine(*arguments)
        change(parts[0], "INSERT INTO result VALUES (99, 'kept', NULL, NULL, '{}', '{}')")

    monkeypatch.setattr(merging, "examine", slow)
    assert "a run went on in one of these folders" in refusal(*parts, out=tmp_path / "out")


def test_a_place_that_is_taken_meanwhile_is_left_alone(
    parts: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever was there first stays, and nothing of the merge does."""

    async def slow(*arguments: Any) -> None:
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "mine").write_text("")

    monkeypatch.setattr(merging, "examine", slow)
    with pytest.raises(StoreError, match=r"/out cannot be written: directory not empty$"):
        merged(*parts, out=tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine"]
    assert not list(tmp_path.glob(".*"))


@pytest.mark.usefixtures("here")
def test_episodes_that_cannot_be_copied_are_one_sentence(parts: list[Path], tmp_path: Path) -> None:
    """A run without its episodes is not written instead."""
    (parts[2] / "episodes" / "odd.db").mkdir()
    assert refusal(*parts, out=tmp_path / "out") == "the episodes cannot be copied: is a directory"


def test_folders_that_cannot_be_merged_are_one_sentence(parts: list[Path], tmp_path: Path) -> None:
    """The same one twice, none, one without a run, a run that has not begun, another program's file."""
    (tmp_path / "link").symlink_to(parts[0])
    for other in (parts[0], parts[0] / ".." / "0", tmp_path / "link"):
        assert refusal(parts[0], other, out=tmp_path / "out") == "the same folder is named twice; name each run once"
    missing = tmp_path / "missing"
    says = f"{missing} holds no run: there is no run.db in it; name the --out of a generate"
    assert refusal(parts[0], missing, out=tmp_path / "out") == says
    change(make_store(tmp_path / "new"), "DELETE FROM run")
    says = f"{tmp_path / 'new'} holds a run that has not begun; leave it out"
    assert refusal(parts[0], tmp_path / "new", out=tmp_path / "out") == says
    (tmp_path / "new" / "run.db").write_bytes(b"my notes, " * 1_000)
    assert "is not a run store" in refusal(parts[0], tmp_path / "new", out=tmp_path / "out")


def test_a_place_that_is_taken_is_refused(parts: list[Path], tmp_path: Path) -> None:
    """A folder with something in it, a part, a file, a link that leads nowhere or to a folder."""
    (tmp_path / "file").write_text("mine")
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    (tmp_path / "alias").symlink_to(tmp_path / "empty")
    for out in (parts[0], tmp_path / "file", tmp_path / "link", tmp_path / "alias"):
        told = refusal(*parts, out=out)
        assert told == f"{out} is there already; --out names a new folder or an empty one"
    assert (tmp_path / "file").read_text() == "mine"


def test_a_place_that_cannot_be_written_is_found_before_any_work(parts: list[Path], tmp_path: Path) -> None:
    """Below a file nothing can be made."""
    (tmp_path / "file").write_text("")
    out = tmp_path / "file" / "out"
    with pytest.raises(StoreError, match=rf"^{out} cannot be written: not a directory$"):
        merged(*parts, out=out)


@pytest.mark.parametrize("where", ["its samples", "its schema"])
def test_a_damaged_store_is_one_sentence(parts: list[Path], tmp_path: Path, where: str) -> None:
    """Also where the damage lies in a sample, and shows only when it is read to be verified."""
    path = parts[1] / "run.db"
    body = bytearray(path.read_bytes())
    line = samples(parts[1])[:-1]
    place = 100 if where == "its schema" else body.index(line[3_000:3_100]) // 4096 * 4096
    body[place : place + 4096] = b"\xa5" * 4096
    path.write_bytes(body)
    told = refusal(*parts, out=tmp_path / "out")
    assert told == f"{path} is damaged; restore it from a copy, or name another folder"


def tamper(folder: Path, act: Callable[[dict[str, Any]], None]) -> None:
    """Change the one kept sample of a folder in its run.db."""
    document = json.loads(samples(folder))
    act(document)
    text = json.dumps(document, separators=(",", ":"))
    change(folder, "UPDATE result SET sample = ? WHERE status = 'kept'", text)


@pytest.mark.usefixtures("here")
def test_a_sample_that_does_not_hold_is_found_and_nothing_is_written(parts: list[Path], tmp_path: Path) -> None:
    """Each is named with its folder, its index, and the first thing that is wrong."""
    tamper(parts[1], lambda sample: sample["turns"][0].update(answer="It is not."))
    tamper(parts[2], lambda sample: sample.pop("turns"))
    found = merged(*reversed(parts), out=tmp_path / "out")
    assert [(doubt.folder, doubt.index, doubt.finding.message) for doubt in found.doubts] == [
        (parts[1], 7, "the digest is not that of the content"),
        (parts[2], 9, "not a sample: turns: is missing"),
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0", "4", "8"]


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("UPDATE result SET sample = '[]' WHERE idx = 7", "not a sample: a JSON object is wanted, not a list"),
        ("UPDATE result SET sample = X'ff00' WHERE idx = 7", "not UTF-8"),
        ("UPDATE result SET sample = 'é' WHERE idx = 7", "not valid JSON"),
        ("UPDATE result SET sample = sample || ' ' WHERE idx = 7", "not written as samples are"),
        ("UPDATE result SET sample = replace(sample, '{\"', '{' || char(10) || '\"') WHERE idx = 7", "not written as"),
    ],
)
@pytest.mark.usefixtures("here")
def test_a_line_that_no_run_writes_is_found(parts: list[Path], tmp_path: Path, sql: str, says: str) -> None:
    """A file of the merged samples would not be the one that the run would write, or none at all."""
    change(parts[1], sql)
    [doubt] = merged(*parts, out=tmp_path / "out").doubts
    assert (doubt.folder, doubt.index, doubt.finding.check) == (parts[1], 7, "record")
    assert says in doubt.finding.message


@pytest.mark.usefixtures("here")
def test_a_true_sample_in_a_place_that_is_not_its_own_is_found(parts: list[Path], tmp_path: Path) -> None:
    """Of another index, and of a run of another identity: it holds, and is not the one that should be there."""
    other = make(tmp_path / "other", "0:1", seed=9, target=None)
    for number, (sample, index) in enumerate(((samples(other), 0), (samples(parts[0]), 3))):
        folder = Path(shutil.copytree(parts[0], tmp_path / f"changed{number}"))
        change(folder, "DELETE FROM result WHERE idx = ?", index)
        values = (index, sample.decode().strip())
        change(folder, "INSERT INTO result VALUES (?, 'kept', NULL, NULL, ?, '{}')", *values)
        doubts = merged(folder, out=tmp_path / "out").doubts
        assert [(doubt.index, doubt.finding.message) for doubt in doubts] == [(index, "another run's sample")]


@pytest.mark.usefixtures("here")
def test_a_run_of_version_1_is_migrated_and_judged(tmp_path: Path) -> None:
    """Old runs are merged like others, and their samples have to hold like others."""
    found = merged(make_version_1(tmp_path / "old"), out=tmp_path / "out")
    assert [(doubt.index, doubt.finding.check) for doubt in found.doubts] == [(0, "record")]


@pytest.fixture
def long(made: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A merge in another process that is at work on thousands of samples, to be written to `out`."""
    line = samples(made / "0")
    results = [IndexResult(index=index, status="kept", line=line) for index in range(3_000)]
    make_store(tmp_path / "many", results)
    command = [sys.executable, "-m", "funreason_sim", "merge", str(tmp_path / "many"), "--out", str(tmp_path / "out")]
    pipes: Any = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    hears = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # also where whoever runs the tests is deaf to it
    process = subprocess.Popen(command, start_new_session=True, preexec_fn=hears, **pipes)
    wait_for(lambda: bool(children(process.pid)))
    yield process
    process.kill()
    process.communicate()


def children(parent: int) -> list[int]:
    """The processes that a process has started."""
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True, check=False)
    return [int(line) for line in listed.stdout.split()]


def wait_for(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_killed_merge_leaves_no_process_and_can_be_run_again(
    long: subprocess.Popen[str], made: Path, parts: list[Path], tmp_path: Path
) -> None:
    """kill -9: its place is still free, and the next merge to it clears away what was begun."""
    jurors = children(long.pid)
    long.kill()
    long.wait()
    wait_for(lambda: not any(map(alive, jurors)))
    assert not (tmp_path / "out").exists()
    (tmp_path / ".out.part" / "run").mkdir(exist_ok=True)
    (tmp_path / ".out.part" / "run" / "run.db").write_bytes(b"half of a store")
    merged(*parts, out=tmp_path / "out")
    assert samples(tmp_path / "out") == samples(made / "whole")
    assert not list(tmp_path.glob(".*"))


def test_an_interrupted_merge_leaves_nothing(long: subprocess.Popen[str], tmp_path: Path) -> None:
    """Ctrl-C: one sentence, and neither files nor processes stay."""
    jurors = children(long.pid)
    assert not any(os.getpgid(juror) == long.pid for juror in jurors), "the key reaches none of them"
    os.killpg(long.pid, signal.SIGINT)
    said, complained = long.communicate(timeout=60)
    assert (long.returncode, complained) == (130, "")
    assert said == "Interrupted: nothing was merged, and nothing was left behind.\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["many"]
    wait_for(lambda: not any(map(alive, jurors)))


def test_a_merge_whose_verifying_process_is_killed_says_so(long: subprocess.Popen[str], tmp_path: Path) -> None:
    """The system may kill one for memory: one sentence, and nothing is left."""
    os.kill(children(long.pid)[0], signal.SIGKILL)
    said, complained = long.communicate(timeout=60)
    assert (long.returncode, said) == (1, "")
    store = tmp_path / "many" / "run.db"
    assert re.fullmatch(rf"funreason-sim: a process that verified index \d+ of {store} was killed\n", complained)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["many"]


def test_two_merges_to_one_place_do_not_mix(parts: list[Path], tmp_path: Path) -> None:
    """The second is refused, and leaves alone what the first has begun."""
    begun = tmp_path / ".out.part" / "run"
    begun.mkdir(parents=True)
    with alone_in(begun):
        assert "is in use by another process" in refusal(*parts, out=tmp_path / "out")
    assert begun.exists()


def test_a_process_that_cannot_be_started_is_one_sentence(
    parts: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the system says about it is passed on."""
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nowhere"))
    told = refusal(*parts, out=tmp_path / "out", error=EngineError)
    assert told == "no process that verifies can be started: no such file or directory"
