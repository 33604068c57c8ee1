"""Folders and files behave like the original's, quirks included: what copies share, what moves leave, cycles."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from funreason_sim.bfcl.oracle import initial_states
from funreason_sim.environments.file_system import environment, papers, scenarios, tree
from funreason_sim.environments.file_system.topics import TOPICS
from funreason_sim.errors import ScenarioError
from funreason_sim.sim import Dice, Episode, open_episode
from funreason_sim.testing import added, assert_effects

HOME: dict[str, Any] = {
    "root": {
        "home": {
            "type": "directory",
            "contents": {
                "a.txt": {"type": "file", "content": "first"},
                "docs": {
                    "type": "directory",
                    "contents": {
                        "b.txt": {"type": "file", "content": "second"},
                        "old": {"type": "directory", "contents": {"c.txt": {"type": "file", "content": "third"}}},
                    },
                },
                "box": {"type": "directory", "contents": {}},
            },
        }
    }
}
ENDLESS = {"error": "maximum recursion depth exceeded while calling a Python object"}


@pytest.fixture
def shell() -> Iterator[Episode]:
    """A shell in a small home."""
    with open_episode([environment], {"file_system": HOME}) as episode:
        yield episode


def does(episode: Episode, *lines: str) -> Any:
    """Run lines such as `cp docs twin`; the value of the last, and none of them is refused."""
    value: Any = None
    for line in lines:
        tool, *given = line.split(" ")
        names = environment.tools[tool].spec.parameters["properties"]
        assert isinstance(names, dict)
        event = episode.call(tool, dict(zip(names, given, strict=False)))
        assert not event.refused, (line, event.outcome.text)
        value = event.value
    return value


def refused(episode: Episode, line: str, code: str = "") -> Any:
    """What a line that is refused, with this code if one is named, reads."""
    tool, *given = line.split(" ")
    names = environment.tools[tool].spec.parameters["properties"]
    assert isinstance(names, dict)
    event = episode.call(tool, dict(zip(names, given, strict=False)))
    assert event.refused, event.outcome.text
    assert code in ("", event.code)
    return event.value


def dumped(episode: Episode) -> Any:
    """The document of what is there now."""
    return episode.dump()["file_system"]


def orphans(episode: Episode) -> list[tuple[Any, ...]]:
    """Files that no listing holds, and listings that no directory has."""
    return episode.world.all(
        "SELECT 'file', id FROM file WHERE id NOT IN (SELECT file FROM listing WHERE file IS NOT NULL)"
        " UNION SELECT 'listing', id FROM listing WHERE id NOT IN (SELECT listing FROM directory)"
    )


def test_a_copied_folder_shares_its_files(shell: Episode) -> None:
    """What is written into one shows in the other; what is added to one does not."""
    does(shell, "cp docs twin", "cd twin", "echo changed b.txt", "touch own.txt")
    assert does(shell, "cd ..", "cd docs", "cat b.txt") == {"file_content": "changed"}
    assert does(shell, "ls") == {"current_directory_content": ["b.txt", "old"]}


def test_folders_below_a_copied_one_are_in_both(shell: Episode) -> None:
    """A file made in the folder below the copy is in the folder below the original: it is one folder."""
    does(shell, "cp docs twin", "cd twin", "cd old", "touch new.txt")
    assert does(shell, "find . new") == {"matches": ["./new.txt"]}
    assert does(shell, "cd /", "find . new") == {"matches": ["./docs/old/new.txt", "./twin/old/new.txt"]}


def test_the_folder_below_leads_up_to_the_original(shell: Episode) -> None:
    """Going up from a shared folder ends where it was made."""
    does(shell, "cp docs twin", "cd twin", "cd old", "cd ..")
    assert does(shell, "pwd") == {"current_working_directory": "/home/docs"}


def test_a_shared_folder_stays_when_one_of_its_places_goes(shell: Episode) -> None:
    """The copy keeps what it shares, though the original is removed; going up from it, the original is still met."""
    does(shell, "cp docs twin", "rm docs", "cd twin")
    assert does(shell, "cat b.txt") == {"file_content": "second"}
    assert does(shell, "cd old", "pwd") == {"current_working_directory": "/home/docs/old"}
    assert does(shell, "cd ..", "ls") == {"current_directory_content": ["b.txt", "old"]}


def test_a_moved_file_is_shared_no_more(shell: Episode) -> None:
    """A file that is moved out of a copy is a new one: writing to it leaves the original's alone."""
    does(shell, "cp docs twin", "cd twin", "mv b.txt z.txt", "echo changed z.txt")
    assert does(shell, "cat z.txt") == {"file_content": "changed"}
    assert does(shell, "cd ..", "cd docs", "cat b.txt") == {"file_content": "second"}


