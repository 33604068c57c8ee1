-- One ticket desk. Columns are ANY, so that whatever a ticket was given comes back as it was: 5 stays 5, and '5' stays '5'.
CREATE TABLE ticket_desk(
    id INTEGER PRIMARY KEY CHECK (id = 1),
    ticket_counter ANY NOT NULL,    -- the id of the next ticket
    username ANY,                   -- who is logged in; NULL: nobody
    shape TEXT NOT NULL,            -- the keys of the scenario document, in order, as JSON
    extra TEXT NOT NULL             -- its unknown fields, as JSON
) STRICT;

-- Records differ in what they know, even in whether they have an id, and ids may come twice: the first one counts.
CREATE TABLE ticket(
    position INTEGER PRIMARY KEY,
    id ANY,
    title ANY,
    description ANY,
    status ANY,
    priority ANY,                   -- 1 to 5 where a tool set it; documents also have words
    created_by ANY,                 -- a user name
    resolution ANY,
    shape TEXT NOT NULL,
    extra TEXT NOT NULL
) STRICT;
