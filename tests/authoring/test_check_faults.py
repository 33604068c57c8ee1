"""Copies of a shop with one fault each: every fault is found, by its own check alone, at its line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from authoring.small_shop import line_of, write_shop

from funreason_sim.authoring.checks import Call, Elsewhere, check

BUDGET = 800


@dataclass(frozen=True)
class Broken:
    """A fault: what is replaced in which file, and the check that has to say so, at the line with this text."""

    name: str
    file: str
    old: str
    new: str
    check: str
    at: str
    says: str
    calls: tuple[str, ...] | None = None
    """The tools of the shortest failing sequence, where there is one."""


ORDERED = '    world.run("UPDATE product SET stock = stock - ? WHERE name = ?", count, product)\n'
FAULTS = [
    Broken(
        "an annotation is missing",
        "tools.py", "def list_colours(world: World) -> list[str]:", "def list_colours(world: World):",
        "documented", "def list_colours", "has no return annotation",
    ),
    Broken(
        "a parameter is not documented",
        "tools.py", "        count: How many\n", "",
        "documented", "def order_product", "parameter count is not in Args:",
    ),
    Broken(
        "a code is not documented",
        "tools.py", "        too_few: there are not so many left\n", "",
        "intact", 'world.refuse("too_few"', "refuses with too_few, not in Refuses:", ("open_shop", "order_product"),
    ),
    Broken(
        "a code is not explained",
        "tools.py", "        closed: the shop is closed\n", "        closed:\n",
        "documented", "        closed:", "declares closed and does not say when",
    ),
    Broken(
        "a code that nothing reaches is not declared",
        "tools.py", '    return {"open": True}\n',
        '    if len(COLOURS) > 9:\n        world.refuse("garish", "No.")\n    return {"open": True}\n',
        "documented", 'world.refuse("garish"', "refuses with garish, which is not under Refuses:",
    ),
    Broken(
        "the tools do not say what they are",
        "tools.py", '"""A small shop."""\n\n', "",
        "documented", "from __future__", "tools.py has no docstring",
    ),
    Broken(
        "dump breaks on some states",
        "scenarios.py", "    if orders:\n", "    if orders[1:]:\n        raise KeyError(orders[1])\n    if orders:\n",
        "round_trip", "raise KeyError", "dump does not work: KeyError",
    ),
    Broken(
        "generate counts its calls",
        "scenarios.py", "def generate(dice):\n",
        "def generate(dice, calls=[]):\n    calls.append(1)\n    dice = dice.child(len(calls))\n",
        "openings", "def generate", "the same seed draws another scenario",
    ),
    Broken(
        "a tool meddles with the transaction",
        "tools.py", "    return list(COLOURS)\n", '    world.run("COMMIT")\n    return list(COLOURS)\n',
        "intact", 'world.run("COMMIT")', "ValueError: COMMIT is the engine's", ("list_colours",),
    ),
    Broken(
        "dump loses a column",
        "scenarios.py", '{"price": price, "stock": stock} for', '{"price": price, "stock": 1} for',
        "round_trip", "def dump", "differs from s at /products/",
    ),
    Broken(
        "load drops what it does not know",
        "scenarios.py", 'if scenario.keys() - {"products", "orders", "open"}:', "if not isinstance(scenario, dict):",
        "round_trip", "def dump", "load accepts it and dump does not give it back",
    ),
    Broken(
        "load remembers earlier openings",
        "scenarios.py", "def load(world, scenario):\n",
        "def load(world, scenario):\n    load.before = getattr(load, 'before', 0) + 1\n"
        '    world.run("INSERT INTO opening VALUES (?)", load.before)\n',
        "openings", "def load", "a second opening has another digest",
    ),
    Broken(
        "a check is missing, so its code is not reached",
        "tools.py", '    if state == "cancelled":\n', '    if state == "canceled":\n',
        "reached", "cancelled: it was cancelled before", "no call was refused with cancelled",
    ),
    Broken(
        "a condition is turned round, so the tool never returns",
        "tools.py", "    if found is None:\n", "    if found is None or found:\n",
        "reached", "def cancel_order", "never returned",
    ),
    Broken(
        "an error is returned after a write",
        "tools.py", '    if count > stock:\n        world.refuse("too_few", f"Only {stock} are left.")\n',
        '    if count > stock:\n        world.refuse("too_few", f"Only {stock} are left.") if count > 50 else None\n'
        '        world.run("UPDATE product SET stock = 0 WHERE name = ?", product)\n'
        '        return {"error": "Too few are left."}\n',
        "refusals", "def order_product", "returns an error instead of refusing", ("open_shop", "order_product"),
    ),
    Broken(
        "what reads only writes",
        "tools.py", '    return [name for (name,) in world.all("SELECT name FROM product WHERE',
        '    world.run("UPDATE till SET open = 1 - open")\n'
        '    return [name for (name,) in world.all("SELECT name FROM product WHERE',
        "read_only", "def list_products", "declares `Reads only.` and writes rows of till", ("list_products",),
    ),
    Broken(
        "a foreign key does not hold",
        "tools.py", '    world.run("INSERT INTO purchase VALUES (?, ?, ?, \'open\')", order, product, count)',
        '    world.run("INSERT INTO purchase VALUES (?, ?, ?, \'open\')", order, product if count < 3 else "?", count)',
        "constraints", 'else "?"', "FOREIGN KEY", ("open_shop", "order_product"),
    ),
    Broken(
        "a constraint is met by accident",
        "tools.py", ORDERED, ORDERED.replace("- ?", "- 2 * ?"),
        "constraints", "- 2 * ?", "CHECK constraint failed", ("open_shop", "order_product"),
    ),
    Broken(
        "a constraint is switched off",
        "tools.py", ORDERED,
        '    world.run("PRAGMA ignore_check_constraints = ON")\n' + ORDERED.replace("- ?", "- 2 * ?"),
        "constraints", "def order_product", "leaves rows that the schema forbids", ("open_shop", "order_product"),
    ),
    Broken(
        "a tool reads the clock",
        "tools.py", '    return {"open": True}\n',
        '    from datetime import datetime\n    return {"open": datetime.now().year > 2000}\n',
        "enclosed", "datetime.now()", "reads the clock (datetime.now)", ("open_shop",),
    ),
    Broken(
        "a tool draws by chance",
        "tools.py", '    order = str(world.integer("order", 100_000, 999_999))\n',
        "    import uuid\n    order = uuid.uuid4().hex\n",
        "enclosed", "uuid.uuid4()", "draws by chance (os.urandom)", ("open_shop", "order_product"),
    ),
    Broken(
        "a scenario is drawn by another chance",
        "scenarios.py", '"stock": dice.integer(1, 9)}', '"stock": __import__("random").randint(1, 9)}',
        "enclosed", "randint", "generate draws by chance (random)",
    ),
    Broken(
        "a tool uses the network",
        "tools.py", "    return list(COLOURS)\n",
        "    import socket\n    socket.socket().close()\n    return list(COLOURS)\n",
        "enclosed", "socket.socket()", "uses the network (socket.__new__)", ("list_colours",),
    ),
    Broken(
        "a tool reads a file",
        "tools.py", "    return list(COLOURS)\n",
        "    with open(__file__):\n        return list(COLOURS)\n",
        "enclosed", "with open", "touches files (open)", ("list_colours",),
    ),
    Broken(
        "a tool asks the machine",
        "tools.py", "    return list(COLOURS)\n",
        '    import os\n    return [os.environ.get("COLOUR", "red")]\n',
        "enclosed", "os.environ", "asks the machine (os.environ)", ("list_colours",),
    ),
    Broken(
        "a result depends on the order of hashes",
        "tools.py", "    return list(COLOURS)\n", "    return list(set(COLOURS))\n",
        "replays", "set(COLOURS)", "something else in another process", ("list_colours",),
    ),
    Broken(
        "a module keeps what belongs to a world",
        "tools.py", "    return list(COLOURS)\n", "    SEEN.append(COLOURS[len(SEEN) % 5])\n    return list(SEEN)\n",
        "forks", "SEEN.append", "something is kept that is no row", ("list_colours",),
    ),
    Broken(
        "a function remembers by a global name",
        "tools.py", "    return list(COLOURS)\n",
        "    global SEEN\n    SEEN = [*SEEN, COLOURS[len(SEEN) % 5]]\n    return list(SEEN)\n",
        "forks", "SEEN = [*SEEN", "something is kept that is no row", ("list_colours",),
    ),
    Broken(
        "a function remembers in a place of a module",
        "tools.py", "    return list(COLOURS)\n", "    SEEN[:0] = COLOURS[len(SEEN) % 5][:1]\n    return list(SEEN)\n",
        "forks", "SEEN[:0]", "something is kept that is no row", ("list_colours",),
    ),
    Broken(
        "a module hands out numbers",
        "tools.py", "SEEN: list[str] = []\n", "SEEN = __import__('itertools').count()\n",
        "forks", "str(next(SEEN))", "something is kept that is no row", ("list_colours",),
    ),
    Broken(
        "a tool breaks on odd input",
        "tools.py", "    if stock is None:\n", "    if stock is None and len(product) < 30 and product[0]:\n",
        "intact", "product[0]", "IndexError", ("open_shop", "order_product"),
    ),
    Broken(
        "what is declared unreachable is reached",
        "tools.py", "        cancelled: it was", "        cancelled [unreachable: orders are final]: it was",
        "reached", "cancelled [unreachable", "is declared unreachable and was reached",
    ),
    Broken(
        "a tool that refuses always returns",
        "tools.py", "        closed: the shop", "        closed [always]: the shop",
        "reached", "closed [always]", "is declared to refuse with closed always, and returned",
        ("open_shop", "order_product"),
    ),
    Broken(
        "rows without a key change unseen",
        "tools.py", ORDERED,
        ORDERED + '    world.run("INSERT INTO visit SELECT NULL, name FROM product WHERE ? > 2", count)\n',
        "observed", "def order_product", "in a way that the engine cannot see", ("open_shop", "order_product"),
    ),
]  # fmt: skip
ALSO = {
    "load remembers earlier openings": "CREATE TABLE opening(n INTEGER PRIMARY KEY) STRICT;\n",
    "rows without a key change unseen": "CREATE TABLE visit(id TEXT PRIMARY KEY, product);\n",
}
"""What has to be in the schema for a fault to be possible."""


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Elsewhere]:
    """Processes that all checks of this module share."""
    with Elsewhere() as processes:
        yield processes


@pytest.mark.parametrize("broken", FAULTS, ids=lambda broken: broken.name)
def test_a_fault_is_found_where_it_is(broken: Broken, tmp_path: Path, elsewhere: Elsewhere) -> None:
    """One finding, of the right check, at the right line, with no more calls than it takes."""
    till = "CREATE TABLE till"
    also = [("schema.sql", till, ALSO.get(broken.name, "") + till)]
    if "str(next(SEEN))" in broken.at:
        also.append(("tools.py", "return list(COLOURS)", "return [str(next(SEEN))]"))
    folder = write_shop(tmp_path, (broken.file, broken.old, broken.new), *also)
    report = check(str(folder), BUDGET, elsewhere=elsewhere)
    told = [(f.check, Path(f.file).name, f.line, f.message) for f in report.faults]
    assert {check for check, *_ in told} == {broken.check}, told
    first = report.faults[0]
    assert (Path(first.file), first.line) == (folder / broken.file, line_of(folder, broken.file, broken.at)), told
    assert broken.says in first.message
    if broken.calls is not None:
        assert first.trail is not None
        assert tuple(act.tool for act in first.trail.acts if isinstance(act, Call)) == broken.calls
        assert len(first.trail.acts) == len(broken.calls)


def test_the_unbroken_shop_has_no_finding(tmp_path: Path, elsewhere: Elsewhere) -> None:
    """Nothing is found where nothing is wrong, with the same budget."""
    report = check(str(write_shop(tmp_path)), BUDGET, elsewhere=elsewhere)
    assert report.clean, [fault.message for fault in report.faults]
