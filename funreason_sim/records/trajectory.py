"""A trajectory: turns of executed calls with the source of every argument, and the sample made of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from .base import JsonValue, Record
from .calls import Effect, Outcome, ToolSpec
from .verdict import Verdict

VERSION: Literal[1] = 1
"""Version of the sample format; a reader refuses newer ones."""


class Said(Record):
    """The user said it: `span` is a half-open range of characters of that turn's query."""

    kind: Literal["said"] = "said"
    turn: int
    span: tuple[int, int]
    rule: str
    """How the words mean the value: see `funreason_sim.verification.grounding`."""


class Pick(Record):
    """Which of several entities the user meant: the one whose `attribute` the words at `span` give.

    `attribute` names an attribute of the entity, or, as `argument x`, an argument of the call that returned it.
    """

    attribute: str
    turn: int
    span: tuple[int, int]
    rule: str


class Output(Record):
    """An earlier call returned it, at a JSON Pointer of its outcome; a pointer's last `#` means the key itself."""

    kind: Literal["output"] = "output"
    call: str
    path: str
    picks: tuple[Pick, ...] = ()


class Default(Record):
    """The schema's default, written out."""

    kind: Literal["default"] = "default"


class Implied(Record):
    """No words give it: the call `needed_by` is refused without it, and every value that helps does the same."""

    kind: Literal["implied"] = "implied"
    needed_by: str


Source = Annotated[Said | Output | Default | Implied, Field(discriminator="kind")]


class Call(Record):
    """A call in a trajectory; its `id` is unique there.

    Ids are `r0`, `r1`, ... over the references of all turns, and `c0`, `c1`, ... over their steps.
    """

    id: str
    tool: str
    arguments: dict[str, JsonValue]


class Step(Record):
    """One call that ran: what came back, what it changed, and where each argument came from."""

    call: Call
    outcome: Outcome
    effects: tuple[Effect, ...]
    sources: dict[str, Source]
    event: str
    """The id of its `ToolRan` event in the episode's hash chain."""

    @property
    def id(self) -> str:
        """The call's id."""
        return self.call.id

    @property
    def tool(self) -> str:
        """The call's tool."""
        return self.call.tool

    @property
    def arguments(self) -> dict[str, JsonValue]:
        """The call's arguments."""
        return self.call.arguments


class Response(Record):
    """One assistant response: a thought, and the ids of the calls it made at once; none in the one that answers."""

    thought: str
    calls: tuple[str, ...] = ()


class AdvancedTool(Record):
    """The composite tool that a turn's trace is abstracted to (paper, phase II: T_adv = A_T(Turn))."""

    name: str
    description: str
    parameters: dict[str, JsonValue]
    composes: tuple[str, ...]
    """Ids of the reference calls it stands for."""


class Ask(Record):
    """A reference call whose outcome the user wants, and the words of the query that ask for it."""

    call: str
    span: tuple[int, int]


class Turn(Record):
    """One round: a hard query, the reference that defines it, and the responses and steps that answered it."""

    kind: Literal["request"] = "request"
    query: str
    style: str
    """The noise style of the query."""
    tools: tuple[str, ...]
    """Names of the tools offered."""
    target: str | None
    advanced_tool: AdvancedTool
    asked: tuple[Ask, ...]
    """What the user wants; the other reference calls are prerequisites, which the query leaves implicit."""
    reference: tuple[Step, ...]
    """The steps of the walk."""
    steps: tuple[Step, ...]
    """The steps of the assistant, in order."""
    responses: tuple[Response, ...]
    """The assistant's responses, in order; the last one answers."""
    answer: str
    attempts: int
    hints: tuple[str, ...] = ()
    """What the critic said after each failed attempt; never part of the conversation."""
    digest: str
    """Digest of the world after the turn."""

    def rounds(self) -> Iterator[tuple[Response, tuple[Step, ...]]]:
        """Each response with the steps of its calls."""
        known = {step.id: step for step in self.steps}
        for response in self.responses:
            yield response, tuple(known[name] for name in response.calls if name in known)


class EnvironmentRef(Record):
    """An environment by name, and the digest of what it offers: schema and tools."""

    name: str
    digest: str


class Provenance(Record):
    """What made a sample. The digest of the record covers it; no run can show it."""

    seats: dict[str, str]
    """Who sat in each role."""
    models: dict[str, str]
    """The model of each role that had one."""
    package: str
    """Version of funreason_sim."""
    configuration: str
    """Identity digest of the run."""
    graph: str
    """Digest of the API graph that was walked."""
    prompts: str
    """Digest of the prompt set."""


class Sample(Record):
    """A trajectory with thoughts, a proof, and all that is needed to run it again."""

    version: Literal[1] = VERSION
    id: str
    index: int
    origin: Literal["generated", "benchmark", "trace"]
    environments: tuple[EnvironmentRef, ...] = Field(min_length=1)
    seed: str
    chance: Literal["counter", "mersenne"]
    scenario: dict[str, JsonValue]
    system: str
    """The system prompt of the conversation."""
    tools: tuple[ToolSpec, ...]
    """Specifications of the tools that turns offer by name."""
    turns: tuple[Turn, ...]
    error_tool_response: bool
    """Whether any call of the steps was refused."""
    provenance: Provenance
    opened: str
    """Id of the first event of the chain."""
    head: str
    """Id of the last event of the chain."""
    verdict: Verdict
    digest: str
    """Digest of the whole record but this field."""

    @property
    def space(self) -> str:
        """The name of the space it ran in: `a` or `a+b`."""
        return "+".join(environment.name for environment in self.environments)
