"""Every code that a tool declares is reached, and reads as it should; a code without a case here fails the test."""

from __future__ import annotations

from typing import Any

import pytest
from calls import declared

from funreason_sim.environments.travel import environment as travel
from funreason_sim.environments.vehicle import environment as vehicle
from funreason_sim.sim import Environment, open_episode

DOORS = ["driver", "passenger", "rear_left", "rear_right"]
READY = {
    "doorStatus": dict.fromkeys(DOORS, "locked"),
    "brakePedalStatus": "pressed",
    "brakePedalForce": 1000.0,
    "fuelLevel": 10.0,
}
START = ("startEngine", {"ignitionMode": "START"})
VISA = {"balance": 5000.0}
BOOKING = {
    "card_id": "11",
    "travel_date": "2026-03-01",
    "travel_from": "SFO",
    "travel_to": "LAX",
    "travel_class": "economy",
    "travel_cost": 400.0,
    "transaction_id": "9",
}
SIGNED_IN = {
    "access_token": "T",
    "token_expires_in": 3600,
    "user_first_name": "Ada",
    "user_last_name": "Okafor",
    "credit_card_list": {"11": VISA, "22": {"card_number": "4", "expiry": "x"}},
    "booking_record": {"77": BOOKING},
}
EXPIRED = {**SIGNED_IN, "token_expires_in": 0}

Case = tuple[str, str, dict[str, Any], dict[str, Any], Any]

# Tool, code, scenario, arguments, what the caller reads.
VEHICLE: list[Case] = [
    ("startEngine", "doors_unlocked", {**READY, "doorStatus": {**dict.fromkeys(DOORS, "locked"), "driver": "unlocked"}},
     {"ignitionMode": "START"},
     "All doors must be locked before starting the engine. Here are the unlocked doors: driver"),
    ("startEngine", "brake_released", {**READY, "brakePedalStatus": "released"}, {"ignitionMode": "START"},
     "Brake pedal needs to be pressed when starting the engine."),
    ("startEngine", "brake_partly_pressed", {**READY, "brakePedalForce": 999.0}, {"ignitionMode": "START"},
     "Must press the brake fully before starting the engine."),
    ("startEngine", "tank_empty", {**READY, "fuelLevel": -1.0}, {"ignitionMode": "START"}, "Fuel tank is empty."),
    ("startEngine", "invalid_mode", READY, {"ignitionMode": "STOP"}, "Invalid ignition mode."),
    ("fillFuelTank", "negative_amount", READY, {"fuelAmount": -1}, "Fuel amount cannot be negative."),
    ("fillFuelTank", "tank_overflow", READY, {"fuelAmount": 40.5}, "Cannot fill gas above the tank capacity."),
    ("fillFuelTank", "tank_empty", {"fuelLevel": -9.0}, {"fuelAmount": 2},
     "Fuel tank is empty. Min fuel level is 0 gallons."),
    ("lockDoors", "unknown_door", READY, {"unlock": True, "door": ["driver", "trunk"]}, "'trunk'"),
    ("adjustClimateControl", "invalid_fan_speed", READY, {"temperature": 20, "fanSpeed": 101},
     "Fan speed must be between 0 and 100."),
    ("adjustClimateControl", "invalid_temperature", READY, {"temperature": -1.7e308, "unit": "fahrenheit"},
     "Temperature is too large to convert."),
    ("gallon_to_liter", "too_large", READY, {"gallon": 1e308}, "Amount is too large to convert."),
    ("get_outside_temperature_from_weather_com", "site_not_found", READY, {}, 404),
    ("setHeadlights", "invalid_mode", READY, {"mode": "dim"}, "Invalid headlight mode."),
    ("displayCarStatus", "invalid_option", READY, {"option": "roof"}, "Invalid option"),
    ("activateParkingBrake", "invalid_mode", READY, {"mode": "on"}, "Invalid mode"),
    ("pressBrakePedal", "invalid_position", READY, {"pedalPosition": 1.5}, "Pedal position must be between 0 and 1."),
    ("setCruiseControl", "engine_stopped", READY, {"speed": 60, "activate": True, "distanceToNextVehicle": 30},
     "Start the engine before activating the cruise control."),
    ("setCruiseControl", "invalid_speed", {**READY, "engineState": "running"},
     {"speed": 62, "activate": True, "distanceToNextVehicle": 30}, "Invalid speed"),
    ("estimate_distance", "unknown_distance", READY, {"cityA": "1", "cityB": "2"}, "distance not found in database."),
]  # fmt: skip

