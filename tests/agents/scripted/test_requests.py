from __future__ import annotations

from typing import Any

import pytest
from agents.scripted.driving import login, talk

from funreason_sim.sim import Episode

ALL = ["driver", "passenger", "rear_left", "rear_right"]
Call = tuple[str, dict[str, Any]]


def call(tool: str, **arguments: Any) -> Call:
    """A call that must be made, with these arguments among its own."""
    return tool, arguments


# A request of one turn, and calls that must be among those made, in this order.
CAR: list[tuple[str, list[Call]]] = [
    (
        "Could you see how the air in my tires is doing?",
        [call("check_tire_pressure")],
    ),
    (
        "What's the tire pressure like?",
        [call("check_tire_pressure")],
    ),
    (
        "Please secure every door.",
        [call("lockDoors", unlock=False, door=ALL)],
    ),
    (
        "Unlock the passenger door for me, would you?",
        [call("lockDoors", unlock=True, door=["passenger"])],
    ),
    (
        "Lock the rear doors.",
        [call("lockDoors", unlock=False, door=["rear_left", "rear_right"])],
    ),
    (
        "I need you to lock the driver and rear left doors.",
        [call("lockDoors", unlock=False, door=["driver", "rear_left"])],
    ),
    (
        "Lock all doors except the driver door.",
        [call("lockDoors", unlock=False, door=["passenger", "rear_left", "rear_right"])],
    ),
    (
        "Fire up the engine, please.",
        [
            call("lockDoors", unlock=False, door=ALL),
            call("pressBrakePedal", pedalPosition=1.0),
            call("startEngine", ignitionMode="START"),
        ],
    ),
    (
        "Press the brake pedal halfway down.",
        [call("pressBrakePedal", pedalPosition=0.5)],
    ),
    (
        "Push the brake pedal to 30%.",
        [call("pressBrakePedal", pedalPosition=0.3)],
    ),
    (
        "Step on the brake pedal all the way.",
        [call("pressBrakePedal", pedalPosition=1.0)],
    ),
    (
        "Let go of the brake pedal.",
        [call("releaseBrakePedal")],
    ),
    (
        "Put 12.5 gallons of gas in the tank.",
        [call("fillFuelTank", fuelAmount=12.5)],
    ),
    (
        "My tank is getting low, so please add ten gallons of fuel.",
        [call("fillFuelTank", fuelAmount=10)],
    ),
    (
        "Refuel the car with 38 liters.",
        [call("liter_to_gallon", liter=38), call("fillFuelTank", fuelAmount=10.038536)],
    ),
    (
        "How many gallons are 40 liters?",
        [call("liter_to_gallon", liter=40)],
    ),
    (
        "Convert 7.5 gallons to liters.",
        [call("gallon_to_liter", gallon=7.5)],
    ),
    (
        "Turn the headlights on.",
        [call("setHeadlights", mode="on")],
    ),
    (
        "Switch off the headlights now.",
        [call("setHeadlights", mode="off")],
    ),
    (
        "Set the parking brake.",
        [call("activateParkingBrake", mode="engage")],
    ),
    (
        "Please release the handbrake.",
        [call("activateParkingBrake", mode="release")],
    ),
    (
        "How fast are we going right now?",
        [call("get_current_speed")],
    ),
    (
        "What is the zip code of Silverpine?",
        [call("get_zipcode_based_on_city", city="Silverpine")],
    ),
    (
        "How far is it from Rivermist to Stonebrook?",
        [call("estimate_distance", cityA="83214", cityB="74532")],
    ),
    (
        "What's the driving distance between San Francisco and Silverpine?",
        [call("estimate_distance", cityA="94016", cityB="62947")],
    ),
    (
        "Can my car make it 300 miles on the fuel it has?",
        [call("estimate_drive_feasibility_by_mileage", distance=300)],
    ),
    (
        "Set the air conditioning to 21.5 degrees with the fan at 60.",
        [call("adjustClimateControl", temperature=21.5, fanSpeed=60)],
    ),
    (
        "Make it 72 degrees Fahrenheit in the cabin.",
        [call("adjustClimateControl", temperature=72, unit="fahrenheit")],
    ),
    (
        "Show me the status of the doors.",
        [call("displayCarStatus", option="doors")],
    ),
    (
        "How much fuel is left in the tank?",
        [call("displayCarStatus", option="fuel")],
    ),
    (
        "Where is the closest tire shop?",
        [call("find_nearest_tire_shop")],
    ),
    (
        "Navigate to 742 Evergreen Terrace, Rivermist, CA.",
        [call("set_navigation", destination="742 Evergreen Terrace, Rivermist, CA")],
    ),
    (
        "Guide me to the nearest tire shop.",
        [call("find_nearest_tire_shop"), call("set_navigation", destination="456 Oakwood Avenue, Rivermist, 83214")],
    ),
    (
        'Display "Buy washer fluid" and "Call Anna" on the dashboard.',
        [call("display_log", messages=["Buy washer fluid", "Call Anna"])],
    ),
    (
        "How warm is it outside according to Google?",
        [call("get_outside_temperature_from_google")],
    ),
    (
        "Hi! My morning has been chaotic. Could you find out how far it is from Rivermist to Stonebrook, and "
        "then check the pressure in my tires? Thanks a lot.",
        [
            call("get_zipcode_based_on_city", city="Rivermist"),
            call("get_zipcode_based_on_city", city="Stonebrook"),
            call("estimate_distance", cityA="83214", cityB="74532"),
            call("check_tire_pressure"),
        ],
    ),
    (
        "Check the tire pressure and the fuel level.",
        [call("check_tire_pressure"), call("displayCarStatus", option="fuel")],
    ),
    (
        "Before you start the engine, turn on the headlights.",
        [call("setHeadlights", mode="on"), call("startEngine", ignitionMode="START")],
    ),
    (
        "Turn on the headlights after starting the engine.",
        [call("startEngine", ignitionMode="START"), call("setHeadlights", mode="on")],
    ),
    (
        "Start the engine, then set cruise control to 65 mph keeping 50 meters to the car ahead.",
        [
            call("startEngine", ignitionMode="START"),
            call("setCruiseControl", speed=65, activate=True, distanceToNextVehicle=50),
        ],
    ),
    (
        "Check whether the car can drive the distance between Rivermist and Stonebrook.",
        [
            call("estimate_distance", cityA="83214", cityB="74532"),
            call("estimate_drive_feasibility_by_mileage", distance=750.0),
        ],
    ),
]
TRAVEL: list[tuple[str, list[Call]]] = [
    (
        "What airport is closest to Boston?",
        [call("get_nearest_airport_by_city", location="Boston")],
    ),
    (
        "Which airports do you fly to?",
        [call("list_all_airports")],
    ),
    (
        "How much is an economy flight from Boston to JFK on March 14th, 2026?",
        [
            call("get_nearest_airport_by_city", location="Boston"),
            call(
                "get_flight_cost", travel_from="BOS", travel_to="JFK", travel_date="2026-03-14", travel_class="economy"
            ),
        ],
    ),
    (
        "Please reserve a business class seat from SFO to JFK for 3 July 2026 and put it on my card ending in 4417.",
        [
            call("get_all_credit_cards"),
            call(
                "book_flight",
                travel_from="SFO",
                travel_to="JFK",
                travel_date="2026-07-03",
                travel_class="business",
                card_id="685858482620",
            ),
        ],
    ),
    (
        "Buy me a first class ticket from Chicago to Boston on 2026-08-09, paid with my Visa.",
        [
            call(
                "book_flight",
                travel_from="ORD",
                travel_to="BOS",
                travel_date="2026-08-09",
                travel_class="first",
                card_id="685858482620",
            )
        ],
    ),
    (
        "Cancel my flight to LAX on September 30.",
        [call("cancel_booking", booking_id="7712345")],
    ),
    (
        "Call off the flight I have on 12 May 2026, please.",
        [call("cancel_booking", booking_id="5837901")],
    ),
    (
        "Send me the invoice for my flight to ORD.",
        [call("retrieve_invoice", booking_id="5837901")],
    ),
    (
        "Show me all my bookings.",
        [call("get_booking_history")],
    ),
    (
        "What's the balance on my Mastercard?",
        [call("get_credit_card_balance", card_id="100200300400")],
    ),
    (
        "How much money do I have left on the card ending in 9090?",
        [call("get_credit_card_balance", card_id="100200300400")],
    ),
    (
        "Cap my travel budget at $1,200.",
        [call("set_budget_limit", budget_limit=1200)],
    ),
    (
        "Which credit cards do I have on file?",
        [call("get_all_credit_cards")],
    ),
    (
        "Convert 250 dollars into euros.",
        [call("compute_exchange_rate", base_currency="USD", target_currency="EUR", value=250)],
    ),
    (
        "How many yen do I get for $99.50?",
        [call("compute_exchange_rate", base_currency="USD", target_currency="JPY", value=99.5)],
    ),
    (
        "Convert 500 GBP to USD.",
        [call("compute_exchange_rate", base_currency="GBP", target_currency="USD", value=500)],
    ),
    (
        "Verify the traveler Tobias Castellano, born on 4 April 1988, passport number US1234567.",
        [
            call(
                "verify_traveler_information",
                first_name="Tobias",
                last_name="Castellano",
                date_of_birth="1988-04-04",
                passport_number="US1234567",
            )
        ],
    ),
    (
        'Write to customer support about my flight to ORD: "I lost my bag."',
        [call("contact_customer_support", booking_id="5837901", message="I lost my bag.")],
    ),
    (
        "Am I logged in?",
        [call("travel_get_login_status")],
    ),
    (
        "Which fiscal year is the budget for?",
        [call("get_budget_fiscal_year")],
    ),
    (
        "Register a new credit card: number 4929123412341234, expiring 05/2029, in the name of Tobias "
        "Castellano, CVV 321.",
        [
            call(
                "register_credit_card",
                card_number="4929123412341234",
                expiration_date="05/2029",
                cardholder_name="Tobias Castellano",
                card_verification_number=321,
            )
        ],
    ),
    (
        "Please reserve a business class seat from Boston to JFK... actually make that from SFO to JFK for "
        "March 14th, 2026 and put it on my card ending in 4417. After that, get insurance ('comprehensive', "
        "$85) for the flight I just booked, charged to the same card. Also, start the engine.",
        [
            call("purchase_insurance", insurance_type="comprehensive", insurance_cost=85, card_id="685858482620"),
            call("startEngine", ignitionMode="START"),
        ],
    ),
]
LIBRARY: list[tuple[str, list[Call]]] = [
    (
        "Which books has Rosa Lindgren borrowed?",
        [call("find_member", full_name="Rosa Lindgren"), call("list_loans", member_id="M-204")],
    ),
    (
        "Reserve the title 'Middlemarch' for Ivo Castell at the Riverside branch.",
        [
            call("find_member", full_name="Ivo Castell"),
            call("place_hold", member_id="M-377", title="Middlemarch", branch="riverside"),
        ],
    ),
    (
        "What would the fine be for a book that is 12 days late?",
        [call("quote_late_fee", days=12)],
    ),
    (
        "Please open the desk.",
        [call("open_desk")],
    ),
    (
        "Dim the lamp to 3.",
        [call("dim_lamp", level=3)],
    ),
    (
        "Extend the loan of 'Dune' that Rosa Lindgren has by 2 weeks.",
        [
            call("find_member", full_name="Rosa Lindgren"),
            call("list_loans", member_id="M-204"),
            call("open_desk"),
            call("renew_loan", loan_id="L-52", weeks=2),
        ],
    ),
]


