"""Each tool of the brokerage, call by call: what it answers or refuses, and the only rows it changes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from calls import Rows, assert_answered, declared

from funreason_sim.environments.trading import environment
from funreason_sim.sim import Episode, open_episode
from funreason_sim.testing import Properties, added, assert_refused, changed, removed

DONE = {"id": 41, "order_type": "Buy", "symbol": "GLOW", "price": 18.5, "amount": 20, "status": "Completed"}
WAITING = {"id": 43, "order_type": "Sell", "symbol": "AAPL", "price": 201, "amount": 5, "status": "Open"}
APPLE = {"price": 200, "percent_change": -2.5, "volume": 3.25, "MA(5)": 201.5, "MA(20)": 190}
GLOW = {"price": 19.25, "percent_change": 1.5, "volume": 0.5, "MA(5)": 19, "MA(20)": 18.75}
NAMELESS = {"note": "no figures"}
PAID_IN = {"type": "deposit", "amount": 900, "timestamp": "2024-08-01 09:30:00"}
PAID_OUT = {"type": "withdrawal", "amount": 300.0, "timestamp": "2024-08-20 16:00:00"}
ACCOUNT = {"account_id": 7, "balance": 600.0, "binding_card": 4417}
OUT = {
    "orders": {"41": DONE, "43": WAITING, "order_type": "Buy"},
    "account_info": ACCOUNT,
    "market_status": "Open",
    "order_counter": 44,
    "stocks": {"AAPL": APPLE, "GLOW": GLOW},
    "watch_list": ["GLOW", "AAPL"],
    "transaction_history": [PAID_IN, PAID_OUT],
}
IN = {**OUT, "authenticated": True}
CLOSED = {**IN, "market_status": "Closed"}
PENNILESS = {**IN, "account_info": {"account_id": 7}}
UNDATED = {**IN, "transaction_history": [PAID_IN, {"type": "deposit"}]}
ODDLY_DATED = {**IN, "transaction_history": [{"timestamp": "2024-08-01"}]}
UNKNOWING = {"stocks": {"GLOW": GLOW, "NONE": NAMELESS}}

BUY = {"order_type": "Buy", "symbol": "AAPL", "price": 200, "amount": 3}
LOGIN = {"username": "rosa_delgado", "password": "willow-4471"}
DRAWN = "2024-09-01 14:59:27"


def placed(**given: Any) -> dict[str, Any]:
    """The answer to an order placed."""
    return {"order_id": 44, "order_type": "Buy", "status": "Pending", "price": 200.0, "amount": 3, **given}


def order_rows(**given: Any) -> Rows:
    """The order, and the counter that counts on."""
    order = {"id": 44, "order_type": "Buy", "symbol": "AAPL", "price": 200.0, "amount": 3, "status": "Open", **given}
    row = added(44, position=4, bare=None, shape=json.dumps([*order]), extra="{}", **order)
    return {"brokerage": changed(order_counter=(44, 45)), "stock_order": row}


def money_rows(kind: str, amount: float, balance: float) -> Rows:
    """The new balance, and the transaction that made it."""
    move = {"type": kind, "amount": amount, "timestamp": DRAWN}
    row = added(3, shape=json.dumps([*move]), extra="{}", **move)
    return {"account": changed(balance=(600.0, balance)), "money_move": row}


def period(start: str | None = None, end: str | None = None) -> dict[str, Any]:
    """Arguments for the history of a period."""
    return {"start_date": start, "end_date": end}


# Tool, scenario, arguments, what it answers, the rows that change.
CASES: list[tuple[str, dict[str, Any], dict[str, Any], Any, Rows]] = [
    ("get_current_time", OUT, {}, {"current_time": "10:30 AM"}, {}),
    ("get_symbol_by_name", OUT, {"name": "Zeta Corp"}, {"symbol": "ZETA"}, {}),
    ("get_stock_info", OUT, {"symbol": "AAPL"}, APPLE, {}),
    ("get_stock_info", UNKNOWING, {"symbol": "NONE"}, NAMELESS, {}),
    ("get_stock_info", {}, {"symbol": "ZETA"},
     {"price": 22.09, "percent_change": -0.05, "volume": 0.789, "MA(5)": 22.12, "MA(20)": 22.34}, {}),
    ("get_order_details", OUT, {"order_id": 43}, WAITING, {}),
    ("cancel_order", OUT, {"order_id": 43}, {"order_id": 43, "status": "Cancelled"},
     {"stock_order": changed(43, status=("Open", "Cancelled"))}),
    ("cancel_order", {"orders": {"5": {"status": "Open", "id": 6}, "6": {"status": "Open"}}}, {"order_id": 5},
     {"order_id": 5, "status": "Cancelled"}, {"stock_order": changed(5, status="Cancelled")}),
    ("place_order", IN, BUY, placed(), order_rows()),
    ("place_order", IN, {**BUY, "order_type": "SELL", "amount": 4}, placed(order_type="SELL", amount=4),
     order_rows(order_type="SELL", amount=4)),
    ("place_order", PENNILESS, {**BUY, "order_type": "Sell", "symbol": "GLOW", "price": 0.5, "amount": 1},
     placed(order_type="Sell", price=0.5, amount=1),
     order_rows(order_type="Sell", symbol="GLOW", price=0.5, amount=1)),
    ("withdraw_funds", IN, {"amount": 600}, {"status": "Withdrawal successful", "new_balance": 0.0},
     money_rows("withdrawal", 600, 0.0)),
    ("withdraw_funds", IN, {"amount": 0.5}, {"status": "Withdrawal successful", "new_balance": 599.5},
     money_rows("withdrawal", 0.5, 599.5)),
    ("get_account_info", IN, {}, ACCOUNT, {}),
    ("trading_login", OUT, LOGIN, {"status": "Logged in successfully"}, {"brokerage": changed(authenticated=(0, 1))}),
    ("trading_login", IN, LOGIN, {"status": "Already logged in"}, {}),
    ("trading_get_login_status", IN, {}, {"status": True}, {}),
    ("trading_get_login_status", OUT, {}, {"status": False}, {}),
    ("trading_logout", IN, {}, {"status": "Logged out successfully"}, {"brokerage": changed(authenticated=(1, 0))}),
    ("trading_logout", OUT, {}, {"status": "No user is currently logged in"}, {}),
    ("fund_account", CLOSED, {"amount": 0.25}, {"status": "Account funded successfully", "new_balance": 600.25},
     money_rows("deposit", 0.25, 600.25)),
    ("remove_stock_from_watchlist", IN, {"symbol": "AAPL"},
     {"status": "Stock AAPL removed from watchlist successfully."}, {"watched": removed(2, symbol="AAPL")}),
    ("get_watchlist", IN, {}, {"watchlist": ["GLOW", "AAPL"]}, {}),
    ("get_order_history", IN, {}, {"history": [41, 43, "order_type"]}, {}),
    ("get_transaction_history", IN, {}, {"transaction_history": [PAID_IN, PAID_OUT]}, {}),
    ("get_transaction_history", IN, period("2024-08-02"), {"transaction_history": [PAID_OUT]}, {}),
    ("get_transaction_history", IN, period(end="2024-08-20"), {"transaction_history": [PAID_IN]}, {}),
    ("get_transaction_history", IN, period("2024-08-02", "2024-08-20"), {"transaction_history": []}, {}),
    ("get_available_stocks", OUT, {"sector": "Automobile"}, {"stock_list": ["TSLA", "F", "GM"]}, {}),
    ("get_available_stocks", OUT, {"sector": "Energy"}, {"stock_list": []}, {}),
    ("filter_stocks_by_price", OUT, {"stocks": ["GLOW", "AAPL", "ZZ"], "min_price": 19.25, "max_price": 200},
     {"filtered_stocks": ["GLOW", "AAPL"]}, {}),
    ("filter_stocks_by_price", OUT, {"stocks": ["GLOW", "AAPL", "ZZ"], "min_price": 19.5, "max_price": 199.5},
     {"filtered_stocks": []}, {}),
    ("filter_stocks_by_price", UNKNOWING, {"stocks": ["ZZ", "NONE", "GLOW"], "min_price": 0, "max_price": 0},
     {"filtered_stocks": ["ZZ", "NONE"]}, {}),
    ("filter_stocks_by_price", UNKNOWING, {"stocks": ["ZZ", "NONE"], "min_price": 0.5, "max_price": 5},
     {"filtered_stocks": []}, {}),
    ("add_to_watchlist", {**OUT, "watch_list": ["GLOW"]}, {"stock": "AAPL"}, {"watchlist": ["GLOW", "AAPL"]},
     {"watched": added(2, symbol="AAPL")}),
    ("add_to_watchlist", {**OUT, "watch_list": []}, {"stock": "AAPL"}, {"watchlist": ["AAPL"]},
     {"watched": added(1, symbol="AAPL")}),
    ("add_to_watchlist", OUT, {"stock": "AAPL"}, {"watchlist": ["GLOW", "AAPL"]}, {}),
    ("add_to_watchlist", OUT, {"stock": "ZZ"}, {"watchlist": ["GLOW", "AAPL"]}, {}),
    ("notify_price_change", OUT, {"stocks": ["GLOW", "ZZ", "AAPL"], "threshold": 1.5},
     {"notification": "Stocks GLOW, AAPL have significant price changes."}, {}),
    ("notify_price_change", OUT, {"stocks": ["GLOW", "AAPL"], "threshold": 2.5},
     {"notification": "Stocks AAPL have significant price changes."}, {}),
    ("notify_price_change", UNKNOWING, {"stocks": ["GLOW"], "threshold": 1.75},
     {"notification": "No significant price changes in the selected stocks."}, {}),
]  # fmt: skip

NOT_IN = "User not authenticated. Please log in to "
# Tool, code, scenario, arguments, what the caller reads.
REFUSALS: list[tuple[str, str, dict[str, Any], dict[str, Any], str]] = [
    ("get_stock_info", "unknown_stock", OUT, {"symbol": "ZZ"}, "Stock with symbol 'ZZ' not found."),
    ("get_order_details", "unknown_order", OUT, {"order_id": 42},
     "Order with ID 42 not found.Here is the list of orders_id: [41, 43, 'order_type']"),
    ("cancel_order", "unknown_order", OUT, {"order_id": 42}, "Order with ID 42 not found."),
    ("cancel_order", "unknown_order", {"orders": {"5": {"amount": 1}}}, {"order_id": 5}, "'status'"),
    ("cancel_order", "already_completed", OUT, {"order_id": 41},
     "Can't cancel order 41. Order is already completed."),
    ("place_order", "not_logged_in", OUT, BUY, f"{NOT_IN}place an order."),
    ("place_order", "unknown_stock", IN, {**BUY, "symbol": "ZZ"}, "Invalid stock symbol: ZZ"),
    ("place_order", "not_positive", IN, {**BUY, "price": 0}, "Price and amount must be positive values."),
    ("place_order", "not_positive", IN, {**BUY, "amount": 0}, "Price and amount must be positive values."),
    ("place_order", "insufficient_funds", IN, {**BUY, "order_type": "bUY", "price": 200.25},
     "Insufficient funds: required $600.75 but only $600.00 available."),
    ("place_order", "insufficient_funds", PENNILESS, {**BUY, "price": 0.25, "amount": 1},
     "Insufficient funds: required $0.25 but only $0.00 available."),
    ("withdraw_funds", "not_logged_in", OUT, {"amount": 5}, f"{NOT_IN}make a transaction."),
    ("withdraw_funds", "market_closed", CLOSED, {"amount": 5}, "Market is closed. Transactions are not allowed."),
    ("withdraw_funds", "invalid_amount", IN, {"amount": 0}, "Transaction amount must be positive."),
    ("withdraw_funds", "no_balance", PENNILESS, {"amount": 5}, "'balance'"),
    ("withdraw_funds", "insufficient_funds", IN, {"amount": 600.5}, "Insufficient funds for withdrawal."),
    ("get_account_info", "not_logged_in", OUT, {}, f"{NOT_IN}view account information."),
    ("fund_account", "not_logged_in", OUT, {"amount": 5}, f"{NOT_IN}fund the account."),
    ("fund_account", "invalid_amount", IN, {"amount": 0}, "Funding amount must be positive."),
    ("fund_account", "no_balance", PENNILESS, {"amount": 5}, "'balance'"),
    ("remove_stock_from_watchlist", "not_logged_in", OUT, {"symbol": "AAPL"}, f"{NOT_IN}modify the watchlist."),
    ("remove_stock_from_watchlist", "not_watched", IN, {"symbol": "ZZ"}, "Stock ZZ not found in watchlist."),
    ("get_watchlist", "not_logged_in", OUT, {}, f"{NOT_IN}view the watchlist."),
    ("get_order_history", "not_logged_in", OUT, {}, f"{NOT_IN}view order history."),
    ("get_transaction_history", "not_logged_in", OUT, {}, f"{NOT_IN}view transaction history."),
    ("get_transaction_history", "invalid_date", IN, period("08/01/2024"),
     "time data '08/01/2024' does not match format '%Y-%m-%d'"),
    ("get_transaction_history", "invalid_date", IN, period("2024-08-01", "2024-08-01 12:00"),
     "unconverted data remains:  12:00"),
    ("get_transaction_history", "invalid_record", UNDATED, {}, "'timestamp'"),
    ("get_transaction_history", "invalid_record", ODDLY_DATED, {},
     "time data '2024-08-01' does not match format '%Y-%m-%d %H:%M:%S'"),
    ("notify_price_change", "no_change_known", UNKNOWING, {"stocks": ["ZZ", "GLOW", "NONE"], "threshold": 5},
     "'percent_change'"),
]  # fmt: skip


def opened(document: dict[str, Any]) -> Episode:
    """A brokerage that starts from this document."""
    return open_episode([environment], {"trading": document}, seed=3)


@pytest.mark.parametrize(("tool", "scenario", "given", "answer", "rows"), CASES)
def test_a_call_answers_and_changes_just_this(
    tool: str, scenario: dict[str, Any], given: dict[str, Any], answer: Any, rows: Rows
) -> None:
    """The answer in its order, key by key, and no other row."""
    with opened(scenario) as desk:
        assert_answered(desk, tool, given, answer, rows)


@pytest.mark.parametrize(("tool", "code", "scenario", "given", "reason"), REFUSALS)
def test_a_refusal_has_its_code_and_text(
    tool: str, code: str, scenario: dict[str, Any], given: dict[str, Any], reason: str
) -> None:
    """The caller reads the reason as the original gives it, and nothing changes."""
    with opened(scenario) as desk:
        assert_refused(desk.call(tool, given), code, reason)


def test_a_company_that_nobody_knows_has_no_symbol() -> None:
    """The refusal reads as the original's result."""
    with opened(OUT) as desk:
        event = desk.call("get_symbol_by_name", {"name": "zeta corp"})
        assert (event.outcome.code, event.outcome.value) == ("unknown_company", {"symbol": "Stock not found"})


def test_every_declared_refusal_has_a_case() -> None:
    """A code that a docstring promises is one that callers can meet."""
    assert declared(environment) == {(tool, code) for tool, code, *_ in REFUSALS} | {
        ("get_symbol_by_name", "unknown_company")
    }


@pytest.mark.environment(environment)
def test_the_brokerage_stays_sound_whatever_is_called(properties: Properties) -> None:
    """Constraints hold, refusals change nothing, and the same calls give the same again."""
    properties.hold(examples=25)
