"""The run store: what goes in whole, comes out in order, and belongs to one run."""

from __future__ import annotations

import asyncio
import json
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import anyio
import pytest
from data.sample_maker import make_sample
from pydantic import ValidationError

from funreason_sim.data import AttemptRecord, Counts, IndexResult, Store, migrate, open_store, sample_line
from funreason_sim.errors import StoreError
from funreason_sim.records import Effort, JsonValue

IDENTITY: dict[str, JsonValue] = {"config": {"seed": 7, "turns": 3}, "environments": {"travel": "aa"}}


def kept(index: int) -> IndexResult:
    line = sample_line(make_sample(index=index))
    return IndexResult(index=index, status="kept", line=line, effort=Effort(walks=3, first_attempts=1, turns=2))


def rejected(index: int, reason: str = "no_answer") -> IndexResult:
    attempts = (
        AttemptRecord(
            turn=0, role="reasoning", attempt=0, outcome="wrong_state", hint="Look again.", trace=[{"tool": "x"}]
        ),
        AttemptRecord(turn=0, role="reasoning", attempt=1, outcome="wrong_state"),
    )
    return IndexResult(index=index, status="rejected", reason=reason, detail="turn 0", attempts=attempts)


async def lines(store: Store, limit: int | None = None) -> list[bytes]:
    return [line async for _, line in store.kept(limit)]


async def done(store: Store) -> dict[int, str]:
    return {index: status async for index, status in store.statuses()}


async def refusal(path: Path, identity: dict[str, JsonValue] = IDENTITY) -> str:
    """The one sentence that opening ends in."""
    with pytest.raises(StoreError) as caught:
        async with open_store(path, identity):
            pytest.fail("it was opened")
    told = str(caught.value)
    assert told.startswith(str(path))
    assert "\n" not in told
    return told


async def test_results_come_back_in_index_order(tmp_path: Path) -> None:
    """Whatever order indices are finished in, lines come out by index, byte for byte."""
    async with open_store(tmp_path / "run.db", IDENTITY) as store:
        await store.add([kept(130), rejected(1), kept(0)])
        await store.add([kept(index) for index in range(2, 130)])
        assert await lines(store) == [kept(index).line for index in range(131) if index != 1]
        assert await lines(store, 65) == [kept(index).line for index in range(66) if index != 1]
        assert await lines(store, 0) == []


async def test_what_was_stored_is_there_after_reopening(tmp_path: Path) -> None:
    """A run that is opened again knows what is done, and its attempts and artifacts."""
    async with open_store(tmp_path / "new" / "run.db", IDENTITY) as store:
        await store.add([kept(0), rejected(1)])
        await store.put_artifact("d1", "graph", "{}")
    async with open_store(tmp_path / "new" / "run.db", IDENTITY) as store:
        assert await done(store) == {0: "kept", 1: "rejected"}
        assert await store.attempts(1) == rejected(1).attempts
        assert (await store.artifact("d1"), await store.artifact("d2")) == ("{}", None)


async def test_counts_and_rejections_are_summed(tmp_path: Path) -> None:
    """Counts cover kept and rejected indices; reasons come with the commonest first."""
    async with open_store(tmp_path / "run.db", IDENTITY) as store:
        assert await store.counts() == Counts(kept=0, rejected=0, effort=Effort())
        await store.add([kept(0), kept(1), rejected(2, "b"), rejected(3, "a"), rejected(4, "b")])
        assert await store.counts() == Counts(kept=2, rejected=3, effort=Effort(walks=6, first_attempts=2, turns=4))
        assert list((await store.rejections()).items()) == [("b", 2), ("a", 1)]


async def test_an_artifact_is_stored_once(tmp_path: Path) -> None:
    """What is named by its digest is the same thing: putting it again changes nothing."""
    async with open_store(tmp_path / "run.db", IDENTITY) as store:
        await store.put_artifact("d", "graph", "first")
        await store.put_artifact("d", "graph", "first")
        assert await store.artifact("d") == "first"


