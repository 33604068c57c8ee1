"""The command line, `funreason-sim`: one module per command, nothing heavy imported before a command needs it."""

from .entry import app, main

__all__ = ["app", "main"]
