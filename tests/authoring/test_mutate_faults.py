"""Which faults are seeded: each kind where it belongs, none into words or documents, and nothing outside of tools."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from funreason_sim.authoring.mutation import Fault, sql
from funreason_sim.authoring.mutation.live import put_in, watch
from funreason_sim.authoring.mutation.seeding import sample, seed_faults
from funreason_sim.authoring.mutation.source import functions
from funreason_sim.sim import Environment, environment, open_episode

SCHEMA = """
CREATE TABLE item(name TEXT PRIMARY KEY, note TEXT, count INTEGER NOT NULL, price INTEGER NOT NULL) STRICT;
"""
SCENARIOS = """
def generate(dice):
    return {}

def load(world, scenario):
    for name, count in scenario.get("items", {}).items():
        world.run("INSERT INTO item VALUES (?, '', ?, 1)", name, count)

def dump(world):
    return {"items": dict(world.all("SELECT name, count FROM item ORDER BY name"))}

def known(world, dice):
    return {}
"""
DOCUMENTS = """\
    '''Act.

    Args:
        name: which
        count: how many
    Refuses:
        a: 1
        b: 2
    '''
"""
HELPER = """
LIMIT = 7
PAIR = (1, -2)
NAME = "x"

def check(count):
    return count < LIMIT

def unused():
    return [1]
"""
ABOVE = """
from . import helper

MORE = 1 << 4

class Box:
    def __init__(self, count):
        super().__init__()
        self.count = count + helper.PAIR[0]
"""
BLOCKS = """
try:
    for x in range(count):
        if x:
            break
        elif not x:
            continue
    else:
        return 'none'
finally:
    y = [x for x in 'ab']
