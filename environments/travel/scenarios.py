"""Travelers to start from, and what they could say."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from funreason_sim.sim import Dice, Pools, Scenario, World

from . import desk, facts, people
from .documents import DOCUMENT

__all__ = ["dump", "generate", "known", "load"]

load = DOCUMENT.load
dump = DOCUMENT.dump

_FIRST_DAY = date(2026, 1, 6)
_LAST_DAY = date(2026, 12, 20)
_HUBS = ("SFO", "LAX", "JFK", "ORD", "BOS", "RMS", "SBK", "MPC", "SVP", "SHD", "SSV", "CRH")


def generate(dice: Dice) -> Scenario:
    """A traveler with cards and perhaps bookings, who has not logged in yet."""
    first, last = dice.choice(people.FIRST_NAMES), dice.choice(people.LAST_NAMES)
    cards = _cards(dice, f"{first} {last}")
    bookings = _bookings(dice, list(cards))
    poorest = min(card["balance"] for card in cards.values())
    limit = float(dice.integer(10, max(int(poorest) // 100, 10)) * 100)
    return {
        "credit_card_list": cards,
        "booking_record": bookings,
        "access_token": None,
        "token_type": None,
        "token_expires_in": None,
        "token_scope": None,
        "user_first_name": first,
        "user_last_name": last,
        "budget_limit": limit if dice.chance(0.4) else None,
    }


def known(world: World, dice: Dice) -> Pools:
    """What this traveler could say."""
    first, last = desk.traveler(world, "user_first_name", "user_last_name")
    first, last = first or dice.choice(people.FIRST_NAMES), last or dice.choice(people.LAST_NAMES)
    (limit,) = desk.traveler(world, "budget_limit")
    origins, ends = _journeys(dice)
    foreign = dice.sample(tuple(facts.DOLLAR_RATES), 5)
    return {
        "person-first-name": [first],
        "person-last-name": [last],
        "person-full-name": [f"{first} {last}"],
        "date": [_day(dice).isoformat() for _ in range(6)],
        "travel-class": ["economy", "economy", "business", "first"],
        "get_flight_cost.travel_from": origins,
        "get_flight_cost.travel_to": ends,
        "book_flight.travel_from": origins,
        "book_flight.travel_to": ends,
        "get_nearest_airport_by_city.location": [facts.CITY_OF[code] for code in dice.shuffled([*origins, *ends])][:8],
        "set_budget_limit.budget_limit": [float(amount * 100) for amount in dice.sample(range(5, 40), 5)],
        "purchase_insurance.insurance_cost": _premiums(dice, limit),
        "insurance-type": dice.sample(people.INSURANCES, 5),
        "compute_exchange_rate.base_currency": ["USD"],
        "compute_exchange_rate.target_currency": foreign,
        "compute_exchange_rate.value": dice.sample((75, 120, 250, 400.5, 650, 999.99, 1200, 1850, 2500), 6),
        "contact_customer_support.message": dice.sample(people.MESSAGES, 5),
        "birth-date": [_birthday(dice) for _ in range(4)],
        "passport-number": [*("US" + dice.digits(7) for _ in range(4)), "CA" + dice.digits(6)],
        **people.credentials(dice),
        **people.new_card(dice),
        "date-time": [f"202{dice.integer(0, 5)}-0{dice.integer(1, 9)}-15T08:00:00" for _ in range(3)],
        "true-or-false": ["true", "false"],
    }


def _cards(dice: Dice, holder: str) -> dict[str, Any]:
    count = dice.choice((1, 2, 2, 3, 3, 4))
    brands = dice.sample(people.BRANDS, count)
    endings = dice.sample(range(1000, 9999), count)
    expiries = dice.sample(people.EXPIRIES, count)
    return {
        dice.digits(12): {
            "card_number": f"{prefix}{dice.digits(length - 5)}{ending}",
            "card_type": brand,
            "cardholder_name": holder,
            "expiry_date": expiry,
            "cvv": dice.integer(101, 989),
            "balance": dice.integer(20_000, 400_000) / 10,
        }
        for (brand, prefix, length), ending, expiry in zip(brands, endings, expiries, strict=True)
    }


def _bookings(dice: Dice, cards: list[str]) -> dict[str, Any]:
    count = dice.choice((0, 1, 1, 2, 3))
    ends = dice.sample(sorted({end for start in facts.AIRPORTS for end in facts.destinations(start)}), count)
    days = dice.sample(range((_LAST_DAY - _FIRST_DAY).days), count)
    return {dice.digits(7): _booking(dice, end, day, dice.choice(cards)) for end, day in zip(ends, days, strict=True)}


def _booking(dice: Dice, end: str, day: int, card_id: str) -> dict[str, Any]:
    origin = dice.choice(sorted(start for start, to in facts.BASE_FARES if to == end))
    when = (_FIRST_DAY + timedelta(days=day)).isoformat()
    seat = dice.choice(("economy", "economy", "business", "first"))
    return {
        "card_id": card_id,
        "travel_date": when,
        "travel_from": origin,
        "travel_to": end,
        "travel_class": seat,
        "travel_cost": desk.fare(origin, end, when, seat),
        "transaction_id": dice.digits(8),
    }


def _journeys(dice: Dice) -> tuple[list[str], list[str]]:
    """Airports to leave from and to arrive at: nearly every pair of them is a route."""
    while True:
        origins = dice.sample(_HUBS, 3)
        common = [end for end in facts.destinations(origins[0]) if all((o, end) in facts.BASE_FARES for o in origins)]
        if len(common) >= 3:
            return origins, dice.sample(common, 5)


def _day(dice: Dice) -> date:
    return _FIRST_DAY + timedelta(days=dice.integer(0, (_LAST_DAY - _FIRST_DAY).days))


def _birthday(dice: Dice) -> str:
    return date(dice.integer(1955, 2004), dice.integer(1, 12), dice.integer(1, 28)).isoformat()


def _premiums(dice: Dice, limit: float | None) -> list[float]:
    prices = dice.sample((35.0, 49.5, 60.0, 75.0, 85.0, 99.0, 120.0, 150.0, 199.0, 240.0), 5)
    return prices if limit is None else [*prices, limit + 50]
