-- Folders and files as one shell sees them. What a folder holds is a listing of its own, since two folders can come to
-- share one: a folder that was moved is a new folder with the old one's listing.
CREATE TABLE directory(
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    parent INTEGER REFERENCES directory,    -- where it was made, wherever its listing is now; NULL: the root
    listing INTEGER NOT NULL,
    record TEXT                             -- its record in the document as JSON, where that says more than is usual
) STRICT;
CREATE INDEX directory_parent ON directory(parent);

-- The content is what was written last; several listings may hold one file.
CREATE TABLE file(
    id INTEGER PRIMARY KEY,
    content ANY,
    record TEXT                             -- as above
) STRICT;

CREATE TABLE listing(
    id INTEGER NOT NULL,
    name ANY NOT NULL,                      -- a text; a TEXT column would find the name '5' for the number 5
    position INTEGER NOT NULL,              -- names are listed in the order in which they came
    directory INTEGER REFERENCES directory,
    file INTEGER REFERENCES file,
    PRIMARY KEY (id, name),
    CHECK ((directory IS NULL) <> (file IS NULL))
) STRICT;
CREATE INDEX listing_directory ON listing(directory);
CREATE INDEX listing_file ON listing(file);

CREATE TABLE shell(
    id INTEGER PRIMARY KEY CHECK (id = 1),
    current INTEGER REFERENCES directory,   -- the current directory; NULL only while a document is read
    other_roots TEXT,                       -- roots after the first, which nothing looks at, as JSON
    shape TEXT NOT NULL,                    -- the keys of the scenario document, in order, as JSON
    extra TEXT NOT NULL                     -- its unknown fields, as JSON
) STRICT;
