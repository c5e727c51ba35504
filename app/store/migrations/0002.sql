-- Notes about changed calendars: each is shown once, whatever happens in between.
CREATE TABLE notices (
    id       TEXT PRIMARY KEY NOT NULL,
    calendar TEXT NOT NULL,
    title    TEXT NOT NULL,
    body     TEXT NOT NULL,
    at       INTEGER NOT NULL,
    -- 0 as long as it was not shown.
    told     INTEGER NOT NULL
) STRICT;

CREATE INDEX notices_told ON notices (told);
