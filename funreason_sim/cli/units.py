"""Quantities as people read them."""

from __future__ import annotations


def bytes_told(size: float) -> str:
    """A size in the largest decimal unit that leaves at least one before the point."""
    if size < 999.5:
        return f"{size:.0f} B"
    for unit in ("kB", "MB", "GB"):
        size /= 1000
        if size < 999.95:  # what is rounded to 1000 is one of the next unit
            return f"{size:.1f} {unit}"
    return f"{size / 1000:.1f} TB"


def duration(seconds: float) -> str:
    """A time in its two largest units."""
    whole = round(seconds)
    days, hours, minutes = whole // 86_400, whole // 3_600 % 24, whole // 60 % 60
    if days:
        return f"{days:,} d {hours} h"
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {whole % 60} s" if minutes else f"{whole} s"


def share(count: int, whole: int) -> str:
    """A count as a part of the whole."""
    return f"{100 * count / max(whole, 1):.1f} % ({count:,} of {whole:,})"


def counted(count: int, one: str, many: str | None = None) -> str:
    """A count with what it counts, in the singular or the plural."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"
