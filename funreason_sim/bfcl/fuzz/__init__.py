"""Differential fuzz against the official classes."""

from .run import Fuzz, as_document, fuzz

__all__ = ["Fuzz", "as_document", "fuzz"]
