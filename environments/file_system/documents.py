"""Scenario documents of the file system: a tree of folders and files, read into rows and back.

A document is the benchmark's `initial_config` of the class: `{"root": {"home": {"type": .., "contents": {..}}}}`.
It always starts at the root, so the current directory is not in it; nor is what two folders share.
"""

from __future__ import annotations

import json
from typing import Any

from funreason_sim.errors import ScenarioError
from funreason_sim.sim import Document, World, kinds

from . import tree

DEEPEST = 100
"""Levels of folders that a document may have."""
_TYPE = kinds.one_of("directory", "file")
_FOLDER, _FILE = ("type", "contents"), ("type", "content")


class Tree:
    """The part of a document below `root`."""

    @property
    def default(self) -> dict[str, Any]:
        """An empty root, called `/`."""
        return {"/": {"type": "directory", "contents": {}}}

    def load(self, world: World, where: str, value: Any) -> None:
        """Write the folders and files of a document.

        Raises:
            ScenarioError: for what is no such tree; the sentence names the place.
        """
        roots = dict(kinds.mapping.check(where, value))
        if not roots:
            raise ScenarioError(f"{where} must name a directory, not {{}}")
        name = next(iter(roots))
        record = _folder(f"{where}.{name}", roots.pop(name))
        made = tree.new_directory(world, None, name, record=_odd(record, _FOLDER))
        world.run("UPDATE shell SET current = ?, other_roots = ?", made, json.dumps(roots))
        _load(world, f"{where}.{name}", made, record["contents"], 1)

    def dump(self, world: World) -> dict[str, Any]:
        """The folders and files as they are now.

        A folder inside of itself is shown as empty there, with how many folders up it stands: as `again`, or as
        `again_inside` where another folder stands there that has the same listing.
        """
        top = tree.root(world)
        others: dict[str, Any] = json.loads(world.value("SELECT other_roots FROM shell"))
        return {tree.name_of(world, top): _Picture(world).of(top), **others}


DOCUMENT = Document("shell", {}, {"root": Tree()})


def _load(world: World, where: str, directory: int, contents: dict[str, Any], depth: int) -> None:
    if depth > DEEPEST:
        raise ScenarioError(f"{where} is more than {DEEPEST} folders deep")
    for name, node in contents.items():
        inner = f"{where}/{name}"
        if "/" in name:
            raise ScenarioError(f"{where} names {name!r}; a name must not hold a slash")
        if _TYPE.check(f"{inner}.type", kinds.mapping.check(inner, node).get("type")) == "directory":
            record = _folder(inner, node)
            made = tree.new_directory(world, directory, name, record=_odd(record, _FOLDER))
            _load(world, inner, made, record["contents"], depth + 1)
        else:
            content = kinds.text.check(f"{inner}.content", node.get("content"))
            tree.new_file(world, directory, name, content, _odd(node, _FILE))


def _folder(where: str, node: Any) -> dict[str, Any]:
    record: dict[str, Any] = kinds.mapping.check(where, node)
    kinds.one_of("directory").check(f"{where}.type", record.get("type"))
    kinds.mapping.check(f"{where}.contents", record.get("contents"))
    return record


def _odd(record: dict[str, Any], usual: tuple[str, str]) -> str | None:
    """A record as JSON without what it holds, if its keys are not the usual ones."""
    return None if tuple(record) == usual else json.dumps({**record, usual[1]: None})


class _Picture:
    """A tree of records of what is in the world now; it ends after so many names as a walk does."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._met = 0

    def of(self, directory: int, above: tuple[tuple[int, int], ...] = ()) -> dict[str, Any]:
        """The record of a directory; `above` are the directories that it is inside of, with their listings."""
        listing, record = self._row("SELECT listing, record FROM directory WHERE id = ?", directory)
        listings = [held for _, held in above]
        if listing in listings:
            place = listings.index(listing)
            mark = "again" if above[place][0] == directory else "again_inside"
            return {**_filled(record, _FOLDER, {}), mark: len(above) - place}
        inside = [] if self._met > tree.MOST else tree.entries(self._world, listing)
        self._met += len(inside)
        contents = {name: self._item(item, (*above, (directory, listing))) for name, item in inside}
        return _filled(record, _FOLDER, contents)

    def _item(self, item: tree.Item, above: tuple[tuple[int, int], ...]) -> dict[str, Any]:
        if item.directory is not None:
            return self.of(item.directory, above)
        content, record = self._row("SELECT content, record FROM file WHERE id = ?", item.file)
        return _filled(record, _FILE, content)

    def _row(self, sql: str, key: int | None) -> tuple[Any, ...]:
        found = self._world.one(sql, key)
        assert found is not None, "listings refer to what is there"
        return found


def _filled(record: str | None, usual: tuple[str, str], held: Any) -> dict[str, Any]:
    kind = "file" if usual is _FILE else "directory"
    found: dict[str, Any] = {"type": kind, usual[1]: held} if record is None else json.loads(record)
    return {**found, usual[1]: held}