def test_a_copied_file_is_its_own(shell: Episode) -> None:
    """Files are copied in truth; only folders share."""
    does(shell, "cp a.txt z.txt", "echo changed z.txt")
    assert does(shell, "cat a.txt") == {"file_content": "first"}


def test_a_removed_file_stays_in_the_copy(shell: Episode) -> None:
    """Removing a shared file takes one name away; with the last one the file is gone."""
    does(shell, "cp docs twin", "cd docs", "rm b.txt")
    assert does(shell, "cd ..", "cd twin", "cat b.txt") == {"file_content": "second"}
    does(shell, "rm b.txt")
    assert shell.world.value("SELECT count(*) FROM file WHERE content = 'second'") == 0


def test_a_moved_folder_leaves_its_parents_behind(shell: Episode) -> None:
    """The folders in it still lead up to the old place, which holds the same and follows every change."""
    does(shell, "mv docs box", "cd box", "cd docs", "cd old")
    assert does(shell, "pwd") == {"current_working_directory": "/home/docs/old"}
    assert does(shell, "cd ..", "touch new.txt", "pwd") == {"current_working_directory": "/home/docs"}
    assert does(shell, "cd ..", "cd box", "cd docs", "ls") == {"current_directory_content": ["b.txt", "old", "new.txt"]}
    assert refused(shell, "cd new.txt") == {"error": "cd: 'new.txt': No such file or directory"}


def test_what_is_renamed_goes_to_the_end(shell: Episode) -> None:
    """Names are listed in the order in which they came, and a new name has just come."""
    does(shell, "mv a.txt z.txt", "mv docs notes", "touch last.txt")
    assert does(shell, "ls") == {"current_directory_content": ["box", "z.txt", "notes", "last.txt"]}


def test_a_folder_copied_into_itself_holds_itself(shell: Episode) -> None:
    """Walks over it have no end and are refused; everything else goes on, and the dump shows it empty at last."""
    assert does(shell, "cp docs docs") == {"result": "'docs' copied to 'docs/docs'"}
    assert [refused(shell, line, "endless") for line in ("du", "find", "find docs x")] == [ENDLESS] * 3
    assert does(shell, "cd docs", "cd docs", "cd docs", "ls") == {"current_directory_content": ["b.txt", "old", "docs"]}
    assert does(shell, "pwd") == {"current_working_directory": "/home/docs/docs"}
    assert does(shell, "cd old", "du") == {"disk_usage": "5 bytes"}
    docs = dumped(shell)["root"]["home"]["contents"]["docs"]["contents"]
    assert docs["docs"]["contents"]["docs"] == {"type": "directory", "contents": {}, "again": 1}
    assert does(shell, "cd /", "cd docs", "rm docs", "cd /", "du") == {"disk_usage": "16 bytes"}
    assert orphans(shell) == []


def test_a_folder_moved_into_itself_is_gone(shell: Episode) -> None:
    """Nothing leads to it any more, so its rows are gone as well."""
    does(shell, "mv docs docs")
    assert does(shell, "ls") == {"current_directory_content": ["a.txt", "box"]}
    assert [shell.world.value(f"SELECT count(*) FROM {table}") for table in ("directory", "file", "listing")] == [
        2,
        1,
        2,
    ]


def test_copies_of_copies_do_not_hang(shell: Episode) -> None:
    """Each pair of calls doubles what there is; a walk and a dump stop at a limit."""
    for n in range(18):
        does(shell, f"cp box m{n}", f"mv m{n} box")
    assert refused(shell, "du") == ENDLESS
    assert shell.world.value("SELECT count(*) FROM directory") < 40
    assert tree.MOST / 2 < json.dumps(shell.dump()).count('"contents"') < tree.MOST * 2


