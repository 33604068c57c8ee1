"""A travel desk: sign in, find airports and fares, book, insure and cancel flights, manage cards and a budget."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from funreason_sim.sim import World

from . import answers as a
from . import desk, facts, records


def authenticate_travel(
    world: World,
    client_id: a.ClientId,
    client_secret: a.ClientSecret,
    refresh_token: a.RefreshToken,
    grant_type: a.GrantType,
    user_first_name: a.FirstName,
    user_last_name: a.LastName,
) -> a.SignedIn:
    """Log in (sign in, authenticate) to the travel service and get the access token that bookings and payments need.

    Args:
        client_id: Id of the client application, from the user
        client_secret: Secret of the client application, from the user
        refresh_token: Refresh token of the user, from the user
        grant_type: What to be allowed: read_write for everything, read for looking, write for changing
        user_first_name: First name of the traveler who logs in
        user_last_name: Last name (surname) of the traveler who logs in
    """
    token = str(world.integer("token", 100_000, 999_999))
    world.run(
        "UPDATE traveler SET token_expires_in = 2, access_token = ?, token_type = 'Bearer', token_scope = ?, "
        "user_first_name = ?, user_last_name = ?",
        token,
        grant_type,
        user_first_name,
        user_last_name,
    )
    return {"expires_in": 2, "access_token": token, "token_type": "Bearer", "scope": grant_type}


def travel_get_login_status(world: World) -> a.LoginStatus:
    """Check whether somebody is logged in (signed in) to the travel service."""
    (expires_in,) = desk.traveler(world, "token_expires_in")
    return {"status": expires_in is not None and expires_in != 0}


def get_budget_fiscal_year(
    world: World, lastModifiedAfter: a.Moment | None = None, includeRemoved: a.YesNo | None = None
) -> a.FiscalYear:
    """Tell which fiscal year (financial year) the travel budget belongs to.

    Args:
        lastModifiedAfter: Only years changed after this moment in UTC, such as 2025-03-29T16:12:20; all when left out
        includeRemoved: true to include years that were removed; they are left out by default
    """
    return {"budget_fiscal_year": facts.FISCAL_YEAR}


def register_credit_card(
    world: World,
    access_token: a.AccessToken,
    card_number: a.CardNumber,
    expiration_date: a.CardExpiry,
    cardholder_name: a.FullName,
    card_verification_number: a.CardCode,
) -> a.CardRegistered:
    """Register (add, save) a new credit card to pay with. An access token from logging in is needed first.

    Args:
        access_token: The access token from logging in
        card_number: The long number printed on the new card
        expiration_date: Month and year until which the card is valid, as MM/YYYY
        cardholder_name: Full name of the person the card belongs to
        card_verification_number: The security code (CVV, CVC) on the card
    Refuses:
        token_missing: nobody has ever logged in
        token_expired: the login has run out
        token_invalid: the access token is not the current one
        card_registered: a card goes by that id already
    """
    if desk.traveler(world, "token_expires_in") == (None,):
        world.refuse("token_missing", "Token not initialized")
    desk.require_token(world, access_token)
    if desk.has_card(world, card_number):
        world.refuse("card_registered", "Card already registered")
    card_id = str(world.integer("card", 100_000_000_000, 999_999_999_999))
    card = {
        "card_number": card_number,
        "expiration_date": expiration_date,
        "cardholder_name": cardholder_name,
        "card_verification_number": card_verification_number,
        "balance": world.integer("balance", 10_000, 99_999),
    }
    records.put(world, records.CARD, card_id, card)
    return {"card_id": card_id}


def get_flight_cost(
    world: World, travel_from: a.Airport, travel_to: a.Airport, travel_date: a.Date, travel_class: a.TravelClass
) -> a.Fares:
    """Find the price of a flight (fare, ticket cost, how much it is to fly), in US dollars, without booking it.

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


def get_credit_card_balance(world: World, access_token: a.AccessToken, card_id: a.CardId) -> a.Balance:
    """Check how much money is left on a credit card (its balance). An access token from logging in is needed first.

    Args:
        access_token: The access token from logging in
        card_id: Id of the registered card
    Refuses:
        token_expired: the login has run out
        token_invalid: the access token is not the current one
        unknown_card: no card has this id
        balance_missing: the card's record says nothing of a balance
    """
    desk.require_token(world, access_token)
    if not desk.has_card(world, card_id):
        known = list(records.every(world, records.CARD))
        world.refuse("unknown_card", f"Card not registered. Here are a list of card_id's: {known}")
    money = desk.balance(world, card_id)
    if money is None:
        world.refuse("balance_missing", "'balance'")
    return {"card_balance": money}


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
    records.put(world, records.BOOKING, booking_id, booking)
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


