-- One account on a social network, and what it sees of the others.
CREATE TABLE poster(
    id INTEGER PRIMARY KEY CHECK (id = 1),
    username TEXT NOT NULL,
    password TEXT NOT NULL,
    authenticated INTEGER NOT NULL CHECK (authenticated IN (0, 1)),
    tweet_counter INTEGER NOT NULL,      -- id of the next tweet
    unseen_comments TEXT NOT NULL,       -- `comments` of the scenario document, as JSON: no tool shows them
    shape TEXT NOT NULL,                 -- the keys of the scenario document, in order, as JSON
    extra TEXT NOT NULL                  -- its unknown fields, as JSON
) STRICT;

-- Records differ in what they know, so every attribute may be NULL; `shape` and `extra` as above, for each record.
-- What is ANY comes back as it was given.
CREATE TABLE tweet(
    number INTEGER PRIMARY KEY,          -- what it is found by
    position INTEGER NOT NULL,
    id INTEGER,                          -- what it says of itself
    username ANY,
    content ANY,
    tags TEXT,                           -- a list, as JSON
    mentions TEXT,                       -- a list, as JSON
    shares_mentions INTEGER NOT NULL DEFAULT 0 CHECK (shares_mentions IN (0, 1)),
    shape TEXT NOT NULL,
    extra TEXT NOT NULL
) STRICT;

CREATE TABLE reply(
    position INTEGER PRIMARY KEY,
    tweet INTEGER NOT NULL REFERENCES tweet(number),
    username ANY,
    content ANY,
    shape TEXT NOT NULL,
    extra TEXT NOT NULL
) STRICT;

CREATE TABLE retweet(
    position INTEGER PRIMARY KEY,
    username TEXT NOT NULL,
    tweet ANY                            -- no foreign key: it may be gone; NULL: only known to retweet
) STRICT;

CREATE TABLE follow(
    position INTEGER PRIMARY KEY,
    username ANY NOT NULL
) STRICT;
