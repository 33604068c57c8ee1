"""A small environment as a folder, to be broken in one place: products, orders and a till."""

from __future__ import annotations

from pathlib import Path

SCHEMA = """\
CREATE TABLE product(
    name TEXT PRIMARY KEY,
    price REAL NOT NULL CHECK (price >= 0),
    stock INTEGER NOT NULL CHECK (stock >= 0)
) STRICT;
CREATE TABLE purchase(
    id TEXT PRIMARY KEY,
    product TEXT NOT NULL REFERENCES product,
    count INTEGER NOT NULL CHECK (count > 0),
    state TEXT NOT NULL CHECK (state IN ('open', 'cancelled'))
) STRICT;
CREATE TABLE till(one INTEGER PRIMARY KEY CHECK (one = 1), open INTEGER NOT NULL CHECK (open IN (0, 1))) STRICT;
"""
TOOLS = '''\
"""A small shop."""

from __future__ import annotations

from typing import Annotated

from funreason_sim.sim import Format, TypedDict, World

Product = Annotated[str, Format("product")]
OrderId = Annotated[str, Format("order-id", opaque=True)]
COLOURS = ("red", "green", "blue", "black", "white")
SEEN: list[str] = []


class Ordered(TypedDict):
    order: OrderId


def open_shop(world: World) -> dict[str, bool]:
    """Open the shop for the day."""
    world.run("UPDATE till SET open = 1")
    return {"open": True}


def list_products(world: World) -> list[Product]:
    """List what the shop has in stock.

    Reads only.
    """
    return [name for (name,) in world.all("SELECT name FROM product WHERE stock > 0 ORDER BY name")]


def list_colours(world: World) -> list[str]:
    """List the colours that paper comes in."""
    return list(COLOURS)


def order_product(world: World, product: Product, count: int = 1) -> Ordered:
    """Order a product. The shop must be open first.

    Args:
        product: Name of the product
        count: How many
    Refuses:
        closed: the shop is closed
        unknown_product: the shop has no such product
        invalid_count: fewer than one
        too_few: there are not so many left
    """
    if not world.value("SELECT open FROM till"):
        world.refuse("closed", "The shop is closed.")
    stock = world.value("SELECT stock FROM product WHERE name = ?", product)
    if stock is None:
        world.refuse("unknown_product", "There is no such product.")
    if count < 1:
        world.refuse("invalid_count", "Order at least one.")
    if count > stock:
        world.refuse("too_few", f"Only {stock} are left.")
    world.run("UPDATE product SET stock = stock - ? WHERE name = ?", count, product)
    order = str(world.integer("order", 100_000, 999_999))
    world.run("INSERT INTO purchase VALUES (?, ?, ?, 'open')", order, product, count)
    return {"order": order}


def cancel_order(world: World, order: OrderId) -> str:
    """Cancel an order; the goods go back on the shelf.

    Args:
        order: Id of the order
    Refuses:
        unknown_order: there is no such order
        cancelled: it was cancelled before
    """
    found = world.one("SELECT product, count, state FROM purchase WHERE id = ?", order)
    if found is None:
        world.refuse("unknown_order", "There is no such order.")
    product, count, state = found
    if state == "cancelled":
        world.refuse("cancelled", "It was cancelled before.")
    world.run("UPDATE purchase SET state = 'cancelled' WHERE id = ?", order)
    world.run("UPDATE product SET stock = stock + ? WHERE name = ?", count, product)
    return "Cancelled."
'''
SCENARIOS = '''\
"""Shops to start from."""

from funreason_sim.errors import ScenarioError


def generate(dice):
    names = dice.sample(("tea", "jam", "soap", "paper", "candles"), 3)
    return {"products": {name: {"price": dice.integer(2, 40) / 2, "stock": dice.integer(1, 9)} for name in names}}


def load(world, scenario):
    if scenario.keys() - {"products", "orders", "open"}:
        raise ScenarioError("a shop has products, orders and perhaps is open")
    for name, product in scenario.get("products", {}).items():
        if product.keys() - {"price", "stock"}:
            raise ScenarioError(f"products.{name} has a price and a stock")
        world.run("INSERT INTO product VALUES (?, ?, ?)", name, product["price"], product["stock"])
    for order, bought in scenario.get("orders", {}).items():
        if bought.keys() != {"product", "count", "state"}:
            raise ScenarioError(f"orders.{order} has a product, a count and a state")
        values = bought["product"], bought["count"], bought["state"]
        world.run("INSERT INTO purchase VALUES (?, ?, ?, ?)", order, *values)
    if not isinstance(scenario.get("open", False), bool):
        raise ScenarioError("open is true or false")
    world.run("INSERT INTO till VALUES (1, ?)", int(scenario.get("open", False)))


def dump(world):
    products = world.all("SELECT name, price, stock FROM product ORDER BY rowid")
    orders = world.all("SELECT id, product, count, state FROM purchase ORDER BY rowid")
    state = {"products": {name: {"price": price, "stock": stock} for name, price, stock in products}}
    if orders:
        state["orders"] = {i: {"product": p, "count": n, "state": s} for i, p, n, s in orders}
    if world.value("SELECT open FROM till"):
        state["open"] = True
    return state


def known(world, dice):
    return {"product": [name for (name,) in world.all("SELECT name FROM product ORDER BY name")]}
'''
FILES = {"schema.sql": SCHEMA, "tools.py": TOOLS, "scenarios.py": SCENARIOS}


def write_shop(parent: Path, *patches: tuple[str, str, str]) -> Path:
    """The shop as a folder below `parent`, after replacing texts: `(file, old, new)` each, found exactly once."""
    folder = parent / "small_shop"
    folder.mkdir()
    texts = dict(FILES)
    for file, old, new in patches:
        assert texts[file].count(old) == 1, old
        texts[file] = texts[file].replace(old, new)
    for file, text in texts.items():
        (folder / file).write_text(text, "utf-8")
    return folder


def line_of(folder: Path, file: str, text: str) -> int:
    """The number of the one line that has this text."""
    [found] = [n for n, line in enumerate((folder / file).read_text("utf-8").splitlines(), 1) if text in line]
    return found