CARD = {"card_number": "5", "expiration_date": "1/2028", "cardholder_name": "A", "card_verification_number": 1}
FLIGHT = {"travel_from": "SFO", "travel_to": "LAX", "travel_date": "2026-03-01", "travel_class": "economy"}
PERSON = {"first_name": "Ada", "last_name": "Okafor", "date_of_birth": "1990-01-01", "passport_number": "US1"}
COVER = {"insurance_type": "basic", "booking_id": "77", "insurance_cost": 50.0, "card_id": "11"}


def unbooked(text: str) -> dict[str, Any]:
    """A refusal of booking."""
    return {"booking_status": False, "error": text}


def uncancelled(text: str) -> dict[str, Any]:
    """A refusal of cancelling."""
    return {"cancel_status": False, "error": text}


def uninsured(text: str) -> dict[str, Any]:
    """A refusal of insuring."""
    return {"insurance_status": False, "error": text}


def unverified(text: str) -> dict[str, Any]:
    """A refusal of an identity."""
    return {"verification_status": False, "verification_failure": text}


def booked(**changed: Any) -> dict[str, Any]:
    """A scenario with one booking, changed; None leaves a field out."""
    record = {key: value for key, value in {**BOOKING, **changed}.items() if value is not None}
    return {**SIGNED_IN, "booking_record": {"77": record}}


def book(card_id: str = "11", token: str = "T", **changed: Any) -> dict[str, Any]:
    """Arguments to book with."""
    return {"access_token": token, "card_id": card_id, **FLIGHT, **changed}


