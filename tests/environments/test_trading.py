"""The brokerage keeps documents as they came, numbers orders, moves money and tells what the original tells."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from calls import value

from funreason_sim.environments.trading import environment, facts
from funreason_sim.errors import ScenarioError
from funreason_sim.sim import Dice, Episode, open_episode

IN = {"authenticated": True, "market_status": "Open"}
SALE = {"order_type": "Sell", "symbol": "AAPL", "price": 227, "amount": 2}


def opened(document: Any, **options: Any) -> Episode:
    """A brokerage that starts from this document."""
    return open_episode([environment], {"trading": document}, seed=3, **options)


@pytest.fixture
def desk() -> Iterator[Episode]:
    """Somebody who is logged in, with the class's own orders, stocks and 10,000 dollars."""
    with opened(IN) as episode:
        yield episode


def state(episode: Episode) -> Any:
    """The world as a document."""
    return episode.dump()["trading"]


def test_an_order_is_pending_when_placed_and_open_when_looked_at(desk: Episode) -> None:
    """It takes the number of the counter, costs nothing yet, and can be cancelled twice."""
    placed = value(desk, "place_order", **{**SALE, "order_type": "Buy"})
    assert placed == {"order_id": 12446, "order_type": "Buy", "status": "Pending", "price": 227.0, "amount": 2}
    shown = desk.call("get_order_details", {"order_id": 12446}).outcome.text
    assert shown == (
        '{"id": 12446, "order_type": "Buy", "symbol": "AAPL", "price": 227.0, "amount": 2, "status": "Open"}'
    )
    for _ in range(2):
        assert value(desk, "cancel_order", order_id=12446) == {"order_id": 12446, "status": "Cancelled"}
    assert value(desk, "get_order_details", order_id=12446)["status"] == "Cancelled"
    assert value(desk, "get_account_info")["balance"] == 10000.0


def test_a_new_order_replaces_one_with_its_number_where_it_stands() -> None:
    """The history keeps its order, and the next order goes behind all others."""
    orders = {"9": {"status": "Open"}, "order_type": "Buy", "7": {"status": "Open"}}
    with opened({**IN, "orders": orders, "order_counter": 9}) as desk:
        value(desk, "place_order", **SALE)
        assert value(desk, "get_order_history") == {"history": [9, "order_type", 7]}
        value(desk, "place_order", **SALE)
        assert value(desk, "get_order_history") == {"history": [9, "order_type", 7, 10]}
        assert value(desk, "get_order_details", order_id=9)["symbol"] == "AAPL"
        assert list(state(desk)["orders"]) == ["9", "order_type", "7", "10"]
        assert state(desk)["orders"]["order_type"] == "Buy"


def test_what_stands_in_place_of_an_order_is_shown_as_it_is() -> None:
    """A bare value is told, though not cancelled: it has no status."""
    with opened({"orders": {"5": ["odd"], "6": None, "7": {"amount": 1}}}) as desk:
        assert value(desk, "get_order_details", order_id=5) == ["odd"]
        assert value(desk, "get_order_details", order_id=6) is None
        reasons = [desk.call("cancel_order", {"order_id": number}).outcome for number in (5, 7)]
        assert [reason.code for reason in reasons] == ["unknown_order", "unknown_order"]
        assert reasons[0].value == {"error": "list indices must be integers or slices, not str"}
        assert reasons[1].value == {"error": "'status'"}


def test_money_moves_at_seconds_drawn_within_a_day() -> None:
    """With the benchmark's generator, at those that it records; the balance follows."""
    with opened({"authenticated": True, "market_status": "Open"}, chance="mersenne") as desk:
        assert value(desk, "fund_account", amount=100)["new_balance"] == 10100.0
        assert value(desk, "withdraw_funds", amount=50.5)["new_balance"] == 10049.5
        first, second = value(desk, "get_transaction_history")["transaction_history"]
    assert first == {"type": "deposit", "amount": 100, "timestamp": "2024-09-02 05:40:15"}
    assert (second["type"], second["amount"]) == ("withdrawal", 50.5)
    assert "2024-09-01 10:30:00" <= second["timestamp"] <= "2024-09-02 10:30:00"


