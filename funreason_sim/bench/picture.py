"""Draws a profile as one SVG file that needs nothing else: the time of each room, and below it, what calls what.

The second is an icicle of modules: a box is as wide as the time that is spent in it with all it calls, what it calls
hangs below it, the largest first, and where nothing hangs the time is its own. The layout depends on the profile alone.
The picture brings its own paper, so that it reads on light and dark pages alike, and a label is set only where it fits
in any of the fonts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from xml.sax.saxutils import escape

from .places import LIBRARIES, SQLITE, Place
from .profile import Profile, Stack

WIDTH = 1040
_MARGIN = 20
_PLOT = WIDTH - 2 * _MARGIN
_ROW, _BAR, _CHIP, _GAP, _PAD = 30, 34, 12, 1.0, 3.5
_LEAST = 2.0
"""Narrower boxes are drawn together."""
_SMALL, _TEXT = 10, 11
_LETTER = 0.61
"""Width of a letter over its size: as in the widest of the fonts named."""
_FONT = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace"
_COLOURS = {
    "agents": "#f2b562",
    "sim": "#7ab8e6",
    SQLITE: "#9fa8f0",
    "verification": "#f0938a",
    "graph": "#a9d273",
    "records": "#f3abcb",
    "environments": "#6fcfbf",
    "running": "#d8bb9a",
    "pipeline": "#f1d95f",
    "data": "#cda6e6",
    "bfcl": "#b0a58a",
    "errors": "#e59d9d",
    LIBRARIES: "#c5cad1",
}
_INK, _DIM, _PAPER, _EDGE, _REST = "#1f2328", "#59636e", "#ffffff", "#d1d9e0", "#e8ecf0"
_HOW = (
    "A box is as wide as the time of a module with all that it calls, which hangs below it; white below it is its own.",
    "What runs in C counts where it is called; SQLite counts for itself.",
)

Module = tuple[str, str]
"""The room and the name of a module."""


@dataclass
class _Node:
    """A module where one chain of callers reaches it."""

    seconds: float = 0.0
    entered: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    """The seconds by the functions of the module that were called from above."""
    below: dict[Module, _Node] = field(default_factory=dict)

    @property
    def itself(self) -> float:
        """The seconds that nothing below has."""
        return self.seconds - sum(node.seconds for node in self.below.values())


@dataclass(frozen=True)
class _Box:
    """A rectangle; the first of its names that fits is written in it, its share below that, `beside` to the right."""

    left: float
    top: float
    width: float
    height: float
    colour: str
    names: Sequence[str]
    share: str
    told: str
    beside: str = ""


def picture(profile: Profile, command: str, machine: str) -> str:
    """The SVG; `command` and `machine` stand at its foot."""
    each = profile.seconds / profile.trajectories * 1e3
    made = f"{profile.trajectories} of three turns, made, verified and stored in one process"
    bar = list(_bar(profile, top=70))
    legend = list(_legend([box for box in bar if not _named(box)], top=70 + _BAR + 14))
    icicle = list(_icicle(profile, top=max(box.top for box in [*bar, *legend]) + _BAR))
    foot = max(box.top for box in icicle) + _ROW + 24
    notes = (*_HOW, command, machine)
    parts = [
        _text(_MARGIN, 32, "Where the CPU time of a trajectory goes", 17, weight="600"),
        _text(_MARGIN, 54, f"{each:.0f} ms each: {made}, looked at {profile.looks:,} times", 12, _DIM),
        *map(_drawn, [*(box for box in bar if box.width > _GAP), *legend, *icicle]),
        *(_text(_MARGIN, foot + 16 * number, _cut(line), _TEXT, _DIM) for number, line in enumerate(notes)),
    ]
    return _paper(parts, height=foot + 16 * len(notes) + 4)


def _bar(profile: Profile, top: float) -> Iterator[_Box]:
    """The rooms' own times side by side."""
    left = float(_MARGIN)
    for share in profile.rooms():
        own, width = _percent(share.itself, profile), share.itself / profile.seconds * _PLOT
        told = f"{share.name}: {own} itself, {_percent(share.within, profile)} with what it calls"
        yield _Box(left, top, width, _BAR, _colour(share.name), (share.name,), own, told)
        left += width


def _legend(boxes: Sequence[_Box], top: float) -> Iterator[_Box]:
    """What stands in the bar without a name: small boxes with their names beside them, in as many lines as it takes."""
    left = float(_MARGIN)
    for box in boxes:
        label = f"{box.names[0]} {box.share}"
        width = _CHIP + 5 + _wide(label, _TEXT)
        if left + width > WIDTH - _MARGIN:
            left, top = float(_MARGIN), top + 20
        yield replace(box, left=left, top=top, width=_CHIP, height=_CHIP, beside=label)
        left += width + 16


