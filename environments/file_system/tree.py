"""Folders and files as rows: where the shell is, what a name stands for, and how names come, move and go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from funreason_sim.sim import World

MOST = 100_000
"""Names that a walk meets before it counts as endless: copies of copies double with every call."""


_HELD = "FROM directory JOIN listing ON listing.id = directory.listing WHERE directory.id = ?"


class Item(NamedTuple):
    """What a name stands for: the id of a directory or of a file."""

    directory: int | None
    file: int | None


class Endless(Exception):
    """A walk came upon a folder that holds itself, or met more names than any walk should."""


def here(world: World) -> int:
    """The current directory."""
    return int(world.value("SELECT current FROM shell"))


def go(world: World, directory: int) -> None:
    """Make a directory the current one."""
    world.run("UPDATE shell SET current = ?", directory)


def root(world: World) -> int:
    """The directory that all others are in."""
    return int(world.value("SELECT id FROM directory WHERE parent IS NULL"))


def parent_of(world: World, directory: int) -> int | None:
    """The directory that this one was made in; None for the root."""
    found: int | None = world.value("SELECT parent FROM directory WHERE id = ?", directory)
    return found


def name_of(world: World, directory: int) -> str:
    """The name of a directory."""
    return str(world.value("SELECT name FROM directory WHERE id = ?", directory))


def listing_of(world: World, directory: int) -> int:
    """The listing that says what a directory holds."""
    return int(world.value("SELECT listing FROM directory WHERE id = ?", directory))


def names(world: World, directory: int) -> list[str]:
    """The names in a directory, in the order in which they came."""
    return [name for (name,) in world.all(f"SELECT listing.name {_HELD} ORDER BY position", directory)]


def is_name(name: str) -> bool:
    """Whether a name holds none of the characters that names must not hold."""
    return not any(c in name for c in '|/\\?%*:"><')


def holds(world: World, directory: int, name: str) -> bool:
    """Whether a name is in a directory."""
    return world.one(f"SELECT 1 {_HELD} AND listing.name = ?", directory, name) is not None


def item(world: World, name: str) -> Item | None:
    """What a name in the current directory stands for, if it is there; `.` is always the directory itself."""
    sql = """
        SELECT shell.current, listing.directory, listing.file FROM shell
        JOIN directory ON directory.id = shell.current JOIN listing ON listing.id = directory.listing
        WHERE listing.name = ?
    """
    found = world.one(sql, name)
    if found is None:
        return None
    current, directory, file = found
    return Item(current, None) if name == "." else Item(directory, file)


def content(world: World, file: int) -> Any:
    """The text of a file."""
    return world.value("SELECT content FROM file WHERE id = ?", file)


def reach(world: World, path: str) -> int | None:
    """The directory at a path from the current directory, or from the root if it begins with a slash."""
    if path == "/":
        return root(world)
    names_on_way = path.strip("/").split("/")
    at = root(world) if path.startswith("/") else here(world)
    for name in names_on_way:
        if name == ".":
            continue
        inner = world.value(f"SELECT listing.directory {_HELD} AND listing.name = ?", at, name)
        if inner is None:
            return None
        at = inner
    return at


def put(world: World, directory: int, name: str, what: Item) -> None:
    """Add a name at the end of a directory."""
    sql = """
        INSERT INTO listing SELECT directory.listing, ?, coalesce(max(position), 0) + 1, ?, ?
        FROM directory LEFT JOIN listing ON listing.id = directory.listing WHERE directory.id = ?
    """
    world.run(sql, name, what.directory, what.file, directory)


def drop(world: World, directory: int, name: str) -> Item:
    """Take a name out of a directory; what it stood for is still there."""
    sql = "DELETE FROM listing WHERE id = ? AND name = ? RETURNING directory, file"
    found = world.one(sql, listing_of(world, directory), name)
    assert found is not None, "only a name that is there is dropped"
    return Item(*found)


def new_file(world: World, directory: int, name: str, text: str, record: str | None = None) -> None:
    """Make a file in a directory."""
    file = world.value("INSERT INTO file(content, record) VALUES (?, ?) RETURNING id", text, record)
    put(world, directory, name, Item(None, file))


def new_directory(
    world: World, parent: int | None, name: str, listing: int | None = None, record: str | None = None
) -> int:
    """Make a directory in another one; its listing is its own unless one is given."""
    own = listing or world.value("SELECT coalesce(max(listing), 0) + 1 FROM directory")
    sql = "INSERT INTO directory(name, parent, listing, record) VALUES (?, ?, ?, ?) RETURNING id"
    made = int(world.value(sql, name, parent, own, record))
    if parent is not None:
        put(world, parent, name, Item(made, None))
    return made


def copy(world: World, what: Item, directory: int, name: str) -> None:
    """Copy a file or a directory; the new directory holds the same files and folders, not copies of them."""
    if what.directory is None:
        put(world, directory, name, Item(None, _twin(world, what.file)))
        return
    source = what.directory
    made = new_directory(world, directory, name, record=_record(world, source))
    sql = "INSERT INTO listing SELECT ?, name, position, directory, file FROM listing WHERE id = ?"
    world.run(sql, listing_of(world, made), listing_of(world, source))


def move(world: World, name: str, what: Item, directory: int, new_name: str) -> None:
    """Move a name of the current directory; a directory becomes a new one with the same listing."""
    dropped = drop(world, here(world), name)
    if what.directory is not None:
        listing = listing_of(world, what.directory)
        new_directory(world, directory, new_name, listing, _record(world, what.directory))
    elif world.one("SELECT 1 FROM listing WHERE file = ?", what.file):
        put(world, directory, new_name, Item(None, _twin(world, what.file)))
    else:
        put(world, directory, new_name, what)
    forget(world, dropped)


def forget(world: World, dropped: Item) -> None:
    """Delete what was dropped, if nothing leads to it any more."""
    if dropped.directory is not None:
        _sweep(world)
    else:
        sql = "DELETE FROM file WHERE id = ? AND NOT EXISTS (SELECT 1 FROM listing WHERE file = ?)"
        world.run(sql, dropped.file, dropped.file)


_LIVE = """
    WITH RECURSIVE live(id) AS (
        SELECT id FROM directory WHERE parent IS NULL
        UNION SELECT current FROM shell
        UNION SELECT held.directory FROM live JOIN directory USING (id) JOIN listing AS held
            ON held.id = directory.listing WHERE held.directory IS NOT NULL
        UNION SELECT parent FROM live JOIN directory USING (id) WHERE parent IS NOT NULL
    ) SELECT json_group_array(id) FROM live
