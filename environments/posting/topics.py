"""What people on the network write about: for each topic tags, words to search for, tweets, and comments on them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """A thing that people care about; `words` occur in its `tweets`."""

    tags: tuple[str, ...]
    words: tuple[str, ...]
    tweets: tuple[str, ...]
    comments: tuple[str, ...]


TOPICS = (
    Topic(
        ("#hiking", "#trailnotes", "#outdoors", "#weekendwalk"),
        ("trail", "ridge", "boots", "summit"),
        (
            "The ridge trail is open again after the storm.",
            "Sunrise from the summit was worth every step.",
            "New boots, old blisters, as every spring.",
            "Met a fox on the trail this morning.",
            "The bridge at mile four is out, so plan a detour on the trail.",
            "For two days on the ridge you need to pack less than you think.",
            "Fog all day, and then the summit cleared for five minutes.",
            "Found a jar full of trail maps in the attic.",
        ),
        (
            "Thanks for the warning, we go there on Sunday.",
            "What a view, I need to get up earlier.",
            "Two pairs of socks, that is the whole secret.",
            "Take me along next time.",
        ),
    ),
    Topic(
        ("#sourdough", "#baking", "#homebaker", "#bread"),
        ("starter", "oven", "crust", "rye"),
        (
            "My starter survived two weeks in the fridge.",
            "The first rye loaf that did not come out as a brick.",
            "A hotter oven and a longer rest gave me this crust.",
            "Cinnamon rolls for the whole street today.",
            "Day three of feeding the starter, and it smells like apples.",
            "Looking for a way to get more steam into a small oven.",
            "Seeded crust, soft crumb, gone in ten minutes.",
            "Swapped half of the flour for rye and I am not going back.",
        ),
        (
            "Could you share the recipe, please?",
            "I can smell it from here.",
            "A tray of ice cubes does the trick.",
            "Mine never rises like that.",
        ),
    ),
    Topic(
        ("#stargazing", "#nightsky", "#astronomy", "#darkskies"),
        ("Saturn", "telescope", "meteor", "moon"),
        (
            "Saturn and its rings through a borrowed telescope, wow.",
            "Counted forty meteors before the clouds came.",
            "The moon sits right beside Jupiter tonight.",
            "Cleaning the mirror of the telescope took all afternoon.",
            "Best meteor shower of the year peaks on Thursday.",
            "Street lights off, eyes up, the Milky Way is back.",
            "A red moon over the harbor this morning.",
            "First light for the new telescope, and of course it rains.",
        ),
        (
            "We watched from the roof, it was magical.",
            "Which eyepiece did you use?",
            "Clouded out here, as always.",
            "My kids loved this one.",
        ),
    ),
    Topic(
        ("#gardening", "#growyourown", "#seedswap", "#compost"),
        ("tomatoes", "seeds", "compost", "garden"),
        (
            "The first tomatoes are red, in October.",
            "I have seeds to swap, beans, marigolds and a mystery squash.",
            "Turned the compost and found three lost gloves.",
            "Slugs ate the lettuce in my garden again.",
            "Forty tomatoes from one plant on the balcony.",
            "A robin has moved into the garden shed.",
            "Hot compost in four weeks, who would have thought.",
            "Labeling seeds matters, these are not carrots.",
        ),
        (
            "I would take some of the marigolds.",
            "Copper tape keeps the slugs away.",
            "Your patience is admirable.",
            "Save me a jar of the sauce.",
        ),
    ),
    Topic(
        ("#cycling", "#bikelife", "#commute", "#gravelride"),
        ("bike", "gravel", "chain", "lane"),
        (
            "Six months of going to work by bike, and no parking ticket since.",
            "The new bike lane on the river road is finished.",
            "Replaced the chain myself for the first time.",
            "Eighty kilometers of gravel and one very good sandwich.",
            "A flat tire on the bike, but a stranger stopped with a pump.",
            "Gravel in the morning, mud in the afternoon.",
            "Looking for a bike light that lasts a week.",
            "The new lane ends in a hedge, of all places.",
        ),
        (
            "Great ride, what was the distance?",
            "I have been asking for that lane for years.",
            "Wax it, you will never look back.",
            "See you at the start on Saturday.",
        ),
    ),
    Topic(
        ("#boardgames", "#gamenight", "#tabletop", "#dicetower"),
        ("dice", "expansion", "rules", "puzzle"),
        (
            "Game night at ours with six people and three rules lawyers.",
            "The expansion finally arrived, see you in a week.",
            "Rolled the dice nine times and never saw a six.",
            "A thousand pieces later the puzzle lacks exactly one.",
            "Teaching the rules took longer than the game.",
            "Painted every token of the expansion during the holidays.",
            "Only two people showed up, so we made up our own rules.",
            "Lost by one point, so I blame the dice.",
        ),
        (
            "Check under the sofa, always.",
            "I want a rematch.",
            "Count me in for the next round.",
            "The cat has it, I am sure.",
        ),
    ),
    Topic(
        ("#pottery", "#ceramics", "#studiolife", "#handmade"),
        ("glaze", "kiln", "clay", "mug"),
        (
            "Opened the kiln and nothing had cracked.",
            "This glaze was meant to be blue and it is not.",
            "Ten mugs ordered, eleven made, one kept.",
            "Wedging clay is cheaper than a gym.",
            "A wobbly mug is still a mug.",
            "The kiln is booked until Friday, patience please.",
            "Tested fourteen shades of glaze on one long tile.",
            "Thirty kilos of reclaimed clay from the whole year.",
        ),
        (
            "I love the color, even if it was an accident.",
            "Do you ship abroad?",
            "That one is for my kitchen, please.",
            "How hot did you fire it?",
        ),
    ),
    Topic(
        ("#citybirds", "#birding", "#fieldnotes", "#wildlife"),
        ("heron", "owl", "nest", "swifts"),
        (
            "A heron stood on my car for an hour.",
            "The swifts are back above the old mill.",
            "Heard an owl behind the station, twice.",
            "Four eggs in the nest on the balcony, nobody may water the plants.",
            "The owl box has a tenant at last.",
            "A heron in the fountain, and nobody looked up.",
            "Counted ninety swifts from the office window.",
            "They built the nest out of my shoelaces.",
        ),
        (
            "Please post a picture.",
            "We had one in the park last week.",
            "That made my day.",
            "Are you sure that it was not a pigeon?",
        ),
    ),
)
