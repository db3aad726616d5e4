-- When a bubble came up on the desktop for a notice, or it was decided that none does. Nobody is told of what happened before there were bubbles.
ALTER TABLE notices ADD COLUMN told_at INTEGER;
UPDATE notices SET told_at = at, seen_at = coalesce(seen_at, at);
CREATE INDEX notices_untold ON notices (at) WHERE told_at IS NULL;
CREATE INDEX notices_unseen ON notices (at) WHERE seen_at IS NULL;

-- What the last runs of a task complained of. A person is told once, and once more when it works again.
CREATE TABLE problems (
    task     TEXT    NOT NULL,
    sentence TEXT    NOT NULL,
    since    INTEGER NOT NULL,
    runs     INTEGER NOT NULL DEFAULT 1,         -- in a row
    told     INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (task, sentence)
) STRICT, WITHOUT ROWID;
