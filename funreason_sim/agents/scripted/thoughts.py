"""Thoughts: the chain of thought before a step, told from what was said and seen, and from nothing else."""

from __future__ import annotations

from typing import Any

from ...records import JsonValue
from .conversation import Conversation, Done
from .language import plain, split_identifier
from .plans import Planned, Source
from .prose import is_text, listed, named, quoted, sentence, shortened, spoken, statement, uncoded, wish
from .steps import Progress, Step
from .thesaurus import lexicon

_SHORT = 120
"""Outcomes that are longer are summed up."""
_FEW = 3
_HIDDEN = lexicon("token secret password")
_GAINED = ("That gives me {}.", "Now I have {}.", "Good, now I know {}.", "So I have got {}.")
_SERVES = (
    "{} is the tool for that.",
    "I can use {} for this.",
    "For that there is {}.",
    "This is what {} does.",
)
_NEXT = ("Next the user {}.", "What comes next: the user {}.", "Then the user {}.", "On to the next part: the user {}.")
_FIRST = ("The user first {}.", "First of all, the user {}.", "To begin with, the user {}.")
_ONLY = ("The user {}.", "Now the user {}.", "This time the user {}.")
_CLOSING = (
    "Everything that was asked for is done, so I can report what came out.",
    "That was the last open part; now I can answer.",
    "Nothing is left to do, so I tell the user what I found and did.",
)


def thought(step: Step, conversation: Conversation) -> str:
    """Why the next calls are made, or why it is time to answer."""
    parts = [_opening(step, conversation), _seen(conversation)]
    if step.calls and step.ask:
        parts += [_aim(step, conversation), *_reasons(step, conversation)]
    else:
        parts.append(_closing(step, conversation))
    return " ".join(part for part in parts if part)


def _turn_of(conversation: Conversation) -> int:
    """A number that differs from step to step, so that not every thought begins alike."""
    return len(conversation.all) + len(conversation.turns)


def _opening(step: Step, conversation: Conversation) -> str:
    """What the user wants, told once, at the first step of a turn."""
    if conversation.now:
        return ""
    if not step.progress:
        return "The user does not ask for anything that the tools here can do."
    patterns = _FIRST if step.more or len(step.progress) > 1 else _ONLY
    return _filled(patterns, len(conversation.turns) - 1, wish(step.progress[0].ask.text))


def _filled(patterns: tuple[str, ...], number: int, said: str) -> str:
    """One of several wordings, with what is said in its place."""
    return patterns[number % len(patterns)].format(said).replace("....", "...").replace('?".', '?"')


def _seen(conversation: Conversation) -> str:
    """What the last results mean."""
    if not conversation.now:
        return ""
    last = conversation.now[-1]
    if last.refused:
        return f"{last.tool} was refused: {sentence(uncoded(shortened(last.complaint)))}"
    if last.value in (None, "", [], {}):
        return f"{last.tool} came back with nothing."
    answered = _yes_or_no(last.value)
    if answered:
        return answered
    gained = [said for done in _together(conversation.now) if (said := _gained(done))]
    return _filled(_GAINED, _turn_of(conversation), listed(gained)) if gained else f"{last.tool} went through."


def _yes_or_no(value: JsonValue) -> str:
    """What a result says that is only a yes or a no."""
    name, only = next(iter(value.items())) if isinstance(value, dict) and len(value) == 1 else ("", None)
    if not isinstance(only, bool):
        return ""
    said = plain(name)
    return f"The answer is {spoken(only)}." if " " not in said else sentence(f"so {statement(said, only)}")


def _together(made: tuple[Done, ...]) -> list[Done]:
    """The last calls of one tool, which mostly were made at once."""
    first = next((n for n in range(len(made), 0, -1) if made[n - 1].tool != made[-1].tool), 0)
    return [done for done in made[first:] if not done.refused]


def _gained(done: Done) -> str:
    """What a result holds, in a few words: its values where they are few, else what they are."""
    value = done.value
    if isinstance(value, dict):
        fields = {key: item for key, item in value.items() if item not in (None, {}, [])}
        shown = [(k, v) for k, v in fields.items() if not _HIDDEN & set(split_identifier(k))]
        if not shown:
            return f"the {listed([plain(key) for key in fields])}" if fields else ""
        if any(isinstance(item, dict | list) for _, item in shown) and len(done.text) > _SHORT:
            return f"the {listed([named(key) for key, _ in shown][:_FEW])}"
        plainer = [(key, item) for key, item in shown if not isinstance(item, bool)] or shown
        return listed([_field(key, item) for key, item in plainer[:_FEW]])
    if len(done.text) > _SHORT:
        return f"what {done.tool} lists"
    return spoken(value)


