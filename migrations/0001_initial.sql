-- The run store: one file a run. Names and meanings are those of funreason_sim/data/results.py.

-- What this run is. One row, for good: a run whose content would differ needs another file.
CREATE TABLE run (
    only       INTEGER PRIMARY KEY CHECK (only = 1),
    identity   TEXT NOT NULL,  -- digest of the document
    document   TEXT NOT NULL,  -- JSON: everything that decides content
    created_by TEXT NOT NULL   -- version of funreason_sim
);

-- What became of each index: a sample, or a reason why not.
CREATE TABLE result (
    idx    INTEGER PRIMARY KEY,
    status TEXT NOT NULL CHECK (status IN ('kept', 'rejected')),
    reason TEXT,
    detail TEXT,
    sample TEXT,           -- the sample's line, without the newline
    effort TEXT NOT NULL,  -- JSON: walks, attempts, turns
    CHECK ((status = 'kept') = (sample IS NOT NULL)),
    CHECK ((status = 'rejected') = (reason IS NOT NULL))
);

-- Counting and listing must not read past the samples, which are large.
CREATE INDEX result_by_status ON result (status, reason, effort);

-- Every attempt at every turn, those that failed too: a rejected walk is data.
CREATE TABLE attempt (
    idx     INTEGER NOT NULL REFERENCES result (idx),
    turn    INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    hint    TEXT,
    trace   TEXT NOT NULL,  -- JSON
    PRIMARY KEY (idx, turn, attempt)
) WITHOUT ROWID;

-- Things named by their digest, such as graphs.
CREATE TABLE artifact (
    digest TEXT PRIMARY KEY,
    kind   TEXT NOT NULL,
    body   TEXT NOT NULL
);
