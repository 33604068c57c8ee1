"""The tools that change what a folder holds: make, move, copy and remove files and folders."""

from __future__ import annotations

from funreason_sim.sim import World

from . import answers as a
from . import tree


def mkdir(world: World, dir_name: a.NewFolderName) -> None:
    """Make a new folder (create a directory) in the current folder.

    Args:
        dir_name: Name of the new folder
    Refuses:
        invalid_name: the name holds a character that names must not hold
        name_taken: the name is in the folder already
    """
    if not tree.is_name(dir_name):
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
    if not tree.is_name(file_name):
        world.refuse("invalid_name", f"touch: cannot touch '{file_name}': Invalid character")
    if tree.holds(world, tree.here(world), file_name):
        world.refuse("name_taken", f"touch: cannot touch '{file_name}': File exists")
    tree.new_file(world, tree.here(world), file_name, "")


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
