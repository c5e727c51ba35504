-- A page that can be snoozed, handed on, paused, joined with another, and is kept
-- until somebody has seen it.
ALTER TABLE pages ADD COLUMN dedup         TEXT NOT NULL DEFAULT '';
ALTER TABLE pages ADD COLUMN joined_with   TEXT NOT NULL DEFAULT '';
ALTER TABLE pages ADD COLUMN ack_lapses    INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pages ADD COLUMN asked_at      INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pages ADD COLUMN ask_until     INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pages ADD COLUMN hold_until    INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pages ADD COLUMN target        INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pages ADD COLUMN warn          INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pages ADD COLUMN paused_at     INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pages ADD COLUMN paused_until  INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pages ADD COLUMN paused        INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pages ADD COLUMN snoozed_until INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pages ADD COLUMN snoozed_by    TEXT NOT NULL DEFAULT '';
ALTER TABLE pages ADD COLUMN snoozed_there INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pages ADD COLUMN escalated_at  INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pages ADD COLUMN escalated_to  TEXT NOT NULL DEFAULT '';
ALTER TABLE pages ADD COLUMN seen_at       INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pages ADD COLUMN reopened      INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pages ADD COLUMN missed_why    TEXT NOT NULL DEFAULT '';
ALTER TABLE pages ADD COLUMN unsent        TEXT NOT NULL DEFAULT '';
-- 1 while it is over and nobody has seen it.
ALTER TABLE pages ADD COLUMN unseen        INTEGER NOT NULL DEFAULT 0;
-- What reports of the same trouble have in common, to count how often it came.
ALTER TABLE pages ADD COLUMN likeness      TEXT NOT NULL DEFAULT '';

CREATE INDEX pages_likeness ON pages (likeness, triggered_at);
CREATE INDEX pages_unseen ON pages (resolved_at) WHERE unseen = 1;