async def test_results_go_in_together_or_not_at_all(tmp_path: Path) -> None:
    """When one of several results cannot be written, none of them is, and the store goes on."""
    async with open_store(tmp_path / "run.db", IDENTITY) as store:
        await store.add([kept(3)])
        with pytest.raises(StoreError, match="already holds one of these indices"):
            await store.add([rejected(2), kept(3)])
        assert await done(store) == {3: "kept"}
        assert await store.attempts(2) == ()
        await store.add([rejected(2)])


async def test_writers_at_once_do_not_mix(tmp_path: Path) -> None:
    """Many tasks may add at the same time."""
    async with open_store(tmp_path / "run.db", IDENTITY) as store:
        async with anyio.create_task_group() as group:
            for index in range(40):
                group.start_soon(store.add, [rejected(index)])
        assert len(await done(store)) == 40


@pytest.mark.parametrize("delay", [0, 0.0005, 0.001, 0.002, 0.005])
async def test_a_cancelled_writer_leaves_all_or_nothing(tmp_path: Path, delay: float) -> None:
    """However a task that writes is cancelled, the next one finds no open transaction and no half of a block."""
    block = [rejected(index) for index in range(200)]
    async with open_store(tmp_path / "run.db", IDENTITY) as store:
        with anyio.move_on_after(delay):
            await store.add(block)
        task = asyncio.create_task(store.add([rejected(index) for index in range(300, 500)]))
        await asyncio.sleep(delay)
        task.cancel()
        await asyncio.wait([task])
        await store.add([kept(1000)])
        assert len(await done(store)) - 1 in (0, 200, 400)


KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from funreason_sim.data import IndexResult, open_store

async def main():
    async with open_store(Path(sys.argv[1]), {"seed": 1}) as store:
        for index in range(0, 1_000_000, 2):
            await store.add([IndexResult(index=i, status="rejected", reason="r") for i in (index, index + 1)])
            print(index, flush=True)
            if index == 20:
                os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


async def test_a_killed_run_keeps_what_it_had_added(tmp_path: Path) -> None:
    """After SIGKILL every added block is there whole, and the folder can be used again at once."""
    path = tmp_path / "run.db"
    ended = subprocess.run([sys.executable, "-c", KILLED, str(path)], capture_output=True, text=True, check=False)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    async with open_store(path, {"seed": 1}) as store:
        assert list(await done(store)) == list(range(22))


async def test_another_run_is_refused_with_the_fields_that_differ(tmp_path: Path) -> None:
    """Each differing field is named with both values, nested ones by a dotted name."""
    path = tmp_path / "run.db"
    async with open_store(path, IDENTITY):
        pass
    told = await refusal(path, {"config": {"seed": 8, "turns": 3}, "environments": {}, "new": ["x" * 100]})
    assert 'config.seed: had 7, now 8; environments.travel: had "aa", now none; new: had none, now ["xxx' in told
    assert "turns" not in told


async def test_the_same_number_in_another_type_is_another_run(tmp_path: Path) -> None:
    """1 and true and 1.0 are equal in Python and different content."""
    path = tmp_path / "run.db"
    async with open_store(path, {"seed": 1}):
        pass
    assert "seed: had 1, now true" in await refusal(path, {"seed": True})
    assert "seed: had 1, now 1.0" in await refusal(path, {"seed": 1.0})


async def test_a_folder_in_use_is_refused(tmp_path: Path) -> None:
    """Two runs in one folder at once would make every sample twice."""
    async with open_store(tmp_path / "run.db", IDENTITY):
        assert "is in use by another process" in await refusal(tmp_path / "run.db")
    async with open_store(tmp_path / "run.db", IDENTITY):
        pass


async def test_a_reader_may_look_while_a_run_writes(tmp_path: Path) -> None:
    """Any SQLite tool can read the file of a running run."""
    async with open_store(tmp_path / "run.db", IDENTITY) as store:
        await store.add([kept(0)])
        reader = sqlite3.connect(tmp_path / "run.db")
        (line,) = reader.execute("SELECT sample FROM result").fetchone()
        reader.close()
        assert json.loads(line) == make_sample().model_dump(mode="json")


async def test_a_locked_database_is_said_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program's lock ends in words, not in a traceback, and nothing is written."""
    monkeypatch.setattr("funreason_sim.data.opening._BUSY_SECONDS", 0.05)
    path = tmp_path / "run.db"
    async with open_store(path, IDENTITY) as store:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="is locked by another program"):
            await store.add([kept(0)])
        other.execute("ROLLBACK")
        other.close()
        assert await done(store) == {}


