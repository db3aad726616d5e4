-- What models took of each brand, day by day on the brand's calendar: its limits are judged by it. Nobody's name is in it.
CREATE TABLE model_usage (
    brand_id   BLOB    NOT NULL REFERENCES brands (id),
    day        TEXT    NOT NULL,                -- 2026-11-29
    calls      INTEGER NOT NULL DEFAULT 0,
    tokens_in  INTEGER NOT NULL DEFAULT 0,
    tokens_out INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (brand_id, day)
) STRICT, WITHOUT ROWID;
