-- A mail that came back did not reach anybody: its step may be written once more.
DROP INDEX emails_one_per_step;
CREATE UNIQUE INDEX emails_one_per_step ON emails (deal_id, step) WHERE state NOT IN ('rejected', 'cancelled', 'failed', 'bounced');

-- What was handed to the network for people who were erased since: nothing but when, so that caps still hold.
CREATE TABLE erased_attempts (
    brand_id     BLOB    NOT NULL REFERENCES brands (id),
    attempted_at INTEGER NOT NULL
) STRICT;
