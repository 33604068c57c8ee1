"""The picture of a profile is sound: everything in it is in its place, fits, and names no machine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bench.looked import BUILD, SOLVE, STACKS, profile

from funreason_sim.bench import Profile, picture
from funreason_sim.bench.places import Place
from funreason_sim.bench.profile import profiled

COMMAND, MACHINE = "funreason-sim bench --picture p.svg", "CPython 3.11.7, 2 cores"
_NS = {"s": "http://www.w3.org/2000/svg"}
_WIDEST = 0.605  # of a letter over its size, among the fonts that the picture names


@dataclass(frozen=True)
class Box:
    """A rectangle of a picture, what it says when pointed at, and the texts in it or beside it."""

    told: str
    left: float
    top: float
    width: float
    height: float
    colour: str
    texts: tuple[tuple[str, float, float], ...]  # text, left, right

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def module(self) -> str:
        return self.told.partition(":")[0]


def _drawn(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def _right(text: ElementTree.Element) -> float:
    return float(text.attrib["x"]) + len(text.text or "") * float(text.attrib["font-size"]) * _WIDEST


def _boxes(svg: str) -> list[Box]:
    found = []
    for group in _drawn(svg).findall("s:g", _NS):
        rect, told = group.find("s:rect", _NS), group.find("s:title", _NS)
        assert rect is not None
        assert told is not None
        where = [float(rect.attrib[name]) for name in ("x", "y", "width", "height")]
        texts = tuple((t.text or "", float(t.attrib["x"]), _right(t)) for t in group.findall("s:text", _NS))
        found.append(Box(told.text or "", *where, rect.attrib["fill"], texts))
    return found


def _icicle(svg: str) -> list[Box]:
    boxes = _boxes(svg)
    [start] = [number for number, box in enumerate(boxes) if box.told.startswith("all:")]
    return boxes[start:]


def _many_rooms() -> Profile:
    """Two dozen rooms, modules that are hard to write, and some whose names are shorter than their shares."""
    places = [Place(f"room{number}", f"room{number}.{'m' if number % 2 else 'm<&>'}", "f") for number in range(24)]
    return profile(stacks={(BUILD, place): 1.0 + number for number, place in enumerate(places)})


@pytest.fixture(scope="module")
def real() -> Profile:
    """A profile that was measured."""
    import asyncio

    return asyncio.run(profiled(3))


@pytest.fixture(params=["by hand", "many rooms", "measured"])
def svg(request: pytest.FixtureRequest, real: Profile) -> str:
    """A picture."""
    shown = {"by hand": profile(), "many rooms": _many_rooms(), "measured": real}[request.param]
    return picture(shown, COMMAND, MACHINE)


def test_nothing_overlaps_or_leaves_the_paper(svg: str) -> None:
    """Boxes side by side have a gap between them, and texts end before the edge."""
    paper = _drawn(svg)
    width, height = float(paper.attrib["width"]), float(paper.attrib["height"])
    boxes = _boxes(svg)
    for number, box in enumerate(boxes):
        assert 0 < box.left < box.right < width
        assert 0 < box.top < box.top + box.height < height
        for other in boxes[number + 1 :]:
            apart = box.right < other.left or other.right < box.left
            below = box.top + box.height <= other.top or other.top + other.height <= box.top
            assert apart or below, (box, other)
    for text in paper.iter(f"{{{_NS['s']}}}text"):
        assert _right(text) < width
        assert float(text.attrib["y"]) < height


def test_labels_fit_into_their_boxes(svg: str) -> None:
    """Or stand beside them, clear of the next."""
    boxes = _boxes(svg)
    labelled = [box for box in boxes if box.texts]
    assert len(labelled) > 3
    for box in labelled:
        for text, left, right in box.texts:
            if left > box.right:
                after = [other.left for other in boxes if other.top == box.top and other.left > box.left]
                assert right + 8 < min(after, default=1e9), text
            else:
                assert box.left < left < right < box.right, text


def test_a_box_hangs_below_its_caller(svg: str) -> None:
    """Each one within the width of one box right above it."""
    icicle = _icicle(svg)
    rows = sorted({box.top for box in icicle})
    for box in icicle[1:]:
        above = [other for other in icicle if other.top == rows[rows.index(box.top) - 1]]
        assert any(other.left <= box.left + 0.05 and box.right <= other.right + 0.05 for other in above), box


def test_width_is_time() -> None:
    """A module is as wide as its seconds with all that it calls, wherever it is entered again."""
    icicle = _icicle(picture(profile(), COMMAND, MACHINE))
    [everything] = [box for box in icicle if box.told.startswith("all:")]
    wide = {(box.module, box.top): round(100 * (box.width + 1) / (everything.width + 1), 1) for box in icicle}
    row = sorted({box.top for box in icicle})
    assert wide[("pipeline.build", row[1])] == 100
    assert wide[("verification.checks", row[2])] == 58.9
    assert wide[("pipeline.chain", row[2])] == 40
    assert wide[("sim.episode", row[3])] == 39  # below the chain; the checks have another
    assert wide[("sqlite", row[4])] == 10
    assert wide[("sqlite", row[5])] == 20


def test_the_largest_comes_first_and_the_order_of_looking_does_not_matter() -> None:
    """Equal profiles make equal pictures."""
    told = picture(profile(), COMMAND, MACHINE)
    assert picture(profile(stacks=dict(reversed(STACKS.items()))), COMMAND, MACHINE) == told
    lefts = {box.module: box.left for box in _icicle(told)}
    assert lefts["verification.checks"] < lefts["pipeline.chain"]


def test_pointing_at_a_box_tells_all_about_it() -> None:
    """Its module, both shares, and the functions that it was entered by."""
    told = {box.told for box in _icicle(picture(profile(), COMMAND, MACHINE))}
    assert "sim.episode: 39.0 % with what it calls, 9.0 % itself\nEpisode.call 29.0 %\nEpisode.fork 10.0 %" in told


def test_what_is_too_narrow_is_drawn_together() -> None:
    """And says how many modules it is, instead of looking like its caller's own time."""
    small = {(BUILD, Place("sim", f"sim.m{number}", "f")): 0.1 for number in range(5)}
    told = [box.told for box in _icicle(picture(profile(stacks={(BUILD, SOLVE): 99.5, **small}), COMMAND, MACHINE))]
    assert "5 more: 0.5 %" in told
    assert not any("sim.m" in each for each in told)


