"""A social network: sign in, post and find tweets, retweet, comment, mention people, follow and unfollow them.

Quirks kept from the benchmark:
- `comments` of a scenario document are never shown or counted: tools look under whole numbers, a document has texts.
  What tools can see, and what `comment` adds, is `replies` of the document: `{"0": [{"username": .., "content": ..}]}`.
- Tweets posted without mentions share one list: whom `mention` adds to one of them is mentioned in all, and in those
  posted without mentions afterwards, within one episode. The document names them under `posted_without_mentions`.
- `mention` asks for no login.
- A search finds a keyword anywhere in what tweets say, but tags only when the whole tag, with its #, is the keyword.
- The number of users that somebody follows is known of the account itself only; it is 0 for all others.
- A tweet that lacks what a tool reads fails every search or count that comes across it.
"""

from __future__ import annotations

from typing import cast

from funreason_sim.sim import World

from . import answers as a
from . import posts

_UNSAID: list[str] = []  # this very list says that a call left the argument out; nobody writes to it


def authenticate_twitter(world: World, username: a.AccountName, password: a.AccountPassword) -> a.SignedIn:
    """Log in (sign in, authenticate) to Twitter with the name and the password of the account.

    Args:
        username: Username of the account to log in to
        password: Password of the account
    Refuses:
        wrong_credentials: the username or the password is not that of the account
    """
    if (username, password) != posts.account(world, "username", "password"):
        world.refuse("wrong_credentials", {"authentication_status": False})
    world.run("UPDATE poster SET authenticated = 1")
    return {"authentication_status": True}


def posting_get_login_status(world: World) -> a.LoginStatus:
    """Check the login status on Twitter: whether the user is logged in (signed in) there.

    Reads only.
    """
    (authenticated,) = posts.account(world, "authenticated")
    return {"login_status": bool(authenticated)}


def post_tweet(
    world: World, content: str, tags: list[a.Hashtag] = _UNSAID, mentions: list[a.Handle] = _UNSAID
) -> a.Tweet:
    """Post (publish, write, share) a new tweet of my own on Twitter. You must be logged in to Twitter first.

    Args:
        content: Text of the tweet, what it says
        tags: Hashtags of the tweet, each beginning with #
        mentions: Users mentioned in the tweet, each beginning with @
    Refuses:
        not_authenticated: nobody is logged in
    """
    username = posts.require_login(world, "posting")
    shared = mentions is _UNSAID
    (number,) = posts.account(world, "tweet_counter")
    named = posts.shared_mentions(world) if shared else mentions
    tweet = {"id": number, "username": username, "content": content, "tags": tags, "mentions": named}
    posts.TWEETS.put(world, number, tweet)
    if shared:
        world.run("UPDATE tweet SET shares_mentions = 1 WHERE number = ?", number)
    world.run("UPDATE poster SET tweet_counter = ?", number + 1)
    return cast(a.Tweet, tweet)


def retweet(world: World, tweet_id: a.TweetId) -> a.Retweeted:
    """Make a retweet: repost a tweet, pass it on to my followers. You must be logged in to Twitter first.

    Args:
        tweet_id: Id of the tweet to retweet
    Refuses:
        not_authenticated: nobody is logged in
        unknown_tweet: there is no tweet with this id
        already_retweeted: the account has retweeted it before
    """
    username = posts.require_login(world, "retweeting")
    posts.require_tweet(world, tweet_id)
    if tweet_id in posts.retweets(world).get(username, []):
        world.refuse("already_retweeted", {"retweet_status": "Already retweeted"})
    world.run("INSERT INTO retweet(username, tweet) VALUES (?, ?)", username, tweet_id)
    return {"retweet_status": "Successfully retweeted"}


def comment(world: World, tweet_id: a.TweetId, comment_content: str) -> a.Commented:
    """Write a comment on a tweet: leave it under the tweet as a reply. You must be logged in to Twitter first.

    Args:
        tweet_id: Id of the tweet to comment on
        comment_content: Text of the comment, what it says
    Refuses:
        not_authenticated: nobody is logged in
        unknown_tweet: there is no tweet with this id
    """
    username = posts.require_login(world, "commenting")
    number = posts.require_tweet(world, tweet_id)
    posts.REPLIES.append(world, {"tweet": number, "username": username, "content": comment_content})
    return {"comment_status": "Comment added successfully"}