PROTECTED: list[tuple[str, dict[str, Any], Any]] = [
    ("register_credit_card", CARD, lambda text: {"error": text}),
    ("get_credit_card_balance", {"card_id": "11"}, lambda text: {"error": text}),
    ("book_flight", {"card_id": "11", **FLIGHT}, unbooked),
    ("retrieve_invoice", {"booking_id": "77"}, lambda text: {"error": text}),
    ("get_booking_history", {}, lambda text: {"error": text}),
    ("cancel_booking", {"booking_id": "77"}, uncancelled),
    ("set_budget_limit", {"budget_limit": 5}, lambda text: {"error": text}),
    ("purchase_insurance", COVER, uninsured),
]
TRAVEL: list[Case] = [
    *((tool, "token_expired", EXPIRED, {"access_token": "T", **given}, reads("Token expired"))
      for tool, given, reads in PROTECTED),
    *((tool, "token_invalid", SIGNED_IN, {"access_token": "U", **given}, reads("Invalid access token"))
      for tool, given, reads in PROTECTED),
    ("register_credit_card", "token_missing", {}, {"access_token": "T", **CARD}, "Token not initialized"),
    ("register_credit_card", "card_registered", SIGNED_IN, {"access_token": "T", **CARD, "card_number": "11"},
     "Card already registered"),
    ("get_flight_cost", "no_route", {}, {**FLIGHT, "travel_to": "SFO"}, "No available route for the given airports."),
    ("get_flight_cost", "invalid_class", {}, {**FLIGHT, "travel_class": "x"},
     "Invalid travel class. Options are: economy, business, first."),
    ("get_flight_cost", "invalid_date", {}, {**FLIGHT, "travel_date": "²"},
     "invalid literal for int() with base 10: '²'"),
    ("get_credit_card_balance", "unknown_card", SIGNED_IN, {"access_token": "T", "card_id": "33"},
     "Card not registered. Here are a list of card_id's: ['11', '22']"),
    ("get_credit_card_balance", "balance_missing", SIGNED_IN, {"access_token": "T", "card_id": "22"}, "'balance'"),
    ("book_flight", "unknown_card", SIGNED_IN, book("33"), unbooked("Card not registered")),
    ("book_flight", "balance_missing", SIGNED_IN, book("22"), unbooked("Balance not found")),
    ("book_flight", "invalid_departure", SIGNED_IN, book(travel_from="XXX"),
     unbooked("Invalid departure airport code: XXX")),
    ("book_flight", "invalid_destination", SIGNED_IN, book(travel_to="PVG"),
     unbooked("Invalid destination airport code: PVG")),
    ("book_flight", "invalid_date", SIGNED_IN, book(travel_date="March 1"),
     unbooked("Invalid date format. Use YYYY-MM-DD.")),
    ("book_flight", "invalid_class", SIGNED_IN, book(travel_class="x"),
     unbooked("Invalid travel class. Must be one of {'economy', 'business', 'first'}")),
    ("book_flight", "no_route", SIGNED_IN, book(travel_to="SFO"),
     unbooked("No available route for the given airports.")),
    ("book_flight", "insufficient_funds", {**SIGNED_IN, "credit_card_list": {"11": {"balance": 3}}}, book(),
     unbooked("Insufficient funds")),
    ("book_flight", "below_budget", {**SIGNED_IN, "budget_limit": 6000}, book(),
     unbooked("Balance is less than budget limit")),
    ("retrieve_invoice", "unknown_booking", SIGNED_IN, {"access_token": "T"}, "Booking not found"),
    ("retrieve_invoice", "unknown_booking", SIGNED_IN, {"access_token": "T", "booking_id": "78"}, "Booking not found"),
    ("retrieve_invoice", "incomplete_booking", booked(travel_to=None), {"access_token": "T", "booking_id": "77"},
     "'travel_to'"),
    ("cancel_booking", "unknown_booking", SIGNED_IN, {"access_token": "T", "booking_id": "78"},
     uncancelled("Booking not found")),
    ("cancel_booking", "incomplete_booking", booked(card_id=None), {"access_token": "T", "booking_id": "77"},
     "'card_id'"),
    ("cancel_booking", "incomplete_booking", booked(travel_cost=None), {"access_token": "T", "booking_id": "77"},
     "'travel_cost'"),
    ("cancel_booking", "unknown_card", booked(card_id="33"), {"access_token": "T", "booking_id": "77"}, "'33'"),
    ("cancel_booking", "balance_missing", booked(card_id="22"), {"access_token": "T", "booking_id": "77"}, "'balance'"),
    ("compute_exchange_rate", "no_rate", {}, {"base_currency": "EUR", "target_currency": "GBP", "value": 1},
     "No available exchange rate for the given currencies."),
    ("compute_exchange_rate", "too_large", {}, {"base_currency": "USD", "target_currency": "JPY", "value": -1e308},
     "Amount is too large to exchange."),
    ("compute_exchange_rate", "too_large", {}, {"base_currency": "GBP", "target_currency": "USD", "value": 1.7e308},
     "Amount is too large to exchange."),
    ("verify_traveler_information", "other_person", SIGNED_IN, {**PERSON, "first_name": "Bo"},
     unverified("Cannot book flight information for another user.Expected Ada Okafor, got Bo Okafor")),
    ("verify_traveler_information", "invalid_birth_date", SIGNED_IN, {**PERSON, "date_of_birth": "1.1.1990"},
     unverified("Invalid date of birth format. Please use YYYY-MM-DD.")),
    ("verify_traveler_information", "under_age", SIGNED_IN, {**PERSON, "date_of_birth": "2008-01-06"},
     unverified("Traveler must be at least 18 years old.")),
    ("verify_traveler_information", "foreign_passport", SIGNED_IN, {**PERSON, "passport_number": "CA1"},
     unverified("Passport must be issued by the United States.")),
    ("purchase_insurance", "over_budget", {**SIGNED_IN, "budget_limit": 49}, {"access_token": "T", **COVER},
     uninsured("Exceeded budget limit")),
    ("purchase_insurance", "unknown_booking", SIGNED_IN, {"access_token": "T", **COVER, "booking_id": "78"},
     uninsured("Booking not found")),
    ("purchase_insurance", "unknown_card", SIGNED_IN, {"access_token": "T", **COVER, "card_id": "33"},
     uninsured("Credit card not registered")),
    ("purchase_insurance", "balance_missing", SIGNED_IN, {"access_token": "T", **COVER, "card_id": "22"}, "'balance'"),
    ("contact_customer_support", "unknown_booking", {}, {"booking_id": "77", "message": "hi"}, "Booking not found"),
]  # fmt: skip
CASES = [*((travel, *case) for case in TRAVEL), *((vehicle, *case) for case in VEHICLE)]


@pytest.mark.parametrize(
    ("environment", "tool", "code", "scenario", "given", "reads"), CASES, ids=[f"{c[1]}-{c[2]}" for c in CASES]
)
def test_a_refusal_has_its_code_and_text(
    environment: Environment, tool: str, code: str, scenario: dict[str, Any], given: dict[str, Any], reads: Any
) -> None:
    """The caller reads the reason as the original gives it, and rows change only where the tool says so."""
    with open_episode([environment], {environment.name: scenario}) as episode:
        event = episode.call(tool, given)
        assert event.outcome.code == code
        assert event.outcome.value == (reads if isinstance(reads, dict) else {"error": reads})
        assert not event.effects or code in environment.tools[tool].keeps


@pytest.mark.parametrize("environment", [travel, vehicle], ids=lambda environment: environment.name)
def test_every_declared_refusal_has_a_case(environment: Environment) -> None:
    """A code that a docstring promises is one that callers can meet."""
    assert declared(environment) == {(tool, code) for owner, tool, code, *_ in CASES if owner is environment}
