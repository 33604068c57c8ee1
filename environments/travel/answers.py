"""What the travel tools take and give: formats, accepted values and the shapes of results."""

# ruff: noqa: D101 - the fields of a result describe themselves

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from funreason_sim.sim import Choices, Format, TypedDict

from . import facts

AccessToken = Annotated[str, Format("access-token", opaque=True)]
CardId = Annotated[str, Format("card-id", opaque=True)]
BookingId = Annotated[str, Format("booking-id", opaque=True)]
TransactionId = Annotated[str, Format("transaction-id", opaque=True)]
InsuranceId = Annotated[str, Format("insurance-id", opaque=True)]

Airport = Annotated[str, Format("airport-code"), Choices(*facts.AIRPORTS)]
City = Annotated[str, Format("city"), Choices(*facts.AIRPORT_OF)]
Date = Annotated[str, Format("date")]
TravelClass = Annotated[str, Format("travel-class"), Choices(*facts.CLASS_FACTORS)]
Currency = Annotated[str, Format("currency"), Choices(*facts.CURRENCIES)]
Dollars = Annotated[float, Format("usd")]
Premium = Annotated[float, Format("insurance-price")]
InsuranceType = Annotated[str, Format("insurance-type")]

FirstName = Annotated[str, Format("person-first-name")]
LastName = Annotated[str, Format("person-last-name")]
FullName = Annotated[str, Format("person-full-name")]
BirthDate = Annotated[str, Format("birth-date")]
Passport = Annotated[str, Format("passport-number")]
ClientId = Annotated[str, Format("client-id")]
ClientSecret = Annotated[str, Format("client-secret")]
RefreshToken = Annotated[str, Format("refresh-token")]
GrantType = Annotated[str, Format("grant-type"), Choices("read_write", "read", "write")]
CardNumber = Annotated[str, Format("card-number")]
CardExpiry = Annotated[str, Format("card-expiry")]
CardCode = Annotated[int, Format("card-security-code")]
Moment = Annotated[str, Format("date-time")]
YesNo = Annotated[str, Format("true-or-false")]


class SignedIn(TypedDict):
    expires_in: Annotated[int, Field(description="How long the access token holds")]
    access_token: Annotated[AccessToken, Field(description="The access token that other travel tools ask for")]
    token_type: Annotated[str, Field(description="Kind of token, always Bearer")]
    scope: Annotated[str, Field(description="What the token allows")]


class LoginStatus(TypedDict):
    status: Annotated[bool, Field(description="True when somebody is logged in")]


class FiscalYear(TypedDict):
    budget_fiscal_year: Annotated[str, Field(description="The year of the budget")]


class CardRegistered(TypedDict):
    card_id: Annotated[CardId, Field(description="Id of the new card")]


class Fares(TypedDict):
    travel_cost_list: Annotated[list[Dollars], Field(description="Prices of the flight, in US dollars")]


class Balance(TypedDict):
    card_balance: Annotated[Dollars, Field(description="Money left on the card, in US dollars")]


class Booked(TypedDict):
    booking_id: Annotated[BookingId, Field(description="Id of the new booking")]
    transaction_id: Annotated[TransactionId, Field(description="Id of the payment")]
    booking_status: Annotated[bool, Field(description="True when the flight is booked")]
    booking_history: Annotated[dict[str, str], Field(description="Always empty here")]


class Booking(TypedDict, total=False):
    card_id: Annotated[str, Field(description="Card that it was paid with")]
    travel_date: Annotated[str, Field(description="Day of the flight")]
    travel_from: Annotated[str, Field(description="Airport of departure")]
    travel_to: Annotated[str, Field(description="Airport of arrival")]
    travel_class: Annotated[str, Field(description="economy, business or first")]
    travel_cost: Annotated[float, Field(description="What it cost, in US dollars")]
    transaction_id: Annotated[str, Field(description="Id of the payment")]


class Bill(TypedDict):
    booking_id: Annotated[str, Field(description="Id of the booking")]
    travel_date: Annotated[str, Field(description="Day of the flight")]
    travel_from: Annotated[str, Field(description="Airport of departure")]
    travel_to: Annotated[str, Field(description="Airport of arrival")]
    travel_class: Annotated[str, Field(description="economy, business or first")]
    travel_cost: Annotated[float, Field(description="What it cost, in US dollars")]
    transaction_id: Annotated[str, Field(description="Id of the payment")]


class Invoice(TypedDict):
    invoice: Annotated[Bill, Field(description="The invoice, with the price of the flight")]


class History(TypedDict):
    booking_history: Annotated[dict[BookingId, Booking], Field(description="All bookings, by booking id")]


class Cancelled(TypedDict):
    cancel_status: Annotated[bool, Field(description="True when the booking is cancelled")]


class Exchanged(TypedDict):
    exchanged_value: Annotated[
        float, Format("exchanged-amount"), Field(description="The amount in the currency wanted")
    ]


class Verified(TypedDict):
    verification_status: Annotated[bool, Field(description="True when the traveler may fly")]


class BudgetSet(TypedDict):
    budget_limit: Annotated[float, Field(description="The new limit, in US dollars")]


class NearestAirport(TypedDict):
    nearest_airport: Annotated[
        str, Format("airport-code"), Field(description="Three-letter code of the airport; Unknown when there is none")
    ]


class Insured(TypedDict):
    insurance_id: Annotated[InsuranceId, Field(description="Id of the insurance policy")]
    insurance_status: Annotated[bool, Field(description="True when the flight is insured")]


class SupportReply(TypedDict):
    customer_support_message: Annotated[str, Field(description="What customer support answers")]


class Card(TypedDict, total=False):
    card_number: Annotated[str | int, Field(description="Number of the card")]
    card_type: Annotated[str, Field(description="Brand of the card")]
    cardholder_name: Annotated[str, Field(description="Who the card belongs to")]
    expiry_date: Annotated[str, Field(description="Month and year until which the card is valid")]
    expiration_date: Annotated[str, Field(description="Month and year until which the card is valid")]
    cvv: Annotated[int | str, Field(description="Security code of the card")]
    card_verification_number: Annotated[int | str, Field(description="Security code of the card")]
    balance: Annotated[float, Field(description="Money left on the card, in US dollars")]


class Cards(TypedDict):
    credit_card_list: Annotated[dict[CardId, Card], Field(description="All credit cards, by card id")]
