"""Customers of the brokerage to start from, and what they could say."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from pydantic import JsonValue

from funreason_sim.sim import Dice, Pools, Scenario, World

from . import desk, facts, people
from .documents import BROKERAGE, ORDERS, WATCHED

load, dump = BROKERAGE.load, BROKERAGE.dump
_STATUSES = ("Completed", "Completed", "Cancelled", "Pending", "Open", "Open")
_SHARES = (5, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 75, 100, 120, 150)


def generate(dice: Dice) -> Scenario:
    """A customer with money in the account, a few orders and a market around: logged in or not, open or closed."""
    stocks = _market(dice)
    orders = _orders(dice, stocks)
    history = _history(dice)
    signs = {"deposit": 1, "withdrawal": -1}
    last = max(map(int, orders))
    return {
        "orders": orders,
        "account_info": {
            "account_id": int(dice.digits(6)),
            "balance": round(sum(signs[move["type"]] * move["amount"] for move in history), 2),
            "binding_card": int(dice.choice("45") + dice.digits(15)),
        },
        "authenticated": dice.chance(0.45),
        "market_status": "Open" if dice.chance(0.75) else "Closed",
        "order_counter": last + dice.integer(1, 9),
        "stocks": stocks,
        "watch_list": [*dice.sample(tuple(stocks), dice.choice((0, 1, 1, 2, 3)))],
        "transaction_history": [*history],
    }


def known(world: World, dice: Dice) -> Pools:
    """What this customer could say."""
    prices = desk.figures(world, "price")
    directory = {symbol: name for name, symbol in facts.SYMBOL_OF.items()}
    symbols = dice.shuffled(sorted(prices))
    # Who can name the company looks its symbol up; symbols are said of the others.
    spoken = [symbol for symbol in symbols if symbol not in directory] or symbols or ["AAPL"]
    wanted = spoken[:2]
    numbers = [number for number in ORDERS.numbers(world) if isinstance(number, int)]
    watched = [symbol for symbol in WATCHED.dump(world) if symbol in spoken]
    cash = world.value("SELECT balance FROM account") or 0
    listed = [directory[symbol] for symbol in symbols if symbol in directory]
    return {
        "stock-symbol": wanted,
        "get_stock_info.symbol": [*wanted, *wanted, *spoken, "WXYZ"],
        "add_to_watchlist.stock": [symbol for symbol in spoken if symbol not in watched] or wanted,
        "remove_stock_from_watchlist.symbol": [*(watched * 2), wanted[0]],
        "filter_stocks_by_price.stocks": _lists(dice, spoken),
        "notify_price_change.stocks": _lists(dice, spoken),
        "get_symbol_by_name.name": [*listed, *listed, *dice.sample(tuple(facts.SYMBOL_OF), 2)],
        "stock-sector": [*facts.SECTORS],
        # The only order is found in the history, and not spoken of by its number.
        "order-id": [*(numbers * 2 if len(numbers) > 1 else ()), int(dice.digits(4))],
        "order-type": ["Buy", "Buy", "Sell"],
        "place_order.price": [_near(dice, price) for price in map(prices.get, wanted) if price],
        "place_order.amount": _amounts(dice, cash, [prices[s] for s in wanted if prices.get(s)]),
        "filter_stocks_by_price.min_price": dice.sample((10, 20, 25, 40, 50, 60, 75), 4),
        "filter_stocks_by_price.max_price": dice.sample((100, 125, 150, 180, 200, 250, 300, 450), 4),
        "notify_price_change.threshold": dice.sample((0.5, 1, 1.5, 2, 2.5, 3), 4),
        "withdraw_funds.amount": _withdrawals(dice, cash),
        "deposit-amount": [amount * 50 for amount in dice.sample(range(3, 120), 5)],
        "trading-username": dice.sample(people.USERS, 3),
        "trading-password": people.passwords(dice),
        "get_transaction_history.start_date": _days(dice, -75, -35),
        "get_transaction_history.end_date": _days(dice, -30, 1),
    }


def _market(dice: Dice) -> dict[str, Any]:
    """Eight to twelve stocks; one that is listed since today has no averages, and no change to yesterday."""
    listings = dice.shuffled(
        [*dice.sample(people.KNOWN, dice.integer(4, 6)), *dice.sample(people.OWN, dice.integer(4, 6))]
    )
    market = {listing.symbol: _stock(dice, listing.price) for listing in listings}
    if dice.chance(0.3):
        newest = next(listing for listing in listings if listing in people.OWN)
        market[newest.symbol] = {"price": newest.price, "volume": round(dice.uniform(0.1, 2.0), 3)}
    return market


def _stock(dice: Dice, usual: float) -> dict[str, Any]:
    """A stock near its usual price, with averages near its price: the longer the average, the farther it may be."""
    price = round(usual * dice.uniform(0.85, 1.2), 2)
    change = round(dice.uniform(-3.5, 3.5), 2)
    return {
        "price": price,
        "percent_change": change,
        "volume": round(dice.uniform(0.2, 9.0), 3),
        "MA(5)": round(price * (1 - change / 200) * dice.uniform(0.99, 1.01), 2),
        "MA(20)": round(price * (1 - change / 100) * dice.uniform(0.97, 1.03), 2),
    }


def _orders(dice: Dice, stocks: dict[str, Any]) -> dict[str, Any]:
    """One to six orders at prices near today's, numbered upward; what is still open is newer than what is done."""
    count = dice.choice((1, 1, 1, 2, 3, 4, 6))
    statuses = sorted((dice.choice(_STATUSES) for _ in range(count)), key=lambda s: s in ("Pending", "Open"))
    number, orders = dice.integer(1000, 9000), {}
    for status in statuses:
        number += dice.integer(1, 40)
        symbol = dice.choice(tuple(stocks))
        orders[str(number)] = {
            "id": number,
            "order_type": dice.choice(("Buy", "Buy", "Sell")),
            "symbol": symbol,
            "price": _near(dice, stocks[symbol]["price"]),
            "amount": dice.choice(_SHARES),
            "status": status,
        }
    return orders


