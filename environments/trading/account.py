"""The account: logging in and out, its money, and what went in and out."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from funreason_sim.sim import World

from . import answers as a
from . import desk
from .documents import ACCOUNT, MOVES


def trading_login(world: World, username: a.Username, password: a.Password) -> a.Status:
    """Log in (sign in, authenticate) to the trading account at the brokerage.

    Args:
        username: Name of the user to log in
        password: Password of the user
    """
    if desk.is_logged_in(world):
        return {"status": "Already logged in"}
    world.run("UPDATE brokerage SET authenticated = 1")
    return {"status": "Logged in successfully"}


def trading_get_login_status(world: World) -> a.LoginStatus:
    """Check whether somebody is logged in (signed in) to the trading account.

    Reads only.
    """
    return {"status": desk.is_logged_in(world)}


def trading_logout(world: World) -> a.Status:
    """Log out (sign out, end the session) of the trading account."""
    if not desk.is_logged_in(world):
        return {"status": "No user is currently logged in"}
    world.run("UPDATE brokerage SET authenticated = 0")
    return {"status": "Logged out successfully"}


def get_account_info(world: World) -> a.Account:
    """Show the trading account: its number, its balance (how much money is in it) and the card it is bound to.

    A login is needed.

    Reads only.

    Refuses:
        not_logged_in: nobody is logged in
    """
    desk.require_login(world, "Please log in to view account information.")
    return cast(a.Account, ACCOUNT.dump(world))


def fund_account(world: World, amount: a.Deposit) -> a.MoneyMoved:
    """Fund the trading account: make a deposit, add money. A login is needed.

    Args:
        amount: How much to deposit, in US dollars
    Refuses:
        not_logged_in: nobody is logged in
        invalid_amount: the amount is not above zero, or makes the balance more than a number can hold
        no_balance: the account's record says nothing of a balance
    """
    desk.require_login(world, "Please log in to fund the account.")
    if amount <= 0:
        world.refuse("invalid_amount", "Funding amount must be positive.")
    balance = desk.balance(world) + amount
    return {
        "status": "Account funded successfully",
        "new_balance": desk.move_money(world, "deposit", amount, balance),
    }


def withdraw_funds(world: World, amount: a.Dollars) -> a.MoneyMoved:
    """Withdraw funds: make a withdrawal, take money out of the trading account.

    A login is needed, and an open market.

    Args:
        amount: How much to withdraw, in US dollars
    Refuses:
        not_logged_in: nobody is logged in
        market_closed: the market is not open
        invalid_amount: the amount is not above zero
        no_balance: the account's record says nothing of a balance
        insufficient_funds: the account has less money
    """
    desk.require_login(world, "Please log in to make a transaction.")
    if world.value("SELECT market_status FROM brokerage") != "Open":
        world.refuse("market_closed", "Market is closed. Transactions are not allowed.")
    if amount <= 0:
        world.refuse("invalid_amount", "Transaction amount must be positive.")
    balance = desk.balance(world)
    if amount > balance:
        world.refuse("insufficient_funds", "Insufficient funds for withdrawal.")
    return {
        "status": "Withdrawal successful",
        "new_balance": desk.move_money(world, "withdrawal", amount, balance - amount),
    }


def get_transaction_history(
    world: World, start_date: a.Date | None = None, end_date: a.Date | None = None
) -> a.MoveHistory:
    """List the transactions of the trading account: its deposits and withdrawals. A login is needed.

    Reads only.

    Args:
        start_date: First day to list, as YYYY-MM-DD; from the beginning when left out
        end_date: Day to list up to, as YYYY-MM-DD, counted to its very beginning; to the end when left out
    Refuses:
        not_logged_in: nobody is logged in
        invalid_date: a date is not written YYYY-MM-DD
        invalid_record: a transaction does not say when it was
    """
    desk.require_login(world, "Please log in to view transaction history.")
    try:
        start = datetime.strptime(start_date, "%Y-%m-%d") if start_date else datetime.min
        end = datetime.strptime(end_date, "%Y-%m-%d") if end_date else datetime.max
    except ValueError as error:
        world.refuse("invalid_date", str(error))
    moves = MOVES.dump(world)
    try:
        found = [move for move in moves if start <= datetime.strptime(move["timestamp"], "%Y-%m-%d %H:%M:%S") <= end]
    except (KeyError, ValueError) as error:
        world.refuse("invalid_record", str(error))
    return {"transaction_history": cast(list[a.Move], found)}
