"""`graph` and `envs`: what is installed, and the graph in every form."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from cli.conftest import Run
from data.sample_maker import make_graph
from hypothesis import given
from hypothesis import strategies as st

from funreason_sim.cli.graph_layout import layout
from funreason_sim.cli.graph_views import arrows, as_dot, as_html, as_json, as_mermaid
from funreason_sim.records import Edge, GraphRecord

NASTY = 'a"]; x --> y <script>\n\\'


def nasty() -> GraphRecord:
    edge = Edge(kind="supplies", source=NASTY, target="b", format=NASTY, path="/x", parameter=NASTY)
    return GraphRecord(space=NASTY, environments="0", tools=("b",), writers=(), edges=(edge,))


class Page(HTMLParser):
    """What a browser would load or run, and the page's data."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.data: dict[str, object] = {}
        self._in_data = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href")]
        self._in_data = ("id", "data") in attrs

    def handle_data(self, data: str) -> None:
        if self._in_data:
            self.data, self._in_data = json.loads(data), False


def test_edges_of_two_tools_are_drawn_as_one_line_a_kind() -> None:
    """Two parameters supplied by one tool are one line with both reasons."""
    first = arrows(make_graph())[0]
    assert (first.kind, first.source, first.target) == ("supplies", "get_zipcode", "buy_tickets")
    assert first.labels == ["zipcode"]
    assert first.reasons == [
        "/zipcode is start (zipcode), seen 12 times",
        "/zipcode is end (zipcode), seen 9 times",
    ]


def test_the_json_view_is_the_record() -> None:
    """It can be read back."""
    assert GraphRecord.model_validate_json(as_json(make_graph())) == make_graph()


def test_the_mermaid_view_draws_supplies_solid_and_enables_dashed() -> None:
    """Each tool once, each line once."""
    text = as_mermaid(make_graph())
    assert text.startswith("flowchart LR\n")
    assert '  n0["get_zipcode"]\n' in text
    assert '  n0 -->|"zipcode"| n1\n' in text
    assert '  n2 -.->|"doors_open"| n3\n' in text


def test_the_dot_view_is_a_digraph() -> None:
    """Names are quoted and each line has its label."""
    text = as_dot(make_graph())
    assert text.startswith('digraph "travel+vehicle" {\n')
    assert '"lock_doors" -> "start_engine" [label="doors_open", color="#b45309", style="dashed"];' in text


def test_names_cannot_break_out_of_a_view() -> None:
    """Quotes, brackets, tags, newlines and backslashes are data in every form."""
    assert '["a#34;#93;#59; x --#62; y #60;script#62;#10;#92;"]' in as_mermaid(nasty())
    dot_lines = as_dot(nasty()).splitlines()
    assert all(re.fullmatch(r'[^"]*("([^"\\]|\\.)*"[^"]*)*', line) for line in dot_lines)
    page = Page(as_html(nasty()))
    assert page.tags.count("script") == 2
    assert page.data["edges"][0]["source"] == NASTY  # type: ignore[index]


def test_the_page_needs_no_network() -> None:
    """Everything is in the page: it loads nothing and names no other place."""
    text = as_html(make_graph())
    page = Page(text)
    assert page.links == []
    assert "link" not in page.tags
    assert set(re.findall(r"https?://[^\"' )]+", text)) == {"http://www.w3.org/2000/svg"}


def test_the_page_holds_every_edge_with_its_evidence() -> None:
    """A trial is told step by step."""
    edges = Page(as_html(make_graph())).data["edges"]
    [edge] = [e for e in edges if e["source"] == "lock_doors"]  # type: ignore[attr-defined]
    assert edge["evidence"][0]["trial"] == [
        "on the world of seed 7",
        'start_engine(mode="</script><b>START") is refused with doors_open',
        "after lock_doors(all=true) it then returns",
    ]


def test_a_page_is_the_same_every_time() -> None:
    """The layout draws nothing by chance."""
    assert as_html(make_graph()) == as_html(make_graph())


def test_what_comes_first_stands_on_the_left() -> None:
    """Where the graph has no cycle, every line goes from left to right."""
    links = [("a", "b"), ("b", "c"), ("a", "c"), ("c", "e"), ("a", "e")]
    drawn = layout(["e", "c", "b", "a", "alone"], links)
    assert all(drawn.places[source].x < drawn.places[target].x for source, target in links)
    assert len(drawn.routes["a", "e"]) == 2
    assert drawn.places["alone"].y == drawn.loose_top


