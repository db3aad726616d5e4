-- What a person did with an incoming mail. What the machine had read is kept beside what the person says.
ALTER TABLE messages ADD COLUMN done_at INTEGER;                         -- a person has dealt with it
ALTER TABLE messages ADD COLUMN corrected_at INTEGER;                    -- when a person last said what it means
ALTER TABLE messages ADD COLUMN read_as TEXT;                            -- the class it had before a person spoke; NULL: none
ALTER TABLE messages ADD COLUMN read_by TEXT NOT NULL DEFAULT '';        -- who had read it so: a rule or a model
ALTER TABLE messages ADD COLUMN read_confidence REAL;                    -- and how sure

-- What came before there was an inbox and is asked about no more counts as dealt with.
UPDATE messages SET done_at = created_at
WHERE deal_id IS NULL OR deal_id NOT IN (SELECT id FROM deals WHERE question IS NOT NULL);

-- Counting the inbox reads this index alone: the texts of mails lie elsewhere.
CREATE INDEX messages_inbox ON messages (received_at, brand_id, nature, class, deal_id, done_at, corrected_at, evidence);
