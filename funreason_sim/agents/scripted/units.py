"""Units: what a number is said in, and what a parameter counts in."""

from __future__ import annotations

import re

from .language import stem, stemmed
from .parameters import Parameter
from .spans import Span

_UNITS: dict[str, str] = {
    "gallon": "gallon gallons gal gals",
    "liter": "liter liters litre litres l",
    "mile": "mile miles mi",
    "kilometer": "kilometer kilometers kilometre kilometres km kms",
    "meter": "meter meters metre metres m",
    "foot": "foot feet ft",
    "celsius": "celsius centigrade °C c",
    "fahrenheit": "fahrenheit °F f",
    "degree": "degree degrees °",
    "psi": "psi",
    "mph": "mph",
    "kph": "kph",
    "percent": "percent %",
    "hour": "hour hours hr hrs",
    "minute": "minute minutes min mins",
    "day": "day days",
    "week": "week weeks",
    "month": "month months",
    "year": "year years",
    "kilogram": "kg kilogram kilograms kilo kilos",
    "money": "$ € £ ¥ dollar dollars usd buck bucks euro euros eur pound pounds gbp yen jpy cent cents rupee rupees "
    "franc francs",
}
_BY_WORD = {word: unit for unit, said in _UNITS.items() for word in said.split()}
_DIMENSIONS = (
    {"gallon", "liter"},
    {"mile", "kilometer", "meter", "foot"},
    {"celsius", "fahrenheit", "degree"},
    {"mph", "kph"},
    {"hour", "minute", "day", "week", "month", "year"},
)
_MONEY = stemmed(
    """
    money price cost amount budget limit value fare balance fee sum payment currency fund charge deposit
    """
)
_RATE = re.compile(r"(miles?|kilomet\w+)[ -](?:per|an)[ -]hour", re.IGNORECASE)


def is_unit(word: str) -> bool:
    """Whether a word is a unit of measure, such as `gallon`."""
    return word.lower() in _BY_WORD and len(word) > 2


def names_unit(word: str) -> bool:
    """Whether a word is a unit's name, short ones like `m` too."""
    return word.lower() in _BY_WORD


def unit_of(span: Span) -> str:
    """The unit that a number is said in, or nothing."""
    if span.sign in _BY_WORD:
        return _BY_WORD[span.sign]
    following = span.after[:3]
    if len(following) >= 3 and following[1] in ("per", "an"):
        return {"mile": "mph", "kilometer": "kph"}.get(_BY_WORD.get(following[0], ""), "")
    found = [_BY_WORD[word] for word in following if word in _BY_WORD]
    if found[:2] == ["degree", "celsius"] or found[:2] == ["degree", "fahrenheit"]:
        return found[1]
    return _BY_WORD.get(following[0], "") if following else ""


def units_of(parameter: Parameter) -> frozenset[str]:
    """The units that a parameter counts in, by its name, format and description; empty where nothing is said."""
    said = f"{parameter.name} {parameter.domain} {parameter.description}"
    rates = {{"m": "mph", "k": "kph"}[m[1][0].lower()] for m in _RATE.finditer(said)}
    if rates:
        return frozenset(rates)
    named = [word.lower() for word in re.findall(r"[A-Za-z°$€%]+", _RATE.sub("", said.replace("_", " ")))]
    found = {_BY_WORD[word] for word in named if word in _BY_WORD and len(word) > 1}
    return frozenset(found or ({"money"} if parameter.words & _MONEY else ()))


def unit_fit(span: Span, parameter: Parameter) -> float | None:
    """How well a number's unit suits a parameter: above 0 well, below 0 badly, None not at all."""
    said, counted = unit_of(span), units_of(parameter)
    if not said or said == "percent":
        return 0.0
    if said in counted:
        return 1.0
    if said == "degree":
        return 1.0 if counted & {"celsius", "fahrenheit"} or stem("temperature") in parameter.about else -0.6
    if any(said in dimension and counted & dimension for dimension in _DIMENSIONS):
        return 0.4 if counted == {"degree"} else 0.0
    if said == "money":
        return None if counted & set(_BY_WORD.values()) else -0.5
    return None if counted else -0.4


def clashes(span: Span, parameter: Parameter) -> bool:
    """Whether a number is said in another unit of what the parameter counts: liters for gallons."""
    said, counted = unit_of(span), units_of(parameter)
    if "degree" in (said, *counted):
        return False
    return said not in counted and any(said in dimension and counted & dimension for dimension in _DIMENSIONS)
