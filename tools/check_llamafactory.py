"""Checks rows that were exported for LLaMA-Factory with LLaMA-Factory's own loader, template and labels.

    python tools/check_llamafactory.py ROWS.jsonl [--samples TRAJECTORIES.jsonl] [--set KEY=VALUE ...] [--json]

What it proves, with the options that our export recommends (read from where the export reads them): the dataset is
found by its name in the `dataset_info.json` beside the rows; no row is skipped; what is trained of each row (labels
other than -100) is one span at its end and, decoded, is its last response to the letter: the thought in its think
block, then the answer's text or the calls; what stands before it is the system prompt, every tool, and every earlier
message with its thought; and no text holds a token that Qwen3 reads as structure. The response is taken from the row,
and with --samples from the sample that the row came from. It exits with 1 on any difference.

What it does not prove: that a row fits into `cutoff_len`. That counts the tokens of the model's tokenizer, and the one
here is made on the spot, one token a byte, so every row is loaded at full length. Empty think blocks before the
trained span, which LLaMA-Factory puts where a response has no thought, are not told as differences.

Install in a virtual environment of its own, with this project in it (`pip install .`):

    pip install torch==2.13.0 transformers==5.5.4 datasets==4.0.0 trl==0.24.0 peft==0.18.1 accelerate==1.11.0
    pip install omegaconf 'tyro<0.9' sentencepiece tiktoken pyyaml
    pip install --no-deps llamafactory==0.9.5

Without --no-deps the last one pulls its web interface too. It also imports torchaudio, which an empty module replaces.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import io
import json
import os
import re
import sys
import tempfile
import types
from collections import Counter
from collections.abc import Iterator
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

import yaml
from rich.console import Console
from rich.table import Table

from funreason_sim.data.conversation import Acting, Answer, cuts
from funreason_sim.data.files import read_samples
from funreason_sim.data.llamafactory_rows import INFO, JOINT, OPTIONS
from funreason_sim.records import Sample

START, END, PAD = "<|im_start|>", "<|im_end|>", "<|endoftext|>"
MARKS = ("<think>", "</think>", "<tool_call>", "</tool_call>", "<tool_response>", "</tool_response>")
"""Single tokens of Qwen3's tokenizer, beside its special ones."""

THINK = re.compile(r"<think>\n(.*?)\n</think>\n\n(.*)", re.DOTALL)
EMPTY = "<think>\n\n</think>\n\n"
SYSTEM = re.compile(rf"{re.escape(START)}system\n(.*?)\n\n# Tools\n.*\n<tools>\n(.*)\n</tools>\n.*", re.DOTALL)
MASKED = -100

Row = dict[str, Any]


def written(thought: str, rest: str) -> str:
    return (f"<think>\n{thought}\n</think>\n\n" if thought else "") + rest


def called(calls: list[dict[str, Any]]) -> str:
    texts = (json.dumps({"name": c["name"], "arguments": c["arguments"]}, ensure_ascii=False) for c in calls)
    return "\n".join(f"<tool_call>\n{text}\n</tool_call>" for text in texts)


def thought_and_rest(message: dict[str, str]) -> tuple[str, str]:
    found = THINK.fullmatch(message["value"])
    return (found[1], found[2]) if found else ("", message["value"])


def response_of_message(message: dict[str, str]) -> str:
    """The text of an assistant's message of a row, as Qwen3 would write it."""
    thought, rest = thought_and_rest(message)
    return written(thought, called(json.loads(rest)) if message["from"] == "function_call" else rest)


def response_of_part(part: Acting | Answer) -> str:
    """The same from a sample."""
    if isinstance(part, Answer):
        return written(part.thought, part.text)
    return written(part.thought, called([{"name": step.tool, "arguments": step.arguments} for step in part.steps]))


def texts(row: Row) -> Iterator[str]:
    """What people, tools and the model wrote, without the structure around it."""
    yield row["system"]
    for message in row["conversations"]:
        match message["from"]:
            case "human":
                yield message["value"]
            case "observation":
                yield from message["value"].split(JOINT)
            case _:
                yield from thought_and_rest(message)


