-- What came back from mails through a brand's relay, and how far each relay was read. Opens and clicks are kept by their label and counted;
-- nothing decides by them. Opt-outs act through suppressions, as those by mail do.
CREATE TABLE engagement (
    email_id BLOB    NOT NULL REFERENCES emails (id) ON DELETE CASCADE,
    kind     TEXT    NOT NULL,              -- domain::engagement::EventKind
    nature   TEXT    NOT NULL,              -- domain::engagement::Nature
    by_whom  TEXT    NOT NULL,              -- domain::engagement::By
    address  TEXT    NOT NULL DEFAULT '',   -- where a click went
    first_at INTEGER NOT NULL,
    last_at  INTEGER NOT NULL,
    times    INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (email_id, kind, nature, by_whom, address)
) STRICT, WITHOUT ROWID;

CREATE TABLE relays (
    address TEXT    NOT NULL PRIMARY KEY,
    name    TEXT    NOT NULL,               -- of its file: another one counts anew
    seq     INTEGER NOT NULL                -- the last event that was kept here
) STRICT, WITHOUT ROWID;
