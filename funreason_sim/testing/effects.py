"""The words of a test: which rows a call added, changed and removed, and with which code it was refused.

    assert_effects(episode.call("add_to_cart", {"item": "tea", "count": 2}), cart=added(item="tea", count=2))
    assert_effects(episode.call("pay"), cart=removed(item="tea"), till=changed(money=(0, 5)))
    assert_refused(episode.call("pay"), "empty_cart")

An assertion is about all rows that changed: a row that it does not name is a failure. One that names no call is about
the last call of the test's `episode`: `assert_refused("empty_cart")`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal, overload

from ..records import Effect, Event, Reacted, ToolRan
from ..sim import Episode

Happened = Event | Iterable[Event]
_episodes: list[Episode] = []
"""Those of the tests that run now, the innermost last."""
_WORDS = {"insert": "added", "update": "changed", "delete": "removed"}


@dataclass(frozen=True)
class RowChange:
    """A row that is expected to change; made by `added`, `changed` and `removed`."""

    op: Literal["insert", "update", "delete"]
    key: tuple[object, ...] = ()
    cells: Mapping[str, object] = field(default_factory=dict)

    def fits(self, effect: Effect) -> bool:
        """Whether this is what happened to a row."""
        if effect.op != self.op or (self.key and self.key != tuple(effect.key.values())):
            return False
        if self.op == "update":
            return self._fits_update(effect)
        row = {**effect.key, **(effect.after or effect.before or {})}
        return all(name in row and _same(wanted, row[name]) for name, wanted in self.cells.items())

    def _fits_update(self, effect: Effect) -> bool:
        before, after = effect.before or {}, effect.after or {}
        moved = {name: wanted for name, wanted in self.cells.items() if name not in effect.key}
        if self.cells and moved.keys() != after.keys():
            return False
        for name, wanted in moved.items():
            was, becomes = wanted if isinstance(wanted, tuple) else (..., wanted)
            if not (_same(was, before[name]) and _same(becomes, after[name])):
                return False
        return all(_same(self.cells.get(name, ...), value) for name, value in effect.key.items())

    def __str__(self) -> str:
        said = [repr(part) for part in self.key]
        for name, wanted in self.cells.items():
            said.append(_moved(name, *wanted) if isinstance(wanted, tuple) else f"{name}={_shown(wanted)}")
        return f"{_WORDS[self.op]} {', '.join(said) or 'a row'}"


def added(*key: object, **cells: object) -> RowChange:
    """A new row: `added("tea", count=2)` names its primary key and some of its cells, `...` being any value."""
    return RowChange("insert", key, cells)


def changed(*key: object, **cells: object) -> RowChange:
    """A row with these and no other columns changed: to a value, or from one to another, `count=(5, 3)`.

    `...` is any value; without columns, any change of the row will do.
    """
    return RowChange("update", key, cells)


def removed(*key: object, **cells: object) -> RowChange:
    """A row that is gone: its primary key, and some of the cells it had."""
    return RowChange("delete", key, cells)


def assert_effects(happened: Happened | None = None, /, **tables: RowChange | Sequence[RowChange]) -> None:
    """A call succeeded and changed exactly these rows; `happened` may also be what `episode.advance` returned.

    Without `happened` it is the last call of the test's episode. Each table is given one change or a list of them;
    without tables, no row may change.
    """
    __tracebackhide__ = True
    events = _events(_last_call() if happened is None else happened)
    refused = next((event for event in events if isinstance(event, ToolRan) and event.refused), None)
    if refused is not None:
        told = f"{_call(refused)} was refused with {refused.code!r}: {refused.text}"
        raise AssertionError("\n".join([told, *_listing("it should have done this", _wanted(tables))]))
    _compare(" and ".join(map(_call, events)) or "nothing happened", events, tables)


@overload
def assert_refused(code: str, /, **kept: RowChange | Sequence[RowChange]) -> None: ...


@overload
def assert_refused(
    event: ToolRan, code: str, reason: object = None, /, **kept: RowChange | Sequence[RowChange]
) -> None: ...


def assert_refused(
    happened: ToolRan | str, code: str = "", reason: object = None, /, **kept: RowChange | Sequence[RowChange]
) -> None:
    """A call, or the last one of the test's episode, was refused with this code and changed no row but those `kept`.

    `reason` is what the caller reads: a text stands for `{"error": text}`.
    """
    __tracebackhide__ = True
    event, code = (_last_call(), happened) if isinstance(happened, str) else (happened, code)
    if event.code is None:
        told = f"{_call(event)} should be refused with {code!r}, but it returned {event.text}"
        raise AssertionError("\n".join([told, *_listing("and did this", map(_told, event.effects))]))
    if event.code != code:
        raise AssertionError(f"{_call(event)} should be refused with {code!r}, not {event.code!r}: {event.text}")
    wanted = {"error": reason} if isinstance(reason, str) else reason
    if reason is not None and event.value != wanted:
        raise AssertionError(f"{_call(event)} was refused with the reason {event.value!r}, not {wanted!r}")
    _compare(f"{_call(event)} was refused with {code!r}", [event], kept)


@contextmanager
def in_test(episode: Episode) -> Iterator[None]:
    """Assertions that name no call are about this episode, as long as the block runs."""
    _episodes.append(episode)
    try:
        yield
    finally:
        _episodes.remove(episode)


def _last_call() -> ToolRan:
    __tracebackhide__ = True
    if not _episodes:
        raise AssertionError("name the call that is meant: the fixture `episode` is not in this test")
    calls = [event for event in _episodes[-1].events() if isinstance(event, ToolRan)]
    if not calls:
        raise AssertionError("nothing has been called yet in the episode of this test")
    return calls[-1]


def _events(happened: Happened) -> list[Event]:
    return list(happened) if isinstance(happened, Iterable) and not hasattr(happened, "seq") else [happened]  # type: ignore[list-item]


def _compare(what: str, events: list[Event], tables: Mapping[str, RowChange | Sequence[RowChange]]) -> None:
    __tracebackhide__ = True
    effects = [effect for event in events for effect in getattr(event, "effects", ())]
    wanted = [(table, change) for table, changes in tables.items() for change in _listed(changes)]
    pairs = _paired(wanted, effects)
    missing = [f"{table}: {change}" for n, (table, change) in enumerate(wanted) if n not in pairs]
    extra = [_told(effect) for n, effect in enumerate(effects) if n not in pairs.values()]
    if missing or extra:
        fine = [_told(effects[n]) for n in sorted(pairs.values())]
        parts = [
            *_listing("expected, and did not happen", missing),
            *_listing("happened, and was not expected", extra),
            *_listing("happened as expected", fine),
        ]
        raise AssertionError("\n".join([what, *parts]))


def _paired(wanted: list[tuple[str, RowChange]], effects: list[Effect]) -> dict[int, int]:
    """As many expected changes as can be, each with an effect of its own (augmenting paths)."""
    owner: dict[int, int] = {}

    def place(n: int, tried: set[int]) -> bool:
        table, change = wanted[n]
        for m, effect in enumerate(effects):
            if m not in tried and effect.table == table and change.fits(effect):
                tried.add(m)
                if m not in owner or place(owner[m], tried):
                    owner[m] = n
                    return True
        return False

    for n in range(len(wanted)):
        place(n, set())
    return {n: m for m, n in owner.items()}


def _listed(changes: RowChange | Sequence[RowChange]) -> Sequence[RowChange]:
    return [changes] if isinstance(changes, RowChange) else changes


def _wanted(tables: Mapping[str, RowChange | Sequence[RowChange]]) -> list[str]:
    return [f"{table}: {change}" for table, changes in tables.items() for change in _listed(changes)]


def _listing(title: str, lines: Iterable[str]) -> list[str]:
    found = [f"    {line}" for line in lines]
    return [f"  {title}:", *found] if found else []


def _call(event: Event) -> str:
    if isinstance(event, ToolRan):
        return f"{event.call.tool}({_cells(event.call.arguments)})"
    if isinstance(event, Reacted):
        return f"{event.handler}({_cells(event.arguments)}) {event.status}"
    return event.type


def _told(effect: Effect) -> str:
    key = _cells(effect.key)
    if effect.op == "update":
        before, after = effect.before or {}, effect.after or {}
        return f"{effect.table}: changed {key}, {', '.join(_moved(n, before[n], after[n]) for n in after)}"
    row = {**effect.key, **(effect.after or effect.before or {})}
    return f"{effect.table}: {_WORDS[effect.op]} {_cells(row)}"


def _cells(cells: Mapping[str, object]) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in cells.items())


def _moved(name: str, before: object, after: object) -> str:
    return f"{name} {_shown(before)} -> {_shown(after)}"


def _shown(value: object) -> str:
    return "..." if value is ... else repr(value)


def _same(wanted: object, value: object) -> bool:
    return wanted is ... or bool(wanted == value)
