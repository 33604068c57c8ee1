"""What customers and markets could be like: names, passwords, and stocks of companies that only exist here."""

from __future__ import annotations

from dataclasses import dataclass

from funreason_sim.sim import Dice

USERS = (
    "amara_holt", "bastian_reed", "celeste_moreno", "dario_finch", "elin_sorensen", "farid_nasser", "greta_lowell",
    "hugo_tanner", "imani_brooks", "jasper_quill", "keira_dunne", "lorenzo_vidal", "mirela_kovac", "noor_rahman",
    "oskar_lindt", "petra_vogel", "quentin_ames", "rosa_delgado", "silas_whitby", "tamsin_grey",
)  # fmt: skip
_WORDS = ("harbor", "juniper", "saffron", "glacier", "marble", "thunder", "willow", "copper", "meadow", "falcon")


@dataclass(frozen=True)
class Listing:
    """A stock that a market may list, with about what a share costs."""

    symbol: str
    price: float


OWN = (
    Listing("BRVW", 46.2),  # Briarwood Timber
    Listing("CNDL", 18.75),  # Candle & Crane Foods
    Listing("DRFT", 132.4),  # Driftline Shipping
    Listing("EMBR", 271.9),  # Ember Robotics
    Listing("FJRD", 88.1),  # Fjordlight Energy
    Listing("GLNT", 54.6),  # Glintworks Optics
    Listing("HLCN", 203.3),  # Halcyon Health
    Listing("KSTR", 9.85),  # Kestrel Airways
    Listing("LMNA", 161.0),  # Lumina Glass
    Listing("MRSH", 27.3),  # Marshfield Dairy
    Listing("ORCH", 74.5),  # Orchard Freight
    Listing("PBBL", 412.6),  # Pebble Instruments
    Listing("QLTR", 35.9),  # Quilter Textiles
    Listing("RVLT", 119.2),  # Rivulet Water
    Listing("TNDR", 63.8),  # Tinder Point Mining
    Listing("VLVT", 15.4),  # Velvet Row Hotels
)
KNOWN = (
    Listing("AAPL", 226.0),
    Listing("GOOG", 168.0),
    Listing("TSLA", 214.0),
    Listing("MSFT", 409.0),
    Listing("NVDA", 121.0),
    Listing("ZETA", 24.5),
    Listing("ALPH", 310.0),
    Listing("OMEG", 142.0),
    Listing("QUAS", 77.0),
    Listing("NEPT", 58.0),
    Listing("SYNX", 196.0),
    Listing("AMZN", 178.0),
    Listing("GORI", 39.0),
)
"""Stocks of the companies that the directory knows."""


def passwords(dice: Dice) -> list[str]:
    """What somebody could log in with."""
    return [f"{word}-{dice.digits(4)}" for word in dice.sample(_WORDS, 3)]
