"""What a line that is being typed could become: tools, commands, parameters, and values.

A value is offered because the schema allows it, an earlier call returned it, a row of the world holds it, or a user of
this world could say it; each says which.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from ...graph.pool import Pool
from ...graph.probe import known_values
from ...records import JsonValue
from ...sim import Dice, Episode, Space, Tool, derive
from . import looking, saving
from .commands import COMMANDS
from .session import Session
from .syntax import takes_text_only, value_text

MOST = 60
"""Values that are offered for one parameter."""


@dataclass(frozen=True)
class Completion:
    """A text that could stand from `start` on, and why it is offered."""

    text: str
    start: int
    about: str


@dataclass(frozen=True)
class _Offer:
    value: JsonValue
    about: str


def complete(session: Session, line: str) -> list[Completion]:
    """What the line could become, typed so far to its end; the best first."""
    start = _token_start(line)
    token, before = line[start:], line[:start].split()
    if before[:1] == ["call"]:
        before = before[1:]
        if not before:
            return _matching(token, start, _tools(session))
    if not before:
        return _matching(token, start, [*_tools(session), *_commands()])
    tool = session.space.tools.get(before[0])
    if before[0] in COMMANDS and line.split()[0] != "call":
        return _of_command(session, before, token, start)
    return _of_call(session, tool, line[:start], token, start) if tool else []


def _token_start(line: str) -> int:
    """Where the last word begins; spaces in quotes and brackets do not end a word."""
    start, depth, quoted, escaped = 0, 0, False, False
    for at, character in enumerate(line):
        if quoted:
            quoted = escaped or character != '"'
            escaped = not escaped and character == "\\"
        elif character == '"':
            quoted = True
        elif character in "[{":
            depth += 1
        elif character in "]}":
            depth -= 1
        elif character.isspace() and depth <= 0:
            start = at + 1
    return start


def _tools(session: Session) -> list[tuple[str, str]]:
    return [(tool.name, tool.spec.description) for tool in session.space.tools.values()]


def _commands() -> list[tuple[str, str]]:
    return [(command.name, command.about) for command in COMMANDS.values()]


def _matching(token: str, start: int, offers: Iterable[tuple[str, str]]) -> list[Completion]:
    """Those that begin with what is typed, or where none does, those that contain it; case and quotes do not count."""
    wanted = _bare(token)
    found: dict[str, str] = {}
    for text, about in offers:
        found.setdefault(text, about)
    near = [text for text in found if _bare(text).startswith(wanted)] or [
        text for text in found if wanted in _bare(text)
    ]
    return [Completion(text, start, found[text]) for text in near]


def _bare(text: str) -> str:
    return text.strip('"').casefold()


def _of_command(session: Session, before: list[str], token: str, start: int) -> list[Completion]:
    words = _ARGUMENTS.get(before[0])
    return _matching(token, start, words(session, before[1:])) if words else []


def _row_words(session: Session, before: list[str]) -> list[tuple[str, str]]:
    world = session.episode.world
    if not before:
        return [(size.name, f"{size.rows} rows") for size in looking.tables(session.space, world)]
    return [(f"{name}=", "column") for name in looking.columns(world, before[0])]


_ARGUMENTS: dict[str, Callable[[Session, list[str]], list[tuple[str, str]]]] = {
    "help": lambda session, before: [] if before else [*_tools(session), *_commands()],
    "rows": _row_words,
    "switch": lambda session, before: [] if before else [(name, "branch") for name in session.branches],
    "advance": lambda session, before: (
        [] if before else [("next", "until the next thing is due"), ("1h", ""), ("1d", "")]
    ),
    "save": lambda session, before: [] if before else [(kind, "") for kind in saving.KINDS],
}


def _of_call(session: Session, tool: Tool, typed: str, token: str, start: int) -> list[Completion]:
    properties: Any = tool.spec.parameters["properties"]
    required: Any = tool.spec.parameters["required"]
    name, equals, value = token.partition("=")
    if not equals:
        given = {word.partition("=")[0] for word in typed.split()}
        left = [other for other in properties if other not in given]
        left.sort(key=lambda other: other not in required)
        return _matching(token, start, [(f"{other}=", _about(properties[other], other in required)) for other in left])
    if name not in properties:
        return []
    return _values(session, tool, name, properties[name], value, start + len(name) + 1)


def _about(schema: dict[str, Any], required: bool) -> str:
    kind = schema.get("format") or schema.get("type") or "value"
    return f"{kind}{'' if required else ', optional'}: {schema.get('description', '')}"


def _values(
    session: Session, tool: Tool, name: str, schema: dict[str, Any], typed: str, start: int
) -> list[Completion]:
    """Values that fit what is typed of one; inside of a list, items."""
    items = schema.get("items")
    if schema.get("type") != "array" or not isinstance(items, dict) or not typed.startswith("["):
        offers = [(_shortest(offer.value, schema), offer.about) for offer in _offers(session, tool, name, schema)]
        return _matching(typed, start, offers)[:MOST]
    token = typed[max(typed.rfind("["), typed.rfind(",")) + 1 :].lstrip()
    offers = [(value_text(offer.value), offer.about) for offer in _offers(session, tool, name, items)]
    return _matching(token, start + len(typed) - len(token), offers)[:MOST]


def _shortest(value: JsonValue, schema: dict[str, Any]) -> str:
    """A text without quotes where it is read as the same text."""
    if not isinstance(value, str) or not value or any(c.isspace() for c in value) or value[0] in '"[{':
        return value_text(value)
    if takes_text_only(schema) and value != "null":
        return value
    with suppress(ValueError):
        json.loads(value)
        return value_text(value)
    return value


def _offers(session: Session, tool: Tool, name: str, schema: dict[str, Any]) -> Iterator[_Offer]:
    yield from (_Offer(value, "one of the choices") for value in schema.get("enum", ()))
    if schema.get("type") == "boolean":
        yield from (_Offer(True, ""), _Offer(False, ""))
    if "default" in schema:
        yield _Offer(schema["default"], "the default")
    yield from _returned(session, schema)
    items = schema.get("items")
    for place, cell in _cells(session.space, session.episode, name):
        if isinstance(items, dict):
            yield from (_Offer([cell], f"in {place}"),) if _fits(cell, items) else ()
        elif _fits(cell, schema):
            yield _Offer(cell, f"in {place}")
    yield from _sayable(session, tool, name, schema)


def _returned(session: Session, schema: dict[str, Any]) -> Iterator[_Offer]:
    pool = Pool(session.space, {})
    for number, act in enumerate(session.branch.acts, start=1):
        if act.call is not None:
            pool.add(str(number), act.call)
    for item in pool.given(schema.get("format", "")):
        yield _Offer(item.found.value, f"returned by act {item.call}, {item.tool} {item.found.path}")


def _cells(space: Space, episode: Episode, name: str) -> Iterator[tuple[str, JsonValue]]:
    """Cells that a parameter's name speaks of: of a column with this name, or the key of a table with it."""
    wanted = _folded(name)
    for environment in space.environments:
        for table in environment.tables:
            keys = looking.keys(episode.world, table)
            for column in looking.columns(episode.world, table):
                own = len(keys) == 1 and column == keys[0]
                if _folded(column) == wanted or (own and wanted in (_folded(table), _folded(f"{table}_{column}"))):
                    quoted = f'"{column}"'
                    sql = f'SELECT DISTINCT {quoted} FROM "{table}" WHERE {quoted} IS NOT NULL ORDER BY 1 LIMIT {MOST}'
                    yield from ((f"{table}.{column}", cell) for (cell,) in episode.world.all(sql))


def _folded(name: str) -> str:
    return name.replace("_", "").casefold()


def _sayable(session: Session, tool: Tool, name: str, schema: dict[str, Any]) -> Iterator[_Offer]:
    """What a user could say; nothing where `known` has a mistake, since typing is no time to fail."""
    known: dict[str, list[JsonValue]] = {}
    with suppress(Exception):
        known = known_values(session.episode, Dice(derive(session.seed, "known")))
    for value in Pool(session.space, known).sayable(tool.name, name, schema):
        if isinstance(value, list) and schema.get("type") != "array":  # the pool of a list, asked for its items
            yield from (_Offer(item, "known") for item in value)
        else:
            yield _Offer(value, "known")


def _fits(value: JsonValue, schema: dict[str, Any]) -> bool:
    kinds: dict[str, tuple[type, ...]] = {"string": (str,), "integer": (int,), "number": (int, float)}
    wanted = kinds.get(str(schema.get("type")))
    return wanted is None or isinstance(value, wanted)
