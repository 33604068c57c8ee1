"""The words of a test: they pass for what happened, fail for anything else, and say what happened instead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from shop import shop

from funreason_sim.sim import Episode, World, open_episode
from funreason_sim.testing import added, assert_effects, assert_refused, changed, removed, written
from funreason_sim.testing.effects import RowChange


def clear_stock(world: World) -> None:
    """Empty the shelves and forget the tea."""
    world.run("UPDATE product SET stock = 0, price = 1")
    world.run("DELETE FROM product WHERE name = 'tea'")


@pytest.fixture
def episode() -> Iterator[Episode]:
    """An open shop that sells tea and jam, twenty of each."""
    with open_episode([shop(clear_stock)], {"shop": {"products": {"tea": 4, "jam": 2.5}}}, seed=3) as opened:
        opened.call("open_shop")
        yield opened


def order(episode: Episode, count: int = 2, product: str = "tea") -> Any:
    """The event of an order."""
    return episode.call("order_product", {"product": product, "count": count})


def told(act: Any) -> str:
    """What an assertion that fails says."""
    with pytest.raises(AssertionError) as failure:
        act()
    return str(failure.value)


def test_a_call_does_what_is_named(episode: Episode) -> None:
    """Rows are named by key or by cell, cells by what they become or by what they were too."""
    assert_effects(order(episode), product=changed("tea", stock=(20, 18)), purchase=added(product="tea", state="open"))
    assert_effects(order(episode), product=changed(name="tea", stock=16), purchase=added())
    assert_effects(order(episode), product=changed(stock=(..., 14)), purchase=added(id=..., product=...))
    assert_effects(episode.call("look_at_clock"))


def test_rows_that_are_gone_can_be_named(episode: Episode) -> None:
    """By key, and by the cells they had."""
    assert_effects(
        episode.call("clear_stock"), product=[changed("jam", stock=0, price=1), removed("tea", price=4, stock=20)]
    )


def test_what_time_brings_can_be_named_too(episode: Episode) -> None:
    """`advance` returns events; their effects count together."""
    orders = [order(episode).value["order"] for _ in range(2)]
    for number in orders:
        assert_effects(episode.call("cancel_order", {"order": number}), purchase=changed(number, state="cancelled"))
    assert_effects(
        episode.advance(172_800), purchase=[changed(number, state=("cancelled", "refunded")) for number in orders]
    )
    assert_effects(episode.advance(1))


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"product": changed("tea", stock=(20, 18))},
        {"product": changed("tea", stock=(20, 17)), "purchase": added()},
        {"product": changed("tea", stock=(19, 18)), "purchase": added()},
        {"product": changed("jam", stock=18), "purchase": added()},
        {"product": changed(name="jam", stock=18), "purchase": added()},
        {"product": changed(stock=18, price=4), "purchase": added()},
        {"product": changed(price=...), "purchase": added()},
        {"product": changed(stock=18), "purchase": added("1")},
        {"product": changed(stock=18), "purchase": added(state="paid")},
        {"product": changed(stock=18), "purchase": added(colour=...)},
        {"product": changed(stock=18), "purchase": removed()},
        {"product": changed(stock=18), "purchase": [added(), added()]},
        {"product": changed(stock=18), "purchase": added(), "till": changed(open=1)},
        {"product": [], "purchase": added()},
    ],
)
def test_anything_else_fails(episode: Episode, wrong: dict[str, RowChange]) -> None:
    """A row too few or too many, another row, column, value or kind of change."""
    assert "order_product(product='tea', count=2)" in told(lambda: assert_effects(order(episode), **wrong))


def test_a_failure_says_what_was_expected_and_what_happened(episode: Episode) -> None:
    """Both sides read alike, so that the eye finds the difference."""
    event = order(episode)
    expected: Any = {"product": changed("tea", stock=(20, ...)), "purchase": added(state="paid")}
    assert told(lambda: assert_effects(event, **expected)).splitlines() == [
        "order_product(product='tea', count=2)",
        "  expected, and did not happen:",
        "    purchase: added state='paid'",
        "  happened, and was not expected:",
        f"    purchase: added id='{event.value['order']}', product='tea', state='open'",
        "  happened as expected:",
        "    product: changed name='tea', stock 20 -> 18",
    ]
    nothing = told(lambda: assert_effects((), till=removed()))
    assert nothing.splitlines() == ["nothing happened", "  expected, and did not happen:", "    till: removed a row"]


def test_rows_are_paired_as_well_as_they_can_be(episode: Episode) -> None:
    """A vague expectation leaves the row that a precise one needs."""
    happened = [*episode.events(), order(episode), order(episode, 1, "jam")]
    assert_effects(
        happened,
        till=changed(open=1),
        product=[changed(stock=...), changed("tea", stock=18)],
        purchase=[added(), added(product="jam")][::-1],
    )


def test_a_refused_call_has_no_effects_to_assert(episode: Episode) -> None:
    """The failure says why the call was refused and what it should have done."""
    message = told(lambda: assert_effects(order(episode, 6), product=changed("tea", stock=14)))
    assert message.startswith("order_product(product='tea', count=6) was refused with 'sold_out': ")
    assert message.endswith("  it should have done this:\n    product: changed 'tea', stock=14")


def test_a_refusal_has_its_code_reason_and_rows(episode: Episode) -> None:
    """The code is enough; a reason is compared when it is given, and rows that a code keeps are named."""
    assert_refused(order(episode, 6), "sold_out")
    assert_refused(order(episode, 6), "sold_out", {"ordered": False, "error": "Too few are left."})
    assert_refused(episode.call("cancel_order", {"order": "1"}), "unknown", "No such order.")
    assert_refused(order(episode, 13), "odd", "Thirteen is odd.", product=changed("tea", stock=(20, 7)))


@pytest.mark.parametrize(
    ("count", "code", "reason", "says"),
    [
        (2, "sold_out", None, "should be refused with 'sold_out', but it returned {\"order\""),
        (6, "closed", None, "should be refused with 'closed', not 'sold_out': {\"ordered\""),
        (6, "sold_out", "Gone.", "was refused with the reason {'ordered': False, 'error': 'Too few are left.'}, not"),
        (13, "odd", None, "happened, and was not expected:\n    product: changed name='tea', stock 20 -> 7"),
    ],
)
def test_another_refusal_fails(episode: Episode, count: int, code: str, reason: Any, says: str) -> None:
    """No refusal, another code, another reason, or rows that nobody named."""
    assert says in told(lambda: assert_refused(order(episode, count), code, reason))


def test_time_that_passes_is_told_by_its_handlers(episode: Episode) -> None:
    """What was due is named with its arguments."""
    number = order(episode).value["order"]
    episode.call("cancel_order", {"order": number})
    message = told(lambda: assert_effects(episode.advance(172_800)))
    assert message.startswith(f"time_passed and shop.refund(order='{number}') fired\n")


def test_what_fell_due_stands_in_the_walk(episode: Episode) -> None:
    """A walk as text has the handlers that ran, with the reason of those that found nothing to do."""
    number = order(episode).value["order"]
    episode.call("cancel_order", {"order": number})
    episode.call("cancel_order", {"order": number})
    episode.advance(172_800)
    assert written(episode).splitlines()[-4:] == [
        "172800 seconds pass",
        f'shop.refund {{"order": "{number}"}} fired',
        f'  ~ purchase {{"id": "{number}"}} {{"state": "cancelled"}} -> {{"state": "refunded"}}',
        f'shop.refund {{"order": "{number}"}} skipped: done',
    ]
