"""When every episode begins."""

DAWN = 1_767_603_600
"""2026-01-05 09:00:00 UTC, a Monday, in seconds since the Unix epoch."""
