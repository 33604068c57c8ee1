"""Which calls were needed, proved by running without them; and which needed call a person need not ask for.

Dropping each call in turn is not enough: with literal arguments, a lookup that supplied one seems superfluous. A
call is needed when its outcome was asked for, when a needed call takes an argument from it, or when a needed call is
refused without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..records import JsonValue, Output
from ..sim import Episode

Call = tuple[str, dict[str, JsonValue]]


def breaks_without(episode: Episode, calls: Sequence[Call], dropped: int) -> int | None:
    """The first call after `dropped` that is refused when `dropped` is left out; None when none is.

    `episode` stands before the first call and is left as it was. A call that was refused anyway does not count.
    """
    whole = _codes(episode, calls)
    rest = _codes(episode, [call for index, call in enumerate(calls) if index != dropped])
    for index in range(dropped + 1, len(calls)):
        if whole[index] is None and rest[index - 1] is not None:
            return index
    return None


def _codes(episode: Episode, calls: Iterable[Call]) -> list[str | None]:
    with episode.speculate():
        return [episode.call(tool, arguments).code for tool, arguments in calls]


def implied_by(episode: Episode, calls: Sequence[Call], index: int, parameters: Mapping[str, Any]) -> int | None:
    """The later call that fixes the arguments of this one; None when no run shows that one does.

    It is refused without this call, or with other arguments for it (so also where what the call does had been done
    before), and every other set of arguments that lets all calls return leads to the same state.
    """
    others = alternatives(parameters, calls[index][1])
    later = breaks_without(episode, calls, index)
    if later is None:
        later = next(
            (at for arguments in others if (at := _breaks_with(episode, calls, index, arguments)) is not None), None
        )
    return later if later is not None and same_state_by(episode, calls, index, others) else None


def _breaks_with(episode: Episode, calls: Sequence[Call], index: int, arguments: dict[str, JsonValue]) -> int | None:
    whole = _codes(episode, calls)
    changed = _codes(episode, [*calls[:index], (calls[index][0], arguments), *calls[index + 1 :]])
    if changed[index] is not None:
        return None
    return next((at for at in range(index + 1, len(calls)) if whole[at] is None and changed[at] is not None), None)


def same_state_by(episode: Episode, calls: Sequence[Call], index: int, others: Sequence[dict[str, JsonValue]]) -> bool:
    """Whether every other set of arguments for one call that lets all the others return gives the same final state.

    Calls that are refused anyway are left out.
    """
    codes = _codes(episode, calls)
    kept = [call for call, code in zip(calls, codes, strict=True) if code is None]
    place = sum(code is None for code in codes[:index])
    wanted = _state(episode, kept)
    for arguments in others:
        changed = list(kept)
        changed[place] = (calls[index][0], arguments)
        state = _state(episode, changed)
        if state is not None and state != wanted:
            return False
    return True


def _state(episode: Episode, calls: Sequence[Call]) -> str | None:
    with episode.speculate():
        for tool, arguments in calls:
            if episode.call(tool, arguments).refused:
                return None
        return episode.digest()


def needed(
    ids: Sequence[str], asked: Iterable[str], sources: Mapping[str, Mapping[str, Any]], enables: Mapping[str, str]
) -> set[str]:
    """The calls that are needed: the closure of the asked ones over `Output` sources and over `enables`.

    `sources` are the argument sources by call; `enables` maps a call to the later call that is refused without it.
    """
    found = set(asked)
    grown = True
    while grown:
        grown = False
        for name in ids:
            if name in found:
                feeders = {s.call for s in sources.get(name, {}).values() if isinstance(s, Output)} & set(ids)
                grown |= not feeders <= found
                found |= feeders
            elif enables.get(name) in found:
                found.add(name)
                grown = True
    return found


def closed(schema: Mapping[str, Any]) -> bool:
    """Whether a parameter's other values can be tried: a flag, a number, one of several options or a list of them."""
    kind = schema.get("type")
    return kind in ("boolean", "integer", "number") or "enum" in schema or "enum" in schema.get("items", {})


def alternatives(parameters: Mapping[str, Any], arguments: dict[str, JsonValue]) -> list[dict[str, JsonValue]]:
    """Other arguments that the schema allows, each different in one parameter: flags, options, sublists, sizes."""
    return [
        {**arguments, name: other}
        for name, value in arguments.items()
        for other in _others(parameters["properties"].get(name, {}), value)
        if other != value
    ]


def _others(schema: Mapping[str, Any], value: JsonValue) -> list[JsonValue]:
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int | float):
        return [0, value / 2, 1, value + 1, value * 2]
    if isinstance(value, list):
        options = list(schema.get("items", {}).get("enum", ()))
        return [
            *([option] for option in options),
            options,
            *(options[:n] + options[n + 1 :] for n in range(len(options))),
        ]
    return list(schema.get("enum", ()))