def _history(dice: Dice) -> list[dict[str, Any]]:
    """Deposits and withdrawals of the summer, oldest first; what is left is what the account holds."""
    count = dice.integer(1, 6)
    days = sorted(dice.sample(range(1, 80), count), reverse=True)
    left, moves = 0.0, []
    for ago in days:
        out = left > 2000 and dice.chance(0.35)
        amount = float(dice.integer(2, int(left) // 250) * 100) if out else dice.integer(20, 400) * 50.0
        left += -amount if out else amount
        moment = facts.NOW - timedelta(days=ago, seconds=dice.integer(-20_000, 20_000))
        moves.append(
            {"type": "withdrawal" if out else "deposit", "amount": amount, "timestamp": f"{moment:%Y-%m-%d %H:%M:%S}"}
        )
    return moves


def _near(dice: Dice, price: float) -> float:
    return round(price * dice.uniform(0.96, 1.04), 2)


def _lists(dice: Dice, symbols: list[str]) -> list[JsonValue]:
    return [[*dice.sample(symbols, dice.choice((2, 3, 3, 4)))] for _ in range(4)]


def _amounts(dice: Dice, cash: float, prices: list[float]) -> list[int]:
    """Numbers of shares: mostly what the money is enough for, and one that is too many."""
    dearest = max(prices, default=100.0)
    payable = [shares for shares in _SHARES if shares * dearest * 1.1 <= cash] or [1, 2]
    return [*dice.sample(payable, 4), *dice.sample(payable, 4), int(cash / min(prices, default=100.0)) + 50]


def _withdrawals(dice: Dice, cash: float) -> list[float]:
    """Amounts that are there, and one that is not."""
    round_ones = [amount for amount in (50, 100, 150, 200, 300, 450, 500, 750, 1000, 1500, 2000) if amount <= cash]
    return [*dice.sample(round_ones or [1], 5), (int(cash) // 100 + 5) * 100]


def _days(dice: Dice, first: int, last: int) -> list[str]:
    days: list[datetime] = [facts.NOW + timedelta(days=dice.integer(first, last)) for _ in range(4)]
    return [day.date().isoformat() for day in days]
