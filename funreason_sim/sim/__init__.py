"""The simulator: stateful tool environments, one SQLite database per episode; synchronous and deterministic."""

from typing_extensions import TypedDict

from .catalog import environment, names, recorded_space, space
from .chance import Dice, derive
from .domain import Choices, Format
from .environment import Environment, Pools, Scenario, Space
from .episode import ChanceKind, Episode
from .opening import open_episode
from .tool import Tool
from .world import World

__all__ = [
    "ChanceKind",
    "Choices",
    "Dice",
    "Environment",
    "Episode",
    "Format",
    "Pools",
    "Scenario",
    "Space",
    "Tool",
    "TypedDict",
    "World",
    "derive",
    "environment",
    "names",
    "open_episode",
    "recorded_space",
    "space",
]
