-- Runs by several workers: who made an attempt, what a command did and how fast, and what killed workers.

-- Attempts are keyed by role too. Those of version 1 are walks that came to nothing, noted as a sentence, and attempts of
-- the reasoning seat, noted with what was called.
CREATE TABLE attempt_by_role (
    idx     INTEGER NOT NULL REFERENCES result (idx),
    turn    INTEGER NOT NULL,
    role    TEXT NOT NULL CHECK (role IN ('walk', 'tooling', 'querying', 'reasoning', 'critic')),
    attempt INTEGER NOT NULL,  -- counted from 0 for each turn and role
    outcome TEXT NOT NULL,
    hint    TEXT,
    trace   TEXT NOT NULL,     -- JSON
    PRIMARY KEY (idx, turn, role, attempt)
) WITHOUT ROWID;

INSERT INTO attempt_by_role
SELECT idx, turn, role, row_number() OVER (PARTITION BY idx, turn, role ORDER BY attempt) - 1, outcome, hint, trace
FROM (SELECT *, CASE json_type(trace) WHEN 'object' THEN 'reasoning' ELSE 'walk' END AS role FROM attempt);

DROP TABLE attempt;
ALTER TABLE attempt_by_role RENAME TO attempt;

-- Listing what failed must not read past the traces of what passed.
CREATE INDEX attempt_by_outcome ON attempt (role, outcome, idx);

-- Each time a command worked on this run. Times are seconds since 1970, for people to read: no content depends on them.
CREATE TABLE session (
    id         INTEGER PRIMARY KEY,
    started    REAL NOT NULL,
    seen       REAL NOT NULL,     -- when it last wrote
    ended      TEXT,              -- why it ended; NULL while it goes on, and for good when it was killed
    version    TEXT NOT NULL,     -- of funreason_sim
    workers    INTEGER NOT NULL,  -- 0: none, all in one process
    wanted     INTEGER,           -- kept trajectories that were asked for
    first      INTEGER NOT NULL,  -- the first index asked for
    end        INTEGER,           -- the one behind the last, where there is an end
    kept       INTEGER NOT NULL DEFAULT 0,
    rejected   INTEGER NOT NULL DEFAULT 0,
    rate       REAL NOT NULL DEFAULT 0  -- kept a second, over the last minute
);

-- Indices without a result, since every worker that had them in hand died.
CREATE TABLE set_aside (
    idx INTEGER PRIMARY KEY,
    how TEXT NOT NULL
);
