"""The digest follows every change, and depends on nothing but the rows."""

from __future__ import annotations

from typing import Any

import apsw
from hypothesis import given
from hypothesis import strategies as st

from funreason_sim.sim import rows

_CELL = st.one_of(
    st.none(), st.integers(-5, 5), st.floats(-3, 3), st.text("ab'\x1f", max_size=2), st.binary(max_size=2)
)
_CHANGE = st.tuples(st.sampled_from(["put", "drop", "set"]), st.integers(0, 4), st.sampled_from("xy"), _CELL)


def _world() -> apsw.Connection:
    connection = apsw.Connection(":memory:")
    connection.execute("CREATE TABLE t(a ANY, b INTEGER, c ANY, PRIMARY KEY (b, a)) STRICT; CREATE TABLE _engine(x)")
    return connection


def _apply(connection: apsw.Connection, change: tuple[str, int, str, Any]) -> None:
    kind, b, a, cell = change
    if kind == "put":
        connection.execute("INSERT OR REPLACE INTO t VALUES (?, ?, ?)", (a, b, cell))
    elif kind == "drop":
        connection.execute("DELETE FROM t WHERE b = ?", (b,))
    else:
        connection.execute("UPDATE t SET c = ? WHERE a = ?", (cell, a))


@given(st.lists(st.lists(_CHANGE, max_size=4), max_size=6))
def test_the_running_digest_equals_a_full_one(calls: list[list[tuple[str, int, str, Any]]]) -> None:
    """Moved by changes only, the digest is always that of all rows read anew."""
    connection = _world()
    known = rows.tables(connection)
    digest = rows.full_digest(connection, known)
    changes: list[rows.Change] = []
    connection.preupdate_hook(lambda row: changes.append(rows.Change(row.table_name, row.old, row.new)))
    for call in calls:
        for change in call:
            _apply(connection, change)
        digest = rows.moved(digest, changes, known)
        changes.clear()
        assert digest == rows.full_digest(connection, known)


@given(st.lists(st.tuples(st.integers(0, 9), _CELL), max_size=6, unique_by=lambda row: row[0]))
def test_the_digest_does_not_depend_on_the_order_of_rows(cells: list[tuple[int, Any]]) -> None:
    """Rows put in backwards give the same digest."""
    digests = []
    for order in (cells, cells[::-1]):
        connection = _world()
        for b, cell in order:
            connection.execute("INSERT INTO t VALUES ('x', ?, ?)", (b, cell))
        digests.append(rows.full_digest(connection, rows.tables(connection)))
    assert digests[0] == digests[1]


def test_equal_numbers_are_equal_states() -> None:
    """5 and 5.0 give one digest, 5 and '5' two, and a missing row a third."""
    digests = []
    for cell in (5, 5.0, "5", None):
        connection = _world()
        connection.execute("INSERT INTO t VALUES ('x', 1, ?)", (cell,))
        digests.append(rows.full_digest(connection, rows.tables(connection)))
    assert digests[0] == digests[1]
    assert len(set(digests)) == 3


def test_engine_tables_are_no_part_of_the_world() -> None:
    """Tables that begin with an underscore are not observed."""
    assert list(rows.tables(_world())) == ["t"]