def context(row: Row) -> str:
    """All that stands between the system prompt and the last response of a row."""
    parts = []
    for message in row["conversations"][:-1]:
        match message["from"]:
            case "human":
                parts.append(f"{START}user\n{message['value']}{END}\n{START}assistant\n")
            case "observation":
                results = "\n".join(f"<tool_response>\n{t}\n</tool_response>" for t in message["value"].split(JOINT))
                parts.append(f"{START}user\n{results}{END}\n{START}assistant\n")
            case _:
                parts.append(f"{response_of_message(message)}{END}\n")
    return "".join(parts)


def responses_of(samples: Path, rows: list[Row]) -> tuple[list[str], Counter[str]]:
    """The response of each row out of its sample. Rows and samples have the same order; a sample may have no rows."""
    responses: list[str] = []
    counted: Counter[str] = Counter()
    for _, sample in read_samples(samples):
        counted[f"samples of origin {sample.origin}"] += 1
        at = len(responses)
        exportable = sample.verdict.ok and sample.turns and at < len(rows)
        if exportable and rows[at]["conversations"][0]["value"] == sample.turns[0].query:
            responses += map(response_of_part, parts_of(sample))
        else:
            counted["samples without rows"] += 1
    return responses, counted


def parts_of(sample: Sample) -> Iterator[Acting | Answer]:
    for cut in cuts(sample):
        if isinstance(cut[-1], Acting | Answer):
            yield cut[-1]


