-- The whole first schema. Ids are UUIDv7 as 16-byte BLOBs, times are epoch milliseconds UTC, JSON is text.
-- A landed migration is never edited; see docs/ARCHITECTURE.md.

CREATE TABLE meta (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE brands (
    id            BLOB    NOT NULL PRIMARY KEY,
    slug          TEXT    NOT NULL UNIQUE,
    name          TEXT    NOT NULL,
    settings      TEXT    NOT NULL,             -- domain::brand::Settings as JSON
    pause         TEXT,                         -- domain::brand::Pause as JSON, while it stands still
    first_sent_at INTEGER,
    created_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE pipelines (
    id       BLOB    NOT NULL PRIMARY KEY,
    brand_id BLOB    NOT NULL REFERENCES brands (id),
    key      TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    purpose  TEXT    NOT NULL,
    cadence  TEXT    NOT NULL,                  -- JSON array of working days
    position INTEGER NOT NULL,
    UNIQUE (brand_id, key)
) STRICT;

CREATE TABLE stages (
    id          BLOB    NOT NULL PRIMARY KEY,
    pipeline_id BLOB    NOT NULL REFERENCES pipelines (id),
    key         TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    advance_on  TEXT,
    position    INTEGER NOT NULL,
    UNIQUE (pipeline_id, key)
) STRICT;

-- One row per imported file. `mapping` and `options` are kept so that people can see how it was read.
CREATE TABLE imports (
    id           BLOB    NOT NULL PRIMARY KEY,
    brand_id     BLOB    NOT NULL REFERENCES brands (id),
    file_name    TEXT    NOT NULL,
    contact_type TEXT    NOT NULL,
    source       TEXT    NOT NULL,
    options      TEXT    NOT NULL,
    state        TEXT    NOT NULL,              -- done, undone
    rows_in      INTEGER NOT NULL,
    created      INTEGER NOT NULL,
    updated      INTEGER NOT NULL,
    skipped      INTEGER NOT NULL,
    rejected     INTEGER NOT NULL,
    deals        INTEGER NOT NULL,
    created_at   INTEGER NOT NULL,
    undone_at    INTEGER
) STRICT;

CREATE TABLE contacts (
    rowid            INTEGER PRIMARY KEY,       -- for the search index only; never leaves the store
    id               BLOB    NOT NULL UNIQUE,
    brand_id         BLOB    NOT NULL REFERENCES brands (id),
    email            TEXT    NOT NULL,
    name             TEXT    NOT NULL DEFAULT '',
    company          TEXT    NOT NULL DEFAULT '',
    website          TEXT    NOT NULL DEFAULT '',
    domain_authority INTEGER,
    notes            TEXT    NOT NULL DEFAULT '',
    tags             TEXT    NOT NULL DEFAULT '[]',   -- JSON array of strings
    kind             TEXT    NOT NULL,
    source           TEXT    NOT NULL DEFAULT '',
    custom           TEXT    NOT NULL DEFAULT '{}',   -- JSON object: columns kept from imports
    import_id        BLOB    REFERENCES imports (id), -- the import that created it
    import_row       INTEGER,
    created_at       INTEGER NOT NULL,
    updated_at       INTEGER NOT NULL,
    UNIQUE (brand_id, email)
) STRICT;
CREATE INDEX contacts_by_email ON contacts (email);
CREATE INDEX contacts_by_import ON contacts (import_id) WHERE import_id IS NOT NULL;

-- What an import overwrote, so that undoing it restores the fields.
CREATE TABLE import_updates (
    import_id  BLOB NOT NULL REFERENCES imports (id),
    contact_id BLOB NOT NULL,
    before     TEXT NOT NULL,                   -- JSON object of the changed columns as they were
    after      TEXT NOT NULL,                   -- and as the import left them: a later edit by a person is not undone
    PRIMARY KEY (import_id, contact_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE deals (
    rowid          INTEGER PRIMARY KEY,
    id             BLOB    NOT NULL UNIQUE,
    brand_id       BLOB    NOT NULL REFERENCES brands (id),
    contact_id     BLOB    NOT NULL REFERENCES contacts (id),
    pipeline_id    BLOB    NOT NULL REFERENCES pipelines (id),
    stage_id       BLOB    NOT NULL REFERENCES stages (id),
    status         TEXT    NOT NULL DEFAULT 'active',
    value_cents    INTEGER NOT NULL DEFAULT 0,
    notes          TEXT    NOT NULL DEFAULT '',
    next_action_at INTEGER,
    emails_sent    INTEGER NOT NULL DEFAULT 0,
    last_sent_at   INTEGER,
    last_reply     TEXT,                        -- domain::reply::ReplyKind of the last human reply
    last_reply_at  INTEGER,
    hold_until     INTEGER,
    question       TEXT,
    reason         TEXT,
    score          INTEGER,
    score_reasons  TEXT    NOT NULL DEFAULT '[]',
    fence          INTEGER NOT NULL DEFAULT 0,  -- raised at each claim; automatic writes check it
    lease_holder   TEXT,
    lease_until    INTEGER,
    import_id      BLOB    REFERENCES imports (id),
    created_at     INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL,
    stage_since    INTEGER NOT NULL,
    closed_at      INTEGER
) STRICT;
CREATE UNIQUE INDEX deals_one_open ON deals (contact_id, pipeline_id) WHERE status IN ('active', 'paused');
CREATE INDEX deals_due ON deals (next_action_at) WHERE status = 'active' AND next_action_at IS NOT NULL;
-- A board's sums and its newest cards come from this index alone.
CREATE INDEX deals_by_stage ON deals (stage_id, updated_at, status, value_cents);
CREATE INDEX deals_by_change ON deals (updated_at);
CREATE INDEX deals_by_contact ON deals (contact_id);
CREATE INDEX deals_asking ON deals (brand_id) WHERE question IS NOT NULL;
CREATE INDEX deals_by_import ON deals (import_id) WHERE import_id IS NOT NULL;

CREATE TABLE decisions (
    id             BLOB    NOT NULL PRIMARY KEY,
    deal_id        BLOB    NOT NULL REFERENCES deals (id),
    at             INTEGER NOT NULL,
    action         TEXT    NOT NULL,            -- name from the closed list
    detail         TEXT    NOT NULL,            -- the action as JSON
    reason         TEXT    NOT NULL,
    confidence     REAL    NOT NULL,
    provider       TEXT    NOT NULL,            -- rule, playbook, openai
    model          TEXT    NOT NULL DEFAULT '',
    prompt_version TEXT    NOT NULL DEFAULT '',
    input_hash     TEXT    NOT NULL,
    input          TEXT    NOT NULL,            -- domain::decision::Facts as JSON
    tokens_in      INTEGER,
    tokens_out     INTEGER,
    latency_ms     INTEGER,
    trouble        TEXT                         -- why the provider's answer was not used
) STRICT;
CREATE INDEX decisions_by_deal ON decisions (deal_id, at);
CREATE INDEX decisions_by_time ON decisions (at);

CREATE TABLE emails (
    rowid               INTEGER PRIMARY KEY,
    id                  BLOB    NOT NULL UNIQUE,
    brand_id            BLOB    NOT NULL REFERENCES brands (id),
    deal_id             BLOB    NOT NULL REFERENCES deals (id),
    contact_id          BLOB    NOT NULL REFERENCES contacts (id),
    decision_id         BLOB    REFERENCES decisions (id),
    step                INTEGER NOT NULL,
    kind                TEXT    NOT NULL,
    state               TEXT    NOT NULL,
    to_address          TEXT    NOT NULL,
    to_name             TEXT    NOT NULL,
    from_address        TEXT    NOT NULL,
    from_name           TEXT    NOT NULL,
    reply_to            TEXT    NOT NULL,
    subject             TEXT    NOT NULL,
    body_text           TEXT    NOT NULL,
    body_html           TEXT    NOT NULL,
    content_hash        TEXT    NOT NULL,
    approved_hash       TEXT,
    approved_by         TEXT,
    approved_at         INTEGER,
    token               TEXT    NOT NULL UNIQUE,
    written_by          TEXT    NOT NULL,
    created_at          INTEGER NOT NULL,
    not_before          INTEGER,
    attempts            INTEGER NOT NULL DEFAULT 0,
    attempted_at        INTEGER,
    attempt_holder      TEXT,                   -- the process that handed it to the network
    sent_at             INTEGER,
    settle_looks        INTEGER NOT NULL DEFAULT 0,
    settle_at           INTEGER,
    provider_message_id TEXT,
    wire_message_id     TEXT,
    thread_id           TEXT,
    trouble             TEXT
) STRICT;
-- At most one mail per step of a deal is alive: the second door of a double send stays shut in the file itself.
CREATE UNIQUE INDEX emails_one_per_step ON emails (deal_id, step) WHERE state NOT IN ('rejected', 'cancelled', 'failed');
CREATE INDEX emails_by_state ON emails (state, brand_id, created_at);
CREATE INDEX emails_attempted ON emails (brand_id, attempted_at) WHERE attempted_at IS NOT NULL;
CREATE INDEX emails_by_deal ON emails (deal_id, step);
CREATE INDEX emails_by_contact ON emails (contact_id);
CREATE INDEX emails_by_wire_id ON emails (wire_message_id) WHERE wire_message_id IS NOT NULL;
CREATE INDEX emails_by_thread ON emails (brand_id, thread_id) WHERE thread_id IS NOT NULL;
CREATE INDEX emails_by_address ON emails (brand_id, to_address);

CREATE TABLE messages (
    rowid               INTEGER PRIMARY KEY,
    id                  BLOB    NOT NULL UNIQUE,
    brand_id            BLOB    NOT NULL REFERENCES brands (id),
    provider_message_id TEXT    NOT NULL,
    wire_message_id     TEXT,
    thread_id           TEXT,
    folder              TEXT    NOT NULL,
    from_address        TEXT    NOT NULL,
    from_name           TEXT    NOT NULL,
    subject             TEXT    NOT NULL,
    received_at         INTEGER NOT NULL,
    body_text           TEXT    NOT NULL,       -- what the sender wrote, quoted text cut
    quoted_text         TEXT    NOT NULL,
    html                TEXT    NOT NULL DEFAULT '',  -- as it came: hostile
    nature              TEXT    NOT NULL,
    class               TEXT,                   -- domain::reply::ReplyKind
    class_detail        TEXT    NOT NULL DEFAULT '{}',
    confidence          REAL    NOT NULL DEFAULT 1,
    classified_by       TEXT    NOT NULL DEFAULT '',
    why                 TEXT    NOT NULL DEFAULT '',
    evidence            TEXT    NOT NULL DEFAULT '',
    contact_id          BLOB    REFERENCES contacts (id),
    deal_id             BLOB    REFERENCES deals (id),
    email_id            BLOB    REFERENCES emails (id),
    created_at          INTEGER NOT NULL,
    UNIQUE (brand_id, provider_message_id)
) STRICT;
CREATE UNIQUE INDEX messages_once ON messages (brand_id, wire_message_id) WHERE wire_message_id IS NOT NULL;
CREATE INDEX messages_by_deal ON messages (deal_id, received_at);
CREATE INDEX messages_by_time ON messages (received_at);
CREATE INDEX messages_by_contact ON messages (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX messages_by_email ON messages (email_id) WHERE email_id IS NOT NULL;

-- How far each mailbox has been read.
CREATE TABLE mailbox_cursors (
    brand_id   BLOB    NOT NULL PRIMARY KEY REFERENCES brands (id),
    high_water INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE suppressions (
    id         BLOB    NOT NULL PRIMARY KEY,
    brand_id   BLOB    REFERENCES brands (id),  -- NULL: for every brand
    kind       TEXT    NOT NULL,
    value      TEXT    NOT NULL,
    reason     TEXT    NOT NULL,
    author     TEXT    NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX suppressions_once ON suppressions (value, kind, ifnull(brand_id, x''));

CREATE TABLE activities (
    id         BLOB    NOT NULL PRIMARY KEY,
    at         INTEGER NOT NULL,
    author     TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    summary    TEXT    NOT NULL,
    brand_id   BLOB    REFERENCES brands (id),
    contact_id BLOB,
    deal_id    BLOB
) STRICT;
CREATE INDEX activities_by_deal ON activities (deal_id, at) WHERE deal_id IS NOT NULL;
CREATE INDEX activities_by_time ON activities (at);

CREATE TABLE tasks (
    name        TEXT    NOT NULL PRIMARY KEY,
    schedule    TEXT    NOT NULL,
    enabled     INTEGER NOT NULL DEFAULT 1,
    next_run_at INTEGER                          -- NULL: to be computed from the schedule
) STRICT, WITHOUT ROWID;

CREATE TABLE task_runs (
    id          BLOB    NOT NULL PRIMARY KEY,
    task        TEXT    NOT NULL,
    started_at  INTEGER NOT NULL,
    finished_at INTEGER,
    cause       TEXT    NOT NULL,                -- schedule, person, signal
    outcome     TEXT    NOT NULL,                -- running, ok, trouble, interrupted
    counts      TEXT    NOT NULL DEFAULT '{}',
    error       TEXT
) STRICT;
CREATE INDEX task_runs_by_task ON task_runs (task, started_at);

CREATE TABLE reviews (
    id         BLOB    NOT NULL PRIMARY KEY,
    brand_id   BLOB    NOT NULL REFERENCES brands (id),
    day        TEXT    NOT NULL,                 -- local day, 2026-11-23
    created_at INTEGER NOT NULL,
    report     TEXT    NOT NULL,
    UNIQUE (brand_id, day)
) STRICT;

CREATE TABLE notices (
    id         BLOB    NOT NULL PRIMARY KEY,
    at         INTEGER NOT NULL,
    kind       TEXT    NOT NULL,
    brand_id   BLOB    REFERENCES brands (id),
    deal_id    BLOB,
    title      TEXT    NOT NULL,
    body       TEXT    NOT NULL,
    seen_at    INTEGER
) STRICT;
CREATE INDEX notices_by_time ON notices (at);

-- A brand's own wording of a prompt or a template; the newest version counts.
CREATE TABLE wordings (
    brand_id   BLOB    NOT NULL REFERENCES brands (id),
    name       TEXT    NOT NULL,
    version    INTEGER NOT NULL,
    text       TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (brand_id, name, version)
) STRICT, WITHOUT ROWID;

-- Full-text search. External content: the text is stored once, in its own table.
CREATE VIRTUAL TABLE contacts_search USING fts5 (email, name, company, website, notes, tags, content = 'contacts', content_rowid = 'rowid', tokenize = 'unicode61 remove_diacritics 2');
CREATE TRIGGER contacts_search_insert AFTER INSERT ON contacts BEGIN
    INSERT INTO contacts_search (rowid, email, name, company, website, notes, tags) VALUES (new.rowid, new.email, new.name, new.company, new.website, new.notes, new.tags);
END;
CREATE TRIGGER contacts_search_delete AFTER DELETE ON contacts BEGIN
    INSERT INTO contacts_search (contacts_search, rowid, email, name, company, website, notes, tags) VALUES ('delete', old.rowid, old.email, old.name, old.company, old.website, old.notes, old.tags);
END;
CREATE TRIGGER contacts_search_update AFTER UPDATE OF email, name, company, website, notes, tags ON contacts BEGIN
    INSERT INTO contacts_search (contacts_search, rowid, email, name, company, website, notes, tags) VALUES ('delete', old.rowid, old.email, old.name, old.company, old.website, old.notes, old.tags);
    INSERT INTO contacts_search (rowid, email, name, company, website, notes, tags) VALUES (new.rowid, new.email, new.name, new.company, new.website, new.notes, new.tags);
END;

-- A deal's own text is its notes; who and where are found through its contact. Empty notes stay out of the index.
CREATE VIRTUAL TABLE deals_search USING fts5 (notes, content = 'deals', content_rowid = 'rowid', tokenize = 'unicode61 remove_diacritics 2');
CREATE TRIGGER deals_search_insert AFTER INSERT ON deals WHEN new.notes <> '' BEGIN
    INSERT INTO deals_search (rowid, notes) VALUES (new.rowid, new.notes);
END;
CREATE TRIGGER deals_search_delete AFTER DELETE ON deals WHEN old.notes <> '' BEGIN
    INSERT INTO deals_search (deals_search, rowid, notes) VALUES ('delete', old.rowid, old.notes);
END;
CREATE TRIGGER deals_search_update_old AFTER UPDATE OF notes ON deals WHEN old.notes <> '' BEGIN
    INSERT INTO deals_search (deals_search, rowid, notes) VALUES ('delete', old.rowid, old.notes);
END;
CREATE TRIGGER deals_search_update_new AFTER UPDATE OF notes ON deals WHEN new.notes <> '' BEGIN
    INSERT INTO deals_search (rowid, notes) VALUES (new.rowid, new.notes);
END;

CREATE VIRTUAL TABLE emails_search USING fts5 (to_address, to_name, subject, body_text, content = 'emails', content_rowid = 'rowid', tokenize = 'unicode61 remove_diacritics 2');
CREATE TRIGGER emails_search_insert AFTER INSERT ON emails BEGIN
    INSERT INTO emails_search (rowid, to_address, to_name, subject, body_text) VALUES (new.rowid, new.to_address, new.to_name, new.subject, new.body_text);
END;
CREATE TRIGGER emails_search_delete AFTER DELETE ON emails BEGIN
    INSERT INTO emails_search (emails_search, rowid, to_address, to_name, subject, body_text) VALUES ('delete', old.rowid, old.to_address, old.to_name, old.subject, old.body_text);
END;
CREATE TRIGGER emails_search_update AFTER UPDATE OF to_address, to_name, subject, body_text ON emails BEGIN
    INSERT INTO emails_search (emails_search, rowid, to_address, to_name, subject, body_text) VALUES ('delete', old.rowid, old.to_address, old.to_name, old.subject, old.body_text);
    INSERT INTO emails_search (rowid, to_address, to_name, subject, body_text) VALUES (new.rowid, new.to_address, new.to_name, new.subject, new.body_text);
END;

CREATE VIRTUAL TABLE messages_search USING fts5 (from_address, from_name, subject, body_text, content = 'messages', content_rowid = 'rowid', tokenize = 'unicode61 remove_diacritics 2');
CREATE TRIGGER messages_search_insert AFTER INSERT ON messages BEGIN
    INSERT INTO messages_search (rowid, from_address, from_name, subject, body_text) VALUES (new.rowid, new.from_address, new.from_name, new.subject, new.body_text);
END;
CREATE TRIGGER messages_search_delete AFTER DELETE ON messages BEGIN
    INSERT INTO messages_search (messages_search, rowid, from_address, from_name, subject, body_text) VALUES ('delete', old.rowid, old.from_address, old.from_name, old.subject, old.body_text);
END;
