"""What the posting tools take and give: formats and the shapes of results."""

# ruff: noqa: D101 - the fields of a result describe themselves

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from funreason_sim.sim import Format, TypedDict

TweetId = Annotated[int, Format("tweet-id", opaque=True)]
AccountName = Annotated[str, Format("account-name")]
AccountPassword = Annotated[str, Format("account-password")]
Username = Annotated[str, Format("twitter-user")]
Handle = Annotated[str, Format("twitter-handle")]
Hashtag = Annotated[str, Format("hashtag")]
Keyword = Annotated[str, Format("search-keyword")]


class SignedIn(TypedDict):
    authentication_status: Annotated[bool, Field(description="True when the login worked")]


class LoginStatus(TypedDict):
    login_status: Annotated[bool, Field(description="True when somebody is logged in")]


class Tweet(TypedDict, total=False):
    id: Annotated[TweetId, Field(description="Id of the tweet")]
    username: Annotated[str, Field(description="Who wrote it")]
    content: Annotated[str, Field(description="What it says")]
    tags: Annotated[list[str], Field(description="Its hashtags")]
    mentions: Annotated[list[str], Field(description="Who is mentioned in it")]


class Retweeted(TypedDict):
    retweet_status: Annotated[str, Field(description="Whether it was retweeted now or before")]


class Commented(TypedDict):
    comment_status: Annotated[str, Field(description="Whether the comment was added")]


class Mentioned(TypedDict):
    mention_status: Annotated[str, Field(description="Whether the users were mentioned")]


class Followed(TypedDict):
    follow_status: Annotated[bool, Field(description="True when the account follows the user from now on")]


class Unfollowed(TypedDict):
    unfollow_status: Annotated[bool, Field(description="True when the account follows the user no longer")]


class Following(TypedDict):
    following_list: Annotated[list[str], Field(description="All users that the account follows")]


class Comment(TypedDict, total=False):
    username: Annotated[str, Field(description="Who wrote the comment")]
    content: Annotated[str, Field(description="What the comment says")]


class Stats(TypedDict):
    tweet_count: Annotated[int, Field(description="How many tweets the user wrote")]
    following_count: Annotated[int, Field(description="How many users the account follows; 0 for any other user")]
    retweet_count: Annotated[int, Field(description="How many tweets the user retweeted")]
