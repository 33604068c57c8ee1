"""Reading a run store: while a run writes, without leaving a trace; whatever is wrong with it is one sentence."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import anyio
import pytest
from permissions import held, mode
from stores import IDENTITY, LINE, attempt, change, kept, make_store, make_version_1, rejected, walk

from funreason_sim.data import open_store, reading
from funreason_sim.data.reading import open_reader
from funreason_sim.errors import StoreError
from funreason_sim.records import Effort


async def refusal(folder: Path) -> str:
    """The one sentence that opening ends in."""
    with pytest.raises(StoreError) as caught:
        async with open_reader(folder / "run.db"):
            pytest.fail("it was opened")
    assert "\n" not in str(caught.value)
    return str(caught.value)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A run of ten indices, of which 3 and 7 were rejected."""
    results = [rejected(index, "b" if index == 3 else "a") if index in (3, 7) else kept(index) for index in range(10)]
    return make_store(tmp_path / "run", results)


@pytest.mark.parametrize("rows", [1, 2, 3, 8, 10, 11])
async def test_pages_do_not_show(store: Path, rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many rows are read at once, every index of the range comes once and in order, up to the limit."""
    monkeypatch.setattr(reading, "_ROWS", rows)
    monkeypatch.setattr(reading, "_LINES", rows)
    async with open_reader(store / "run.db") as reader:
        for first, end in ((0, None), (2, None), (2, 8), (3, 4), (20, None)):
            span = [index for index in range(10) if index >= first and (end is None or index < end)]
            told = [item async for item in reader.statuses(first, end)]
            assert told == [(index, "rejected" if index in (3, 7) else "kept") for index in span]
            for limit in (None, 0, 1, 2, 3, 8, 9):
                lines = [item async for item in reader.kept(limit, first, end)]
                assert lines == [(index, LINE) for index in span if index not in (3, 7)][:limit]


async def test_counts_are_of_the_indices_asked_for(tmp_path: Path) -> None:
    """A range leaves out what lies outside it; without one, all are counted."""
    results = [kept(0, walks=1), rejected(1, walks=10), kept(2, walks=100, turns=1), kept(3, walks=1_000)]
    async with open_reader(make_store(tmp_path, results) / "run.db") as reader:
        whole, part = await reader.counts(), await reader.counts(1, 3)
    assert (whole.kept, whole.rejected, whole.effort) == (3, 1, Effort(walks=1_111, turns=1))
    assert (part.kept, part.rejected, part.effort) == (1, 1, Effort(walks=110, turns=1))


async def test_what_was_rejected_comes_with_the_newest_last(tmp_path: Path) -> None:
    """A limit keeps the highest indices; a reason keeps its own."""
    results = [rejected(n, "odd" if n % 2 else "even", f"why {n}") for n in range(5)] + [kept(5)]
    async with open_reader(make_store(tmp_path, results) / "run.db") as reader:
        assert await reader.rejected(limit=2) == [(3, "odd", "why 3"), (4, "even", "why 4")]
        assert [row[0] for row in await reader.rejected("odd")] == [1, 3]
        assert await reader.rejected("none of these") == []


async def test_a_walk_comes_with_its_sentence_and_an_attempt_with_its_hint(tmp_path: Path) -> None:
    """Only what came to nothing is listed and counted: walks of a turn before attempts, the newest last."""
    tries = [walk(0, "walk_failed", "no tool"), walk(1, "unsolved", "turn 0")]
    tries += [attempt(0, "wrong_state", "Look again.", {"answer": "x"}), attempt(1, "passed"), attempt(2, "no_answer")]
    path = (
        make_store(tmp_path, [kept(4, *tries), rejected(9, "a", "b", walk(0, "walk_failed", "none", turn=1))])
        / "run.db"
    )
    async with open_reader(path) as reader:
        listed = [(t.index, t.turn, t.role, t.attempt, t.outcome, t.detail) for t in await reader.failures()]
        assert listed == [
            (4, 0, "walk", 0, "walk_failed", "no tool"),
            (4, 0, "walk", 1, "unsolved", "turn 0"),
            (4, 0, "reasoning", 0, "wrong_state", "Look again."),
            (4, 0, "reasoning", 2, "no_answer", None),
            (9, 1, "walk", 0, "walk_failed", "none"),
        ]
        assert [t.index for t in await reader.failures("walk_failed", 1)] == [9]
        counts = [("walk", "walk_failed", 2), ("walk", "unsolved", 1)]
        assert await reader.failure_counts() == [
            *counts,
            ("reasoning", "no_answer", 1),
            ("reasoning", "wrong_state", 1),
        ]
        assert await reader.result(9) == ("rejected", "a", "b")
        assert await reader.result(5) is None


async def test_a_reader_sees_a_run_at_one_moment(tmp_path: Path) -> None:
    """What a run commits while somebody reads does not make what is read contradict itself."""
    async with open_store(tmp_path / "run.db", IDENTITY) as store:
        await store.add([kept(0)])
        async with open_reader(tmp_path / "run.db") as reader:
            async with reader.one_moment():
                assert (await reader.counts()).kept == 1
                await store.add([kept(1), rejected(2)])
                assert (await reader.counts()).kept == 1
                assert await reader.rejections() == {}
            assert (await reader.counts()).kept == 2


async def test_who_only_looks_leaves_nothing_behind(store: Path) -> None:
    """A store that is closed has no side files, before and after."""
    assert names(store) == ["run.db"]
    before = (store / "run.db").read_bytes()
    async with open_reader(store / "run.db") as reader:
        await reader.counts()
    assert names(store) == ["run.db"]
    assert (store / "run.db").read_bytes() == before


async def test_what_a_killed_run_had_committed_is_read(tmp_path: Path) -> None:
    """It may still lie in the write-ahead log, in a folder that can be written and in one that cannot."""
    killed = tmp_path / "killed"
    async with open_store(tmp_path / "live" / "run.db", IDENTITY) as store:
        await store.add([kept(0), rejected(1)])
        shutil.copytree(tmp_path / "live", killed)  # as it is on the disk at this moment
    assert names(killed) == ["run.db", "run.db-shm", "run.db-wal"]
    with mode(killed, 0o555), mode(killed / "run.db-wal", 0o444), mode(killed / "run.db-shm", 0o444):
        done = await anyio.to_thread.run_sync(held, "status", killed)
    assert (done.returncode, done.stderr) == (0, "")
    assert "2 indices" in done.stdout
    async with open_reader(killed / "run.db") as reader:
        assert [index async for index, _ in reader.statuses()] == [0, 1]
    assert names(killed) == ["run.db"]


async def test_a_store_of_version_1_is_migrated_by_whoever_reads_it(tmp_path: Path) -> None:
    """What it holds stays, and its tries are keyed by who made them."""
    folder = make_version_1(tmp_path / "old")
    for _ in range(2):
        async with open_reader(folder / "run.db") as reader:
            assert [item async for item in reader.statuses()] == [(0, "kept"), (1, "rejected")]
            assert [item async for item in reader.kept()] == [(0, LINE)]
            tries = [(t.role, t.attempt, t.outcome, t.hint, t.trace) for t in await reader.attempts(0)]
            assert tries == [
                ("walk", 0, "query_unclear", None, "nothing says city"),
                ("reasoning", 0, "wrong_state", "Look again.", {"k": 1, "answer": "Done."}),
                ("reasoning", 1, "passed", None, {"k": 2}),
            ]
            assert (await reader.sessions(), await reader.set_aside()) == ([], {})
    assert names(folder) == ["run.db"]


def test_a_store_of_version_1_in_an_archive_is_left_as_it_is(tmp_path: Path) -> None:
    """It cannot be migrated where nothing can be written; the sentence says what can be done."""
    folder = make_version_1(tmp_path / "old")
    before = (folder / "run.db").read_bytes()
    with mode(folder, 0o555):
        done = held("status", folder)
    told = f"funreason-sim: {folder}/run.db was made by an older version and has to be migrated"
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"{told}; copy its folder to one you can write\n"
    assert (folder / "run.db").read_bytes() == before


@pytest.mark.parametrize("there", ["nothing", "a file", "an empty folder", "a folder called run.db"])
async def test_where_no_run_is(tmp_path: Path, there: str) -> None:
    """The sentence says what is missing and what to name, and nothing is made."""
    folder = tmp_path / "it"
    if there == "a file":
        folder.write_text("")
    elif there != "nothing":
        (folder / "run.db" if "called" in there else folder).mkdir(parents=True)
    told = await refusal(folder)
    assert told == f"{folder} holds no run: there is no run.db in it; name the --out of a generate"
    assert names(tmp_path) == ([] if there == "nothing" else ["it"])


async def test_a_folder_that_cannot_be_entered_is_said_in_one_sentence(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the system refuses is not taken for a folder without a run."""

    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "stat", refuse)
    assert await refusal(store) == f"{store}/run.db cannot be opened: permission denied"