def retrieve_invoice(
    world: World,
    access_token: a.AccessToken,
    booking_id: a.BookingId | None = None,
    insurance_id: a.InsuranceId | None = None,
) -> a.Invoice:
    """Get the invoice (bill, receipt) of a booked flight. An access token from logging in is needed first.

    Args:
        access_token: The access token from logging in
        booking_id: Id of the booking whose invoice is wanted
        insurance_id: Id of an insurance policy bought for it; the invoice is the booking's all the same
    Refuses:
        token_expired: the login has run out
        token_invalid: the access token is not the current one
        unknown_booking: no booking has this id
        incomplete_booking: the booking's record lacks something that an invoice shows
    """
    desk.require_token(world, access_token)
    booking = records.every(world, records.BOOKING).get(booking_id or "")
    if booking_id is None or booking is None:
        world.refuse("unknown_booking", "Booking not found")
    shown = [key for key in a.Bill.__annotations__ if key != "booking_id"]
    for key in shown:
        if key not in booking:
            world.refuse("incomplete_booking", repr(key))
    return {"invoice": cast(a.Bill, {"booking_id": booking_id, **{key: booking[key] for key in shown}})}


def get_booking_history(world: World, access_token: a.AccessToken) -> a.History:
    """List all flights that the traveler has booked (booking history, reservations, trips), with their booking ids.

    An access token from logging in is needed first.

    Args:
        access_token: The access token from logging in
    Refuses:
        token_expired: the login has run out
        token_invalid: the access token is not the current one
    """
    desk.require_token(world, access_token)
    return {"booking_history": cast(dict[str, a.Booking], records.every(world, records.BOOKING))}


def list_all_airports(world: World) -> list[str]:
    """List the codes of all airports that there are flights to or from."""
    return list(facts.AIRPORTS)


def cancel_booking(world: World, access_token: a.AccessToken, booking_id: a.BookingId) -> a.Cancelled:
    """Cancel (call off, drop) a booked flight and refund its price to the card that paid.

    An access token from logging in is needed first.

    Args:
        access_token: The access token from logging in
        booking_id: Id of the booking to cancel
    Refuses:
        token_expired: the login has run out
        token_invalid: the access token is not the current one
        unknown_booking: no booking has this id
        incomplete_booking: the booking's record does not say which card paid, or how much
        unknown_card: the card that paid is not on file
        balance_missing: that card's record says nothing of a balance
    """
    desk.require_token(world, access_token, "cancel_status")
    row = world.one("SELECT card_id, travel_cost FROM booking WHERE booking_id = ?", booking_id)
    if row is None:
        world.refuse("unknown_booking", desk.denied("cancel_status", "Booking not found"))
    card_id, cost = row
    if card_id is None or cost is None:
        world.refuse("incomplete_booking", repr("card_id" if card_id is None else "travel_cost"))
    if not desk.has_card(world, card_id):
        world.refuse("unknown_card", repr(card_id))
    money = desk.balance(world, card_id)
    if money is None:
        world.refuse("balance_missing", "'balance'")
    desk.set_balance(world, card_id, money + cost)
    world.run("DELETE FROM booking WHERE booking_id = ?", booking_id)
    return {"cancel_status": True}


def compute_exchange_rate(
    world: World, base_currency: a.Currency, target_currency: a.Currency, value: a.Dollars
) -> a.Exchanged:
    """Convert an amount of money from one currency to another; one of the two must be US dollars (USD).

    Args:
        base_currency: Currency that the amount is in
        target_currency: Currency to convert it to
        value: The amount of money to convert
    Refuses:
        no_rate: there is no rate between the two currencies
    """
    if base_currency == "USD" and target_currency in facts.DOLLAR_RATES:
        return {"exchanged_value": float(value * facts.DOLLAR_RATES[target_currency])}
    if target_currency == "USD" and base_currency in facts.DOLLAR_RATES:
        return {"exchanged_value": round(value / facts.DOLLAR_RATES[base_currency], 2)}
    world.refuse("no_rate", "No available exchange rate for the given currencies.")