def test_amounts_keep_their_kinds_of_numbers() -> None:
    """Whole numbers stay whole, in the balance, in the history and in the document."""
    with opened({"authenticated": True, "account_info": {"note": "n", "balance": 7}}) as desk:
        assert desk.call("fund_account", {"amount": 3}).outcome.text.endswith('"new_balance": 10}')
        assert desk.call("get_account_info").outcome.text == '{"note": "n", "balance": 10}'
        assert json.dumps(state(desk)["transaction_history"]).startswith('[{"type": "deposit", "amount": 3, ')


def test_a_balance_too_long_for_a_cell_becomes_a_float() -> None:
    """Two deposits of 2**63 - 1 dollars do not break the world; more than any number can hold is refused."""
    with opened({"authenticated": True, "account_info": {"balance": 2**63 - 1}}) as desk:
        assert value(desk, "fund_account", amount=2**63 - 1)["new_balance"] == 2.0**64
        assert value(desk, "get_account_info") == {"balance": 2.0**64}
        value(desk, "fund_account", amount=1e308)
        event = desk.call("fund_account", {"amount": 1.7e308})
        assert (event.outcome.code, event.effects) == ("invalid_amount", ())
        assert event.outcome.value == {"error": "The balance would be too large."}


def test_days_are_counted_from_their_beginning() -> None:
    """Both bounds belong to the period, so what happened during its last day does not."""
    stamps = ["2024-08-01 00:00:00", "2024-08-02 00:00:00", "2024-08-02 00:00:01"]
    moves = [{"note": n, "timestamp": stamp} for n, stamp in enumerate(stamps)]
    with opened({"authenticated": True, "transaction_history": moves}) as desk:

        def notes(**days: str) -> list[int]:
            found = value(desk, "get_transaction_history", **days)["transaction_history"]
            return [move["note"] for move in found]

        assert notes() == [0, 1, 2]
        assert notes(start_date="2024-08-01", end_date="2024-08-02") == [0, 1]
        assert notes(start_date="2024-08-02") == [1, 2]
        assert notes(start_date="", end_date="") == [0, 1, 2]


def test_a_symbol_watched_twice_is_removed_once() -> None:
    """The first of the two goes; a stock that is watched or not listed is not added."""
    watched = ["NVDA", "AAPL", "NVDA"]
    with opened({"authenticated": True, "watch_list": watched}) as desk:
        value(desk, "remove_stock_from_watchlist", symbol="NVDA")
        assert value(desk, "add_to_watchlist", stock="NVDA") == {"watchlist": ["AAPL", "NVDA"]}
        assert value(desk, "add_to_watchlist", stock="ZZZZ") == {"watchlist": ["AAPL", "NVDA"]}
        assert value(desk, "add_to_watchlist", stock="TSLA") == {"watchlist": ["AAPL", "NVDA", "TSLA"]}
        assert value(desk, "get_watchlist") == {"watchlist": ["AAPL", "NVDA", "TSLA"]}


