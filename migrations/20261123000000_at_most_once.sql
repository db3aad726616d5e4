-- Where people live, and on what ground we write to them. See docs/ARCHITECTURE.md for ids and times.
ALTER TABLE contacts ADD COLUMN country TEXT NOT NULL DEFAULT '';        -- ISO 3166 alpha-2, upper case; '' when not known
ALTER TABLE contacts ADD COLUMN timezone TEXT NOT NULL DEFAULT '';       -- IANA zone as given; '' when not known
ALTER TABLE contacts ADD COLUMN basis TEXT NOT NULL DEFAULT 'none';      -- domain::contact::Basis
ALTER TABLE contacts ADD COLUMN basis_note TEXT NOT NULL DEFAULT '';     -- the evidence, in words

-- One person is looked up across brands.
DROP INDEX emails_by_address;
CREATE INDEX emails_by_address ON emails (to_address, brand_id, attempted_at);
