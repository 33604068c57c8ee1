"""What people keep folders about: a garden club, a bakery and others, each with its things, tasks and remarks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """One thing that folders can be about."""

    homes: tuple[str, ...]
    """Names for the folder that holds all others."""
    things: tuple[str, ...]
    """What is counted, bought and listed."""
    tasks: tuple[str, ...]
    remarks: tuple[str, ...]
    """What is said in meetings and written in letters and journals."""


TOPICS = (
    Topic(
        ("garden-club", "allotment-7", "green-thumbs"),
        (
            "tomato seedlings", "bags of compost", "watering cans", "rain barrels", "bean poles", "seed trays",
            "wheelbarrows", "garden forks", "bird nets", "plant labels", "hose couplings", "strawberry plants",
        ),
        (
            "turn the compost heap", "mend the greenhouse door", "order seed potatoes", "water the nursery beds",
            "label the herb spiral", "prune the apple trees", "collect the key from the gatekeeper",
            "clean out the rain barrels", "paint the tool shed",
        ),
        (
            "The greenhouse budget was approved without changes.", "Slugs have eaten most of the lettuce.",
            "The water meter has to be read before Friday.", "Two plots are free and nobody is on the waiting list.",
            "The harvest fair brought in more than last year.", "The east gate does not lock any more.",
            "A delivery of bark mulch is late.", "Compost prices went up again.",
        ),
    ),
    Topic(
        ("corner-bakery", "bakehouse-2", "bread-and-rolls"),
        (
            "rye loaves", "butter croissants", "sacks of flour", "trays of buns", "poppy seed rolls", "cartons of eggs",
            "oat biscuits", "cinnamon knots", "blocks of yeast", "spelt baguettes", "paper bags", "plum cakes",
        ),
        (
            "feed the sourdough", "order flour for the weekend", "descale the coffee machine", "print new price tags",
            "sharpen the bread knives", "write the shift plan", "count the till", "oil the hinges of oven two",
            "answer the hotel about the breakfast order",
        ),
        (
            "The flour delivery was short by two sacks.", "Oven two needs longer than the manual says.",
            "The hotel wants a third more croissants in August.", "Nobody bought the new lemon tarts on Tuesday.",
            "The budget for a second mixer was approved.", "The till and the receipts do not agree.",
            "Rye sells out before nine.", "The late shift is one person short.",
        ),
    ),
    Topic(
        ("river-survey", "field-lab", "water-quality"),
        (
            "sample bottles", "pH strips", "dip nets", "mayfly larvae", "label rolls", "cool boxes", "rubber boots",
            "oxygen probes", "depth poles", "water beetles", "filter papers", "pipettes",
        ),
        (
            "calibrate the oxygen probe", "rinse the sample bottles", "enter the counts of station four",
            "ask the mill for permission", "charge the field tablet", "compare both probes at the weir",
            "write up the methods section", "back up the raw data", "replace the torn dip net",
        ),
        (
            "Oxygen at the weir was lower than in spring.", "Station four was flooded and could not be reached.",
            "The probe drifts after an hour in the sun.", "Larvae counts doubled below the bridge.",
            "Two bottles were not labelled.", "The budget for lab analyses is used up.",
            "The landowner wants to see the results first.", "Nitrate is within limits at every station.",
        ),
    ),
    Topic(
        ("parcel-app", "delivery-app", "tracker-project"),
        (
            "open tickets", "failed logins", "slow queries", "test devices", "unread crash reports", "staging servers",
            "feature flags", "stale branches", "push tokens", "translated strings", "beta testers", "flaky tests",
        ),
        (
            "fix the login timeout", "write tests for the address form", "update the certificates",
            "remove the old search page", "measure the start-up time", "reply to the beta testers",
            "rename the staging database", "split the settings screen", "review the payment branch",
        ),
        (
            "The release was moved to Thursday.", "Map tiles load slowly on older phones.",
            "The payment branch still has two open questions.", "Crash reports went down by a third.",
            "The budget for test devices was approved.", "Support wants an error text that people understand.",
            "Nobody remembers why the flag was added.", "The nightly build failed twice.",
        ),
    ),
    Topic(
        ("film-festival", "short-film-days", "open-air-cinema"),
        (
            "film entries", "folding chairs", "festival passes", "posters", "projector lamps", "subtitle files",
            "jury members", "blankets", "drink vouchers", "walkie-talkies", "extension leads", "press kits",
        ),
        (
            "book the projectionist", "check the subtitles of block two", "send invitations to the jury",
            "hang posters at the station", "rent two more generators", "print the programme",
            "find beds for the guests", "test the sound on the lawn", "thank the sponsors",
        ),
        (
            "The jury has seen half of the entries.", "Block two runs eleven minutes over.",
            "The town hall approved the budget for the lawn.", "One sponsor wants a bigger logo.",
            "Rain is forecast for the opening night.", "Three subtitle files are out of sync.",
            "The posters have the wrong year on them.", "All passes for Saturday are gone.",
        ),
    ),
    Topic(
        ("moving-house", "flat-renovation", "new-home"),
        (
            "moving boxes", "light bulbs", "curtain rails", "door handles", "rolls of wallpaper", "wall plugs",
            "smoke alarms", "bookshelves", "floor lamps", "mattress covers", "buckets of paint", "spare keys",
        ),
        (
            "cancel the old electricity contract", "measure the kitchen window", "collect the keys",
            "sell the blue sofa", "ask for a parking permit", "repair the bathroom tap", "label the boxes",
            "compare three moving companies", "forward the post",
        ),
        (
            "The landlord agreed to pay for the paint.", "The kitchen arrives a week later than promised.",
            "The lift is too small for the wardrobe.", "Neighbours were told about the noise.",
            "The budget for furniture is nearly used up.", "One radiator stays cold.",
            "The parking permit has been granted.", "The hall needs a second coat.",
        ),
    ),
)  # fmt: skip

PEOPLE = (
    "Amara Sesay", "Birgit Lund", "Cem Aydin", "Dalia Haddad", "Emeka Obi", "Freya Nilsen", "Goran Babic", "Hiroko Abe",
    "Ines Duarte", "Jarek Nowak", "Kalinda Rao", "Lucia Ferri", "Milo Jansen", "Noor Rahman", "Oksana Bondar",
    "Pavel Dvorak", "Rosa Molina", "Sefa Tuala", "Tomas Vega", "Wanda Kubiak",
)  # fmt: skip
MONTHS = ("january", "february", "march", "april", "may", "june", "september", "october", "november")