"""


def _sweep(world: World) -> None:
    """Delete every directory that neither the root nor the shell leads to, up or down, and what only they hold."""
    live = world.value(_LIVE)
    kept = "SELECT value FROM json_each(?)"
    world.run(f"DELETE FROM listing WHERE id NOT IN (SELECT listing FROM directory WHERE id IN ({kept}))", live)
    world.run(f"DELETE FROM directory WHERE id NOT IN ({kept})", live)
    world.run("DELETE FROM file WHERE NOT EXISTS (SELECT 1 FROM listing WHERE listing.file = file.id)")


def _twin(world: World, file: int | None) -> int:
    sql = "INSERT INTO file(content, record) SELECT content, record FROM file WHERE id = ? RETURNING id"
    return int(world.value(sql, file))


def _record(world: World, directory: int) -> str | None:
    found: str | None = world.value("SELECT record FROM directory WHERE id = ?", directory)
    return found


def walk(world: World, directory: int, above: str) -> Iterator[tuple[str, str, Item]]:
    """Path, name and meaning of everything below a directory, a folder before what it holds; `above` is its path.

    Raises:
        Endless: when the walk would not come to an end.
    """
    met, trail = 0, [_Open(world, directory, above)]
    while trail:
        inner = next(trail[-1].rest, None)
        if inner is None:
            trail.pop()
            continue
        name, found = inner
        path = f"{trail[-1].path}/{name}"
        yield path, name, found
        met += 1
        if found.directory is not None:
            below = _Open(world, found.directory, path)
            if met > MOST or any(below.listing == outer.listing for outer in trail):
                raise Endless
            trail.append(below)


class _Open:
    """A directory that a walk is in."""

    def __init__(self, world: World, directory: int, path: str) -> None:
        self.path = path
        self.listing = listing_of(world, directory)
        self.rest = iter(entries(world, self.listing))


def entries(world: World, listing: int) -> list[tuple[str, Item]]:
    """The names of a listing in order, with what they stand for."""
    rows = world.all("SELECT name, directory, file FROM listing WHERE id = ? ORDER BY position", listing)
    return [(name, Item(directory, file)) for name, directory, file in rows]
