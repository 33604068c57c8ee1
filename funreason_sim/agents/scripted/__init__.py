"""Scripted seats: a reasoner and a critic that need no model, no key and no network."""

from .critic import ScriptedCritic
from .reasoner import ScriptedReasoner

__all__ = ["ScriptedCritic", "ScriptedReasoner"]
