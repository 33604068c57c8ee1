"""Each tool of the travel desk, call by call: what it answers, and the only rows it changes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from calls import Rows, assert_answered, value

from funreason_sim.environments.travel import environment
from funreason_sim.sim import Episode, open_episode
from funreason_sim.testing import Properties, added, assert_refused, changed, removed

FIRST = {"card_number": "4417", "balance": 5000.0}
SECOND = {"card_number": 4, "balance": 900}
FLIGHT = {"travel_from": "SFO", "travel_to": "LAX", "travel_date": "2026-03-02", "travel_class": "business"}
FARE = 400.0
TRIP = {"card_id": "22", **FLIGHT, "travel_cost": 350.0, "transaction_id": "9"}
OTHER_TRIP = {"card_id": "11", **FLIGHT, "travel_date": "2026-05-05", "travel_cost": 800.0, "transaction_id": "8"}
SIGNED_IN = {
    "credit_card_list": {"11": FIRST, "22": SECOND},
    "booking_record": {"77": TRIP, "88": OTHER_TRIP},
    "access_token": "T",
    "token_expires_in": 5,
    "user_first_name": "Ada",
    "user_last_name": "Okafor",
}
LOGIN = {
    "client_id": "c",
    "client_secret": "s",
    "refresh_token": "r",
    "grant_type": "read",
    "user_first_name": "Bo",
    "user_last_name": "Petrov",
}
CARD = {"card_number": "5", "expiration_date": "1/2028", "cardholder_name": "A", "card_verification_number": 1}
COVER = {"insurance_type": "basic", "booking_id": "77", "insurance_cost": 50, "card_id": "22"}
PERSON = {"first_name": "Ada", "last_name": "Okafor", "passport_number": "US1"}
REPLY = "Thank you for contacting customer support. Your message has been received and we will get back to you shortly."

Case = tuple[str, dict[str, Any], dict[str, Any], Any, Rows]


def money(card_id: str, before: float, after: float) -> Rows:
    """The one card whose balance changes."""
    return {"card": changed(card_id, balance=(before, after))}


def signed_in(**given: Any) -> dict[str, Any]:
    """Arguments of somebody who is logged in."""
    return {"access_token": "T", **given}


# Tool, scenario, arguments, what it answers, the rows that change.
CASES: list[Case] = [
    ("authenticate_travel", SIGNED_IN, LOGIN,
     {"expires_in": 2, "access_token": "154648", "token_type": "Bearer", "scope": "read"},
     {"traveler": changed(token_expires_in=(5, 2), access_token=("T", "154648"), token_type=(None, "Bearer"),
                          token_scope="read", user_first_name="Bo", user_last_name="Petrov")}),
    ("travel_get_login_status", {}, {}, {"status": False}, {}),
    ("travel_get_login_status", {"token_expires_in": 0}, {}, {"status": False}, {}),
    ("travel_get_login_status", {"token_expires_in": 1}, {}, {"status": True}, {}),
    ("get_budget_fiscal_year", {}, {"includeRemoved": "true"}, {"budget_fiscal_year": "2018"}, {}),
    ("register_credit_card", SIGNED_IN, signed_in(**CARD), {"card_id": "326627171548"},
     {"card": added("326627171548", position=3, **CARD, balance=89166, card_type=None, expiry_date=None, cvv=None,
                    shape=json.dumps([*CARD, "balance"]), extra="{}")}),
    ("register_credit_card", {"access_token": "T", "token_expires_in": 5}, signed_in(**CARD),
     {"card_id": "326627171548"}, {"card": added("326627171548", position=1, balance=89166)}),
    ("get_flight_cost", {}, FLIGHT, {"travel_cost_list": [FARE]}, {}),
    ("get_flight_cost", {}, {**FLIGHT, "travel_from": "LAX", "travel_to": "SFO"}, {"travel_cost_list": [200.0]}, {}),
    ("get_credit_card_balance", SIGNED_IN, signed_in(card_id="22"), {"card_balance": 900}, {}),
    ("book_flight", SIGNED_IN, signed_in(card_id="22", **FLIGHT),
     {"booking_id": "3944687", "transaction_id": "22912452", "booking_status": True, "booking_history": {}},
     {**money("22", 900, 500.0),
      "booking": added("3944687", position=3, card_id="22", **FLIGHT, travel_cost=FARE, transaction_id="22912452")}),
    ("book_flight", {**SIGNED_IN, "credit_card_list": {"22": {"balance": 400}}}, signed_in(card_id="22", **FLIGHT),
     {"booking_id": "3944687", "transaction_id": "22912452", "booking_status": True, "booking_history": {}},
     {**money("22", 400, 0.0), "booking": added(card_id="22")}),
    ("book_flight", {**SIGNED_IN, "budget_limit": 900}, signed_in(card_id="22", **FLIGHT),
     {"booking_id": "3944687", "transaction_id": "22912452", "booking_status": True, "booking_history": {}},
     {**money("22", 900, 500.0), "booking": added(card_id="22")}),
    ("retrieve_invoice", SIGNED_IN, signed_in(booking_id="88", insurance_id="1"),
     {"invoice": {"booking_id": "88", "travel_date": "2026-05-05", "travel_from": "SFO", "travel_to": "LAX",
                  "travel_class": "business", "travel_cost": 800.0, "transaction_id": "8"}}, {}),
    ("get_booking_history", SIGNED_IN, signed_in(), {"booking_history": {"77": TRIP, "88": OTHER_TRIP}}, {}),
    ("cancel_booking", SIGNED_IN, signed_in(booking_id="77"), {"cancel_status": True},
     {**money("22", 900, 1250.0), "booking": removed("77", card_id="22")}),
    ("compute_exchange_rate", {}, {"base_currency": "USD", "target_currency": "EUR", "value": 10},
     {"exchanged_value": 8.0}, {}),
    ("compute_exchange_rate", {}, {"base_currency": "RMB", "target_currency": "USD", "value": 10},
     {"exchanged_value": 1.43}, {}),
    ("verify_traveler_information", SIGNED_IN, {**PERSON, "date_of_birth": "1990-07-01"},
     {"verification_status": True}, {}),
    ("verify_traveler_information", SIGNED_IN, {**PERSON, "date_of_birth": "2008-01-05"},
     {"verification_status": True}, {}),
    ("set_budget_limit", SIGNED_IN, signed_in(budget_limit=700), {"budget_limit": 700.0},
     {"traveler": changed(budget_limit=(None, 700.0))}),
    ("get_nearest_airport_by_city", {}, {"location": "Sunset Valley"}, {"nearest_airport": "SSV"}, {}),
    ("get_nearest_airport_by_city", {}, {"location": "Atlantis"}, {"nearest_airport": "Unknown"}, {}),
    ("purchase_insurance", SIGNED_IN, signed_in(**COVER), {"insurance_id": "856321902", "insurance_status": True},
     money("22", 900, 850)),
    ("purchase_insurance", {**SIGNED_IN, "budget_limit": 50}, signed_in(**COVER),
     {"insurance_id": "856321902", "insurance_status": True}, money("22", 900, 850)),
    ("contact_customer_support", SIGNED_IN, {"booking_id": "77", "message": "Hello?"},
     {"customer_support_message": REPLY}, {}),
    ("get_all_credit_cards", SIGNED_IN, {}, {"credit_card_list": {"11": FIRST, "22": SECOND}}, {}),
]  # fmt: skip


def opened(document: dict[str, Any]) -> Episode:
    """A desk that starts from this document."""
    return open_episode([environment], {"travel": document}, seed=3)


@pytest.mark.parametrize(("tool", "scenario", "given", "answer", "rows"), CASES)
def test_a_call_answers_and_changes_just_this(
    tool: str, scenario: dict[str, Any], given: dict[str, Any], answer: Any, rows: Rows
) -> None:
    """The whole answer, in its order, and no row but those named."""
    with opened(scenario) as desk:
        assert_answered(desk, tool, given, answer, rows)


@pytest.mark.parametrize(("owed", "cost", "left"), [
    (900, 50, "850"),
    (900, 50.5, "849.5"),
    (-1, 2**63 - 1, str(-(2**63))),
    (-2, 2**63 - 1, str(float(-(2**63)))),
    (1, -(2**63 - 1), str(float(2**63))),
    (1.7e308, -1.7e308, "1.7976931348623157e+308"),
    (-1.7e308, 1.7e308, "-1.7976931348623157e+308"),
])  # fmt: skip
def test_money_keeps_its_type_as_long_as_it_fits(owed: float, cost: float, left: str) -> None:
    """Whole dollars stay whole numbers, up to the last that SQLite can hold; no sum is more than the last float."""
    with opened({**SIGNED_IN, "credit_card_list": {"22": {"balance": owed}}}) as desk:
        desk.call("purchase_insurance", signed_in(**{**COVER, "insurance_cost": cost}))
        assert desk.call("get_credit_card_balance", signed_in(card_id="22")).text == f'{{"card_balance": {left}}}'


@pytest.mark.parametrize(
    ("tool", "given", "code"),
    [
        ("book_flight", {"card_id": "22", **FLIGHT}, "below_budget"),
        ("purchase_insurance", {**COVER, "insurance_cost": 900.5}, "over_budget"),
    ],
)
def test_one_step_beyond_the_budget_is_refused(tool: str, given: dict[str, Any], code: str) -> None:
    """A card with less than the limit does not book, and what costs more than the limit is not insured."""
    limit = 900.5 if code == "below_budget" else 900
    with opened({**SIGNED_IN, "budget_limit": limit}) as desk:
        assert_refused(desk.call(tool, signed_in(**given)), code)


def test_a_booking_with_a_known_id_takes_its_place() -> None:
    """Ids that come up again, as recorded episodes show, overwrite the record and leave it where it was."""
    before = {"4191922": {"travel_cost": 1.0}, "88": OTHER_TRIP}
    document: Any = {**SIGNED_IN, "booking_record": before}
    with open_episode([environment], {"travel": document}, chance="mersenne") as desk:
        token = value(desk, "authenticate_travel", **LOGIN)["access_token"]
        value(desk, "register_credit_card", access_token=token, **CARD)
        booked = value(desk, "book_flight", access_token=token, card_id="11", **FLIGHT)
        assert booked["booking_id"] == "4191922"
        history = value(desk, "get_booking_history", access_token=token)
        assert list(history["booking_history"]) == ["4191922", "88"]


@pytest.mark.environment(environment)
def test_the_desk_stays_sound_whatever_is_called(properties: Properties) -> None:
    """Constraints hold, refusals change nothing, and the same calls give the same again."""
    properties.hold(examples=25)
