"""The benchmark's `TwitterAPI`: what it raises, and how it keeps tweets and comments by whole numbers."""

from __future__ import annotations

from typing import Any

from ...sim import Scenario
from ..dialect import Dialect, Reply
from ..python import has_token, restored

_DEFAULTS: dict[str, Any] = {
    "username": "john",
    "password": "john123",
    "authenticated": False,
    "tweets": {},
    "comments": {},
    "retweets": {},
    "following_list": ["alice", "bob"],
    "tweet_counter": 0,
}


def _attributes(document: Scenario, long_context: bool) -> dict[str, Any]:
    """The class finds tweets by whole numbers, and puts comments under such beside those of the configuration."""
    state: dict[str, Any] = {name: document.get(name, default) for name, default in _DEFAULTS.items()}
    return {
        **state,
        "tweets": _numbered(state["tweets"]),
        "comments": {**state["comments"], **_numbered(document.get("replies", {}))},
    }


def _numbered(found: Any) -> dict[int, Any]:
    return {int(key): value for key, value in found.items()}


def _searched(reply: Reply) -> Any:
    """A search asks every tweet for its words, also one whose content is a list or an object, which has none."""
    for (content,) in reply.world.all("SELECT content FROM tweet ORDER BY position"):
        if has_token(content):
            restored(content).lower()
    return reply.value


DIALECT = Dialect(
    environment="posting",
    official="TwitterAPI",
    attributes=_attributes,
    raised={
        "mention": frozenset({"mentions_missing"}),
        "get_user_tweets": frozenset({"incomplete_tweet"}),
        "search_tweets": frozenset({"incomplete_tweet"}),
        "get_user_stats": frozenset({"incomplete_tweet"}),
    },
    results={"search_tweets": _searched},
    exact=frozenset({"post_tweet", "retweet", "comment", "follow_user", "unfollow_user"}),
    tries={
        "tweet_id": [0, 1, 2, 3, 5, 10],
        "username": ["john", "alice"],
        "username_to_follow": ["alice", "zoe"],
        "username_to_unfollow": ["alice", "bob"],
        "mentions": [[], ["@a", "@a"]],
        "tags": [[], ["#AI", "#ai"]],
        "keyword": ["", "THE", "#Ai", "#"],
    },
)
