"""A play as a pytest file in the words of `funreason_sim.testing`: every call, and the rows that it changed."""

from __future__ import annotations

import json
import keyword
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ...records import Effect, Event, JsonValue, ToolRan
from ...sim import Dice
from ...sim.catalog import is_path
from .session import Act, Session

WIDTH = 120
_WORDS = {"insert": "added", "update": "changed", "delete": "removed"}


def source(session: Session, named: str, path: Path) -> str:
    """The text of a file with one test that does what was done on this branch and asserts what came of it."""
    acts = session.branch.acts
    body = [line for act in acts for line in ("", *_act(act))][1:]
    drawn = session.space.generate(Dice(session.seed).child("scenario")) == session.scenario
    scenario = [] if drawn else ["", f"SCENARIO = {literal(session.scenario, 0, len('SCENARIO = '))}"]
    mark = list(_mark(session, named, path, drawn))
    name = re.sub(r"\W", "_", path.stem)
    imports = ", ".join(word for word in _vocabulary() if any(f"{word}(" in line for line in body))
    lines = [
        f'"""Played by hand in {session.space.name}, seed {session.seed}."""',
        "",
        "from __future__ import annotations",
        "",
        *(["import pytest", ""] if mark else []),
        "from funreason_sim import Episode",
        f"from funreason_sim.testing import {imports}",
        *scenario,
        "",
        "",
        *([f"@pytest.mark.environment({', '.join(mark)})"] if mark else []),
        f"def {name if name.startswith('test_') else f'test_{name}'}(episode: Episode) -> None:",
        f'    """{_told(acts)}"""',
        *(f"    {line}" if line else "" for line in body),
    ]
    return "\n".join(lines) + "\n"


def _vocabulary() -> tuple[str, ...]:
    return ("added", "assert_effects", "assert_refused", "changed", "removed")


def _mark(session: Session, named: str, path: Path, drawn: bool) -> Iterator[str]:
    places = [_seen_from(part, path) for part in named.split("+")]
    if [*filter(None, places)]:
        yield json.dumps("+".join(place or "." for place in places), ensure_ascii=False)
    if session.seed != "0":
        number = session.seed.isdecimal() and session.seed[0] != "0"
        yield f"seed={session.seed if number else json.dumps(session.seed)}"
    if not drawn:
        yield "scenario=SCENARIO"


def _seen_from(part: str, path: Path) -> str:
    """An environment as a test in a file names it; nothing for the folder that the file lies in."""
    if not is_path(part):
        return part
    folder, home = Path(part).resolve(), path.resolve().parent
    if folder in (home, *home.parents):
        return ""
    return (Path(".") / Path(os.path.relpath(folder, home))).as_posix()


def _told(acts: Sequence[Act]) -> str:
    calls = sum(1 for act in acts if act.call)
    return f"{'One call does' if calls == 1 else f'{calls} calls do'} what they did when they were played."


def _act(act: Act) -> Iterator[str]:
    ran = act.call
    if ran is None:
        yield from _call("assert_effects", [f"episode.advance({act.seconds})", *_changes(act.events)])
        return
    given = [json.dumps(ran.call.tool), *([literal(ran.call.arguments, 4, 30)] if ran.call.arguments else [])]
    called = _call("ran = episode.call", given)
    yield from called
    if ran.refused:
        yield from _call("assert_refused", ["ran", json.dumps(ran.code), *_reason(ran), *_changes(act.events)])
        return
    yield from _call("assert_effects", ["ran", *_changes(act.events)])
    shown = "ran.value" if isinstance(ran.value, dict | list) else "ran.text"
    value = ran.value if shown == "ran.value" else ran.text
    yield f"assert {shown} == {literal(value, 4, len(f'assert {shown} == '))}"


def _reason(ran: ToolRan) -> Iterator[str]:
    value = ran.value
    if isinstance(value, dict) and list(value) == ["error"] and isinstance(value["error"], str):
        value = value["error"]
    if value is not None:
        yield literal(value, 8, 0)


def _changes(events: Sequence[Event]) -> Iterator[str]:
    """One keyword for each table that changed, as the testing vocabulary has it."""
    tables: dict[str, list[str]] = {}
    for event in events:
        for effect in getattr(event, "effects", ()):
            tables.setdefault(effect.table, []).append(_change(effect))
    for table, changes in tables.items():
        many = f"[{', '.join(changes)}]" if len(changes) > 1 else changes[0]
        if len(changes) > 1 and len(many) + len(table) > WIDTH - 20:
            many = "[\n" + "".join(f"            {change},\n" for change in changes) + "        ]"
        yield _keyword(table, many)


def _change(effect: Effect) -> str:
    before, after = effect.before or {}, effect.after or {}
    key = [literal(value, 0, 0) for value in effect.key.values()]
    if effect.op == "update":
        cells = [_keyword(name, f"({literal(before[name], 0, 0)}, {literal(after[name], 0, 0)})") for name in after]
    else:
        row: Mapping[str, JsonValue] = after or before
        cells = [_keyword(name, literal(value, 0, 0)) for name, value in row.items() if name not in effect.key]
    return f"{_WORDS[effect.op]}({', '.join([*key, *_merged(cells)])})"


def _keyword(name: str, value: str) -> str:
    plain = name.isidentifier() and not keyword.iskeyword(name)
    return f"{name}={value}" if plain else f"**{{{json.dumps(name, ensure_ascii=False)}: {value}}}"


def _merged(cells: list[str]) -> list[str]:
    """Plain keywords first: nothing positional may follow an unpacked one."""
    return sorted(cells, key=lambda cell: cell.startswith("**"))


def _call(function: str, arguments: Sequence[str]) -> Iterator[str]:
    line = f"{function}({', '.join(arguments)})"
    if len(line) + 4 <= WIDTH and "\n" not in line:
        yield line
        return
    yield f"{function}("
    yield from (f"    {argument}," for argument in arguments)
    yield ")"


def literal(value: JsonValue, indent: int, used: int) -> str:
    """A JSON value as Python: on one line where it fits behind what stands there already, else an item a line."""
    line = _flat(value)
    if indent + used + len(line) <= WIDTH - 2 or not value or not isinstance(value, dict | list):
        return line
    inner = " " * (indent + 4)
    items = value.items() if isinstance(value, dict) else enumerate(value)
    names = [f"{_flat(name)}: " if isinstance(value, dict) else "" for name, _ in items]
    members = value.values() if isinstance(value, dict) else value
    lines = [f"{inner}{name}{literal(item, indent + 4, len(name))}," for name, item in zip(names, members, strict=True)]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return "\n".join([opening, *lines, " " * indent + closing])


def _flat(value: JsonValue) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flat(name)}: {_flat(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flat, value)) + "]"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)
