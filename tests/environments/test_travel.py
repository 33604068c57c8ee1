"""The travel desk books, bills and refunds as the original does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from calls import value

from funreason_sim.environments.travel import environment
from funreason_sim.sim import Episode, open_episode

FLIGHT = {"travel_from": "SFO", "travel_to": "LAX", "travel_date": "2026-03-01", "travel_class": "business"}
LOGIN = {
    "client_id": "trip-desk-41",
    "client_secret": "s",
    "refresh_token": "r",
    "grant_type": "read_write",
    "user_first_name": "Ada",
    "user_last_name": "Okafor",
}


@pytest.fixture
def desk() -> Iterator[Episode]:
    """A traveler with one card and 5,000 dollars, not logged in."""
    scenario: Any = {"credit_card_list": {"11": {"card_number": "4417", "balance": 5000.0}}, "user_first_name": "Ada"}
    with open_episode([environment], {"travel": scenario}, seed=3) as episode:
        yield episode


def test_a_booked_flight_is_paid_billed_and_refunded(desk: Episode) -> None:
    """The price leaves the card with the booking, stands on the invoice and comes back with the cancellation."""
    token = value(desk, "authenticate_travel", **LOGIN)["access_token"]
    cost = value(desk, "get_flight_cost", **FLIGHT)["travel_cost_list"][0]
    booking = value(desk, "book_flight", access_token=token, card_id="11", **FLIGHT)["booking_id"]
    bill = value(desk, "retrieve_invoice", access_token=token, booking_id=booking)["invoice"]
    assert bill["travel_cost"] == cost
    assert value(desk, "get_credit_card_balance", access_token=token, card_id="11") == {"card_balance": 5000.0 - cost}
    assert value(desk, "cancel_booking", access_token=token, booking_id=booking) == {"cancel_status": True}
    assert value(desk, "get_credit_card_balance", access_token=token, card_id="11") == {"card_balance": 5000.0}
    assert value(desk, "get_booking_history", access_token=token) == {"booking_history": {}}


def test_fares_rise_with_class_and_on_even_days(desk: Episode) -> None:
    """Business costs twice the base fare, first five times; a date of even digit sum doubles it."""
    odd, even = {**FLIGHT, "travel_date": "2026-03-02"}, {**FLIGHT, "travel_date": "2026-03-03"}
    assert value(desk, "get_flight_cost", **odd) == {"travel_cost_list": [400.0]}
    assert value(desk, "get_flight_cost", **even) == {"travel_cost_list": [800.0]}
    assert value(desk, "get_flight_cost", **{**odd, "travel_class": "first"}) == {"travel_cost_list": [1000.0]}


def test_ids_are_drawn_in_the_order_of_the_original() -> None:
    """With Mersenne chance, token, card, booking and transaction have the numbers that the benchmark records."""
    with open_episode([environment], {"travel": {}}, chance="mersenne") as episode:
        token = value(episode, "authenticate_travel", **LOGIN)["access_token"]
        assert token == "251675"
        card = {"card_number": "4", "expiration_date": "01/2030", "cardholder_name": "n"}
        made = value(episode, "register_credit_card", access_token=token, card_verification_number=123, **card)
        assert made == {"card_id": "391310425148"}
        booked = value(episode, "book_flight", access_token=token, card_id="391310425148", **FLIGHT)
        assert (booked["booking_id"], booked["transaction_id"]) == ("4191922", "56121276")


def test_before_the_login_no_token_is_valid(desk: Episode) -> None:
    """A made-up token is refused, and nothing is written."""
    event = desk.call("set_budget_limit", {"access_token": "none", "budget_limit": 5})
    assert (event.outcome.code, event.effects) == ("token_invalid", ())
    assert value(desk, "travel_get_login_status") == {"status": False}


def test_cards_come_back_as_they_were_given(desk: Episode) -> None:
    """Unknown fields, missing ones and their order stay."""
    assert desk.call("get_all_credit_cards").outcome.text == (
        '{"credit_card_list": {"11": {"card_number": "4417", "balance": 5000.0}}}'
    )


def test_airports_are_a_list_of_codes(desk: Episode) -> None:
    """Natively the list is JSON, where the original's text is a Python literal."""
    airports = value(desk, "list_all_airports")
    assert (len(airports), airports[0], airports[-1]) == (23, "RMS", "BOS")


def test_money_changes_at_fixed_rates(desk: Episode) -> None:
    """From dollars exactly, to dollars rounded to cents."""
    forward = value(desk, "compute_exchange_rate", base_currency="USD", target_currency="JPY", value=10)
    back = value(desk, "compute_exchange_rate", base_currency="GBP", target_currency="USD", value=10)
    assert (forward, back) == ({"exchanged_value": 1100.0}, {"exchanged_value": 14.29})


def test_age_is_counted_on_the_day_of_the_world(desk: Episode) -> None:
    """Somebody who turns 18 on the world's first day may fly, somebody born a day later may not."""
    person = {"first_name": "Ada", "last_name": "Okafor", "passport_number": "US1"}
    value(desk, "authenticate_travel", **LOGIN)
    assert value(desk, "verify_traveler_information", date_of_birth="2008-01-05", **person)
    young = desk.call("verify_traveler_information", {"date_of_birth": "2008-01-06", **person})
    assert young.outcome.code == "under_age"


def test_insurance_is_charged_without_asking_for_funds(desk: Episode) -> None:
    """The original lets a card go below zero for insurance; so do we."""
    token = value(desk, "authenticate_travel", **LOGIN)["access_token"]
    booking = value(desk, "book_flight", access_token=token, card_id="11", **FLIGHT)["booking_id"]
    cover = {"insurance_type": "basic", "booking_id": booking, "insurance_cost": 9000, "card_id": "11"}
    assert value(desk, "purchase_insurance", access_token=token, **cover)["insurance_status"] is True
    assert value(desk, "get_credit_card_balance", access_token=token, card_id="11")["card_balance"] < 0


def test_a_debt_too_long_for_sqlite_becomes_a_float(desk: Episode) -> None:
    """Two charges of 2**63 - 1 dollars do not break the world."""
    token = value(desk, "authenticate_travel", **LOGIN)["access_token"]
    card = value(
        desk,
        "register_credit_card",
        access_token=token,
        card_number="4",
        expiration_date="01/2030",
        cardholder_name="n",
        card_verification_number=1,
    )["card_id"]
    booking = value(desk, "book_flight", access_token=token, card_id="11", **FLIGHT)["booking_id"]
    cover = {"insurance_type": "basic", "booking_id": booking, "insurance_cost": 2**63 - 1, "card_id": card}
    for _ in range(2):
        value(desk, "purchase_insurance", access_token=token, **cover)
    balance = value(desk, "get_credit_card_balance", access_token=token, card_id=card)["card_balance"]
    assert isinstance(balance, float)
