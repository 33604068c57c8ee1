"""`play`: a script on standard input, and a person on a terminal."""

from __future__ import annotations

import fcntl
import io
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

import pytest
from cli.conftest import Run
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from shop import crash, shop

from funreason_sim.authoring.play.commands import Player
from funreason_sim.authoring.play.session import Session
from funreason_sim.cli import play_prompt
from funreason_sim.cli.play_view import view
from funreason_sim.cli.terminal import out
from funreason_sim.sim import Space, World

LOCK = 'lockDoors unlock=false door=["driver","passenger","rear_left","rear_right"]'
Type = Callable[..., None]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Type:
    """Puts lines on standard input."""
    return lambda *lines: monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def test_a_script_is_done_line_by_line(run: Run, typed: Type) -> None:
    """Each line is printed with its outcome and the rows that changed: table, key, column, before, after."""
    typed("# locked out", "startEngine ignitionMode=START", LOCK, "", "undo", "rows door status=unlocked", "log")
    done = run("play", "vehicle", "--seed", "3")
    assert (done.status, done.err) == (0, "")
    lines = [" ".join(line.split()) for line in done.out.splitlines()]
    assert "> startEngine ignitionMode=START" in lines
    assert "refused [doors_unlocked]" in lines
    assert "no row changed" in lines
    assert 'door name="driver" status "unlocked" "locked"' in lines
    assert '"driver" 0 "unlocked"' in lines
    assert lines[-2:] == ['1 startEngine ignitionMode="START" refused [doors_unlocked]', "1 act can be redone"]


def test_the_first_line_that_cannot_be_done_ends_it_and_is_named(run: Run, typed: Type) -> None:
    """With its number and what would be right; what came before was done."""
    typed("# a comment counts as a line", "get_current_speed", "lockDoor unlock=false", "rows")
    done = run("play", "vehicle")
    assert done.status == 1
    assert done.complaint == (
        "line 3, lockDoor unlock=false: there is no tool and no command lockDoor; did you mean lockDoors?"
    )
    assert "currentSpeed" in done.out
    assert "> rows" not in done.out


def test_quit_ends_a_script(run: Run, typed: Type) -> None:
    """What follows is not read."""
    typed("quit", "nonsense")
    assert run("play", "vehicle").status == 0


def test_a_tool_that_breaks_ends_a_script(run: Run, typed: Type, tmp_path: Path) -> None:
    """The place in the tool's file is named."""
    place = tmp_path / "stall"
    place.mkdir()
    (place / "schema.sql").write_text("CREATE TABLE item(name TEXT PRIMARY KEY) STRICT;")
    (place / "tools.py").write_text(
        '"""A stall."""\nfrom funreason_sim.sim import World\n\n\n'
        'def slip(world: World) -> str:\n    """Slip."""\n    return {}["floor"]\n'
    )
    typed("rows", "slip")
    done = run("play", place)
    assert done.status == 1
    assert done.complaint.startswith("line 2, slip: tool slip broke at ")
    assert "tools.py:7: KeyError: 'floor'" in done.complaint


def test_a_scenario_from_a_file_is_played(run: Run, typed: Type, tmp_path: Path) -> None:
    """Saved by one play, taken by the next."""
    typed(LOCK, f"save scenario {tmp_path / 'locked.json'}")
    assert run("play", "vehicle", "--seed", "3").status == 0
    typed("rows door status=locked")
    done = run("play", "vehicle", "--scenario", tmp_path / "locked.json")
    assert [word in done.out for word in ("driver", "passenger", "rear_left", "rear_right")] == [True] * 4


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "cannot be read: No such file or directory"),
        ("{", "is no scenario: not valid JSON"),
        ("[]", "is no scenario: it should be an object with a document for each environment"),
        ('{"boat": {}}', "the scenario has a part for 'boat', which is not in vehicle"),
    ],
)
def test_a_scenario_that_cannot_be_used_is_bad_input(
    run: Run, typed: Type, tmp_path: Path, content: str | None, says: str
) -> None:
    """Exit code 2, with the file and the reason."""
    file = tmp_path / "s.json"
    if content is not None:
        file.write_text(content)
    typed("rows")
    done = run("play", "vehicle", "--scenario", file)
    assert done.status == 2
    assert says in done.complaint


