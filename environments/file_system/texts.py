"""The tools for the text in a file: write it, read it, count, sort, search and compare its lines."""

from __future__ import annotations

from funreason_sim.sim import World

from . import answers as a
from . import tree


def echo(world: World, content: a.FileText, file_name: a.FileName | None = None) -> a.Echoed | None:
    """Write text into a file of the current folder, replacing what it held; without a file, print (display) the text.

    Args:
        content: The text to write or print
        file_name: Name of the file to write into; it must be there already
    Refuses:
        invalid_name: the name holds a character that names must not hold
        no_such_file: there is no such file in the folder
        is_directory: the name is that of a folder
    """
    if file_name is None:
        return {"terminal_output": content}
    if not tree.is_name(file_name):
        world.refuse("invalid_name", f"echo: cannot write to '{file_name}': Invalid character")
    if not file_name:
        return {"terminal_output": content}
    found = tree.item(world, file_name)
    if found is None:
        world.refuse("no_such_file", f"echo: cannot write to '{file_name}': No such file")
    if found.file is None:
        world.refuse("is_directory", "'Directory' object has no attribute '_write'")
    world.run("UPDATE file SET content = ? WHERE id = ?", content, found.file)
    return None


def cat(world: World, file_name: a.FileName) -> a.Content:
    """Show the contents of a file in the current folder: read what it says, all of its text.

    Reads only.

    Args:
        file_name: Name of the file
    Refuses:
        invalid_name: the name holds a character that names must not hold
        is_directory: the name is that of a folder
        no_such_file: there is no such file in the folder
    """
    if not tree.is_name(file_name):
        world.refuse("invalid_name", f"cat: '{file_name}': Invalid character")
    found = tree.item(world, file_name)
    if found is None:
        world.refuse("no_such_file", f"cat: '{file_name}': No such file or directory")
    if found.file is None:
        world.refuse("is_directory", f"cat: '{file_name}': Is a directory")
    return {"file_content": tree.content(world, found.file)}


def wc(world: World, file_name: a.FileName, mode: a.CountMode = "l") -> a.Counted:
    """Count the lines, words or characters of a file in the current folder: how many it has.

    Reads only.

    Args:
        file_name: Name of the file
        mode: What to count: l for lines, w for words, c for characters
    Refuses:
        invalid_mode: there is nothing else to count
        no_such_file: there is no such file in the folder
    """
    if mode not in ["l", "w", "c"]:
        world.refuse("invalid_mode", f"wc: invalid mode '{mode}'")
    text = _text(world, tree.item(world, file_name), f"wc: {file_name}")
    if mode == "l":
        return {"count": len(text.splitlines()), "type": "lines"}
    if mode == "w":
        return {"count": len(text.split()), "type": "words"}
    return {"count": len(text), "type": "characters"}


def sort(world: World, file_name: a.FileName) -> a.Sorted:
    """Sort a file in the current folder: show its lines in alphabetical order (sorted, arranged); it stays as it is.

    Reads only.

    Args:
        file_name: Name of the file
    Refuses:
        no_such_file: there is no such file in the folder
    """
    text = _text(world, tree.item(world, file_name), f"sort: {file_name}")
    return {"sorted_content": "\n".join(sorted(text.splitlines()))}


def grep(world: World, file_name: a.FileName, pattern: a.Pattern) -> a.Lines:
    """Search a file in the current folder for lines with some text in them (that contain, hold or mention it).

    Reads only.

    Args:
        file_name: Name of the file
        pattern: The text to look for, letter by letter
    Refuses:
        no_such_file: there is no such file in the folder
    """
    text = _text(world, tree.item(world, file_name), f"grep: {file_name}")
    return {"matching_lines": [line for line in text.splitlines() if pattern in line]}


def tail(world: World, file_name: a.FileName, lines: a.LineCount = 10) -> a.LastLines:
    """Show the last lines (the end, the bottom) of a file in the current folder.

    Reads only.

    Args:
        file_name: Name of the file
        lines: How many lines to show, from the end
    Refuses:
        no_such_file: there is no such file in the folder
    """
    text = _text(world, tree.item(world, file_name), f"tail: {file_name}").splitlines()
    if lines > len(text):
        lines = len(text)
    return {"last_lines": "\n".join(text[-lines:])}


def diff(world: World, file_name1: a.FileName, file_name2: a.FileName) -> a.Differences:
    """Compare two files of the current folder line by line: show how they differ (the differences between them).

    Reads only.

    Args:
        file_name1: Name of the first file
        file_name2: Name of the second file
    Refuses:
        no_such_file: one of the files is not in the folder
    """
    told = f"diff: {file_name1} or {file_name2}"
    one = tree.item(world, file_name1)
    other = tree.item(world, file_name2) if one else None
    texts = [_text(world, found, told).splitlines() for found in (one, other)]
    pairs = zip(*texts, strict=False)
    return {"diff_lines": "\n".join(f"- {left}\n+ {right}" for left, right in pairs if left != right)}


def _text(world: World, found: tree.Item | None, told: str) -> str:
    """The text of a file; anything else is refused."""
    if found is None or found.file is None:
        world.refuse("no_such_file", f"{told}: No such file or directory")
    text: str = tree.content(world, found.file)
    return text
