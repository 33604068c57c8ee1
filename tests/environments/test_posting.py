"""The network keeps what people post, what they share without knowing, and every document as it came."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from calls import value

from funreason_sim.environments.posting import environment
from funreason_sim.errors import ScenarioError
from funreason_sim.sim import Dice, Episode, open_episode

ADA = {"username": "Ada", "password": "p", "authenticated": True}


def opened(document: Any) -> Episode:
    """A network that starts from this document."""
    return open_episode([environment], {"posting": document}, seed=3)


@pytest.fixture
def network() -> Iterator[Episode]:
    """An account that is logged in and has posted nothing yet."""
    with opened(ADA) as episode:
        yield episode


def mentions(episode: Episode) -> list[list[str]]:
    """Who is mentioned in each tweet of the account."""
    return [tweet["mentions"] for tweet in value(episode, "get_user_tweets", username="Ada")]


def test_a_tweet_is_found_retweeted_and_commented(network: Episode) -> None:
    """Under the id that posting it gave, and counted for its author."""
    posted = value(network, "post_tweet", content="Fresh bread", tags=["#rye"])["id"]
    assert [tweet["id"] for tweet in value(network, "search_tweets", keyword="#RYE")] == [posted]
    value(network, "retweet", tweet_id=posted)
    value(network, "comment", tweet_id=posted, comment_content="Yum")
    value(network, "comment", tweet_id=posted, comment_content="Again")
    said = value(network, "get_tweet_comments", tweet_id=posted)
    assert said == [{"username": "Ada", "content": "Yum"}, {"username": "Ada", "content": "Again"}]
    stats = {"tweet_count": 1, "following_count": 2, "retweet_count": 1}
    assert value(network, "get_user_stats", username="Ada") == stats


def test_tweets_posted_without_mentions_share_one_list(network: Episode) -> None:
    """Whom one of them mentions later, all of them mention, and those that are posted after it; no other does."""
    calls: list[dict[str, Any]] = [{}, {"mentions": []}, {}, {"mentions": ["@Bo"]}]
    for given in calls:
        value(network, "post_tweet", content="x", **given)
    value(network, "mention", tweet_id=0, mentioned_usernames=["@Cy"])
    value(network, "mention", tweet_id=3, mentioned_usernames=["@Di"])
    assert value(network, "post_tweet", content="x")["mentions"] == ["@Cy"]
    assert mentions(network) == [["@Cy"], [], ["@Cy"], ["@Bo", "@Di"], ["@Cy"]]


def test_what_is_shared_outlives_a_dump_but_not_an_episode(network: Episode) -> None:
    """A world that starts from the dump goes on in the same way; one that starts anew mentions nobody."""
    value(network, "post_tweet", content="x")
    value(network, "mention", tweet_id=0, mentioned_usernames=["@Cy"])
    document: Any = network.dump()["posting"]
    assert document["posted_without_mentions"] == [0]
    with opened(document) as again, opened(ADA) as fresh:
        assert value(again, "post_tweet", content="y")["mentions"] == ["@Cy"]
        value(again, "mention", tweet_id=1, mentioned_usernames=["@Di"])
        assert mentions(again) == [["@Cy", "@Di"], ["@Cy", "@Di"]]
        assert value(fresh, "post_tweet", content="y")["mentions"] == []


def test_a_tweet_posted_over_another_shares_nothing_with_it() -> None:
    """A counter that points at a tweet replaces it where it stands, and its comments stay."""
    first = {"id": 1, "username": "Bo", "content": "old", "tags": [], "mentions": ["@Cy"]}
    replies = {"1": [{"username": "Bo", "content": "so it was"}]}
    tweets = {"1": first, "0": {**first, "id": 0}}
    with opened({**ADA, "tweets": tweets, "replies": replies, "posted_without_mentions": [1], "tweet_counter": 1}) as n:
        value(n, "post_tweet", content="new", mentions=["@Di"])
        state: Any = n.dump()["posting"]
        assert [tweet["content"] for tweet in state["tweets"].values()] == ["new", "old"]
        assert (state["replies"], state["posted_without_mentions"]) == (replies, [])


def test_comments_of_a_document_are_kept_beside_those_of_tools(network: Episode) -> None:
    """What the document says under texts no tool sees; what tools add stands apart from it."""
    unseen = {"0": [{"user": "Bo", "comment": "unseen"}], "7": []}
    with opened({**ADA, "tweets": {"0": {"id": 0}}, "comments": unseen}) as episode:
        assert value(episode, "get_tweet_comments", tweet_id=0) == []
        value(episode, "comment", tweet_id=0, comment_content="seen")
        state: Any = episode.dump()["posting"]
        assert (state["comments"], state["replies"]) == (unseen, {"0": [{"username": "Ada", "content": "seen"}]})


def test_unfollowing_somebody_listed_twice_takes_one_away() -> None:
    """The first; who is followed once more still counts."""
    with opened({**ADA, "following_list": ["Bo", "Cy", "Bo"]}) as episode:
        value(episode, "unfollow_user", username_to_unfollow="Bo")
        assert value(episode, "list_all_following") == {"following_list": ["Cy", "Bo"]}
        assert episode.call("follow_user", {"username_to_follow": "Bo"}).outcome.code == "already_following"


def dumped(document: Any) -> str:
    """The document as it comes back, as text: key order and kinds of values count."""
    with opened(document) as episode:
        return json.dumps(episode.dump()["posting"])


@pytest.mark.parametrize(
    "document",
    [
        {"tweets": {"-3": {"z": None, "tags": [], "content": "x"}, "12": {}}, "other": [1]},
        {"retweets": {"Bo": [], "Ada": [3, 3, 1 << 60], "Cy": []}, "following_list": []},
        {"replies": {}, "tweets": {}, "comments": {}, "posted_without_mentions": [], "retweets": {}},
        {
            "posted_without_mentions": [5, 2],
            "replies": {"2": [{"content": "b", "username": "B"}], "5": [{"username": "A", "content": "a"}]},
            "tweets": {"5": {"mentions": ["@x"]}, "1": {"mentions": ["@x"]}, "2": {"mentions": ["@x"]}},
        },
    ],
)
def test_odd_documents_come_back_as_they_were(document: Any) -> None:
    """Unknown fields, empty lists, gaps and orders stay."""
    assert dumped(document) == json.dumps(document)


TWEET = {"0": {"mentions": ["@a"]}, "1": {}, "2": {"mentions": []}}


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ({"username": 5}, "username must be a text, not 5"),
        ({"password": None}, "password must be a text, not None"),
        ({"authenticated": 1}, "authenticated must be true or false, not 1"),
        ({"tweet_counter": 1.0}, "tweet_counter must be a whole number of at most 9007199254740992"),
        ({"tweet_counter": (1 << 53) + 1}, "tweet_counter must be a whole number of at most 9007199254740992"),
        ({"tweet_counter": -(1 << 60)}, "tweet_counter must be a whole number of at most 9007199254740992"),
        ({"comments": []}, "comments must be an object, not []"),
        ({"tweets": []}, "tweets must be an object, not []"),
        ({"tweets": {"0": "x"}}, "tweets.0 must be an object, not 'x'"),
        ({"tweets": {"0": {"content": 5}}}, "tweets.0.content must be a text, not 5"),
        ({"tweets": {"0": {"tags": "x"}}}, "tweets.0.tags must be a list, not 'x'"),
        ({"tweets": {"0": {"tags": ["x", 1]}}}, "tweets.0.tags[1] must be a text, not 1"),
        ({"tweets": {"0": {"mentions": [None]}}}, "tweets.0.mentions[0] must be a text, not None"),
        ({"tweets": {"01": {}}}, "a key of tweets must be a whole number as text, not '01'"),
        ({"tweets": {"-0": {}}}, "a key of tweets must be a whole number as text, not '-0'"),
        ({"tweets": {"x": {}}}, "a key of tweets must be a whole number as text, not 'x'"),
        ({"tweets": {"٣": {}}}, "a key of tweets must be a whole number as text, not '٣'"),
        ({"tweets": {"1" * 17: {}}}, "a key of tweets must be a whole number as text"),
        ({"retweets": []}, "retweets must be an object, not []"),
        ({"retweets": {"a": 1}}, "retweets.a must be a list, not 1"),
        ({"retweets": {"a": [1, "2"]}}, "retweets.a[1] must be a whole number of at most 64 bits, not '2'"),
        ({"following_list": "a"}, "following_list must be a list, not 'a'"),
        ({"following_list": ["a", 2]}, "following_list[1] must be a text, not 2"),
        ({"replies": []}, "replies must be an object, not []"),
        ({"replies": {"0": []}}, "replies.0 must be of a tweet of the document"),
        ({"tweets": TWEET, "replies": {"0": []}}, "replies.0 must not be empty"),
        ({"tweets": TWEET, "replies": {"0": 1}}, "replies.0 must be a list, not 1"),
        (
            {"tweets": TWEET, "replies": {"0": [{"username": "a"}]}},
            "replies.0[0] must be an object of username and content",
        ),
        (
            {"tweets": TWEET, "replies": {"0": [{"username": "a", "content": 1}]}},
            "replies.0[0].content must be a text, not 1",
        ),
        ({"posted_without_mentions": 1}, "posted_without_mentions must be a list, not 1"),
        ({"posted_without_mentions": ["0"]}, "posted_without_mentions[0] must be a whole number"),
        *(
            ({"tweets": TWEET, "posted_without_mentions": listed}, "posted_without_mentions must be tweets of")
            for listed in ([3], [0, 0], [2, 0], [0, 2], [1], [0, 1])
        ),
    ],
)
def test_a_bad_document_is_refused_in_one_sentence(document: Any, says: str) -> None:
    """The sentence names the field and what stands in it."""
    with pytest.raises(ScenarioError, match=re.escape(says)):
        opened(document)


def test_drawn_networks_are_coherent() -> None:
    """People write about what they care about, retweet others, and answer under tweets that are not their own."""
    documents: list[Any] = [environment.scenarios.generate(Dice(f"p{n}")) for n in range(100)]
    for document in documents:
        tweets = document["tweets"]
        writers = {tweet["username"] for tweet in tweets.values()}
        assert len(tweets) >= 7
        assert len({tweet["content"] for tweet in tweets.values()}) == len(tweets)
        assert document["username"] in writers
        assert document["username"] not in document["following_list"]
        assert all(key == str(tweet["id"]) and tweet["id"] < document["tweet_counter"] for key, tweet in tweets.items())
        assert all(f"@{tweet['username']}" not in tweet["mentions"] for tweet in tweets.values())
        for name, numbers in document["retweets"].items():
            assert all(tweets[str(number)]["username"] != name for number in numbers)
        for key, comments in document["replies"].items():
            assert all(comment["username"] in writers - {tweets[key]["username"]} for comment in comments)
