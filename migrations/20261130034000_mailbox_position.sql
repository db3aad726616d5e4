-- Where reading goes on, in the mailbox's own words, and which mailbox said it: after a change of mailbox its words mean nothing.
ALTER TABLE mailbox_cursors ADD COLUMN mailbox TEXT NOT NULL DEFAULT '';
ALTER TABLE mailbox_cursors ADD COLUMN position TEXT;
