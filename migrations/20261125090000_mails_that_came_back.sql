-- A mail that came back did not reach anybody: its step may be written once more.
DROP INDEX emails_one_per_step;
CREATE UNIQUE INDEX emails_one_per_step ON emails (deal_id, step) WHERE state NOT IN ('rejected', 'cancelled', 'failed', 'bounced');
