-- +goose Up
-- measure_entry: what people recorded by hand, for which no desk exists.
CREATE TABLE measure_entry (
	place      TEXT   NOT NULL,
	id         BIGINT NOT NULL,
	target     BIGINT NOT NULL,
	unit       BIGINT NOT NULL, -- whose doing; 0 for nobody's
	person     BIGINT NOT NULL, -- the person counted; 0 for none
	item       TEXT   NOT NULL, -- the thing counted, of a named list
	part       TEXT   NOT NULL,
	on_day     TEXT   NOT NULL,
	amount     BIGINT NOT NULL,
	whole      BIGINT NOT NULL,
	proof      TEXT   NOT NULL, -- in words: the number of a paper, where it is kept
	link       TEXT   NOT NULL, -- https://…; '' for none
	state      TEXT   NOT NULL, -- claimed, verified, returned
	told_by    BIGINT NOT NULL,
	told_at    BIGINT NOT NULL,
	checked_by BIGINT NOT NULL, -- 0 while nobody has
	checked_at BIGINT NOT NULL,
	reason     TEXT   NOT NULL, -- why it was returned
	PRIMARY KEY (place, id)
);
CREATE INDEX measure_entry_state ON measure_entry (place, state);

-- +goose Down
DROP TABLE measure_entry;
