"""Writing an environment: a folder that already works, and what is true of it by execution."""

from .checks import Report, check

__all__ = ["Report", "check"]
