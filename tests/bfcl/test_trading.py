"""The brokerage on both sides: entries that are no orders, odd records, long contexts, and values of wrong types."""

from __future__ import annotations

from typing import Any

import pytest

from funreason_sim.bfcl.compare import unlike
from funreason_sim.bfcl.execution import Execution, opening
from funreason_sim.bfcl.official import Official

IN = {"authenticated": True, "market_status": "Open"}
ODD = {
    **IN,
    "orders": {"7": {"symbol": "AAPL", "id": 7, "status": "Open"}, "12": "Buy", "x": [1], "9": {"price": 5}},
    "order_counter": 9,
    "stocks": {"ODD": {"note": "n"}, "AAPL": {"price": 20, "percent_change": -2, "MA(20)": 1}},
    "watch_list": ["ZZ", "AAPL", "ZZ"],
    "transaction_history": [{"amount": 5, "timestamp": "2024-05-01 00:00:00"}, {"note": "undated"}],
}
SEQUENCES: list[tuple[dict[str, Any], list[str]]] = [
    ({}, ["get_watchlist()", "get_order_history()", "get_transaction_history()", "get_account_info()",
          "trading_logout()", "trading_login(5, None)", "trading_login('a', 'b')", "trading_get_login_status()"]),
    (IN, ["fund_account(100)", "withdraw_funds(0.1)", "fund_account(True)", "get_transaction_history()",
          "withdraw_funds(10**20)", "fund_account(10**20)", "fund_account(10**20)", "get_account_info()"]),
    ({**IN, "random_seed": 7}, ["fund_account(1)", "withdraw_funds(amount=1)", "get_transaction_history()"]),
    (ODD, ["get_order_details(12)", "cancel_order(12)", "cancel_order('x')", "get_order_details('x')",
           "cancel_order(9)", "get_order_details(9)", "cancel_order(7.0)", "get_order_details(7)", "cancel_order([7])",
           "get_order_details(8)", "place_order('Sell', 'AAPL', True, 2.5)", "get_order_details(9)",
           "get_order_history()"]),
    (ODD, ["get_stock_info('ODD')", "get_stock_info('AAPL')", "get_stock_info([])", "get_stock_info(None)",
           "filter_stocks_by_price(['ODD', 'AAPL', 'ZZ'], 0, 20)", "filter_stocks_by_price(['AAPL'], '1', 2)",
           "filter_stocks_by_price('AB', 0, 1)", "filter_stocks_by_price([[]], 0, 1)",
           "notify_price_change(['AAPL', 'ZZ'], 2)", "notify_price_change(['AAPL', 'ODD'], 2)",
           "notify_price_change(5, 2)", "get_available_stocks('Automobile')", "get_available_stocks({})"]),
    (ODD, ["remove_stock_from_watchlist('ZZ')", "remove_stock_from_watchlist([])", "add_to_watchlist('ODD')",
           "add_to_watchlist(['ODD'])", "add_to_watchlist(5)", "get_watchlist()"]),
    (ODD, ["get_transaction_history()", "get_transaction_history('x')", "get_transaction_history(5)",
           "get_transaction_history(end_date='2024-02-30')", "get_transaction_history('2024-05-01', '2024-05-01')"]),
    ({**IN, "account_info": {}}, ["withdraw_funds(5)", "fund_account(5)", "place_order('buy', 'AAPL', 1, 1)",
                                  "place_order(5, 'AAPL', 1, 1)", "place_order('Sell', {}, 1, 1)",
                                  "place_order('Sell', 'AAPL', 'x', 1)",
                                  f"place_order('Sell', 'AAPL', 1{'0' * 400}, 1)"]),
]  # fmt: skip


@pytest.mark.parametrize("long_context", [False, True])
@pytest.mark.parametrize(("config", "calls"), SEQUENCES)
def test_both_sides_say_and_keep_the_same(config: dict[str, Any], calls: list[str], long_context: bool) -> None:
    """Call by call the same text, and after each call equal public attributes."""
    ours = Execution(opening(["TradingBot"], {"TradingBot": config}, long_context=long_context))
    theirs = Official(["TradingBot"], {"TradingBot": config}, long_context=long_context)
    for call in calls:
        assert ours.execute([call]) == theirs.execute([call]), call
        assert unlike(ours.attributes(), theirs.attributes()) == [], call


def test_orders_stand_under_numbers() -> None:
    """Keys of digits are numbers for the benchmark's checker; others stay as they are."""
    with Execution(opening(["TradingBot"], {"TradingBot": ODD})) as ours:
        ours.execute(["place_order('Sell', 'AAPL', 1, 1)", "place_order('Sell', 'AAPL', 1, 1)"])
        orders = ours.attributes()["TradingBot"]["orders"]
    assert list(orders) == [7, 12, "x", 9, 10]
    assert (orders[12], orders["x"], orders[9]["status"]) == ("Buy", [1], "Open")


def test_long_contexts_swell_results_and_not_the_state() -> None:
    """A stock has long averages, an order pages about it, a sector and the watch list a thousand symbols."""
    with Execution(opening(["TradingBot"], {"TradingBot": IN}, long_context=True)) as ours:
        before = ours.attributes()
        calls = ["get_stock_info('AAPL')", "get_order_details(12345)", "get_available_stocks('Technology')"]
        calls += ["get_watchlist()", "get_transaction_history()"]
        assert min(len(text) for text in ours.execute(calls)) > 5000
        assert ours.attributes() == before
