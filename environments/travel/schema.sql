-- One traveler at the travel desk. What users give stands in ANY columns: 5 stays 5 and 5.0 stays 5.0, and no text is
-- made of it.
CREATE TABLE traveler(
    id INTEGER PRIMARY KEY CHECK (id = 1),
    user_first_name ANY,
    user_last_name ANY,
    budget_limit ANY,               -- US dollars; NULL: no limit
    access_token TEXT,              -- NULL: never signed in
    token_type TEXT,
    token_expires_in ANY,           -- 0: expired; NULL: no token yet
    token_scope ANY,
    shape TEXT NOT NULL,            -- the keys of the scenario document, in order, as JSON
    extra TEXT NOT NULL             -- its unknown fields, as JSON
) STRICT;

-- Records differ in what they know, so every attribute may be NULL; `shape` and `extra` as above, for each record.
CREATE TABLE card(
    card_id ANY PRIMARY KEY,
    position INTEGER NOT NULL,
    card_number ANY,
    card_type TEXT,
    cardholder_name ANY,
    expiry_date TEXT,
    expiration_date ANY,
    cvv ANY,
    card_verification_number ANY,
    balance ANY,                    -- US dollars
    shape TEXT NOT NULL,
    extra TEXT NOT NULL
) STRICT;

-- No foreign key: a booking may have been paid with a card that is not on file (any more).
CREATE TABLE booking(
    booking_id ANY PRIMARY KEY,
    position INTEGER NOT NULL,
    card_id TEXT,
    travel_date TEXT,
    travel_from TEXT,
    travel_to TEXT,
    travel_class TEXT,
    travel_cost ANY,                -- US dollars
    transaction_id TEXT,
    shape TEXT NOT NULL,
    extra TEXT NOT NULL
) STRICT;
