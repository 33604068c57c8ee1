"""Each file tool, call by call: what it answers, the only rows it changes, and every refusal in its words."""

from __future__ import annotations

from typing import Any

import pytest
from calls import Rows, assert_answered, declared

from funreason_sim.environments.file_system import environment
from funreason_sim.sim import Episode, open_episode
from funreason_sim.testing import Properties, added, assert_refused, changed, removed


def file(content: str) -> dict[str, Any]:
    return {"type": "file", "content": content}


def folder(**contents: Any) -> dict[str, Any]:
    return {"type": "directory", "contents": contents}


# Directories are numbered as they stand here: home 1, docs 2, old 3, empty 4; so are the files.
HOME = folder(
    **{"b.txt": file("pear\napple\n\nfig tree"), "a.txt": file("apple\nPear\n\npears\nplum"), ".dot": file("")},
    docs=folder(**{"b.txt": file("x"), "old": folder(**{"c.txt": file("é\n")})}),
    empty=folder(),
)
DOCUMENT: Any = {"root": {"home": HOME}}
Case = tuple[str, tuple[str, ...], dict[str, Any], Any, Rows]

# Tool, the folders gone into before, arguments, what it answers, the rows that change.
CASES: list[Case] = [
    ("pwd", (), {}, {"current_working_directory": "/home"}, {}),
    ("pwd", ("docs", "old"), {}, {"current_working_directory": "/home/docs/old"}, {}),
    ("ls", (), {}, {"current_directory_content": ["b.txt", "a.txt", "docs", "empty"]}, {}),
    ("ls", (), {"a": True}, {"current_directory_content": ["b.txt", "a.txt", ".dot", "docs", "empty"]}, {}),
    ("ls", ("empty",), {}, {"current_directory_content": []}, {}),
    ("cd", (), {"folder": "docs"}, {"current_working_directory": "docs"}, {"shell": changed(current=(1, 2))}),
    ("cd", (), {"folder": "docs//"}, {"current_working_directory": "docs"}, {"shell": changed(current=2)}),
    ("cd", ("docs", "old"), {"folder": ".."}, {}, {"shell": changed(current=(3, 2))}),
    ("cd", ("docs", "old"), {"folder": "../"}, {}, {"shell": changed(current=(3, 2))}),
    ("cd", ("docs", "old"), {"folder": "/"}, {"current_working_directory": "home"}, {"shell": changed(current=1)}),
    ("cd", ("docs", "old"), {"folder": ""}, {"current_working_directory": "home"}, {"shell": changed(current=1)}),
    ("cd", ("docs", "old"), {"folder": "."}, {"current_working_directory": "old"}, {}),
    ("mkdir", ("docs",), {"dir_name": "new"}, None,
     {"directory": added(5, name="new", parent=2, listing=5, record=None),
      "listing": added(id=2, name="new", position=3, directory=5, file=None)}),
    ("touch", ("docs",), {"file_name": "new.md"}, None,
     {"file": added(6, content="", record=None),
      "listing": added(id=2, name="new.md", position=3, directory=None, file=6)}),
    ("touch", ("empty",), {"file_name": "new.md"}, None,
     {"file": added(6), "listing": added(id=4, name="new.md", position=1, file=6)}),
    ("echo", (), {"content": "so\nwhat"}, {"terminal_output": "so\nwhat"}, {}),
    ("echo", (), {"content": "so", "file_name": None}, {"terminal_output": "so"}, {}),
    ("echo", (), {"content": "so", "file_name": ""}, {"terminal_output": "so"}, {}),
    ("echo", ("docs",), {"content": "so", "file_name": "b.txt"}, None, {"file": changed(4, content=("x", "so"))}),
    ("cat", (), {"file_name": "b.txt"}, {"file_content": "pear\napple\n\nfig tree"}, {}),
    ("cat", ("docs",), {"file_name": "b.txt"}, {"file_content": "x"}, {}),
    ("find", (), {},
     {"matches": ["./b.txt", "./a.txt", "./.dot", "./docs", "./docs/b.txt", "./docs/old", "./docs/old/c.txt",
                  "./empty"]}, {}),
    ("find", ("docs",), {"name": "b"}, {"matches": ["./b.txt"]}, {}),
    ("find", ("docs",), {"path": "/", "name": "o"}, {"matches": ["/.dot", "/docs", "/docs/old"]}, {}),
    ("find", (), {"path": "docs/old/"}, {"matches": ["docs/old/c.txt"]}, {}),
    ("find", ("empty",), {"path": "/docs/./old"}, {"matches": ["/docs/./old/c.txt"]}, {}),
    ("find", ("docs",), {"path": "old", "name": ""}, {"matches": ["old/c.txt"]}, {}),
    ("wc", (), {"file_name": "b.txt"}, {"count": 4, "type": "lines"}, {}),
    ("wc", (), {"file_name": "b.txt", "mode": "l"}, {"count": 4, "type": "lines"}, {}),
    ("wc", (), {"file_name": "b.txt", "mode": "w"}, {"count": 4, "type": "words"}, {}),
    ("wc", (), {"file_name": "b.txt", "mode": "c"}, {"count": 20, "type": "characters"}, {}),
    ("sort", (), {"file_name": "a.txt"}, {"sorted_content": "\nPear\napple\npears\nplum"}, {}),
    ("grep", (), {"file_name": "a.txt", "pattern": "p"}, {"matching_lines": ["apple", "pears", "plum"]}, {}),
    ("grep", (), {"file_name": "a.txt", "pattern": "p."}, {"matching_lines": []}, {}),
    ("du", (), {}, {"disk_usage": "46 bytes"}, {}),
    ("du", ("docs",), {}, {"disk_usage": "4 bytes"}, {}),
    ("du", (), {"human_readable": True}, {"disk_usage": "46.00 B"}, {}),
    ("tail", (), {"file_name": "a.txt"}, {"last_lines": "apple\nPear\n\npears\nplum"}, {}),
    ("tail", (), {"file_name": "a.txt", "lines": 2}, {"last_lines": "pears\nplum"}, {}),
    ("tail", (), {"file_name": "a.txt", "lines": 5}, {"last_lines": "apple\nPear\n\npears\nplum"}, {}),
    ("tail", (), {"file_name": "a.txt", "lines": 6}, {"last_lines": "apple\nPear\n\npears\nplum"}, {}),
    ("tail", (), {"file_name": "a.txt", "lines": 0}, {"last_lines": "apple\nPear\n\npears\nplum"}, {}),
    ("tail", (), {"file_name": "a.txt", "lines": -3}, {"last_lines": "pears\nplum"}, {}),
    ("diff", (), {"file_name1": "b.txt", "file_name2": "a.txt"},
     {"diff_lines": "- pear\n+ apple\n- apple\n+ Pear\n- fig tree\n+ pears"}, {}),
    ("diff", (), {"file_name1": "a.txt", "file_name2": "a.txt"}, {"diff_lines": ""}, {}),
    ("mv", (), {"source": "a.txt", "destination": "z.txt"}, {"result": "'a.txt' moved to 'z.txt'"},
     {"listing": [removed(id=1, name="a.txt", file=2), added(id=1, name="z.txt", position=6, file=2)]}),
    ("mv", (), {"source": "a.txt", "destination": "docs"}, {"result": "'a.txt' moved to 'docs/a.txt'"},
     {"listing": [removed(id=1, name="a.txt"), added(id=2, name="a.txt", position=3, file=2)]}),
    ("mv", (), {"source": "empty", "destination": "full"}, {"result": "'empty' moved to 'full'"},
     {"listing": [removed(id=1, name="empty"), added(id=1, name="full", position=5, directory=5)],
      "directory": [removed(4, name="empty"), added(5, name="full", parent=1, listing=4, record=None)]}),
    ("mv", (), {"source": "docs", "destination": "empty"}, {"result": "'docs' moved to 'empty/docs'"},
     {"listing": [removed(id=1, name="docs", directory=2), added(id=4, name="docs", position=1, directory=5)],
      "directory": added(5, name="docs", parent=4, listing=2)}),
    ("rm", (), {"file_name": "b.txt"}, {"result": "'b.txt' removed"},
     {"listing": removed(id=1, name="b.txt"), "file": removed(1, content="pear\napple\n\nfig tree")}),
    ("rm", (), {"file_name": "docs"}, {"result": "'docs' removed"},
     {"listing": [removed(id=1, name="docs"), removed(id=2, name="b.txt"), removed(id=2, name="old"),
                  removed(id=3, name="c.txt")],
      "directory": [removed(2), removed(3)], "file": [removed(4), removed(5)]}),
    ("rmdir", (), {"dir_name": "empty"}, {"result": "'empty' removed"},
     {"listing": removed(id=1, name="empty"), "directory": removed(4)}),
    ("cp", (), {"source": "a.txt", "destination": "z.txt"}, {"result": "'a.txt' copied to 'z.txt'"},
     {"file": added(6, content="apple\nPear\n\npears\nplum"),
      "listing": added(id=1, name="z.txt", position=6, file=6)}),
    ("cp", (), {"source": "a.txt", "destination": "docs"}, {"result": "'a.txt' copied to 'docs/a.txt'"},
     {"file": added(6), "listing": added(id=2, name="a.txt", position=3, file=6)}),
    ("cp", (), {"source": "docs", "destination": "twin"}, {"result": "'docs' copied to 'twin'"},
     {"directory": added(5, name="twin", parent=1, listing=5, record=None),
      "listing": [added(id=1, name="twin", position=6, directory=5), added(id=5, name="b.txt", position=1, file=4),
                  added(id=5, name="old", position=2, directory=3)]}),
    ("cp", (), {"source": "empty", "destination": "docs"}, {"result": "'empty' copied to 'docs/empty'"},
     {"directory": added(5, name="empty", parent=2, listing=5),
      "listing": added(id=2, name="empty", position=3, directory=5)}),
]  # fmt: skip

