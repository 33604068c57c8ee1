"""The pytest plugin: fixtures that open the environment under test. Importing it brings in nothing but pytest.

pytestmark = pytest.mark.environment("./my_shop", seed=3)

def test_tea_goes_into_the_cart(episode):
    assert_effects(episode.call("add_to_cart", {"item": "tea"}), cart=added(item="tea"))
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from ..sim import Episode, Space
    from .soundness import Properties
    from .walk_file import WalkSnapshot

MARK = (
    "environment(*places, seed=0, scenario=None): the environment under test, by path (from the test's own folder or "
    "from pytest's root), by installed name or as an object; what a test leaves out comes from its class or module. "
    "Without a place it is the folder with a schema.sql that the test lies in."
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the one option."""
    group = parser.getgroup("funreason-sim", "environments under test")
    group.addoption("--update-snapshots", action="store_true", help="write the snapshots of walks anew")


def pytest_configure(config: pytest.Config) -> None:
    """Declare the mark, so that --strict-markers knows it."""
    config.addinivalue_line("markers", MARK)


@pytest.fixture
def space(request: pytest.FixtureRequest) -> Space:
    """The environment under test, as the space that an episode lives in."""
    from .chosen import chosen

    return chosen(request.node).space


@pytest.fixture
def episode(request: pytest.FixtureRequest) -> Iterator[Episode]:
    """A new world of the environment under test."""
    from .chosen import chosen
    from .effects import in_test

    with chosen(request.node).open() as opened, in_test(opened):
        yield opened


@pytest.fixture
def walk_snapshot(request: pytest.FixtureRequest) -> WalkSnapshot:
    """Compares what happened in an episode with a file next to the test: `walk_snapshot(episode)`."""
    from .walk_file import WalkSnapshot

    return WalkSnapshot(request.node, update=request.config.getoption("--update-snapshots"))


@pytest.fixture
def properties(request: pytest.FixtureRequest) -> Properties:
    """What every environment promises, tried on generated calls: `properties.hold()`."""
    if find_spec("hypothesis") is None:
        pytest.fail("the fixture properties needs hypothesis; pip install hypothesis", pytrace=False)
    from .chosen import chosen
    from .soundness import Properties

    return Properties(chosen(request.node))
