"""What is true at this brokerage, whatever the scenario: its clock and directory, and what a silent document means.

The figures are those of the benchmark's world, restated; they are interface facts, since results are made of them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

NOW = datetime(2024, 9, 1, 10, 30)
"""The clock of the brokerage stands still."""
TRADING_DAY = 86_400
"""Money moves at some second of the day that begins now."""

SYMBOL_OF = {
    "Apple": "AAPL",
    "Google": "GOOG",
    "Tesla": "TSLA",
    "Microsoft": "MSFT",
    "Nvidia": "NVDA",
    "Zeta Corp": "ZETA",
    "Alpha Tech": "ALPH",
    "Omega Industries": "OMEG",
    "Quasar Ltd.": "QUAS",
    "Neptune Systems": "NEPT",
    "Synex Solutions": "SYNX",
    "Amazon": "AMZN",
    "Gorilla": "GORI",
}
"""Companies that the directory knows, listed on the market or not."""
SECTORS = {"Technology": ("AAPL", "GOOG", "MSFT", "NVDA"), "Automobile": ("TSLA", "F", "GM")}

STOCK_FIELDS = ("price", "percent_change", "volume", "MA(5)", "MA(20)")
# Symbol, then the fields of a stock, where a document says nothing of stocks.
_LISTED = """
AAPL  227.16  0.17 2.552  227.11  227.09
GOOG 2840.34  0.24 1.123 2835.67 2842.15
TSLA  667.92 -0.12 1.654  671.15  668.20
MSFT  310.23  0.09 3.234  309.88  310.11
NVDA  220.34  0.34 1.234  220.45  220.67
ALPH 1320.45 -0.08 1.567 1321.12 1325.78
OMEG  457.23  0.12 2.345  456.78  458.12
QUAS  725.89 -0.03 1.789  726.45  728.00
NEPT   88.34  0.19 0.654   88.21   88.67
SYNX  345.67  0.11 2.112  345.34  346.12
ZETA   22.09 -0.05 0.789   22.12   22.34
"""


def _stocks() -> dict[str, Any]:
    lines = (line.split() for line in _LISTED.split("\n") if line)
    return {symbol: dict(zip(STOCK_FIELDS, map(float, figures), strict=True)) for symbol, *figures in lines}


def _order(number: int, kind: str, symbol: str, price: float, amount: int, status: str) -> dict[str, Any]:
    return {"id": number, "order_type": kind, "symbol": symbol, "price": price, "amount": amount, "status": status}


STOCKS: dict[str, Any] = _stocks()
ORDERS: dict[str, Any] = {
    "12345": _order(12345, "Buy", "AAPL", 210.65, 10, "Completed"),
    "12446": _order(12446, "Sell", "GOOG", 2840.56, 5, "Pending"),
}
NEXT_ORDER = 12446
ACCOUNT: dict[str, Any] = {"account_id": 12345, "balance": 10000.0, "binding_card": 1974202140965533}
WATCHED = ["NVDA"]
