"""Networks to start from, and what the owner of the account could say."""

from __future__ import annotations

from typing import Any

from pydantic import JsonValue

from funreason_sim.sim import Dice, Pools, Scenario, World

from . import people, posts
from .documents import DOCUMENT
from .topics import TOPICS, Topic

__all__ = ["dump", "generate", "known", "load"]

load = DOCUMENT.load
dump = DOCUMENT.dump


def generate(dice: Dice) -> Scenario:
    """A few people who write about what they care about; one of them owns the account, mostly not logged in yet."""
    names = people.names(dice, dice.integer(7, 10))
    owner, *others = names
    topics = dice.sample(TOPICS, dice.integer(2, 4))
    fans = {name: dice.sample(topics, dice.integer(1, 2)) for name in names}
    tweets = _tweets(dice, fans)
    return {
        "username": owner,
        "password": people.password(dice),
        "authenticated": dice.chance(0.2),
        "tweets": tweets,
        "comments": {},
        "retweets": _retweets(dice, tweets, names),
        "following_list": [*dice.sample(others, dice.integer(1, len(others) - 2))],
        "tweet_counter": int(max(tweets, key=int)) + 1,
        "replies": _replies(dice, tweets, names),
    }


def known(world: World, dice: Dice) -> Pools:
    """What the owner of the account could say."""
    own, password = posts.account(world, "username", "password")
    followed = posts.following(world)
    others = [name for name in _people(world) if name != own]
    strangers = [*(name for name in others if name not in followed), *people.names(dice, 2)]
    said = [str(tweet.get("content")) for tweet in posts.TWEETS.dump(world).values()]
    topics = [topic for topic in TOPICS if {*topic.tweets} & {*said}] or list(TOPICS)
    mine = _fresh(dice, topics, said)
    handles: list[list[JsonValue]] = [_handles(dice, [*others, *strangers]) for _ in range(4)]
    return {
        "account-name": [own],
        "account-password": [password, password, password, people.password(dice)],
        "twitter-user": dice.shuffled([*others, own]),
        "follow_user.username_to_follow": [*dice.sample(strangers, 4), *dice.sample(followed, 1)],
        "unfollow_user.username_to_unfollow": [*dice.sample(followed, 4), *dice.sample(strangers, 1)],
        "search-keyword": _keywords(dice, topics),
        "post_tweet.content": dice.sample([text for text in mine.tweets if text not in said], 5),
        "post_tweet.tags": [[*dice.sample(mine.tags, dice.integer(1, 2))] for _ in range(4)],
        "post_tweet.mentions": [*handles],
        "mention.mentioned_usernames": [_handles(dice, [*others, *strangers]) for _ in range(4)],
        "comment.comment_content": dice.sample(people.REMARKS, 5),
    }


def _tweets(dice: Dice, fans: dict[str, list[Topic]]) -> dict[str, Any]:
    """Everybody writes about what they care about, nobody says what another one has said."""
    first = dice.choice((0, 0, 1, dice.integer(20, 900)))
    said: dict[str, str] = {}
    for writer in dice.shuffled([*fans, *dice.sample([*fans], 2)]):
        left = [text for topic in fans[writer] for text in topic.tweets if text not in said]
        said |= dict.fromkeys(dice.sample(left, 1), writer)
    return {str(number): _tweet(dice, number, *what, fans) for number, what in enumerate(said.items(), first)}


def _tweet(dice: Dice, number: int, text: str, writer: str, fans: dict[str, list[Topic]]) -> dict[str, Any]:
    topic = next(topic for topic in TOPICS if text in topic.tweets)
    alike = [name for name in fans if name != writer and topic in fans[name]]
    return {
        "id": number,
        "username": writer,
        "content": text,
        "tags": [*dice.sample(topic.tags, dice.integer(1, 3))],
        "mentions": [f"@{name}" for name in dice.sample(alike, dice.choice((0, 0, 1, 2)))],
    }


def _retweets(dice: Dice, tweets: dict[str, Any], names: list[str]) -> dict[str, Any]:
    """Some people have passed on what others wrote."""
    return {
        name: [
            int(number)
            for number in dice.sample([n for n in tweets if tweets[n]["username"] != name], dice.integer(1, 3))
        ]
        for name in dice.sample(names, dice.integer(0, 3))
    }


def _replies(dice: Dice, tweets: dict[str, Any], names: list[str]) -> dict[str, Any]:
    """Under some tweets others have left comments that fit them."""
    return {number: _comments(dice, tweets[number], names) for number in dice.sample([*tweets], dice.integer(1, 4))}


def _comments(dice: Dice, tweet: dict[str, Any], names: list[str]) -> list[dict[str, Any]]:
    topic = next(topic for topic in TOPICS if tweet["content"] in topic.tweets)
    others = [name for name in names if name != tweet["username"]]
    texts = dice.sample(topic.comments, dice.integer(1, 2))
    return [{"username": dice.choice(others), "content": text} for text in texts]


def _people(world: World) -> list[str]:
    """Everybody of whom the network shows something, in the order in which they come up."""
    authors = [str(tweet["username"]) for tweet in posts.TWEETS.dump(world).values() if "username" in tweet]
    return list(dict.fromkeys([*authors, *posts.following(world), *posts.retweets(world)]))


def _handles(dice: Dice, names: list[str]) -> list[JsonValue]:
    return [f"@{name}" for name in dice.sample(sorted(set(names)), dice.choice((1, 1, 2)))]


def _keywords(dice: Dice, topics: list[Topic]) -> list[JsonValue]:
    said: list[JsonValue] = [dice.choice(topic.words) for topic in topics]
    tags: list[JsonValue] = [dice.choice(topic.tags) for topic in topics]
    return [*said, *tags, dice.choice(dice.choice(TOPICS).words)]


def _fresh(dice: Dice, topics: list[Topic], said: list[str]) -> Topic:
    """A topic about which there is something left to say: one of these, if possible."""
    left = [topic for topic in topics if len({*topic.tweets} - {*said}) > 3]
    return dice.choice(left or TOPICS)
