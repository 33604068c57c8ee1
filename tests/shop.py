"""A tiny environment for tests of the engine: a shop with orders, refunds that fall due, and tools that misbehave."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Annotated, Any

from funreason_sim.errors import ScenarioError
from funreason_sim.sim import Environment, Format, TypedDict, World

OrderId = Annotated[str, Format("order-id", opaque=True)]
SCHEMA = """
CREATE TABLE product(name TEXT PRIMARY KEY, price ANY NOT NULL, stock INTEGER NOT NULL CHECK (stock >= 0)) STRICT;
CREATE TABLE purchase(id TEXT PRIMARY KEY, product TEXT NOT NULL REFERENCES product, state TEXT NOT NULL) STRICT;
CREATE TABLE till(one INTEGER PRIMARY KEY, open INTEGER NOT NULL) STRICT;
"""


class Ordered(TypedDict):
    order: OrderId


def open_shop(world: World) -> dict[str, bool]:
    """Open the shop for the day."""
    world.run("UPDATE till SET open = 1")
    return {"open": True}


def order_product(world: World, product: Annotated[str, Format("product")], count: int = 1) -> Ordered:
    """Order a product. The shop must be open first.

    Args:
        product: Name of the product
        count: How many
    Refuses:
        closed: the shop is closed
        sold_out: too few are left
        odd [keeps effects]: an odd count writes before it is refused
    """
    if not world.value("SELECT open FROM till"):
        world.refuse("closed", "The shop is closed.")
    world.run("UPDATE product SET stock = stock - min(?, stock) WHERE name = ?", count, product)
    if count == 13:
        world.refuse("odd", "Thirteen is odd.")
    if count > 5:
        world.refuse("sold_out", {"ordered": False, "error": "Too few are left."})
    order = str(world.integer("order", 1000, 9999))
    world.run("INSERT INTO purchase VALUES (?, ?, 'open')", order, product)
    return {"order": order}


def cancel_order(world: World, order: OrderId) -> str:
    """Cancel an order; the money comes back two days later.

    Args:
        order: Id of the order
    Refuses:
        unknown: there is no such order
    """
    if not world.run("UPDATE purchase SET state = 'cancelled' WHERE id = ?", order):
        world.refuse("unknown", "No such order.")
    world.schedule(172_800, "refund", order=order)
    return "Cancelled; the refund takes two days."


def crash(world: World) -> None:
    """Break in the middle of a write."""
    world.run("UPDATE product SET stock = 0")
    raise KeyError("boom")


def refuse_secretly(world: World) -> None:
    """Refuse with a code that is not declared."""
    world.refuse("secret", "No.")


def spin(world: World) -> int:
    """Run a query that never ends."""
    return int(world.value("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"))


def look_at_clock(world: World) -> dict[str, Any]:
    """Tell the time and draw a number."""
    return {"now": world.now.isoformat(), "day": world.today.isoformat(), "drawn": world.uniform("look", 0.0, 1.0)}


def refund(world: World, order: str) -> None:
    """Give the money back, unless that has been done."""
    if not world.run("UPDATE purchase SET state = 'refunded' WHERE id = ? AND state = 'cancelled'", order):
        world.refuse("done", "nothing to refund")


def generate(dice: Any) -> dict[str, Any]:
    return {"products": {"tea": dice.integer(3, 9), "jam": 4.5}}


def load(world: World, scenario: dict[str, Any]) -> None:
    for name, price in scenario.get("products", {}).items():
        if not isinstance(price, int | float):
            raise ScenarioError(f"products.{name} must be a number")
        world.run("INSERT INTO product VALUES (?, ?, 20)", name, price)
    world.run("INSERT INTO till VALUES (1, 0)")


def dump(world: World) -> dict[str, Any]:
    return {"products": dict(world.all("SELECT name, price FROM product ORDER BY rowid"))}


def known(world: World, dice: Any) -> dict[str, Any]:
    return {
        "product": [name for (name,) in world.all("SELECT name FROM product ORDER BY name")],
        "order_product.count": [1, 2],
    }


SCENARIOS: Any = SimpleNamespace(generate=generate, load=load, dump=dump, known=known)
WORDING = {
    "open_shop": {"ask": ["open up the shop"], "held_out": ["get the shop going for the day"]},
    "order_product": {
        "ask": ["order {count} of the {product}", "order the {product}"],
        "refer": {"order-id": ["the order I just placed"]},
    },
    "cancel_order": {"ask": ["cancel {order}"]},
    "look_at_clock": {"ask": ["tell me what time it is"]},
}


def shop(*extra: Any, name: str = "shop", **changes: Any) -> Environment:
    """The shop, with more tools or other parts where a test wants them."""
    parts: dict[str, Any] = {
        "summary": "A shop.",
        "schema": SCHEMA,
        "functions": (open_shop, order_product, cancel_order, look_at_clock, *extra),
        "scenarios": SCENARIOS,
        "wording": WORDING,
        "handlers": {"refund": refund},
    }
    return Environment(name=name, **{**parts, **changes})
