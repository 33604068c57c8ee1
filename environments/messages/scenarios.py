"""Workspaces to start from, and what the people there could say."""

from __future__ import annotations

from typing import Any

from funreason_sim.sim import Dice, Pools, Scenario, World

from . import documents, office, trades

__all__ = ["dump", "generate", "known", "load"]

load = documents.DOCUMENT.load
dump = documents.DOCUMENT.dump


def generate(dice: Dice) -> Scenario:
    """The messenger of one office: five to eight colleagues and what was sent lately; sometimes one is logged in."""
    trade = dice.choice(trades.OFFICES)
    names = dice.sample(trades.NAMES, dice.integer(5, 8))
    users: dict[str, Any] = {name: f"USR{number:03}" for number, name in enumerate(names, 1)}
    owner, *others = users.values()
    messages = [trades.on_some_day(text, dice) for text in dice.sample(trade.written, dice.integer(4, 7))]
    inbox: list[Any] = [{dice.choice(others): message} for message in messages]
    return {
        "user_count": len(users),
        "user_map": users,
        "inbox": inbox,
        "message_count": len(inbox),
        "current_user": owner if dice.chance(0.5) else None,
    }


def known(world: World, dice: Dice) -> Pools:
    """What somebody of this workspace could say."""
    names = [str(name) for name in office.users(world)]
    sent = [content for _, content in office.sent(world) if isinstance(content, str)]
    trade = trades.office_of(sent) or dice.choice(trades.OFFICES)
    newcomers = [name for name in trades.NAMES if name not in names] or ["Zora"]
    return {
        "get_user_id.user": [*dice.shuffled(names), dice.choice(newcomers)],
        "add_contact.user_name": [*dice.sample(newcomers, 4), *names[:1]],
        "send_message.message": [trades.on_some_day(text, dice) for text in trade.planned],
        "search_messages.keyword": [*trade.keywords, dice.choice(trades.RARE)],
    }
