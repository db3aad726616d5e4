-- What SPF, DKIM and DMARC of a brand's domain said when they were last looked up.
CREATE TABLE sender_health (
    brand_id  BLOB    NOT NULL PRIMARY KEY REFERENCES brands (id),
    sender    TEXT    NOT NULL,                 -- JSON: the domain, and what was found of each record
    looked_at INTEGER NOT NULL,
    next_at   INTEGER NOT NULL,                 -- when it is looked up again by itself
    told      INTEGER NOT NULL DEFAULT 0        -- a person was told that the domain fails DMARC
) STRICT, WITHOUT ROWID;

-- Whether domains of contacts take mail, as far as somebody looked.
CREATE TABLE mail_domains (
    domain     TEXT    NOT NULL PRIMARY KEY,
    takes_mail TEXT    NOT NULL,                -- yes, no, unknown
    looked_at  INTEGER NOT NULL,
    next_at    INTEGER NOT NULL                 -- when it is looked up again by itself
) STRICT, WITHOUT ROWID;
CREATE INDEX mail_domains_due ON mail_domains (next_at);