def test_each_room_is_named_with_its_share() -> None:
    """In the bar or below it, in the colour that its modules have."""
    boxes = _boxes(picture(profile(), COMMAND, MACHINE))
    texts = {text for box in boxes for text, _, _ in box.texts}
    assert {"sim", "34.0 %", "sqlite", "30.0 %", "libraries", "30.1 %"} <= texts
    assert {"verification 3.9 %", "pipeline 2.0 %", "environments 0 %"} <= texts
    colours = {box.module: box.colour for box in boxes}
    assert colours["sim"] == colours["sim.episode"]
    assert colours["libraries"] == colours["json"]
    assert len({colours[room] for room in ("sim", "sqlite", "libraries", "verification", "pipeline")}) == 5


def test_the_foot_says_how_it_was_made() -> None:
    """The command, cut where it is longer than the paper is wide, and the machine."""
    assert f">{COMMAND}</text>" in picture(profile(), COMMAND, MACHINE)
    assert f">{MACHINE}</text>" in picture(profile(), COMMAND, MACHINE)
    long = picture(profile(), "bench & " + "x" * 500, MACHINE)
    [line] = [text for text in _drawn(long).iter(f"{{{_NS['s']}}}text") if (text.text or "").startswith("bench & x")]
    assert (line.text or "").endswith("…")
    assert _right(line) < 1040


def test_no_machine_is_named(real: Profile, repo_root: Path) -> None:
    """No path of a machine is in a picture, nor in the one of the README; both need no other file."""
    kept = (repo_root / "docs" / "pictures" / "trajectory.svg").read_text("utf-8")
    for drawn in (picture(real, COMMAND, MACHINE), kept):
        assert _boxes(drawn)
        assert not re.search(r"(?<![\w.])/(?:home|root|work|tmp|Users|usr|opt)/", drawn)
        assert "href" not in drawn
        assert "url(" not in drawn
