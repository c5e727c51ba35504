-- What people write beside the records: post-mortems and shift hand-off reports. A
-- change is a further revision; none is ever removed.
CREATE TABLE papers (
    kind     TEXT NOT NULL,
    id       TEXT NOT NULL,
    revision INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    -- JSON with the names of app/incident/postmortem and app/incident/report.
    value    TEXT NOT NULL,
    PRIMARY KEY (kind, id, revision)
) STRICT;

CREATE TRIGGER papers_stay BEFORE UPDATE ON papers BEGIN SELECT RAISE(ABORT, 'papers only grow'); END;
CREATE TRIGGER papers_keep BEFORE DELETE ON papers BEGIN SELECT RAISE(ABORT, 'papers only grow'); END;
