"""Mutation testing of an environment: faults are seeded into its tools, and its tests are to notice them."""

from .declared import FILE, Declared, pasteable
from .faults import Fault
from .measure import How, Measured, Tried, counts, measure

__all__ = ["FILE", "Declared", "Fault", "How", "Measured", "Tried", "counts", "measure", "pasteable"]