@pytest.mark.parametrize(
    "document",
    [
        {"account_info": {}, "orders": {}, "stocks": {}, "watch_list": [], "transaction_history": []},
        {"random_seed": 7, "orders": {"x": "Buy", "3": {"odd": [1], "price": 5}, "1": None}},
        {"stocks": {"AB": {"MA(20)": 1, "price": 2.0, "name": "Abe"}}, "account_info": {"binding_card": "4-4"}},
    ],
)
def test_odd_documents_come_back_as_they_were(document: Any) -> None:
    """Unknown fields, empty tables and other orders of keys stay."""
    with opened(document) as desk:
        assert json.dumps(state(desk)) == json.dumps(document)


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ({"authenticated": 1}, "authenticated must be true or false, not 1"),
        ({"market_status": None}, "market_status must be a text, not None"),
        ({"order_counter": 5.0}, "order_counter must be a whole number from 0 to 9007199254740992, not 5.0"),
        ({"order_counter": True}, "order_counter must be a whole number from 0 to 9007199254740992, not True"),
        ({"order_counter": -1}, "order_counter must be a whole number from 0 to 9007199254740992, not -1"),
        ({"order_counter": (1 << 53) + 1}, "order_counter must be a whole number from 0 to 9007199254740992"),
        ({"orders": []}, "orders must be an object, not []"),
        ({"orders": {"5": {"price": "5"}}}, "orders.5.price must be a finite number of at most 64 bits, not '5'"),
        ({"orders": {"5": {"status": None}}}, "orders.5.status must be a text, not None"),
        *(
            (
                {"orders": {number: {}}},
                f"orders has the number '{number}', which must be up to 18 digits without leading zeros",
            )
            for number in ("05", "٣", "²", "1234567890123456789")
        ),
        ({"account_info": 5}, "account_info must be an object, not 5"),
        ({"account_info": {"balance": "5"}}, "account_info.balance must be a finite number of at most 64 bits"),
        ({"account_info": {"account_id": None}}, "account_info.account_id must be a finite number of at most 64 bits"),
        ({"stocks": {"A": 5}}, "stocks.A must be an object, not 5"),
        ({"stocks": {"A": {"MA(5)": [1]}}}, "stocks.A.MA(5) must be a finite number of at most 64 bits, not [1]"),
        ({"watch_list": "A"}, "watch_list must be a list, not 'A'"),
        ({"watch_list": ["A", 5]}, "watch_list[1] must be a text, not 5"),
        ({"transaction_history": {}}, "transaction_history must be a list, not {}"),
        ({"transaction_history": [{"timestamp": 5}]}, "transaction_history[0].timestamp must be a text, not 5"),
    ],
)
def test_a_bad_document_is_refused_in_one_sentence(document: Any, says: str) -> None:
    """The sentence names the field and what stands in it."""
    with pytest.raises(ScenarioError, match=re.escape(says)):
        opened(document)


def test_numbers_of_orders_may_be_long() -> None:
    """Eighteen digits fit into a cell."""
    with opened({"authenticated": True, "orders": {"123456789012345678": {}}, "order_counter": 1 << 53}) as desk:
        assert value(desk, "get_order_history") == {"history": [123456789012345678]}
        assert value(desk, "place_order", **SALE)["order_id"] == 1 << 53


def test_drawn_customers_are_coherent() -> None:
    """Balances are what was moved, orders are of listed stocks near their prices, and numbers go up."""
    for n in range(100):
        world: Any = environment.scenarios.generate(Dice(f"c{n}"))
        stocks, orders = world["stocks"], world["orders"]
        signs = {"deposit": 1, "withdrawal": -1}
        moves = world["transaction_history"]
        assert world["account_info"]["balance"] == sum(signs[move["type"]] * move["amount"] for move in moves) >= 0
        assert [move["timestamp"] for move in moves] == sorted(move["timestamp"] for move in moves)
        assert all("2024-06-01" < move["timestamp"] < str(facts.NOW) for move in moves)
        assert 8 <= len(stocks) <= 12
        assert set(world["watch_list"]) <= set(stocks)
        new = [symbol for symbol, stock in stocks.items() if "percent_change" not in stock]
        assert len(new) <= 1
        assert all(abs(stock.get("MA(5)", stock["price"]) / stock["price"] - 1) < 0.05 for stock in stocks.values())
        assert [int(number) for number in orders] == sorted(order["id"] for order in orders.values())
        assert world["order_counter"] > max(map(int, orders))
        for order in orders.values():
            assert abs(order["price"] / stocks[order["symbol"]]["price"] - 1) <= 0.05
    statuses = [order["status"] in ("Open", "Pending") for order in orders.values()]
    assert statuses == sorted(statuses)
