-- One workspace. Numbers stand in ANY columns, so that they come back as documents gave them.
CREATE TABLE messenger(
    id INTEGER PRIMARY KEY CHECK (id = 1),
    user_count ANY NOT NULL,        -- the newest contact got the user id of this number
    message_count ANY NOT NULL,     -- how many messages were sent; deleting one does not lower it
    user_id ANY,                    -- of who is logged in; NULL: nobody
    shape TEXT NOT NULL,            -- the keys of the scenario document, in order, as JSON
    extra TEXT NOT NULL             -- its unknown fields, as JSON
) STRICT;

-- Several names may share a user id, and user ids need not look like USR001.
CREATE TABLE contact(
    position INTEGER PRIMARY KEY,
    name ANY NOT NULL UNIQUE,
    user_id TEXT NOT NULL
) STRICT;

-- What was sent, oldest first. No foreign key: a receiver need not be among the contacts.
CREATE TABLE message(
    position INTEGER PRIMARY KEY,
    receiver_id ANY NOT NULL,
    content ANY,                    -- the text that was sent; anything else that a document holds, as JSON
    is_text INTEGER NOT NULL CHECK (is_text IN (0, 1)),
    rest TEXT NOT NULL              -- further receivers in the same entry of a document, which no tool looks at, as JSON
) STRICT;

-- The ids that messages got; one that was deleted does not give its id free.
CREATE TABLE message_id(
    position INTEGER PRIMARY KEY,
    id INTEGER NOT NULL
) STRICT;
