"""The snapshot of a walk: what happened in an episode, as text in a file next to the test, compared to the letter.

seed 3 in shop
order_product {"product": "tea"}
  ! closed {"error": "The shop is closed."}
open_shop {}
  = {"open": true}
  ~ till {"one": 1} {"open": 0} -> {"open": 1}
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

import pytest

from ..records import Effect, EpisodeOpened, Event, Outcome, Reacted, TimePassed, ToolRan
from ..sim import Episode

FOLDER = "snapshots"
_UNFIT = re.compile(r"[^\w.-]+")


class WalkSnapshot:
    """Compares walks with the files of one test; `pytest --update-snapshots` writes these."""

    def __init__(self, item: pytest.Item, update: bool) -> None:
        self._item = item
        self._update = update
        self._count = 0

    def __call__(self, episode: Episode) -> None:
        """Everything that happened in the episode so far is what the file says."""
        __tracebackhide__ = True
        file, text = self._file(), written(episode)
        if self._update:
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, "utf-8")
        elif not file.is_file():
            pytest.fail(f"there is no snapshot {file}; pytest --update-snapshots writes it", pytrace=False)
        elif (kept := file.read_text("utf-8")) != text:
            lines = unified_diff(kept.splitlines(), text.splitlines(), "the snapshot", "this walk", lineterm="")
            told = f"the walk differs from {file}; if it is right now, pytest --update-snapshots writes it anew"
            pytest.fail("\n".join([told, *lines]), pytrace=False)

    def _file(self) -> Path:
        self._count += 1
        again = f"-{self._count}" if self._count > 1 else ""
        name = _UNFIT.sub("-", self._item.nodeid.partition("::")[2].replace("::", ".")).strip("-")
        return self._item.path.parent / FOLDER / f"{self._item.path.stem}.{name}{again}.walk"


def written(episode: Episode) -> str:
    """The log of an episode as text: calls, outcomes, effects and the passing of time."""
    return "\n".join(line for event in episode.events() for line in _lines(event)) + "\n"


def _lines(event: Event) -> Iterator[str]:
    if isinstance(event, EpisodeOpened):
        yield f"seed {event.seed} in {'+'.join(event.environments)}"
    elif isinstance(event, ToolRan):
        yield f"{event.call.tool} {_json(event.call.arguments)}"
        yield _outcome(event.outcome)
    elif isinstance(event, Reacted):
        yield f"{event.handler} {_json(event.arguments)} {event.status}{f': {event.reason}' if event.reason else ''}"
    elif isinstance(event, TimePassed):
        yield f"{event.seconds} seconds pass"
    for effect in getattr(event, "effects", ()):
        yield _effect(effect)


def _outcome(outcome: Outcome) -> str:
    text = outcome.text if outcome.text.isprintable() else _json(outcome.text)
    return f"  ! {outcome.code} {text}" if outcome.refused else f"  = {text}"


def _effect(effect: Effect) -> str:
    sign = {"insert": "+", "update": "~", "delete": "-"}[effect.op]
    cells = [_json(part) for part in (effect.before, effect.after) if part is not None]
    return f"  {sign} {effect.table} {_json(effect.key)} {' -> '.join(cells)}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
