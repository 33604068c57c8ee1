"""The simulator: stateful tool environments, one SQLite database per episode; synchronous and deterministic."""

from typing_extensions import TypedDict

from . import kinds
from .boundary import STRICT, Boundary
from .catalog import environment, names, recorded_space, space
from .chance import Chance, ChanceKind, Dice, derive
from .dawn import DAWN
from .documents import Document, Field, Part, RecordList, Records
from .domain import Choices, Format
from .environment import Environment, Pools, Scenario, Space
from .episode import Episode
from .image import Image, image_of
from .opening import open_episode
from .tool import Tool
from .world import World

__all__ = [
    "DAWN",
    "STRICT",
    "Boundary",
    "Chance",
    "ChanceKind",
    "Choices",
    "Dice",
    "Document",
    "Environment",
    "Episode",
    "Field",
    "Format",
    "Image",
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
    "image_of",
    "kinds",
    "names",
    "open_episode",
    "recorded_space",
    "space",
]