# Tool, code, the folders gone into before, arguments, how it reads.
REFUSALS: list[tuple[str, str, tuple[str, ...], dict[str, Any], str]] = [
    ("cd", "nested_path", (), {"folder": "docs/old/"},
     "cd: docs/old: Unsupported path. Only one folder level at a time is supported."),
    ("cd", "nested_path", (), {"folder": "/docs"},
     "cd: /docs: Unsupported path. Only one folder level at a time is supported."),
    ("cd", "at_root", (), {"folder": ".."}, "Current directory is already the root. Cannot go back."),
    ("cd", "no_such_folder", (), {"folder": "a.txt"}, "cd: 'a.txt': No such file or directory"),
    ("mkdir", "invalid_name", (), {"dir_name": "a|b"}, "mkdir: cannot create directory 'a|b': Invalid character"),
    ("mkdir", "name_taken", (), {"dir_name": "a.txt"}, "mkdir: cannot create directory 'a.txt': File exists"),
    ("touch", "invalid_name", (), {"file_name": "a/b"}, "touch: cannot touch 'a/b': Invalid character"),
    ("touch", "name_taken", (), {"file_name": "docs"}, "touch: cannot touch 'docs': File exists"),
    ("echo", "invalid_name", (), {"content": "", "file_name": "b?"}, "echo: cannot write to 'b?': Invalid character"),
    ("echo", "no_such_file", (), {"content": "", "file_name": "z"}, "echo: cannot write to 'z': No such file"),
    ("echo", "is_directory", (), {"content": "", "file_name": "docs"}, "'Directory' object has no attribute '_write'"),
    ("cat", "invalid_name", (), {"file_name": "docs/b.txt"}, "cat: 'docs/b.txt': Invalid character"),
    ("cat", "is_directory", (), {"file_name": "docs"}, "cat: 'docs': Is a directory"),
    ("cat", "no_such_file", ("docs",), {"file_name": "a.txt"}, "cat: 'a.txt': No such file or directory"),
    ("find", "no_such_path", (), {"path": "docs/b.txt"}, "find: 'docs/b.txt': No such file or directory"),
    ("find", "no_such_path", ("docs",), {"path": ".."}, "find: '..': No such file or directory"),
    ("wc", "invalid_mode", (), {"file_name": "z", "mode": "L"}, "wc: invalid mode 'L'"),
    ("wc", "no_such_file", (), {"file_name": "docs"}, "wc: docs: No such file or directory"),
    ("sort", "no_such_file", (), {"file_name": "z"}, "sort: z: No such file or directory"),
    ("grep", "no_such_file", (), {"file_name": "z", "pattern": ""}, "grep: z: No such file or directory"),
    ("tail", "no_such_file", (), {"file_name": "docs"}, "tail: docs: No such file or directory"),
    ("diff", "no_such_file", (), {"file_name1": "a.txt", "file_name2": "z"},
     "diff: a.txt or z: No such file or directory"),
    ("diff", "no_such_file", (), {"file_name1": "z", "file_name2": "a.txt"},
     "diff: z or a.txt: No such file or directory"),
    ("mv", "no_such_source", (), {"source": "z", "destination": "docs"},
     "mv: cannot move 'z': No such file or directory"),
    ("mv", "nested_path", (), {"source": "a.txt", "destination": "docs/"},
     "mv: path not allowed in destination. Provide only a file or directory name."),
    ("mv", "name_taken", (), {"source": "b.txt", "destination": "docs"},
     "mv: cannot move 'b.txt' to 'docs/b.txt': File exists"),
    ("mv", "not_a_directory", (), {"source": "docs", "destination": "a.txt"},
     "mv: cannot move 'docs' to 'a.txt': Not a directory"),
    ("rm", "no_such_name", (), {"file_name": "z"}, "rm: cannot remove 'z': No such file or directory"),
    ("rmdir", "not_empty", (), {"dir_name": "docs"}, "rmdir: cannot remove 'docs': Directory not empty"),
    ("rmdir", "not_a_directory", (), {"dir_name": "a.txt"}, "rmdir: cannot remove 'a.txt': Not a directory"),
    ("rmdir", "no_such_folder", (), {"dir_name": "z"}, "rmdir: cannot remove 'z': No such file or directory"),
    ("cp", "no_such_source", (), {"source": "z", "destination": "docs"},
     "cp: cannot copy 'z': No such file or directory"),
    ("cp", "nested_path", (), {"source": "a.txt", "destination": "/"},
     "cp: path not allowed in destination. Provide only a file or directory name."),
    ("cp", "name_taken", (), {"source": "b.txt", "destination": "docs"},
     "File 'b.txt' already exists in directory 'docs'."),
    ("cp", "not_a_directory", (), {"source": "a.txt", "destination": "b.txt"},
     "cp: cannot copy 'a.txt' to 'b.txt': Not a directory"),
]  # fmt: skip
ENDLESS = {("find", "endless"), ("du", "endless")}
"""What takes a few calls to come about: see test_file_system.py."""


