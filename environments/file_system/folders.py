"""The tools for going through folders: where we are, what is there, what is below, and how much room it takes."""

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
