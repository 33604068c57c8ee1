"""Each tool of the network, call by call: what it answers or refuses, and the only rows it changes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from calls import Rows, assert_answered, declared

from funreason_sim.environments.posting import environment
from funreason_sim.sim import Episode, open_episode
from funreason_sim.testing import Properties, added, assert_refused, changed, removed

RIDGE = {"id": 4, "username": "Ada", "content": "The Ridge is open", "tags": ["#Hiking"], "mentions": ["@Bo"]}
LOAF = {"id": 5, "username": "Bo", "content": "A new loaf", "tags": ["#rye", "#bread"], "mentions": []}
BARE = {"username": "Bo", "content": "No room here", "note": "odd"}
OUT = {
    "username": "Ada",
    "password": "maple-12",
    "tweets": {"4": RIDGE, "5": LOAF},
    "comments": {"4": [{"user": "Cy", "text": "unseen"}]},
    "retweets": {"Bo": [4, 9], "Ada": [5]},
    "following_list": ["Bo", "Cy", "Bo"],
    "tweet_counter": 6,
    "replies": {"5": [{"username": "Cy", "content": "Yum"}, {"content": "Mine too", "username": "Di"}]},
}
IN = {**OUT, "authenticated": True}
ODD = {"tweets": {"7": BARE}, "authenticated": True}


NEW = {"id": 6, "username": "Ada", "content": "Hi", "tags": [], "mentions": []}
COUNTED = changed(tweet_counter=(6, 7))

# Tool, scenario, arguments, what it answers, the rows that change.
CASES: list[tuple[str, dict[str, Any], dict[str, Any], Any, Rows]] = [
    ("authenticate_twitter", OUT, {"username": "Ada", "password": "maple-12"}, {"authentication_status": True},
     {"poster": changed(authenticated=(0, 1))}),
    ("authenticate_twitter", {}, {"username": "john", "password": "john123"}, {"authentication_status": True},
     {"poster": changed(authenticated=(0, 1))}),
    ("posting_get_login_status", OUT, {}, {"login_status": False}, {}),
    ("posting_get_login_status", IN, {}, {"login_status": True}, {}),
    ("post_tweet", IN, {"content": "Hi"}, NEW,
     {"poster": COUNTED,
      "tweet": added(6, position=3, id=6, username="Ada", content="Hi", tags="[]", mentions="[]", shares_mentions=1,
                     shape=json.dumps([*NEW]), extra="{}")}),
    ("post_tweet", IN, {"content": "Hi", "mentions": []}, NEW,
     {"poster": COUNTED, "tweet": added(6, mentions="[]", shares_mentions=0)}),
    ("post_tweet", IN, {"content": "Hi", "tags": ["#a"], "mentions": ["@Bo", "@Cy"]},
     {**NEW, "tags": ["#a"], "mentions": ["@Bo", "@Cy"]},
     {"poster": COUNTED, "tweet": added(6, tags='["#a"]', mentions='["@Bo", "@Cy"]', shares_mentions=0)}),
    ("post_tweet", {**IN, "tweet_counter": 4}, {"content": "Hi", "tags": ["#b"]}, {**NEW, "id": 4, "tags": ["#b"]},
     {"poster": changed(tweet_counter=(4, 5)),
      "tweet": changed(4, content=("The Ridge is open", "Hi"), tags='["#b"]', mentions="[]", shares_mentions=1)}),
    ("retweet", IN, {"tweet_id": 4}, {"retweet_status": "Successfully retweeted"},
     {"retweet": added(4, username="Ada", tweet=4)}),
    ("comment", IN, {"tweet_id": 4, "comment_content": "Nice"}, {"comment_status": "Comment added successfully"},
     {"reply": added(3, tweet=4, username="Ada", content="Nice", shape='["tweet", "username", "content"]',
                     extra="{}")}),
    ("mention", OUT, {"tweet_id": 4, "mentioned_usernames": ["@Cy", "@Bo"]},
     {"mention_status": "Users mentioned successfully"}, {"tweet": changed(4, mentions='["@Bo", "@Cy", "@Bo"]')}),
    ("follow_user", IN, {"username_to_follow": "Di"}, {"follow_status": True}, {"follow": added(4, username="Di")}),
    ("list_all_following", IN, {}, {"following_list": ["Bo", "Cy", "Bo"]}, {}),
    ("list_all_following", {"authenticated": True}, {}, {"following_list": ["alice", "bob"]}, {}),
    ("unfollow_user", IN, {"username_to_unfollow": "Bo"}, {"unfollow_status": True},
     {"follow": removed(1, username="Bo")}),
    ("unfollow_user", IN, {"username_to_unfollow": "Cy"}, {"unfollow_status": True},
     {"follow": removed(2, username="Cy")}),
    ("get_tweet", OUT, {"tweet_id": 5}, LOAF, {}),
    ("get_tweet", ODD, {"tweet_id": 7}, BARE, {}),
    ("get_user_tweets", OUT, {"username": "Bo"}, [LOAF], {}),
    ("get_user_tweets", OUT, {"username": "bo"}, [], {}),
    ("search_tweets", OUT, {"keyword": "RIDGE"}, [RIDGE], {}),
    ("search_tweets", OUT, {"keyword": "#hiking"}, [RIDGE], {}),
    ("search_tweets", OUT, {"keyword": "#Bread"}, [LOAF], {}),
    ("search_tweets", OUT, {"keyword": "bread"}, [], {}),
    ("search_tweets", OUT, {"keyword": "e"}, [RIDGE, LOAF], {}),
    ("search_tweets", ODD, {"keyword": "room"}, [BARE], {}),
    ("get_tweet_comments", OUT, {"tweet_id": 5}, [*OUT["replies"]["5"]], {}),  # type: ignore[index]
    ("get_tweet_comments", OUT, {"tweet_id": 4}, [], {}),
    ("get_user_stats", OUT, {"username": "Ada"}, {"tweet_count": 1, "following_count": 3, "retweet_count": 1}, {}),
    ("get_user_stats", OUT, {"username": "Bo"}, {"tweet_count": 1, "following_count": 0, "retweet_count": 2}, {}),
    ("get_user_stats", OUT, {"username": "Cy"}, {"tweet_count": 0, "following_count": 0, "retweet_count": 0}, {}),
]  # fmt: skip

NOBODY = "User not authenticated. Please authenticate before "
GONE = "Tweet with ID 8 not found."
# Tool, code, scenario, arguments, what the caller reads.
REFUSALS: list[tuple[str, str, dict[str, Any], dict[str, Any], Any]] = [
    ("authenticate_twitter", "wrong_credentials", OUT, {"username": "Ada", "password": "Maple-12"},
     {"authentication_status": False}),
    ("authenticate_twitter", "wrong_credentials", OUT, {"username": "Bo", "password": "maple-12"},
     {"authentication_status": False}),
    ("post_tweet", "not_authenticated", OUT, {"content": "Hi"}, NOBODY + "posting."),
    ("retweet", "not_authenticated", OUT, {"tweet_id": 8}, NOBODY + "retweeting."),
    ("retweet", "unknown_tweet", IN, {"tweet_id": 8}, GONE),
    ("retweet", "already_retweeted", IN, {"tweet_id": 5}, {"retweet_status": "Already retweeted"}),
    ("comment", "not_authenticated", OUT, {"tweet_id": 8, "comment_content": "Hi"}, NOBODY + "commenting."),
    ("comment", "unknown_tweet", IN, {"tweet_id": 8, "comment_content": "Hi"}, GONE),
    ("mention", "unknown_tweet", IN, {"tweet_id": 8, "mentioned_usernames": ["@Bo"]}, GONE),
    ("mention", "mentions_missing", ODD, {"tweet_id": 7, "mentioned_usernames": ["@Bo"]}, "'mentions'"),
    ("follow_user", "not_authenticated", OUT, {"username_to_follow": "Bo"}, NOBODY + "following."),
    ("follow_user", "already_following", IN, {"username_to_follow": "Cy"}, {"follow_status": False}),
    ("list_all_following", "not_authenticated", OUT, {}, NOBODY + "listing following."),
    ("unfollow_user", "not_authenticated", OUT, {"username_to_unfollow": "Bo"}, NOBODY + "unfollowing."),
    ("unfollow_user", "not_following", IN, {"username_to_unfollow": "Di"}, {"unfollow_status": False}),
    ("get_tweet", "unknown_tweet", IN, {"tweet_id": 8}, GONE),
    ("get_tweet_comments", "unknown_tweet", IN, {"tweet_id": 8}, GONE),
    ("get_user_tweets", "incomplete_tweet", {"tweets": {"1": {"content": "x"}}}, {"username": "Bo"}, "'username'"),
    ("get_user_stats", "incomplete_tweet", {"tweets": {"1": {"content": "x"}}}, {"username": "Bo"}, "'username'"),
    ("search_tweets", "incomplete_tweet", {"tweets": {"1": {"tags": []}}}, {"keyword": "x"}, "'content'"),
    ("search_tweets", "incomplete_tweet", ODD, {"keyword": "x"}, "'tags'"),
]  # fmt: skip


def opened(document: dict[str, Any]) -> Episode:
    """A network that starts from this document."""
    return open_episode([environment], {"posting": document}, seed=3)


@pytest.mark.parametrize(("tool", "scenario", "given", "answer", "rows"), CASES)
def test_a_call_answers_and_changes_just_this(
    tool: str, scenario: dict[str, Any], given: dict[str, Any], answer: Any, rows: Rows
) -> None:
    """The whole answer, in its order, and no row but those named."""
    with opened(scenario) as network:
        assert_answered(network, tool, given, answer, rows)


@pytest.mark.parametrize(("tool", "code", "scenario", "given", "reads"), REFUSALS)
def test_a_call_is_refused_and_changes_nothing(
    tool: str, code: str, scenario: dict[str, Any], given: dict[str, Any], reads: Any
) -> None:
    """With its code and the words that the caller reads."""
    with opened(scenario) as network:
        assert_refused(network.call(tool, given), code, reads)


def test_every_declared_refusal_has_a_case() -> None:
    """A code that a docstring promises is one that callers can meet."""
    assert declared(environment) == {(tool, code) for tool, code, *_ in REFUSALS}


@pytest.mark.environment(environment)
def test_the_network_stays_sound_whatever_is_called(properties: Properties) -> None:
    """Constraints hold, refusals change nothing, and the same calls give the same again."""
    properties.hold(examples=25)
