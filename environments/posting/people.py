"""Names that people could have on the network, passwords for one of them, and what anybody says to anything."""

from __future__ import annotations

from funreason_sim.sim import Dice

_FIRST = (
    "Adaeze", "Bram", "Carmen", "Dario", "Elif", "Freya", "Gustav", "Hana", "Ines", "Jonas", "Keiko", "Leo", "Maya",
    "Nils", "Oskar", "Priya", "Rosa", "Sanne", "Tomas", "Yusuf",
)  # fmt: skip
_LAST = (
    "Abbott", "Berg", "Castell", "Dalgaard", "Eriksen", "Fontana", "Grove", "Haddad", "Ito", "Jansen", "Kowal", "Lund",
    "Moreau", "Nakata", "Okoye", "Petrov", "Quist", "Rosales", "Sandoval", "Weir",
)  # fmt: skip
_WORDS = ("maple", "cobalt", "lantern", "orchid", "harbor", "velvet", "juniper", "copper")
REMARKS = (
    "This made me smile, thank you!",
    "I was just thinking the same.",
    "Could you tell us more about this?",
    "Well said, I am passing this on.",
    "That is good news for a Monday!",
    "Wait, how did that happen?",
    "You should write a book about it.",
    "Congratulations, you have earned it!",
    "I am sending this to my sister.",
)


def names(dice: Dice, count: int) -> list[str]:
    """So many different usernames."""
    pairs = zip(dice.sample(_FIRST, count), dice.sample(_LAST, count), strict=True)
    return [f"{first}{last}" for first, last in pairs]


def password(dice: Dice) -> str:
    """A password."""
    return "-".join([*dice.sample(_WORDS, 2), dice.digits(2)])
