-- What a person looks at again and again: a filter under a name. The filter is the page's own JSON; nothing here reads it.
CREATE TABLE saved_views (
    kind       TEXT    NOT NULL,                -- which list it belongs to: board, contacts
    name       TEXT    NOT NULL,
    filter     TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;