def test_a_long_cycle_is_drawn() -> None:
    """Cycles are broken, however long, without recursion."""
    tools = [f"t{n}" for n in range(300)]
    drawn = layout(tools, [*pairwise(tools), (tools[-1], tools[0]), (tools[0], tools[0])])
    assert len({place.x for place in drawn.places.values()}) == 300
    assert drawn.loose_top is None


NAMES = st.sampled_from("abcdefgh")


@given(st.lists(st.tuples(NAMES, NAMES), max_size=30))
def test_no_two_tools_overlap(links: list[tuple[str, str]]) -> None:
    """Whatever the graph, every tool has its own place."""
    places = layout("abcdefgh", links).places
    assert sorted(places) == list("abcdefgh")
    for one, other in combinations(places.values(), 2):
        apart_x = one.x + one.width <= other.x or other.x + other.width <= one.x
        assert apart_x or abs(one.y - other.y) >= 40


@pytest.fixture
def _known_graph(monkeypatch: pytest.MonkeyPatch) -> None:
    """Learning gives the graph made by hand."""

    class Learned:
        record = make_graph()

    monkeypatch.setattr("funreason_sim.pipeline.graph_of", lambda space: Learned)


@pytest.mark.usefixtures("_known_graph")
def test_without_a_format_the_edges_are_a_table(run: Run) -> None:
    """Kind, both tools and the evidence."""
    done = run("graph", "-e", "travel+vehicle")
    assert (done.status, done.err) == (0, "")
    assert re.search(r"enables +lock_doors +start_engine +takes away doors_open, seen 4 times", done.out)
    assert "enables (weak)" in done.out
    assert "6 tools, 6 edges" in done.out


@pytest.mark.usefixtures("_known_graph")
@pytest.mark.parametrize(
    ("name", "begins"),
    [("g.json", "{"), ("g.mmd", "flowchart"), ("g.dot", "digraph"), ("g.gv", "digraph"), ("g.html", "<!doctype html>")],
)
def test_a_file_has_the_format_of_its_ending(run: Run, tmp_path: Path, name: str, begins: str) -> None:
    """--out alone is enough."""
    done = run("graph", "-e", "travel", "--out", tmp_path / name)
    assert done.status == 0
    assert (tmp_path / name).read_text().startswith(begins)


@pytest.mark.usefixtures("_known_graph")
def test_a_format_without_a_file_goes_to_standard_output(run: Run) -> None:
    """Nothing but the document is printed."""
    assert json.loads(run("graph", "-e", "travel", "--format", "json").out)["space"] == "travel+vehicle"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--format", "png"], "--format should be json or mermaid or dot or html, not 'png'"),
        (["--out", "g.png"], "--out g.png: give --format, or a file that ends in"),
    ],
)
def test_an_unknown_format_is_refused(run: Run, options: list[str], says: str) -> None:
    """The complaint names those there are."""
    done = run("graph", "-e", "travel", *options)
    assert done.status == 2
    assert done.complaint.startswith(says)


def test_an_unknown_environment_is_refused_with_those_there_are(run: Run) -> None:
    """The complaint lists what is installed."""
    done = run("graph", "-e", "atlantis")
    assert done.status == 2
    assert "installed are: file_system, math, messages" in done.complaint


def test_a_real_graph_is_learned_and_drawn(run: Run, tmp_path: Path) -> None:
    """The command learns from the installed environment."""
    done = run("graph", "-e", "vehicle", "--out", tmp_path / "g.json")
    assert done.status == 0, done.err
    record = GraphRecord.model_validate_json((tmp_path / "g.json").read_bytes())
    assert record.space == "vehicle"
    assert record.edges


def test_environments_are_listed(run: Run) -> None:
    """Each with its summary and sizes."""
    out = run("envs").out
    assert re.search(r"^travel +\S", out, re.MULTILINE)
    assert re.search(r"^vehicle +\S", out, re.MULTILINE)


def test_environments_are_listed_as_json(run: Run) -> None:
    """For programs, with names and the whole digest."""
    found = {entry["name"]: entry for entry in json.loads(run("envs", "--json").out)}
    assert {"travel", "vehicle"} <= set(found)
    assert "startEngine" in found["vehicle"]["tools"]
    assert len(found["vehicle"]["digest"]) == 32
