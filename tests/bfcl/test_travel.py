"""The travel desk on both sides: long contexts, keys of wrong types, credentials of any kind, and money without end."""

from __future__ import annotations

from typing import Any

import pytest

from funreason_sim.bfcl.compare import same_text, unlike
from funreason_sim.bfcl.execution import Execution, opening
from funreason_sim.bfcl.official import Official, long_context

DESK = "TravelAPI"
FLIGHT = {"travel_date": "2026-03-04", "travel_from": "SFO", "travel_to": "LAX", "travel_class": "economy"}
TRIP = {"card_id": "11", **FLIGHT, "travel_cost": 3, "transaction_id": "t"}
SIGNED_IN = {
    "access_token": "T",
    "token_expires_in": 2,
    "credit_card_list": {"11": {"balance": 5000}},
    "booking_record": {"b": TRIP},
}
SEQUENCES: dict[str, tuple[dict[str, Any], str]] = {
    "keys must be of a kind that can be one": (
        SIGNED_IN,
        """
        get_credit_card_balance('T', ['11'])
        get_credit_card_balance('T', 11)
        book_flight('T', {}, '2026-03-04', 'SFO', 'LAX', 'economy')
        retrieve_invoice('T', [])
        retrieve_invoice('T', (1, [2]))
        cancel_booking('T', {})
        purchase_insurance('T', 'x', 'b', 5, ['11'])
        purchase_insurance('T', 'x', ['b'], 5, '11')
        contact_customer_support(['b'], 1)
        register_credit_card('T', ['11'], 1, 2, 3)
        register_credit_card('T', 11, 1, 2, 3)
        get_all_credit_cards()
        """,
    ),
    "cards keep what they were given": (
        SIGNED_IN,
        """
        register_credit_card('T', None, True, [1], {'a': 1})
        get_all_credit_cards()
        register_credit_card('T', 'z', False, None, {1})
        get_all_credit_cards()
        get_credit_card_balance('T', '391310425148')
        """,
    ),
    "anything can log in": (
        {},
        """
        authenticate_travel(1, 2, 3, True, None, 5.0)
        verify_traveler_information(None, 5, '1990-01-01', 'US1')
        verify_traveler_information(True, 5, '1990-01-01', 'US1')
        verify_traveler_information(None, 5, 1990, 'US1')
        verify_traveler_information(None, 5, '1990-01-01', 1)
        authenticate_travel(1, 2, 3, [], {'a': 1}, ['b'])
        verify_traveler_information({'a': 1}, ['b'], '1990-01-01', 'US1')
        verify_traveler_information({'a': 2}, ['b'], '1990-01-01', 'US1')
        """,
    ),
    "without a login nothing is the token": (
        {"booking_record": {"b": {"card_id": "x"}}},
        """
        get_booking_history(None)
        retrieve_invoice(None, 'b')
        cancel_booking(None, 'b')
        set_budget_limit(None, 5)
        register_credit_card(None, '1', '2', '3', 4)
        """,
    ),
    "bookings are looked at in order": (
        SIGNED_IN,
        """
        book_flight('T', '11', 20260304, 'SFO', 'LAX', 'economy')
        book_flight('T', '11', '2026-03-04', ['SFO'], 'LAX', 'economy')
        book_flight('T', '11', '2026-03-04', 5, 'LAX', 'economy')
        book_flight('T', '11', '2026-03-04', 'SFO', None, 'economy')
        book_flight('T', '11', '2026-03-04', 'SFO', 'LAX', ['first'])
        book_flight('T', '11', '2026-03-04', 'SFO', 'LAX', 5)
        book_flight('T', '11', '2026-3-4', 'SFO', 'LAX', 'first')
        get_booking_history('T')
        cancel_booking('T', 'b')
        get_all_credit_cards()
        """,
    ),
    "fares of anything": (
        {},
        """
        get_flight_cost('SFO', 'LAX', ['2026', '1'], 'first')
        get_flight_cost('SFO', 'LAX', 5, 'first')
        get_flight_cost('SFO', 'LAX', 5, ['first'])
        get_flight_cost(['SFO'], 'LAX', 5, 'first')
        get_flight_cost('USD', 'RMB', '1', 'first')
        get_flight_cost('JFK', 'PVG', '2026-03-03', 'business')
        get_nearest_airport_by_city(['Boston'])
        get_nearest_airport_by_city(None)
        """,
    ),
    "amounts of anything": (
        {},
        """
        compute_exchange_rate('USD', 'RMB', '1')
        compute_exchange_rate('USD', 'EUR', '1')
        compute_exchange_rate(['USD'], 'EUR', None)
        compute_exchange_rate('EUR', 'USD', float('inf'))
        compute_exchange_rate('USD', {}, 5)
        """,
    ),
    "money without end": (
        SIGNED_IN,
        """
        purchase_insurance('T', 'x', 'b', 9223372036854775807, '11')
        purchase_insurance('T', 'x', 'b', 9223372036854775807, '11')
        purchase_insurance('T', 'x', 'b', 9223372036854775807, '11')
        purchase_insurance('T', 'x', 'b', 100000000000000000000, '11')
        get_credit_card_balance('T', '11')
        cancel_booking('T', 'b')
        get_all_credit_cards()
        """,
    ),
    "money that is no number": (
        SIGNED_IN,
        """
        purchase_insurance('T', 'x', 'b', '5', '11')
        set_budget_limit('T', 'nan')
        book_flight('T', '11', '2026-03-04', 'SFO', 'LAX', 'economy')
        purchase_insurance('T', 'x', 'b', float('nan'), '11')
        book_flight('T', '11', '2026-03-04', 'SFO', 'LAX', 'economy')
        cancel_booking('T', 'b')
        get_all_credit_cards()
        set_budget_limit('T', 'inf')
        book_flight('T', '11', '2026-03-04', 'SFO', 'LAX', 'economy')
        set_budget_limit('T', [5])
        set_budget_limit('T', True)
        """,
    ),
    "everything that long contexts add to": (
        {"credit_card_list": {"4": {"balance": 1}, "1234567812345678": {"balance": 9000}}, "access_token": "T"},
        """
        get_all_credit_cards()
        get_booking_history('T')
        get_flight_cost('OKD', 'LAX', '2026-03-04', 'first')
        book_flight('T', '1234567812345678', '2026-03-04', 'SFO', 'LAX', 'economy')
        book_flight('T', '4', '2026-03-04', 'SFO', 'LAX', 'economy')
        cancel_booking('T', 'booking_901')
        get_all_credit_cards()
        """,
    ),
}