def test_an_unknown_environment_is_bad_input(run: Run, typed: Type) -> None:
    """It names those there are."""
    typed("rows")
    done = run("play", "atlantis")
    assert done.status == 2
    assert "installed are: " in done.complaint


def weigh(world: World) -> None:
    """Put in a row with an empty cell and an escape."""
    world.run("INSERT INTO purchase VALUES ('\x1b[31m', 'tea', '')")


@pytest.fixture
def shopping() -> Iterator[Player]:
    """A shop that is played."""
    with Session.begin(Space([shop(weigh, crash)]), "5") as session:
        yield Player(session, "shop")


def shown(player: Player, *lines: str) -> str:
    """What the last of some lines prints."""
    console = out()
    result = None
    for line in lines:
        result = player.do(line)
    assert result is not None
    with console.capture() as captured:
        console.print(view(result))
    return " ".join(captured.get().split())


def test_every_result_has_a_form_to_read(shopping: Player, tmp_path: Path) -> None:
    """Tools, help, branches, the log, the clock and what it brings, tables, and what was saved."""
    assert "cancel_order order Cancel an order; the money comes back two days later." in shown(shopping, "tools")
    assert "[odd] an odd count writes before it is refused (keeps its writes)" in shown(shopping, "help order_product")
    assert "count integer, default 1 How many" in shown(shopping, "help order_product")
    assert "undo [N] take back the last act, or the last N" in shown(shopping, "help undo")
    assert "TOOL name=value ..." in shown(shopping, "help")
    assert shown(shopping, "log") == "Nothing was done on this branch yet."
    assert shown(shopping, "clock") == "Mon 2026-01-05 09:00:00 nothing is due"
    shopping.do("open_shop")
    shopping.do("order_product product=tea")
    order = shopping.session.episode.world.value("SELECT id FROM purchase")
    assert "no row of purchase" in shown(shopping, "rows purchase id=none").casefold()
    due = shown(shopping, f"cancel_order order={order}", "clock")
    assert f'Wed 2026-01-07 09:00:00 in 2d: shop.refund order="{order}"' in due
    passed = shown(shopping, "advance 49h30m5s")
    assert f'Wed 2026-01-07 09:00:00 shop.refund order="{order}"' in passed
    assert '"cancelled" "refunded"' in passed
    assert "Wed 2026-01-07 10:30:05" in passed
    assert shown(shopping, "fork other") == "A new branch begins here: other. main 4 acts * other 4 acts"
    assert "undone: advance 178205 3 acts done now" in shown(shopping, "undo")
    assert "1 act can be redone" in shown(shopping, "log")
    assert "again: advance 178205 4 acts done now" in shown(shopping, "redo")
    assert shown(shopping, f"save scenario {tmp_path / 's.json'}").startswith("The scenario is in")
    assert "product shop 2" in shown(shopping, "rows")
    assert shown(shopping, "quit") == ""


def test_a_skipped_reaction_says_why(shopping: Player) -> None:
    """It was scheduled twice, and the second finds nothing to do."""
    for line in ("open_shop", "order_product product=tea"):
        shopping.do(line)
    order = shopping.session.episode.world.value("SELECT id FROM purchase")
    shopping.do(f"cancel_order order={order}")
    shopping.do(f"cancel_order order={order}")
    assert "skipped: done" in shown(shopping, "advance 3d")


def test_what_a_world_holds_cannot_command_the_terminal(shopping: Player) -> None:
    """Escapes are shown as such."""
    assert "\x1b[31m" not in shown(shopping, "weigh", "rows purchase")
    assert "u001b[31m" in shown(shopping, "rows purchase")


def test_one_wide_row_stands_upright() -> None:
    """A line for each column."""
    from funreason_sim.sim import space

    with Session.begin(space("vehicle"), "3") as session:
        told = shown(Player(session, "vehicle"), "rows car")
    assert told.startswith("id 1 fuel_level ")


def test_a_reload_tells_what_came_out_otherwise() -> None:
    """Or that nothing did."""
    from funreason_sim.authoring.play.results import Acted, Reloaded

    with Session.begin(Space([shop()]), "5") as session:
        act = session.call("open_shop", {})
    console = out()
    with console.capture() as captured:
        console.print(view(Reloaded(())))
        console.print(view(Reloaded((Acted(1, act),))))
    assert "everything came out as before" in captured.get()
    assert "1 act came out otherwise:\n1  open_shop\n" in captured.get()


