from __future__ import annotations

import pytest
from agents.scripted.library import library

from funreason_sim.sim import Episode, open_episode

TRAVELER = {
    "credit_card_list": {
        "685858482620": {
            "card_number": "4111222233334417", "card_type": "Visa", "expiry_date": "11/27", "balance": 39000.0,
        },
        "100200300400": {
            "card_number": "5500111122229090", "card_type": "Mastercard", "expiry_date": "06/28", "balance": 2000.0,
        },
    },
    "booking_record": {
        "5837901": {
            "card_id": "685858482620", "travel_date": "2026-05-12", "travel_from": "JFK", "travel_to": "ORD",
            "travel_class": "economy", "travel_cost": 600.0, "transaction_id": "73796410",
        },
        "7712345": {
            "card_id": "685858482620", "travel_date": "2026-09-30", "travel_from": "SFO", "travel_to": "LAX",
            "travel_class": "business", "travel_cost": 400.0, "transaction_id": "11112222",
        },
    },
    "access_token": "abc123", "token_type": "Bearer", "token_expires_in": 5, "token_scope": "read_write",
    "user_first_name": "Tobias", "user_last_name": "Castellano", "budget_limit": None,
}  # fmt: skip
CAR = {
    "fuelLevel": 16.5,
    "doorStatus": {"driver": "unlocked", "passenger": "locked", "rear_left": "unlocked", "rear_right": "locked"},
    "brakePedalStatus": "released",
    "brakePedalForce": 0.0,
}


@pytest.fixture
def world() -> Episode:
    """A traveler who still has to log in, and a parked car with two doors open."""
    traveler = {**TRAVELER, "access_token": None, "token_expires_in": None, "token_type": None, "token_scope": None}
    return open_episode("travel+vehicle", {"travel": traveler, "vehicle": dict(CAR)}, seed=3)


@pytest.fixture
def books() -> Episode:
    """The library, its desk closed."""
    return open_episode([library], {"library": {}}, seed=3)
