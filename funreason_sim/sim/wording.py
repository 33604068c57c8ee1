"""How people ask for a tool, and how they speak of what it returned: an environment's `wording.toml`, parsed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..records import JsonValue

SLOT = re.compile(r"\{(\w+)(?::(last4))?\}")


@dataclass(frozen=True)
class Phrase:
    """A fragment with `{slots}` for arguments; `when` says which argument values its own words imply."""

    text: str
    when: Mapping[str, JsonValue] = field(default_factory=dict)

    @property
    def slots(self) -> frozenset[str]:
        """The names its slots need."""
        return frozenset(name for name, _ in SLOT.findall(self.text))

    @property
    def chunks(self) -> list[str]:
        """The words between the slots."""
        return [chunk.strip() for chunk in SLOT.sub("\x00", self.text).split("\x00") if chunk.strip()]


def phrases(entry: Mapping[str, Any], kind: str = "ask") -> list[Phrase]:
    """The phrasings of one tool: `ask`, or `held_out` ones, which generation leaves for evaluation."""
    return [_phrase(item) for item in entry.get(kind, ())]


def refers(entry: Mapping[str, Any], fmt: str) -> list[Phrase]:
    """How to speak of a value of a format that the tool returned."""
    return [_phrase(item) for item in entry.get("refer", {}).get(fmt, ())]


def _phrase(item: Any) -> Phrase:
    return Phrase(item) if isinstance(item, str) else Phrase(item["text"], item.get("when", {}))
