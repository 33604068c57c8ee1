"""Tools of flights: airports, fares, and booking."""

from __future__ import annotations

from funreason_sim.sim import World

from . import answers as a
from . import desk, facts
from .documents import BOOKINGS


def get_flight_cost(
    world: World, travel_from: a.Airport, travel_to: a.Airport, travel_date: a.Date, travel_class: a.TravelClass
) -> a.Fares:
    """Find the price of a flight (fare, ticket cost, how much it is to fly), in US dollars, without booking it.

    Reads only.

    Args:
        travel_from: Three-letter code of the airport of departure, where the flight starts
        travel_to: Three-letter code of the airport of arrival, the destination
        travel_date: Day of the flight, as YYYY-MM-DD
        travel_class: Class of the seat: economy (cheap), business or first
    Refuses:
        no_route: there is no flight between the two airports in this direction
        invalid_class: the class is none of the three
        invalid_date: the date has a character that is a digit but no number
    """
    try:
        return {"travel_cost_list": [desk.fare(travel_from, travel_to, travel_date, travel_class)]}
    except desk.NoFare as reason:
        world.refuse(reason.code, reason.text)


def book_flight(
    world: World,
    access_token: a.AccessToken,
    card_id: a.CardId,
    travel_date: a.Date,
    travel_from: a.Airport,
    travel_to: a.Airport,
    travel_class: a.TravelClass,
) -> a.Booked:
    """Book a flight (reserve, buy or purchase an air ticket) and pay it by credit card.

    An access token from logging in and a registered card are needed first; the card must have money enough for the
    price, and not less than the budget limit.

    Args:
        access_token: The access token from logging in
        card_id: Id of the registered card that pays
        travel_date: Day of the flight, as YYYY-MM-DD
        travel_from: Three-letter code of the airport of departure, where the flight starts
        travel_to: Three-letter code of the airport of arrival, the destination
        travel_class: Class of the seat: economy (cheap), business or first
    Refuses:
        token_expired: the login has run out
        token_invalid: the access token is not the current one
        unknown_card: no card has this id
        balance_missing: the card's record says nothing of a balance
        invalid_departure: the first airport does not exist
        invalid_destination: the second airport does not exist
        invalid_date: the date is not written YYYY-MM-DD
        invalid_class: the class is none of the three
        no_route: there is no flight between the two airports in this direction
        insufficient_funds: the card has less money than the flight costs
        below_budget: the card has less money than the budget limit
    """
    desk.require_token(world, access_token, "booking_status")
    money = _payable(world, card_id)
    _check_journey(world, travel_date, travel_from, travel_to, travel_class)
    try:
        cost = desk.fare(travel_from, travel_to, travel_date, travel_class)
    except desk.NoFare as reason:
        world.refuse(reason.code, desk.denied("booking_status", reason.text))
    if money < cost:
        world.refuse("insufficient_funds", desk.denied("booking_status", "Insufficient funds"))
    (limit,) = desk.traveler(world, "budget_limit")
    if limit is not None and money < limit:
        world.refuse("below_budget", desk.denied("booking_status", "Balance is less than budget limit"))
    desk.set_balance(world, card_id, money - cost)
    booking_id = str(world.integer("booking", 1_000_000, 9_999_999))
    transaction_id = str(world.integer("transaction", 10_000_000, 99_999_999))
    booking = {
        "card_id": card_id,
        "travel_date": travel_date,
        "travel_from": travel_from,
        "travel_to": travel_to,
        "travel_class": travel_class,
        "travel_cost": cost,
        "transaction_id": transaction_id,
    }
    BOOKINGS.put(world, booking_id, booking)
    return {"booking_id": booking_id, "transaction_id": transaction_id, "booking_status": True, "booking_history": {}}


def _payable(world: World, card_id: str) -> float:
    if not desk.has_card(world, card_id):
        world.refuse("unknown_card", desk.denied("booking_status", "Card not registered"))
    money: float | None = desk.balance(world, card_id)
    if money is None:
        world.refuse("balance_missing", desk.denied("booking_status", "Balance not found"))
    return money


def _check_journey(world: World, travel_date: str, travel_from: str, travel_to: str, travel_class: str) -> None:
    if travel_from not in facts.AIRPORTS:
        reason = f"Invalid departure airport code: {travel_from}"
        world.refuse("invalid_departure", desk.denied("booking_status", reason))
    if travel_to not in facts.AIRPORTS:
        reason = f"Invalid destination airport code: {travel_to}"
        world.refuse("invalid_destination", desk.denied("booking_status", reason))
    if not desk.is_date(travel_date):
        world.refuse("invalid_date", desk.denied("booking_status", "Invalid date format. Use YYYY-MM-DD."))
    if travel_class not in facts.CLASS_FACTORS:
        # The original prints a set here, in an order that changes from process to process.
        options = "{'economy', 'business', 'first'}"
        reason = f"Invalid travel class. Must be one of {options}"
        world.refuse("invalid_class", desk.denied("booking_status", reason))


def list_all_airports(world: World) -> list[str]:
    """List the codes of all airports that there are flights to or from.

    Reads only.
    """
    return list(facts.AIRPORTS)


def get_nearest_airport_by_city(world: World, location: a.City) -> a.NearestAirport:
    """Find the nearest (closest) airport to a city, as its three-letter code.

    Reads only.

    Args:
        location: Name of the city, such as Boston
    """
    return {"nearest_airport": facts.AIRPORT_OF.get(location, facts.UNKNOWN_AIRPORT)}
