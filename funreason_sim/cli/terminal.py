"""What all commands print with. Records may come from strangers, so nothing of them reaches a terminal unescaped.

A text of a record could hold rich's markup, which would vanish or raise, or control characters, which could recolour,
overwrite or retitle the reader's terminal. Everything shown goes through `safe`, and markup is never parsed.
"""

from __future__ import annotations

import json
import re
import sys

from rich.console import Console
from rich.text import Text

from ..errors import ConfigError
from ..records import JsonValue

WIDTH = 120
"""Columns where the output is not a terminal and so has no width of its own."""

# Control characters but tab and newline, those that turn the writing direction, and halves of surrogate pairs.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def safe(text: str) -> str:
    """The text with every character that a terminal would obey written as its escape."""
    return _UNSAFE.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def one_line(text: str, limit: int = 2_000) -> str:
    """The text on one line, cut where it is longer than the limit."""
    flat = safe(text.replace("\n", "\\n"))
    return flat if len(flat) <= limit else f"{flat[:limit]}… ({len(flat) - limit} more characters)"


def value_text(value: JsonValue, limit: int = 200) -> str:
    """A JSON value on one line."""
    try:
        return one_line(json.dumps(value, ensure_ascii=False), limit)
    except RecursionError:
        return "(nested too deeply to show)"


def shown(text: str, style: str = "") -> Text:
    """A text of a record, to be rendered as it is."""
    return Text(safe(text), style=style)


def out() -> Console:
    """Where results go."""
    return _console(stderr=False)


def err() -> Console:
    """Where progress and complaints go."""
    return _console(stderr=True)


def say(line: str) -> None:
    """Print one line to standard output, however long it is."""
    out().print(Text(line), soft_wrap=True)


def choice(flag: str, value: str, allowed: tuple[str, ...]) -> str:
    """The value, when it is one of those allowed.

    Raises:
        ConfigError: naming the flag and what would be right.
    """
    if value not in allowed:
        raise ConfigError(f"{flag} should be {' or '.join(allowed)}, not {value!r}")
    return value


def _console(stderr: bool) -> Console:
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else WIDTH
    return Console(stderr=stderr, width=width, markup=False, emoji=False, highlight=False)
