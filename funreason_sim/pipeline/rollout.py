"""The state of one trajectory while it is made: the accepted episode, what was said, and what calls returned."""

from __future__ import annotations

import json
from collections.abc import Sequence

from ..agents.chat import ChatCall, Message
from ..graph.pool import Pool
from ..records import Step, Turn
from ..sim import Episode, Pools
from ..sim.values import Ledger
from ..verification.grounding import Grounder
from ..verification.query import ids_in


class Rejected(Exception):
    """This walk, query or chain became nothing; `reason` is one word, `detail` a sentence."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


class Rollout:
    """Grows turn by turn; a turn that fails leaves it as it was."""

    def __init__(self, episode: Episode, known: Pools, grounder: Grounder) -> None:
        self.episode = episode
        self.known = known
        self.grounder = grounder
        self.ledger = Ledger({name: tool.spec.returns for name, tool in episode.space.tools.items()})
        self.turns: list[Turn] = []
        self.steps: list[Step] = []
        self.references = 0
        self.conversation: list[Message] = []
        self.ids: set[str] = set()
        """The opaque values that calls have returned, references included."""

    @property
    def queries(self) -> list[str]:
        """What the user has said so far."""
        return [turn.query for turn in self.turns]

    @property
    def past(self) -> Sequence[Step]:
        """Every call of the trajectory so far, references and steps."""
        return [*self.steps, *(step for turn in self.turns for step in turn.reference)]

    def pool(self) -> Pool:
        """The values that a next walk can use."""
        return Pool(self.episode.space, self.known, self.ledger.copy())

    def accept(self, turn: Turn, episode: Episode) -> None:
        """Take a solved turn in: its episode becomes the state of the next."""
        self.episode = episode
        self.turns.append(turn)
        self.references += len(turn.reference)
        for step in turn.steps:
            self.steps.append(step)
            self.ledger.add(step.id, step.tool, step.arguments, step.outcome)
        self.conversation += messages_of(turn)
        ran = [*turn.reference, *turn.steps]
        self.ids |= ids_in([(step.tool, step.outcome) for step in ran], self.episode.space)


def messages_of(turn: Turn) -> list[Message]:
    """A turn as a conversation: no hint and no reference in it."""
    messages = [Message(role="user", content=turn.query)]
    for response, steps in turn.rounds():
        calls = tuple(ChatCall(id=step.id, name=step.tool, arguments=json.dumps(step.arguments)) for step in steps)
        content = "" if steps else turn.answer
        messages.append(Message(role="assistant", content=content, reasoning=response.thought, calls=calls))
        messages += [Message(role="tool", content=step.outcome.text, call_id=step.id) for step in steps]
    return messages
