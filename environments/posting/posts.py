"""The network's rows as the tools read and write them."""

from __future__ import annotations

import json
from typing import Any

from funreason_sim.sim import RecordList, Records, World, kinds

TWEETS = Records(
    "tweet",
    "number",
    {
        "id": kinds.integer,
        "username": kinds.text,
        "content": kinds.text,
        "tags": kinds.as_json(kinds.listing),
        "mentions": kinds.as_json(kinds.listing),
    },
)
REPLIES = RecordList("reply", {"tweet": kinds.integer, "username": kinds.text, "content": kinds.text})


def account(world: World, *columns: str) -> tuple[Any, ...]:
    """Columns of the one account."""
    row = world.one(f"SELECT {', '.join(columns)} FROM poster")
    assert row is not None, "load writes the account"
    return row


def require_login(world: World, what: str) -> str:
    """The name of the account; refuses unless it is logged in. `what` is what one would log in for."""
    username, authenticated = account(world, "username", "authenticated")
    if not authenticated:
        world.refuse("not_authenticated", f"User not authenticated. Please authenticate before {what}.")
    return str(username)


def require_tweet(world: World, number: int) -> int:
    """The number under which a tweet is on record; refuses unless there is one that equals it."""
    numbers = {known: int(known) for (known,) in world.all("SELECT number FROM tweet")}
    if number not in numbers:
        world.refuse("unknown_tweet", f"Tweet with ID {number} not found.")
    return numbers[number]


def tweet(world: World, number: int) -> dict[str, Any]:
    """A tweet that is there."""
    found = TWEETS.get(world, number)
    assert found is not None, "require_tweet has seen it"
    return found


def by(world: World, username: str) -> list[dict[str, Any]]:
    """The tweets of a user, in order.

    Raises:
        KeyError: when a tweet does not say whose it is.
    """
    return [tweet for tweet in TWEETS.dump(world).values() if tweet["username"] == username]


def about(world: World, keyword: str) -> list[dict[str, Any]]:
    """The tweets that have a text in what they say, or exactly as one of their tags, in order; case does not count.

    Raises:
        KeyError: when a tweet lacks what it says, or the tags when these are wanted.
    """
    return [tweet for tweet in TWEETS.dump(world).values() if _speaks_of(tweet, keyword)]


def _speaks_of(tweet: dict[str, Any], keyword: str) -> bool:
    in_content = keyword.lower() in tweet["content"].lower()
    return in_content or keyword.lower() in [tag.lower() for tag in tweet["tags"]]


def shared_mentions(world: World) -> list[Any]:
    """The list of mentions that all tweets share which were posted without any."""
    found = world.value("SELECT mentions FROM tweet WHERE shares_mentions = 1")
    return [] if found is None else list(json.loads(found))


def set_mentions(world: World, number: int, mentions: list[Any]) -> None:
    """Write who is mentioned in a tweet, and in all others that share its list."""
    world.run(
        "UPDATE tweet SET mentions = ?1 WHERE number = ?2 "
        "OR (shares_mentions AND (SELECT shares_mentions FROM tweet WHERE number = ?2))",
        json.dumps(mentions),
        number,
    )


def following(world: World) -> list[Any]:
    """Everybody whom the account follows, in order."""
    return [name for (name,) in world.all("SELECT username FROM follow ORDER BY position")]


def follows(world: World, username: str) -> bool:
    """Whether the account follows a user."""
    return world.one("SELECT 1 FROM follow WHERE username = ?", username) is not None


def retweets(world: World) -> dict[str, list[int]]:
    """What each user has retweeted, in order."""
    found: dict[str, list[int]] = {}
    for username, number in world.all("SELECT username, tweet FROM retweet ORDER BY position"):
        found.setdefault(username, []).extend([] if number is None else [number])
    return found


def replies(world: World) -> dict[int, list[dict[str, Any]]]:
    """The comments that tools can see, by tweet and in order."""
    found: dict[int, list[dict[str, Any]]] = {}
    for _, reply in REPLIES.all(world):
        found.setdefault(reply.pop("tweet"), []).append(reply)
    return found
