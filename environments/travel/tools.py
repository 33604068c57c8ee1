"""A travel desk: sign in, find airports and fares, book, insure and cancel flights, manage cards and a budget.

Quirks kept from the benchmark:

- Logging in takes any credentials and makes whoever they name the traveler; the token expires after 2, of nothing.
- A token is only compared: without a login, no token is the current one, but only registering a card says so.
- A card is registered already when its number is the id of another card; ids are drawn, so numbers may come twice.
- Fares lead one way only, and one of them to an airport that cannot be booked. A day of even digit sum costs twice.
- Asking for a fare takes any date, booking only one that exists.
- What booking returns has a history that is always empty, and a card with less than the budget limit does not pay.
- Insurance is charged without asking for funds, whatever it costs, and is not kept: invoices know nothing of it.
- Cancelling refunds the card that the booking names, though it may be gone; then the booking stays.
- Support answers about any booking without a login, and cards are listed without one.
- Amounts to dollars are rounded to cents, amounts from dollars are not.
- Nobody but the traveler who logged in can be verified; a birthday must be a day, and the passport begin with US.
- The only fiscal year is 2018, and a city without an airport has one called Unknown.

Of our own: an amount that no number can hold in the other currency is refused, and a card never has more, nor owes
more, than the largest number.
"""

from .account import (
    authenticate_travel,
    get_budget_fiscal_year,
    set_budget_limit,
    travel_get_login_status,
    verify_traveler_information,
)
from .bookings import (
    cancel_booking,
    contact_customer_support,
    get_booking_history,
    purchase_insurance,
    retrieve_invoice,
)
from .flights import book_flight, get_flight_cost, get_nearest_airport_by_city, list_all_airports
from .money import compute_exchange_rate, get_all_credit_cards, get_credit_card_balance, register_credit_card

__all__ = [  # noqa: RUF022 - in the order in which models read them
    "authenticate_travel",
    "travel_get_login_status",
    "get_budget_fiscal_year",
    "register_credit_card",
    "get_flight_cost",
    "get_credit_card_balance",
    "book_flight",
    "retrieve_invoice",
    "get_booking_history",
    "list_all_airports",
    "cancel_booking",
    "compute_exchange_rate",
    "verify_traveler_information",
    "set_budget_limit",
    "get_nearest_airport_by_city",
    "purchase_insurance",
    "contact_customer_support",
    "get_all_credit_cards",
]
