"""The simulator: stateful tool environments, one SQLite database per episode; synchronous and deterministic."""

from typing_extensions import TypedDict

from . import kinds
from .catalog import environment, names, recorded_space, space
from .chance import ChanceKind, Dice, derive
from .documents import Document, Field, Part, RecordList, Records
from .domain import Choices, Format
from .environment import Environment, Pools, Scenario, Space
from .episode import Episode
from .opening import open_episode
from .tool import Tool
from .world import World

__all__ = [
    "ChanceKind",
    "Choices",
    "Dice",
    "Document",
    "Environment",
    "Episode",
    "Field",
    "Format",
    "Part",
    "Pools",
    "RecordList",
    "Records",
    "Scenario",
    "Space",
    "Tool",
    "TypedDict",
    "World",
    "derive",
    "environment",
    "kinds",
    "names",
    "open_episode",
    "recorded_space",
    "space",
]
