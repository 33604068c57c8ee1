"""The API graph as an artifact: which tool supplies or enables which, and how that was found out."""

from __future__ import annotations

from typing import Literal

from .base import JsonValue, Record


class Trial(Record):
    """The execution that shows an `enables` edge: after `prefix`, `blocked` is refused; after `enabler` it is not.

    Run on `space` opened with the seed `scenario_seed`; calls are `(tool, arguments)`.
    """

    space: str
    scenario_seed: str
    prefix: tuple[tuple[str, dict[str, JsonValue]], ...]
    enabler: tuple[str, dict[str, JsonValue]]
    blocked: tuple[str, dict[str, JsonValue]]
    code_before: str
    code_after: str | None
    """None when the blocked call then returned; another code is weaker evidence."""


class Edge(Record):
    """`source` before `target`, because it supplies an argument or enables the call.

    A `supplies` edge names the format, the JSON Pointer pattern of the output (`*` for any key or index) and the
    parameter; an `enables` edge names the refusal code that it takes away. `observed` counts how often walks showed it.
    """

    kind: Literal["supplies", "enables"]
    source: str
    target: str
    format: str | None = None
    path: str | None = None
    parameter: str | None = None
    code: str | None = None
    weak: bool = False
    observed: int = 0
    trial: Trial | None = None


class Learned(Record):
    """What execution showed of one environment: its `enables` edges, and which of its tools change rows."""

    edges: tuple[Edge, ...]
    writers: tuple[str, ...]


class GraphRecord(Record):
    """G = (T, R, P) of the paper for one space: tools, relations, and the parameters that carry them."""

    space: str
    environments: str
    """Digest of the space it was learned on."""
    tools: tuple[str, ...]
    writers: tuple[str, ...]
    """The tools that were seen to change a row; the others only read."""
    edges: tuple[Edge, ...]
