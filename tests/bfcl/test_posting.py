"""Tweets on both sides: the list that tweets share, comments under two kinds of keys, and values of wrong types."""

from __future__ import annotations

from typing import Any

import pytest

from funreason_sim.bfcl.compare import unlike
from funreason_sim.bfcl.execution import Execution, opening
from funreason_sim.bfcl.official import Official

ADA = {"username": "Ada", "password": "p", "authenticated": True}
TALKED = {
    **ADA,
    "tweets": {"1": {"id": 1, "username": "Bo", "content": "Hi", "tags": ["#A"], "mentions": []}, "2": {"id": 2}},
    "comments": {"1": [{"user": "Bo", "comment": "unseen"}], "x": 5},
    "retweets": {"Bo": [1], "Cy": []},
    "tweet_counter": 3,
}
SEQUENCES: list[tuple[dict[str, Any], list[str]]] = [
    (ADA, ["post_tweet('a')", "post_tweet('b', [], [])", "post_tweet('c')", "mention(0, ['@x'])", "mention(1, ['@y'])",
           "mention(2, 'zw')", "post_tweet('d')", "get_user_tweets('Ada')"]),
    (TALKED, ["get_tweet_comments(1)", "comment(1, 'hey')", "get_tweet_comments(1)", "comment(True, 'you')",
              "comment(1.0, None)", "get_tweet_comments(1.0)", "comment('1', 'no')", "comment([1], 'no')"]),
    (TALKED, ["retweet(True)", "retweet(1)", "retweet(2.0)", "retweet(2)", "retweet(2.5)", "get_user_stats('Ada')"]),
    (TALKED, ["mention(2, ['@x'])", "search_tweets('h')", "search_tweets('zz')", "get_user_tweets('Bo')",
              "get_user_stats('Bo')", "get_tweet(2)", "get_tweet([])"]),
    (ADA, ["follow_user(None)", "follow_user(True)", "follow_user([1])", "follow_user([1])", "follow_user(5)",
           "list_all_following()", "unfollow_user([1])", "unfollow_user(None)", "unfollow_user('5')",
           "list_all_following()", "get_user_stats('Ada')", "get_user_stats({})"]),
    (ADA, ["post_tweet(5, None, 7)", "get_tweet(0)", "mention(0, ['@x'])", "search_tweets('x')"]),
    (ADA, ["post_tweet([1], {'a': 1}, {})", "get_tweet(0)", "mention(0, [])", "search_tweets('x')"]),
    (ADA, ["post_tweet(True, [1], [None])", "mention(0, {'a': 1})", "mention(0, 5)", "get_tweet(0)",
           "search_tweets('x')"]),
    (ADA, ["post_tweet('x', [1])", "search_tweets('X')", "search_tweets('y')", "search_tweets(5)"]),
    ({}, ["post_tweet('x')", "authenticate_twitter('john', 5)", "authenticate_twitter('john', 'john123')",
          "posting_get_login_status()", "post_tweet()", "post_tweet(text='x')", "list_all_following()"]),
]  # fmt: skip


@pytest.mark.parametrize(("config", "calls"), SEQUENCES)
def test_both_sides_say_and_keep_the_same(config: dict[str, Any], calls: list[str]) -> None:
    """Call by call the same text, and after each call equal public attributes."""
    ours = Execution(opening(["TwitterAPI"], {"TwitterAPI": config}))
    theirs = Official(["TwitterAPI"], {"TwitterAPI": config})
    for call in calls:
        assert ours.execute([call]) == theirs.execute([call]), call
        assert unlike(ours.attributes(), theirs.attributes()) == [], call


def test_comments_of_tools_stand_under_numbers() -> None:
    """Beside those of the configuration, which stand under texts."""
    with Execution(opening(["TwitterAPI"], {"TwitterAPI": TALKED})) as ours:
        ours.execute(["comment(1, 'hey')"])
        said = ours.attributes()["TwitterAPI"]["comments"]
    assert said == {**TALKED["comments"], 1: [{"username": "Ada", "content": "hey"}]}  # type: ignore[dict-item]