return 'some'
"""
TABLES = {"item": {"name": "TEXT", "note": "TEXT", "count": "INTEGER", "price": "INTEGER"}}
Make = Callable[..., Environment]


@pytest.fixture
def made(tmp_path: Path) -> Make:
    """Makes an environment of one tool, `act(world, name, count)`, with this body."""
    numbers = itertools.count()

    def make(body: str, above: str = "", **modules: str) -> Environment:
        folder = tmp_path / f"made_{next(numbers)}"
        folder.mkdir()
        lines = "\n".join(f"    {line}" for line in body.strip().splitlines())
        head = '"""Things."""\nfrom __future__ import annotations\nfrom funreason_sim.sim import World\n'
        tool = f"def act(world: World, name: str, count: int = 3) -> object:\n{DOCUMENTS}{lines}\n"
        for file, text in (("schema.sql", SCHEMA), ("scenarios.py", SCENARIOS), ("tools.py", f"{head}{above}\n{tool}")):
            (folder / file).write_text(text)
        for module, text in modules.items():
            (folder / f"{module}.py").write_text(text)
        return environment(str(folder))

    return make


def seeded(made: Make, body: str, **more: str) -> set[tuple[str, str]]:
    """The faults of a tool with this body: kind, and the lines that become of it."""
    return {(fault.kind, fault.becomes) for fault in seed_faults(made(body, **more))}


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ('world.run("DELETE FROM item")', {("dropped write", "pass")}),
        ('return world.run("DELETE FROM item")', {
            ("dropped write", "return 1"),
            ("wrong returned value", "return None"),
        }),
        ('world.schedule(60, "x")', {
            ("removed schedule", "pass"), ("off-by-one constant", 'world.schedule(61, "x")'),
            ("changed text", 'world.schedule(60, "x?")'),
        }),
        ("due = world.cancel(name)", {("removed schedule", "due = 1")}),
        ('world.refuse("a", f"No {name}.")', {
            ("missing check", "pass"),
            ("changed refusal code", 'world.refuse("b", f"No {name}.")'),
        }),
        ("raise ValueError(name)", {("missing check", "pass")}),
        ("assert count == 3, name", set()),
        ('"""Only words."""', set()),
        ("import math", set()),
        ("if count < 5:\n    pass", {
            ("moved boundary", "if count <= 5:"),
            ("flipped comparison", "if count >= 5:"),
            ("off-by-one constant", "if count < 6:"),
        }),
        ("if 0 <= count > name:\n    pass", {
            ("moved boundary", "if 0 < count > name:"), ("flipped comparison", "if 0 > count > name:"),
            ("moved boundary", "if 0 <= count >= name:"), ("flipped comparison", "if 0 <= count <= name:"),
            ("off-by-one constant", "if 1 <= count > name:"),
        }),
        ("return name is not  None and not count", {
            ("flipped comparison", "return name is  None and not count"),
            ("or for and", "return (name is not None or not count)"),
            ("dropped not", "return name is not  None and (count)"),
        }),
        ("return name == name or name != name", {
            ("flipped comparison", "return name != name or name != name"),
            ("flipped comparison", "return name == name or name == name"),
            ("and for or", "return (name == name and name != name)"),
        }),
        ('if name in ("x", name):\n    pass', {
            ("flipped comparison", 'if name not in ("x", name):'), ("dropped choice", "if name in (name,):"),
            ("dropped choice", 'if name in ("x",):'), ("changed text", 'if name in ("x?", name):'),
        }),
        ("if name not in [name]:\n    pass", {("flipped comparison", "if name in [name]:")}),
        ("if name is name:\n    pass", {("flipped comparison", "if name is not name:")}),
        ("while count:\n    count -= 1", {
            ("flipped condition", "while not (count):"),
            ("changed arithmetic", "count += 1"),
            ("off-by-one constant", "count -= 2"),
        }),
        ("x = name if count else None", {("flipped condition", "x = name if not (count) else None")}),
        ("x = count * 2 - count % 3 // count / count", {
            ("changed arithmetic", "x = count / 2 - count % 3 // count / count"),
            ("off-by-one constant", "x = count * 3 - count % 3 // count / count"),
            ("changed arithmetic", "x = count * 2 + count % 3 // count / count"),
            ("changed arithmetic", "x = count * 2 - count * 3 // count / count"),
            ("off-by-one constant", "x = count * 2 - count % 4 // count / count"),
            ("changed arithmetic", "x = count * 2 - count % 3 * count / count"),
            ("changed arithmetic", "x = count * 2 - count % 3 // count * count"),
        }),
        ("x = 'a' + name", {("changed text", 'x = "a?" + name')}),
        ("x = count ** count, True, f'{count}'", {("flipped flag", "x = count ** count, False, f'{count}'")}),
        ('return {"done": True, "name": name, **{}}', {
            ("wrong returned key", 'return {"done_": True, "name": name, **{}}'),
            ("flipped flag", 'return {"done": False, "name": name, **{}}'),
            ("wrong returned key", 'return {"done": True, "name_": name, **{}}'),
            ("wrong value", 'return {"done": True, "name": None, **{}}'),
        }),
        ("return [name]", {("wrong returned value", "return None")}),
        ("return None", set()),
        ("return", set()),
        ('x = world.integer("draw", 1, count)', {
            ("off-by-one constant", 'x = world.integer("draw", 2, count)'),
            ("swapped arguments", 'x = world.integer("draw", count, 1)'),
        }),
        ("print(world, name, count)", {("dropped call", "pass"), ("swapped arguments", "print(world, count, name)")}),
        ("x = min(name, count)", set()),
        ("x = print(*name, count)", set()),
        ("x = list(zip(name, count, strict=True))", set()),
        ("x = sorted(name, key=lambda part: part + count)", {
            ("changed arithmetic", "x = sorted(name, key=lambda part: part - count)"),
        }),
        ("def inner(x: int) -> int:\n    return x\nx = inner", {("wrong returned value", "return None")}),
    ],
)  # fmt: skip
def test_a_statement_has_these_faults(made: Make, body: str, faults: set[tuple[str, str]]) -> None:
    """All of them, and no other."""
    assert seeded(made, body) == faults


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("SELECT name FROM item WHERE count > 2 AND note = 'x'", {
            ("swapped column", "SELECT note FROM item WHERE count > 2 AND note = 'x'"),
            ("swapped column", "SELECT name FROM item WHERE price > 2 AND note = 'x'"),
            ("swapped column", "SELECT name FROM item WHERE count > 2 AND name = 'x'"),
            ("dropped condition", "SELECT name FROM item WHERE (count > 2 OR 1) AND note = 'x'"),
            ("dropped condition", "SELECT name FROM item WHERE count > 2 AND (note = 'x' OR 1)"),
            ("changed SQL operator", "SELECT name FROM item WHERE count >= 2 AND note = 'x'"),
            ("off-by-one constant", "SELECT name FROM item WHERE count > 3 AND note = 'x'"),
            ("flipped comparison", "SELECT name FROM item WHERE count > 2 AND note <> 'x'"),
            ("and for or", "SELECT name FROM item WHERE count > 2 OR note = 'x'"),
            ("changed text", "SELECT name FROM item WHERE count > 2 AND note = 'x!'"),
        }),
        ("DELETE FROM item WHERE count BETWEEN 1 AND ? OR price = ?", {
            ("swapped column", "DELETE FROM item WHERE price BETWEEN 1 AND ? OR price = ?"),
            ("swapped column", "DELETE FROM item WHERE count BETWEEN 1 AND ? OR count = ?"),
            ("dropped condition", "DELETE FROM item WHERE (count BETWEEN 1 AND ? OR price = ? OR 1)"),
            ("off-by-one constant", "DELETE FROM item WHERE count BETWEEN 2 AND ? OR price = ?"),
            ("flipped comparison", "DELETE FROM item WHERE count BETWEEN 1 AND ? OR price <> ?"),
        }),
        ("UPDATE item SET count = count - 1.5", {
            ("swapped column", "UPDATE item SET price = count - 1.5"),
            ("swapped column", "UPDATE item SET count = price - 1.5"),
            ("changed SQL operator", "UPDATE item SET count = count + 1.5"),
            ("off-by-one constant", "UPDATE item SET count = count - 2.5"),
        }),
        ("SELECT 1 FROM box ORDER BY name LIMIT 1", {
            ("reversed order", "SELECT 1 FROM box ORDER BY name DESC LIMIT 1"),
        }),
        ("SELECT max(x) FROM box ORDER BY y DESC", {
            ("changed SQL operator", "SELECT min(x) FROM box ORDER BY y DESC"),
            ("reversed order", "SELECT max(x) FROM box ORDER BY y ASC"),
        }),
        ("SELECT x FROM box WHERE (x = 1 AND y = 2) AND z = 3 ORDER BY lower(x)", {
            ("dropped condition", "SELECT x FROM box WHERE ((x = 1 AND y = 2) OR 1) AND z = 3 ORDER BY lower(x)"),
            ("dropped condition", "SELECT x FROM box WHERE (x = 1 AND y = 2) AND (z = 3 OR 1) ORDER BY lower(x)"),
            *(("flipped comparison", f"SELECT x FROM box WHERE (x {a} 1 AND y {b} 2) AND z {c} 3 ORDER BY lower(x)")
              for a, b, c in (("<>", "=", "="), ("=", "<>", "="), ("=", "=", "<>"))),
            *(("off-by-one constant", f"SELECT x FROM box WHERE (x = {a} AND y = {b}) AND z = {c} ORDER BY lower(x)")
              for a, b, c in ((2, 2, 3), (1, 3, 3), (1, 2, 4))),
            *(("and for or", f"SELECT x FROM box WHERE (x = 1 {a} y = 2) {b} z = 3 ORDER BY lower(x)")
              for a, b in (("OR", "AND"), ("AND", "OR"))),
        }),
    ],
)  # fmt: skip
def test_a_statement_in_sql_has_these_faults(text: str, faults: set[tuple[str, str]]) -> None:
    """All of them, and no other; a column gives way to one of its table and type."""
    assert set(sql.faulty(text, TABLES)) == faults


def test_sql_is_found_in_texts_that_are_put_together(made: Make) -> None:
    """What is computed in a text stays where it is."""
    found = seeded(made, 'x = world.all(f"SELECT {name} FROM item WHERE {count} = ?", 1)')
    assert ("dropped condition", "x = world.all(f'SELECT {name} FROM item WHERE ({count} = ? OR 1)', 1)") in found
    assert ("changed text", 'x = world.value("a\\\\b?")') not in found
    assert {("changed text", "x = 'a\\\\b?'")} == seeded(made, "x = 'a\\\\b'")


def test_what_tools_call_is_seeded_and_nothing_else(made: Make) -> None:
    """Functions of other modules, methods of classes and named numbers; not what only scenarios use."""
    made_of = made("return helper.check(Box(count + MORE).count)", above=ABOVE, helper=HELPER)
    found = seed_faults(made_of)
    assert {fault.function for fault in found} == {
        "tools.act", "tools.Box.__init__", "tools.MORE", "helper.check", "helper.LIMIT", "helper.PAIR",
    }  # fmt: skip
    assert {fault.tools for fault in found} == {("act",)}
    assert {fault.becomes for fault in found if fault.function.startswith("helper.")} == {
        "return count <= LIMIT", "return count >= LIMIT", "LIMIT = 8", "PAIR = (2, -2)", "PAIR = (1, -3)",
    }  # fmt: skip


def test_what_falls_due_is_seeded_too(made: Make) -> None:
    """Handlers are code that tools set going."""
    above = "def _later(world, name):\n    world.run('DELETE FROM item')\n\nHANDLERS = {'later': _later}\n"
    found = seed_faults(made("world.schedule(60, 'later', name=name)", above=above))
    assert {(fault.function, fault.tools) for fault in found} == {
        ("tools.act", ("act",)), ("tools._later", ("later",)),
    }  # fmt: skip


def test_a_fault_says_where_it_is_and_what_it_changes(made: Make) -> None:
    """Place, lines and diff are those of the file, whatever stands before it."""
    [fault] = seed_faults(made("x = 'é', name  # é\nworld.run(\n    'DELETE FROM item'\n)\ny = 'é'"))[1:2]
    lines = fault.source.file.read_text().splitlines()
    assert (fault.kind, lines[fault.line - 1]) == ("dropped write", "    world.run(")
    assert fault.place == f"{fault.source.file}:{fault.line}"
    assert (fault.was, fault.becomes) == ("world.run(\n'DELETE FROM item'\n)", "pass")
    assert fault.diff.splitlines()[:3] == [
        "--- a/tools.py",
        "+++ b/tools.py",
        f"@@ -{fault.line - 1},5 +{fault.line - 1},3 @@",
    ]


def test_a_sample_is_drawn_by_the_seed() -> None:
    """So many faults, in their order, the same for the same seed."""
    faults = seed_faults(environment("vehicle"))
    few = sample(faults, 9, 1)
    assert few == sample(faults, 9, 1) != sample(faults, 9, 2)
    assert few == [fault for fault in faults if fault in few]
    assert sample(faults, None, 0) == sample(faults, len(faults), 0) == faults


@pytest.fixture
def restored() -> Iterator[Callable[[Environment], None]]:
    """Takes the code of an environment's functions back after the test."""
    kept = []

    def keep(of: Environment) -> None:
        kept.extend((function.live, function.live.__code__) for function in functions(of))

    yield keep
    for live, code in kept:
        live.__code__ = code


