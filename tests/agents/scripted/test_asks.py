"""What a request asks for: no call for a fragment, one call for one thing, the inner of two nested things first."""

from __future__ import annotations

import pytest
from agents.scripted.driving import login, talk

from funreason_sim.sim import Episode

ZIPS = ["get_zipcode_based_on_city", "get_zipcode_based_on_city"]
BALANCE = ["get_all_credit_cards", "get_credit_card_balance"]
ONE_EACH: list[tuple[str, list[str]]] = [
    (
        "Confirm that Tobias Castellano, born on 4 April 1988 and holding passport US1234567, may travel.",
        ["verify_traveler_information"],
    ),
    ("What is the driving distance from Rivermist to Stonebrook?", [*ZIPS, "estimate_distance"]),
    ("Turn 18 gallons into liters.", ["gallon_to_liter"]),
    ("What do 30 liters come to in gallons?", ["liter_to_gallon"]),
    ("Drop my flight to LAX on September 30 and get me my money back.", ["get_booking_history", "cancel_booking"]),
    ("Show me how warm it is outside, out of the window, in the open air.", ["get_outside_temperature_from_google"]),
    ("Check the balance of my Visa, which expires soon, as I said.", BALANCE),
    ("Hey, lovely weather here today, by the way. Put the headlights on, it is getting dark.", ["setHeadlights"]),
    ("It was one of those days. Lock every door, please, all of them, and thanks for that.", ["lockDoors"]),
    (
        "Buy my flight to ORD some cancellation insurance for 85 dollars with the Visa.",
        ["get_booking_history", "get_all_credit_cards", "purchase_insurance"],
    ),
]
NESTED: list[tuple[str, list[str]]] = [
    (
        "What is an economy flight from Los Angeles to New York on May 3, 2026?",
        ["get_nearest_airport_by_city", "get_nearest_airport_by_city", "get_flight_cost"],
    ),
    ("Take me to the closest tire shop.", ["find_nearest_tire_shop", "set_navigation"]),
    ("Pour the equivalent of 20 liters in gallons into the tank.", ["liter_to_gallon", "fillFuelTank"]),
    (
        "Exchange what the economy flight from JFK to OKD on June 3, 2026 costs in USD into INR.",
        ["get_flight_cost", "compute_exchange_rate"],
    ),
    ("How much GBP do I get for the money left on my Visa in USD?", [*BALANCE, "compute_exchange_rate"]),
    ("Limit my travel budget to the money left on my Mastercard in dollars.", [*BALANCE, "set_budget_limit"]),
    (
        "Find out if the fuel is enough for the way from Silverpine to San Francisco in miles.",
        [*ZIPS, "estimate_distance", "estimate_drive_feasibility_by_mileage"],
    ),
    ("How much is left on my card ending in 4417 in dollars?", BALANCE),
]


@pytest.mark.parametrize(("request_text", "wanted"), ONE_EACH, ids=[text[:40] for text, _ in ONE_EACH])
def test_nothing_is_called_that_nobody_asked_for(world: Episode, request_text: str, wanted: list[str]) -> None:
    """A fragment, an apposition and a remark belong to the request beside them, and make no call of their own."""
    assert sorted(talk(world, login(world), request_text).tools[1:]) == sorted(wanted)


@pytest.mark.parametrize(("request_text", "wanted"), NESTED, ids=[text[:40] for text, _ in NESTED])
def test_the_inner_of_two_nested_things_is_found_first(world: Episode, request_text: str, wanted: list[str]) -> None:
    """What one tool needs and another returns is looked up before, with no call besides."""
    assert talk(world, login(world), request_text).tools[1:] == wanted


def test_a_call_that_was_of_no_use_is_left_out(world: Episode) -> None:
    """What a hint calls useless is not done beforehand; where a refusal asks for it, it is done after all."""
    hint = (
        'Calling pressBrakePedal with {"pedalPosition": 1.0} was of no use for what the request asks, so leave it out.'
    )
    told = talk(world, "Start the engine.", hints=[hint])
    assert told.tools == ["lockDoors", "startEngine", "pressBrakePedal", "startEngine"]


def test_a_refused_call_is_not_repeated_for_nothing(world: Episode) -> None:
    """What has nothing to do with the complaint gives no reason to try again."""
    told = talk(world, "Put 90 gallons of gas in the tank, turn on the headlights and lock all the doors.")
    assert told.tools == ["fillFuelTank", "setHeadlights", "lockDoors"]


def test_nothing_is_looked_up_for_what_cannot_be_done(world: Episode) -> None:
    """Where the user has to say more anyway, no call is made."""
    told = talk(world, login(world), "Insure my flight to ORD with basic cover.")
    assert told.tools == ["authenticate_travel"]
    assert "I do not know the insurance cost" in told.answer
