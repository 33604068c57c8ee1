"""The command line as a whole: help, exit codes, one sentence for every mistake."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version

import pytest
from cli.conftest import Run

from funreason_sim import cli, errors
from funreason_sim.cli import entry, terminal

COMMANDS = ("generate", "verify", "replay", "export", "graph", "envs", "bench", "check")


def test_without_a_command_help_is_shown(run: Run) -> None:
    """Help is no error."""
    done = run()
    assert done.status == 0
    assert all(command in done.out for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(run: Run, command: str) -> None:
    """--help exits with 0 and says what the command is for."""
    done = run(command, "--help")
    assert (done.status, done.err) == (0, "")
    assert f"funreason-sim {command}" in done.out


def test_the_version_is_the_installed_one(run: Run) -> None:
    """--version prints name and version."""
    assert run("--version").out == f"funreason-sim {version('funreason_sim')}\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nonsense"], "No such command 'nonsense'"),
        (["envs", "--nonsense"], "No such option: --nonsense"),
        (["replay"], "Missing argument"),
        (["export", "x", "--out", "y"], "Missing option '--to'"),
        (["generate"], "Missing option '--out'"),
        (["generate", "--out", "x", "--turns", "many"], "--turns"),
    ],
)
def test_a_bad_option_is_one_sentence_and_exit_code_2(run: Run, arguments: list[str], says: str) -> None:
    """No usage text, no box, no traceback."""
    done = run(*arguments)
    assert (done.status, done.out) == (2, "")
    assert says in done.complaint


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.ConfigError("a"), 2),
        (errors.UnknownEnvironment("a"), 2),
        (errors.EnvironmentClash("a"), 2),
        (errors.EnvironmentDefect("a"), 1),
        (errors.ToolBroken("t", {}, "p", "c"), 1),
        (errors.EngineError("a"), 1),
        (KeyboardInterrupt(), 130),
    ],
)
def test_every_error_has_its_exit_code_and_one_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, status: int
) -> None:
    """2 for input that cannot be used, 1 for what went wrong, 130 for an interruption."""

    def fail(**options: object) -> None:
        raise error

    monkeypatch.setattr(entry, "app", fail)
    done = run("envs")
    assert done.status == status
    assert done.complaint


def test_a_complaint_shows_control_characters_as_escapes(run: Run) -> None:
    """An id with an escape sequence cannot repaint the terminal."""
    done = run("graph", "-e", "\x1b[2Jx\ny")
    assert done.status == 2
    assert "\x1b" not in done.complaint


def test_importing_the_command_line_loads_nothing_heavy() -> None:
    """Help must come at once: engines, clients and graphs are imported by the commands that need them."""
    heavy = ["networkx", "openai", "apsw", "aiosqlite", "jinja2", "structlog", "funreason_sim.sim"]
    code = f"import sys, funreason_sim.cli; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_reader_that_goes_away_is_no_error() -> None:
    """`funreason-sim ... | head -1` ends without a word."""
    code = "import sys; from funreason_sim.cli import main; sys.exit(main(['--help']))"
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    process.wait()


def test_the_console_script_is_the_main_function() -> None:
    """What pyproject.toml names is there."""
    assert cli.main is entry.main
    assert cli.app is entry.app


def test_text_is_made_safe_for_terminals() -> None:
    """Control characters and those that turn the direction become escapes; tabs, newlines and letters stay."""
    assert terminal.safe("a\x1b[31m\u202eb\ud800\r\x9b é\t\n漢") == "a\\x1b[31m\\u202eb\\ud800\\r\\x9b é\t\n漢"


def test_a_long_line_is_cut_with_a_note() -> None:
    """What is left out is counted."""
    assert terminal.one_line("a\nb" + "c" * 10, 5) == "a\\nbc… (9 more characters)"


def test_a_value_nested_too_deeply_is_said_to_be() -> None:
    """Showing a value never fails."""
    value: list[object] = []
    for _ in range(100_000):
        value = [value]
    assert "nested too deeply" in terminal.value_text(value)  # type: ignore[arg-type]
    while value:
        value = value.pop()  # type: ignore[assignment]