@pytest.mark.parametrize("most", [5, 6])
def test_a_walk_meets_so_many_names_and_no_more(shell: Episode, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """There are six names; the last is that of a folder, and none is met after a limit of five."""
    monkeypatch.setattr(tree, "MOST", most)
    if most < 6:
        assert refused(shell, "find", "endless") == ENDLESS
    else:
        assert len(does(shell, "find")["matches"]) == 6


def test_a_renamed_folder_is_where_the_old_one_was(shell: Episode) -> None:
    """It is a new folder in the same place, and what is made next has a listing of its own."""
    assert does(shell, "mv box tin", "cd tin", "pwd") == {"current_working_directory": "/home/tin"}
    event = shell.call("mkdir", {"dir_name": "new"})
    assert_effects(event, directory=added(6, listing=5), listing=added(id=4, name="new", position=1))
    assert does(shell, "cd new", "touch x", "cd ..", "find") == {"matches": ["./new", "./new/x"]}


def test_only_slashes_are_taken_off_the_end_of_a_name() -> None:
    """A folder whose name ends otherwise is found under it, and by no shorter one."""
    held = {"f": {"type": "file", "content": ""}}
    home = {"what?": {"type": "directory", "contents": held}, "docs": {"type": "directory", "contents": {}}}
    document: Any = {"file_system": {"root": {"home": {"type": "directory", "contents": home}}}}
    with open_episode([environment], document) as episode:
        assert does(episode, "find what?/") == {"matches": ["what?/f"]}
        assert refused(episode, "find docs?") == {"error": "find: 'docs?': No such file or directory"}
        assert refused(episode, "cd docs?") == {"error": "cd: 'docs?': No such file or directory"}
        assert does(episode, "cd what?") == {"current_working_directory": "what?"}


def test_a_file_called_dot_stands_for_the_folder(shell: Episode) -> None:
    """The name may be given, and means the current folder from then on: no file can be read under it."""
    does(shell, "touch .")
    assert refused(shell, "cat .") == {"error": "cat: '.': Is a directory"}
    assert refused(shell, "rmdir .") == {"error": "rmdir: cannot remove '.': Directory not empty"}
    assert refused(shell, "mv a.txt .") == {"error": "mv: cannot move 'a.txt' to './a.txt': File exists"}
    assert refused(shell, "cp docs .") == {"error": "Directory 'docs' already exists in directory 'home'."}
    does(shell, "cd docs", "touch .")
    assert refused(shell, "cp old .") == {"error": "Directory 'old' already exists in directory 'docs'."}
    does(shell, "cd ..")
    assert does(shell, "mv . loop") == {"result": "'.' moved to 'loop'"}
    assert dumped(shell)["root"]["home"]["contents"]["loop"]["again_inside"] == 1
    assert refused(shell, "du") == ENDLESS
    assert orphans(shell) == []


def test_without_a_document_the_root_has_a_slash_for_a_name() -> None:
    """Its path is two slashes, and it is dumped once something is in it."""
    with open_episode([environment], {"file_system": {}}) as episode:
        assert does(episode, "pwd") == {"current_working_directory": "//"}
        assert does(episode, "cd /") == {"current_working_directory": "/"}
        assert episode.dump() == {"file_system": {}}
        does(episode, "mkdir a", "cd a")
        assert does(episode, "pwd") == {"current_working_directory": "///a"}
        held = {"a": {"type": "directory", "contents": {}}}
        assert episode.dump() == {"file_system": {"root": {"/": {"type": "directory", "contents": held}}}}


def test_a_dump_starts_at_the_root(shell: Episode) -> None:
    """Where the shell is, and what folders share, is not in a document."""
    does(shell, "cp docs twin", "cd twin", "echo changed b.txt")
    with open_episode([environment], shell.dump()) as again:
        assert does(again, "pwd") == {"current_working_directory": "/home"}
        does(again, "cd twin", "echo other b.txt")
        assert does(again, "cd ..", "cd docs", "cat b.txt") == {"file_content": "changed"}


def test_every_real_document_comes_back() -> None:
    """The benchmark's configurations, byte for byte."""
    documents = initial_states("file_system")
    assert len(documents) == 52
    for document in documents:
        with open_episode([environment], {"file_system": document}) as episode:
            assert json.dumps(episode.dump()["file_system"]) == json.dumps(document)


def test_odd_documents_come_back_and_stay_odd() -> None:
    """Unknown fields, other orders and a second root are kept, also by copies and by what is moved."""
    odd = {"content": "x", "type": "file", "owner": "me"}
    inner = {"contents": {"f": odd}, "type": "directory", "mode": 7}
    document: Any = {"note": [1], "root": {"r": {"contents": {"d": inner, "e": inner}, "type": "directory"}, "s": 5}}
    with open_episode([environment], {"file_system": document}) as episode:
        assert json.dumps(episode.dump()["file_system"]) == json.dumps(document)
        does(episode, "cp d c", "mv e m", "cd d", "cp f g", "mv f h")
        contents = dumped(episode)["root"]["r"]["contents"]
        assert json.dumps(contents) == json.dumps(
            {"d": {**inner, "contents": {"g": odd, "h": odd}}, "c": inner, "m": inner}
        )


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ({"root": []}, "root must be an object, not []"),
        ({"root": {}}, "root must name a directory, not {}"),
        ({"root": {"r": None}}, "root.r must be an object, not None"),
        ({"root": {"r": {"type": "file", "content": ""}}}, "root.r.type must be one of directory, not 'file'"),
        ({"root": {"r": {"type": "directory"}}}, "root.r.contents must be an object, not None"),
        ({"root": {"r": {"type": "directory", "contents": {"d": {}}}}}, "root.r/d.type must be one of directory, file"),
        ({"root": {"r": {"type": "directory", "contents": {"d": 1}}}}, "root.r/d must be an object, not 1"),
        (
            {"root": {"r": {"type": "directory", "contents": {"d": {"type": "file", "content": 1}}}}},
            "root.r/d.content must be a text, not 1",
        ),
        (
            {"root": {"r": {"type": "directory", "contents": {"d/e": {"type": "file", "content": ""}}}}},
            "root.r names 'd/e'; a name must not hold a slash",
        ),
    ],
)
def test_a_bad_document_is_refused_in_one_sentence(document: dict[str, Any], says: str) -> None:
    """The sentence names the place and what stands there."""
    with pytest.raises(ScenarioError) as raised:
        open_episode([environment], {"file_system": document})
    assert str(raised.value).startswith(says)


