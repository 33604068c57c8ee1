"""Offices and what people there write to each other: messages of one trade, and the words they turn on."""

from __future__ import annotations

from dataclasses import dataclass

from funreason_sim.sim import Dice

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


@dataclass(frozen=True)
class Office:
    """A trade: what its people have written, what they are about to write, and the words to search for."""

    written: tuple[str, ...]
    planned: tuple[str, ...]
    keywords: tuple[str, ...]


ARCHITECTS = Office(
    (
        "The blueprint of the library roof is ready for your comments.",
        "Can you bring the wooden model of the bridge on {day}?",
        "The client wants larger windows on the north side.",
        "Our permit for the courtyard came through on {day}.",
        "I moved the staircase in the blueprint, please have a look.",
        "Could you ask the client about the color of the bricks?",
        "The surveyor measured the plot again on {day}.",
        "Lunch with the client is booked for {day}.",
    ),
    (
        "The revised blueprint is on the shared drive.",
        "Please call the client about the windows.",
        "The permit office wants a copy by {day}.",
        "Can we meet about the bridge on {day}?",
        "I need the measurements of the plot today.",
    ),
    ("blueprint", "client", "permit", "windows", "plot"),
)
CLINIC = Office(
    (
        "The vaccine delivery arrives on {day} before noon.",
        "Please swap the night shift with me on {day}.",
        "The new scanner is calibrated and ready.",
        "Room four needs fresh linen before the round.",
        "Could you check the lab results from {day}?",
        "The visiting surgeon arrives on {day}, please reserve a scanner slot.",
        "Our shift plan for the next week is on the board.",
        "The lab has run out of swabs.",
    ),
    (
        "I can take over your shift on {day}.",
        "The lab results are back, please have a look.",
        "Please order more swabs for the lab.",
        "The scanner is free on {day} afternoon.",
        "Handover starts ten minutes earlier on {day}.",
    ),
    ("shift", "scanner", "lab", "vaccine", "linen"),
)
PUBLISHER = Office(
    (
        "The manuscript about the lighthouse keeper reads very well.",
        "Can you send the cover sketches by {day}?",
        "The printer moved our slot to {day}.",
        "The author asks for two more weeks on chapter nine.",
        "Please proofread the first chapter of the cookbook.",
        "The cover of the atlas still shows the old title.",
        "Our stand at the book fair is confirmed.",
        "The translator delivered the manuscript on {day}.",
    ),
    (
        "The cover sketches look great, thank you.",
        "Please tell the author that two more weeks are fine.",
        "The printer needs the final files by {day}.",
        "I proofread the first chapter and left some notes.",
        "Can you take the early train to the book fair on {day}?",
    ),
    ("manuscript", "cover", "chapter", "printer", "author"),
)
BICYCLES = Office(
    (
        "The new brake pads passed the rain test on {day}.",
        "Can you order more spokes for the cargo frame?",
        "The dealer in the harbor wants ten touring bikes.",
        "Please repaint the display frame before {day}.",
        "The assembly line stops on {day} for maintenance.",
        "Our dealer reported a squeaking saddle.",
        "The prototype frame weighs less than expected.",
        "I put the warranty forms into your tray.",
    ),
    (
        "The spokes will be here on {day}.",
        "Please call the dealer back about the touring bikes.",
        "The prototype is ready for a ride on {day}.",
        "Maintenance is done, the line runs again.",
        "Can you sign the warranty forms today?",
    ),
    ("frame", "dealer", "brake", "prototype", "warranty"),
)
THEATER = Office(
    (
        "Rehearsal starts half an hour later on {day}.",
        "The costumes for the second act are finished.",
        "Can you check the spotlight above the balcony?",
        "Tickets for the premiere are sold out.",
        "The lead actor has a cold, please call the understudy.",
        "We need a second rehearsal for the storm scene on {day}.",
        "The stage floor gets a new coat of paint on {day}.",
        "Please return the costumes to the attic.",
    ),
    (
        "The understudy can come to the rehearsal on {day}.",
        "The spotlight is repaired.",
        "Please keep two seats free for the premiere.",
        "The costumes fit everybody now.",
        "Can you paint the backdrop before {day}?",
    ),
    ("rehearsal", "costumes", "premiere", "stage", "spotlight"),
)
OFFICES = (ARCHITECTS, CLINIC, PUBLISHER, BICYCLES, THEATER)
RARE = ("invoice", "holiday", "parking", "coffee")
"""Words that hardly any message has."""

NAMES = (
    "Anika", "Benedikt", "Chidi", "Dolores", "Emre", "Florence", "Giulia", "Hamza", "Ines", "Joaquin", "Katya",
    "Lorenzo", "Mirela", "Nobuko", "Olivier", "Paloma", "Quentin", "Rukmini", "Sindre", "Tamara", "Umberto", "Valeria",
    "Wendell", "Yaretzi",
)  # fmt: skip


def on_some_day(text: str, dice: Dice) -> str:
    """A message with a day drawn where it names one."""
    return text.format(day=dice.choice(_DAYS))


def office_of(messages: list[str]) -> Office | None:
    """The office in which such messages are written."""
    return next((office for office in OFFICES if any(_wrote(office, message) for message in messages)), None)


def _wrote(office: Office, message: str) -> bool:
    return any(message.startswith(text.split("{")[0]) for text in office.written)
