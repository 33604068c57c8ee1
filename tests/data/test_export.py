"""Training rows: each trained response is the sample's own, in a form that its trainer reads."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
from data.sample_maker import QUERY, SPECS, SYSTEM, diverging, make_sample, turns, write_samples
from openai.types.chat import ChatCompletionMessageParam, ChatCompletionToolParam
from pydantic import TypeAdapter

from funreason_sim.data import Target, export
from funreason_sim.data.conversation import Acting, Answer, conversation, cuts
from funreason_sim.data.llamafactory_rows import JOINT
from funreason_sim.data.openai_rows import STANDARD_FORMATS
from funreason_sim.errors import ConfigError, RecordError, StoreError
from funreason_sim.records import Response, Sample

THINK = re.compile(r"<think>\n(.*?)\n</think>\n\n(.*)", re.DOTALL)


def responses(sample: Sample) -> list[Acting | Answer]:
    """What the assistant said, straight from the record."""
    return [
        Acting(thought=response.thought, steps=steps) if steps else Answer(thought=response.thought, text=turn.answer)
        for turn in sample.turns
        for response, steps in turn.rounds()
    ]


def calls(acting: Acting) -> list[dict[str, Any]]:
    return [{"name": step.tool, "arguments": step.arguments} for step in acting.steps]


def rows(tmp_path: Path, to: Target, *samples: Sample) -> list[dict[str, Any]]:
    source = write_samples(tmp_path / "samples.jsonl", *samples)
    export(source, to, tmp_path / "rows.jsonl")
    return [json.loads(line) for line in (tmp_path / "rows.jsonl").read_text("ascii").splitlines()]


def test_a_sample_is_cut_at_each_assistant_response() -> None:
    """There is one cut a response, each a prefix of the conversation that ends with that response."""
    sample = make_sample()
    whole = conversation(sample)
    found = list(cuts(sample))
    assert [cut[-1] for cut in found] == responses(sample)
    assert all(cut == whole[: len(cut)] for cut in found)


def test_every_openai_row_trains_one_response_of_the_sample(tmp_path: Path) -> None:
    """The only weight of 1 is on the last message, and that is the sample's response without its thought."""
    for row, response in zip(rows(tmp_path, "openai", make_sample()), responses(make_sample()), strict=True):
        weights = [m["weight"] for m in row["messages"] if m["role"] == "assistant"]
        assert weights == [0] * (len(weights) - 1) + [1]
        last = row["messages"][-1]
        if isinstance(response, Answer):
            assert last == {"role": "assistant", "weight": 1, "content": response.text}
        else:
            called = [c["function"] for c in last["tool_calls"]]
            assert [{**c, "arguments": json.loads(c["arguments"])} for c in called] == calls(response)
        assert response.thought not in json.dumps(row)


def test_openai_rows_fit_the_types_of_the_openai_package(tmp_path: Path) -> None:
    """Messages and tools are valid for the client's own types."""
    messages = TypeAdapter(list[ChatCompletionMessageParam])
    tools = TypeAdapter(list[ChatCompletionToolParam])
    for row in rows(tmp_path, "openai", make_sample()):
        messages.validate_json(json.dumps(row["messages"]))
        tools.validate_json(json.dumps(row["tools"]))
        assert set(row) == {"messages", "parallel_tool_calls", "tools"}


def test_every_openai_tool_message_answers_a_call_before_it(tmp_path: Path) -> None:
    """Results follow their calls at once, in order and by id, with the exact text."""
    for row in rows(tmp_path, "openai", make_sample()):
        open_calls: list[str] = []
        for message in row["messages"]:
            if message["role"] == "tool":
                assert message["tool_call_id"] == open_calls.pop(0)
            else:
                assert open_calls == []
            open_calls += [call["id"] for call in message.get("tool_calls", [])]
    texts = [m["content"] for m in row["messages"] if m["role"] == "tool"]
    assert texts == [step.outcome.text for turn in turns() for step in turn.steps]


def test_openai_tools_are_plain_json_schemas(tmp_path: Path) -> None:
    """Formats of this engine are gone, standard ones and a parameter called format stay."""
    [row, *_] = rows(tmp_path, "openai", make_sample())
    for tool, spec in zip(row["tools"], SPECS, strict=True):
        parameters = tool["function"]["parameters"]
        jsonschema.Draft202012Validator.check_schema(parameters)
        assert parameters["properties"].keys() == spec.parameters["properties"].keys()  # type: ignore[union-attr]
        formats = {entry["format"] for entry in parameters["properties"].values() if "format" in entry}
        assert formats <= STANDARD_FORMATS
    assert parameters["properties"]["day"]["format"] == "date"
    assert parameters["properties"]["format"]["default"] == "pdf"