@pytest.mark.parametrize("long", [False, True])
@pytest.mark.parametrize(("config", "calls"), SEQUENCES.values(), ids=SEQUENCES)
def test_both_sides_say_and_keep_the_same(config: dict[str, Any], calls: str, long: bool) -> None:
    """Call by call the same text, and after each call equal public attributes."""
    ours = Execution(opening([DESK], {DESK: config}, long_context=long))
    theirs = Official([DESK], {DESK: config}, long_context=long)
    for call in filter(None, map(str.strip, calls.splitlines())):
        (said,), (expected,) = ours.execute([call]), theirs.execute([call])
        assert same_text(said, expected), call
        assert unlike(ours.attributes(), theirs.attributes()) == [], call


def test_cards_of_an_earlier_entry_are_not_in_the_next() -> None:
    """The original charges the cards of its own module, for all entries to come; ours begin as written there."""
    config = {DESK: {"access_token": "T", "booking_record": {"b": TRIP}}}
    charged = "purchase_insurance('T', 'x', 'b', 50, '1234567812345678')"
    Official([DESK], config, long_context=True).execute([charged])
    for _ in range(2):
        with Execution(opening([DESK], config, long_context=True)) as ours:
            assert ours.attributes()[DESK]["credit_card_list"]["1234567812345678"]["balance"] == 5000.0
            ours.execute([charged])
    assert long_context().CREDIT_CARD_EXTENSION["1234567812345678"]["balance"] == 5000.0