def call(of: Environment, count: int = 3) -> object:
    """What the one tool answers."""
    with open_episode([of], {of.name: {"items": {"tea": 2, "jam": 4}}}) as episode:
        return episode.call("act", {"name": "tea", "count": count}).value


def fault_of(of: Environment, kind: str, function: str = "tools.act") -> Fault:
    """The first fault of this kind."""
    return next(fault for fault in seed_faults(of) if (fault.kind, fault.function) == (kind, function))


def test_a_fault_happens_in_the_loaded_functions(made: Make, restored: Callable[[Environment], None]) -> None:
    """Whoever holds the tool runs the fault, and the file is as it was."""
    of = made("return count + helper.TWO", above="from . import helper", helper="TWO = 1 + 1\n")
    text = (Path(fault_of(of, "changed arithmetic").source.file)).read_text()
    restored(of)
    assert call(of) == 5
    put_in(fault_of(of, "changed arithmetic"))
    assert call(of) == 1
    put_in(fault_of(of, "off-by-one constant", "helper.TWO"))
    assert call(of) == 0
    assert Path(fault_of(of, "changed arithmetic").source.file).read_text() == text


def test_a_method_that_speaks_of_its_class_can_be_faulty(made: Make, restored: Callable[[Environment], None]) -> None:
    """`super()` may go, although code can only be replaced by code with the same closure."""
    above = "class Box(dict):\n    def __init__(self, count):\n        super().__init__(count=count)\n"
    of = made("return Box(count)", above=above)
    restored(of)
    assert call(of) == {"count": 3}
    put_in(fault_of(of, "dropped call", "tools.Box.__init__"))
    assert call(of) == {}


def test_statements_say_that_they_run(made: Make) -> None:
    """Each line that is executed is reported, in every kind of block, and the watch can be taken back."""
    of = made(BLOCKS)
    start = functions(of)[0].node.body[1].lineno
    reached: set[int] = set()
    unwatch = watch(functions(of), lambda file, line: reached.add(line - start))
    assert call(of, 3) == "some"
    assert reached == {0, 1, 2, 3, 4, 5, 9, 10}
    reached.clear()
    assert call(of, 0) == "none"
    assert reached == {0, 1, 7, 9}
    unwatch()
    reached.clear()
    call(of)
    assert not reached
