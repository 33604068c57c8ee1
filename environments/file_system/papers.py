"""Writes files: lists, tables, minutes, letters, journals and scripts about one topic, as lines of text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from funreason_sim.sim import Dice

from .topics import MONTHS, PEOPLE, Topic

Writer = Callable[[Dice, Topic], str]


def todo(dice: Dice, topic: Topic) -> str:
    """Tasks in no order, some of them done."""
    tasks = dice.sample(topic.tasks, dice.integer(4, 8))
    return _text(f"[{'x' if dice.chance(0.3) else ' '}] {task}" for task in tasks)


def shopping(dice: Dice, topic: Topic) -> str:
    """Things to get, one on a line."""
    return _text(dice.sample(topic.things, dice.integer(5, 10)))


def members(dice: Dice, topic: Topic) -> str:
    """People with an address to write to."""
    people = dice.sample(PEOPLE, dice.integer(5, 9))
    return _text(f"{name}, {name.split()[0].lower()}@{topic.homes[0]}.example" for name in people)


def inventory(dice: Dice, topic: Topic) -> str:
    """A table of things and how many there are."""
    things = dice.sample(topic.things, dice.integer(5, 9))
    return _text(["item,count,counted by", *(f"{t},{dice.integer(1, 180)},{_first(dice)}" for t in things)])


def expenses(dice: Dice, topic: Topic) -> str:
    """A table of what was paid for, by day."""
    month = dice.integer(1, 12)
    rows = [
        f"2025-{month:02}-{day:02},{thing},{dice.integer(450, 24900) / 100:.2f}"
        for day, thing in zip(sorted(dice.sample(range(1, 29), 6)), dice.sample(topic.things, 6), strict=True)
    ]
    return _text(["date,item,amount", *rows])


def minutes(dice: Dice, topic: Topic, month: str) -> str:
    """What was said and decided at the meeting of a month."""
    present = ", ".join(name.split()[0] for name in dice.sample(PEOPLE, dice.integer(3, 5)))
    tasks = dice.sample(topic.tasks, 2)
    return _text(
        [
            f"# Minutes of {dice.integer(1, 28)} {month.capitalize()} 2025",
            f"Present: {present}",
            "",
            *(f"- {remark}" for remark in dice.sample(topic.remarks, dice.integer(3, 5))),
            "",
            *(f"TODO {_first(dice)}: {task}" for task in tasks),
        ]
    )


def report(dice: Dice, topic: Topic) -> str:
    """A few paragraphs with figures in them."""
    things = dice.sample(topic.things, 3)
    return _text(
        [
            f"Report, {dice.choice(MONTHS)} 2025",
            "",
            *dice.sample(topic.remarks, 3),
            *(f"We counted {dice.integer(8, 320)} {thing}." for thing in things),
            f"Next time {_first(dice)} will {dice.choice(topic.tasks)}.",
        ]
    )


def journal(dice: Dice, topic: Topic) -> str:
    """What happened, line by line, with the time and how bad it was."""
    minute, lines = 0, []
    for _ in range(dice.integer(8, 16)):
        minute += dice.integer(1, 70)
        level = dice.choice(("INFO", "INFO", "INFO", "WARNING", "ERROR"))
        what = dice.choice(topic.remarks) if dice.chance(0.5) else f"checked the {dice.choice(topic.things)}"
        lines.append(f"{6 + minute // 60:02}:{minute % 60:02} {level} {what}")
    return _text(lines)


def script(dice: Dice, topic: Topic) -> str:
    """A small program that adds up an inventory."""
    least = dice.choice((3, 5, 10, 12))
    return _text(
        [
            "import csv",
            "",
            f"LEAST = {least}",
            "",
            "def rows(path):",
            "    with open(path) as file:",
            "        return list(csv.DictReader(file))",
            "",
            "def scarce(path):",
            f"    # Ask {_first(dice)} before ordering {dice.choice(topic.things)}.",
            "    return [row['item'] for row in rows(path) if int(row['count']) < LEAST]",
            "",
            "def total(path):",
            "    return sum(int(row['count']) for row in rows(path))",
        ]
    )


def letter(dice: Dice, topic: Topic) -> str:
    """A letter to somebody."""
    return _text(
        [
            f"Dear {_first(dice)},",
            "",
            *dice.sample(topic.remarks, dice.integer(2, 4)),
            f"Could you {dice.choice(topic.tasks)}?",
            "",
            f"Best wishes, {_first(dice)}",
        ]
    )


def revised(dice: Dice, topic: Topic, text: str) -> str:
    """A later version of a text: a line or two say something else."""
    lines = text.splitlines()
    full = [n for n, line in enumerate(lines) if line]
    fresh = [remark for remark in topic.remarks if remark not in lines]
    for n, remark in zip(dice.sample(full, dice.integer(1, 2)), dice.shuffled(fresh), strict=False):
        lines[n] = remark
    return _text(lines)


WRITERS: Mapping[str, Writer] = {
    "open-tasks.txt": todo,
    "shopping-list.txt": shopping,
    "member-list.txt": members,
    "inventory.csv": inventory,
    "expenses-2025.csv": expenses,
    "progress-report.txt": report,
    "journal.log": journal,
    "tally.py": script,
    "cover-letter.txt": letter,
}
"""Files that stand for themselves, by name."""


def _first(dice: Dice) -> str:
    return dice.choice(PEOPLE).split()[0]


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines)
