"""Support teams and what is reported to them: titles, descriptions, urgency and solutions that belong together.

All problems of a team are of one trade, so that any of its solutions could be true of any of its tickets.
"""

from __future__ import annotations

from dataclasses import dataclass

from funreason_sim.sim import Dice


@dataclass(frozen=True)
class Problem:
    """One thing that goes wrong: a title, how people describe it, and how urgent it mostly is."""

    title: str
    description: str
    priority: int


@dataclass(frozen=True)
class Team:
    """Who deals with one trade: the problems reported to it, and how it solves them."""

    problems: tuple[Problem, ...]
    solutions: tuple[str, ...]


FACILITIES = Team(
    (
        Problem("Radiator stays cold", "The radiator in {place} has not warmed up since {since}.", 3),
        Problem("Ceiling lamp flickers", "The lamp above the desks in {place} has been flickering since {since}.", 2),
        Problem("Water under the sink", "There is a puddle under the sink next to {place}, first seen {since}.", 4),
        Problem("Elevator makes a grinding noise", "The elevator near {place} grinds on every stop since {since}.", 5),
        Problem(
            "Blinds do not close", "The blinds of {place} are stuck halfway, the sun has blinded us since {since}.", 1
        ),
        Problem("Door closer broken", "The door of {place} slams shut, the closer has been broken since {since}.", 2),
        Problem("Window cannot be locked", "A window in {place} does not lock any more since {since}.", 4),
        Problem("Dishwasher leaks", "The dishwasher in the kitchen beside {place} has been leaking since {since}.", 3),
    ),
    (
        "A technician repaired it on site.",
        "The broken part was replaced, and it works again.",
        "Our contractor fixed it this morning.",
        "Readjusted and tested together with the people who sit there.",
        "Repaired under warranty by the manufacturer.",
    ),
)
HARDWARE = Team(
    (
        Problem(
            "Laptop battery drains",
            "The battery of the laptop in {place} has lasted less than an hour since {since}.",
            3,
        ),
        Problem("Printer jams", "The printer in {place} has been jamming on every second page since {since}.", 2),
        Problem("Monitor stays black", "The second monitor in {place} has stayed black since {since}.", 3),
        Problem(
            "Docking station not recognized", "The docking station in {place} has not been recognized since {since}.", 3
        ),
        Problem("Keyboard keys stuck", "Several keys of the keyboard in {place} have been stuck since {since}.", 1),
        Problem(
            "Projector overheats",
            "The projector in {place} has switched itself off after ten minutes since {since}.",
            4,
        ),
        Problem("Webcam shows a green picture", "The webcam in {place} has shown nothing but green since {since}.", 2),
        Problem("Server fan rattles", "A fan of the server next to {place} has been rattling since {since}.", 5),
    ),
    (
        "The device was exchanged for a spare one.",
        "New firmware was installed, and the fault has not come back.",
        "Cleaned the device and replaced a worn part.",
        "A loose cable was the cause and has been replaced.",
        "Repaired under warranty by the manufacturer.",
    ),
)
ACCESS = Team(
    (
        Problem("Locked out of the mailbox", "{who} has been locked out of the mailbox since {since}.", 4),
        Problem("No access to the shared drive", "{who} has not been able to open the shared drive since {since}.", 3),
        Problem("Badge not accepted", "The badge of {who} has not opened the door of {place} since {since}.", 3),
        Problem("Second factor lost", "{who} lost the phone with the second factor and is shut out since {since}.", 5),
        Problem(
            "Permissions missing in the wiki", "{who} has not been able to edit pages of the wiki since {since}.", 1
        ),
        Problem("Account of a new colleague missing", "{who} started {since} and still has no account.", 4),
        Problem(
            "Too many sign-in prompts", "{who} has been asked for the password every few minutes since {since}.", 2
        ),
        Problem(
            "Calendar cannot be shared", "{who} has not been able to share a calendar with the team since {since}.", 2
        ),
    ),
    (
        "The account was reset, and signing in works again.",
        "The missing group was added to the account.",
        "An expired certificate was renewed.",
        "Permissions were granted after the team lead agreed.",
        "The cause was an outdated entry in the directory, now corrected.",
    ),
)
WEBSHOP = Team(
    (
        Problem("Parcel never arrived", "A customer, {who}, has been waiting for a parcel since {since}.", 4),
        Problem("Charged twice", "{who} was charged twice for one order, first noticed {since}.", 5),
        Problem("Voucher not accepted", "The voucher of {who} has been turned down at the checkout since {since}.", 2),
        Problem("Wrong size delivered", "{who} received boots in the wrong size and wrote to us {since}.", 3),
        Problem(
            "Return label missing", "{who} wants to send an order back and has asked for a label since {since}.", 2
        ),
        Problem("Invoice shows the old address", "The invoice of {who} has shown the old address since {since}.", 1),
        Problem("Lamp arrived broken", "{who} unpacked a lamp with a cracked shade and sent pictures {since}.", 3),
        Problem("Order stuck in processing", "The order of {who} has not moved since {since}.", 4),
    ),
    (
        "The customer got the money back and an apology.",
        "Sent again by express, the customer confirmed that it arrived.",
        "Corrected by hand, and the customer was told by mail.",
        "The customer accepted a voucher for the trouble.",
        "The carrier took the blame, and the customer was compensated.",
    ),
)
NETWORK = Team(
    (
        Problem(
            "Wireless network drops", "The wireless network in {place} has been dropping every hour since {since}.", 4
        ),
        Problem("Desk phone has no dial tone", "The desk phone in {place} has had no dial tone since {since}.", 3),
        Problem("Video calls stutter", "Video calls in {place} have stuttered since {since}.", 3),
        Problem("Tunnel to the branch office down", "The tunnel to the branch office has been down since {since}.", 5),
        Problem(
            "Guest network without a password page",
            "Guests in {place} have not seen the password page since {since}.",
            2,
        ),
        Problem("Slow downloads", "Downloads in {place} have been crawling since {since}.", 2),
        Problem("Network socket dead", "The network socket in {place} has been dead since {since}.", 3),
        Problem("Name server answers late", "Opening any site in {place} has taken ages since {since}.", 4),
    ),
    (
        "A switch was restarted, and the line is stable again.",
        "The provider repaired a damaged cable.",
        "The configuration was rolled back to that of last week.",
        "A faulty access point was replaced.",
        "The settings were corrected, and a test over lunch went well.",
    ),
)
PAYROLL = Team(
    (
        Problem(
            "Overtime missing on the payslip", "The payslip of {who} lacks the overtime, first noticed {since}.", 4
        ),
        Problem("Travel expenses not paid out", "{who} has been waiting for travel expenses since {since}.", 3),
        Problem("Wrong tax class", "{who} has been paid by the wrong tax class since {since}.", 5),
        Problem(
            "Vacation days counted wrongly", "The vacation days of {who} have been counted wrongly since {since}.", 2
        ),
        Problem("New bank account ignored", "The new bank account of {who} has been ignored since {since}.", 4),
        Problem("Bonus letter not received", "{who} has been asking for the bonus letter since {since}.", 1),
        Problem("Parental leave not recorded", "The parental leave of {who} has not been on record since {since}.", 3),
        Problem("Commuter allowance dropped", "The commuter allowance of {who} has been missing since {since}.", 2),
    ),
    (
        "Corrected, and the difference comes with the next payment.",
        "A form was missing; it was handed in and processed.",
        "The entry was corrected in the personnel file.",
        "Checked with the accountant and settled.",
        "Paid out separately this week.",
    ),
)
TEAMS = (FACILITIES, HARDWARE, ACCESS, WEBSHOP, NETWORK, PAYROLL)

