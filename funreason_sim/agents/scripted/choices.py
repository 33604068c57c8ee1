"""Choices: which of a parameter's accepted values the words name, which of its flags, and yes or no."""

from __future__ import annotations

import re
from functools import lru_cache

from .language import CONCEPTS, meanings, split_identifier, stem, stems, words
from .parameters import Parameter
from .thesaurus import READING
from .toolbox import is_proper

_ALL = re.compile(r"\b(?:all|every|each|everything|whole|entire|both)\b", re.IGNORECASE)
_EXCEPT = re.compile(r"\b(?:except(?: for)?|but not|apart from|other than|besides)\b(.*)", re.IGNORECASE)
_NEGATED = re.compile(
    r"\b(?:not|don't|do not|never|no longer|without|leave|skip|omit|except(?: for)?|exclud\w+|ignor\w+)"
    r"\s+(?:\w+\s+){0,2}?$",
    re.IGNORECASE,
)
_OFF = re.compile(
    r"\b(?:off|out of|disable[sd]?|deactivate[sd]?|disengage[sd]?|stop(?:s|ped)?|cancel|without|end|quit)\b",
    re.IGNORECASE,
)
_TINY = frozenset(("on", "off", "in", "out", "up", "down", "to", "no", "all"))
_CURRENCIES: dict[str, tuple[str, str, str]] = {
    "USD": ("us|u\\.s\\.|american", "dollars?|bucks?", "\\$"),
    "EUR": ("", "euros?", "€"),
    "GBP": ("british", "pounds?(?: sterling)?|sterling", "£"),
    "JPY": ("japanese", "yens?", "¥"),
    "CNY": ("chinese", "yuans?|renminbi", ""),
    "RMB": ("chinese", "yuans?|renminbi", ""),
    "INR": ("indian", "rupees?", ""),
    "CHF": ("swiss", "francs?", ""),
    "RUB": ("russian", "rub(?:le|el)s?|roubles?", ""),
    "ZAR": ("south african", "rands?", ""),
    "KRW": ("korean|south korean", "won", ""),
    "BRL": ("brazilian", "reals?|reais", ""),
    "SEK": ("swedish", "kron(?:a|or)", ""),
    "CAD": ("!canadian", "dollars?", ""),
    "AUD": ("!australian", "dollars?", ""),
    "NZD": ("!new zealand", "dollars?", ""),
    "MXN": ("!mexican", "pesos?", ""),
}
"""Codes with the adjective (needed where it begins with !), the noun and the sign of each currency."""


def choose(parameter: Parameter, text: str) -> tuple[str, float] | None:
    """The accepted value that a text names, with how surely; None when it names none, or several alike."""
    scored = sorted(
        ((_named(parameter, choice, text), choice) for choice in parameter.choices), key=lambda item: -item[0]
    )
    if not scored or scored[0][0] < 0.7:
        return None
    if len(scored) > 1 and scored[1][0] >= scored[0][0]:
        return None
    return scored[0][1], scored[0][0]


@lru_cache(maxsize=16384)
def _named(parameter: Parameter, choice: str, text: str) -> float:
    """How surely a text names a choice: 3 literally, 2 by its words, about 1 by what they mean or by its gloss."""
    parts = split_identifier(choice)
    literal = r"(?<!\w)" + r"[\s_-]?".join(map(re.escape, parts)) + r"(?!\w)"
    if choice.lower() not in _TINY and parts:
        if re.search(literal, text, re.IGNORECASE):
            return 3.0 + 0.01 * len(choice)
        if {stem(part) for part in parts} <= stems(text):
            return 2.0 + 0.01 * len(choice)
    if is_proper(choice):
        return 0.0
    return max(_meant(choice, parts, text), _glossed(parameter, choice, text), _shortened(parts, text))


def _meant(choice: str, parts: list[str], text: str) -> float:
    heard = meanings(text)
    if choice.lower() in _TINY:
        exact = re.search(
            rf"\b(?:to|lights?|lamps?|it|them|mode)\s+{choice}\b|\b{choice}[.?!]?\s*$", text, re.IGNORECASE
        )
        return 2.0 if choice.lower() in heard or exact else 0.0
    hits = [bool(CONCEPTS.get(stem(part), frozenset()) & heard) or part in heard for part in parts]
    return 1.0 if hits and all(hits) else 0.0


def _shortened(parts: list[str], text: str) -> float:
    """`auto` for `automatically`."""
    said = words(text)
    hits = [len(part) >= 4 and any(word.startswith(part) for word in said) for part in parts]
    return 1.5 if hits and all(hits) else 0.0


def _glossed(parameter: Parameter, choice: str, text: str) -> float:
    """How much of what the description says about a choice the text says too."""
    own = _gloss(parameter, choice)
    others = frozenset().union(*(_gloss(parameter, other) for other in parameter.choices if other != choice))
    telling = (own - others) & (stems(text) | _particles(text))
    return min(0.7 * len(telling), 1.4)


def _particles(text: str) -> frozenset[str]:
    return frozenset(f"~{word}" for word in ("on", "off") if word in meanings(text))


@lru_cache(maxsize=8192)
def _gloss(parameter: Parameter, choice: str) -> frozenset[str]:
    """The stems of what a description says about one choice: `release to take it off`."""
    names = "|".join(re.escape(c) for c in sorted(parameter.choices, key=len, reverse=True))
    found = re.search(rf"\b{re.escape(choice)}\b(.*?)(?=[,;]\s*(?:or\s+)?(?:{names})\b|$|\.\s)", parameter.description)
    if not found:
        return frozenset()
    particles = {f"~{word}" for word in ("on", "off") if re.search(rf"\b{word}\b", found[1])}
    return frozenset(stems(found[1]) - parameter.words | particles)


