"""Files on both sides: shared folders, folders inside of themselves, the name of a dot, long contexts, wrong types."""

from __future__ import annotations

from typing import Any

import pytest

from funreason_sim.bfcl.compare import unlike
from funreason_sim.bfcl.execution import Execution, opening
from funreason_sim.bfcl.official import Official

CLASS = "GorillaFileSystem"


def folder(**contents: Any) -> dict[str, Any]:
    return {"type": "directory", "contents": contents}


def file(content: str) -> dict[str, Any]:
    return {"type": "file", "content": content}


HOME = {
    "root": {
        "r": folder(
            **{"a.txt": file("b\na\n\nb c"), "log.txt": file("one")},
            docs=folder(**{"b.txt": file("x"), "old": folder(**{"c.txt": file("é")})}),
            box=folder(**{"a.txt": file(""), "docs": folder()}),
        ),
        "ignored": folder(),
    }
}
SEQUENCES: list[list[str]] = [
    ["cp('docs', 'twin')", "cd('twin')", "echo('y', 'b.txt')", "cd('old')", "touch('n')", "pwd()", "cd('..')", "pwd()",
     "cd('..')", "find()", "rm('docs')", "cd('twin')", "cat('b.txt')", "cd('old')", "cd('..')", "ls()", "pwd()"],
    ["mv('box', 'docs')", "cd('docs')", "cd('box')", "cd('docs')", "pwd()", "cd('..')", "pwd()", "mkdir('m')", "ls()",
     "cd('..')", "cd('..')", "find('.', 'm')", "du(True)"],
    ["cp('docs', 'docs')", "cd('docs')", "cd('docs')", "cd('docs')", "pwd()", "ls()", "cd('old')", "cd('..')", "pwd()",
     "touch('t')", "cd('/')", "find('docs/old')", "cd('docs')", "rm('docs')", "find('/')", "du()"],
    ["mv('docs', 'docs')", "ls()", "mkdir('docs')", "mv('box', 'docs')", "find()"],
    ["touch('.')", "ls(True)", "cat('.')", "echo('x', '.')", "cp('a.txt', '.')", "mv('a.txt', '.')", "rmdir('.')",
     "mv('.', 'loop')", "ls(True)", "cd('loop')", "cd('loop')", "pwd()", "rm('loop')", "ls()", "cd('..')", "ls()"],
    ["mkdir('.')", "rmdir('.')", "rm('.')", "mkdir('')", "cd('')", "touch('..')", "rm('..')", "mv('a.txt', '..')",
     "cat('..')", "cd('..')"],
    ["cp('a.txt', 'box')", "mv('a.txt', 'box')", "cp('docs', 'box')", "mv('docs', 'box')", "cp('box', 'a.txt')",
     "mv('box', 'box/')", "cp('none', 'box')"],
    ["touch(5)", "touch(['a'])", "touch(None)", "mkdir({'a': 1})", "cd(3)", "cd(None)", "cat(2.5)", "wc('a.txt', None)",
     "wc('a.txt', [])", "wc(5)", "grep('a.txt', 5)", "grep(['a'], 'x')", "find(None)", "find(5)", "find([])",
     "find('.', 7)", "find('.', [])", "tail('a.txt', '2')", "tail('a.txt', 1.5)", "tail('a.txt', True)", "ls('x')",
     "ls([])", "du('')", "du(1)", "diff('a.txt', ['b'])", "diff('none', ['b'])", "diff('docs', ['b'])",
     "mv('a.txt', 5)", "mv('a.txt', ['b'])", "mv(['a'], 'b')", "cp('a.txt', None)", "cp({}, 'b')", "rm([])",
     "rm(True)"],
    ["touch('5')", "rm(5)", "rm(5.0)", "mv(5, 'x')", "wc(5)", "rm('5')"],
    ["echo(5)", "echo(None)", "echo([1])", "echo(5, 'a.txt')", "cat('a.txt')", "wc('a.txt')", "wc('a.txt', 'c')",
     "sort('a.txt')", "du()", "cp('a.txt', 'b')", "cat('b')", "echo(None, 'a.txt')", "cat('a.txt')", "tail('a.txt')",
     "echo(True, 'a.txt')", "cat('a.txt')", "echo('x', [])", "echo('x', ['a'])", "echo('x', 0)", "echo({'k': 1}, 'b')",
     "cat('b')"],
]  # fmt: skip


@pytest.mark.parametrize("long", [False, True], ids=["short", "long"])
@pytest.mark.parametrize("config", [HOME, {}], ids=["home", "empty"])
@pytest.mark.parametrize("calls", SEQUENCES)
def test_both_sides_say_and_keep_the_same(calls: list[str], config: dict[str, Any], long: bool) -> None:
    """Call by call the same text, and after each call equal public attributes, in long contexts as in short ones."""
    theirs = Official([CLASS], {CLASS: config}, long_context=long)
    with Execution(opening([CLASS], {CLASS: config}, long_context=long)) as ours:
        for call in calls:
            assert ours.execute([call]) == theirs.execute([call]), call
            assert unlike(ours.attributes(), theirs.attributes()) == [], call


@pytest.mark.parametrize("call", ["du()", "find()"])
def test_a_folder_inside_of_itself_is_a_recursion_without_end(call: str) -> None:
    """Both sides fail; how the original says so depends on how deep its caller's stack is."""
    theirs = Official([CLASS], {CLASS: HOME})
    with Execution(opening([CLASS], {CLASS: HOME})) as ours:
        for side in (ours, theirs):
            said = side.execute(["cp('box', 'box')", call])
            assert said[1].startswith("Error during execution: maximum recursion depth exceeded")


def test_a_folder_inside_of_itself_is_told_from_one_that_shares() -> None:
    """A folder met again counts as such; one that only has the listing of another is a folder of its own."""
    with Execution(opening([CLASS], {CLASS: HOME})) as ours:
        ours.execute(["cp('box', 'box')"])
        box = ours.attributes()[CLASS]["root"]["contents"]["box"]
        assert box["contents"]["box"]["contents"]["box"] == {"again": 2}
    with Execution(opening([CLASS], {CLASS: HOME})) as ours:
        ours.execute(["touch('.')", "mv('.', 'loop')"])
        root = ours.attributes()[CLASS]["root"]
        assert root["contents"]["loop"] == {"directory": "loop", "contents": {"again": 2}}
