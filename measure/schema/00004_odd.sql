-- +goose Up
ALTER TABLE measure_entry ADD COLUMN odd TEXT NOT NULL DEFAULT ''; -- why the number looked odd when it was told, one reason a line
ALTER TABLE measure_entry ADD COLUMN why TEXT NOT NULL DEFAULT ''; -- why it is right all the same, in the words of who told it

-- +goose Down
ALTER TABLE measure_entry DROP COLUMN why;
ALTER TABLE measure_entry DROP COLUMN odd;
