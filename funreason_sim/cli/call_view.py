"""One call as a reader wants it: what came back, and the cells that changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..records import Effect, JsonValue, Outcome
from .terminal import shown, value_text

LINES = 24
"""Lines of one outcome or text that are shown."""

CHARACTERS = 4_000
ROWS = 40
"""Changed cells of one call that are shown."""


def outcome(found: Outcome, rest: str = "") -> RenderableType:
    """What came back: the text, and the code of a refusal; `rest` says where a text that is cut can be read whole."""
    grid = Table.grid(padding=(0, 1))
    arrow = Text("  refused" if found.refused else "  →", style="red" if found.refused else "green")
    code = [shown(f"[{found.code}]", "red")] if found.refused else []
    grid.add_row(arrow, Group(*code, cut(_pretty(found.value, found.text), rest=rest)))
    return grid


def _pretty(value: JsonValue, text: str) -> str:
    """Indented JSON where that is what the text is and where it is easier to read; the text itself otherwise."""
    if not isinstance(value, dict | list) or len(text) <= 100:
        return text
    try:
        return json.dumps(value, indent=2, ensure_ascii=False)
    except RecursionError:
        return text


def effects(found: Sequence[Effect]) -> RenderableType:
    """The cells that changed, a row each."""
    table = Table("row", "column", "before", "after", box=None, padding=(0, 2, 0, 0), header_style="dim")
    cells = [cell for effect in found for cell in _cells(effect)]
    for cell in cells[:ROWS]:
        table.add_row(*cell)
    left = [Text(f"… {len(cells) - ROWS} more changed cells", style="dim")] if len(cells) > ROWS else []
    return Group(Text("  changed", style="magenta"), Padding(table, (0, 0, 0, 4)), *left)


def _cells(effect: Effect) -> Iterator[tuple[Text, Text, Text, Text]]:
    before, after = effect.before or {}, effect.after or {}
    key = ", ".join(f"{name}={value_text(value, 60)}" for name, value in effect.key.items())
    row = shown(f"{effect.table} {key}" + {"insert": " (new)", "delete": " (deleted)"}.get(effect.op, ""))
    for column in [*before, *(name for name in after if name not in before)] or [""]:
        values = [value_text(side[column], 120) if column in side else "" for side in (before, after)]
        yield row, shown(column, "cyan"), shown(values[0], "red"), shown(values[1], "green")


def cut(text: str, style: str = "", rest: str = "") -> Text:
    """The beginning of a text, with a note of how much is left."""
    lines = text[:CHARACTERS].split("\n")
    kept = "\n".join(lines[:LINES])
    result = shown(kept, style)
    if len(kept) < len(text):
        result.append(f"\n… {len(text) - len(kept)} more characters{rest and f'; {rest}'}", style="dim")
    return result