async def test_a_file_that_is_no_store_is_refused_and_left_alone(tmp_path: Path) -> None:
    """Notes, another program's database, and a store of a version to come."""
    path = tmp_path / "run.db"
    path.write_text("my notes, " * 1_000)
    assert await refusal(tmp_path) == f"{path} is not a run store: it is not a SQLite database"
    assert path.read_text() == "my notes, " * 1_000
    path.unlink()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE mine (x)")
    other.close()
    assert await refusal(tmp_path) == f"{path} is a SQLite database, but not one of a run"
    path.unlink()
    change(make_store(tmp_path), "INSERT INTO migration VALUES (9, '0009_later.sql')")
    before = path.read_bytes()
    told = "was made by a newer funreason_sim (schema 9, this version knows 2); upgrade it"
    assert await refusal(tmp_path) == f"{path} {told}"
    assert path.read_bytes() == before
    assert names(tmp_path) == ["run.db"]


@pytest.mark.parametrize("damage", ["its end is missing", "noise in the middle", "its schema is noise"])
async def test_a_damaged_store_is_one_sentence(store: Path, damage: str) -> None:
    """Wherever the damage shows, on opening or while reading, the sentence says that it is damaged."""
    path = store / "run.db"
    body = bytearray(path.read_bytes())
    if damage == "its end is missing":
        body = body[: len(body) // 2]
    else:
        place = 100 if "schema" in damage else len(body) // 2
        body[place : place + 30_000] = b"\xa5" * min(30_000, len(body) - place)
    path.write_bytes(body)
    with pytest.raises(StoreError, match=rf"^{path} is damaged; restore it from a copy, or name another folder$"):
        await _read_all(path)


async def _read_all(path: Path) -> None:
    async with open_reader(path) as reader:
        for number in range(10):
            await reader.attempts(number)
        _ = [line async for line in reader.kept()]
        for read in (reader.document, reader.counts, reader.rejected, reader.failures, reader.sessions):
            await read()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE run SET document = '{'",
        "UPDATE run SET document = '[1]'",
        "UPDATE run SET document = 'null'",
        "UPDATE result SET effort = '{\"walks\": 1.5}'",
        "UPDATE attempt SET trace = '{'",
        "UPDATE attempt SET role = 'nobody'",
        "UPDATE attempt SET turn = -1",
        "UPDATE session SET ended = 'somehow'",
        "UPDATE session SET seen = 'late'",
        "UPDATE session SET wanted = 1.5",
        "DELETE FROM migration",
    ],
)
async def test_values_that_no_version_writes_are_damage(tmp_path: Path, sql: str) -> None:
    """A store that somebody has changed ends in one sentence, not in a traceback."""
    results = [rejected(0, "a", "b", attempt(0, "wrong"), walks=1)]
    folder = make_store(tmp_path, results, [{"ended": "complete", "wanted": 5}])
    change(folder, sql)
    with pytest.raises(StoreError, match=rf"^{folder}/run.db is damaged"):
        await _read_all(folder / "run.db")


@pytest.mark.parametrize(("sample", "line"), [("é\ud7ff", "é\ud7ff".encode()), (b"\xff\x00", b"\xff\x00"), ("", b"")])
async def test_a_sample_comes_out_as_the_bytes_that_are_there(tmp_path: Path, sample: Any, line: bytes) -> None:
    """Whatever somebody has put in its place: whoever reads it decides."""
    change(make_store(tmp_path, [kept(0)]), "UPDATE result SET sample = ?", sample)
    async with open_reader(tmp_path / "run.db") as reader:
        assert [item async for item in reader.kept()] == [(0, line + b"\n")]


async def test_an_error_of_whoever_reads_stays_as_it_is(store: Path) -> None:
    """What is raised while a store is open is not taken for its fault."""
    with pytest.raises(StoreError, match=r"^something else$"):
        await _fail(store, StoreError("something else"))
    with pytest.raises(FileNotFoundError):
        await _fail(store, FileNotFoundError("mine"))


async def _fail(folder: Path, error: Exception) -> None:
    async with open_reader(folder / "run.db"):
        raise error
