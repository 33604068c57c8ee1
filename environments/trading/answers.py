"""What the brokerage's tools take and give: formats, accepted values and the shapes of results."""

# ruff: noqa: D101 - the fields of a result describe themselves

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from funreason_sim.sim import Choices, Format, TypedDict

from . import facts

StockSymbol = Annotated[str, Format("stock-symbol")]
Company = Annotated[str, Format("company-name"), Choices(*facts.SYMBOL_OF)]
Sector = Annotated[str, Format("stock-sector"), Choices(*facts.SECTORS)]
OrderId = Annotated[int, Format("order-id")]
OrderType = Annotated[str, Format("order-type"), Choices("Buy", "Sell")]
Price = Annotated[float, Format("stock-price")]
Shares = Annotated[int, Format("share-count")]
Dollars = Annotated[float, Format("usd")]
Deposit = Annotated[float, Format("deposit-amount")]
Username = Annotated[str, Format("trading-username")]
Password = Annotated[str, Format("trading-password")]
Date = Annotated[str, Format("date")]
Percent = Annotated[float, Format("percent-change")]

Stock = TypedDict(
    "Stock",
    {
        "price": Annotated[Price, Field(description="Current price of a share, in US dollars")],
        "percent_change": Annotated[float, Field(description="How the price changed, in percent")],
        "volume": Annotated[float, Field(description="Shares traded, in millions")],
        "MA(5)": Annotated[float, Field(description="Average price of the last 5 days")],
        "MA(20)": Annotated[float, Field(description="Average price of the last 20 days")],
    },
    total=False,
)


class Clock(TypedDict):
    current_time: Annotated[str, Field(description="The time, as HH:MM AM or PM")]


class SymbolFound(TypedDict):
    symbol: Annotated[StockSymbol, Field(description="The symbol of the company's stock")]


class Order(TypedDict, total=False):
    id: Annotated[int, Field(description="Number of the order")]
    order_type: Annotated[str, Field(description="Buy or Sell")]
    symbol: Annotated[StockSymbol, Field(description="The stock traded")]
    price: Annotated[float, Field(description="Price of a share, in US dollars")]
    amount: Annotated[int, Field(description="Number of shares")]
    status: Annotated[str, Field(description="Open, Pending, Completed or Cancelled")]


class Cancelled(TypedDict):
    order_id: Annotated[int, Field(description="Number of the order")]
    status: Annotated[str, Field(description="Always Cancelled")]


class Placed(TypedDict):
    order_id: Annotated[OrderId, Field(description="Number of the new order")]
    order_type: Annotated[str, Field(description="Buy or Sell")]
    status: Annotated[str, Field(description="Always Pending: the order is on its way to the market")]
    price: Annotated[float, Field(description="Price of a share, in US dollars")]
    amount: Annotated[int, Field(description="Number of shares")]


class MoneyMoved(TypedDict):
    status: Annotated[str, Field(description="What was done")]
    new_balance: Annotated[float, Field(description="Money in the account now, in US dollars")]


class Account(TypedDict, total=False):
    account_id: Annotated[int | str, Field(description="Number of the account")]
    balance: Annotated[Dollars, Field(description="Money in the account, in US dollars")]
    binding_card: Annotated[int | str, Field(description="Number of the card that the account is bound to")]


class Status(TypedDict):
    status: Annotated[str, Field(description="What was done")]


class LoginStatus(TypedDict):
    status: Annotated[bool, Field(description="True when somebody is logged in")]


class WatchList(TypedDict):
    watchlist: Annotated[list[str], Field(description="The symbols watched, the oldest first")]


class OrderHistory(TypedDict):
    history: Annotated[list[OrderId], Field(description="The numbers of all orders, the oldest first")]


class Move(TypedDict, total=False):
    type: Annotated[str, Field(description="deposit or withdrawal")]
    amount: Annotated[float, Field(description="How much, in US dollars")]
    timestamp: Annotated[str, Field(description="When, as YYYY-MM-DD HH:MM:SS")]


class MoveHistory(TypedDict):
    transaction_history: Annotated[list[Move], Field(description="Money moved, the oldest first")]


class SectorStocks(TypedDict):
    stock_list: Annotated[list[str], Field(description="The symbols of the sector; none for an unknown sector")]


class Filtered(TypedDict):
    filtered_stocks: Annotated[list[str], Field(description="The symbols whose price is in the range")]


class Notice(TypedDict):
    notification: Annotated[str, Field(description="Which of the stocks changed that much")]
