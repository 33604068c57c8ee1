"""Tools of what is booked: invoices, insurance, support and cancelling."""

from __future__ import annotations

from typing import cast

from funreason_sim.sim import World

from . import answers as a
from . import desk, facts
from .documents import BOOKINGS


def retrieve_invoice(
    world: World,
    access_token: a.AccessToken,
    booking_id: a.BookingId | None = None,
    insurance_id: a.InsuranceId | None = None,
) -> a.Invoice:
    """Get the invoice (bill, receipt) of a booked flight. An access token from logging in is needed first.

    Reads only.

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
    booking = BOOKINGS.get(world, booking_id)
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

    Reads only.

    Args:
        access_token: The access token from logging in
    Refuses:
        token_expired: the login has run out
        token_invalid: the access token is not the current one
    """
    desk.require_token(world, access_token)
    return {"booking_history": cast(dict[str, a.Booking], BOOKINGS.dump(world))}


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
    money += cost
    desk.set_balance(world, card_id, money)
    world.run("DELETE FROM booking WHERE booking_id = ?", booking_id)
    return {"cancel_status": True}


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
    money -= insurance_cost
    desk.set_balance(world, card_id, money)
    insurance_id = str(world.integer("insurance", 100_000_000, 999_999_999))
    return {"insurance_id": insurance_id, "insurance_status": True}


def contact_customer_support(world: World, booking_id: a.BookingId, message: str) -> a.SupportReply:
    """Contact customer support (customer service, help desk) about a booking: send them a message.

    Reads only.

    Args:
        booking_id: Id of the booking that it is about
        message: What to tell or ask customer support
    Refuses:
        unknown_booking: no booking has this id
    """
    if not desk.has_booking(world, booking_id):
        world.refuse("unknown_booking", "Booking not found")
    return {"customer_support_message": facts.SUPPORT_REPLY}
