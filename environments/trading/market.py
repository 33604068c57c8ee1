"""The market: its clock, companies, stocks and their prices, and the stocks that the customer watches."""

from __future__ import annotations

from typing import cast

from funreason_sim.sim import World

from . import answers as a
from . import desk, facts
from .documents import STOCKS, WATCHED


def get_current_time(world: World) -> a.Clock:
    """Tell the current time: what time it is on the clock.

    Reads only.
    """
    return {"current_time": facts.NOW.strftime("%I:%M %p")}


def get_symbol_by_name(world: World, name: a.Company) -> a.SymbolFound:
    """Find the stock symbol (ticker) of a company by its name.

    Reads only.

    Args:
        name: Name of the company
    Refuses:
        unknown_company: the directory has no company of this name
    """
    symbol = facts.SYMBOL_OF.get(name)
    if symbol is None:
        world.refuse("unknown_company", {"symbol": "Stock not found"})
    return {"symbol": symbol}


def get_stock_info(world: World, symbol: a.StockSymbol) -> a.Stock:
    """Look up a stock: its current price (quote), percent change, trading volume and moving averages.

    Reads only.

    Args:
        symbol: Symbol (ticker) of the stock
    Refuses:
        unknown_stock: no stock of this symbol is listed
    """
    stock = STOCKS.get(world, symbol)
    if stock is None:
        world.refuse("unknown_stock", f"Stock with symbol '{symbol}' not found.")
    return cast(a.Stock, stock)


def get_available_stocks(world: World, sector: a.Sector) -> a.SectorStocks:
    """List the stocks that are available in a sector (industry, branch) of the market.

    Reads only.

    Args:
        sector: The sector, such as Technology
    """
    return {"stock_list": list(facts.SECTORS.get(sector, ()))}


def filter_stocks_by_price(world: World, stocks: list[str], min_price: float, max_price: float) -> a.Filtered:
    """Filter stocks by price: tell which of some stocks cost between a minimum and a maximum.

    Reads only.

    Args:
        stocks: Symbols (tickers) of the stocks to choose from
        min_price: Lowest price of a share, in US dollars
        max_price: Highest price of a share, in US dollars
    """
    prices = desk.figures(world, "price")
    found = [s for s in stocks if (prices.get(s) or 0) >= min_price and (prices.get(s) or 0) <= max_price]
    return {"filtered_stocks": found}


def notify_price_change(world: World, stocks: list[str], threshold: a.Percent) -> a.Notice:
    """Notify (alert) about a significant price change: which of some stocks changed in price by a threshold or more.

    Reads only.

    Args:
        stocks: Symbols (tickers) of the stocks to check
        threshold: How many percent a price must have changed
    Refuses:
        no_change_known: the record of one of the stocks says nothing of a change
    """
    changes = desk.figures(world, "percent_change")
    if any(symbol in changes and changes[symbol] is None for symbol in stocks):
        world.refuse("no_change_known", "'percent_change'")
    changed = [symbol for symbol in stocks if symbol in changes and abs(changes[symbol]) >= threshold]
    if not changed:
        return {"notification": "No significant price changes in the selected stocks."}
    return {"notification": f"Stocks {', '.join(changed)} have significant price changes."}


def get_watchlist(world: World) -> a.WatchList:
    """Show the watchlist: which stocks are watched. A login is needed.

    Reads only.

    Refuses:
        not_logged_in: nobody is logged in
    """
    desk.require_login(world, "Please log in to view the watchlist.")
    return {"watchlist": WATCHED.dump(world)}


def add_to_watchlist(world: World, stock: a.StockSymbol) -> a.WatchList:
    """Add (put, include) a stock to the watchlist, to watch it and keep an eye on it.

    Args:
        stock: Symbol (ticker) of the stock to watch
    """
    if stock not in WATCHED.dump(world) and desk.is_listed(world, stock):
        WATCHED.append(world, stock)
    return {"watchlist": WATCHED.dump(world)}


def remove_stock_from_watchlist(world: World, symbol: a.StockSymbol) -> a.Status:
    """Remove (delete, drop) a stock from the watchlist. A login is needed.

    Args:
        symbol: Symbol (ticker) of the stock to remove
    Refuses:
        not_logged_in: nobody is logged in
        not_watched: the stock is not on the watchlist
    """
    desk.require_login(world, "Please log in to modify the watchlist.")
    if symbol not in WATCHED.dump(world):
        world.refuse("not_watched", f"Stock {symbol} not found in watchlist.")
    world.run("DELETE FROM watched WHERE position = (SELECT min(position) FROM watched WHERE symbol = ?)", symbol)
    return {"status": f"Stock {symbol} removed from watchlist successfully."}
