"""What makes two runs the same: everything that decides content, and nothing that decides where or how fast."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..agents.prompting import prompts_digest
from ..graph import ApiGraph
from ..records import JsonValue, RunConfig, digest_of
from ..records.run import NOT_IDENTITY
from ..sim import Space
from .traces import traces_digest


@dataclass(frozen=True)
class Identity:
    """The document that names a run, and its digest."""

    document: dict[str, JsonValue]

    @property
    def digest(self) -> str:
        """32 hexadecimal digits."""
        return digest_of(self.document)


def identity_of(config: RunConfig, spaces: dict[str, Space], graphs: dict[str, ApiGraph]) -> Identity:
    """The identity of a run over these spaces and graphs."""
    document: dict[str, JsonValue] = config.model_dump(mode="json", exclude=set(NOT_IDENTITY))
    document["traces"] = traces_digest(Path(config.from_traces)) if config.from_traces else None
    document["prompts"] = prompts_digest()
    document["spaces"] = {name: space.build for name, space in sorted(spaces.items())}
    document["graphs"] = {name: graph.digest for name, graph in sorted(graphs.items())}
    return Identity(document)
