-- A calculator has no state of its own: what a document notes down is kept and never read by a tool.
CREATE TABLE calculator(
    id INTEGER PRIMARY KEY CHECK (id = 1),
    shape TEXT NOT NULL,            -- the keys of the scenario document, in order, as JSON
    extra TEXT NOT NULL             -- its fields, as JSON
) STRICT;
