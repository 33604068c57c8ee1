"""Where every argument comes from: said by the user, returned by an earlier call, or a schema default.

A string search would not do: people say "all four doors", "March 14th" or "unlock". The rules are named; the ones that
read values are in `words`, and here are `wording` (the words of a phrasing imply a flag), `flag` (the parameter's own
name or its opposite is said) and `held` (an id the user may hold: it is in the initial scenario, and is said).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..records import Default, JsonValue, Output, Pick, Said, Source
from ..sim import Scenario, Space
from ..sim.values import Given, Ledger
from ..sim.wording import Phrase, phrases
from .words import Hit, describes, locate, phrase, spaced

Queries = Sequence[str]
_REACH = 160
_YES = ("turn on", "switch on", "enable", "activate", "set", "start")
_NO = ("turn off", "switch off", "disable", "deactivate", "stop", "without", "cancel", "no longer")


def implied_by(text: str, wording: Phrase) -> tuple[int, int] | None:
    """Where a text follows a phrasing: all the words between its slots, in order and near each other."""
    chunks = wording.chunks
    if not chunks:
        return None
    start = 0
    while (first := phrase(text, chunks[0], start)) is not None:
        end: int | None = first[1]
        for chunk in chunks[1:]:
            found = phrase(text[: (end or 0) + _REACH + len(chunk)], chunk, end or 0)
            end = found[1] if found else None
            if end is None:
                break
        if end is not None:
            return first
        start = first[0] + 1
    return None


class Grounder:
    """Finds and checks the sources of arguments in one trajectory."""

    def __init__(self, space: Space, scenario: Scenario) -> None:
        self._space = space
        self._held = frozenset(_leaves(scenario))
        self._implying = {
            name: [p for kind in ("ask", "held_out") for p in phrases(entry, kind) if p.when]
            for name, entry in space.wording.items()
        }

    def said(self, tool: str, parameter: str, value: JsonValue, text: str) -> Hit | None:
        """How a query says the value of a parameter; None when it does not."""
        schema = self.schema(tool, parameter)
        if schema.get("format") in self._space.opaque:
            return self._held_in(value, text)
        enum = tuple(schema.get("items", schema).get("enum", ()))
        hit = locate(value, text, enum) if not (isinstance(value, bool)) else None
        return hit or self._wording(tool, parameter, value, text) or _flag(parameter, value, text)

    def holds(self, value: JsonValue) -> bool:
        """Whether the user may hold this id: it stands in the initial scenario."""
        return isinstance(value, str) and value in self._held

    def schema(self, tool: str, parameter: str) -> dict[str, Any]:
        """The schema of a parameter; {} for an unknown one."""
        owner = self._space.tools.get(tool)
        properties: Any = owner.spec.parameters["properties"] if owner else {}
        found: dict[str, Any] = properties.get(parameter, {})
        return found

    def _held_in(self, value: JsonValue, text: str) -> Hit | None:
        if not isinstance(value, str) or not self.holds(value):
            return None
        span = phrase(text, value)
        return Hit(span, "held") if span else None

    def _wording(self, tool: str, parameter: str, value: JsonValue, text: str) -> Hit | None:
        for wording in self._implying.get(tool, ()):
            implied = wording.when.get(parameter)
            if implied == value and type(implied) is type(value):
                span = implied_by(text, wording)
                if span:
                    return Hit(span, "wording")
        return None

    def source(self, tool: str, parameter: str, value: JsonValue, queries: Queries, ledger: Ledger) -> Source | None:
        """Where this argument comes from, before this call; None when from nowhere.

        `queries` are those of the turns so far, the current one last; `ledger` holds the outcomes so far.
        """
        schema = self.schema(tool, parameter)
        returned = self.returned(schema, value, queries, ledger)
        if returned and schema.get("format") in self._space.opaque:
            return returned
        said = self._said_now(tool, parameter, value, queries)
        if said or returned:
            return said or returned
        if "default" in schema and schema["default"] == value and type(schema["default"]) is type(value):
            return Default()
        return self._said_before(tool, parameter, value, queries)

    def _said_now(self, tool: str, parameter: str, value: JsonValue, queries: Queries) -> Said | None:
        hit = self.said(tool, parameter, value, queries[-1]) if queries else None
        return Said(turn=len(queries) - 1, span=hit.span, rule=hit.rule) if hit else None

    def _said_before(self, tool: str, parameter: str, value: JsonValue, queries: Queries) -> Said | None:
        for turn in range(len(queries) - 2, -1, -1):
            hit = self.said(tool, parameter, value, queries[turn])
            if hit:
                return Said(turn=turn, span=hit.span, rule=hit.rule)
        return None

    def returned(self, schema: Mapping[str, Any], value: JsonValue, queries: Queries, ledger: Ledger) -> Output | None:
        """The earlier output with this value and format, with the words that pick it where there are several."""
        fmt = schema.get("format")
        given = ledger.given(fmt) if fmt else []
        chosen = next((g for g in given if g.found.value == value and type(g.found.value) is type(value)), None)
        if chosen is None:
            return None
        picks = self.picks(chosen, given, queries)
        return None if picks is None else Output(call=chosen.call, path=chosen.found.path, picks=picks)

    def picks(self, chosen: Given, given: Sequence[Given], queries: Queries) -> tuple[Pick, ...] | None:
        """The words that single out one of several values; () when none are needed, None when it is not singled out.

        None are needed where there is one value only, or it alone was returned by the newest call that gave any.
        """
        others = [g for g in given if g is not chosen]
        if not others:
            return ()
        for turn in range(len(queries) - 1, -1, -1):
            picks = self._picked(chosen, others, turn, queries[turn])
            if picks:
                return picks
        newest = max(g.order for g in given)
        alone = sum(g.order == newest for g in given) == 1
        return () if alone and chosen.order == newest else None

    def _picked(self, chosen: Given, others: list[Given], turn: int, text: str) -> tuple[Pick, ...]:
        picks: list[Pick] = []
        for name, value in chosen.attributes.items():
            hit = describes(value, text)
            if hit is None:
                continue
            left = [g for g in others if _same(g.attributes.get(name), value, hit.rule)]
            if len(left) < len(others):
                picks.append(Pick(attribute=name, turn=turn, span=hit.span, rule=hit.rule))
                others = left
            if not others:
                return tuple(picks)
        return ()


def _same(other: JsonValue, value: JsonValue, rule: str) -> bool:
    if rule == "last four":
        return str(other)[-4:] == str(value)[-4:]
    if isinstance(other, str) and isinstance(value, str):
        return other.lower() == value.lower()
    return other == value


def _flag(parameter: str, value: JsonValue, text: str) -> Hit | None:
    """A boolean whose parameter's name is said (true) or whose opposite is (false)."""
    if not isinstance(value, bool):
        return None
    name = spaced(parameter)
    opposite = name.removeprefix("un") if name.startswith("un") else f"de{name}"
    words = (name, *_YES) if value else (opposite, *_NO)
    for word in words:
        found = re.search(rf"(?<!\w){re.escape(word)}(?:d|ed|s|ing|e)?(?!\w)", text, re.IGNORECASE)
        if found:
            return Hit(found.span(), "flag")
    return None


def _leaves(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield str(name)
            yield from _leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item)
    elif isinstance(value, str):
        yield value
