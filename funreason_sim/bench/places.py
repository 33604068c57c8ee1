"""Names what a sampled stack is made of: functions of this package by room and module, SQLite, and libraries.

What runs in C has no frame of its own and counts where it is called. SQLite is too large a part for that: the lines of
the simulator that call it are its place. Of a library only the function that the package calls is named, and none that
merely stands between two functions of the package.
"""

from __future__ import annotations

import linecache
import re
from collections.abc import Iterable
from dataclasses import dataclass

_PACKAGE = "funreason_sim"
_SIMULATOR, SQLITE, LIBRARIES = "sim", "sqlite", "libraries"
_MEASURING = ("bench", "cli")
_SQLITE_CALL = re.compile(
    r"\bapsw\.(Connection|Session|Changeset)\b(?=[.(])"
    r"|\.(execute|fetchone|fetchall|serialize|deserialize|attach|changeset)\("
)
# What Python calls a lambda or a generator within a function; the code that dataclasses make.
_INNER = re.compile(r"(?:\.?<(?:locals|lambda|genexpr|listcomp|dictcomp|setcomp)>)+|^__create_fn__(?=\.)")


@dataclass(frozen=True, order=True)
class Place:
    """A function; modules of this package are named without its name."""

    room: str
    module: str
    function: str


@dataclass(frozen=True)
class Frame:
    """A level of a stack as Python has it; the line counts for the innermost only."""

    module: str
    function: str
    file: str
    line: int


def places(stack: Iterable[Frame]) -> tuple[Place, ...]:
    """Where a stack is, outermost first; what measures it is left out."""
    found: list[Place] = []
    library: Frame | None = None
    frame = None
    for frame in stack:
        if not _ours(frame):
            library = library or frame
            continue
        library = None
        place = _place(frame)
        if place.room not in _MEASURING and found[-1:] != [place]:
            found.append(place)
    if not found:
        return (Place(LIBRARIES, "asyncio", "event loop"),)
    if library is not None:
        found.append(Place(LIBRARIES, library.module.partition(".")[0], _plain(library.function)))
    elif frame is not None and (call := _sqlite_call(frame)):
        found.append(Place(SQLITE, SQLITE, call))
    return tuple(found)


def _ours(frame: Frame) -> bool:
    return frame.module.startswith(f"{_PACKAGE}.")


def _place(frame: Frame) -> Place:
    module = frame.module.removeprefix(f"{_PACKAGE}.")
    return Place(module.partition(".")[0], module, _plain(frame.function))


def _plain(function: str) -> str:
    """The name of a function; what is written within one belongs to it."""
    return _INNER.sub("", function).strip(".") or function.strip("<>")


def _sqlite_call(frame: Frame) -> str:
    """What the line of a frame calls in SQLite; empty where it is none of the simulator's that does."""
    if not frame.module.startswith(f"{_PACKAGE}.{_SIMULATOR}."):
        return ""
    call = _SQLITE_CALL.search(linecache.getline(frame.file, frame.line))
    return (call[1] or call[2]) if call else ""
