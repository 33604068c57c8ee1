"""Names, cards, credentials and sentences that travelers could have; drawn by dice, so that worlds differ."""

from __future__ import annotations

from funreason_sim.sim import Dice, Pools

FIRST_NAMES = (
    "Adaeze", "Bruno", "Carmen", "Dmitri", "Elif", "Farah", "Gustav", "Hana", "Ingrid", "Jonas", "Keiko", "Leandro",
    "Maribel", "Nadia", "Oskar", "Priya", "Rowan", "Sanne", "Tobias", "Yusuf",
)  # fmt: skip
LAST_NAMES = (
    "Abernathy", "Bergstrom", "Castellano", "Delacroix", "Eriksen", "Fontaine", "Grabowski", "Haddad", "Ishikawa",
    "Jovanovic", "Kowalski", "Lindqvist", "Moreau", "Nakamura", "Okafor", "Petrov", "Rosales", "Sandoval", "Tanaka",
    "Whitfield",
)  # fmt: skip
BRANDS = (("Visa", "4", 16), ("Mastercard", "5", 16), ("American Express", "3", 15), ("Discover", "6", 16))
EXPIRIES = ("03/27", "11/27", "06/28", "09/28", "01/29", "08/29", "04/30", "12/30")
INSURANCES = ("comprehensive", "basic", "medical", "cancellation", "baggage", "premium", "flight delay")
MESSAGES = (
    "I would like a vegetarian meal on this flight.",
    "My name is misspelled on the ticket, please correct it.",
    "Can I bring a folding wheelchair on board?",
    "I need a receipt with my company's address on it.",
    "Is there any chance of an upgrade to a window seat?",
    "The confirmation email never arrived.",
    "I am traveling with a small dog, what do I have to do?",
    "My suitcase was damaged on the way, how do I file a claim?",
    "Could you tell me which terminal I leave from?",
)


def credentials(dice: Dice) -> Pools:
    """What a traveler logs in with."""
    return {
        "client-id": [f"trip-desk-{dice.integer(11, 99)}" for _ in range(3)],
        "client-secret": [
            f"{word}-{dice.digits(4)}" for word in dice.sample(("maple", "cobalt", "lantern", "orchid"), 3)
        ],
        "refresh-token": [f"renew-{dice.digits(5)}" for _ in range(3)],
        "grant-type": ["read_write", "read_write", "read", "write"],
    }


def new_card(dice: Dice) -> Pools:
    """What stands on a card that is not registered yet."""
    numbers = []
    for _, prefix, length in dice.sample(BRANDS, 3):
        numbers.append(prefix + dice.digits(length - 1))
    return {
        "card-number": numbers,
        "card-expiry": [f"{dice.integer(1, 12):02}/{dice.integer(2027, 2031)}" for _ in range(4)],
        "card-security-code": [dice.integer(101, 989) for _ in range(4)],
    }