async def test_a_full_disk_is_said_in_one_sentence_and_writes_nothing(tmp_path: Path) -> None:
    """When there is no room, the block is taken back whole."""
    async with open_store(tmp_path / "run.db", IDENTITY) as store:
        await store.add([kept(0)])
        await store._connection.execute("PRAGMA max_page_count = 30")
        with pytest.raises(StoreError, match="the disk is full"):
            await store.add([kept(index) for index in range(1, 100)])
        assert await done(store) == {0: "kept"}


async def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    """Somebody's notes are not overwritten."""
    path = tmp_path / "run.db"
    path.write_text("my notes, " * 1000)
    assert "is not a run store" in await refusal(path)
    assert path.read_text() == "my notes, " * 1000


async def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    """A SQLite file with other tables gets none of ours."""
    path = tmp_path / "run.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE mine (x)")
    other.close()
    before = path.read_bytes()
    assert "is a SQLite database, but not one of a run" in await refusal(path)
    assert path.read_bytes() == before


async def test_a_store_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    """A schema that this version does not know is not touched."""
    path = tmp_path / "run.db"
    async with open_store(path, IDENTITY) as store:
        await store._connection.execute("INSERT INTO migration VALUES (9, '0009_later.sql')")
    assert "was made by a newer funreason_sim (schema 9, this version knows 2)" in await refusal(path)


async def test_a_folder_that_cannot_be_made_is_said_in_one_sentence(tmp_path: Path) -> None:
    """A file where the folder should be is an ordinary mistake."""
    (tmp_path / "file").touch()
    assert "cannot be opened" in await refusal(tmp_path / "file" / "run.db")
    (tmp_path / "run.db").mkdir()
    assert "cannot be opened" in await refusal(tmp_path / "run.db")


async def test_a_read_only_database_is_said_in_one_sentence(tmp_path: Path) -> None:
    """A store that may only be read cannot take results."""
    async with open_store(tmp_path / "run.db", IDENTITY) as store:
        await store._connection.execute("PRAGMA query_only = ON")
        with pytest.raises(StoreError, match="is read-only; a run needs a folder that can be written"):
            await store.add([kept(0)])


async def test_a_store_keeps_the_results_it_had_when_a_migration_is_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newer version adds its migration to an existing store, once, and the results stay."""
    path = tmp_path / "run.db"
    async with open_store(path, IDENTITY) as store:
        await store.add([kept(0)])
    later = migrate.Migration(number=3, name="0003_later.sql", sql="CREATE TABLE later (x INTEGER PRIMARY KEY);")
    monkeypatch.setattr("funreason_sim.data.opening.migrations", lambda: [*migrate.migrations(), later])
    for _ in range(2):
        async with open_store(path, IDENTITY) as store:
            assert await done(store) == {0: "kept"}
            assert await store._rows("SELECT count(*) FROM later") == [(0,)]


async def test_a_migration_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A migration and its record are one transaction."""
    path = tmp_path / "run.db"
    broken = migrate.Migration(number=1, name="0001_broken.sql", sql="CREATE TABLE a (x); CREATE TABLE a (x);")
    monkeypatch.setattr("funreason_sim.data.opening.migrations", lambda: [broken])
    assert "cannot be used: table a already exists" in await refusal(path)
    monkeypatch.undo()
    async with open_store(path, IDENTITY) as store:
        assert await done(store) == {}


def test_migrations_are_shipped_in_order_without_gaps() -> None:
    """Migrations are numbered from 1 and found in the installed package."""
    found = migrate.migrations()
    assert [migration.number for migration in found] == list(range(1, len(found) + 1))
    assert found[0].name == "0001_initial.sql"


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "kept"},
        {"status": "kept", "line": b"{}", "reason": "why"},
        {"status": "rejected"},
        {"status": "rejected", "reason": "why", "line": b"{}"},
    ],
)
def test_a_result_is_kept_or_rejected_but_not_both(fields: dict[str, object]) -> None:
    """A kept index has a line, a rejected one a reason."""
    with pytest.raises(ValidationError):
        IndexResult(index=0, **fields)  # type: ignore[arg-type]
