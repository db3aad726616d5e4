-- What happened with a contact and belongs to no deal: an edit, a label, a merge. Imports write one line each, so this stays small.
CREATE INDEX activities_by_contact ON activities (contact_id, at) WHERE contact_id IS NOT NULL AND deal_id IS NULL;
