"""Scenario documents of the travel desk as rows: the traveler, the cards, and the bookings.

A document is the benchmark's `initial_config` of the class, whose records come in dozens of shapes: each
keeps its own.
"""

from __future__ import annotations

from funreason_sim.sim import Document, Field, Records, kinds

_NUMBER_ON_CARD = kinds.either(kinds.text, kinds.number)

CARDS = Records(
    "card",
    "card_id",
    {
        "card_number": _NUMBER_ON_CARD,
        "card_type": kinds.text,
        "cardholder_name": kinds.text,
        "expiry_date": kinds.text,
        "expiration_date": kinds.text,
        "cvv": _NUMBER_ON_CARD,
        "card_verification_number": _NUMBER_ON_CARD,
        "balance": kinds.number,
    },
)
BOOKINGS = Records(
    "booking",
    "booking_id",
    {
        "card_id": kinds.text,
        "travel_date": kinds.text,
        "travel_from": kinds.text,
        "travel_to": kinds.text,
        "travel_class": kinds.text,
        "travel_cost": kinds.number,
        "transaction_id": kinds.text,
    },
)
DOCUMENT = Document(
    "traveler",
    {
        "access_token": Field("access_token", kinds.optional(kinds.text)),
        "token_type": Field("token_type", kinds.optional(kinds.text)),
        "token_expires_in": Field("token_expires_in", kinds.optional(kinds.number)),
        "token_scope": Field("token_scope", kinds.optional(kinds.text)),
        "user_first_name": Field("user_first_name", kinds.optional(kinds.text)),
        "user_last_name": Field("user_last_name", kinds.optional(kinds.text)),
        "budget_limit": Field("budget_limit", kinds.optional(kinds.number)),
    },
    {"credit_card_list": CARDS, "booking_record": BOOKINGS},
)
