"""The benchmark's `GorillaFileSystem`: files and folders as it holds them, what it raises, what long contexts add."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...sim import Scenario, World
from ..dialect import Config, Dialect
from ..official import long_context

_EMPTY: dict[str, Any] = {"/": {"type": "directory", "contents": {}}}


def _attributes(document: Scenario, long: bool) -> dict[str, Any]:
    roots: Any = document.get("root", _EMPTY)
    name = next(iter(roots))
    return {"root": _held(name, roots[name]), "long_context": long}


def _held(name: str, node: Mapping[str, Any]) -> dict[str, Any]:
    """A file or directory; what stands above it again is counted in objects: a directory and its contents are two."""
    if node["type"] == "file":
        return {"file": name, "content": node["content"]}
    if "again" in node:
        return {"again": 2 * node["again"]}
    if "again_inside" in node:
        return {"directory": name, "contents": {"again": 2 * node["again_inside"]}}
    return {"directory": name, "contents": {inner: _held(inner, item) for inner, item in node["contents"].items()}}


def _scenario(config: Config, long: bool) -> Scenario:
    if not long or "root" not in config:
        return dict(config)
    name, node = next(iter(config["root"].items()))
    return {**config, "root": {**config["root"], name: {**node, "contents": _inflated(node["contents"])}}}


def _inflated(contents: Mapping[str, Any]) -> dict[str, Any]:
    """What a directory holds, with longer files; one without directories gets a number of empty files as well."""
    filled, more = long_context(), {}
    for name, node in contents.items():
        if node["type"] == "directory":
            more[name] = {**node, "contents": _inflated(node["contents"])}
        else:
            tail = "" if name in filled.FILES_TAIL_USED else filled.FILE_CONTENT_EXTENSION
            more[name] = {**node, "content": node["content"] + tail}
    if all(node["type"] == "file" for node in contents.values()):
        more |= {name: {"type": "file", "content": ""} for name in filled.POPULATE_FILE_EXTENSION}
    return more


def _find(arguments: Mapping[str, Any], world: World) -> Mapping[str, Any]:
    """No path is the current directory to the original, until it puts the path before what it has found there."""
    if arguments["path"] is None:
        raise AttributeError("'NoneType' object has no attribute 'rstrip'")
    return arguments


_NAMES = ("notes.txt", "report.txt", "a", "b", ".", "..", "/", "", ".hidden", "a/b", "what?")


def _folder(**contents: Any) -> dict[str, Any]:
    return {"type": "directory", "contents": contents}


def _file(content: str) -> dict[str, Any]:
    return {"type": "file", "content": content}


_TEXTS = {"notes.txt": _file("1\n1\n2"), "report.txt": _file("b a\nc")}
# Names that come again one folder below, where moving and copying run into them.
_CROWDED = _folder(**_TEXTS, a=_folder(**_TEXTS, b=_folder(**_TEXTS)), b=_folder(**_TEXTS, a=_folder()))

DIALECT = Dialect(
    environment="file_system",
    official="GorillaFileSystem",
    attributes=_attributes,
    scenario=_scenario,
    raised={
        "echo": frozenset({"is_directory"}),
        "find": frozenset({"endless"}),
        "du": frozenset({"endless"}),
        "cp": frozenset({"name_taken"}),
    },
    before={"find": _find},
    hashed={
        "mkdir": frozenset({"dir_name"}),
        "touch": frozenset({"file_name"}),
        "echo": frozenset({"file_name"}),
        "cat": frozenset({"file_name"}),
        "wc": frozenset({"file_name"}),
        "sort": frozenset({"file_name"}),
        "grep": frozenset({"file_name"}),
        "tail": frozenset({"file_name"}),
        "diff": frozenset({"file_name1", "file_name2"}),
        "mv": frozenset({"source", "destination"}),
        "rm": frozenset({"file_name"}),
        "rmdir": frozenset({"dir_name"}),
        "cp": frozenset({"source", "destination"}),
    },
    exact=frozenset({"echo"}),
    tries={
        "folder": _NAMES,
        "dir_name": _NAMES,
        "file_name": _NAMES,
        "file_name1": _NAMES,
        "file_name2": _NAMES,
        "source": _NAMES,
        "destination": _NAMES,
        "path": (".", "/", "./a", "a/b", "/a/", "", "//", ".."),
        "find.name": ("", ".", "a", "txt", "e"),
        "content": ("", "one\ntwo", "b\r\na\n\nc", "\u00e9t\u00e9\x0b\u2028x", "5"),
        "mode": ("l", "w", "c", "x", "L", ""),
        "pattern": ("", "e", ".", "\n"),
        "lines": (0, 1, 2, 10, -1, -3, 10**6),
    },
    starts=({"root": {"r": _CROWDED}},),
)
