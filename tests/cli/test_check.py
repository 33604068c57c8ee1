"""`check`: the tables, the findings and the JSON document; exit codes for clean, findings and unusable input."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from authoring.small_shop import line_of, write_shop
from cli.conftest import Run

CLOCK = (
    "tools.py",
    '    return {"open": True}\n',
    '    from datetime import datetime\n    return {"open": datetime.now().year > 2000}\n',
)
MISSED = (
    "tools.py",
    '    if count < 1:\n        world.refuse("invalid_count"',
    '    if count < -(2**63):\n        world.refuse("invalid_count"',
)
NEVER = (
    "tools.py",
    '    """List the colours that paper comes in."""\n    return list(COLOURS)',
    '    """List the colours that paper comes in.\n\n    Refuses:\n        grey [always]: paper has none\n    """\n'
    '    if not COLOURS:\n        SEEN.clear()\n    world.refuse("grey", "No.")',
)


def test_a_clean_environment_is_told_by_check_and_by_tool(run: Run, tmp_path: Path) -> None:
    """What holds and how it was shown; calls, codes and rows of each tool; the input that reached each code."""
    done = run("check", write_shop(tmp_path), "--budget", 900)
    assert (done.status, done.err) == (0, "")
    assert re.search(r"✓ +reached +every declared code is reached, every tool returns +by the search", done.out)
    assert re.search(r"order_product +\d+ +\d+ +4 of 4 +– +writes product, purchase", done.out)
    assert re.search(r"list_products +\d+ +0 +– +– +reads only", done.out)
    assert re.search(r"order_product +closed +seed \d+: order_product\(product=", done.out)
    assert "small_shop is clean, after 90" in done.out
    assert "quirk of" not in done.out
    assert "branch not reached" not in done.out


def test_a_finding_is_told_with_its_place_and_its_way(run: Run, tmp_path: Path) -> None:
    """File and line, what is wrong, and the calls by number."""
    folder = write_shop(tmp_path, CLOCK)
    done = run("check", folder, "--budget", 400)
    assert done.status == 1
    place = f"{folder / 'tools.py'}:{line_of(folder, 'tools.py', 'datetime.now()')}"
    assert f"✗ {place} enclosed\n" in done.out
    assert "open_shop reads the clock (datetime.now)" in done.out
    assert re.search(r"open_episode: seed \d+\s+1  open_shop\(\)\n", done.out)
    assert "small_shop: 1 finding, after 4" in done.out


def test_a_place_is_told_from_where_the_reader_stands(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder below the current one is named without what leads there."""
    write_shop(tmp_path, CLOCK)
    monkeypatch.chdir(tmp_path)
    done = run("check", "./small_shop", "--budget", 300)
    assert "✗ small_shop/tools.py:" in done.out


def test_quirks_and_branches_are_listed_and_are_no_findings(run: Run, tmp_path: Path) -> None:
    """Declared departures with whether they were seen; lines that no call took."""
    done = run("check", write_shop(tmp_path, NEVER), "--budget", 900)
    assert done.status == 0, done.out
    assert re.search(r"list_colours +grey +always +yes", done.out)
    assert re.search(r"list_colours +\S+ +never true", done.out.replace("\n", " "))


def test_a_code_not_reached_is_told_what_to_do_about(run: Run, tmp_path: Path) -> None:
    """Make it reachable, or say why it is not."""
    done = run("check", write_shop(tmp_path, MISSED), "--budget", 600)
    assert done.status == 1
    assert "no call was refused with invalid_count, which is declared" in done.out
    assert "declared `code [unreachable: why]: ...`" in done.out


def test_json_is_one_document(run: Run, tmp_path: Path) -> None:
    """Checks, findings with their sequence, and tools with the input for each code."""
    folder = write_shop(tmp_path, CLOCK)
    done = run("check", folder, "--budget", 900, "--json")
    assert (done.status, done.err) == (1, "")
    found = json.loads(done.out)
    assert (found["environment"], found["clean"], found["other_processes"]) == ("small_shop", False, True)
    assert [entry["name"] for entry in found["checks"] if not entry["held"]] == ["enclosed"]
    [finding] = found["findings"]
    assert (finding["file"], finding["tool"]) == (str(folder / "tools.py"), "open_shop")
    assert finding["sequence"]["calls"] == [{"tool": "open_shop", "arguments": {}}]
    assert finding["sequence"]["scenario"]["products"]
    tools = {tool["name"]: tool for tool in found["tools"]}
    assert tools["list_products"]["read_only"]
    assert tools["list_products"]["declared_read_only"]
    assert tools["order_product"]["codes"]["too_few"]["calls"][-1]["tool"] == "order_product"


def test_what_cannot_be_used_is_one_sentence(run: Run, tmp_path: Path) -> None:
    """Exit code 2: no such environment, or a budget that is none."""
    nothing = run("check", tmp_path / "nothing")
    assert (nothing.status, nothing.out) == (2, "")
    assert "there is no such folder" in nothing.complaint
    none = run("check", "vehicle", "--budget", 0)
    assert (none.status, none.complaint) == (2, "--budget should be at least 1, not 0")


def test_a_folder_with_a_mistake_is_a_finding(run: Run, tmp_path: Path) -> None:
    """Exit code 1: it is an environment, and something is wrong in it."""
    done = run("check", write_shop(tmp_path, ("tools.py", "        count: How many\n", "")))
    assert done.status == 1
    assert "tool order_product parameter count is not in Args:" in done.out


def test_a_terminal_sees_the_calls_go_by(run_on_terminal: Run, tmp_path: Path) -> None:
    """A bar over the budget, gone in the end."""
    done = run_on_terminal("check", write_shop(tmp_path), "--budget", 900)
    assert done.status == 0
    assert "checking" in done.out
    assert "/900" in done.out
    assert "small_shop is clean" in done.out
