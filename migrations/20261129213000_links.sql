-- Links that others place to our pages, what was seen of them, and what was read on a site before it was written to.
-- States and findings are domain::links; see docs/decisions/0010.

-- Pages of ours that a brand wants linked, and the words a link may have.
CREATE TABLE link_targets (
    id         BLOB    NOT NULL PRIMARY KEY,
    brand_id   BLOB    NOT NULL REFERENCES brands (id),
    address    TEXT    NOT NULL,
    anchors    TEXT    NOT NULL DEFAULT '[]',   -- JSON array of texts; any will do when empty
    created_at INTEGER NOT NULL,
    UNIQUE (brand_id, address)
) STRICT, WITHOUT ROWID;

CREATE TABLE links (
    id            BLOB    NOT NULL PRIMARY KEY,
    brand_id      BLOB    NOT NULL REFERENCES brands (id),
    deal_id       BLOB,                         -- NULL: of no deal, or the deal is gone
    source        TEXT    NOT NULL,             -- the page that carries the link
    target        TEXT    NOT NULL,             -- our page
    anchors       TEXT    NOT NULL DEFAULT '[]',
    standing      TEXT    NOT NULL,             -- domain::links::Standing
    state         TEXT,                         -- domain::links::LinkState of the last look; NULL before the first
    why           TEXT    NOT NULL DEFAULT '',  -- the same in a sentence
    anchor        TEXT,                         -- what the link said when it was last seen
    watch         TEXT    NOT NULL,             -- domain::links::Watch as JSON: misses and when they were
    next_check_at INTEGER,                      -- NULL: nobody looks any more
    checked_at    INTEGER,
    first_live_at INTEGER,
    lost_at       INTEGER,
    verified_at   INTEGER,
    verified_by   TEXT,                         -- notary, or the name a person signed with
    created_at    INTEGER NOT NULL,
    UNIQUE (brand_id, source, target)
) STRICT;
CREATE INDEX links_due ON links (next_check_at) WHERE next_check_at IS NOT NULL;
CREATE INDEX links_by_deal ON links (deal_id) WHERE deal_id IS NOT NULL;
CREATE INDEX links_by_standing ON links (standing, brand_id);

-- Every look, with its evidence.
CREATE TABLE link_checks (
    id      BLOB    NOT NULL PRIMARY KEY,
    link_id BLOB    NOT NULL REFERENCES links (id) ON DELETE CASCADE,
    at      INTEGER NOT NULL,
    state   TEXT    NOT NULL,
    finding TEXT    NOT NULL                    -- domain::links::Finding as JSON
) STRICT;
CREATE INDEX link_checks_by_link ON link_checks (link_id, at);

CREATE TRIGGER links_lose_their_deal AFTER DELETE ON deals BEGIN
    UPDATE links SET deal_id = NULL WHERE deal_id = old.id;
END;

-- When a site was last read for a brand: its pages, and what kept it from being read.
CREATE TABLE site_readings (
    brand_id BLOB    NOT NULL REFERENCES brands (id),
    site     TEXT    NOT NULL,                  -- registrable domain
    read_at  INTEGER NOT NULL,
    pages    TEXT    NOT NULL,                  -- JSON array of {address, status}
    trouble  TEXT,
    PRIMARY KEY (brand_id, site)
) STRICT, WITHOUT ROWID;

-- What was read there, each with the passage that says it.
CREATE TABLE site_facts (
    brand_id BLOB    NOT NULL REFERENCES brands (id),
    site     TEXT    NOT NULL,
    position INTEGER NOT NULL,
    kind     TEXT    NOT NULL,                  -- domain::research::SiteFactKind
    value    TEXT    NOT NULL,
    passage  TEXT    NOT NULL,
    page     TEXT    NOT NULL,
    PRIMARY KEY (brand_id, site, position)
) STRICT, WITHOUT ROWID;
