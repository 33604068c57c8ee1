"""The benchmark's `TradingBot`: what long contexts add to results, errors in lists, and records that lack something."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from ...sim import Scenario
from ..dialect import Dialect, Reply
from ..official import long_context

_STOCK = {"price": 20.5, "percent_change": -2, "volume": 1, "MA(5)": 20, "MA(20)": 21.25}


@cache
def _defaults() -> dict[str, Any]:
    """What a configuration need not say, by attribute."""
    document = import_module("funreason_sim.environments.trading.documents").BROKERAGE
    return {key: part.default for key, part in {**document.fields, **document.parts}.items()}


def _attributes(document: Scenario, long: bool) -> dict[str, Any]:
    """The state; orders are under numbers where their keys are digits."""
    shown = {key: document.get(key, default) for key, default in _defaults().items()}
    orders = {int(key) if key.isdigit() else key: order for key, order in shown["orders"].items()}
    return {**shown, "orders": orders, "long_context": long}


def _stock(reply: Reply) -> Any:
    """In a long context averages are long lists."""
    if reply.code or not reply.long_context:
        return reply.value
    return {**reply.value, "MA(5)": long_context().MA_5_EXTENSION, "MA(20)": long_context().MA_20_EXTENSION}


def _order(reply: Reply) -> Any:
    """In a long context an order has pages about its stock; an entry that is none has nothing to copy."""
    if reply.code or not reply.long_context:
        return reply.value
    order = reply.value.copy()
    symbol = order["symbol"]
    pages = long_context().ORDER_DETAIL_EXTENSION
    order["metadata"] = {name: page.format(symbol=symbol) for name, page in pages.items()}
    return order


def _cancelled(reply: Reply) -> Any:
    """An entry without a status is found, and then raises."""
    if reply.code == "unknown_order" and not reply.value["error"].startswith("Order with ID"):
        raise LookupError(reply.value["error"])
    return reply.value


def _watched(reply: Reply) -> Any:
    """A list with the error in it; in a long context a list of symbols and no object."""
    if reply.code:
        return [f"Error: {reply.value['error']}"]
    if reply.long_context:
        return [*reply.value["watchlist"], *long_context().WATCH_LIST_EXTENSION]
    return reply.value


def _listed(reply: Reply) -> Any:
    """An error in a list."""
    return [reply.value] if reply.code else reply.value


def _moves(reply: Reply) -> Any:
    """An error in a list; in a long context a thousand more transactions, whenever they were."""
    if reply.code or not reply.long_context:
        return _listed(reply)
    found = reply.value["transaction_history"]
    return {"transaction_history": [*found, *long_context().TRANSACTION_HISTORY_EXTENSION]}


def _sector(reply: Reply) -> Any:
    """In a long context a thousand more symbols in each sector."""
    found = reply.value["stock_list"]
    if found and reply.long_context:
        sector = reply.arguments["sector"]
        more = {
            "Technology": long_context().TECHNOLOGY_EXTENSION,
            "Automobile": long_context().AUTOMOBILE_EXTENSION,
        }
        return {"stock_list": [*found, *more[sector]]}
    return reply.value


DIALECT = Dialect(
    environment="trading",
    official="TradingBot",
    attributes=_attributes,
    raised={
        "withdraw_funds": frozenset({"no_balance"}),
        "fund_account": frozenset({"no_balance"}),
        "get_transaction_history": frozenset({"invalid_date", "invalid_record"}),
        "notify_price_change": frozenset({"no_change_known"}),
    },
    results={
        "get_stock_info": _stock,
        "get_order_details": _order,
        "cancel_order": _cancelled,
        "get_watchlist": _watched,
        "get_order_history": _listed,
        "get_transaction_history": _moves,
        "get_available_stocks": _sector,
    },
    hashed={
        "get_stock_info": frozenset({"symbol"}),
        "get_order_details": frozenset({"order_id"}),
        "cancel_order": frozenset({"order_id"}),
        "place_order": frozenset({"symbol"}),
        "add_to_watchlist": frozenset({"stock"}),
    },
    exact=frozenset({"place_order", "withdraw_funds", "fund_account"}),
    tries={
        "order_id": (12345, 12446, 12446, 12447, 12448, 7, 12446.0, "order_type", "12345", True),
        "order_type": ("Buy", "Sell", "buy", "SELL", "Hold", ""),
        "symbol": ("AAPL", "NVDA", "GOOG", "TSLA", "ZETA", "AMZN", "aapl"),
        "stock": ("AAPL", "NVDA", "GOOG", "ZETA", "OMEG", "AMZN"),
        "name": ("Apple", "Zeta Corp", "Quasar Ltd.", "apple"),
        "price": (1, 20.5, 227, 0, -1, 0.005),
        "place_order.amount": (1, 3, 10, 5000, 0, -1, 2.5, True),
        "withdraw_funds.amount": (1, 0.1, 500, 99.99, 10000, 10**6, True, 10**20),
        "fund_account.amount": (1, 0.1, 500, 99.99, 0, -5, True, 10**20),
        "start_date": ("", "2024-10-27", "2024-9-1", "2024-02-30", "27-10-2024", "2024-09-01 10:00:00"),
        "end_date": ("", "2024-10-28", "2026-12-31", "2024-10-27x", "0001-01-01"),
        "sector": ("Technology", "Automobile", "technology", "Energy"),
        "stocks": (["AAPL", "GOOG", "ZZ"], ["NVDA", "NVDA", "ZETA"], [], ["ODD", "AAPL"], "AAPL"),
        "min_price": (0, 100, 227.16, 1e6),
        "max_price": (0, 227.16, 500.5, 1e6),
        "threshold": (0, 0.1, 0.17, 2, 50, -1),
    },
    starts=[
        {
            "authenticated": True,
            "random_seed": 7,
            "market_status": "Open",
            "account_info": {"balance": 700, "note": [1]},
        },
        {"authenticated": True, "market_status": "Open", "account_info": {"account_id": "A-1"}},
        {
            "authenticated": True,
            "market_status": "Open",
            "orders": {"7": {"symbol": "AAPL", "id": 7}, "12": "Buy", "x": [1], "9": {"status": "Open"}, "31": 5},
            "order_counter": 7,
            "stocks": {"ODD": {"note": "n"}, "AAPL": _STOCK, "NVDA": {"price": 3}},
            "watch_list": ["ZZ", "AAPL", "ZZ"],
            "transaction_history": [
                {"type": "deposit", "amount": 5, "timestamp": "2024-05-01 00:00:00"},
                {"note": "undated", "timestamp": "2024-05-02 10:00:00", "amount": 1.5},
            ],
        },
        {"authenticated": True, "transaction_history": [{"amount": 5, "timestamp": "2024-05-01"}]},
        {"authenticated": True, "transaction_history": [{"amount": 5}]},
        {"authenticated": True, "transaction_history": [{"timestamp": "2024-05-01 10:00:00.5"}]},
    ],
)
