-- +goose Up
-- measure_frozen: one approval of a plan's figures for a window. What was approved never changes.
CREATE TABLE measure_frozen (
	place       TEXT   NOT NULL,
	id          BIGINT NOT NULL,
	plan        BIGINT NOT NULL,
	version     BIGINT NOT NULL,
	name        TEXT   NOT NULL, -- of the window: ky, 2025-H2
	from_on     TEXT   NOT NULL,
	through_on  TEXT   NOT NULL,
	counted_on  TEXT   NOT NULL,
	last_fact   BIGINT NOT NULL, -- facts with higher numbers came later
	approved_by BIGINT NOT NULL,
	approver    TEXT   NOT NULL, -- the name on that day
	approved_at BIGINT NOT NULL,
	PRIMARY KEY (place, id)
);
CREATE INDEX measure_frozen_plan ON measure_frozen (place, plan, id);

CREATE TABLE measure_frozen_value (
	place   TEXT   NOT NULL,
	frozen  BIGINT NOT NULL,
	target  BIGINT NOT NULL,
	nth     BIGINT NOT NULL,
	said    TEXT   NOT NULL,
	formula TEXT   NOT NULL,
	value   TEXT   NOT NULL, -- the whole value, member by member
	PRIMARY KEY (place, frozen, target)
);

-- +goose Down
DROP TABLE measure_frozen_value;
DROP TABLE measure_frozen;
