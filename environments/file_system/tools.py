"""A file system: go through folders, and make, read, write, search, compare, copy, move and remove files.

Quirks kept from the benchmark:
- `cd ..` returns an empty object; every other `cd` returns the folder's name, not its path.
- The path that `pwd` gives begins with the root's own name. Without a document that name is `/`, and the path `//`.
- One `cd` goes one level; `find` takes a path of several. A path from the root does not say the root's name.
- `echo` writes over a file that is there and never makes one; into a folder it fails with Python's words.
- `sort` only shows. `diff` compares line by line, as far as the shorter file goes. `tail` of 0 lines shows all of them.
- `wc`, `sort`, `grep`, `tail` and `diff` of a folder say that there is no such file.
- Copying into a folder that has the name already fails with Python's words; moving says `File exists`.
- A copied folder is a new folder with the same things in it: writing to a file in one shows in the other, and what is
  made in a folder below shows in both. Only what is added, moved or removed at the top differs from then on.
- A moved folder is a new folder with the old one's listing. Folders in it still lead up, by `cd ..`, to the old one,
  which bears the old name at the old place and holds the same.
- A folder copied into itself holds itself: `du` and `find` above it fail as endless. One moved into itself is gone.
- A file or folder may be made with the name `.`, and the name then means the current folder.

Of our own: a walk over more than 100,000 names counts as endless too, and a document shows a folder as empty where it
is inside of itself, with the number of folders up to where it stands as `again`.
"""

from __future__ import annotations

from funreason_sim.sim import World

from . import answers as a
from . import tree

_ENDLESS = "maximum recursion depth exceeded while calling a Python object"
_UNITS = ("B", "KB", "MB", "GB", "TB", "PB")


def pwd(world: World) -> a.Place:
    """Print the working directory: tell the path of the folder we are in, where we are.

    Reads only.
    """
    path: list[str] = []
    at: int | None = tree.here(world)
    while at is not None:
        path.append(tree.name_of(world, at))
        at = tree.parent_of(world, at)
    return {"current_working_directory": "/" + "/".join(reversed(path))}


def ls(world: World, a: bool = False) -> a.Listed:
    """List what is in the current folder (directory): the names of all that is there.

    Reads only.

    Args:
        a: True for hidden names as well, which begin with a dot
    """
    names = tree.names(world, tree.here(world))
    return {"current_directory_content": names if a else [name for name in names if not name.startswith(".")]}


def cd(world: World, folder: a.FolderName) -> a.Entered:
    """Change directory: go into a folder (open, enter, switch to it), or up to the parent folder.

    Args:
        folder: Name of a folder in the current one, one level only; .. for the parent folder, / for the root
    Refuses:
        nested_path: the folder is given as a path of several levels
        at_root: the root has no parent
        no_such_folder: there is no such folder in the current one
    """
    folder = folder.rstrip("/")
    if folder == "":
        folder = "/"
    if folder != "/" and "/" in folder:
        world.refuse("nested_path", f"cd: {folder}: Unsupported path. Only one folder level at a time is supported.")
    if folder == "..":
        parent = tree.parent_of(world, tree.here(world))
        if parent is None:
            world.refuse("at_root", "Current directory is already the root. Cannot go back.")
        tree.go(world, parent)
        return {}
    target = tree.reach(world, folder)
    if target is None:
        world.refuse("no_such_folder", f"cd: '{folder}': No such file or directory")
    tree.go(world, target)
    return {"current_working_directory": tree.name_of(world, target)}


def mkdir(world: World, dir_name: a.NewFolderName) -> None:
    """Make a new folder (create a directory) in the current folder.

    Args:
        dir_name: Name of the new folder
    Refuses:
        invalid_name: the name holds a character that names must not hold
        name_taken: the name is in the folder already
    """
    if not _is_name(dir_name):
        world.refuse("invalid_name", f"mkdir: cannot create directory '{dir_name}': Invalid character")
    if tree.holds(world, tree.here(world), dir_name):
        world.refuse("name_taken", f"mkdir: cannot create directory '{dir_name}': File exists")
    tree.new_directory(world, tree.here(world), dir_name)


def touch(world: World, file_name: a.NewFileName) -> None:
    """Create a new empty file in the current folder.

    Args:
        file_name: Name of the new file
    Refuses:
        invalid_name: the name holds a character that names must not hold
        name_taken: the name is in the folder already
    """
    if not _is_name(file_name):
        world.refuse("invalid_name", f"touch: cannot touch '{file_name}': Invalid character")
    if tree.holds(world, tree.here(world), file_name):
        world.refuse("name_taken", f"touch: cannot touch '{file_name}': File exists")
    tree.new_file(world, tree.here(world), file_name, "")


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
    if not _is_name(file_name):
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
    if not _is_name(file_name):
        world.refuse("invalid_name", f"cat: '{file_name}': Invalid character")
    found = tree.item(world, file_name)
    if found is None:
        world.refuse("no_such_file", f"cat: '{file_name}': No such file or directory")
    if found.file is None:
        world.refuse("is_directory", f"cat: '{file_name}': Is a directory")
    return {"file_content": tree.content(world, found.file)}


def find(world: World, path: a.Path = ".", name: a.NamePart | None = None) -> a.Matches:
    """Find everything in a folder and below it, in all subfolders (search, locate, look for files and folders by name).

    Reads only.

    Args:
        path: Path of the folder to search; . for the current folder, / for the root
        name: Part of the names to look for; all of them are found without it
    Refuses:
        no_such_path: there is no such folder
        endless: a folder on the way holds itself
    """
    start = tree.reach(world, path)
    if start is None:
        world.refuse("no_such_path", f"find: '{path}': No such file or directory")
    matches = []
    try:
        for at, own, _ in tree.walk(world, start, path.rstrip("/")):
            if name is None or name in own:
                matches.append(at)
    except tree.Endless:
        world.refuse("endless", _ENDLESS)
    return {"matches": matches}


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