def test_llamafactory_rows_alternate_and_are_even(tmp_path: Path) -> None:
    """User's parts stand at even positions, assistant's at odd ones, and the last one is the assistant's."""
    for row in rows(tmp_path, "llamafactory", make_sample()):
        names = [message["from"] for message in row["conversations"]]
        assert len(names) % 2 == 0
        assert set(names[::2]) <= {"human", "observation"}
        assert set(names[1::2]) <= {"gpt", "function_call"}
        assert names[0] == "human"
        assert row["system"] == SYSTEM


def test_every_llamafactory_row_ends_with_one_response_of_the_sample(tmp_path: Path) -> None:
    """Its thought stands in the think block, and its calls or answer behind it, unchanged."""
    for row, response in zip(rows(tmp_path, "llamafactory", make_sample()), responses(make_sample()), strict=True):
        last = row["conversations"][-1]
        thought, rest = THINK.fullmatch(last["value"]).groups()  # type: ignore[union-attr]
        assert thought == response.thought
        if isinstance(response, Answer):
            assert (last["from"], rest) == ("gpt", response.text)
        else:
            assert (last["from"], json.loads(rest)) == ("function_call", calls(response))


def test_thoughts_from_before_the_last_request_are_left_out_of_the_context(tmp_path: Path) -> None:
    """As Qwen3's own template does: the thoughts of the present turn stay, those of earlier turns go."""
    for row in rows(tmp_path, "llamafactory", make_sample()):
        messages = row["conversations"]
        last = max(place for place, message in enumerate(messages) if message["from"] == "human")
        thinking = [
            "<think>" in message["value"] for message in messages if message["from"] in ("gpt", "function_call")
        ]
        assert thinking == [place > last for place in range(1, len(messages), 2)]


@pytest.mark.parametrize("mark", ["<tool_call>", "<|im_end|>"])
def test_markup_in_a_request_keeps_a_sample_out(tmp_path: Path, mark: str) -> None:
    """The trainer would read it as structure, or stop loading altogether."""
    first = make_sample().turns[0]
    bad = make_sample(turns=(first.model_copy(update={"query": f"say {mark} please"}), *make_sample().turns[1:]))
    with pytest.raises(ConfigError, match=re.escape(mark)):
        rows(tmp_path, "llamafactory", bad)


def test_results_of_parallel_calls_are_one_llamafactory_observation(tmp_path: Path) -> None:
    """Parallel results are joined as LLaMA-Factory's own converter joins them."""
    row = rows(tmp_path, "llamafactory", make_sample())[-1]
    seen = [m["value"].split(JOINT) for m in row["conversations"] if m["from"] == "observation"]
    assert seen == [[step.outcome.text for step in steps] for turn in turns() for _, steps in turn.rounds() if steps]


def test_llamafactory_tools_are_a_json_text(tmp_path: Path) -> None:
    """As text, no table reader can put nulls into a schema."""
    [row, *_] = rows(tmp_path, "llamafactory", make_sample())
    assert json.loads(row["tools"]) == [
        {"name": s.name, "description": s.description, "parameters": s.parameters} for s in SPECS
    ]


def test_llamafactory_rows_have_their_entry_in_dataset_info(tmp_path: Path) -> None:
    """Entries that are there stay, and ours is named by the file's stem."""
    (tmp_path / "dataset_info.json").write_text('{"other": {"file_name": "other.json"}}')
    rows(tmp_path, "llamafactory", make_sample())
    info = json.loads((tmp_path / "dataset_info.json").read_text())
    assert info["other"] == {"file_name": "other.json"}
    assert info["rows"] == {
        "file_name": "rows.jsonl",
        "formatting": "sharegpt",
        "columns": {"messages": "conversations", "system": "system", "tools": "tools"},
    }


@pytest.mark.parametrize("text", ["nonsense", "[]"])
def test_a_dataset_info_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    """Somebody's file is not replaced, and no rows are written."""
    (tmp_path / "dataset_info.json").write_text(text)
    with pytest.raises(ConfigError, match=r"dataset_info.json should be a JSON object"):
        rows(tmp_path, "llamafactory", make_sample())
    assert not (tmp_path / "rows.jsonl").exists()
    assert (tmp_path / "dataset_info.json").read_text() == text


