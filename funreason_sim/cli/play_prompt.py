"""The prompt of `play` on a terminal: completion, history, and a line at the bottom that says where one is."""

from __future__ import annotations

from collections.abc import Iterable

from prompt_toolkit import PromptSession
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.completion import CompleteEvent, Completer, get_common_complete_suffix
from prompt_toolkit.completion import Completion as Offer
from prompt_toolkit.document import Document
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

from ..authoring.play import looking
from ..authoring.play.commands import Player
from ..authoring.play.completing import complete
from ..authoring.play.results import Left
from ..errors import FunreasonError
from .play_view import view
from .terminal import one_line, out, safe, shown

_ABOUT = 80
"""Characters of why something is offered."""


class _Completing(Completer):
    """Offers what the session knows could come next."""

    def __init__(self, player: Player) -> None:
        self._player = player

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Offer]:
        typed = document.text_before_cursor.lstrip()
        for offer in complete(self._player.session, typed):
            about = offer.about if len(offer.about) <= _ABOUT else f"{offer.about[: _ABOUT - 1]}…"
            yield Offer(
                offer.text, offer.start - len(typed), display=one_line(offer.text), display_meta=one_line(about)
            )


def _keys(completing: _Completing) -> KeyBindings:
    """Tab works at once, however fast one types: the menu that opens while typing may not be there yet."""
    keys = KeyBindings()

    @keys.add("tab")
    def _complete(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if buffer.complete_state is not None:
            buffer.complete_next()
            return
        offers = list(completing.get_completions(buffer.document, CompleteEvent(completion_requested=True)))
        if len(offers) == 1:
            buffer.apply_completion(offers[0])
        elif offers:
            buffer.insert_text(get_common_complete_suffix(buffer.document, offers))
            buffer.start_completion()

    return keys


def converse(player: Player) -> None:
    """Read lines and do them until the person leaves.

    Ctrl-C gives up the line that is being typed or the call that runs; Ctrl-D on an empty line leaves.
    """
    console = out()
    console.print(_welcome(player))
    completing = _Completing(player)
    prompt: PromptSession[str] = PromptSession(
        history=InMemoryHistory(),
        completer=completing,
        key_bindings=_keys(completing),
        auto_suggest=AutoSuggestFromHistory(),
        bottom_toolbar=lambda: where(player),
    )
    while True:
        try:
            line = prompt.prompt(f"{player.session.current}> ")
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        try:
            result = player.do(line)
        except KeyboardInterrupt:
            console.print(shown("interrupted; nothing has changed", "yellow"))
        except FunreasonError as error:
            console.print(shown(one_line(str(error)), "red"), soft_wrap=True)
        else:
            if isinstance(result, Left):
                return
            if result is not None:
                console.print(view(result))


def _welcome(player: Player) -> object:
    session = player.session
    tables = sum(len(environment.tables) for environment in session.space.environments)
    sizes = f"{len(session.space.tools)} tools, {tables} tables, seed {session.seed}"
    return shown(f"{session.space.name}: {sizes}. Tab completes, help explains, Ctrl-D leaves.", "bold")


def where(player: Player) -> str:
    """The branch, how many acts were done, the time of the world, and what is due."""
    session = player.session
    clock = looking.clock(session.episode.world)
    undone = len(session.branch.states) - 1 - session.branch.at
    parts = [safe(session.space.name), f"branch {safe(session.current)}", f"{session.branch.at} done"]
    parts += [f"{undone} undone"] if undone else []
    parts += [clock.now.strftime("%a %Y-%m-%d %H:%M:%S")]
    parts += [f"{len(clock.due)} due"] if clock.due else []
    return " " + " · ".join(parts)
