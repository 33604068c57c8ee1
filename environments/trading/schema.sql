-- One customer at a brokerage. Numbers stand in ANY columns, so that 5 stays 5 and 5.0 stays 5.0. Of each record, `shape`
-- holds the keys in order and `extra` its unknown fields, both as JSON; every attribute may be missing, and is NULL then.
CREATE TABLE brokerage(
    id INTEGER PRIMARY KEY CHECK (id = 1),
    authenticated INTEGER NOT NULL CHECK (authenticated IN (0, 1)),
    market_status TEXT NOT NULL,
    order_counter INTEGER NOT NULL,     -- the number of the next order
    shape TEXT NOT NULL,
    extra TEXT NOT NULL
) STRICT;

CREATE TABLE account(
    position INTEGER PRIMARY KEY CHECK (position = 1),
    account_id ANY,
    balance ANY,                        -- US dollars
    binding_card ANY,
    shape TEXT NOT NULL,
    extra TEXT NOT NULL
) STRICT;

CREATE TABLE stock(
    symbol TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    price ANY,                          -- US dollars
    percent_change ANY,
    volume ANY,
    "MA(5)" ANY,                        -- average price of 5 days, and of 20
    "MA(20)" ANY,
    shape TEXT NOT NULL,
    extra TEXT NOT NULL
) STRICT;

-- No foreign key: an order may speak of a stock that is not listed (any more).
CREATE TABLE stock_order(
    order_id ANY PRIMARY KEY,           -- a number; a text where a document has an entry that is not numbered
    position INTEGER NOT NULL,
    id ANY,
    order_type TEXT,
    symbol TEXT,
    price ANY,                          -- US dollars a share
    amount ANY,                         -- shares
    status TEXT,
    bare TEXT,                          -- an entry that is no record, as JSON; NULL for orders
    shape TEXT NOT NULL,
    extra TEXT NOT NULL
) STRICT;

-- A symbol may be watched twice, and need not be listed.
CREATE TABLE watched(
    position INTEGER PRIMARY KEY,
    symbol TEXT NOT NULL
) STRICT;

CREATE TABLE money_move(
    position INTEGER PRIMARY KEY,
    type TEXT,                          -- deposit or withdrawal
    amount ANY,                         -- US dollars
    timestamp TEXT,
    shape TEXT NOT NULL,
    extra TEXT NOT NULL
) STRICT;
