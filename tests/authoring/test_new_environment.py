"""A new environment: a folder that opens, generates and is clean, from nothing or from what others describe."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from funreason_sim.authoring.draft import identifier, noun, plural
from funreason_sim.authoring.scaffold import Made, new_environment
from funreason_sim.cli import main
from funreason_sim.errors import ConfigError
from funreason_sim.sim import Dice, Environment, environment, open_episode

LIBRARY = """
CREATE TABLE author(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE book(
    isbn TEXT PRIMARY KEY, title TEXT NOT NULL, author_id INTEGER NOT NULL REFERENCES author(id),
    year INTEGER NOT NULL CHECK (year BETWEEN 1450 AND 2030), genre TEXT CHECK (genre IN ('novel', 'poetry')),
    lent INTEGER NOT NULL DEFAULT 0 CHECK (lent IN (0, 1)), updated_at TEXT NOT NULL,
    extra TEXT CHECK (json_valid(extra))
) STRICT;
CREATE TABLE member(id TEXT PRIMARY KEY, name TEXT NOT NULL, joined_on TEXT) STRICT;
CREATE TABLE loan(
    book TEXT NOT NULL REFERENCES book(isbn), member TEXT NOT NULL REFERENCES member(id) ON DELETE CASCADE,
    due TEXT NOT NULL, PRIMARY KEY (book, member)
) STRICT;
CREATE TABLE [order](id TEXT PRIMARY KEY, count INTEGER NOT NULL CHECK (count > 0)) STRICT;
"""
TICKET = {
    "type": "object",
    "required": ["subject"],
    "properties": {
        "id": {"type": "integer"},
        "subject": {"type": "string", "minLength": 1, "maxLength": 60},
        "state": {"type": "string", "enum": ["open", "closed"]},
        "urgent": {"type": "boolean"},
        "hours": {"type": "number", "minimum": 0, "maximum": 40},
        "labels": {"type": "array", "items": {"type": "string"}},
        "origin": {"allOf": [{"$ref": "#/components/schemas/Origin"}]},
        "customerId": {"type": "string"},
    },
}


def body(schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def answers(schema: dict[str, Any]) -> dict[str, Any]:
    return {"200": {"description": "ok", **body(schema)}}


REF = {"$ref": "#/components/schemas/Ticket"}
BY_ID = {"name": "ticketId", "in": "path", "required": True, "schema": {"type": "integer"}}
DESK: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Help desk"},
    "paths": {
        "/api/v1/tickets": {
            "get": {
                "operationId": "listTickets",
                "parameters": [
                    {"name": "state", "in": "query", "schema": {"type": "string", "enum": ["open", "closed"]}},
                    {"name": "limit", "in": "query", "schema": {"type": "integer"}},
                    {"name": "cursor", "in": "query", "schema": {"type": "string"}},
                ],
                "responses": answers({"type": "array", "items": REF}),
            },
            "post": {
                "operationId": "openTicket",
                "summary": "Open a ticket",
                "requestBody": body(REF),
                "responses": answers(REF),
            },
        },
        "/api/v1/tickets/{ticketId}": {
            "parameters": [BY_ID],
            "get": {"operationId": "getTicket", "responses": answers(REF)},
            "patch": {"operationId": "changeTicket", "requestBody": body(REF), "responses": answers(REF)},
            "delete": {"operationId": "dropTicket", "responses": {"204": {"description": "gone"}}},
        },
        "/api/v1/tickets/{ticketId}/escalate": {
            "post": {"operationId": "escalate", "parameters": [BY_ID], "responses": {}}
        },
        "/api/v1/tickets/{ticketId}/comments": {
            "get": {"parameters": [BY_ID], "responses": {}},
            "post": {
                "parameters": [BY_ID],
                "requestBody": body({"properties": {"text": {"type": "string"}}}),
                "responses": {},
            },
        },
        "/customers/{customerId}": {
            "put": {
                "operationId": "saveCustomer",
                "parameters": [{"name": "customerId", "in": "path", "required": True, "schema": {"type": "string"}}],
                "requestBody": body({"required": ["name"], "properties": {"name": {"type": "string"}}}),
                "responses": {},
            },
        },
        "/tickets/search": {"get": {"operationId": "searchTickets", "responses": {}}},
        "/": {"get": {"responses": {}}},
        "/upload": {"post": {"operationId": "upload", "requestBody": {"content": {"image/png": {}}}, "responses": {}}},
        "/sessions": {"delete": {"operationId": "logout", "responses": {}}},
    },
    "components": {"schemas": {"Ticket": TICKET, "Origin": {"properties": {"system": {"type": "string"}}}}},
}
TEXT, FLAG = {"type": "string"}, {"type": ["boolean", "null"]}
MAYBE = {"anyOf": [{"type": "boolean"}, {"type": "null"}]}


def takes(*needed: str, **fields: Any) -> dict[str, Any]:
    return {"type": "object", "required": [*needed], "properties": fields}


WORDS = {"type": "array", "items": TEXT}
NOTES: list[dict[str, Any]] = [
    {
        "name": "notes_create",
        "description": "Write a note.\n\nIt is kept.",
        "inputSchema": takes("title", "tags", title=TEXT, tags=WORDS, pinned=FLAG),
    },
    {"name": "notes_get", "inputSchema": takes("note_id", note_id=TEXT)},
    {"name": "notes_list", "inputSchema": takes(limit={"type": "integer"}, pinned=MAYBE, query=TEXT)},
    {"name": "notes_update", "inputSchema": takes("note_id", note_id=TEXT, title=TEXT)},
    {"name": "notes_delete", "inputSchema": takes("note_id", note_id=TEXT, force=FLAG)},
    {"name": "notes_clear_all", "inputSchema": {}},
    {"name": "notes_think", "inputSchema": takes("thought", thought=TEXT)},
]


def made(folder: Path, suffix: str = "", content: str = "") -> tuple[Made, Environment]:
    """A new environment from a description, and how it reads."""
    source = folder / f"given.{suffix}" if suffix else None
    if source is not None:
        source.write_text(content, "utf-8")
    new = new_environment(folder / "mine", source)
    return new, environment(str(folder / "mine"))


def walked(found: Environment, calls: int = 6) -> set[str]:
    """The tools that return in worlds that are drawn, called with what a user could say and what calls gave."""
    from funreason_sim.graph.pool import Pool
    from funreason_sim.graph.probe import known_values
    from funreason_sim.sim import space as space_of

    returned: set[str] = set()
    assert space_of is not None
    for seed in range(calls):
        with open_episode([found], seed=seed) as episode:
            dice = Dice(str(seed))
            pool = Pool(episode.space, known_values(episode, dice))
            for number, name in enumerate([*found.tools] * 3):
                binding = pool.bind(found.tools[name].spec, dice)
                if binding is not None:
                    event = episode.call(name, binding.arguments)
                    pool.add(str(number), event)
                    returned |= set() if event.refused else {name}
            assert episode.digest() == episode.audit()
            assert open_episode([found], episode.dump()).digest() == episode.digest()
    return returned


def test_a_new_environment_is_complete(tmp_path: Path) -> None:
    """Every tool of it returns in some drawn world, its wording is for its tools, nothing is left to note."""
    new, found = made(tmp_path)
    assert new.files == ("schema.sql", "tools.py", "wording.toml", "tests/test_mine.py", "README.md")
    assert sorted(str(p.relative_to(new.folder)) for p in new.folder.rglob("*") if p.is_file()) == sorted(new.files)
    assert walked(found) == set(found.tools) == set(new.tools)
    assert set(found.wording) == set(found.tools)
    assert new.notes == ()
    assert "-e ./mine" in (new.folder / "README.md").read_text()


def test_their_own_tests_pass(tmp_path: Path) -> None:
    """As they were written, by plain pytest, from the folder above."""
    for number, (suffix, content) in enumerate([("", ""), ("json", json.dumps(DESK))]):
        (tmp_path / f"in{number}").mkdir()
        made(tmp_path / f"in{number}", suffix, content)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-W",
        "ignore",
        "--import-mode=importlib",
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]


def test_new_environments_generate_and_verify(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Twenty trajectories from the command line; the record names no path, and is proved again with the folder only."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FUNREASON_SIM_CACHE", str(tmp_path / "cache"))
    assert main(["new-environment", "my_shop"]) == 0
    assert "funreason-sim check ./my_shop" in capfd.readouterr().out
    assert main(["generate", "-e", "./my_shop", "-n", "20", "--turns", "1", "--calls", "3", "--out", "run"]) == 0
    assert main(["verify", "run/trajectories.jsonl", "-e", "./my_shop"]) == 0
    assert "20 samples verified: everything holds." in capfd.readouterr().out
    assert str(tmp_path) not in (tmp_path / "run" / "trajectories.jsonl").read_text()
    assert "./my_shop" not in (tmp_path / "run" / "config.toml").read_text()
    assert main(["verify", "run/trajectories.jsonl"]) == 2
    assert "give its path: -e ./my_shop" in capfd.readouterr().err
    assert main(["generate", "-e", "my_shop", "-n", "20", "--turns", "1", "--calls", "3", "--out", "again"]) == 0
    assert (tmp_path / "again" / "trajectories.jsonl").read_bytes() == (
        tmp_path / "run" / "trajectories.jsonl"
    ).read_bytes()
    assert (
        main(["generate", "--from-traces", "run/trajectories.jsonl", "-e", "./my_shop", "-n", "2", "--out", "traced"])
        == 0
    )
    assert main(["envs", "./my_shop", "--json"]) == 0
    assert json.loads(capfd.readouterr().out.splitlines()[-1])[0]["name"] == "my_shop"


def test_a_schema_becomes_storage(tmp_path: Path) -> None:
    """Five tools a table, typed by its columns; every tool returns; the rows it must keep are kept by refusals."""
    new, found = made(tmp_path, "sql", LIBRARY)
    assert len(found.tools) == 25
    assert walked(found, 30) == set(found.tools)
    book: Any = found.tools["create_book"].spec.parameters
    assert book["required"] == ["isbn", "title", "author_id", "year"]
    assert book["properties"]["author_id"]["format"] == "author-id"
    assert found.tools["create_book"].refusals.keys() == {"unknown_author", "invalid_book", "book_exists"}
    assert found.tools["delete_book"].refusals.keys() == {"unknown_book", "book_in_use"}
    assert found.tools["delete_member"].refusals.keys() == {"unknown_member"}
    assert found.tools["update_loan"].refusals.keys() == {"unknown_loan", "nothing_to_change"}
    assert any("loan is named by all columns of its key" in note for note in new.notes)


def test_storage_refuses_what_would_break_a_constraint(tmp_path: Path) -> None:
    """Unknown ids and parents, duplicates, CHECKs, rows in use; what is given is what is stored."""
    _, found = made(tmp_path, "sql", LIBRARY)
    author, member = {"id": 7, "name": "Ada"}, {"id": "M-1", "name": "Olga", "joined_on": None}
    with open_episode([found], {"mine": {"author": [author], "member": [member]}}) as episode:
        call = episode.call
        new = {"isbn": "i1", "title": "Dune", "author_id": 7, "year": 1965}
        row = call("create_book", new).value
        assert row == {**new, "genre": None, "lent": False, "updated_at": "2026-01-05T09:00:00+00:00", "extra": None}
        assert call("create_book", new).code == "book_exists"
        assert call("create_book", {**new, "isbn": "i2", "author_id": 8}).code == "unknown_author"
        assert call("create_book", {**new, "isbn": "i2", "year": 1200}).code == "invalid_book"
        assert call("create_book", {**new, "isbn": "i2", "genre": "x"}).code == "invalid_arguments"
        assert call("update_book", {"isbn": "i1", "lent": True, "extra": {"a": 1}}).value["lent"] is True
        assert call("get_book", {"isbn": "i1"}).value["extra"] == {"a": 1}
        assert call("update_book", {"isbn": "i1"}).code == "nothing_to_change"
        assert call("update_book", {"isbn": "i1", "year": 3000}).code == "invalid_book"
        assert call("update_author", {"author_id": 7, "name": "Ada"}).code is None
        assert call("create_author", {"name": "Ada"}).code == "author_exists"
        assert call("create_author", {"name": "Eve"}).value == {"id": 8, "name": "Eve"}
        assert call("update_author", {"author_id": 7, "name": "Eve"}).code == "author_exists"
        assert call("create_loan", {"book": "i1", "member": "M-1", "due": "soon"}).code is None
        assert call("create_loan", {"book": "i1", "member": "M-1", "due": "soon"}).code == "loan_exists"
        assert call("delete_book", {"isbn": "i1"}).code == "book_in_use"
        assert call("delete_author", {"author_id": 7}).code == "author_in_use"
        assert {e.table for e in call("delete_member", {"member_id": "M-1"}).effects} == {"member", "loan"}
        assert [b["isbn"] for b in call("list_books", {"author_id": 7}).value] == ["i1"]
        assert call("list_books", {"title": "Emma"}).value == []
        assert call("delete_book", {"isbn": "i1"}).value == {"deleted": True}
        assert call("get_book", {"isbn": "i1"}).code == "unknown_book"


def test_an_openapi_document_becomes_typed_tools(tmp_path: Path) -> None:
    """Paths are tables, methods are what is done to them, JSON Schemas are types; the rest is noted."""
    new, found = made(tmp_path, "json", json.dumps(DESK))
    assert set(found.tables) == {"ticket", "comment", "customer", "upload"}
    assert walked(found, 12) == set(found.tools)
    opened: Any = found.tools["openTicket"].spec.parameters
    assert opened["required"] == ["subject"]
    assert "id" not in opened["properties"]
    assert opened["properties"]["labels"]["anyOf"][0] == {"items": {"type": "string"}, "type": "array"}
    assert opened["properties"]["customerId"]["format"] == "customer-id"
    told = " | ".join(new.notes)
    for part in (
        "GET /: names no kind of thing", "DELETE /sessions: does not say which",
        "escalate: what it does is not derived; it sets escalate_done", "upload: its body (image/png) is left out",
        "searchTickets: read as finding ticket rows", "listTickets: taken without any effect: cursor",
    ):  # fmt: skip
        assert part in told, part
        assert part in (new.folder / "README.md").read_text()


def test_an_openapi_environment_stores(tmp_path: Path) -> None:
    """What one call puts in, another gives out; filters filter and limits limit."""
    _, found = made(tmp_path, "json", json.dumps(DESK))
    with open_episode([found], {}) as episode:
        call = episode.call
        first = call(
            "openTicket", {"subject": "Noise", "urgent": True, "labels": ["a"], "origin": {"system": "x"}}
        ).value
        assert (first["urgent"], first["labels"], first["origin"], first["state"]) == (
            True,
            ["a"],
            {"system": "x"},
            None,
        )
        assert call("openTicket", {"subject": "", "hours": 2.5}).code == "invalid_ticket"
        assert call("openTicket", {"subject": "Smell", "customerId": "nobody"}).code == "unknown_customer"
        second = call("openTicket", {"subject": "Smell", "state": "closed"}).value
        assert call("getTicket", {"ticketId": second["id"]}).value == second
        assert call("changeTicket", {"ticketId": first["id"], "subject": "Loud", "hours": 1}).value["hours"] == 1
        assert call("changeTicket", {"ticketId": first["id"], "subject": "Loud", "hours": 99}).code == "invalid_ticket"
        assert len(call("listTickets").value) == 2
        assert len(call("listTickets", {"limit": 1}).value) == 1
        assert [ticket["id"] for ticket in call("listTickets", {"state": "closed"}).value] == [second["id"]]
        assert call("escalate", {"ticketId": first["id"]}).value["escalate_done"] is True
        assert call(_post(found), {"ticketId": first["id"], "text": "Hm"}).code is None
        assert call("dropTicket", {"ticketId": second["id"]}).value == {"deleted": True}
        assert call("dropTicket", {"ticketId": second["id"]}).code == "unknown_ticket"


def _post(found: Environment) -> str:
    return next(name for name in found.tools if name.startswith("post_") and name.endswith("comments"))


def test_a_list_of_mcp_tools_becomes_storage(tmp_path: Path) -> None:
    """Verbs and nouns in names say what is done to what; the answer of a server and a bare list are read alike."""
    answer = {"jsonrpc": "2.0", "id": 1, "result": {"tools": NOTES}}
    new, found = made(tmp_path, "json", json.dumps(answer))
    assert list(found.tools) == [tool["name"] for tool in NOTES]
    assert walked(found, 12) == set(found.tools)
    assert found.tools["notes_create"].spec.description == "Write a note. It is kept."
    with open_episode([found], {}) as episode:
        call = episode.call
        note = call("notes_create", {"title": "Milk", "tags": ["shop"], "pinned": True}).value
        assert call("notes_get", {"note_id": note["id"]}).value == note
        assert call("notes_update", {"note_id": note["id"], "title": "Bread"}).value["title"] == "Bread"
        assert [n["id"] for n in call("notes_list", {"pinned": True, "query": "zzz"}).value] == [note["id"]]
        assert call("notes_list", {"pinned": False}).value == []
        assert call("notes_delete", {"note_id": note["id"]}).value == {"deleted": True}
        assert call("notes_think", {"thought": "Hm"}).effects[0].op == "insert"
    assert "notes_think: what it does is not derived; each call is stored as a row" in new.notes
    assert "notes_delete: taken without any effect: force" in new.notes


@pytest.mark.parametrize(
    ("file", "content", "says"),
    [
        ("a.sql", "CREATE TABLE t(", "does not run as an SQLite schema"),
        ("a.sql", "-- nothing", "creates no table"),
        ("a.sql", "CREATE TABLE t(a TEXT);", "table t needs a declared primary key"),
        ("a.sql", 'CREATE TABLE t("a b" TEXT PRIMARY KEY);', "'a b' in table t must be letters, digits and _"),
        ("a.yaml", "openapi: 3", "--from takes a schema"),
        ("a.json", "{", "is not JSON"),
        ("a.json", "{}", "is neither an OpenAPI document"),
        ("a.json", '{"paths": {}}', "describes no operation"),
        ("a.json", '{"tools": []}', "lists no tools"),
        ("a.json", '{"tools": [1]}', r"tools\[0\] has no name"),
        (
            "a.json",
            '{"tools": [{"name": "a", "inputSchema": 1}]}',
            r"tools\[0\] \(a\) has an inputSchema that is no object",
        ),
        ("a.json", b"\xff".decode("latin-1"), "is not JSON"),
        ("nothing/a.sql", None, "No such file"),
    ],
)
def test_a_source_that_cannot_be_used_is_one_sentence_and_leaves_nothing(
    tmp_path: Path, file: str, content: str | None, says: str
) -> None:
    """The file is named, and what would be right."""
    if content is not None:
        (tmp_path / file).write_text(content, "utf-8")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(ConfigError, match=says):
        new_environment(tmp_path / "mine", tmp_path / file)
    assert sorted(tmp_path.iterdir()) == before


def test_a_schema_that_no_row_fits_leaves_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The folder appears when it is whole, or not at all."""
    (tmp_path / "odd.sql").write_text("CREATE TABLE odd(id INTEGER PRIMARY KEY CHECK (id % 7919 = 1 AND id > 20000));")
    assert main(["new-environment", str(tmp_path / "odd"), "--from", str(tmp_path / "odd.sql")]) == 1
    assert "no row could be drawn for table odd" in capfd.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["odd.sql"]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("my-shop", "as in my_shop"),
        ("2nd", "as in my_shop"),
        ("_mine", "as in my_shop"),
        ("there", "is there already"),
        ("no/where", "there is no folder"),
    ],
)
def test_a_name_that_cannot_be_is_one_sentence(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str, says: str
) -> None:
    """Exit code 2, and what is there stays as it was."""
    (tmp_path / "there").mkdir()
    assert main(["new-environment", str(tmp_path / name)]) == 2
    assert says in capfd.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["there"]


def test_names_become_identifiers() -> None:
    """No keyword, no name that the written functions use, none twice."""
    assert [identifier(name) for name in ("pet-id", "class", "world", "3d", "")] == [
        "pet_id",
        "class_",
        "world_",
        "n3d",
        "value",
    ]
    assert identifier("get", {"get", "get2"}) == "get3"
    assert (noun("order_items"), plural("city"), plural("box"), plural("day")) == (
        "order_item",
        "cities",
        "boxes",
        "days",
    )
