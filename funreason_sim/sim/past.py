"""What has happened in an episode: its log as a hash chain, its clock, and the changes not in the digest yet."""

from __future__ import annotations

import json
from json.encoder import encode_basestring_ascii as _quoted
from typing import Any

from pydantic_core import PydanticSerializationError

from ..records import GENESIS, Effect, JsonValue, Outcome, Record, ToolCall, ToolRan, canonical, link, link_text
from . import rows


class Past:
    """The facts of one episode so far. A copy of it is what a speculation or a fork goes on from.

    Attributes: `digest`, of the rows before `changes`; `changes`, those since; `now`, in seconds since the Unix epoch;
    `log`, all events; `head`, the id of the newest; `over`, why the episode has ended, if it has.
    """

    def __init__(self, digest: int, now: int) -> None:
        self.digest = digest
        self.changes: list[rows.Change] = []
        self.now = now
        self.log: list[Any] = []
        self.head = GENESIS
        self.over: str | None = None

    def copy(self) -> Past:
        """An independent copy."""
        twin = Past(self.digest, self.now)
        twin.changes, twin.log = self.changes.copy(), self.log.copy()
        twin.head, twin.over = self.head, self.over
        return twin

    def note(self, kind: type[Any], **body: Any) -> Any:
        """Append an event to the log; its effects are no part of what the chain names."""
        seq = len(self.log)
        fact = {"seq": seq, "at": self.now, **{name: value for name, value in body.items() if name != "effects"}}
        self.head = link(self.head, fact)
        event = kind.made(id=self.head, seq=seq, at=self.now, type=kind.model_fields["type"].default, **body)
        self.log.append(event)
        return event

    def ran(self, tool: str, arguments: dict[str, JsonValue], outcome: Outcome, effects: tuple[Effect, ...]) -> ToolRan:
        """Append a call that ran: `note`, written out because it is done for every one of them."""
        seq, at = len(self.log), self.now
        code = "null" if outcome.code is None else _quoted(outcome.code)
        call = f'{{"arguments":{canonical(arguments) if arguments else "{}"},"tool":{_quoted(tool)}}}'
        said = f'{{"code":{code},"text":{_quoted(outcome.text)}}}'
        self.head = link_text(self.head, f'{{"at":{at},"call":{call},"outcome":{said},"seq":{seq}}}')
        event = ToolRan.made(
            id=self.head,
            seq=seq,
            at=at,
            type="tool_ran",
            call=ToolCall.made(tool=tool, arguments=arguments),
            outcome=outcome,
            effects=effects,
        )
        self.log.append(event)
        return event

    def bodies(self) -> list[tuple[int, str]]:
        """Every event as a row of the table `_log`."""
        return [(event.seq, _text(event)) for event in self.log]


def own(arguments: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """Arguments that their owner may change without changing the log."""
    return {key: _copy(value) if isinstance(value, dict | list) else value for key, value in arguments.items()}


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return own(value)
    return [_copy(item) if isinstance(item, dict | list) else item for item in value]


def _text(event: Record) -> str:
    """An event as JSON; by the slower way where a caller's text is no valid Unicode."""
    try:
        return event.model_dump_json()
    except PydanticSerializationError:
        return json.dumps(event.model_dump(mode="json"))
