-- Incidents. incident_events only grows; incidents is what is found quickly of it,
-- and can be made anew from the events.
CREATE TABLE incidents (
    id        TEXT PRIMARY KEY NOT NULL,
    revision  INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    -- 0 as long as it is open.
    closed_at INTEGER NOT NULL
) STRICT;

CREATE INDEX incidents_closed ON incidents (closed_at, opened_at);

-- value is JSON with the names of app/incident.
CREATE TABLE incident_events (
    incident_id TEXT NOT NULL REFERENCES incidents (id),
    seq         INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    what        TEXT NOT NULL,
    value       TEXT NOT NULL,
    PRIMARY KEY (incident_id, seq)
) STRICT;

-- Screenshots and transcripts, gzipped, under the SHA-256 of what was attached.
CREATE TABLE attachments (
    sha256 BLOB PRIMARY KEY NOT NULL,
    size   INTEGER NOT NULL,
    gz     BLOB NOT NULL
) STRICT;

CREATE TRIGGER incidents_keep BEFORE DELETE ON incidents BEGIN SELECT RAISE(ABORT, 'the record of an incident only grows'); END;
CREATE TRIGGER incident_events_stay BEFORE UPDATE ON incident_events BEGIN SELECT RAISE(ABORT, 'the record of an incident only grows'); END;
CREATE TRIGGER incident_events_keep BEFORE DELETE ON incident_events BEGIN SELECT RAISE(ABORT, 'the record of an incident only grows'); END;
CREATE TRIGGER attachments_stay BEFORE UPDATE ON attachments BEGIN SELECT RAISE(ABORT, 'the record of an incident only grows'); END;
CREATE TRIGGER attachments_keep BEFORE DELETE ON attachments BEGIN SELECT RAISE(ABORT, 'the record of an incident only grows'); END;