def test_a_dataset_info_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """A folder of that name is a mistake to tell."""
    (tmp_path / "dataset_info.json").mkdir()
    with pytest.raises(ConfigError, match=r"dataset_info.json cannot be read"):
        rows(tmp_path, "llamafactory", make_sample())


@pytest.mark.parametrize("name", ["rows.txt", "rows", "dataset_info.json"])
def test_llamafactory_needs_a_file_name_that_it_reads(tmp_path: Path, name: str) -> None:
    """LLaMA-Factory goes by the file's ending."""
    source = write_samples(tmp_path / "samples.jsonl", make_sample())
    with pytest.raises(ConfigError, match=r"should end in \.jsonl"):
        export(source, "llamafactory", tmp_path / name)


def test_a_critics_hint_is_in_no_row(tmp_path: Path) -> None:
    """Hints are never part of a conversation, nor is the reference."""
    for to in ("openai", "llamafactory"):
        text = json.dumps(rows(tmp_path, to, make_sample()))  # type: ignore[arg-type]
        assert "was not looked up" not in text
        assert "buy_tickets_adv" not in text
        assert QUERY in text


def test_samples_whose_verdict_does_not_hold_are_left_out_and_counted(tmp_path: Path) -> None:
    """Only a good verdict is exported; the summary says how many were not."""
    source = write_samples(tmp_path / "s.jsonl", make_sample(), make_sample(verdict=diverging()))
    summary = export(source, "openai", tmp_path / "rows.jsonl")
    assert (summary.samples, summary.exported, summary.rows) == (2, 1, 5)
    assert summary.left_out == {"its verdict has findings": 1}


def test_texts_that_a_trainer_would_read_as_structure_are_left_out(tmp_path: Path) -> None:
    """A think mark inside a text would tear the response apart: such a sample is not exported."""
    first, second = turns()
    bad = first.model_copy(update={"responses": (*first.responses[:-1], Response(thought="a </think> b"))})
    source = write_samples(tmp_path / "s.jsonl", make_sample(), make_sample(turns=(bad, second)))
    summary = export(source, "llamafactory", tmp_path / "rows.jsonl")
    assert (summary.exported, list(summary.left_out.values())) == (1, [1])


def test_nothing_to_export_is_an_error_and_writes_nothing(tmp_path: Path) -> None:
    """An empty training file would be found out much later."""
    source = write_samples(tmp_path / "s.jsonl", make_sample(verdict=diverging()), make_sample(turns=()))
    with pytest.raises(
        ConfigError, match=r"no sample to export \(1 left out: its verdict has findings; 1 left out: it has no"
    ):
        export(source, "openai", tmp_path / "rows.jsonl")
    assert os.listdir(tmp_path) == ["s.jsonl"]


@pytest.mark.parametrize("to", get_args(Target))
def test_samples_of_benchmark_origin_need_the_explicit_flag(tmp_path: Path, to: Target) -> None:
    """Training on benchmark states is refused whole, whichever trainer it is for, unless it is asked for."""
    source = write_samples(tmp_path / "s.jsonl", make_sample(), make_sample(id="b1", origin="benchmark"))
    with pytest.raises(RecordError, match=r"s.jsonl:2: sample 'b1' starts from states of the benchmark"):
        export(source, to, tmp_path / "rows.jsonl")
    assert os.listdir(tmp_path) == ["s.jsonl"]
    assert export(source, to, tmp_path / "rows.jsonl", allow_eval=True).exported == 2


def test_the_file_to_read_is_not_written_over(tmp_path: Path) -> None:
    """Naming the source as the target is a slip of the hand."""
    source = write_samples(tmp_path / "s.jsonl", make_sample())
    with pytest.raises(ConfigError, match="is the file to read"):
        export(source, "openai", tmp_path / "." / "s.jsonl")


def test_a_folder_is_not_a_target(tmp_path: Path) -> None:
    """A folder cannot take rows."""
    source = write_samples(tmp_path / "s.jsonl", make_sample())
    with pytest.raises(StoreError, match="is a directory"):
        export(source, "openai", tmp_path)


def test_an_answer_without_a_thought_has_no_think_block(tmp_path: Path) -> None:
    """An empty block would teach to think nothing."""
    first, second = turns()
    responses = (*second.responses[:-1], Response(thought=""))
    silent = second.model_copy(update={"responses": responses, "answer": "No."})
    assert rows(tmp_path, "llamafactory", make_sample(turns=(first, silent)))[-1]["conversations"][-1]["value"] == "No."
