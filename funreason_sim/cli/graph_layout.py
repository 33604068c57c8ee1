"""Places for the tools of a graph: columns from left to right, so that what comes first stands first.

The usual layered drawing (Sugiyama): break cycles, put each tool one column behind the last thing it needs, let long
lines take up a place in every column they pass so that none runs behind a tool, order each column by where its
neighbours stand, and pull each place towards them. The same graph always gets the same drawing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

Link = tuple[str, str]
Point = tuple[float, float]

CHARACTER = 7.6
PADDING = 28.0
GAP = 90.0
ROW = 52.0
LANE = 20.0
_SWEEPS = 16
_PULLS = 12


@dataclass(frozen=True)
class Place:
    """The left end and the vertical middle of a tool's box, and its width, in pixels."""

    x: float
    y: float
    width: float


@dataclass(frozen=True)
class Layout:
    """Where tools stand, what points a long line goes through, and where the tools without lines begin, if any."""

    places: dict[str, Place]
    routes: dict[Link, list[Point]]
    loose_top: float | None


@dataclass(eq=False)
class _Stop:
    """Something that takes up room in a column: a tool, or a line that passes (`tool` is then None)."""

    tool: str | None
    left: list[_Stop] = field(default_factory=list)
    right: list[_Stop] = field(default_factory=list)
    y: float = 0.0

    def room(self) -> float:
        return ROW if self.tool is not None else LANE


def layout(tools: Sequence[str], links: Iterable[Link], gap: float = GAP) -> Layout:
    """A place for each tool, `gap` pixels between columns. Those without any link stand in rows below the others."""
    real = [link for link in dict.fromkeys(links) if link[0] != link[1]]
    forward = _forward(tools, real)
    linked = {end for link in real for end in link}
    columns, lanes = _columns([tool for tool in tools if tool in linked], forward)
    for sweep in range(_SWEEPS):
        _untangle(columns, backward=bool(sweep % 2))
    for pull in range(_PULLS):
        _pull(columns, backward=bool(pull % 2))
    places, middles = _places(columns, gap)
    routes = {link: _route(link, forward, lanes, middles) for link in real}
    loose = [tool for tool in tools if tool not in linked]
    top = max((stop.y for column in columns for stop in column), default=-2 * ROW) + 2 * ROW
    return Layout({**places, **_loose(loose, top, places)}, routes, top if loose else None)


def _forward(tools: Sequence[str], links: list[Link]) -> dict[Link, Link]:
    """Each link in the direction it is drawn in: those that close a cycle are turned round."""
    following: dict[str, list[str]] = {tool: [] for tool in tools}
    for source, target in links:
        following[source].append(target)
    finished: list[str] = []
    seen: set[str] = set()
    for tool in tools:
        _visit(tool, following, seen, finished)
    order = {tool: position for position, tool in enumerate(reversed(finished))}
    return {(a, b): (a, b) if order[a] < order[b] else (b, a) for a, b in links}


def _visit(tool: str, following: dict[str, list[str]], seen: set[str], finished: list[str]) -> None:
    """Depth first, on a stack of its own: a chain of tools may be longer than Python's."""
    if tool in seen:
        return
    seen.add(tool)
    stack = [(tool, iter(following[tool]))]
    while stack:
        current, rest = stack[-1]
        fresh = next((other for other in rest if other not in seen), None)
        if fresh is None:
            finished.append(current)
            stack.pop()
        else:
            seen.add(fresh)
            stack.append((fresh, iter(following[fresh])))


def _depths(tools: list[str], links: Iterable[Link]) -> dict[str, int]:
    """Each tool one column behind the last that leads to it."""
    depth = dict.fromkeys(tools, 0)
    moved = True
    while moved:
        moved = False
        for source, target in links:
            if depth[target] <= depth[source]:
                depth[target], moved = depth[source] + 1, True
    return depth


def _columns(tools: list[str], forward: dict[Link, Link]) -> tuple[list[list[_Stop]], dict[Link, list[_Stop]]]:
    """The columns, and for each drawn link the stops it makes between its ends."""
    drawn = list(dict.fromkeys(forward.values()))
    depth = _depths(tools, drawn)
    columns: list[list[_Stop]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    stops = {tool: _Stop(tool) for tool in tools}
    for tool, stop in stops.items():
        columns[depth[tool]].append(stop)
    lanes: dict[Link, list[_Stop]] = {}
    for source, target in drawn:
        lane = [_Stop(None) for _ in range(depth[source] + 1, depth[target])]
        for column, stop in enumerate(lane, start=depth[source] + 1):
            columns[column].append(stop)
        chain = [stops[source], *lane, stops[target]]
        for left, right in pairwise(chain):
            left.right.append(right)
            right.left.append(left)
        lanes[source, target] = lane
    return columns, lanes


def _untangle(columns: list[list[_Stop]], backward: bool) -> None:
    """One sweep: order each column by the mean position of the neighbours on one side."""
    for column in columns:
        _number(column)
    for column in reversed(columns) if backward else columns:
        column.sort(key=lambda stop: _wanted(stop, stop.right if backward else stop.left))
        _number(column)


def _number(column: list[_Stop]) -> None:
    for position, stop in enumerate(column):
        stop.y = position - len(column) / 2


def _pull(columns: list[list[_Stop]], backward: bool) -> None:
    """Move each column as near to its neighbours as its order and the room of its stops allow."""
    for column in reversed(columns) if backward else columns:
        wanted = [_wanted(stop, stop.right + stop.left) for stop in column]
        below = None
        for stop, height in zip(column, wanted, strict=True):
            least = height if below is None else below.y + (below.room() + stop.room()) / 2
            stop.y = max(height, least)
            below = stop
        shift = sum(h - stop.y for h, stop in zip(wanted, column, strict=True)) / max(len(column), 1)
        for stop in column:
            stop.y += shift


def _wanted(stop: _Stop, near: list[_Stop]) -> float:
    return sum(other.y for other in near) / len(near) if near else stop.y


def _places(columns: list[list[_Stop]], gap: float) -> tuple[dict[str, Place], dict[_Stop, Point]]:
    """All boxes of a column are as wide as its widest; a passing line's point is the column's middle."""
    places: dict[str, Place] = {}
    middles: dict[_Stop, Point] = {}
    x = 0.0
    for column in columns:
        width = max((_width(stop.tool) for stop in column if stop.tool is not None), default=0.0)
        for stop in column:
            middles[stop] = (round(x + width / 2, 1), round(stop.y, 1))
            if stop.tool is not None:
                places[stop.tool] = Place(round(x, 1), round(stop.y, 1), width)
        x += width + gap
    return places, middles


def _route(
    link: Link, forward: dict[Link, Link], lanes: dict[Link, list[_Stop]], middles: dict[_Stop, Point]
) -> list[Point]:
    points = [middles[stop] for stop in lanes[forward[link]]]
    return points if forward[link] == link else points[::-1]


def _loose(tools: list[str], top: float, places: dict[str, Place]) -> dict[str, Place]:
    """Rows as wide as the drawing above them."""
    width = max(map(_width, tools), default=0.0)
    total = max((place.x + place.width for place in places.values()), default=0.0)
    across = max(4, int((total + PADDING) // (width + PADDING)))
    cells = ((tool, *divmod(number, across)) for number, tool in enumerate(tools))
    return {tool: Place(column * (width + PADDING), top + row * ROW, width) for tool, row, column in cells}


def _width(tool: str) -> float:
    return round(len(tool) * CHARACTER + PADDING, 1)
