"""Phase III, the guided iterative chain: reason and act in a fork against real observations, be criticised, try again.

Only an attempt that does what the reference did is kept: the final world equal, every asked outcome present, and every
argument grounded. Each failed attempt appends one hint to the prompt (paper: Prompt_{k+1} = Prompt_k + Error_k).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ..agents.chat import ChatCall, ChatReply, Message
from ..agents.prompting import reasoning_request
from ..agents.seats import Seats
from ..errors import ChatError, ToolBroken
from ..records import Call, JsonValue, Response, Step, Turn
from ..sim import Episode
from ..sim.values import Ledger
from .comparing import Difference, differences, with_implied
from .diary import Diary
from .hints import hint_for
from .rollout import Rejected, Rollout

_NOT_TRACED: Any = {"effects", "sources"}


@dataclass
class Attempt:
    """One attempt: what was thought and called in its fork, and what is wrong with it."""

    episode: Episode
    steps: list[Step] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)
    answer: str | None = None
    differences: list[Difference] = field(default_factory=list)
    problem: str | None = None


async def solve(rollout: Rollout, turn: Turn, seats: Seats, most: int, diary: Diary) -> tuple[Turn, Episode]:
    """The turn with its steps, and the episode they ran in; every attempt is logged.

    Raises:
        Rejected: when no attempt of `most` passes.
    """
    hints: list[str] = []
    diary.count("posed")
    for number in range(most):
        attempt = await _attempt(rollout, turn, seats, hints)
        if not attempt.differences:
            diary.count("after_critic" if hints else "first_attempts")
            _note(diary, rollout, number, attempt, "passed", None)
            return _solved(turn, attempt, hints), attempt.episode
        hint = await hint_for(turn, attempt.steps, attempt.answer is not None, attempt.differences, rollout, seats)
        _note(diary, rollout, number, attempt, str(attempt.differences[0]["kind"]), hint)
        hints.append(hint)
    kind = attempt.differences[0]["kind"]
    raise Rejected("unsolved", f"turn {len(rollout.turns)}: no attempt of {most} did what was asked ({kind})")


def _solved(turn: Turn, attempt: Attempt, hints: Sequence[str]) -> Turn:
    return turn.model_copy(
        update={
            "steps": tuple(attempt.steps),
            "responses": tuple(attempt.responses),
            "answer": attempt.answer,
            "attempts": len(hints) + 1,
            "hints": tuple(hints),
            "digest": attempt.episode.digest(),
        }
    )


def _note(diary: Diary, rollout: Rollout, number: int, attempt: Attempt, outcome: str, hint: str | None) -> None:
    """Note an attempt: a failed one with all it thought and called, a passed one by its number alone."""
    failed: dict[str, JsonValue] = {
        "responses": [response.model_dump(mode="json") for response in attempt.responses],
        "steps": [step.model_dump(mode="json", exclude=_NOT_TRACED) for step in attempt.steps],
        "answer": attempt.answer,
        "differences": list(attempt.differences),
        "problem": attempt.problem,
    }
    trace: dict[str, JsonValue] = {"k": number + 1, **(failed if attempt.differences else {})}
    diary.note(len(rollout.turns), "reasoning", outcome, hint, trace)


async def _attempt(rollout: Rollout, turn: Turn, seats: Seats, hints: list[str]) -> Attempt:
    attempt = Attempt(rollout.episode.fork())
    attempt.episode.hear(turn.query)
    try:
        await _play(rollout, turn, seats, hints, attempt)
    except (ChatError, ToolBroken) as error:
        attempt.problem = str(error)
    attempt.steps = with_implied(rollout, attempt.steps)
    answered = attempt.answer is not None
    attempt.differences = differences(rollout, turn, attempt.steps, answered, attempt.episode.digest())
    return attempt


async def _play(rollout: Rollout, turn: Turn, seats: Seats, hints: list[str], attempt: Attempt) -> None:
    """Let the reasoning seat act until it answers, with a bound on its responses."""
    conversation = [*rollout.conversation, Message(role="user", content=turn.query)]
    ledger = rollout.ledger.copy()
    for _ in range(2 * len(turn.reference) + 8):
        request = reasoning_request(conversation, rollout.episode.space.specs, turn.advanced_tool, hints)
        reply = await seats["reasoning"].reply(request)
        attempt.episode.say(reply.reasoning, "" if reply.calls else reply.content)
        done = _act(rollout, turn, attempt, ledger, _calls(reply))
        attempt.responses.append(Response(thought=reply.reasoning, calls=tuple(step.id for step in done)))
        if not done:
            attempt.answer = reply.content
            return
        conversation += _messages(reply, done)


def _act(
    rollout: Rollout, turn: Turn, attempt: Attempt, ledger: Ledger, calls: Sequence[tuple[str, dict[str, JsonValue]]]
) -> list[Step]:
    """Run the calls of one response; their sources are those known before it."""
    queries = [*rollout.queries, turn.query]
    done: list[Step] = []
    for tool, arguments in calls:
        known = {n: rollout.grounder.source(tool, n, value, queries, ledger) for n, value in arguments.items()}
        event = attempt.episode.call(tool, arguments)
        step = Step(
            call=Call(id=f"c{len(rollout.steps) + len(attempt.steps)}", tool=tool, arguments=arguments),
            outcome=event.outcome,
            effects=event.effects,
            sources={name: source for name, source in known.items() if source is not None},
            event=event.id,
        )
        done.append(step)
        attempt.steps.append(step)
    for step in done:
        ledger.add(step.id, step.tool, step.arguments, step.outcome)
    return done


def _calls(reply: ChatReply) -> list[tuple[str, dict[str, JsonValue]]]:
    made = []
    for call in reply.calls:
        try:
            arguments = json.loads(call.arguments or "{}")
        except (ValueError, RecursionError) as error:
            raise ChatError(f"the arguments of {call.name} are not JSON: {error}") from error
        if not isinstance(arguments, dict):
            raise ChatError(f"the arguments of {call.name} are not a JSON object")
        made.append((call.name, arguments))
    return made


def _messages(reply: ChatReply, done: list[Step]) -> list[Message]:
    calls = tuple(ChatCall(id=step.id, name=step.tool, arguments=json.dumps(step.arguments)) for step in done)
    said = Message(role="assistant", content="", reasoning=reply.reasoning, calls=calls)
    return [said, *(Message(role="tool", content=step.outcome.text, call_id=step.id) for step in done)]
