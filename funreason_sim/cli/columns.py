"""Columns side by side, for reading and for `grep`: aligned, without blanks at the end of lines.

On a terminal the last column is wrapped where the terminal ends, and goes below the others where little room is left
for it; anywhere else each row is one line.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from .terminal import out

_GAP = 2
_LEAST = 20
"""Cells that the last column needs beside the others."""
_INDENT = 4


def print_columns(rows: Sequence[Sequence[Text]], head: Sequence[str] = ()) -> None:
    """Print rows of equally many cells below their headings; columns of numbers stand at the right."""
    console = out()
    table = [[Text(name, style="dim") for name in head], *rows] if head else list(rows)
    columns = list(zip(*table, strict=True))[:-1]
    widths = [max(cell.cell_len for cell in column) for column in columns]
    right = [
        all(cell.plain.replace(",", "").isdigit() for cell in column[len(table) - len(rows) :]) for column in columns
    ]
    for *cells, last in table:
        before = Text()
        for cell, width, at_right in zip(cells, widths, right, strict=True):
            blank = " " * (width - cell.cell_len)
            before.append_text(Text.assemble(blank, cell) if at_right else Text.assemble(cell, blank)).append(
                " " * _GAP
            )
        _print_row(console, before, last)


def _print_row(console: Console, before: Text, last: Text) -> None:
    room = console.width - before.cell_len
    if not console.is_terminal:
        lines = [before + last]
    elif room >= min(_LEAST, last.cell_len):
        first, *rest = last.wrap(console, room) or [last]
        lines = [before + first, *(Text(" " * before.cell_len) + line for line in rest)]
    else:
        rest = list(last.wrap(console, max(1, console.width - _INDENT)))
        lines = [before] * bool(before.plain.strip()) + [Text(" " * _INDENT) + line for line in rest]
    for line in lines:
        line.rstrip()
        console.print(line, soft_wrap=True)
