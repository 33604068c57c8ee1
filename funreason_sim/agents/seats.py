"""Who sits where: one `Chat` for each of the four roles."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import ConfigError
from .chat import Chat, Role

Seats = Mapping[Role, Chat]


def seats_for(model: str) -> Seats:
    """The seats that a run's `model` names.

    Raises:
        ConfigError: for a model that is not known.
    """
    if model != "scripted":
        raise ConfigError(f"--model {model}: only 'scripted' is available")
    from .scripted import ScriptedCritic, ScriptedReasoner
    from .scripted.querying import ScriptedQuerying
    from .scripted.tooling import ScriptedTooling

    return {
        "tooling": ScriptedTooling(),
        "querying": ScriptedQuerying(),
        "reasoning": ScriptedReasoner(),
        "critic": ScriptedCritic(),
    }
