-- When a person edits a mail, what was written first stays beside it.
ALTER TABLE emails ADD COLUMN original_subject TEXT;      -- NULL: never edited
ALTER TABLE emails ADD COLUMN original_text TEXT;
ALTER TABLE emails ADD COLUMN edited_by TEXT;
ALTER TABLE emails ADD COLUMN edited_at INTEGER;

-- The logs are counted from these alone. What they begin with keeps them out of the way of the queues' own indexes.
CREATE INDEX emails_log ON emails (written_by, kind, state, brand_id, created_at);
CREATE INDEX decisions_log ON decisions (provider, action, at, deal_id, tokens_in, tokens_out);