def flags(parameter: Parameter, text: str) -> list[str] | None:
    """The accepted values of a list that a text names: some of them, all of them, all but some."""
    spared = _EXCEPT.search(text)
    if spared:
        without = _listed(parameter, spared[1])
        return [c for c in parameter.choices if c not in without] if without else None
    named = _listed(parameter, text)
    if named:
        return named
    return list(parameter.choices) if _ALL.search(text) or _plural(parameter, text) else None


def _listed(parameter: Parameter, text: str) -> list[str]:
    """`rear left` names one; `the rear doors` names each that has `rear` in it."""
    said = stems(text) | frozenset(words(text))
    said |= {"rear"} if re.search(r"\b(?:rear|back)\b(?! to\b)", text) else set()
    whole = [c for c in parameter.choices if {stem(part) for part in split_identifier(c)} <= said]
    whole = [c for c in whole if not any(c != o and set(split_identifier(c)) < set(split_identifier(o)) for o in whole)]
    shared = [c for c in parameter.choices if len(split_identifier(c)) > 1 and split_identifier(c)[0] in said]
    if len(shared) > 1 and not any(c in whole for c in shared):
        whole += shared
    return [c for c in parameter.choices if c in whole]


def _plural(parameter: Parameter, text: str) -> bool:
    """Whether the things as such are named: `lock the doors`, `lock the car`."""
    nouns = {*split_identifier(parameter.name), *split_identifier(parameter.domain)}
    said = words(text)
    return any(f"{noun}s" in said or (noun in said and noun.endswith("s")) for noun in nouns) or bool(
        {"car", "vehicle"} & set(said)
    )


def yes_or_no(parameter: Parameter, text: str, topics: frozenset[str] = frozenset()) -> bool | None:
    """Whether the words of a text mean a flag to be set; None when they say nothing about it.

    A flag is named after a verb (`unlock`, `activate`): the verb itself sets it, its opposite clears it. The words
    `topics`, which the tool is about anyway, say nothing.
    """
    told = _verbs_of(parameter, topics)
    for token in re.finditer(r"[A-Za-z]+", text):
        meant = told.get(stem(token[0]))
        if meant is not None:
            return meant != bool(_NEGATED.search(text[: token.start()]))
    return _switched(parameter, text)


@lru_cache(maxsize=1024)
def _verbs_of(parameter: Parameter, topics: frozenset[str]) -> dict[str, bool]:
    """What the words mean: the name and its opposite, and those of the description: `False to lock (secure)`."""
    sides: list[set[str]] = []
    for side in ("[Tt]rue", "[Ff]alse"):
        found = re.search(rf"\b{side}\b\s+(?:to|for|when|if)?\s*(\w+)([^(,;]*)(\([^)]*\))?", parameter.description)
        sides.append(_telling(found, topics) if found else set())
    told = dict.fromkeys(sides[0] - sides[1], True) | dict.fromkeys(sides[1] - sides[0], False)
    for root in map(stem, split_identifier(parameter.name)):
        told |= {root: True} | ({_opposite(root): False} if _opposite(root) else {})
    return {word: answer for word, answer in told.items() if len(word) > 2}


def _telling(side: re.Match[str], topics: frozenset[str]) -> set[str]:
    """The words that tell one side from the other: its verb, and what the tool is not about anyway."""
    verb = stems(side[1]) - (_SHOWING if stems(side[2]) - topics else frozenset())
    return {*verb, *(stems(side[2]) - topics), *stems(side[3] or "")}


_SHOWING = frozenset(map(stem, READING))


def _switched(parameter: Parameter, text: str) -> bool | None:
    """On and off, for what can be activated; who speaks of setting it wants it on."""
    if not {stem("activate"), stem("enable"), "on", stem("engage")} & set(map(stem, split_identifier(parameter.name))):
        return None
    return not ("off" in meanings(text) or _OFF.search(text))


def _opposite(root: str) -> str:
    for prefix in ("un", "de", "dis"):
        if root.startswith(prefix) and len(root) - len(prefix) >= 3:
            return root[len(prefix) :]
    return {"activ": "deactiv", "enabl": "disabl", "engag": "disengag", "lock": "unlock"}.get(root, "")


def currency(text: str, choices: tuple[str, ...] = ()) -> list[tuple[int, str]]:
    """The currencies that a text names by word or sign, as codes with their places."""
    found: list[tuple[int, str, int]] = []
    for code in _CURRENCIES:
        if choices and code not in choices:
            continue
        found += [(m.start(), code, m.end()) for m in _currency_pattern(code).finditer(text)]
    found.sort(key=lambda item: (item[0], -(item[2] - item[0])))
    kept: list[tuple[int, str, int]] = []
    for item in found:
        if not kept or item[0] >= kept[-1][2]:
            kept.append(item)
    return [(start, code) for start, code, _ in kept]


@lru_cache(maxsize=64)
def _currency_pattern(code: str) -> re.Pattern[str]:
    adjective, noun, sign = _CURRENCIES[code]
    lead = rf"(?:(?:{adjective.lstrip('!')})\s+){'' if adjective.startswith('!') else '?'}" if adjective else ""
    return re.compile("|".join([rf"\b{code}\b", rf"\b{lead}(?:{noun})\b", *([sign] if sign else [])]), re.IGNORECASE)
