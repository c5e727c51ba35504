-- The ledger: what people stated about their duty, and the months that were
-- closed. All of it only grows. value is JSON with the names of rotation/pay/ledger.
CREATE TABLE hour_revisions (
    seq     INTEGER PRIMARY KEY,
    hour_id TEXT NOT NULL,
    at      INTEGER NOT NULL,
    value   TEXT NOT NULL
) STRICT;

CREATE INDEX hour_revisions_hour ON hour_revisions (hour_id, seq);

CREATE TABLE adjustments (
    seq   INTEGER PRIMARY KEY,
    id    TEXT UNIQUE NOT NULL,
    at    INTEGER NOT NULL,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE account_entries (
    seq   INTEGER PRIMARY KEY,
    id    TEXT UNIQUE NOT NULL,
    at    INTEGER NOT NULL,
    by    TEXT NOT NULL,
    value TEXT NOT NULL
) STRICT;

-- The text of a policy, gzipped, under its SHA-256.
CREATE TABLE policies (
    sha256 BLOB PRIMARY KEY NOT NULL,
    size   INTEGER NOT NULL,
    gz     BLOB NOT NULL
) STRICT;

-- A closed month as it was sealed, gzipped, under its SHA-256.
CREATE TABLE closings (
    seq      INTEGER PRIMARY KEY,
    month    TEXT UNIQUE NOT NULL,
    at       INTEGER NOT NULL,
    sha256   BLOB UNIQUE NOT NULL,
    previous BLOB NOT NULL,
    policy   BLOB NOT NULL REFERENCES policies (sha256),
    size     INTEGER NOT NULL,
    gz       BLOB NOT NULL
) STRICT;

CREATE TRIGGER hour_revisions_stay BEFORE UPDATE ON hour_revisions BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER hour_revisions_keep BEFORE DELETE ON hour_revisions BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER adjustments_stay BEFORE UPDATE ON adjustments BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER adjustments_keep BEFORE DELETE ON adjustments BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER account_entries_stay BEFORE UPDATE ON account_entries BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER account_entries_keep BEFORE DELETE ON account_entries BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER policies_stay BEFORE UPDATE ON policies BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER policies_keep BEFORE DELETE ON policies BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER closings_stay BEFORE UPDATE ON closings BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER closings_keep BEFORE DELETE ON closings BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