def du(world: World, human_readable: bool = False) -> a.Usage:
    """Tell the disk usage of the current folder: how much space (size) it takes, with all that is below it.

    Reads only.

    Args:
        human_readable: True for units (B, KB, MB, readable for people), False for bytes
    Refuses:
        endless: a folder on the way holds itself
    """
    try:
        files = [found.file for _, _, found in tree.walk(world, tree.here(world), "") if found.file is not None]
    except tree.Endless:
        world.refuse("endless", _ENDLESS)
    size: float = sum(len(tree.content(world, file).encode()) for file in files)
    if not human_readable:
        return {"disk_usage": f"{size} bytes"}
    units = iter(_UNITS)
    unit = next(units)
    while size >= 1024:
        size, unit = size / 1024, next(units)
    return {"disk_usage": f"{size:.2f} {unit}"}


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


def mv(world: World, source: a.ItemName, destination: a.Target) -> a.Done:
    """Move a file or folder into another folder of the current one, or rename it.

    Args:
        source: Name of the file or folder to move, in the current folder
        destination: Name of the folder to move it into, or its new name if there is no such folder
    Refuses:
        no_such_source: there is no such file or folder here
        nested_path: the destination is a path
        name_taken: the name is in the other folder already
        not_a_directory: the destination is a file
    """
    what, target = _between(world, "mv", "move", source, destination)
    if target is None:
        tree.move(world, source, what, tree.here(world), destination)
        return {"result": f"'{source}' moved to '{destination}'"}
    if tree.holds(world, target, source):
        world.refuse("name_taken", f"mv: cannot move '{source}' to '{destination}/{source}': File exists")
    tree.move(world, source, what, target, source)
    return {"result": f"'{source}' moved to '{destination}/{source}'"}


def rm(world: World, file_name: a.ItemName) -> a.Done:
    """Remove (delete, erase) a file, or a folder with everything in it, from the current folder.

    Args:
        file_name: Name of the file or folder to remove
    Refuses:
        no_such_name: there is no such file or folder here
    """
    if tree.item(world, file_name) is None:
        world.refuse("no_such_name", f"rm: cannot remove '{file_name}': No such file or directory")
    tree.forget(world, tree.drop(world, tree.here(world), file_name))
    return {"result": f"'{file_name}' removed"}


def rmdir(world: World, dir_name: a.FolderName) -> a.Done:
    """Remove an empty folder (delete a directory with nothing in it) from the current folder.

    Args:
        dir_name: Name of the folder
    Refuses:
        not_empty: the folder holds something
        not_a_directory: the name is that of a file
        no_such_folder: there is no such folder here
    """
    found = tree.item(world, dir_name)
    if found is None:
        world.refuse("no_such_folder", f"rmdir: cannot remove '{dir_name}': No such file or directory")
    if found.directory is None:
        world.refuse("not_a_directory", f"rmdir: cannot remove '{dir_name}': Not a directory")
    if tree.names(world, found.directory):
        world.refuse("not_empty", f"rmdir: cannot remove '{dir_name}': Directory not empty")
    tree.forget(world, tree.drop(world, tree.here(world), dir_name))
    return {"result": f"'{dir_name}' removed"}


def cp(world: World, source: a.ItemName, destination: a.Target) -> a.Done:
    """Copy (duplicate, back up) a file or folder into another folder of the current one, or under a new name.

    Args:
        source: Name of the file or folder to copy, in the current folder
        destination: Name of the folder to copy it into, or the copy's own name if there is no such folder
    Refuses:
        no_such_source: there is no such file or folder here
        nested_path: the destination is a path
        name_taken: the name is in the other folder already
        not_a_directory: the destination is a file
    """
    what, target = _between(world, "cp", "copy", source, destination)
    if target is None:
        tree.copy(world, what, tree.here(world), destination)
        return {"result": f"'{source}' copied to '{destination}'"}
    if tree.holds(world, target, source):
        kind = "File" if what.directory is None else "Directory"
        world.refuse("name_taken", f"{kind} '{source}' already exists in directory '{tree.name_of(world, target)}'.")
    tree.copy(world, what, target, source)
    return {"result": f"'{source}' copied to '{destination}/{source}'"}


def _is_name(name: str) -> bool:
    return not any(c in name for c in '|/\\?%*:"><')


def _text(world: World, found: tree.Item | None, told: str) -> str:
    """The text of a file; anything else is refused."""
    if found is None or found.file is None:
        world.refuse("no_such_file", f"{told}: No such file or directory")
    text: str = tree.content(world, found.file)
    return text


def _between(world: World, tool: str, verb: str, source: str, destination: str) -> tuple[tree.Item, int | None]:
    """What is to be moved or copied, and the folder it goes into; None where the destination is a new name."""
    what = tree.item(world, source)
    if what is None:
        world.refuse("no_such_source", f"{tool}: cannot {verb} '{source}': No such file or directory")
    if "/" in destination:
        world.refuse("nested_path", f"{tool}: path not allowed in destination. Provide only a file or directory name.")
    target = tree.item(world, destination)
    if target is None:
        return what, None
    if target.directory is None:
        world.refuse("not_a_directory", f"{tool}: cannot {verb} '{source}' to '{destination}': Not a directory")
    return what, target.directory
