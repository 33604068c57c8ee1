"""Learned edges are kept between runs, and a bad cache is only a slower start."""

from __future__ import annotations

from pathlib import Path

import pytest
from shop import shop

from funreason_sim.pipeline import graph_of, graphs
from funreason_sim.sim import Space


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FUNREASON_SIM_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_a_graph_is_learned_once(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time it comes from a file, and is the same."""
    first = graph_of(Space([shop()]))
    assert len(list(cache.iterdir())) == 1
    monkeypatch.setattr(graphs, "learn", lambda environment: pytest.fail("learned again"))
    assert graph_of(Space([shop()])).digest == first.digest


@pytest.mark.parametrize(
    "content", ["", "[{}]", '{"edges":[{"kind":"enables","source":"a","target":"b"}],"writers":[]}']
)
def test_a_spoilt_cache_is_learned_anew(cache: Path, content: str) -> None:
    """What is not the record of these tools is not used."""
    first = graph_of(Space([shop()]))
    path = next(cache.iterdir())
    path.write_text(content)
    assert graph_of(Space([shop()])).digest == first.digest
    assert path.read_text() != content


def test_without_a_place_for_it_the_graph_is_learned_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cache that cannot be written is passed over."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("FUNREASON_SIM_CACHE", str(tmp_path / "file" / "cache"))
    assert graph_of(Space([shop()])).record.edges


def test_the_cache_follows_the_desktop_convention(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """XDG_CACHE_HOME is used, or the home folder."""
    monkeypatch.delenv("FUNREASON_SIM_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    graph_of(Space([shop()]))
    assert [path.name for path in tmp_path.iterdir()] == ["funreason-sim"]
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    graph_of(Space([shop()]))
    assert list((tmp_path / "home" / ".cache" / "funreason-sim").iterdir())
