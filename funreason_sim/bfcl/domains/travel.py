"""The benchmark's `TravelAPI`: what long contexts add to its cards, bookings and results, and what it raises."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any

from ...sim import Scenario, World, environment
from ..dialect import Config, Dialect, Reply
from ..official import long_context
from ..python import cell

_DEFAULTS: dict[str, Any] = {
    "credit_card_list": {},
    "booking_record": {},
    "access_token": None,
    "token_type": None,
    "token_expires_in": None,
    "token_scope": None,
    "user_first_name": None,
    "user_last_name": None,
    "budget_limit": None,
}


_FLIGHT = {"travel_from": "SFO", "travel_to": "LAX", "travel_date": "2026-03-01", "travel_class": "first"}


def _attributes(document: Scenario, long: bool) -> dict[str, Any]:
    return {**{key: document.get(key, default) for key, default in _DEFAULTS.items()}, "long_context": long}


def _scenario(config: Config, long: bool) -> Scenario:
    """The configuration, in a long context with the cards and bookings that it lacks behind its own."""
    if not long:
        return dict(config)
    more = {
        "credit_card_list": long_context().CREDIT_CARD_EXTENSION,
        "booking_record": long_context().BOOKING_RECORD_EXTENSION,
    }
    return {**config, **{key: _behind(config.get(key, {}), records) for key, records in more.items()}}


def _behind(own: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    return {**own, **{key: record for key, record in more.items() if key not in own}}


@cache
def _base_fares() -> dict[tuple[str, str], int]:
    """What flights cost before class and day, by route, in the order in which the original lists them."""
    fares: dict[tuple[str, str], int] = import_module("funreason_sim.environments.travel.facts").BASE_FARES
    return fares


def _fares(reply: Reply) -> Any:
    """In a long context the fares of all routes, instead of that of the one."""
    if reply.code or not reply.long_context:
        return reply.value
    (fare,) = reply.value["travel_cost_list"]
    times = fare / _base_fares()[reply.arguments["travel_from"], reply.arguments["travel_to"]]
    return {"travel_cost_list": [base * times for base in _base_fares().values()]}


def _booked(reply: Reply) -> Any:
    """In a long context with the history that otherwise stays empty."""
    if reply.code or not reply.long_context:
        return reply.value
    return {**reply.value, "booking_history": environment("travel").scenarios.dump(reply.world)["booking_record"]}


def _exchanged(reply: Reply) -> Any:
    """More than a number can hold is infinite to the original."""
    if reply.code == "too_large":
        return {"exchanged_value": math.copysign(math.inf, reply.arguments["value"])}
    return reply.value


def _unknown_class(arguments: Mapping[str, Any], world: World) -> Mapping[str, Any]:
    """A class that is no text is only compared, and is as unknown as an empty one."""
    return arguments if isinstance(arguments["travel_class"], str) else {**arguments, "travel_class": ""}


def _unknown_currency(arguments: Mapping[str, Any], world: World) -> Mapping[str, Any]:
    """A currency that is no text is only compared, and is as unknown as an empty one."""
    names = ("base_currency", "target_currency")
    return {**arguments, **{name: "" for name in names if not isinstance(arguments[name], str)}}


def _as_held(arguments: Mapping[str, Any], world: World) -> Mapping[str, Any]:
    """Names that are lists or objects as a cell holds them, since they are compared with those of the login."""
    names = {name: arguments[name] for name in ("first_name", "last_name")}
    return {**arguments, **{name: cell(given) for name, given in names.items() if isinstance(given, list | dict)}}


DIALECT = Dialect(
    environment="travel",
    official="TravelAPI",
    attributes=_attributes,
    scenario=_scenario,
    raised={
        "get_flight_cost": frozenset({"no_route", "invalid_class", "invalid_date"}),
        "get_credit_card_balance": frozenset({"balance_missing"}),
        "retrieve_invoice": frozenset({"incomplete_booking"}),
        "cancel_booking": frozenset({"incomplete_booking", "unknown_card", "balance_missing"}),
        "compute_exchange_rate": frozenset({"no_rate"}),
        "purchase_insurance": frozenset({"balance_missing"}),
    },
    results={"get_flight_cost": _fares, "book_flight": _booked, "compute_exchange_rate": _exchanged},
    before={
        "get_flight_cost": _unknown_class,
        "compute_exchange_rate": _unknown_currency,
        "verify_traveler_information": _as_held,
    },
    hashed={
        "register_credit_card": frozenset({"card_number"}),
        "get_credit_card_balance": frozenset({"card_id"}),
        "book_flight": frozenset({"card_id"}),
        "retrieve_invoice": frozenset({"booking_id"}),
        "cancel_booking": frozenset({"booking_id"}),
        "purchase_insurance": frozenset({"booking_id", "card_id"}),
        "contact_customer_support": frozenset({"booking_id"}),
    },
    exact=frozenset({"authenticate_travel", "register_credit_card"}),
    tries={
        "access_token": ["251675", "None"],
        "card_id": ["391310425148", "1234567812345678", "4111", "no card"],
        "booking_id": ["4191922", "booking_901", "no cost", "gone", "penniless", "whole"],
        "insurance_id": ["1", None],
        "card_number": ["391310425148", "1234567812345678", "4111"],
        "travel_from": ["SFO", "LAX", "JFK", "CDG", "OKD", "USD"],
        "travel_to": ["LAX", "SFO", "PEK", "GFD", "PVG"],
        "travel_date": ["2026-3-4", "2026-03-0\u0663", "2026-02-30", "\u00b2"],
        "travel_class": ["economy", "first", "premium"],
        "base_currency": ["USD", "EUR", "CHF"],
        "target_currency": ["USD", "EUR", "CHF"],
        "value": [0, -0.0, 12345.678, 0.005, 1e308, 10**20],
        "date_of_birth": ["1990-01-01", "2008-01-05", "2008-01-06", "1990-13-01", "1955-2-3"],
        "passport_number": ["US", "us1", "US123"],
        "budget_limit": [0, -1, 50, 1e6, 10**20, "700", "nan", "inf"],
        "location": ["Boston", "boston", "Shanghai"],
        "insurance_cost": [0, -10, 1e6, 10**20, -(2**63)],
    },
    starts=[
        {"access_token": "A", "token_expires_in": 0, "booking_record": {"whole": {"cost": 3.0}}},
        {"token_expires_in": 9, "user_first_name": "Ada", "user_last_name": "Okafor"},
        {
            "access_token": "251675",
            "token_expires_in": 5,
            "credit_card_list": {"no card": {"card_number": 77, "expiry": "x"}, "4111": {"balance": 90000}},
            "booking_record": {
                "no card": {"travel_cost": 3.0},
                "no cost": {"card_id": "4111"},
                "gone": {"card_id": "Z", "travel_cost": 3},
                "penniless": {"card_id": "no card", "travel_cost": 3},
                "whole": {"note": ["n"], **_FLIGHT, "travel_cost": 3, "card_id": "4111", "transaction_id": "x"},
            },
        },
        # The first ids that are drawn are taken, and are overwritten.
        {"credit_card_list": {"391310425148": {"balance": 1}}, "booking_record": {"4191922": {"travel_cost": 1.0}}},
        {
            "random_seed": 7,
            "credit_card_list": {"4111": {"balance": 60}},
            "access_token": "251675",
            "token_expires_in": 2,
        },
        {"credit_card_list": {"4111": {"balance": 7000.5}}, "budget_limit": 7001, "access_token": "251675"},
    ],
)