def local_tokenizer() -> Any:
    """One token a byte, and one for each mark of Qwen3's."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    inner = Tokenizer(models.BPE(vocab={letter: number for number, letter in enumerate(alphabet)}, merges=[]))
    inner.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    inner.decoder = decoders.ByteLevel()
    inner.add_special_tokens([AddedToken(mark, special=True, normalized=False) for mark in (PAD, START, END)])
    inner.add_tokens([AddedToken(mark, special=False, normalized=False) for mark in MARKS])
    return PreTrainedTokenizerFast(tokenizer_object=inner, eos_token=END, pad_token=PAD)


@contextlib.contextmanager
def loaded(path: Path, options: dict[str, Any]) -> Iterator[tuple[Any, Any]]:
    """The tokenizer, and what LLaMA-Factory would train on: a sized dataset of `input_ids` and `labels`."""
    os.environ.update(HF_HUB_OFFLINE="1", HF_DATASETS_OFFLINE="1", LLAMAFACTORY_VERBOSITY="ERROR")
    if importlib.util.find_spec("torchaudio") is None:
        empty = types.ModuleType("torchaudio")
        empty.__spec__ = ModuleSpec("torchaudio", None)
        sys.modules["torchaudio"] = empty
    import datasets
    from llamafactory.data import get_dataset, get_template_and_fix_tokenizer
    from llamafactory.hparams import get_train_args

    datasets.disable_progress_bars()
    tokenizer = local_tokenizer()
    with tempfile.TemporaryDirectory() as folder:
        ours = {"dataset": path.stem, "dataset_dir": str(path.parent), "cutoff_len": 10**9, "do_train": True}
        theirs = {"model_name_or_path": "none", "output_dir": folder, "cache_dir": folder, "use_cpu": True}
        with contextlib.redirect_stdout(io.StringIO()):
            model_args, data_args, training_args, finetuning_args, _ = get_train_args({**options, **theirs, **ours})
            template = get_template_and_fix_tokenizer(tokenizer, data_args)
            stage = finetuning_args.stage
            module = get_dataset(template, model_args, data_args, training_args, stage=stage, tokenizer=tokenizer)
        yield tokenizer, module["train_dataset"]


def differences(tokenizer: Any, row: Row, response: str, item: dict[str, list[int]]) -> Iterator[tuple[str, str]]:
    """What is not as it should be in one row: which check, and what was seen."""
    ids, labels = item["input_ids"], item["labels"]
    begin = next((at for at, label in enumerate(labels) if label != MASKED), len(labels))
    if labels[begin:] != ids[begin:]:
        yield "one trained span at the end", f"{sum(label != MASKED for label in labels)} labels are trained"
    trained = decoded(tokenizer, [label for label in labels if label != MASKED])
    if trained != f"{response}{END}\n":
        yield "trained text equal", f"trained is {shown(trained)}, the response is {shown(response)}"
    marks = [mark for mark in (START, END, PAD, *MARKS) if any(mark in text for text in texts(row))]
    if marks:
        yield "no mark inside a text", f"{', '.join(marks)} would be read as structure"
    system, _, rest = decoded(tokenizer, ids[:begin]).partition(f"{END}\n")
    found = SYSTEM.fullmatch(system)
    tools = [json.loads(line)["function"] for line in found[2].split("\n")] if found else None
    if found is None or found[1] != row["system"] or tools != json.loads(row["tools"]):
        yield "system prompt and tools equal", f"it is {shown(system)}"
    if rest.replace(EMPTY, "") != context(row):
        yield "context equal to the row's", f"it ends with {shown(rest[-300:])}"


def decoded(tokenizer: Any, ids: list[int]) -> str:
    return str(tokenizer.decode(ids, skip_special_tokens=False, clean_up_tokenization_spaces=False))


def shown(text: str, width: int = 300) -> str:
    return repr(text if len(text) <= width else f"{text[: width // 2]} ... {text[-width // 2 :]}")


CHECKS = (
    "trained text equal",
    "one trained span at the end",
    "no mark inside a text",
    "system prompt and tools equal",
    "context equal to the row's",
)


def check(path: Path, samples: Path | None, options: dict[str, Any]) -> tuple[dict[str, str], list[str]]:
    """The summary, and a sentence for each difference."""
    rows: list[Row] = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    responses = [response_of_message(row["conversations"][-1]) for row in rows]
    found: list[str] = []
    summary = {"rows in the file": str(len(rows))}
    if samples is not None:
        responses, counted = responses_of(samples, rows)
        summary |= {name: str(count) for name, count in counted.items()}
        if len(responses) != len(rows):
            found.append(f"{len(rows)} rows, but their samples have {len(responses)} responses")
    failed: Counter[str] = Counter()
    longest = 0
    with loaded(path, options) as (tokenizer, dataset):
        summary["rows loaded by LLaMA-Factory"] = str(len(dataset))
        if len(dataset) != len(rows):
            found.append(f"{len(rows) - len(dataset)} of {len(rows)} rows are skipped")
        if found:
            return summary, found
        for number, (row, response, item) in enumerate(zip(rows, responses, dataset, strict=True), start=1):
            longest = max(longest, len(item["input_ids"]))
            told = list(differences(tokenizer, row, response, item))
            failed.update({name for name, _ in told})
            found += [f"row {number}: {name}: no, {seen}" for name, seen in told]
    summary |= {name: f"{len(rows) - failed[name]} of {len(rows)}" for name in CHECKS}
    kinds = Counter(row["conversations"][-1]["from"] for row in rows)
    summary["trained responses"] = f"{kinds['function_call']} that call, {kinds['gpt']} answers"
    several = sum(text.count("</tool_call>") > 1 for text in responses)
    summary["with parallel calls, without a thought"] = f"{several}, {sum('<think>' not in t for t in responses)}"
    summary["longest row"] = f"{longest} bytes"
    return summary, found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=Path, metavar="ROWS", help=f"exported rows, with their {INFO} beside them")
    parser.add_argument("--samples", type=Path, help="the samples that they were exported from")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="another option than ours")
    parser.add_argument("--json", action="store_true", help="print the summary as JSON")
    asked = parser.parse_args()
    options = yaml.safe_load("\n".join([*OPTIONS, *(text.replace("=", ": ", 1) for text in asked.set)]))
    summary, found = check(asked.rows.resolve(), asked.samples, options)
    if asked.json:
        print(json.dumps({"options": options, "summary": summary, "differences": found}, indent=2))
        return int(bool(found))
    table = Table("check", "result", title=", ".join(f"{key}: {value}" for key, value in options.items()))
    for name, result in summary.items():
        table.add_row(name, result)
    Console().print(table)
    for text in found[:20]:
        print(text, file=sys.stderr)
    print(f"Differences: {len(found)}." if found else "Every row is trained as it was meant.")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
