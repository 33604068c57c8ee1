"""docs/testing.md shows an environment and its tests: they pass as they stand, and notice what is seeded."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from funreason_sim.authoring.mutation import How, measure
from funreason_sim.sim import environment

pytest_plugins = ["pytester"]


@pytest.fixture
def folder(pytester: pytest.Pytester, repo_root: Path) -> Iterator[Path]:
    """The environment and the tests of the page; what they import is forgotten afterwards."""
    page = (repo_root / "docs" / "testing.md").read_text("utf-8")
    schema, tools, tests = re.findall(r"```(?:sql|python)\n(.*?)```", page, re.DOTALL)
    folder = pytester.path / "my_shop"
    (folder / "tests").mkdir(parents=True)
    for name, text in (("schema.sql", schema), ("tools.py", tools), ("tests/test_my_shop.py", tests)):
        (folder / name).write_text(text)
    (pytester.path / "pytest.ini").write_text(
        "[pytest]\naddopts = --import-mode=importlib\nasyncio_default_fixture_loop_scope = function\n"
    )
    before = set(sys.modules)
    yield folder
    for name in set(sys.modules) - before:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(folder)):
            del sys.modules[name]


def test_the_tests_of_the_page_pass_and_notice_faults(pytester: pytest.Pytester, folder: Path) -> None:
    """With the snapshot written once, all pass, and at least 95 % of the seeded faults are killed."""
    shop = environment(str(folder))
    assert pytester.runpytest_inprocess("my_shop", "--update-snapshots").ret == 0
    pytester.runpytest_inprocess("my_shop").assert_outcomes(passed=6)
    assert measure(shop, How(tests=(folder / "tests",))).share >= 95
