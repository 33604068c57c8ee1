"""The paper's case: its published answer buys with zip codes that nobody returned, and validation says so."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import anyio
import pytest

import funreason_sim.running.worker as worker_module
from funreason_sim.agents.chat import ChatCall, ChatReply, ChatRequest
from funreason_sim.agents.seats import seats_for
from funreason_sim.records import IndexRejected, RunConfig
from funreason_sim.running import Run

TRACE = {
    "environments": ["vehicle"],
    "turns": [
        [
            {"tool": "get_zipcode_based_on_city", "arguments": {"city": "Rivermist"}},
            {"tool": "get_zipcode_based_on_city", "arguments": {"city": "Stonebrook"}},
            {"tool": "estimate_distance", "arguments": {"cityA": "83214", "cityB": "74532"}},
        ]
    ],
}


class _Inventing:
    """Answers as the published trajectory does: one call with zip codes out of nowhere, then an answer."""

    def __init__(self, first: str, second: str) -> None:
        self.arguments = json.dumps({"cityA": first, "cityB": second})

    async def reply(self, request: ChatRequest) -> ChatReply:
        if request.messages[-1].role == "tool":
            return ChatReply(content="The distance is known now.", reasoning="That is all.")
        call = ChatCall(id="1", name="estimate_distance", arguments=self.arguments)
        return ChatReply(reasoning="I know their zip codes.", calls=(call,))


@pytest.mark.parametrize(("first", "second", "refused"), [("12345", "67890", True), ("83214", "74532", False)])
def test_an_answer_with_invented_zip_codes_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: str, second: str, refused: bool
) -> None:
    """Neither wrong zip codes nor rightly guessed ones pass: each argument comes from nowhere, and so it says."""
    monkeypatch.setattr(
        worker_module, "seats_for", lambda model: {**seats_for(model), "reasoning": _Inventing(first, second)}
    )
    (tmp_path / "trace.jsonl").write_text(json.dumps(TRACE))

    async def drive() -> list[IndexRejected]:
        config = RunConfig(from_traces=str(tmp_path / "trace.jsonl"), attempts=1, workers=0)
        async with Run(config, tmp_path / "run") as going:
            return [event async for event in going.events() if isinstance(event, IndexRejected)]

    (rejected,) = anyio.run(drive)
    assert rejected.reason == "unsolved"
    assert "ungrounded" in rejected.detail
    connection = sqlite3.connect(tmp_path / "run" / "run.db")
    trace = json.loads(connection.execute("SELECT trace FROM attempt WHERE outcome = 'ungrounded'").fetchone()[0])
    connection.close()
    lacking = [d["parameter"] for d in trace["differences"] if d["kind"] == "ungrounded"]
    assert lacking == ["cityA", "cityB"]
    assert (trace["steps"][0]["outcome"]["code"] is not None) == refused