def _contains(calls: list[Call], wanted: list[Call]) -> bool:
    """Whether the wanted calls are among those made, in this order."""
    rest = iter(calls)
    return all(any(_is(made, want) for made in rest) for want in wanted)


def _is(made: Call, want: Call) -> bool:
    if made[0] != want[0]:
        return False
    return all(name in made[1] and _equal(made[1][name], value) for name, value in want[1].items())


def _equal(one: Any, other: Any) -> bool:
    if isinstance(one, float | int) and isinstance(other, float | int) and not isinstance(one, bool):
        return abs(one - other) < 1e-6
    return bool(one == other)


def _made(told: Any) -> list[Call]:
    return [(ran.call.tool, ran.call.arguments) for ran in told.calls]


@pytest.mark.parametrize(("request_text", "wanted"), CAR, ids=[text[:40] for text, _ in CAR])
def test_a_request_to_the_car_is_served(world: Episode, request_text: str, wanted: list[Any]) -> None:
    """Each request, in words of its own, leads to the calls that a person would make."""
    told = talk(world, request_text)
    assert _contains(_made(told), wanted), (_made(told), told.answer)


@pytest.mark.parametrize(("request_text", "wanted"), TRAVEL, ids=[text[:40] for text, _ in TRAVEL])
def test_a_request_to_the_travel_desk_is_served(world: Episode, request_text: str, wanted: list[Any]) -> None:
    """Cities become airports, descriptions become ids, and the token of the login is used again."""
    told = talk(world, login(world), request_text)
    assert _contains(_made(told), wanted), (_made(told), told.answer)
    assert told.tools.count("authenticate_travel") == 1


@pytest.mark.parametrize(("request_text", "wanted"), LIBRARY, ids=[text[:40] for text, _ in LIBRARY])
def test_an_environment_never_seen_before_is_served(books: Episode, request_text: str, wanted: list[Any]) -> None:
    """Nothing in the seat knows the installed environments: a library works the same way."""
    told = talk(books, request_text)
    assert _contains(_made(told), wanted), (_made(told), told.answer)
