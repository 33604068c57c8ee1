from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# The same examples on every run, and no time limit per example: a slow machine is not a failure.
settings.register_profile("project", deadline=None, derandomize=True)
settings.load_profile("project")


@pytest.fixture(scope="session")
def repo_root() -> Path:
    """The checkout that the tests run in."""
    return Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--whole`: long conformance tests run whole instead of a sample."""
    parser.addoption("--whole", action="store_true", help="run long conformance tests whole, not a sample of them")
