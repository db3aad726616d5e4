-- Sites that could link to us, and which site a contact is at. Registrable domains are worked out by domain::prospect, never in SQL.

CREATE TABLE prospects (
    id               BLOB    NOT NULL PRIMARY KEY,
    brand_id         BLOB    NOT NULL REFERENCES brands (id),
    site             TEXT    NOT NULL,          -- registrable domain
    page             TEXT    NOT NULL,          -- the page that the list named, else the home page
    authority        INTEGER,
    authority_source TEXT    NOT NULL DEFAULT '',
    authority_at     INTEGER,
    rival            TEXT,                      -- what the page links to, if that is not ours
    set_aside_at     INTEGER,
    source           TEXT    NOT NULL DEFAULT '',
    import_id        BLOB    REFERENCES imports (id), -- the import that created it, or its contact
    import_row       INTEGER,                   -- the row of a list of sites; NULL: it is known from a contact
    created_at       INTEGER NOT NULL,
    updated_at       INTEGER NOT NULL,
    UNIQUE (brand_id, site)
) STRICT;
CREATE INDEX prospects_by_import ON prospects (import_id) WHERE import_id IS NOT NULL;

-- What an import overwrote of a prospect, so that undoing it restores the fields.
CREATE TABLE prospect_updates (
    import_id   BLOB NOT NULL REFERENCES imports (id),
    prospect_id BLOB NOT NULL REFERENCES prospects (id) ON DELETE CASCADE,
    before      TEXT NOT NULL,                  -- JSON object of the fields as they were
    after       TEXT NOT NULL,                  -- and as the import left them
    PRIMARY KEY (import_id, prospect_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX prospect_updates_by_prospect ON prospect_updates (prospect_id);

-- At which site a contact is: those who may link to us, and everybody who was written to.
CREATE TABLE contact_sites (
    contact_id BLOB    NOT NULL PRIMARY KEY,
    brand_id   BLOB    NOT NULL,
    site       TEXT,                            -- NULL: at none, or not worked out yet
    known      INTEGER NOT NULL DEFAULT 0,      -- 0: to be worked out
    chosen     INTEGER NOT NULL DEFAULT 0,      -- a person said which site it is
    written_at INTEGER                          -- when the last mail left
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_sites_by_site ON contact_sites (brand_id, site, written_at) WHERE site IS NOT NULL;
CREATE INDEX contact_sites_written ON contact_sites (written_at) WHERE written_at IS NOT NULL;
CREATE INDEX contact_sites_unknown ON contact_sites (contact_id) WHERE known = 0;

-- What was heard, without a look at the deals that heard nothing.
CREATE INDEX deals_answered ON deals (contact_id, last_reply) WHERE last_reply IS NOT NULL;

CREATE TRIGGER contact_sites_new AFTER INSERT ON contacts WHEN new.kind = 'backlink_target' BEGIN
    INSERT OR IGNORE INTO contact_sites (contact_id, brand_id) VALUES (new.id, new.brand_id);
END;
CREATE TRIGGER contact_sites_anew AFTER UPDATE OF website, domain_authority, kind ON contacts
WHEN old.website <> new.website OR old.domain_authority IS NOT new.domain_authority OR old.kind <> new.kind BEGIN
    INSERT OR IGNORE INTO contact_sites (contact_id, brand_id) SELECT new.id, new.brand_id WHERE new.kind = 'backlink_target';
    UPDATE contact_sites SET known = 0 WHERE contact_id = new.id AND chosen = 0;
END;
CREATE TRIGGER contact_sites_gone AFTER DELETE ON contacts BEGIN
    DELETE FROM contact_sites WHERE contact_id = old.id;
END;
CREATE TRIGGER contact_sites_written AFTER UPDATE OF sent_at ON emails WHEN new.sent_at IS NOT NULL BEGIN
    INSERT OR IGNORE INTO contact_sites (contact_id, brand_id) VALUES (new.contact_id, new.brand_id);
    UPDATE contact_sites SET written_at = max(ifnull(written_at, 0), new.sent_at) WHERE contact_id = new.contact_id;
END;

INSERT INTO contact_sites (contact_id, brand_id, written_at)
SELECT c.id, c.brand_id, (SELECT max(e.sent_at) FROM emails e WHERE e.contact_id = c.id)
FROM contacts c
WHERE c.kind = 'backlink_target' OR c.id IN (SELECT contact_id FROM emails WHERE sent_at IS NOT NULL);
