"""A fourth set of tools, given by their documents alone: a help counter with files, orders, notes and sums."""

from __future__ import annotations

from typing import Any

from funreason_sim.agents.scripted.toolbox import Toolbox, ToolDoc, toolbox
from funreason_sim.records import ToolSpec

TEXT = {"type": "string"}
UNITS = ["km", "m", "cm", "in", "miles"]


def spec(name: str, description: str, returns: dict[str, Any] | None = None, /, **parameters: Any) -> ToolSpec:
    """A specification; a parameter with a default is optional."""
    needed = [key for key, schema in parameters.items() if "default" not in schema]
    schema = {"type": "object", "properties": parameters, "required": needed, "additionalProperties": False}
    return ToolSpec(name=name, description=description, parameters=schema, returns=returns)


def _number(description: str, fmt: str = "figure") -> dict[str, Any]:
    return {"type": "number", "format": fmt, "description": description}


def _text(description: str, fmt: str) -> dict[str, Any]:
    return {**TEXT, "format": fmt, "description": description}


def _result(fmt: str, kind: str = "number") -> dict[str, Any]:
    return {"type": "object", "properties": {"result": {"type": kind, "format": fmt}}}


CASE = {"type": "integer", "format": "case-id", "description": "Number (id) of the case"}
UPDATES = {
    "type": "object",
    "properties": {
        "title": {"anyOf": [TEXT, {"type": "null"}], "description": "New title"},
        "status": {"anyOf": [{"enum": ["Open", "On Hold"], **TEXT}, {"type": "null"}], "description": "New status"},
        "urgency": {"anyOf": [{"type": "integer"}, {"type": "null"}], "description": "New urgency, from 1 to 5"},
    },
}
CASES = {"type": "array", "items": {"type": "object", "properties": {"id": CASE, "title": TEXT}}}
SPECS = (
    spec("open_case", "Open a new case.", {"type": "object", "properties": {"id": CASE}}, title=TEXT),
    spec("get_case", "Show the details of one case.", case_id=CASE),
    spec("list_own_cases", "List all cases of mine.", CASES),
    spec("edit_case", "Edit a case: change its title, status or urgency.", case_id=CASE, updates=UPDATES),
    spec(
        "settle_case", "Settle a case.", case_id=CASE,
        resolution={**TEXT, "description": "How it was settled, in a sentence"},
    ),
    spec(
        "share_note", "Share a note.",
        content={**TEXT, "description": "What the note says"},
        tags={"type": "array", "items": TEXT, "description": "Hashtags, each beginning with #", "default": []},
        people={"type": "array", "items": TEXT, "description": "Who is named, each beginning with @", "default": []},
    ),
    spec("subtract", "Subtract one number from another.", _result("figure"), a=_number("From what"), b=_number("What")),
    spec(
        "average", "Compute the average of numbers.", _result("figure"),
        numbers={"type": "array", "items": {"type": "number"}},
    ),
    spec(
        "convert_length", "Convert a length to another unit.", _result("figure"),
        value=_number("The length to convert", "measure"),
        unit_in={**TEXT, "enum": UNITS, "description": "Unit to convert from"},
        unit_out={**TEXT, "enum": UNITS, "description": "Unit that is wanted"},
    ),
    spec(
        "cat", "Show the contents of a file.", _result("file-text", "string"),
        file_name=_text("Name of the file", "file-name"),
    ),
    spec(
        "echo", "Write text into a file, or print the text.", content=_text("Text to write", "file-text"),
        file_name={**_text("Name of the file to write into", "file-name"), "default": None},
    ),
    spec(
        "tail", "Show the last line of a file.", _result("file-text", "string"),
        file_name=_text("Name of the file", "file-name"),
    ),
    spec("rm", "Remove (delete) a file.", file_name=_text("Name of the file to remove", "file-name")),
    spec(
        "ls", "List what is in the folder.",
        a={"type": "boolean", "description": "True to show hidden ones too", "default": False},
    ),
    spec(
        "wc", "Count the lines or words of a file.", file_name=_text("Name of the file", "file-name"),
        mode={**TEXT, "enum": ["l", "w"], "description": "What to count: l for lines, w for words", "default": "l"},
    ),
    spec("follow_user", "Follow a user.", username=_text("Name of the user to follow", "user-name")),
    spec("get_symbol_by_name", "Find the symbol of a company.", _result("symbol", "string"),
         name={**TEXT, "enum": ["Acme", "Globex"], "description": "Name of the company"}),
    spec(
        "get_quote", "Look up the price of a share.", _result("share-price"),
        symbol=_text("Symbol of the share", "symbol"),
    ),
    spec(
        "buy_shares", "Buy shares.", symbol=_text("Symbol of the shares", "symbol"),
        price=_number("Price of a share, in dollars", "share-price"),
        amount={"type": "integer", "description": "How many shares"},
    ),
)  # fmt: skip


def counter() -> Toolbox:
    """All of them."""
    return toolbox(SPECS)


def doc(name: str) -> ToolDoc:
    """The document of one of them."""
    found = counter().doc(name)
    assert found is not None
    return found
