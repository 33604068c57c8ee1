"""Scenario documents of the network, read into rows and back.

A document is the benchmark's `initial_config` of the class, with two keys of our own for what only tools bring about:
`replies` and `posted_without_mentions`.
"""

from __future__ import annotations

from typing import Any

from funreason_sim.errors import ScenarioError
from funreason_sim.sim import Document, Field, World, kinds

from . import posts

_COUNTABLE = 1 << 53
_COUNTER = kinds.Kind(
    f"a whole number of at most {_COUNTABLE}, so that it can be counted on",
    lambda value: kinds.integer.fits(value) and abs(value) <= _COUNTABLE,
)
_NUMBER = kinds.Kind("a whole number as text", lambda key: _is_number(key))
_COMMENT = kinds.Kind(
    "an object of username and content",
    lambda value: isinstance(value, dict) and set(value) == {"username", "content"},
)


class _Tweets:
    """`tweets`: `{"0": {"id": 0, "username": .., "content": .., "tags": [..], "mentions": [..]}, ..}`."""

    @property
    def default(self) -> dict[str, Any]:
        return {}

    def load(self, world: World, where: str, value: Any) -> None:
        for key, tweet in kinds.mapping.check(where, value).items():
            posts.TWEETS.check(f"{where}.{key}", tweet)
            for field in ("tags", "mentions"):
                _texts(f"{where}.{key}.{field}", tweet.get(field, []))
            posts.TWEETS.put(world, _number(where, key), tweet)

    def dump(self, world: World) -> dict[str, Any]:
        return {str(number): tweet for number, tweet in posts.TWEETS.dump(world).items()}


class _Replies:
    """`replies`: `{"0": [{"username": .., "content": ..}, ..], ..}`, by tweet."""

    @property
    def default(self) -> dict[str, Any]:
        return {}

    def load(self, world: World, where: str, value: Any) -> None:
        for key, comments in kinds.mapping.check(where, value).items():
            number = _number(where, key)
            if posts.TWEETS.get(world, number) is None:
                raise ScenarioError(f"{where}.{key} must be of a tweet of the document")
            for place, comment in enumerate(_some(f"{where}.{key}", comments)):
                for field, said in _COMMENT.check(f"{where}.{key}[{place}]", comment).items():
                    kinds.text.check(f"{where}.{key}[{place}].{field}", said)
                posts.REPLIES.append(world, {"tweet": number, **comment})

    def dump(self, world: World) -> dict[str, Any]:
        return {str(number): comments for number, comments in posts.replies(world).items()}


class _Retweets:
    """`retweets`: `{"somebody": [0, 3], ..}`."""

    @property
    def default(self) -> dict[str, Any]:
        return {}

    def load(self, world: World, where: str, value: Any) -> None:
        for username, numbers in kinds.mapping.check(where, value).items():
            listed = kinds.listing.check(f"{where}.{username}", numbers)
            for place, number in enumerate(listed):
                kinds.integer.check(f"{where}.{username}[{place}]", number)
            for number in listed or [None]:
                world.run("INSERT INTO retweet(username, tweet) VALUES (?, ?)", username, number)

    def dump(self, world: World) -> dict[str, Any]:
        return {**posts.retweets(world)}


class _Following:
    """`following_list`: `["somebody", ..]`."""

    @property
    def default(self) -> list[Any]:
        return ["alice", "bob"]

    def load(self, world: World, where: str, value: Any) -> None:
        for username in _texts(where, value):
            world.run("INSERT INTO follow(username) VALUES (?)", username)

    def dump(self, world: World) -> list[Any]:
        return posts.following(world)


class _PostedWithoutMentions:
    """`posted_without_mentions`: the numbers of the tweets that share one list of mentions."""

    @property
    def default(self) -> list[Any]:
        return []

    def load(self, world: World, where: str, value: Any) -> None:
        tweets = posts.TWEETS.dump(world)
        shared = kinds.listing.check(where, value)
        for place, number in enumerate(shared):
            kinds.integer.check(f"{where}[{place}]", number)
            world.run("UPDATE tweet SET shares_mentions = 1 WHERE number = ?", number)
        lists = [tweets[number].get("mentions") for number in shared if number in tweets]
        if shared != self.dump(world) or any(names is None or names != lists[0] for names in lists):
            raise ScenarioError(f"{where} must be tweets of the document, in its order, with equal mentions")

    def dump(self, world: World) -> list[Any]:
        return [
            number for (number,) in world.all("SELECT number FROM tweet WHERE shares_mentions = 1 ORDER BY position")
        ]


DOCUMENT = Document(
    "poster",
    {
        "username": Field("username", kinds.text, "john"),
        "password": Field("password", kinds.text, "john123"),
        "authenticated": Field("authenticated", kinds.boolean, False),
        "comments": Field("unseen_comments", kinds.as_json(kinds.mapping), {}),
        "tweet_counter": Field("tweet_counter", _COUNTER, 0),
    },
    {
        "tweets": _Tweets(),
        "retweets": _Retweets(),
        "following_list": _Following(),
        "replies": _Replies(),
        "posted_without_mentions": _PostedWithoutMentions(),
    },
)


def _is_number(key: str) -> bool:
    digits = key.removeprefix("-")
    return digits.isdecimal() and len(digits) < 17 and key == str(int(key))


def _number(where: str, key: str) -> int:
    return int(_NUMBER.check(f"a key of {where}", key))


def _some(where: str, value: Any) -> list[Any]:
    """A list with something in it: a tweet without replies is not listed."""
    if not kinds.listing.check(where, value):
        raise ScenarioError(f"{where} must not be empty")
    return list(value)


def _texts(where: str, value: Any) -> list[str]:
    for place, item in enumerate(kinds.listing.check(where, value)):
        kinds.text.check(f"{where}[{place}]", item)
    return list(value)