def opened(*folders: str) -> Episode:
    """A shell that has gone into these folders, one after the other."""
    episode = open_episode([environment], {"file_system": DOCUMENT})
    for name in folders:
        assert not episode.call("cd", {"folder": name}).refused
    return episode


@pytest.mark.parametrize(("tool", "folders", "given", "answer", "rows"), CASES)
def test_a_call_answers_and_changes_just_this(
    tool: str, folders: tuple[str, ...], given: dict[str, Any], answer: Any, rows: Rows
) -> None:
    """The whole answer, in its order, and no row but those named."""
    with opened(*folders) as episode:
        assert_answered(episode, tool, given, answer, rows)


@pytest.mark.parametrize(("tool", "code", "folders", "given", "reads"), REFUSALS)
def test_a_refusal_has_its_code_and_text(
    tool: str, code: str, folders: tuple[str, ...], given: dict[str, Any], reads: str
) -> None:
    """The caller reads what the original says, and no row changes."""
    with opened(*folders) as episode:
        assert_refused(episode.call(tool, given), code, reads)


def test_every_declared_refusal_has_a_case() -> None:
    """A code that a docstring promises is one that callers can meet."""
    assert declared(environment) == {case[:2] for case in REFUSALS} | ENDLESS


@pytest.mark.parametrize("character", '|/\\?%*:"><')
def test_a_name_holds_none_of_these_characters(character: str) -> None:
    """Ten characters, wherever they stand in a name."""
    with opened() as episode:
        assert_refused(episode.call("touch", {"file_name": f"x{character}"}), "invalid_name")
        assert_refused(episode.call("mkdir", {"dir_name": f"{character}x"}), "invalid_name")


@pytest.mark.parametrize(
    ("size", "shown"),
    [(0, "0.00 B"), (1023, "1023.00 B"), (1024, "1.00 KB"), (1536, "1.50 KB"), (1 << 20, "1.00 MB")],
)
def test_sizes_are_shown_in_steps_of_1024(size: int, shown: str) -> None:
    """From the next unit on where there is a whole one of it."""
    document: Any = {"root": {"home": folder(big=file("x" * size))}}
    with open_episode([environment], {"file_system": document}) as episode:
        assert episode.call("du", {"human_readable": True}).value == {"disk_usage": shown}


@pytest.mark.environment(environment)
def test_the_files_stay_sound_whatever_is_called(properties: Properties) -> None:
    """Constraints hold, refusals change nothing, and the same calls give the same again."""
    properties.hold(examples=25)
