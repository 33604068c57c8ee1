"""The rules of the brokerage that several tools share: who may act, what is listed, how money moves."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Any

from funreason_sim.sim import World

from . import facts
from .documents import MOVES


def is_logged_in(world: World) -> bool:
    """Whether somebody is logged in."""
    return bool(world.value("SELECT authenticated FROM brokerage"))


def require_login(world: World, wish: str) -> None:
    """Refuse unless somebody is logged in; `wish` says what for."""
    if not is_logged_in(world):
        world.refuse("not_logged_in", f"User not authenticated. {wish}")


def is_listed(world: World, symbol: str) -> bool:
    """Whether there is a stock of this symbol."""
    return world.one("SELECT 1 FROM stock WHERE symbol = ?", symbol) is not None


def figures(world: World, column: str) -> dict[str, Any]:
    """One figure of every stock that is listed, by symbol; None where a record does not say."""
    return dict(world.all(f"SELECT symbol, {column} FROM stock"))


def require_funds(world: World, cost: float) -> None:
    """Refuse unless the account has the money; one whose record does not say has none."""
    balance = world.value("SELECT balance FROM account") or 0
    if cost > balance:
        world.refuse(
            "insufficient_funds", f"Insufficient funds: required ${cost:.2f} but only ${balance:.2f} available."
        )


def next_order(world: World) -> int:
    """The number of a new order; the next one counts on."""
    number = world.value("SELECT order_counter FROM brokerage")
    world.run("UPDATE brokerage SET order_counter = order_counter + 1")
    return int(number)


def balance(world: World) -> Any:
    """The money in the account; refuses where its record does not say."""
    amount = world.value("SELECT balance FROM account")
    if amount is None:
        world.refuse("no_balance", "'balance'")
    return amount


def move_money(world: World, kind: str, amount: float, balance: float) -> float:
    """Note a transaction and write the new balance, which is returned; too long a whole number becomes a float."""
    if math.isinf(balance):
        world.refuse("invalid_amount", "The balance would be too large.")
    change = "UPDATE account SET balance = ?"
    try:
        world.run(change, balance)
    except OverflowError:
        balance = float(balance)
        world.run(change, balance)
    second = world.integer("timestamp", 0, facts.TRADING_DAY)
    moment = facts.NOW + timedelta(seconds=second)
    MOVES.append(world, {"type": kind, "amount": amount, "timestamp": moment.strftime("%Y-%m-%d %H:%M:%S")})
    return balance
