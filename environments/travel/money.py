"""Tools of money: credit cards, and amounts in other currencies."""

from __future__ import annotations

import math
from typing import cast

from funreason_sim.sim import World

from . import answers as a
from . import desk, facts
from .documents import CARDS


def register_credit_card(
    world: World,
    access_token: a.AccessToken,
    card_number: a.CardNumber,
    expiration_date: a.CardExpiry,
    cardholder_name: a.FullName,
    card_verification_number: a.CardCode,
) -> a.CardRegistered:
    """Register (add, save) a new credit card to pay with. An access token from logging in is needed first.

    Args:
        access_token: The access token from logging in
        card_number: The long number printed on the new card
        expiration_date: Month and year until which the card is valid, as MM/YYYY
        cardholder_name: Full name of the person the card belongs to
        card_verification_number: The security code (CVV, CVC) on the card
    Refuses:
        token_missing: nobody has ever logged in
        token_expired: the login has run out
        token_invalid: the access token is not the current one
        card_registered: a card goes by that id already
    """
    if desk.traveler(world, "token_expires_in") == (None,):
        world.refuse("token_missing", "Token not initialized")
    desk.require_token(world, access_token)
    if desk.has_card(world, card_number):
        world.refuse("card_registered", "Card already registered")
    card_id = str(world.integer("card", 100_000_000_000, 999_999_999_999))
    card = {
        "card_number": card_number,
        "expiration_date": expiration_date,
        "cardholder_name": cardholder_name,
        "card_verification_number": card_verification_number,
        "balance": world.integer("balance", 10_000, 99_999),
    }
    CARDS.put(world, card_id, card)
    return {"card_id": card_id}


def get_credit_card_balance(world: World, access_token: a.AccessToken, card_id: a.CardId) -> a.Balance:
    """Check how much money is left on a credit card (its balance). An access token from logging in is needed first.

    Reads only.

    Args:
        access_token: The access token from logging in
        card_id: Id of the registered card
    Refuses:
        token_expired: the login has run out
        token_invalid: the access token is not the current one
        unknown_card: no card has this id
        balance_missing: the card's record says nothing of a balance
    """
    desk.require_token(world, access_token)
    if not desk.has_card(world, card_id):
        known = list(CARDS.dump(world))
        world.refuse("unknown_card", f"Card not registered. Here are a list of card_id's: {known}")
    money = desk.balance(world, card_id)
    if money is None:
        world.refuse("balance_missing", "'balance'")
    return {"card_balance": money}


def get_all_credit_cards(world: World) -> a.Cards:
    """List all registered credit cards (payment cards on file) with their ids, numbers, expiry dates, balances.

    Reads only.
    """
    return {"credit_card_list": cast(dict[str, a.Card], CARDS.dump(world))}


def compute_exchange_rate(
    world: World, base_currency: a.Currency, target_currency: a.Currency, value: a.Dollars
) -> a.Exchanged:
    """Convert an amount of money from one currency to another; one of the two must be US dollars (USD).

    Reads only.

    Args:
        base_currency: Currency that the amount is in
        target_currency: Currency to convert it to
        value: The amount of money to convert
    Refuses:
        no_rate: there is no rate between the two currencies
        too_large: no number can hold the amount in the other currency
    """
    if base_currency == "USD" and target_currency in facts.DOLLAR_RATES:
        exchanged = float(value * facts.DOLLAR_RATES[target_currency])
    elif target_currency == "USD" and base_currency in facts.DOLLAR_RATES:
        exchanged = round(value / facts.DOLLAR_RATES[base_currency], 2)
    else:
        world.refuse("no_rate", "No available exchange rate for the given currencies.")
    if math.isinf(exchanged):
        world.refuse("too_large", "Amount is too large to exchange.")
    return {"exchanged_value": exchanged}
