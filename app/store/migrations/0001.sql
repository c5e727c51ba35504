-- 'Stby': what file(1) and we know the file by.
PRAGMA application_id = 1400136313;

-- The version is here as well as in user_version: two that disagree are damage,
-- and a flipped bit does not pass for a newer Standby.
CREATE TABLE migrations (
    version INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL
) STRICT;

CREATE TABLE probe (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    at INTEGER NOT NULL
) STRICT;

CREATE TABLE pages (
    id           TEXT PRIMARY KEY NOT NULL,
    source       TEXT NOT NULL,
    key          TEXT NOT NULL,
    ref          TEXT NOT NULL,
    title        TEXT NOT NULL,
    body         TEXT NOT NULL,
    service      TEXT NOT NULL,
    severity     TEXT NOT NULL,
    url          TEXT NOT NULL,
    urgency      TEXT NOT NULL,
    drill        INTEGER NOT NULL,
    state        TEXT NOT NULL,
    request      TEXT NOT NULL,
    requester    TEXT NOT NULL,
    attempts     INTEGER NOT NULL,
    failure      TEXT NOT NULL,
    started_at   INTEGER NOT NULL,
    triggered_at INTEGER NOT NULL,
    clock_from   INTEGER NOT NULL,
    acked_at     INTEGER NOT NULL,
    acked_by     TEXT NOT NULL,
    acked_here   INTEGER NOT NULL,
    ack_handle   TEXT NOT NULL,
    ack_until    INTEGER NOT NULL,
    resolved_at  INTEGER NOT NULL,
    missed       INTEGER NOT NULL,
    -- The stints as [[from, until], ...], and their bounds to find them by.
    work         TEXT NOT NULL,
    worked_from  INTEGER NOT NULL,
    worked_until INTEGER NOT NULL
) STRICT;

CREATE INDEX pages_open ON pages (triggered_at) WHERE state <> 'resolved';
CREATE INDEX pages_resolved ON pages (resolved_at) WHERE state = 'resolved';
CREATE INDEX pages_triggered ON pages (triggered_at);
CREATE INDEX pages_worked ON pages (worked_from, worked_until) WHERE worked_from <> 0;

CREATE TABLE events (
    seq     INTEGER PRIMARY KEY,
    page_id TEXT NOT NULL REFERENCES pages (id),
    at      INTEGER NOT NULL,
    what    TEXT NOT NULL,
    by      TEXT NOT NULL,
    detail  TEXT NOT NULL
) STRICT;

CREATE INDEX events_page ON events (page_id, at);

-- A calendar file, gzipped, under the SHA-256 of what was fetched.
CREATE TABLE bodies (
    sha256 BLOB PRIMARY KEY NOT NULL,
    size   INTEGER NOT NULL,
    gz     BLOB NOT NULL
) STRICT;

-- The versions of a calendar, in the order they were seen. digest leaves out
-- what changes with every download.
CREATE TABLE copies (
    seq            INTEGER PRIMARY KEY,
    calendar       TEXT NOT NULL,
    sha256         BLOB NOT NULL REFERENCES bodies (sha256),
    digest         BLOB NOT NULL,
    first_seen     INTEGER NOT NULL,
    last_confirmed INTEGER NOT NULL,
    etag           TEXT NOT NULL,
    last_modified  TEXT NOT NULL
) STRICT;

CREATE INDEX copies_calendar ON copies (calendar, seq);

CREATE TABLE shifts (
    seq      INTEGER PRIMARY KEY,
    calendar TEXT NOT NULL,
    uid      TEXT NOT NULL,
    rota     TEXT NOT NULL,
    role     TEXT NOT NULL,
    name     TEXT NOT NULL,
    email    TEXT NOT NULL,
    start_at INTEGER NOT NULL,
    end_at   INTEGER NOT NULL
) STRICT;

CREATE INDEX shifts_end ON shifts (end_at);
CREATE INDEX shifts_calendar ON shifts (calendar, end_at);
