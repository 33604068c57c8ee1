"""A brokerage: log in, look stocks up and watch them, place and cancel orders, move money in and out of the account.

Quirks kept from the benchmark:

- The clock stands still at 10:30 AM; what moves money bears some second of the day that begins then.
- Any name and any password log in; who is logged in already, or out, is told so, which is no failure.
- An order needs money enough for a purchase, but moves none, and shares to sell need not be owned.
- An order is told as Pending when it is placed, and is Open whenever somebody looks.
- The next order takes the number of the order counter, even where another order has it, which is then replaced.
- A cancelled order can be cancelled again.
- The market's hours stop withdrawals only.
- Watching needs no login; a stock that is not listed is not watched, and nothing says so.
- A stock that is not listed, or has no price, costs 0 where stocks are filtered.
- The order history lists every key of the orders, also one that is no number; the text about an unknown order runs two
  sentences together.
- A sector that is not known has no stocks, which is no failure.
"""

from .account import (
    fund_account,
    get_account_info,
    get_transaction_history,
    trading_get_login_status,
    trading_login,
    trading_logout,
    withdraw_funds,
)
from .market import (
    add_to_watchlist,
    filter_stocks_by_price,
    get_available_stocks,
    get_current_time,
    get_stock_info,
    get_symbol_by_name,
    get_watchlist,
    notify_price_change,
    remove_stock_from_watchlist,
)
from .orders import (
    cancel_order,
    get_order_details,
    get_order_history,
    place_order,
)

__all__ = [  # noqa: RUF022 - in the order in which models read them
    "get_current_time",
    "get_symbol_by_name",
    "get_stock_info",
    "get_order_details",
    "cancel_order",
    "place_order",
    "withdraw_funds",
    "get_account_info",
    "trading_login",
    "trading_get_login_status",
    "trading_logout",
    "fund_account",
    "remove_stock_from_watchlist",
    "get_watchlist",
    "get_order_history",
    "get_transaction_history",
    "get_available_stocks",
    "filter_stocks_by_price",
    "add_to_watchlist",
    "notify_price_change",
]
