"""Orders to buy and sell: placing, cancelling, looking them up."""

from __future__ import annotations

from typing import Any, cast

from funreason_sim.sim import World

from . import answers as a
from . import desk
from .documents import ORDERS


def get_order_details(world: World, order_id: a.OrderId) -> a.Order:
    """Show the details of a stock order: whether it buys or sells, which stock, at what price, how many, its status.

    Reads only.

    Args:
        order_id: Number of the order
    Refuses:
        unknown_order: no order has this number
    """
    found = ORDERS.find(world, order_id)
    if found is None:
        world.refuse(
            "unknown_order",
            f"Order with ID {order_id} not found.Here is the list of orders_id: {ORDERS.numbers(world)}",
        )
    return cast(a.Order, found[0])


def cancel_order(world: World, order_id: a.OrderId) -> a.Cancelled:
    """Cancel (call off, withdraw, take back) a stock order that is not completed yet.

    Args:
        order_id: Number of the order to cancel
    Refuses:
        unknown_order: no order has this number, or what has it is not one, since it has no status
        already_completed: the order is completed
    """
    found = ORDERS.find(world, order_id)
    if found is None:
        world.refuse("unknown_order", f"Order with ID {order_id} not found.")
    try:
        status = found[0]["status"]
    except (KeyError, TypeError) as error:
        world.refuse("unknown_order", str(error))
    if status == "Completed":
        world.refuse("already_completed", f"Can't cancel order {order_id}. Order is already completed.")
    world.run("UPDATE stock_order SET status = 'Cancelled' WHERE order_id = ?", order_id)
    return {"order_id": order_id, "status": "Cancelled"}


def place_order(
    world: World, order_type: a.OrderType, symbol: a.StockSymbol, price: a.Price, amount: a.Shares
) -> a.Placed:
    """Place an order to buy (purchase) or sell shares of a stock. A login is needed.

    Args:
        order_type: Buy or Sell
        symbol: Symbol (ticker) of the stock to trade
        price: Price of a share, in US dollars
        amount: Number of shares to trade
    Refuses:
        not_logged_in: nobody is logged in
        unknown_stock: no stock of this symbol is listed
        not_positive: the price or the amount is not above zero
        insufficient_funds: the account has less money than the shares cost
    """
    desk.require_login(world, "Please log in to place an order.")
    if not desk.is_listed(world, symbol):
        world.refuse("unknown_stock", f"Invalid stock symbol: {symbol}")
    if price <= 0 or amount <= 0:
        world.refuse("not_positive", "Price and amount must be positive values.")
    if order_type.lower() == "buy":
        desk.require_funds(world, float(price) * int(amount))
    price = float(price)
    order_id = desk.next_order(world)
    order: dict[str, Any] = {
        "id": order_id,
        "order_type": order_type,
        "symbol": symbol,
        "price": price,
        "amount": amount,
        "status": "Open",
    }
    ORDERS.put(world, order_id, order)
    return {
        "order_id": order_id,
        "order_type": order_type,
        "status": "Pending",
        "price": price,
        "amount": amount,
    }


def get_order_history(world: World) -> a.OrderHistory:
    """List the numbers (ids) of all stock orders that were placed: the order history. A login is needed.

    Reads only.

    Refuses:
        not_logged_in: nobody is logged in
    """
    desk.require_login(world, "Please log in to view order history.")
    return {"history": cast(list[int], ORDERS.numbers(world))}
