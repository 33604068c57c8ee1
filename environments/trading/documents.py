"""Scenario documents of a brokerage as rows: the account, the stocks, the orders, the watch list and the money moved.

A document is the benchmark's `initial_config` of the class. What it leaves out takes the class's own values.
"""

from __future__ import annotations

import json
from typing import Any

from funreason_sim.errors import ScenarioError
from funreason_sim.sim import Document, Field, RecordList, Records, World, kinds

from . import facts

_LONGEST = 18
"""A number of so many digits fits into 64 bits."""
_COUNTED = 1 << 53


def _counts(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _COUNTED


class Account:
    """The account: one record in a table of its own."""

    default = facts.ACCOUNT
    _rows = RecordList(
        "account",
        {
            "account_id": kinds.either(kinds.number, kinds.text),
            "balance": kinds.number,
            "binding_card": kinds.either(kinds.number, kinds.text),
        },
    )

    def load(self, world: World, where: str, value: Any) -> None:
        """Write the account of a document.

        Raises:
            ScenarioError: for a value of the wrong kind; the sentence names the field.
        """
        for field, item in kinds.mapping.check(where, value).items():
            self._rows.fields.get(field, kinds.anything).check(f"{where}.{field}", item)
        self._rows.append(world, value)

    def dump(self, world: World) -> dict[str, Any]:
        """The account as it is now."""
        return self._rows.dump(world)[0]


class Stocks(Records):
    """The stocks that are listed, by symbol."""

    @property
    def default(self) -> dict[str, Any]:
        """The class's own stocks."""
        return facts.STOCKS


class Orders:
    """The orders, by number; entries that are none are kept as they are (the benchmark has `"order_type": "Buy"`)."""

    _records = Records(
        "stock_order",
        "order_id",
        {
            "id": kinds.either(kinds.number, kinds.text),
            "order_type": kinds.text,
            "symbol": kinds.text,
            "price": kinds.number,
            "amount": kinds.number,
            "status": kinds.text,
        },
    )
    default = facts.ORDERS

    def load(self, world: World, where: str, value: Any) -> None:
        """Write the orders of a document.

        Raises:
            ScenarioError: for a value of the wrong kind; the sentence names the field.
        """
        for place, (name, entry) in enumerate(kinds.mapping.check(where, value).items()):
            key = _numbered(where, name)
            if isinstance(entry, dict):
                self._records.check(f"{where}.{name}", entry)
                self._records.put(world, key, entry)
            else:
                world.run(
                    "INSERT INTO stock_order(order_id, position, bare, shape, extra) VALUES (?, ?, ?, '[]', '{}')",
                    key,
                    place + 1,
                    json.dumps(entry),
                )

    def dump(self, world: World) -> dict[str, Any]:
        """All orders and other entries, as a document has them."""
        bare = world.all("SELECT order_id, bare FROM stock_order WHERE bare IS NOT NULL ORDER BY position")
        entries = self._records.dump(world) | {key: json.loads(text) for key, text in bare}
        return {str(key): entry for key, entry in entries.items()}

    def numbers(self, world: World) -> list[int | str]:
        """The numbers of all orders and the names of other entries, oldest first."""
        return [key for (key,) in world.all("SELECT order_id FROM stock_order ORDER BY position")]

    def find(self, world: World, order_id: int) -> tuple[Any] | None:
        """The entry with this number, if there is one: an order, or what stands in its place."""
        row = world.one("SELECT bare FROM stock_order WHERE order_id = ?", order_id)
        if row is None:
            return None
        return (self._records.get(world, order_id) if row[0] is None else json.loads(row[0]),)

    def put(self, world: World, order_id: int, order: dict[str, Any]) -> None:
        """Write an order; one with the same number is overwritten and keeps its place."""
        self._records.put(world, order_id, order)


class WatchList:
    """The symbols watched, in order."""

    default = facts.WATCHED

    def load(self, world: World, where: str, value: Any) -> None:
        """Write the watch list of a document.

        Raises:
            ScenarioError: for a value of the wrong kind; the sentence names the field.
        """
        for place, symbol in enumerate(kinds.listing.check(where, value)):
            self.append(world, kinds.text.check(f"{where}[{place}]", symbol))

    def dump(self, world: World) -> list[str]:
        """The symbols, the one watched longest first."""
        return [symbol for (symbol,) in world.all("SELECT symbol FROM watched ORDER BY position")]

    def append(self, world: World, symbol: str) -> None:
        """Watch one more."""
        world.run("INSERT INTO watched(position, symbol) SELECT coalesce(max(position), 0) + 1, ? FROM watched", symbol)


def _numbered(where: str, name: str) -> int | str:
    """What an entry's key means: digits are a number."""
    if not name.isdigit():
        return name
    if not name.isascii() or len(name) > _LONGEST or str(int(name)) != name:
        raise ScenarioError(
            f"{where} has the number {name!r}, which must be up to {_LONGEST} digits without leading zeros"
        )
    return int(name)


ACCOUNT = Account()
STOCKS = Stocks("stock", "symbol", dict.fromkeys(facts.STOCK_FIELDS, kinds.number))
ORDERS = Orders()
WATCHED = WatchList()
MOVES = RecordList("money_move", {"type": kinds.text, "amount": kinds.number, "timestamp": kinds.text})
BROKERAGE = Document(
    "brokerage",
    {
        "authenticated": Field("authenticated", kinds.boolean, False),
        "market_status": Field("market_status", kinds.text, "Closed"),
        "order_counter": Field(
            "order_counter", kinds.Kind(f"a whole number from 0 to {_COUNTED}", _counts), facts.NEXT_ORDER
        ),
    },
    {
        "orders": ORDERS,
        "account_info": ACCOUNT,
        "stocks": STOCKS,
        "watch_list": WATCHED,
        "transaction_history": MOVES,
    },
)
