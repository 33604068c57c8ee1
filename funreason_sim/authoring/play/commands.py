"""A line, and what it does: a call of a tool, or a command about the session. Nothing is printed here."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import NoReturn

from ...errors import UsageError
from ...records import JsonValue
from . import looking, saving
from .results import (
    Acted,
    Branches,
    CommandHelp,
    Left,
    Log,
    Moved,
    Reloaded,
    Result,
    Saved,
    Tables,
    ToolHelp,
    Tools,
)
from .session import Act, Session
from .syntax import read_arguments

_DURATION = re.compile(r"(\d+)(d|h|m|s|)")
_SECONDS = {"d": 86_400, "h": 3_600, "m": 60, "s": 1, "": 1}


@dataclass(frozen=True)
class Command:
    """One command: how it is written, what it is for, and the function that does it with the rest of a line."""

    name: str
    usage: str
    about: str
    run: Callable[[Player, str], Result]


@dataclass
class Player:
    """A session and where it comes from; `do` is the whole of what a terminal needs."""

    session: Session
    named: str
    """What the person calls the space; `reload` reads it again."""
    home: Path | None = None
    """The folder of the environment, where it has one: saved tests go to its `tests/`."""

    def do(self, line: str) -> Result | None:
        """What a line does; None for an empty one and a comment.

        Raises:
            UsageError: for a line that is no call and no command; nothing has changed then.
            ToolBroken: when a tool raised what it did not mean to; nothing has changed then.
        """
        word, _, rest = line.strip().partition(" ")
        if not word or word.startswith("#"):
            return None
        if word in COMMANDS:
            return COMMANDS[word].run(self, rest.strip())
        if word in self.session.space.tools:
            return self.call(word, rest)
        self._unknown(word)

    def call(self, tool: str, rest: str) -> Acted:
        """Call a tool with the arguments of a line."""
        arguments = read_arguments(rest, self.session.space.tool(tool).spec.parameters)
        return self._acted(self.session.call(tool, arguments))

    def _acted(self, act: Act) -> Acted:
        return Acted(self.session.branch.at, act)

    def _unknown(self, word: str) -> NoReturn:
        tools = self.session.space.tools
        near = get_close_matches(word, [*tools, *COMMANDS], n=1)
        hint = f"did you mean {near[0]}?" if near else "tools lists the tools, help the commands"
        raise UsageError(f"there is no tool and no command {word}; {hint}")

    def advance(self, rest: str) -> Result:
        """Let time pass."""
        if rest == "next":
            due = looking.clock(self.session.episode.world).due
            if not due:
                raise UsageError("nothing is due; advance takes a duration, such as 90s, 15m, 2h or 1d12h")
            return self._acted(self.session.advance(max(due[0].seconds, 0)))
        return self._acted(self.session.advance(_seconds(rest)))

    def reload(self) -> Reloaded:
        """Read the environment again and do all acts again in it."""
        from ...sim import space

        before = self.session
        after = before.replayed(space(self.named))
        pairs = zip(before.branch.acts, after.branch.acts, strict=True)
        changed = [Acted(n, new) for n, (old, new) in enumerate(pairs, start=1) if _came_out(old) != _came_out(new)]
        self.session = after
        before.close()
        return Reloaded(tuple(changed))


def _call(player: Player, rest: str) -> Result:
    tool, _, arguments = rest.partition(" ")
    return player.call(_one(tool, "call", "the name of a tool"), arguments)


def _help(player: Player, rest: str) -> Result:
    if not rest:
        return CommandHelp(tuple((command.usage, command.about) for command in COMMANDS.values()))
    if rest in player.session.space.tools:
        return ToolHelp(player.session.space.tools[rest])
    if rest in COMMANDS:
        return CommandHelp(((COMMANDS[rest].usage, COMMANDS[rest].about),))
    player._unknown(rest)


def _rows(player: Player, rest: str) -> Result:
    session = player.session
    if not rest:
        return Tables(looking.tables(session.space, session.episode.world))
    table, _, conditions = rest.partition(" ")
    return looking.rows(session.space, session.episode.world, table, read_arguments(conditions, {}))


def _log(player: Player, rest: str) -> Result:
    branch = player.session.branch
    return Log(branch.acts, len(branch.states) - 1 - branch.at)


def _undo(player: Player, rest: str) -> Result:
    acts = player.session.undo(_count(rest))
    return Moved(acts, False, player.session.branch.at)


def _redo(player: Player, rest: str) -> Result:
    acts = player.session.redo(_count(rest))
    return Moved(acts, True, player.session.branch.at)


def _fork(player: Player, rest: str) -> Result:
    player.session.fork(_one(rest, "fork", "a name for the new branch"))
    return _branches(player, told=f"A new branch begins here: {rest}.")


def _switch(player: Player, rest: str) -> Result:
    player.session.switch(_one(rest, "switch", "the name of a branch"))
    return _branches(player, told=f"On branch {rest} again, where it was left.")


def _branches(player: Player, rest: str = "", told: str = "") -> Result:
    session = player.session
    lengths = tuple((branch.name, len(branch.acts)) for branch in session.branches.values())
    return Branches(lengths, session.current, told)


def _save(player: Player, rest: str) -> Result:
    kind, _, name = rest.partition(" ")
    if kind not in saving.KINDS:
        raise UsageError(f"save takes {' or '.join(saving.KINDS)}, then a name or a file, not {kind or 'nothing'}")
    path = saving.place(kind, _one(name.strip(), f"save {kind}", "a name or a file"), player.home)
    document = saving.document(kind, player.session, player.named, path)
    saving.write(path, document.text)
    return Saved(kind, path, document.notes)


COMMANDS: dict[str, Command] = {
    command.name: command
    for command in (
        Command("call", "call TOOL [name=value ...]", "call a tool; `call` itself can be left out", _call),
        Command(
            "tools", "tools", "list the tools", lambda player, _: Tools(tuple(player.session.space.tools.values()))
        ),
        Command("help", "help [TOOL or COMMAND]", "explain a tool or a command", _help),
        Command("rows", "rows [TABLE [column=value ...]]", "look at the tables, or at the rows of one", _rows),
        Command("log", "log", "list what was done on this branch", _log),
        Command("undo", "undo [N]", "take back the last act, or the last N", _undo),
        Command("redo", "redo [N]", "do again what was taken back", _redo),
        Command("fork", "fork NAME", "begin a branch here and go on in it", _fork),
        Command("switch", "switch NAME", "go to another branch", _switch),
        Command("branches", "branches", "list the branches", _branches),
        Command("clock", "clock", "tell the time of the world, and what is due", lambda player, _: _clock(player)),
        Command(
            "advance",
            "advance DURATION or next",
            "let time pass, as in 90s, 15m, 2h, 1d12h, or until the next thing is due",
            lambda player, rest: player.advance(rest),
        ),
        Command(
            "save",
            "save test|trace|scenario NAME",
            "save what was done as a pytest file, as a trace for generate, or the world as a scenario",
            _save,
        ),
        Command(
            "reload", "reload", "read the environment again, and do everything again in it", lambda p, _: p.reload()
        ),
        Command("quit", "quit", "leave; so does Ctrl-D", lambda player, _: Left()),
    )
}


def _clock(player: Player) -> Result:
    return looking.clock(player.session.episode.world)


def _one(text: str, command: str, wanted: str) -> str:
    if not text or " " in text:
        raise UsageError(f"{command} takes {wanted}, one word, not {text or 'nothing'}")
    return text


def _count(text: str) -> int:
    if not text:
        return 1
    if not text.isdecimal() or int(text) == 0:
        raise UsageError(f"how often must be a whole number from 1, not {text}")
    return int(text)


def _seconds(text: str) -> int:
    parts = _DURATION.findall(text)
    if not text or "".join(number + unit for number, unit in parts) != text.replace(" ", ""):
        raise UsageError(f"a duration is written as 90s, 15m, 2h or 1d12h, not {text or 'nothing'}")
    return sum(int(number) * _SECONDS[unit] for number, unit in parts)


def _came_out(act: Act) -> list[JsonValue]:
    """What an act led to, whatever the ids of its events."""
    return [event.model_dump(mode="json", exclude={"id"}) for event in act.events]
