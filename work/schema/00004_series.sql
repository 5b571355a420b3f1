-- +goose Up
-- work_series: when a task comes back. The task itself is not done; its turns are, each a task of its own.
CREATE TABLE work_series (
	place      TEXT    NOT NULL,
	task       BIGINT  NOT NULL,
	every      TEXT    NOT NULL, -- week, month, quarter, half, year
	month      BIGINT  NOT NULL, -- of the quarter, half-year or year, from 1; 0 = its last
	day        BIGINT  NOT NULL, -- of the week from Monday, or of the month; of its working days when is_working, from the end when below 0
	is_working BOOLEAN NOT NULL,
	shift      TEXT    NOT NULL, -- before, after: where a due day on a day off goes
	from_on    TEXT    NOT NULL, -- turns are due from this day on
	through_on TEXT    NOT NULL, -- '' = without an end
	set_by     BIGINT  NOT NULL,
	set_by_name TEXT   NOT NULL,
	set_at     BIGINT  NOT NULL,
	stopped_on TEXT    NOT NULL, -- '' while it goes on
	PRIMARY KEY (place, task)
);

ALTER TABLE work_task ADD COLUMN repeats BOOLEAN NOT NULL DEFAULT FALSE; -- it is in work_series
ALTER TABLE work_task ADD COLUMN series BIGINT NOT NULL DEFAULT 0; -- the task that this one is a turn of
ALTER TABLE work_task ADD COLUMN turn TEXT NOT NULL DEFAULT ''; -- 2025-W36, 2025-09, 2025-Q3, 2025-H2, 2025
ALTER TABLE work_task ADD COLUMN is_urgent BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE work_task ADD COLUMN served_by TEXT NOT NULL DEFAULT ''; -- who set what it serves; '' when the plan says it

-- A turn of a task is opened once, whoever opens it.
CREATE UNIQUE INDEX work_task_turn ON work_task (place, series, turn) WHERE series <> 0;

-- +goose Down
DROP INDEX work_task_turn;
ALTER TABLE work_task DROP COLUMN served_by;
ALTER TABLE work_task DROP COLUMN is_urgent;
ALTER TABLE work_task DROP COLUMN turn;
ALTER TABLE work_task DROP COLUMN series;
ALTER TABLE work_task DROP COLUMN repeats;
DROP TABLE work_series;