def mention(world: World, tweet_id: a.TweetId, mentioned_usernames: list[a.Handle]) -> a.Mentioned:
    """Add mentions to a tweet that has been posted: mention users (people) in it.

    Args:
        tweet_id: Id of the tweet in which to mention them
        mentioned_usernames: The users to mention, each beginning with @
    Refuses:
        unknown_tweet: there is no tweet with this id
        mentions_missing: the record of the tweet has no place for mentions
    """
    posts.require_tweet(world, tweet_id)
    tweet = posts.tweet(world, tweet_id)
    if "mentions" not in tweet:
        world.refuse("mentions_missing", "'mentions'")
    tweet["mentions"].extend(mentioned_usernames)
    posts.set_mentions(world, tweet_id, tweet["mentions"])
    return {"mention_status": "Users mentioned successfully"}


def follow_user(world: World, username_to_follow: a.Username) -> a.Followed:
    """Start following a user on Twitter from now on. You must be logged in to Twitter first.

    Args:
        username_to_follow: Username of the user to follow
    Refuses:
        not_authenticated: nobody is logged in
        already_following: the account follows the user already
    """
    posts.require_login(world, "following")
    if posts.follows(world, username_to_follow):
        world.refuse("already_following", {"follow_status": False})
    world.run("INSERT INTO follow(username) VALUES (?)", username_to_follow)
    return {"follow_status": True}


def list_all_following(world: World) -> a.Following:
    """List all users that I follow on Twitter (the accounts followed). You must be logged in to Twitter first.

    Reads only.

    Refuses:
        not_authenticated: nobody is logged in
    """
    posts.require_login(world, "listing following")
    return {"following_list": posts.following(world)}


def unfollow_user(world: World, username_to_unfollow: a.Username) -> a.Unfollowed:
    """Stop following a user on Twitter: unfollow them. You must be logged in to Twitter first.

    Args:
        username_to_unfollow: Username of the user to follow no longer
    Refuses:
        not_authenticated: nobody is logged in
        not_following: the account does not follow the user
    """
    posts.require_login(world, "unfollowing")
    if not posts.follows(world, username_to_unfollow):
        world.refuse("not_following", {"unfollow_status": False})
    world.run(
        "DELETE FROM follow WHERE position = (SELECT min(position) FROM follow WHERE username = ?)",
        username_to_unfollow,
    )
    return {"unfollow_status": True}


def get_tweet(world: World, tweet_id: a.TweetId) -> a.Tweet:
    """Get the details of one single tweet: open it in full, with its author, text, tags and mentions.

    Reads only.

    Args:
        tweet_id: Id of the tweet to show
    Refuses:
        unknown_tweet: there is no tweet with this id
    """
    posts.require_tweet(world, tweet_id)
    return cast(a.Tweet, posts.tweet(world, tweet_id))


def get_user_tweets(world: World, username: a.Username) -> list[a.Tweet]:
    """Get all tweets of one user: everything that this user has posted on Twitter.

    Reads only.

    Args:
        username: Username of the user whose tweets to show
    Refuses:
        incomplete_tweet: a tweet on record does not say who wrote it
    """
    try:
        return cast(list[a.Tweet], posts.by(world, username))
    except KeyError as missing:
        world.refuse("incomplete_tweet", str(missing))


def search_tweets(world: World, keyword: a.Keyword) -> list[a.Tweet]:
    """Search tweets for a keyword: find the tweets about something, by a word in them or by a hashtag.

    Reads only.

    Args:
        keyword: Word or hashtag to search for
    Refuses:
        incomplete_tweet: a tweet on record lacks its text or its tags
    """
    try:
        return cast(list[a.Tweet], posts.about(world, keyword))
    except KeyError as missing:
        world.refuse("incomplete_tweet", str(missing))


def get_tweet_comments(world: World, tweet_id: a.TweetId) -> list[a.Comment]:
    """Get all comments on a tweet: read what people have commented under it.

    Reads only.

    Args:
        tweet_id: Id of the tweet whose comments to show
    Refuses:
        unknown_tweet: there is no tweet with this id
    """
    posts.require_tweet(world, tweet_id)
    return cast(list[a.Comment], posts.replies(world).get(tweet_id, []))


def get_user_stats(world: World, username: a.Username) -> a.Stats:
    """Get the statistics (stats, numbers) of a user: how many tweets, retweets and followed users they have.

    Reads only.

    Args:
        username: Username of the user whose numbers to show
    Refuses:
        incomplete_tweet: a tweet on record does not say who wrote it
    """
    try:
        tweets = len(posts.by(world, username))
    except KeyError as missing:
        world.refuse("incomplete_tweet", str(missing))
    (own,) = posts.account(world, "username")
    return {
        "tweet_count": tweets,
        "following_count": len(posts.following(world)) if username == own else 0,
        "retweet_count": len(posts.retweets(world).get(username, [])),
    }
