"""The benchmark's `MessageAPI`: what it raises for messages that are no texts, and the names it uses as keys."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from ...sim import Scenario
from ..dialect import Dialect


@cache
def _defaults() -> dict[str, Any]:
    """What a configuration need not say, by attribute."""
    document = import_module("funreason_sim.environments.messages.documents").DOCUMENT
    return {key: part.default for key, part in {**document.fields, **document.parts}.items()}


def _attributes(document: Scenario, long_context: bool) -> dict[str, Any]:
    shown = {key: document.get(key, default) for key, default in _defaults().items()}
    return {**shown, "generated_ids": set(shown["generated_ids"])}


DIALECT = Dialect(
    environment="messages",
    official="MessageAPI",
    attributes=_attributes,
    raised={"search_messages": frozenset({"not_a_text"})},
    hashed={"get_user_id": frozenset({"user"}), "add_contact": frozenset({"user_name"})},
    exact=frozenset({"add_contact", "get_user_id"}),
    tries={
        "user_id": ("USR001", "USR002", "USR005", "USR006", "usr001", ""),
        "receiver_id": ("USR001", "USR002", "USR003", "USR004", "USR005", "USR006", "USR007", "usr001"),
        "user": ("Alice", "Michael", "John", "alice", ""),
        "user_name": ("Alice", "Michael", "Zoe", ""),
        "keyword": ("the", "FILE", ""),
    },
)