def converse(player: Player, keys: str) -> None:
    """A person who types these keys, in this process."""
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(keys)
        play_prompt.converse(player)


def test_a_person_types_lines_until_they_leave(shopping: Player, capsys: pytest.CaptureFixture[str]) -> None:
    """Mistakes and broken tools are told and the conversation goes on; Ctrl-C gives up a line, Ctrl-D leaves."""
    converse(shopping, "open_shop\rnonsense\rcrash\rgarbage\x03\rlog\r\x04")
    told = capsys.readouterr().out
    assert "shop: 6 tools, 3 tables, seed 5. Tab completes, help explains, Ctrl-D leaves." in told
    assert "there is no tool and no command nonsense" in told
    assert "tool crash broke at" in told
    assert "garbage" not in told
    assert "1  open_shop" in told
    assert [act.line for act in shopping.session.branch.acts] == ["open_shop"]


def test_quit_leaves(shopping: Player) -> None:
    """As Ctrl-D does."""
    converse(shopping, "quit\r")


def test_ctrl_c_gives_up_the_call_that_runs(
    shopping: Player, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing has changed then, and the conversation goes on."""

    def interrupted(line: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(shopping, "do", interrupted)
    converse(shopping, "open_shop\r\x04")
    assert "interrupted; nothing has changed" in capsys.readouterr().out


def test_the_line_at_the_bottom_says_where_one_is(shopping: Player) -> None:
    """Branch, acts, undone acts, the time, and what is due."""
    for line in ("open_shop", "order_product product=tea"):
        shopping.do(line)
    order = shopping.session.episode.world.value("SELECT id FROM purchase")
    shopping.do(f"cancel_order order={order}")
    assert play_prompt.where(shopping) == " shop · branch main · 3 done · Mon 2026-01-05 09:00:00 · 1 due"
    shopping.do("undo")
    assert play_prompt.where(shopping) == " shop · branch main · 2 done · 1 undone · Mon 2026-01-05 09:00:00"


def test_tab_completes_however_fast_one_types(shopping: Player, capsys: pytest.CaptureFixture[str]) -> None:
    """One that fits is put in, of several what they share; a second Tab goes through them."""
    converse(shopping, "open\t\rord\t pro\tte\t count=3\rundo\t\rr\tows purch\t\r\x04")
    assert [act.line for act in shopping.session.branch.acts] == ["open_shop"]
    told = capsys.readouterr().out
    assert 'undone: order_product product="tea" count=3' in told
    assert "No row of purchase to show." in told


class Terminal:
    """`play` in a process of its own on a pseudo terminal of 120 columns."""

    def __init__(self, *arguments: str, cwd: Path) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        command = [sys.executable, "-m", "funreason_sim", "play", *arguments]
        sizes = ("COLUMNS", "LINES")  # the terminal's own size is what counts
        surroundings = {name: value for name, value in os.environ.items() if name not in sizes}
        surroundings["TERM"] = "xterm-256color"
        self.process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, cwd=cwd, env=surroundings, start_new_session=True
        )
        os.close(slave)
        self.seen = ""

    def send(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    def until(self, text: str, seconds: float = 60.0) -> None:
        """Read until a text is seen in what was printed since the last time."""
        start, end = len(self.seen), time.monotonic() + seconds
        while text not in self.seen[start:]:
            assert time.monotonic() < end, f"{text!r} was not seen in {self.seen[start:]!r}"
            ready, _, _ = select.select([self._master], [], [], 0.1)
            if ready:
                block = os.read(self._master, 1 << 16).decode(errors="replace")
                self.seen += block
                self.send("\x1b[1;1R" * block.count("\x1b[6n"))  # where the cursor is

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._master)


def test_tab_completes_on_a_real_terminal(tmp_path: Path) -> None:
    """A tool, its parameter, its value; the call runs, and Ctrl-D leaves with 0."""
    with Terminal("vehicle", "--seed", "3", cwd=tmp_path) as terminal:
        terminal.until("Ctrl-D leaves")
        terminal.until("branch main")
        terminal.send("pressB\t pedal\t1.0\r")  # faster than any menu opens
        terminal.until("brakePedalForce")
        terminal.until("1 done")
        terminal.send("\x04")
        assert terminal.process.wait(timeout=60) == 0
        assert "brake_pedal_force" in terminal.seen