_PLACES = (
    "the meeting room",
    "the east wing",
    "the reading corner",
    "the lab",
    "the canteen",
    "the archive",
    "the studio",
)
_SINCE = ("Monday", "Tuesday", "Wednesday", "Thursday", "last Friday", "the weekend", "yesterday")
_GIVEN = (
    "Amara",
    "Bogdan",
    "Chiara",
    "Dmitri",
    "Esra",
    "Fumiko",
    "Gareth",
    "Helene",
    "Imran",
    "Jolanta",
    "Kofi",
    "Lucia",
)
_FAMILY = ("Adeyemi", "Bianchi", "Carvalho", "Drummond", "Ekberg", "Farkas", "Gupta", "Horvat", "Ivanova", "Jimenez")
_WORDS = ("Harbor", "Meadow", "Copper", "Juniper", "Marble", "Saffron", "Timber", "Velvet")
_RESOLVED = ("Resolved", "Closed")


def team_of(titles: list[str]) -> Team | None:
    """The team that deals with such tickets."""
    return next((team for team in TEAMS if any(problem.title in titles for problem in team.problems)), None)


def described(problem: Problem, dice: Dice) -> str:
    """A description of a problem, with a place, a person and a day drawn where it names them."""
    who = f"{dice.choice(_GIVEN)} {dice.choice(_FAMILY)}"
    return problem.description.format(place=dice.choice(_PLACES), who=who, since=dice.choice(_SINCE))


def user_names(dice: Dice, count: int) -> list[str]:
    """Names that different people log in with."""
    return [f"{name.lower()}{dice.digits(2)}" for name in dice.sample(_GIVEN, count)]


def password(dice: Dice) -> str:
    """A password."""
    return f"{dice.choice(_WORDS)}-{dice.digits(4)}"


def status(dice: Dice) -> str:
    """Where the work on a ticket stands: mostly there is something left to do."""
    return dice.choice(("Open", "Open", "Open", "In Progress", "In Progress", "Pending", *_RESOLVED))


def is_solved(status: str) -> bool:
    """Whether a ticket of this status has a resolution on record."""
    return status in _RESOLVED