@pytest.mark.parametrize("deep", [100, 101])
def test_a_document_is_not_deeper_than_a_hundred_folders(deep: int) -> None:
    """What is deeper is refused before anything runs out of stack."""
    node: dict[str, Any] = {"type": "directory", "contents": {}}
    for _ in range(deep - 1):
        node = {"type": "directory", "contents": {"d": node}}
    document: Any = {"file_system": {"root": {"d": node}}}
    if deep > 100:
        with pytest.raises(ScenarioError, match="is more than 100 folders deep"):
            open_episode([environment], document)
    else:
        with open_episode([environment], document) as episode:
            assert episode.dump() == document


def test_drawn_folders_belong_together() -> None:
    """Files, folders with files, an older archive below one of them and an empty one; two letters that differ."""
    for n in range(60):
        document: Any = scenarios.generate(Dice(f"drawn-{n}"))
        (home,) = document["root"].values()
        folders = {name: item["contents"] for name, item in home["contents"].items() if item["type"] == "directory"}
        files = {name: item["content"] for name, item in home["contents"].items() if item["type"] == "file"}
        assert len(files) >= 5
        assert sorted(map(bool, folders.values())) == [False, True, True, True]
        assert sum("archive-2024" in contents for contents in folders.values()) == 1
        draft, final = files["invitation-draft.txt"].splitlines(), files["invitation-final.txt"].splitlines()
        assert len(draft) == len(final)
        assert draft != final


@pytest.mark.parametrize("writer", papers.WRITERS.values(), ids=papers.WRITERS)
def test_every_paper_is_about_its_topic(writer: papers.Writer) -> None:
    """A drawn file has several lines, and speaks of things, tasks, remarks or people of its topic."""
    for n, topic in enumerate(TOPICS):
        text = writer(Dice(str(n)), topic)
        said = [*topic.things, *topic.tasks, *topic.remarks, topic.homes[0].replace("_", "-")]
        assert any(words in text for words in said)
        assert len(text.splitlines()) >= 4


def test_what_people_say_is_there() -> None:
    """Most names said are those of drawn files and folders, and every text searched for is in one of them."""
    for n in range(20):
        with open_episode([environment], seed=n) as episode:
            pools = scenarios.known(episode.world, Dice(str(n)))
            text = json.dumps(episode.dump())
            assert sum(str(name) in text for name in pools["file-name"]) >= 10
            assert all(str(words) in text for words in pools["search-text"])
            assert any(not tree.names(episode.world, at) for at in range(2, 7))
