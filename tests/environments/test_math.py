"""The calculator: notebooks come back as they were, the originals' settings do not leak, and nothing takes for ever."""

from __future__ import annotations

import decimal
import json
import math
from typing import Any

import mpmath
import pytest

from funreason_sim.bfcl.oracle import initial_states
from funreason_sim.environments.math import environment, facts
from funreason_sim.sim import Dice, Episode, open_episode

TOOLS_OF_LISTS = ("mean", "standard_deviation", "min_value", "max_value", "sum_values")


def opened(document: Any) -> Episode:
    """An episode with this notebook."""
    return open_episode([environment], {"math": document})


def known(document: Any, seed: str = "k") -> Any:
    """What somebody with this notebook could say."""
    with opened(document) as episode:
        return environment.scenarios.known(episode.world, Dice(seed))


def test_real_documents_come_back_as_they_were() -> None:
    """Every initial configuration of the benchmark, byte for byte, with pools that any call can be made of."""
    documents = initial_states("math")
    assert len(documents) >= 10
    for document in documents:
        with opened(document) as episode:
            assert json.dumps(episode.dump()["math"]) == json.dumps(document)
        assert all(values for values in known(document).values())


@pytest.mark.parametrize(
    "document",
    [
        {"numbers": None, "unit": ["km"], "subject": 5},
        {"numbers": ["a", True, None, -1, 0, 1e300, 10**30]},
        {"numbers": [4]},
        {"unit": "furlong"},
        {"é": {"b": [1.0, 1]}, "a": -0.0},
    ],
)
def test_any_document_is_kept_and_of_use(document: Any) -> None:
    """Nothing is required of a notebook; what no reading can be is passed over."""
    with opened(document) as episode:
        assert json.dumps(episode.dump()["math"]) == json.dumps(document)
    for tool in TOOLS_OF_LISTS:
        lists = known(document)[f"{tool}.numbers"]
        assert all(len(numbers) >= 1 and all(0 < n < 1e6 for n in numbers) for numbers in lists)


def test_people_speak_of_what_they_have_noted() -> None:
    """Lists, and what is converted, are readings of the page, in the unit that stands above them."""
    for n in range(50):
        page: Any = environment.scenarios.generate(Dice(f"page-{n}"))
        pools = known(page, str(n))
        assert 8 <= len(page["numbers"]) == len(set(page["numbers"])) <= 12
        assert all(set(numbers) <= set(page["numbers"]) for numbers in pools["mean.numbers"])
        assert set(pools["si_unit_conversion.value"]) <= set(page["numbers"])
        assert pools["imperial_si_conversion.unit_in"] == [page["unit"]]
        assert all((page["unit"], out) in facts.FACTORS for out in pools["imperial_si_conversion.unit_out"])
        assert page["unit"] in pools["si_unit_conversion.unit_in"] or page["unit"] not in facts.METERS


def test_drawn_notebooks_differ() -> None:
    """200 seeds draw 200 pages, of every unit that can be converted."""
    pages: Any = [environment.scenarios.generate(Dice(f"many-{n}")) for n in range(200)]
    assert len({json.dumps(page) for page in pages}) == 200
    assert {page["unit"] for page in pages} == set(facts.UNITS)


def test_precision_is_that_of_its_own_call() -> None:
    """The original sets it for the process: a later call, and everybody else, would compute with it."""
    digits, places = decimal.getcontext().prec, mpmath.mp.dps
    with opened({}) as episode:
        episode.call("square_root", {"number": 2, "precision": 3})
        episode.call("logarithm", {"value": 2, "base": 10, "precision": 3})
        episode.call("logarithm", {"value": 2, "base": 1, "precision": 3})
        assert episode.call("square_root", {"number": 2, "precision": 20}).value == {"result": math.sqrt(2)}
    assert (decimal.getcontext().prec, mpmath.mp.dps) == (digits, places)


def test_a_context_set_elsewhere_is_of_no_matter() -> None:
    """Whoever has changed the process's precision or traps changes no result."""
    with opened({}) as episode, mpmath.workdps(2), decimal.localcontext() as context:
        context.prec, context.traps[decimal.Inexact] = 2, True
        assert episode.call("square_root", {"number": 2, "precision": 10}).value == {"result": 1.414213562}
        assert episode.call("logarithm", {"value": 2, "base": 10, "precision": 16}).value == {"result": math.log10(2)}
