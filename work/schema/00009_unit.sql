-- +goose Up
-- How far each unit is, over all its parts, is asked for a page of the screen at a time.
DROP INDEX work_part_unit;
CREATE INDEX work_part_unit ON work_part (place, unit, is_asked, state, task);

-- +goose Down
DROP INDEX work_part_unit;
CREATE INDEX work_part_unit ON work_part (place, unit, state);