def _icicle(profile: Profile, top: float) -> Iterator[_Box]:
    root = _tree(profile)
    told = f"all: {profile.seconds:.2f} s of CPU time in the main thread"
    yield _Box(_MARGIN, top, _PLOT, _ROW, _REST, (told,), "100 %", told)
    yield from _hanging(root, _MARGIN, top + _ROW, _PLOT / root.seconds, profile)


def _tree(profile: Profile) -> _Node:
    root = _Node()
    for stack, seconds in profile.stacks.items():
        node = root
        node.seconds += seconds
        for place in _entries(stack):
            node = node.below.setdefault((place.room, place.module), _Node())
            node.seconds += seconds
            node.entered[place.function] += seconds
    return root


def _entries(stack: Stack) -> Iterator[Place]:
    """The places of a stack where a module is entered; what it calls in itself would hide the rest."""
    module = ""
    for place in stack:
        if place.module != module:
            yield place
        module = place.module


def _hanging(node: _Node, left: float, top: float, scale: float, profile: Profile) -> Iterator[_Box]:
    """The boxes below a node, the largest first, and one for all that are too narrow."""
    ordered = sorted(node.below.items(), key=lambda item: (-item[1].seconds, item[0]))
    wide = [item for item in ordered if item[1].seconds * scale >= _LEAST]
    for (room, module), below in wide:
        width = below.seconds * scale
        share = _percent(below.seconds, profile)
        told = f"{module}: {share} with what it calls, {_percent(below.itself, profile)} itself{_by(below, profile)}"
        yield _Box(left, top, width, _ROW, _colour(room), _names(module, below), share, told)
        yield from _hanging(below, left, top + _ROW, scale, profile)
        left += width
    narrow = sum(below.seconds for _, below in ordered[len(wide) :])
    if narrow * scale >= _LEAST:
        told = f"{len(ordered) - len(wide)} more: {_percent(narrow, profile)}"
        yield _Box(left, top, narrow * scale, _ROW, _REST, (), "", told)


def _names(module: str, node: _Node) -> list[str]:
    """What a box may be called, the longest first; with the function where there is only one to name."""
    short = module.rpartition(".")[2]
    names = [module, short]
    if len(node.entered) == 1:
        (function,) = node.entered
        names += [f"{module}.{function}", f"{short}.{function}"]
    return sorted(set(names), key=lambda name: (-len(name), name))


def _by(node: _Node, profile: Profile) -> str:
    """The functions that a module was mostly entered by."""
    ordered = sorted(node.entered.items(), key=lambda item: (-item[1], item[0]))
    return "".join(f"\n{function} {_percent(seconds, profile)}" for function, seconds in ordered[:5])


def _percent(seconds: float, profile: Profile) -> str:
    share = 100 * seconds / profile.seconds
    return f"{share:.1f} %" if share >= 0.05 else "0 %" if share <= 0 else "<0.1 %"


def _colour(room: str) -> str:
    return _COLOURS.get(room, _COLOURS[LIBRARIES])


def _wide(text: str, size: int) -> float:
    return len(text) * size * _LETTER


def _cut(line: str) -> str:
    """A line that does not leave the paper."""
    most = int(_PLOT / _wide(" ", _TEXT))
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _named(box: _Box) -> str:
    """The longest name that fits."""
    room = box.width - _GAP - 2 * _PAD
    return next((name for name in box.names if _wide(name, _TEXT) <= room), "")


def _drawn(box: _Box) -> str:
    width, height = box.width - _GAP, box.height - _GAP
    place = f'x="{box.left:.2f}" y="{box.top:.1f}" width="{width:.2f}" height="{height:.1f}"'
    name, middle = _named(box), box.top + height / 2
    text = _text(box.left + _PAD, middle - 2.5, name, _TEXT) if name else ""
    if name and _wide(box.share, _SMALL) <= box.width - _GAP - 2 * _PAD:
        text += _text(box.left + _PAD, middle + 10.5, box.share, _SMALL)
    if box.beside:
        text += _text(box.left + _CHIP + 5, box.top + _CHIP - 2, box.beside, _TEXT)
    return f'<g><title>{escape(box.told)}</title><rect {place} rx="1.5" fill="{box.colour}"/>{text}</g>'


def _text(left: float, base: float, text: str, size: int, colour: str = _INK, weight: str = "400") -> str:
    place = f'x="{left:.2f}" y="{base:.1f}" font-size="{size}" font-weight="{weight}" fill="{colour}"'
    return f"<text {place}>{escape(text)}</text>"


def _paper(parts: Sequence[str], height: float) -> str:
    size = f'width="{WIDTH}" height="{height:.0f}" viewBox="0 0 {WIDTH} {height:.0f}"'
    sheet = f'x="0.5" y="0.5" width="{WIDTH - 1}" height="{height - 1:.0f}" rx="6" fill="{_PAPER}" stroke="{_EDGE}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{_FONT}" role="img">'
    return "\n".join([head, f"<rect {sheet}/>", *parts, "</svg>", ""])
