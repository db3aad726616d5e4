-- A stay of a deal in a stage that has ended. The stay that goes on is in `deals` (stage_id, stage_since). Written by the trigger alone,
-- so that whoever moves a deal cannot forget it. Stages may be removed later, so they are not referenced.
CREATE TABLE stage_stays (
    deal_id       BLOB    NOT NULL REFERENCES deals (id) ON DELETE CASCADE,
    pipeline_id   BLOB    NOT NULL,
    stage_id      BLOB    NOT NULL,
    next_stage_id BLOB    NOT NULL,
    entered_at    INTEGER NOT NULL,
    left_at       INTEGER NOT NULL
) STRICT;
CREATE INDEX stage_stays_by_deal ON stage_stays (deal_id, stage_id);
CREATE INDEX stage_stays_by_end ON stage_stays (left_at, stage_id, entered_at);
CREATE TRIGGER stage_stays_write AFTER UPDATE OF stage_id ON deals WHEN new.stage_id <> old.stage_id BEGIN
    INSERT INTO stage_stays (deal_id, pipeline_id, stage_id, next_stage_id, entered_at, left_at)
    VALUES (new.id, new.pipeline_id, old.stage_id, new.stage_id, old.stage_since, new.stage_since);
END;

-- Figures over a range of days.
CREATE INDEX emails_by_sending ON emails (sent_at, brand_id) WHERE sent_at IS NOT NULL;
CREATE INDEX deals_by_creation ON deals (created_at, pipeline_id);
