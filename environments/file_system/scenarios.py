"""Folders to start from, and what the people who keep them could say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from funreason_sim.sim import Dice, Pools, Scenario, World

from . import papers, tree
from .documents import DOCUMENT
from .topics import MONTHS, PEOPLE, TOPICS, Topic

load, dump = DOCUMENT.load, DOCUMENT.dump

__all__ = ["dump", "generate", "known", "load"]

_EMPTY = ("for-review", "inbox-2026", "to-sort", "scans-new")
_NEW_FOLDERS = ("archive-2025", "backup-1", "shared-files", "final-versions", "old-stuff", "drafts-2")
_NEW_FILES = ("ideas-1.txt", "summary-2026.txt", "questions.txt", "contact-log.txt", "next-steps.md", "checklist.md")
_NOTES = (
    "Everything is done; see you on Monday!",
    "Reminder: bring the keys and the receipts.",
    "First draft (not checked yet)",
    "Waiting for an answer; ask again on Friday.",
    "Moved to the new folder; nothing else changed.",
    "Who has the spare key?",
    "Phone: 555-0142, after six in the evening",
    "Total for this month: 418.50",
)


def generate(dice: Dice) -> Scenario:
    """The folders of a person or a team, about one thing: lists, minutes, tables, letters and scripts."""
    topic = dice.choice(TOPICS)
    names = dice.sample(tuple(papers.WRITERS), 6)
    folders = {
        "meeting-notes": _minutes(dice, topic),
        "figures-2025": _written(dice, topic, [names[3], "inventory.csv"]),
        "letters-out": _versions(dice, topic, "offer"),
        "work-in-progress": _written(dice, topic, names[4:]),
    }
    kept = {name: folders[name] for name in dice.sample(list(folders), 3)}
    kept[dice.choice(list(kept))]["archive-2024"] = _folder(
        _written(dice, topic, dice.sample(tuple(papers.WRITERS), 2))
    )
    kept[dice.choice(_EMPTY)] = {}
    home = {
        **_written(dice, topic, names[:3]),
        **_versions(dice, topic, "invitation"),
        **{name: _folder(kept[name]) for name in dice.shuffled(list(kept))},
    }
    if dice.chance(0.6):
        home[".settings"] = _file(f"owner={dice.choice(PEOPLE).split()[0].lower()}\nlanguage=en")
    return {"root": {dice.choice(topic.homes): _folder(home)}}


def known(world: World, dice: Dice) -> Pools:
    """What a person who keeps these folders could say."""
    top = _Shelf(world, tree.root(world))
    below = {name: _Shelf(world, folder) for name, folder in top.folders.items()}
    texts = {name: text for shelf in (*below.values(), top) for name, text in shelf.files.items()}
    folders = dice.shuffled(list(top.folders))
    files = dice.shuffled([*top.files, *top.files, *texts])
    new_files, new_folders = dice.sample(_NEW_FILES, 4), dice.sample(_NEW_FOLDERS, 3)
    deeper = {inner: f"{name}/{inner}" for name, shelf in below.items() for inner in shelf.folders}
    return {
        "file-name": [*files[:10], *new_files[:2]],
        "new-file-name": [*new_files, *files[:1]],
        "new-folder-name": [*new_folders, *folders[:1]],
        "cd.folder": [*folders, *deeper, *deeper.values(), new_folders[0], ".."],
        "rmdir.dir_name": [*(name for name in below if not below[name].names), *new_folders, *folders[:1]],
        "file-or-folder-name": [*files[:8], new_files[0], *folders[:2]],
        "target-name": [*folders, *folders, *new_files[1:], new_folders[0]],
        "folder-path": [*folders, *deeper.values(), "/"],
        "part-of-name": _said(dice, texts, 4),
        "search-text": _said(dice, texts.values(), 6),
        "file-text": dice.sample(_NOTES, 5),
        "count-mode": ["l", "w", "c"],
        "last-lines": [1, 2, 3, 4, 5],
        "ls.a": [True, True, False],
        "du.human_readable": [True, True, False],
    }


class _Shelf:
    """What is in a folder, as somebody knows it by heart."""

    def __init__(self, world: World, directory: int) -> None:
        self.names = tree.names(world, directory)
        self.files: dict[str, str] = {}
        self.folders: dict[str, int] = {}
        for name, item in tree.entries(world, tree.listing_of(world, directory)):
            if item.directory is not None:
                self.folders[name] = item.directory
            elif item.file is not None and not name.startswith("."):
                self.files[name] = tree.content(world, item.file)


def _said(dice: Dice, texts: Iterable[str], count: int) -> list[str]:
    """Some of the longer words of texts, as somebody would search for them."""
    found = sorted({word for text in texts for word in re.findall(r"(?<![^\W_])[A-Za-z]{5,}(?![^\W_])", text)})
    return dice.sample(found or ("notes", "draft", "budget"), count)


def _file(text: str) -> dict[str, Any]:
    return {"type": "file", "content": text}


def _folder(contents: dict[str, Any]) -> dict[str, Any]:
    return {"type": "directory", "contents": contents}


def _written(dice: Dice, topic: Topic, names: Iterable[str]) -> dict[str, Any]:
    return {name: _file(papers.WRITERS[name](dice, topic)) for name in names}


def _minutes(dice: Dice, topic: Topic) -> dict[str, Any]:
    months = dice.sample(MONTHS, dice.integer(2, 3))
    return {f"minutes-{month}.md": _file(papers.minutes(dice, topic, month)) for month in months}


def _versions(dice: Dice, topic: Topic, what: str) -> dict[str, Any]:
    """Two versions of one letter, to compare."""
    draft = papers.letter(dice, topic)
    return {
        f"{what}-draft.txt": _file(draft),
        f"{what}-final.txt": _file(papers.revised(dice, topic, draft)),
    }
