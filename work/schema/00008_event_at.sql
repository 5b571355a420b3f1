-- +goose Up
-- What changed since somebody last looked is asked by time.
CREATE INDEX work_event_at ON work_event (place, at);

-- +goose Down
DROP INDEX work_event_at;