def _field(key: str, item: Any) -> str:
    if isinstance(item, dict):
        return f"the {named(key)}"
    if isinstance(item, bool):
        return f"the answer {spoken(item)} for {plain(key)}"
    said = shortened(spoken(item), _SHORT)
    if isinstance(item, list):
        return f"the {named(key).removesuffix('s') if len(item) == 1 else named(key)} {said}"
    return f'the {plain(key)} "{said}"' if is_text(item) else f"the {plain(key)} {said}"


def _aim(step: Step, conversation: Conversation) -> str:
    """What is wanted next, where that is another part of the request, or what is still open after a refusal."""
    if step.ask is None or not conversation.now:
        return ""
    settled = step.progress[:-1]
    if any(progress.done is conversation.now[-1] for progress in settled):
        return _filled(_NEXT, len(settled), wish(step.ask.text))
    return ""


def _reasons(step: Step, conversation: Conversation) -> list[str]:
    """Which tools, what for, and where the values come from; look-ups by one tool are told together."""
    told, values = [], []
    for tool in dict.fromkeys(call.doc.name for call in step.calls):
        calls = [call for call in step.calls if call.doc.name == tool]
        told.append(_why(calls, step, conversation))
        values += [] if len(calls) > 1 else [_values(calls[0])]
    return [*told, *(said for said in values if said)]


def _why(calls: list[Planned], step: Step, conversation: Conversation) -> str:
    call = calls[0]
    tool = call.doc.name
    if call.purpose == "lookup":
        for_what = listed([_object(c) for c in calls])
        return f"For that I need the {call.reason}{for_what and f' of {for_what}'}, which {tool} can tell me."
    if call.purpose in ("condition", "repair"):
        because = f" ({call.reason[:1].lower() + call.reason[1:]})" if call.reason else ""
        return f"Before {_goal(step)} can work, one thing has to be true{because}, so I call {tool} first."
    return _filled(_SERVES, _turn_of(conversation), tool)


def _goal(step: Step) -> str:
    return step.ask.doc.name if step.ask else "that"


def _object(call: Planned) -> str:
    """What a look-up is about: the name that it takes."""
    names = [source.value for source in call.sources.values() if source.how == "said" and isinstance(source.value, str)]
    return names[0] if len(names) == len(call.sources) == 1 else ""


def _values(call: Planned) -> str:
    """Where the values of a call come from: those of the user together, each other one by itself."""
    said = {name: source for name, source in call.sources.items() if source.how == "said" and source.words}
    if call.purpose == "lookup" and len(said) == len(call.sources):
        return ""
    told = [_said(said)] if said else []
    told += [_origin(name, source) for name, source in call.sources.items() if name not in said]
    return sentence(listed(told)) if told else ""


def _said(sources: dict[str, Source]) -> str:
    if len(sources) > _FEW:
        return f"the request gives the {listed([plain(name) for name in sources])}"
    values = [f"{plain(name)} ({shortened(spoken(source.value), 60)})" for name, source in sources.items()]
    return f"from the request I take {listed(values)}"


def _origin(name: str, source: Source) -> str:
    value = shortened(spoken(source.value), 60)
    if source.fact is not None:
        meant = f', the one for "{source.words.strip()}",' if source.words and source.words != value else ""
        verb = "was used before with" if source.fact.given else "comes from"
        return f"the {plain(name)} {value}{meant} {verb} {source.fact.done.tool}"
    if source.how == "implied":
        return f"the {plain(name)} has to be {value} for that"
    return f"the {plain(name)} {value} was said before"


def _closing(step: Step, conversation: Conversation) -> str:
    """Why it is time to answer."""
    open_ends = [progress for progress in step.progress if progress.ending != "served"]
    if not step.progress:
        return "I will say so plainly."
    if not open_ends:
        return _filled(_CLOSING, _turn_of(conversation), "")
    return " ".join([*(_regret(progress) for progress in open_ends), "I report the rest and say so openly."])


def _regret(progress: Progress) -> str:
    if progress.ending == "lacking":
        needed = " and the ".join(plain(parameter.name) for parameter in progress.missing)
        return f"For {quoted(progress.ask.text)} nobody has told me the {needed}, and I must not make it up."
    return f"The part {quoted(progress.ask.text)} could not be done."