def verify_traveler_information(
    world: World,
    first_name: a.FirstName,
    last_name: a.LastName,
    date_of_birth: a.BirthDate,
    passport_number: a.Passport,
) -> a.Verified:
    """Verify who the traveler is (identity check): name, adult age and US passport.

    Args:
        first_name: First name of the traveler
        last_name: Last name (surname) of the traveler
        date_of_birth: Day of birth (birthday), as YYYY-MM-DD
        passport_number: Number of the passport; a US one begins with US
    Refuses:
        other_person: the name is not that of the user
        invalid_birth_date: the day of birth is not written YYYY-MM-DD
        under_age: the traveler is younger than 18
        foreign_passport: the passport was not issued by the United States
    """
    known = desk.traveler(world, "user_first_name", "user_last_name")
    if (first_name, last_name) != known:
        reason = f"Expected {known[0]} {known[1]}, got {first_name} {last_name}"
        world.refuse("other_person", _unverified("Cannot book flight information for another user." + reason))
    if not desk.is_date(date_of_birth):
        world.refuse("invalid_birth_date", _unverified("Invalid date of birth format. Please use YYYY-MM-DD."))
    born, today = datetime.strptime(date_of_birth, "%Y-%m-%d"), world.today
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if age < facts.ADULT:
        world.refuse("under_age", _unverified("Traveler must be at least 18 years old."))
    if not passport_number.startswith(facts.PASSPORT_PREFIX):
        world.refuse("foreign_passport", _unverified("Passport must be issued by the United States."))
    return {"verification_status": True}


def _unverified(reason: str) -> dict[str, object]:
    return {"verification_status": False, "verification_failure": reason}


def set_budget_limit(world: World, access_token: a.AccessToken, budget_limit: a.Dollars) -> a.BudgetSet:
    """Set the travel budget: the spending limit (cap), in US dollars. An access token from logging in is needed first.

    Args:
        access_token: The access token from logging in
        budget_limit: The new limit, in US dollars
    Refuses:
        token_expired: the login has run out
        token_invalid: the access token is not the current one
    """
    desk.require_token(world, access_token)
    limit = float(budget_limit)
    world.run("UPDATE traveler SET budget_limit = ?", limit)
    return {"budget_limit": limit}


def get_nearest_airport_by_city(world: World, location: a.City) -> a.NearestAirport:
    """Find the nearest (closest) airport to a city, as its three-letter code.

    Args:
        location: Name of the city, such as Boston
    """
    return {"nearest_airport": facts.AIRPORT_OF.get(location, facts.UNKNOWN_AIRPORT)}


def purchase_insurance(
    world: World,
    access_token: a.AccessToken,
    insurance_type: a.InsuranceType,
    booking_id: a.BookingId,
    insurance_cost: a.Premium,
    card_id: a.CardId,
) -> a.Insured:
    """Buy (purchase, take out) travel insurance for a booked flight and pay it by credit card.

    An access token from logging in, a booking and a registered card are needed first.

    Args:
        access_token: The access token from logging in
        insurance_type: Kind of insurance (cover), such as comprehensive
        booking_id: Id of the booking to insure
        insurance_cost: Price of the insurance, in US dollars; not more than the budget limit
        card_id: Id of the registered card that pays
    Refuses:
        token_expired: the login has run out
        token_invalid: the access token is not the current one
        over_budget: it costs more than the budget limit
        unknown_booking: no booking has this id
        unknown_card: no card has this id
        balance_missing: the card's record says nothing of a balance
    """
    desk.require_token(world, access_token, "insurance_status")
    (limit,) = desk.traveler(world, "budget_limit")
    if limit is not None and limit < insurance_cost:
        world.refuse("over_budget", desk.denied("insurance_status", "Exceeded budget limit"))
    if not desk.has_booking(world, booking_id):
        world.refuse("unknown_booking", desk.denied("insurance_status", "Booking not found"))
    if not desk.has_card(world, card_id):
        world.refuse("unknown_card", desk.denied("insurance_status", "Credit card not registered"))
    money = desk.balance(world, card_id)
    if money is None:
        world.refuse("balance_missing", "'balance'")
    desk.set_balance(world, card_id, money - insurance_cost)
    insurance_id = str(world.integer("insurance", 100_000_000, 999_999_999))
    return {"insurance_id": insurance_id, "insurance_status": True}


def contact_customer_support(world: World, booking_id: a.BookingId, message: str) -> a.SupportReply:
    """Contact customer support (customer service, help desk) about a booking: send them a message.

    Args:
        booking_id: Id of the booking that it is about
        message: What to tell or ask customer support
    Refuses:
        unknown_booking: no booking has this id
    """
    if not desk.has_booking(world, booking_id):
        world.refuse("unknown_booking", "Booking not found")
    return {"customer_support_message": facts.SUPPORT_REPLY}


def get_all_credit_cards(world: World) -> a.Cards:
    """List all registered credit cards (payment cards on file) with their ids, numbers, expiry dates, balances."""
    return {"credit_card_list": cast(dict[str, a.Card], records.every(world, records.CARD))}
