"""The rules of the travel desk that several tools share: who may act, what a flight costs, how money moves."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import Any

from funreason_sim.sim import World

from . import facts


class NoFare(Exception):
    """There is no price for a flight; `code` says why in a word, the text in the desk's words."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code, text)
        self.code = code
        self.text = text


def require_token(world: World, token: str, status: str = "") -> None:
    """Refuse unless the token is the valid one; `status` names a flag that the refusal shows as false."""
    known, expires_in = traveler(world, "access_token", "token_expires_in")
    if expires_in == 0:
        world.refuse("token_expired", denied(status, "Token expired"))
    if token != known:
        world.refuse("token_invalid", denied(status, "Invalid access token"))


def denied(status: str, text: str) -> dict[str, object]:
    """How a refusal reads: the flag that would say success, where there is one, then the error."""
    return {status: False, "error": text} if status else {"error": text}


def traveler(world: World, *columns: str) -> tuple[Any, ...]:
    """Columns of the one traveler."""
    row = world.one(f"SELECT {', '.join(columns)} FROM traveler")
    assert row is not None, "load writes the traveler"
    return row


def has_card(world: World, card_id: str) -> bool:
    """Whether a card is on file."""
    return world.one("SELECT 1 FROM card WHERE card_id = ?", card_id) is not None


def has_booking(world: World, booking_id: str | None) -> bool:
    """Whether there is such a booking."""
    return world.one("SELECT 1 FROM booking WHERE booking_id = ?", booking_id) is not None


def balance(world: World, card_id: str) -> Any:
    """Money on a card; None when its record does not say."""
    return world.value("SELECT balance FROM card WHERE card_id = ?", card_id)


def set_balance(world: World, card_id: str, amount: float) -> None:
    """Write the money on a card; a whole number too long for SQLite becomes a float, the infinite the largest float."""
    change = "UPDATE card SET balance = ? WHERE card_id = ?"
    amount = min(max(amount, -sys.float_info.max), sys.float_info.max)
    try:
        world.run(change, amount, card_id)
    except OverflowError:
        world.run(change, float(amount), card_id)


def fare(travel_from: str, travel_to: str, travel_date: str, travel_class: str) -> float:
    """The price of a flight: base fare by route, times 1, 2 or 5 by class, twice that on dates of even digit sum.

    Raises:
        NoFare: for a route, class or date that has no price.
    """
    base = facts.BASE_FARES.get((travel_from, travel_to))
    if base is None:
        raise NoFare("no_route", "No available route for the given airports.")
    if travel_class not in facts.CLASS_FACTORS:
        raise NoFare("invalid_class", "Invalid travel class. Options are: economy, business, first.")
    try:
        even = sum(int(character) for character in travel_date if character.isdigit()) % 2 == 0
    except ValueError as error:  # a digit that is no decimal, such as a superscript two
        raise NoFare("invalid_date", str(error)) from None
    return float(base * facts.CLASS_FACTORS[travel_class] * (2 if even else 1))


def is_date(text: str) -> bool:
    """Whether a text is a day, written YYYY-MM-DD."""
    try:
        datetime.strptime(text, "%Y-%m-%d")
    except ValueError:
        return False
    return True
